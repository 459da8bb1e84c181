// The simulated kernel, in this process. Each case has one of its own, and time that passes when somebody waits.

import { VirtualClock } from '../../../simkernel/clock.js';
import { SimulatedKernel } from '../../../simkernel/kernel.js';
import type { Target } from './target.js';
import { type Place, TransportStage } from './transport-stage.js';

/** Of time that costs nothing. */
const PATIENCE = 3000;

/** The release it behaves like. */
const RELEASE = '6.18';

export function simulatedTarget(): Target {
  return {
    name: 'sim',
    kernel: RELEASE,
    byteOrder: 'little',
    jobs: 1,
    may: () => true,
    async stage() {
      const clock = new VirtualClock();
      const kernel = new SimulatedKernel({ kernel: RELEASE, byteOrder: 'little', clock });
      const place = (): Place => {
        const netns = kernel.createNamespace();
        return {
          fd: netns.fd,
          open: ({ strict = true, extendedAck = true, capAck = false }) => kernel.transport({ netns, strict, extendedAck, capAck }),
          close: () => kernel.deleteNamespace(netns),
        };
      };
      return new TransportStage(PATIENCE, place, async (milliseconds) => {
        clock.advance(milliseconds);
        kernel.settle();
      });
    },
    close: async () => undefined,
  };
}
