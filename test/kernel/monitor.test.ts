import * as assert from 'uvu/assert';
import { Rtnl } from '../../src/index.js';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { openSocket, RECEIVE_QUEUE } from '../../src/netlink/socket/socket.js';
import { descriptors, kernelSuite, linkRequest, RTM_NEWLINK } from './kernel.js';
import { inNamespace } from './rtnl.js';

const test = kernelSuite('monitor on a kernel');

type Subscribed = Awaited<ReturnType<Rtnl['monitor']>>;

/** Reads on until `enough` says so of what has come. */
async function until(subscription: Subscribed, enough: (told: readonly string[]) => boolean): Promise<readonly string[]> {
  const told: string[] = [];
  while (!enough(told)) {
    const { value, done } = await subscription.next();
    assert.not.ok(done);
    if (value.kind !== 'message') told.push(value.kind);
    else if (value.message.name === 'RTM_NEWLINK' || value.message.name === 'RTM_DELLINK') told.push(`${value.message.name} ${value.message.body.ifname}`);
    else if (value.message.name === 'RTM_NEWADDR' || value.message.name === 'RTM_DELADDR') told.push(`${value.message.name} ${value.message.body.address}`);
  }
  return told;
}

test(
  'tells what is done to links and addresses, from the moment it is there',
  inNamespace(async ({ rtnl }) => {
    await using monitor = rtnl.monitor(['link', 'address']);
    const { index } = await rtnl.links.add({ kind: 'macvlan', name: 'macvlan1', link: 'eth0' });
    await rtnl.addresses.add({ dev: index, address: '172.16.10.5/24' });
    await rtnl.links.set(index, { up: true });
    await rtnl.addresses.delete({ dev: index, address: '172.16.10.5/24' });
    await rtnl.links.delete(index);
    const told = await until(monitor, (so_far) => so_far.includes('RTM_DELLINK macvlan1'));
    const steps = ['RTM_NEWLINK macvlan1', 'RTM_NEWADDR 172.16.10.5', 'RTM_DELADDR 172.16.10.5', 'RTM_DELLINK macvlan1'];
    assert.equal(
      told.filter((one, i) => steps.includes(one) && told.indexOf(one) === i),
      steps,
    );
  }),
);

test(
  'tells only of what was asked for',
  inNamespace(async ({ rtnl }) => {
    await using monitor = rtnl.monitor(['address']);
    await rtnl.links.add({ kind: 'bridge', name: 'br0' });
    await rtnl.addresses.add({ dev: 'br0', address: '10.0.0.1/24' });
    assert.equal(await until(monitor, (told) => told.length === 1), ['RTM_NEWADDR 10.0.0.1']);
  }),
);

test(
  'says that notifications were lost, and goes on with later ones',
  inNamespace(async ({ rtnl }) => {
    await using monitor = rtnl.monitor(['link'], { receiveBuffer: 4096 });
    const { index } = await rtnl.links.add({ kind: 'bridge', name: 'br0' });
    // All are made while nobody reads: the loop is not left in between.
    const changes: Promise<unknown>[] = [];
    for (let i = 0; i < 2000; i++) changes.push(rtnl.conversation.get({ name: 'RTM_NEWLINK', header: { flags: 4 }, body: { index, mtu: 1000 + (i % 2) } }).catch(() => undefined));
    await Promise.all(changes);
    const before = await until(monitor, (told) => told.includes('overrun'));
    assert.ok(before.length < 2000);
    await rtnl.links.add({ kind: 'bridge', name: 'later' });
    assert.ok((await until(monitor, (told) => told.includes('RTM_NEWLINK later'))).length < 2000);
  }),
);

test(
  'loses none of 5,000 that come while nobody reads, and the caller may be slow',
  inNamespace(async ({ rtnl, netns }) => {
    const producer = openSocket({ netns });
    // Who may not have more than net.core.rmem_max has fewer of them.
    const room = (producer.receiveBuffer ?? 0) >= 2 * RECEIVE_QUEUE ? 5000 : 50;
    await using monitor = rtnl.monitor(['link']);
    for (let i = 0; i < room; i++) {
      producer.send(linkRequest(RTM_NEWLINK, 0, { index: 1, up: i % 2 === 0 }), false);
    }
    let told = 0;
    for await (const notification of monitor) {
      assert.is(notification.kind, 'message');
      if (++told === room) break;
      if (told % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    assert.is(monitor.queued, 0);
    await producer.close();
  }),
);

test(
  'ends with its signal or with the loop, and leaves nothing open',
  inNamespace(async ({ rtnl }) => {
    const open = descriptors().length;
    const controller = new AbortController();
    const monitor = rtnl.monitor(['link'], { signal: controller.signal });
    assert.ok(descriptors().length > open);
    const waiting = monitor.next().catch((error: Error) => error.name);
    controller.abort();
    assert.is(await waiting, 'AbortError');
    await monitor.close();
    assert.throws(
      () => rtnl.monitor(['link'], { signal: controller.signal }),
      (error: Error) => error.name === 'AbortError',
    );
    const other = rtnl.monitor(['link']);
    await rtnl.links.set('eth0', { mtu: 1400 });
    for await (const { kind } of other) {
      assert.is(kind, 'message');
      break;
    }
    assert.is(descriptors().length, open);
  }),
);

test(
  'costs no CPU while nothing happens',
  inNamespace(async ({ rtnl }) => {
    // Let router solicitations and the like of the links just made pass.
    await using monitor = rtnl.monitor(['link', 'address']);
    const waiting = monitor.next().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 200_000, `${user + system} us of CPU in 1 s`);
    await monitor.close();
    await waiting;
  }),
);

test('ends with the client it was opened with, as watches do, and leaves nothing open', async () => {
  using netns = Namespace.create();
  const open = descriptors().length;
  const rtnl = await Rtnl.open({ netns });
  const idle = rtnl.monitor(['link']);
  const waiting = [idle.next(), rtnl.monitor(['address']).next()];
  const listed = rtnl.watch(['link']);
  await listed.ready;
  assert.is((await listed.next()).value.kind, 'added');
  assert.is((await listed.next()).value.kind, 'resynchronised');
  const listing = rtnl.watch(['link', 'address', 'route']);
  waiting.push(listed.next() as never);
  const left = (async () => {
    for await (const { kind } of listing) assert.is.not(kind, 'overrun');
  })();
  await rtnl.monitor(['link']).close();
  await rtnl.close();
  for (const next of [...waiting, idle.next(), listing.next()]) assert.equal(await next, { value: undefined, done: true });
  await left;
  await listing.ready;
  await listing.settled();
  assert.is(descriptors().length, open);
  await rtnl.close();
});

test.run();
