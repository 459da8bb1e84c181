// Lists of a thousand links while a worker makes and removes others: complete, or marked as interrupted; never short and silent.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as assert from 'uvu/assert';
import { kinds, Rtnl } from '../../src/index.js';
import { MAX_DUMP_ATTEMPTS } from '../../src/netlink/conversation.js';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { openSocket } from '../../src/netlink/socket/socket.js';
import type { Transport } from '../../src/netlink/transport.js';
import { addLinkRequest } from '../../src/rtnl/surface.js';
import { attribute, kernelSuite, linkRequest, NLM_F_CREATE, RTM_NEWLINK } from './kernel.js';

const test = kernelSuite('lists while links come and go');

const STAYING = 1000;

/** node 20 does not take a worker's entry through the loader that reads TypeScript. */
const start = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./dump-race-worker.ts', import.meta.url).href)});
})`;

const IFLA_IFNAME = 3;
const IFLA_LINKINFO = 18;
const IFLA_INFO_KIND = 1;

const comingLink = (name: string): Uint8Array =>
  linkRequest(RTM_NEWLINK, NLM_F_CREATE, { attributes: Buffer.concat([attribute(IFLA_IFNAME, name), attribute(IFLA_LINKINFO, attribute(IFLA_INFO_KIND, 'bridge'))]) });

/** How many of those that stay are not in a list. */
const missing = (links: readonly { readonly ifname?: string }[]): number => STAYING - new Set(links.map(({ ifname }) => ifname).filter((name) => name?.startsWith('stay'))).size;

/** Passes everything on, counts what is sent, and does something before a part of a list is read. */
function counting(inner: Transport): Transport & { sent: number; before: () => void } {
  return {
    sent: 0,
    before: () => undefined,
    littleEndian: inner.littleEndian,
    portId: inner.portId,
    send(datagram, mayWait) {
      this.sent++;
      return inner.send(datagram, mayWait);
    },
    receive() {
      this.before();
      return inner.receive();
    },
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
  await rtnl.links.add({ kind: 'bridge', name: 'lower', index: 100 });
  const made = await rtnl.batch(
    Array.from({ length: STAYING }, (_, i) => addLinkRequest(kinds, { kind: 'macvlan', name: `stay${i}`, index: 110 + i, link: 100, mode: 'bridge' } as never) as never),
  );
  assert.equal(
    made.filter(({ status }) => status === 'rejected'),
    [],
  );
  // However this machine shares its time out: a link comes between two parts of a list.
  const other = openSocket({ netns });
  for (const changes of [1, MAX_DUMP_ATTEMPTS]) {
    const sent = transport.sent;
    let [made, reads] = [0, 0];
    transport.before = () => {
      if (transport.sent - sent <= made || ++reads % 3 !== 0 || made === changes) return;
      other.send(comingLink(`part${changes}-${made++}`), false);
    };
    const list = await rtnl.links.list({ statistics: false });
    assert.equal([list.interrupted, transport.sent - sent, made], [changes === MAX_DUMP_ATTEMPTS, Math.min(changes + 1, MAX_DUMP_ATTEMPTS), changes]);
    if (!list.interrupted) assert.is(missing(list), 0);
  }
  transport.before = () => undefined;
  await other.close();
  const worker = new Worker(start, { eval: true, workerData: { path: `/proc/${process.pid}/fd/${netns.fd}`, base: 5000, count: 50 } });
  assert.equal(await once(worker, 'message'), ['started']);
  const counts = { whole: 0, marked: 0 };
  const before = transport.sent;
  const deadline = Date.now() + 5000;
  while (counts.whole + counts.marked < 4 && Date.now() < deadline) {
    const list = await rtnl.links.list({ statistics: false });
    counts[list.interrupted ? 'marked' : 'whole']++;
    if (list.interrupted) continue;
    assert.is(missing(list), 0, 'a list that is not marked is short');
    assert.is(new Set(list.map(({ index }) => index)).size, list.length, 'a list that is not marked has a link twice');
  }
  const again = transport.sent - before - counts.whole - counts.marked;
  // Its end may be told in the same turn as its last message.
  const gone = once(worker, 'exit');
  worker.postMessage('stop');
  const [changes] = (await once(worker, 'message')) as [number];
  await gone;
  console.log(`  ${counts.whole} whole, ${counts.marked} marked, asked again ${again} times while ${changes} links came and went`);
  const after = await rtnl.links.list();
  assert.equal([after.interrupted, missing(after)], [false, 0]);
});

test.run();
