// Every call the socket makes fails once, at every place it is made: nothing hangs, nothing leaks, the namespace is restored.

import * as assert from 'uvu/assert';
import type { Libc } from '../../src/netlink/socket/libc.js';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { openSocket } from '../../src/netlink/socket/socket.js';
import { bindings, currentNamespace, descriptors, drain, kernelSuite, linkRequest, mayListenToAll, NLM_F_ACK, RTM_GETLINK, RTM_NEWLINK, RTNLGRP_LINK } from './kernel.js';

const errnos = { EPERM: 1, EINTR: 4, EAGAIN: 11, ENOMEM: 12, ENOPROTOOPT: 92, ENOBUFS: 105 };
const calls = ['socket', 'bind', 'getsockname', 'setsockopt', 'send', 'recvmsg', 'recvmmsg', 'close', 'setns', 'unshare'] as const;
type Call = (typeof calls)[number];

const test = kernelSuite('socket faults');

interface Fault {
  readonly libc: Libc;
  readonly hit: () => boolean;
}

/** The binding, with the nth call of `call` failing without being made; but close(2) closes even when it fails. */
function faulty(libc: Libc, call: Call, nth: number, errno: number): Fault {
  let count = 0;
  const real = libc[call] as (...values: readonly unknown[]) => number;
  const stub = (...values: readonly unknown[]): number => {
    if (++count !== nth) return real(...values);
    if (call === 'close') real(...values);
    return -errno;
  };
  return { libc: { ...libc, [call]: stub }, hit: () => count >= nth };
}

/** Everything there is to do with a socket, once. */
async function everything(libc: Libc): Promise<void> {
  using netns = Namespace.create(libc);
  const socket = openSocket({ binding: libc, netns, sendBuffer: 65536, capAck: true, allNamespaces: mayListenToAll() });
  try {
    socket.join(RTNLGRP_LINK);
    let heard: (error?: unknown) => void = () => {};
    const notified = new Promise<void>((resolve, reject) => {
      heard = (error) => (error === undefined ? resolve() : reject(error));
    });
    notified.catch(() => {});
    socket.listen(() => {
      try {
        drain(socket);
        heard();
      } catch (error) {
        heard(error);
      }
    });
    await Promise.all([socket.send(linkRequest(RTM_NEWLINK, NLM_F_ACK, { index: 1, up: true }), true), socket.send(linkRequest(RTM_GETLINK, 0, { index: 1 }), false)]);
    await notified;
    socket.listen(undefined);
    socket.leave(RTNLGRP_LINK);
    const sibling = socket.sibling({ allNamespaces: false });
    try {
      sibling?.send(linkRequest(RTM_GETLINK, 0, { index: 1 }), false);
      sibling?.receive({ together: true });
    } finally {
      await sibling?.close();
    }
  } finally {
    await socket.close();
  }
}

for (const libc of bindings()) {
  for (const call of calls) {
    test(`${libc.binding}: survives every failure of ${call}`, async () => {
      await everything(libc);
      const home = currentNamespace();
      const before = descriptors();
      for (const [name, errno] of Object.entries(errnos)) {
        for (let nth = 1; ; nth++) {
          const fault = faulty(libc, call, nth, errno);
          const error = await everything(fault.libc).then(
            () => undefined,
            (reason: unknown) => reason,
          );
          const place = `${call} ${nth} ${name}`;
          assert.ok(error === undefined || (error instanceof Error && 'code' in error && error.code === name), `${place}: ${String(error)}`);
          assert.is(currentNamespace(), home, place);
          assert.equal(descriptors(), before, place);
          if (!fault.hit()) {
            assert.is(error, undefined, place);
            assert.ok(nth > 1, `${call} is never called`);
            break;
          }
        }
      }
    });
  }
}

test.run();
