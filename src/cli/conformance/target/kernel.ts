// This machine's kernel. Each case has namespaces of its own, without a name: they are gone with their last descriptor, whatever becomes of the case
// or of this process.

import { release } from 'node:os';
import { hostIsLittleEndian } from '../../../netlink/bytes.js';
import { Namespace } from '../../../netlink/socket/namespace.js';
import { openSocket } from '../../../netlink/socket/socket.js';
import { missing } from '../../lab/capabilities.js';
import { pause } from '../time.js';
import { FreshParameters } from './parameters.js';
import type { Target } from './target.js';
import { type Place, TransportStage } from './transport-stage.js';

/** The kernel looks at carriers once a second, and ends namespaces when it finds time. */
const PATIENCE = 3000;

/** What a case takes it mostly waits for. */
const JOBS = 8;

function place(parameters: FreshParameters): Place {
  const namespace = Namespace.create();
  try {
    parameters.settle(namespace);
  } catch (error) {
    namespace.close();
    throw error;
  }
  return {
    fd: namespace.fd,
    open: ({ strict = true, extendedAck = true, capAck = false }) => openSocket({ netns: namespace, strict, extendedAck, capAck }),
    close: () => namespace.close(),
  };
}

export function kernelTarget(): Target {
  const lacking = new Set(missing().map(({ capability }) => capability));
  const parameters = new FreshParameters();
  return {
    name: 'kernel',
    kernel: release(),
    byteOrder: hostIsLittleEndian ? 'little' : 'big',
    jobs: JOBS,
    may: (capability) => !lacking.has(capability),
    stage: async () => new TransportStage(PATIENCE, () => place(parameters), pause),
    close: async () => undefined,
  };
}
