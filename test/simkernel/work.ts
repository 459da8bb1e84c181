// How much is done for each of some changes to a simulated kernel that holds so many other objects: blocks of its code that were entered, and
// elements of collections that were visited. Run by work.test.ts in a process of its own, since both are counted for all of a process:
// prints a line of JSON for the number of objects in its argument.

import { Session } from 'node:inspector/promises';
import { Rtnl } from '../../src/index.js';
import { addAddressRequest } from '../../src/rtnl/address-requests.js';
import { AF_INET6 } from '../../src/rtnl/constants.js';
import { addRouteRequest } from '../../src/rtnl/route-requests.js';
import { VirtualClock } from '../../src/simkernel/clock.js';
import { SimulatedKernel } from '../../src/simkernel/kernel.js';

/** Elements handed out by iterators, or looked at inside of built-in methods, which coverage does not see. */
let visited = 0;

function countVisits(): void {
  for (const prototype of [Map.prototype, Set.prototype] as object[]) {
    for (const name of ['values', 'keys', 'entries', Symbol.iterator]) {
      const original = Reflect.get(prototype, name) as () => Iterator<unknown>;
      Reflect.set(prototype, name, function* (this: unknown) {
        const iterator = original.call(this);
        for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
          visited++;
          yield next.value;
        }
      });
    }
  }
  for (const name of ['filter', 'map', 'find', 'indexOf', 'includes', 'sort', 'splice', 'slice', 'some', 'flatMap', 'reverse', 'entries']) {
    const original = Reflect.get(Array.prototype, name) as (...args: unknown[]) => unknown;
    Reflect.set(Array.prototype, name, function (this: unknown[], ...args: unknown[]) {
      visited += this.length;
      return original.apply(this, args);
    });
  }
}

async function work(count: number): Promise<Record<string, number>> {
  const clock = new VirtualClock();
  const kernel = new SimulatedKernel({ clock });
  const there = kernel.createNamespace();
  const rtnl = await Rtnl.open({ transport: kernel.transport() });
  const inside = await Rtnl.open({ transport: kernel.transport({ netns: there }) });
  const { links, addresses, routes, neighbours, nexthops, rules, nsids } = rtnl;
  for (let n = 0; n < count; n++) {
    await links.add({ kind: 'dummy', up: true });
    kernel.createNamespace();
  }
  const indexes = (await links.list({ kind: 'dummy' })).map(({ index }) => index);
  const ip = (n: number) => `${n >> 8}.${n & 255}`;
  await rtnl.batch(indexes.map((index, n) => addAddressRequest(index, { address: `10.1.${ip(n)}/32` })));
  await rtnl.batch(indexes.flatMap((oif, n) => [1, 2, 3].map((net) => addRouteRequest({ dst: `20.${net}.${ip(n)}/32`, oif } as never))));
  for (const [n, index] of indexes.entries()) {
    await neighbours.add({ dev: index, dst: `10.2.${ip(n)}`, lladdr: '02:00:00:00:00:01' });
    await nexthops.add({ dev: index });
    await inside.rules.add({ iif: `x${n}`, table: 100, priority: 1000 + n });
  }
  // A link with addresses of as many subnets, as many more in one subnet, and routes by it.
  await links.add({ kind: 'dummy', name: 'crowd', up: true });
  const { index: crowd } = await links.get('crowd');
  await rtnl.batch(
    indexes.flatMap((_, n) =>
      [`10.3.${ip(n)}/32`, `30.${ip(n)}.1/24`, `31.0.${ip(n)}/8`, `2001:db8:1:${n}::1/64`, `2001:db8::${n + 1}/64`].map((address) => addAddressRequest(crowd, { address })),
    ),
  );

  // Links that came up are looked at within seconds, all at once.
  clock.advance(10_000);
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const entered = async () => {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const ours = result.filter(({ url }) => url.includes('/src/simkernel/'));
    return ours.flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges)).reduce((sum, { count: times }) => sum + times, 0);
  };

  const operations: Record<string, () => Promise<unknown>> = {
    'add a link': () => links.add({ kind: 'dummy', name: 'one' }),
    'add a link by a pattern': () => links.add({ kind: 'dummy', name: 'other%d' }),
    'find a link by name': () => links.get('one'),
    'find a link by index': () => links.get(indexes[7] as number),
    'set a link up': () => links.set('one', { up: true }),
    'give it an address': () => addresses.add({ dev: 'one', address: '192.168.0.1/24' }),
    'give it an IPv6 address': () => addresses.add({ dev: 'one', address: 'fd00::1/64' }),
    'ask for an IPv6 address': () => rtnl.conversation.get({ name: 'RTM_GETADDR', header: {}, body: { family: AF_INET6, address: 'fd00::1' } }),
    'add an IPv6 route by a gateway': () => routes.add({ dst: '2001:db8::/32', via: 'fd00::2' }),
    'delete the IPv6 route': () => routes.delete({ dst: '2001:db8::/32' }),
    'look a group up from an address': () => routes.get({ to: '224.0.0.9', from: '192.168.0.1' }),
    'see whether a packet that came in is for us': () => routes.get({ to: '192.168.0.1', from: '192.168.0.9', iif: 'one' }),
    'add a route': () => routes.add({ dst: '192.0.2.0/24', via: '192.168.0.2' }),
    'replace a route': () => routes.replace({ dst: '192.0.2.0/24', via: '192.168.0.3' }),
    'look a route up': () => routes.get({ to: '192.0.2.1' }),
    'see whether an address is reached': async () => kernel.reach(kernel.init, '192.0.2.1'),
    'add a neighbour': () => neighbours.add({ dev: 'one', dst: '192.168.0.9', lladdr: '02:00:00:00:00:09' }),
    'add a nexthop': () => nexthops.add({ id: 1 << 20, via: '192.168.0.2', dev: 'one' }),
    'add a route by it': () => routes.add({ dst: '198.51.100.0/24', nhid: 1 << 20 }),
    'add a rule': () => rules.add({ from: '192.168.0.1', table: 100, priority: 1000 }),
    'delete the rule': () => rules.delete({ priority: 1000 }),
    'delete the nexthop and its route': () => nexthops.delete(1 << 20),
    'delete the neighbour': () => neighbours.delete({ dev: 'one', dst: '192.168.0.9' }),
    'delete a route': () => routes.delete({ dst: '192.0.2.0/24' }),
    'delete an address': () => addresses.delete({ dev: 'one', address: '192.168.0.1/24' }),
    'add an address beside many': () => addresses.add({ dev: 'crowd', address: '32.0.0.1/24' }),
    'add one to a large subnet': () => addresses.add({ dev: 'crowd', address: '31.1.0.1/8' }),
    'add one again': () => addresses.add({ dev: 'crowd', address: '31.1.0.1/8' }).catch(() => undefined),
    'look a route up from among many': () => routes.get({ to: '32.0.0.9' }),
    'delete one beside many': () => addresses.delete({ dev: 'crowd', address: '32.0.0.1/24' }),
    'delete one of a large subnet': () => addresses.delete({ dev: 'crowd', address: '31.1.0.1/8' }),
    'add an IPv6 address beside many': () => addresses.add({ dev: 'crowd', address: '2001:db8:ffff::1/64' }),
    'add one to a large prefix': () => addresses.add({ dev: 'crowd', address: '2001:db8::ffff/64' }),
    'delete one with its prefix': () => addresses.delete({ dev: 'crowd', address: '2001:db8:ffff::1/64' }),
    'delete one of a large prefix': () => addresses.delete({ dev: 'crowd', address: '2001:db8::ffff/64' }),
    'change its mtu': () => links.set('one', { mtu: 1400 }),
    'rename it': async () => {
      await links.set('one', { up: false });
      await links.set('one', { name: 'two' });
    },
    'add a link by a pattern after a renaming': () => links.add({ kind: 'dummy', name: 'dummy%d' }),
    'put a macvlan on it': () => links.add({ kind: 'macvlan', name: 'above', link: 'two' }),
    'add a pair': () => links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1', netns: { fd: there.fd } } }),
    'ask for its id elsewhere': () => nsids.get(there),
    'move a link': () => links.set('above', { netns: { fd: there.fd } }),
    'put links into a group': () => links.set('two', { group: 5 }),
    'change a group': () => links.set(0, { group: 5 } as never).catch(() => undefined),
    'delete a group': () => links.deleteGroup(5),
    'delete a link': () => links.delete('v0'),
    'make a namespace': async () => kernel.createNamespace('brief'),
    'end a namespace': async () => kernel.deleteNamespace(there),
    // For comparison: this does.
    'list links': () => links.list(),
  };
  const done: Record<string, number> = {};
  await inside.close();
  for (const [what, operation] of Object.entries(operations)) {
    await entered();
    visited = 0;
    await operation();
    const elements = visited;
    done[what] = (await entered()) + elements;
  }
  session.disconnect();
  return done;
}

countVisits();
console.log(JSON.stringify(await work(Number(process.argv[2]))));
