// A mirror of a kernel that is the test: notifications lost at every point, lists interrupted, changes while it lists.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kinds, route } from '../../src/index.js';
import { NLM_F_DUMP_INTR } from '../../src/netlink/constants.js';
import { MAX_DUMP_ATTEMPTS } from '../../src/netlink/conversation.js';
import { SystemError } from '../../src/netlink/errors.js';
import type { Encodable } from '../../src/netlink/message.js';
import { Client } from '../../src/rtnl/client.js';
import type { Route as Messages } from '../netlink/conversation-replies.js';
import { done, part } from '../netlink/conversation-replies.js';
import { FakeTransport, rejection } from '../netlink/fake-transport.js';

const test = suite('watch');

const ENOBUFS = 105;

/** Links by index, and their MTU. */
class FakeKernel {
  readonly links = new Map<number, number>();
  readonly transport = new FakeTransport<Messages>(route);
  readonly rtnl = new Client(this.transport, kinds);
  /** Lists that are to be interrupted. */
  interruptions = 0;
  lists = 0;
  /** What happens while a list is made, after it has been. */
  meanwhile: () => void = () => undefined;

  constructor() {
    this.transport.siblings = [];
    this.transport.onSend = () => {
      this.lists++;
      const sequence = this.transport.sequence(-1);
      const interrupted = this.interruptions > 0 ? NLM_F_DUMP_INTR : 0;
      if (interrupted !== 0) this.interruptions--;
      const links = [...this.links].map(
        ([index, mtu]) => ({ ...part(sequence, index, interrupted), body: { index, ifname: `eth${index}`, mtu, flags: 1 } }) as Encodable<Messages>,
      );
      this.transport.put(this.transport.encode(...links, done(sequence, 0, undefined, interrupted)));
      this.meanwhile();
      return undefined;
    };
  }

  get socket(): FakeTransport<Messages> {
    return this.transport.siblings?.at(-1) as FakeTransport<Messages>;
  }

  /** Makes or changes a link, or with undefined takes it away; and tells of it, unless there is no room. */
  change(index: number, mtu: number | undefined, lost = false): void {
    const name = mtu === undefined ? 'RTM_DELLINK' : 'RTM_NEWLINK';
    if (mtu === undefined) this.links.delete(index);
    else this.links.set(index, mtu);
    if (!lost) this.socket.put(this.socket.encode({ name, header: {}, body: { index, ifname: `eth${index}`, mtu: mtu ?? 0, flags: 1 } } as Encodable<Messages>));
  }

  lose(): void {
    this.socket.put(new SystemError('recvmsg', ENOBUFS));
  }

  get mirrored(): [number, number][] {
    return [...this.links].sort(([a], [b]) => a - b);
  }
}

type Step = readonly [index: number, mtu: number | undefined];
const STEPS: readonly Step[] = [
  [1, 1500],
  [2, 1500],
  [1, 1400],
  [3, 1500],
  [2, undefined],
  [2, 1300],
  [1, undefined],
  [4, 1500],
  [4, 1501],
  [3, undefined],
];

const watching = (kernel: FakeKernel) => kernel.rtnl.watch(['link']);
const mirror = (watch: ReturnType<typeof watching>) => [...watch.current.link.values()].map(({ index, mtu }) => [index, mtu] as [number, number]).sort(([a], [b]) => a - b);

/** The events by which a mirror became what it is, done to another one. */
async function replayed(watch: ReturnType<typeof watching>): Promise<{ entries: [number, number][]; kinds: string[] }> {
  await watch.settled();
  const entries = new Map<number, number>();
  const told: string[] = [];
  watch.settled().then(() => setImmediate(() => watch.close()));
  for await (const event of watch) {
    told.push(event.kind);
    if (event.kind === 'removed') assert.ok(entries.delete(event.previous.index), 'removed what was there');
    else if (event.kind === 'added' || event.kind === 'changed') {
      assert.is(entries.has(event.value.index), event.kind === 'changed');
      entries.set(event.value.index, event.value.mtu ?? 0);
    }
  }
  return { entries: [...entries].sort(([a], [b]) => a - b), kinds: told };
}

test('is what is told, without a list but the first', async () => {
  const kernel = new FakeKernel();
  const watch = watching(kernel);
  await watch.ready;
  for (const [index, mtu] of STEPS) kernel.change(index, mtu);
  kernel.socket.wake();
  await watch.settled();
  assert.equal(mirror(watch), kernel.mirrored);
  assert.is(kernel.lists, 1);
  const { entries, kinds: told } = await replayed(watch);
  assert.equal(entries, kernel.mirrored);
  assert.equal(told, ['resynchronised', 'added', 'added', 'changed', 'added', 'removed', 'added', 'removed', 'added', 'changed', 'removed']);
});

for (let at = 0; at <= STEPS.length; at++) {
  for (const lost of [1, 3]) {
    test(`is right again when ${lost} were lost at ${at}, and says so`, async () => {
      const kernel = new FakeKernel();
      const watch = watching(kernel);
      await watch.ready;
      for (const [i, [index, mtu]] of STEPS.entries()) {
        if (i === at) kernel.lose();
        kernel.change(index, mtu, i >= at && i < at + lost);
        if (i % 2 === 0) kernel.socket.wake();
      }
      if (at === STEPS.length) kernel.lose();
      kernel.socket.wake();
      await watch.settled();
      assert.equal(mirror(watch), kernel.mirrored);
      const { entries, kinds: told } = await replayed(watch);
      assert.equal(entries, kernel.mirrored);
      const overrun = told.indexOf('overrun');
      assert.ok(overrun > 0 && told.indexOf('resynchronised', overrun) > overrun, told.join(' '));
    });
  }

  test(`is right when the first list is made at ${at}, and what came before is told late`, async () => {
    const kernel = new FakeKernel();
    const before = STEPS.slice(0, at);
    const watch = watching(kernel);
    for (const [index, mtu] of before) kernel.change(index, mtu);
    let rest = STEPS.slice(at);
    // Half of what is left happens while it lists.
    kernel.meanwhile = () => {
      for (const [index, mtu] of rest.slice(0, rest.length >> 1)) kernel.change(index, mtu);
      rest = rest.slice(rest.length >> 1);
    };
    await watch.ready;
    for (const [index, mtu] of rest) kernel.change(index, mtu);
    kernel.socket.wake();
    await watch.settled();
    assert.equal(mirror(watch), kernel.mirrored);
    assert.equal((await replayed(watch)).entries, kernel.mirrored);
  });

  test(`is right when notifications are lost while it lists after a loss at ${at}`, async () => {
    const kernel = new FakeKernel();
    const watch = watching(kernel);
    await watch.ready;
    let again = 2;
    kernel.meanwhile = () => {
      if (again-- <= 0) return;
      kernel.lose();
      kernel.change(9, 1000 + again, true);
    };
    for (const [i, [index, mtu]] of STEPS.entries()) {
      if (i === at) kernel.lose();
      kernel.change(index, mtu, i >= at);
    }
    if (at === STEPS.length) kernel.lose();
    do {
      kernel.socket.wake();
      await watch.settled();
    } while (kernel.socket.unread > 0 || again >= 0);
    assert.equal([mirror(watch), again], [kernel.mirrored, -1]);
    await watch.close();
  });
}

for (const interruptions of [1, MAX_DUMP_ATTEMPTS, 2 * MAX_DUMP_ATTEMPTS + 1]) {
  test(`lists again after ${interruptions} interruptions`, async () => {
    const kernel = new FakeKernel();
    for (const index of [1, 2, 3]) kernel.links.set(index, 1500);
    kernel.interruptions = interruptions;
    const watch = watching(kernel);
    await watch.ready;
    assert.equal(mirror(watch), kernel.mirrored);
    assert.is(kernel.lists, interruptions + 1);
    const { kinds: told } = await replayed(watch);
    assert.equal(told, ['added', 'added', 'added', 'resynchronised']);
  });
}

test('ends with the signal, with the loop, and with what makes listing impossible', async () => {
  const kernel = new FakeKernel();
  const controller = new AbortController();
  const aborted = kernel.rtnl.watch(['link'], { signal: controller.signal });
  await aborted.ready;
  controller.abort(new Error('enough'));
  await aborted.next();
  assert.is((await rejection(aborted.next())).message, 'enough');
  assert.is((await rejection(aborted.settled())).message, 'enough');

  const left = watching(kernel);
  for await (const { kind } of left) {
    assert.is(kind, 'resynchronised');
    break;
  }
  assert.is(kernel.socket.closes, 1);
  await left.settled();

  await kernel.rtnl.close();
  const failed = watching(kernel);
  assert.is((await rejection(failed.ready)).message, 'the client is closed');
  assert.is((await rejection(failed.next())).message, 'the client is closed');
});

test('ends with the signal while a list is on its way that does not come', async () => {
  const kernel = new FakeKernel();
  kernel.transport.onSend = () => undefined;
  const controller = new AbortController();
  const watch = kernel.rtnl.watch(['link'], { signal: controller.signal });
  const next = watch.next();
  controller.abort(new Error('enough'));
  assert.is((await rejection(watch.ready)).message, 'enough');
  assert.is((await rejection(next)).message, 'enough');
});

test('ends with the client while a list is on its way, as if it had been closed itself', async () => {
  const kernel = new FakeKernel();
  kernel.transport.onSend = () => undefined;
  const watch = kernel.rtnl.watch(['link']);
  const next = watch.next();
  await kernel.rtnl.close();
  assert.equal(await next, { value: undefined, done: true });
  await watch.ready;
  assert.is(kernel.socket.closes, 1);
});

test('one that is left does not list any more, and holds up no other list', async () => {
  const kernel = new FakeKernel();
  kernel.transport.onSend = () => undefined;
  const first = watching(kernel);
  const second = watching(kernel);
  await second.close();
  await first.close();
  // Of the first the kernel has begun to list: it is heard out.
  assert.is(kernel.transport.sent.length, 1);
  const listed = kernel.rtnl.conversation.dump({ name: 'RTM_GETADDR', header: {}, body: {} });
  kernel.transport.put(kernel.transport.encode(part(1, 1), done(1))).wake();
  assert.is(kernel.transport.messages(1)[0]?.name, 'RTM_GETADDR');
  kernel.transport.put(kernel.transport.encode(done(kernel.transport.sequence(1)))).wake();
  assert.equal((await listed).messages, []);
});

test('an announcement that cannot be read is one that was lost', async () => {
  const kernel = new FakeKernel();
  const watch = watching(kernel);
  await watch.ready;
  kernel.change(1, 1500, true);
  kernel.socket.put(new Uint8Array([1, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])).wake();
  await watch.settled();
  assert.equal(mirror(watch), [[1, 1500]]);
  assert.ok((await replayed(watch)).kinds.includes('overrun'));
});

test.run();
