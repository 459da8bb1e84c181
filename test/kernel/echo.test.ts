// Echo over ping sockets between two namespaces: reached, not reached and why, and nothing left behind.

import { setImmediate } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { type Echo, echo, type Namespace, netns, Rtnl } from '../../src/index.js';
import { echo as echoThrough } from '../../src/netlink/socket/echo.js';
import type { Libc } from '../../src/netlink/socket/libc.js';
import { bindings, currentNamespace, descriptors, kernelSuite } from './kernel.js';

const test = kernelSuite('echo');

interface Hosts {
  readonly a: Namespace;
  readonly b: Namespace;
  readonly inA: Rtnl;
  readonly inB: Rtnl;
}

/** Two hosts on one wire: 10.0.0.1 and fd00::1 on a, .2 and ::2 on b. */
function onOneWire(body: (hosts: Hosts) => Promise<void>): () => Promise<void> {
  return async () => {
    using a = await netns.create();
    using b = await netns.create();
    await using inA = await Rtnl.open({ netns: a });
    await using inB = await Rtnl.open({ netns: b });
    await inA.links.add({ kind: 'veth', name: 'eth0', peer: { name: 'eth0', netns: { fd: b.fd } } });
    for (const [rtnl, host] of [
      [inA, 1],
      [inB, 2],
    ] as const) {
      await rtnl.links.set('lo', { up: true });
      await rtnl.links.set('eth0', { up: true });
      await rtnl.addresses.add({ dev: 'eth0', address: `10.0.0.${host}/24` });
      await rtnl.addresses.add({ dev: 'eth0', address: `fd00::${host}/64`, nodad: true } as never);
    }
    await body({ a, b, inA, inB });
  };
}

function reached(outcome: Echo): void {
  assert.ok(outcome.reachable, JSON.stringify(outcome));
  assert.ok(outcome.ms >= 0 && outcome.ms < 5000);
}

const reasonOf = (outcome: Echo) => (outcome.reachable ? 'reached' : [outcome.reason, outcome.code]);
const patient = { timeout: 5000, interval: 50 };

test(
  'comes back over IPv4 and IPv6, from within the namespace',
  onOneWire(async ({ a, b }) => {
    const before = descriptors();
    const home = currentNamespace();
    reached(await echo(a, '10.0.0.2', patient));
    reached(await echo({ fd: b.fd }, '10.0.0.1', patient));
    reached(await echo(a, '10.0.0.1', patient));
    reached(await echo(a, 'fd00::2', patient));
    reached(await echo(a, '10.0.0.2', { ...patient, source: '10.0.0.1', dev: 'eth0', size: 1400 }));
    reached(await echo(a, 'fd00::2', { ...patient, source: 'fd00::1' }));
    assert.equal(descriptors(), before);
    assert.is(currentNamespace(), home);
  }),
);

test(
  'comes back from an address within the link',
  onOneWire(async ({ a, inB }) => {
    const linkLocal = async () => (await inB.addresses.list({ dev: 'eth0', family: 'inet6' })).find(({ scope, flags = 0 }) => scope === 253 && (flags & 0x40) === 0)?.address;
    const changes = inB.monitor(['address']);
    let address = await linkLocal();
    while (address === undefined) {
      await changes.next();
      address = await linkLocal();
    }
    await changes.close();
    reached(await echo(a, `${address}%eth0`, patient));
    reached(await echo(a, address, { ...patient, dev: 'eth0' }));
  }),
);

test(
  'many at once keep apart',
  onOneWire(async ({ a }) => {
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, i) => echo(a, i % 5 === 4 ? '10.0.0.9' : '10.0.0.2', { timeout: i % 5 === 4 ? 200 : 5000, interval: 100 })));
    assert.equal(
      outcomes.map(({ reachable }) => reachable),
      outcomes.map((_, i) => i % 5 !== 4),
    );
  }),
);

test(
  'a reply that came in time counts, whenever the program comes to read it',
  onOneWire(async ({ a }) => {
    reached(await echo(a, '10.0.0.2', patient));
    // From here the event loop comes to timers before it looks at sockets.
    await setImmediate();
    const waiting = echoThrough(a, '10.0.0.2', { timeout: 50 });
    for (const end = performance.now() + 100; performance.now() < end; );
    reached(await waiting);
  }),
);

test(
  'says why not: no route, nobody there, not a word',
  onOneWire(async ({ a, inA, inB }) => {
    assert.equal(reasonOf(await echo(a, '192.0.2.1')), ['unreachable', 'ENETUNREACH']);
    assert.equal(reasonOf(await echo(a, '2001:db8::1')), ['unreachable', 'ENETUNREACH']);
    assert.equal(reasonOf(await echo(a, '10.0.0.9', { timeout: 100 })), ['timeout', undefined]);
    // Neighbours are given up after as many questions as these say.
    await inA.sysctl.write('net.ipv4.neigh.eth0.mcast_solicit', 1);
    await inA.sysctl.write('net.ipv4.neigh.eth0.retrans_time_ms', 20);
    assert.equal(reasonOf(await echo(a, '10.0.0.10', patient)), ['unreachable', 'EHOSTUNREACH']);
    await inB.sysctl.write('net.ipv4.icmp_echo_ignore_all', 1);
    assert.equal(reasonOf(await echo(a, '10.0.0.2', { timeout: 100 })), ['timeout', undefined]);
  }),
);

test(
  'takes whatever options it is given, or says what is wrong with them',
  onOneWire(async ({ a }) => {
    const refused = async (address: string, options: object, what: string | RegExp) => {
      const before = descriptors();
      const said = await echo(a, address, options).then(
        () => 'reached',
        (error: Error & { code?: string }) => `${error.name} ${error.code}: ${error.message}`,
      );
      assert.match(said, what);
      assert.equal(descriptors(), before);
    };
    await refused('10.0.0', {}, 'EncodeError');
    await refused('10.0.0.2', { source: '10.0.0.77' }, 'SystemError EADDRNOTAVAIL: bind');
    await refused('10.0.0.2', { dev: 'eth9' }, /SystemError ENODEV: .*eth9/);
    await refused('10.0.0.2', { size: 8 }, 'RangeError');
    await refused('10.0.0.2', { signal: AbortSignal.abort(new Error('enough')) }, 'enough');
  }),
);

test(
  'ends when its signal says so',
  onOneWire(async ({ a }) => {
    const before = descriptors();
    const stop = new AbortController();
    const waiting = echo(a, '10.0.0.9', { timeout: 60_000, signal: stop.signal });
    setImmediate().then(() => stop.abort(new Error('enough')));
    assert.is(await waiting.catch((error: Error) => error.message), 'enough');
    assert.equal(descriptors(), before);
  }),
);

test(
  'leaves the groups that may have such sockets as they were, where it can',
  onOneWire(async ({ a, inA }) => {
    const key = 'net.ipv4.ping_group_range';
    const before = await inA.sysctl.read(key);
    reached(await echo(a, '10.0.0.1', patient));
    const own = process.getegid?.() ?? 0;
    assert.ok([before, `${own}\t${own}`].includes(await inA.sysctl.read(key)));
    await inA.sysctl.write(key, `${own} ${own}`);
    reached(await echo(a, '10.0.0.1', patient));
  }),
);

for (const libc of bindings()) {
  test(
    `${libc.binding}: a socket that cannot be had says so`,
    onOneWire(async ({ a }) => {
      const before = descriptors();
      const none: Libc = { ...libc, socket: () => -93 };
      const error = await echoThrough(a, '10.0.0.2', { libc: none }).catch((error: { code: string }) => error);
      assert.is((error as { code: string }).code, 'EPROTONOSUPPORT');
      reached(await echoThrough(a, '10.0.0.2', { ...patient, libc }));
      assert.equal(descriptors(), before);
    }),
  );
}

test.run();
