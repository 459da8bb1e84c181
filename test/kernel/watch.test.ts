// A mirror on a running kernel: whatever happens, and whatever of it is lost, it ends equal to a fresh list.

import * as assert from 'uvu/assert';
import { Rtnl } from '../../src/index.js';
import type { Encodable } from '../../src/netlink/message.js';
import type { Namespace } from '../../src/netlink/socket/namespace.js';
import { addAddressRequest, deleteAddressRequest, type RouteProtocol } from '../../src/rtnl/surface.js';
import { kernelSuite } from './kernel.js';
import { inNamespace, namesOf } from './rtnl.js';
import { differences, expectEqual, watchAll } from './watch-equal.js';

const test = kernelSuite('watch on a kernel');

type Request = Encodable<RouteProtocol<Rtnl['kinds']>['messages']>;

async function outcomesOf(rtnl: Rtnl, requests: readonly Request[]): Promise<void> {
  for (const one of await rtnl.batch(requests)) if (one.status === 'rejected') throw one.reason;
}

test(
  'lists what there is, tells what becomes of it, and ends with the loop',
  inNamespace(async ({ rtnl }) => {
    await using watch = rtnl.watch(['link', 'address']);
    await watch.ready;
    assert.equal(namesOf(watch.current.link.values()).sort(), ['eth0', 'far0', 'lo']);
    const { index } = await rtnl.links.add({ kind: 'bridge', name: 'br0' });
    await rtnl.addresses.add({ dev: index, address: '10.0.0.1/24' });
    await rtnl.links.set(index, { mtu: 1400 });
    await watch.settled();
    assert.is(watch.current.link.get(index)?.mtu, 1400);
    await rtnl.links.delete(index);
    await watch.settled();
    assert.not.ok(watch.current.link.has(index));
    const told: string[] = [];
    for await (const event of watch) {
      if (event.kind === 'resynchronised') assert.is(event.reason, 'start');
      else if (event.kind !== 'overrun' && String(event.key).startsWith(String(index))) told.push(`${event.kind} ${event.object}`);
      if (event.kind === 'removed' && event.object === 'link') break;
    }
    assert.equal(
      told.filter((one, i) => told.indexOf(one) === i),
      ['added link', 'added address', 'changed link', 'removed address', 'removed link'],
    );
  }),
);

test(
  'a link that moves to another namespace goes, with all that was on it',
  inNamespace(async ({ rtnl }) => {
    await using watch = watchAll(rtnl);
    await using other = await elsewhere();
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' });
    const { index } = await rtnl.links.get('eth0');
    await rtnl.conversation.request({ name: 'RTM_NEWNEIGH', header: { flags: 0x400 }, body: { family: 2, index, state: 0x80, dst: '10.0.0.9', lladdr: '02:00:00:00:00:09' } });
    await watch.settled();
    assert.is(watch.current.neighbour.size, 1);
    await rtnl.links.set(index, { netns: other.netns });
    await expectEqual(rtnl, watch, 'moved');
    const left = (object: 'address' | 'neighbour') => [...watch.current[object].values()].filter((one) => one.index === index).length;
    assert.equal([watch.current.link.has(index), left('address'), left('neighbour')], [false, 0, 0]);
  }),
);

test(
  'routes that the kernel takes away without a word are missed',
  inNamespace(async ({ rtnl }) => {
    await using watch = rtnl.watch(['route']);
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' });
    await rtnl.routes.add({ dst: '10.9.0.0/16', via: '10.0.0.2' });
    await watch.settled();
    assert.ok([...watch.current.route.keys()].some((key) => key.startsWith('inet 10.9.0.0/16')));
    await rtnl.links.set('eth0', { up: false });
    await watch.settled();
    assert.not.ok([...watch.current.route.keys()].some((key) => key.startsWith('inet 10.9.0.0/16')));
  }),
);

test(
  '100,000 notifications at a receive buffer of 4 KiB: equal to a fresh list, and the loss is told',
  inNamespace(async ({ rtnl, netns }) => {
    await using watch = watchAll(rtnl, 4096);
    await watch.ready;
    await using producer = await Rtnl.open({ netns });
    const { index } = await producer.links.get('eth0');
    const addresses = Array.from({ length: 200 }, (_, i) => `10.1.0.${i}/32`);
    const told = { overrun: 0, resynchronised: 0 };
    const listening = (async () => {
      for await (const { kind } of watch) if (kind === 'overrun' || kind === 'resynchronised') told[kind]++;
    })();
    const requests = addresses.flatMap((address) => [deleteAddressRequest(index, { address }), addAddressRequest(index, { address })]);
    await outcomesOf(
      producer,
      addresses.map((address) => addAddressRequest(index, { address })),
    );
    // Each is told of by four: the address and its route, gone and there again. Those of IPv6 come when they are ready.
    await using monitor = producer.monitor(['address', 'route'], { family: 'inet' });
    await outcomesOf(producer, requests.slice(0, 2));
    monitor.read();
    assert.is(monitor.count, 4);
    await monitor.close();
    for (let told = 0; told < 100_000; told += 4 * addresses.length) await outcomesOf(producer, requests);
    await watch.settled();
    assert.equal(await differences(rtnl, watch), []);
    assert.ok(told.overrun > 0 && told.resynchronised > 1, JSON.stringify(told));
    await watch.close();
    await listening;
  }),
);

async function elsewhere(): Promise<{ readonly netns: Namespace } & AsyncDisposable> {
  const { Namespace } = await import('../../src/netlink/socket/namespace.js');
  const netns = Namespace.create();
  return { netns, [Symbol.asyncDispose]: async () => netns.close() };
}

test.run();
