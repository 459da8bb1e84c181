// Lists of a thousand links while a worker makes and removes others: complete, or marked as interrupted; never short and silent.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as assert from 'uvu/assert';
import { kinds, Rtnl } from '../../src/index.js';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { openSocket } from '../../src/netlink/socket/socket.js';
import type { Transport } from '../../src/netlink/transport.js';
import { addLinkRequest } from '../../src/rtnl/surface.js';
import { kernelSuite } from './kernel.js';

const test = kernelSuite('lists while links come and go');

const STAYING = 1000;

/** node 20 does not take a worker's entry through the loader that reads TypeScript. */
const start = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./dump-race-worker.ts', import.meta.url).href)});
})`;

/** How many of those that stay are not in a list. */
const missing = (links: readonly { readonly ifname?: string }[]): number => STAYING - new Set(links.map(({ ifname }) => ifname).filter((name) => name?.startsWith('stay'))).size;

/** Passes everything on, and counts what is sent. */
function counting(inner: Transport): Transport & { sent: number } {
  return {
    sent: 0,
    littleEndian: inner.littleEndian,
    portId: inner.portId,
    send(datagram, mayWait) {
      this.sent++;
      return inner.send(datagram, mayWait);
    },
    receive: () => inner.receive(),
    listen: (listener) => inner.listen(listener),
    join: (group) => inner.join(group),
    leave: (group) => inner.leave(group),
    sibling: (options) => inner.sibling(options),
    close: () => inner.close(),
  };
}

test('are whole or marked, asked for again in between, and whole once it is quiet', async () => {
  using netns = Namespace.create();
  const transport = counting(openSocket({ netns }));
  await using rtnl = await Rtnl.open({ transport });
  await rtnl.links.add({ kind: 'bridge', name: 'lower', index: 2 });
  const made = await rtnl.batch(
    Array.from({ length: STAYING }, (_, i) => addLinkRequest(kinds, { kind: 'macvlan', name: `stay${i}`, index: 10 + i, link: 2, mode: 'bridge' } as never) as never),
  );
  assert.equal(
    made.filter(({ status }) => status === 'rejected'),
    [],
  );
  const worker = new Worker(start, { eval: true, workerData: { path: `/proc/${process.pid}/fd/${netns.fd}`, base: 5000, count: 50 } });
  assert.equal(await once(worker, 'message'), ['started']);
  const counts = { whole: 0, marked: 0 };
  const before = transport.sent;
  // Until it has been seen that the kernel interrupts, and for some lists more.
  const enough = () => counts.whole + counts.marked >= 6 && transport.sent - before > counts.whole + counts.marked;
  const deadline = Date.now() + 10_000;
  while (!enough() && Date.now() < deadline) {
    const list = await rtnl.links.list({ statistics: false });
    counts[list.interrupted ? 'marked' : 'whole']++;
    if (list.interrupted) continue;
    assert.is(missing(list), 0, 'a list that is not marked is short');
    assert.is(new Set(list.map(({ index }) => index)).size, list.length, 'a list that is not marked has a link twice');
  }
  const again = transport.sent - before - counts.whole - counts.marked;
  worker.postMessage('stop');
  const [changes] = (await once(worker, 'message')) as [number];
  await once(worker, 'exit');
  console.log(`  ${counts.whole} whole, ${counts.marked} marked, asked again ${again} times while ${changes} links came and went`);
  assert.ok(again > 0, 'no list was interrupted');
  const after = await rtnl.links.list();
  assert.equal([after.interrupted, missing(after)], [false, 0]);
});

test.run();
