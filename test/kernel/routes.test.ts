// Routes against the running kernel.

import * as assert from 'uvu/assert';
import { KernelError, type Route, type RouteQuery, type RouteSpec, type Rtnl } from '../../src/index.js';
import { kernelSuite } from './kernel.js';
import { codeOf, inNamespace } from './rtnl.js';

const test = kernelSuite('kernel: routes');

/** A client where eth0 has addresses of both families, and so has far0. */
const withAddresses = (body: (rtnl: Rtnl) => Promise<void>) =>
  inNamespace(async ({ rtnl }) => {
    await rtnl.links.set('lo', { up: true });
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' });
    await rtnl.addresses.add({ dev: 'far0', address: '10.0.1.1/24' });
    await rtnl.addresses.add({ dev: 'eth0', address: '2001:db8::1/64', nodad: true });
    await rtnl.addresses.add({ dev: 'far0', address: '2001:db8:1::1/64', nodad: true });
    await body(rtnl);
  });

/** The only route that the query finds for this destination. */
async function only(rtnl: Rtnl, dst: string, query: RouteQuery = {}): Promise<Route> {
  const found = (await rtnl.routes.list(query)).filter((route) => route.dst === dst);
  assert.is(found.length, 1, `${found.length} routes to ${dst}`);
  return found[0] as Route;
}

const targets = (routes: readonly Route[]) => routes.map(({ dst }) => dst ?? 'default').sort();

/** The words of a refusal: the kernel's own where it has some. */
async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no refusal';
  } catch (error) {
    assert.instance(error, KernelError);
    return `${(error as KernelError).code} ${(error as KernelError).extendedAck.message ?? ''}`.trim();
  }
}

test(
  'are added, found, changed, replaced and deleted, of either family',
  withAddresses(async (rtnl) => {
    const { routes } = rtnl;
    const eth0 = (await rtnl.links.get('eth0')).index;
    for (const [dst, via, next] of [
      ['10.10.0.0/16', '10.0.0.2', '10.0.0.3'],
      ['2001:db8:10::/48', '2001:db8::2', '2001:db8::3'],
    ] as const) {
      const [address] = dst.split('/') as [string];
      await routes.add({ dst, via, protocol: 'static', metric: 50 });
      assert.is(await codeOf(routes.add({ dst, via, metric: 50 })), 'EEXIST');
      const { gateway, oif, protocol, priority, type, table } = await only(rtnl, address);
      assert.equal({ gateway, oif, protocol, priority, type, table }, { gateway: via, oif: eth0, protocol: 4, priority: 50, type: 1, table: 254 });
      await routes.change({ dst, via: next, metric: 50 });
      assert.is((await only(rtnl, address)).gateway, next);
      await routes.replace({ dst, via, metric: 50, dev: 'eth0' });
      assert.is((await only(rtnl, address)).gateway, via);
      await routes.delete({ dst, metric: 50 });
      assert.is(await codeOf(routes.delete({ dst })), 'ESRCH');
      assert.is(await codeOf(routes.change({ dst, via, metric: 50 })), 'ENOENT');
    }
  }),
);

test(
  'are of every type that can be made',
  withAddresses(async (rtnl) => {
    const specs: readonly (RouteSpec & { readonly type: string })[] = [
      { type: 'unicast', dst: '10.20.0.0/16', dev: 'eth0' },
      { type: 'local', dst: '10.21.0.0/16', dev: 'lo' },
      { type: 'broadcast', dst: '10.22.255.255', dev: 'eth0' },
      { type: 'multicast', dst: '239.1.0.0/16', dev: 'eth0' },
      { type: 'blackhole', dst: '10.24.0.0/16' },
      { type: 'unreachable', dst: '10.25.0.0/16' },
      { type: 'prohibit', dst: '10.26.0.0/16' },
      { type: 'throw', dst: '10.27.0.0/16', table: 100 },
      { type: 'unicast', dst: '2001:db8:20::/48', dev: 'eth0' },
      { type: 'local', dst: '2001:db8:21::/48', dev: 'lo' },
      { type: 'anycast', dst: '2001:db8:22::1', dev: 'eth0' },
      { type: 'blackhole', dst: '2001:db8:24::/48' },
      { type: 'unreachable', dst: '2001:db8:25::/48' },
      { type: 'prohibit', dst: '2001:db8:26::/48' },
      { type: 'throw', dst: '2001:db8:27::/48' },
    ];
    const numbers: Readonly<Record<string, number>> = { unicast: 1, local: 2, broadcast: 3, anycast: 4, multicast: 5, blackhole: 6, unreachable: 7, prohibit: 8, throw: 9 };
    for (const spec of specs) {
      await rtnl.routes.add(spec);
      const { type } = await only(rtnl, spec.dst.replace(/\/.*/, ''), { table: 'all' });
      assert.is(type, numbers[spec.type], spec.dst);
    }
    assert.is(await codeOf(rtnl.routes.get({ to: '10.25.0.1' })), 'EHOSTUNREACH');
    assert.is(await codeOf(rtnl.routes.get({ to: '10.26.0.1' })), 'EACCES');
    assert.is(await codeOf(rtnl.routes.get({ to: '10.24.0.1' })), 'EINVAL');
    assert.equal(targets(await rtnl.routes.list({ type: 'blackhole' })), ['10.24.0.0', '2001:db8:24::']);
  }),
);

test(
  'are in tables, of eight bits and more, by number and by name',
  withAddresses(async (rtnl) => {
    const { routes } = rtnl;
    for (const table of [100, 255, 100000, 'default', 4294967295]) await routes.add({ dst: '10.30.0.0/16', via: '10.0.0.2', table });
    for (const [table, number] of [
      [100, 100],
      ['local', 255],
      [100000, 100000],
      ['default', 253],
      [4294967295, 4294967295],
    ] as const) {
      assert.is((await only(rtnl, '10.30.0.0', { table })).table, number);
    }
    assert.equal(targets(await routes.list({ table: 100000 })), ['10.30.0.0']);
    assert.equal([...(await routes.list({ table: 4444 }))], []);
    assert.equal([...(await routes.list({ table: 4444, family: 'inet' }))], []);
    assert.is((await routes.list({ table: 'all', protocol: 'boot' })).length, 5);
    await routes.delete({ dst: '10.30.0.0/16', table: 100000 });
    assert.is((await routes.list({ table: 'all', protocol: 'boot' })).length, 4);
  }),
);

test(
  'carry metrics, locked and not',
  withAddresses(async (rtnl) => {
    const metrics = { mtu: 1400, window: 65535, rtt: 100, rttvar: 50, rtoMin: 5, ssthresh: 100, cwnd: 50, advmss: 1360, reordering: 5, hoplimit: 33 } as const;
    await rtnl.routes.add({
      dst: '10.40.0.0/16',
      via: '10.0.0.2',
      metrics: { ...metrics, initcwnd: 10, initrwnd: 20, quickack: true, features: 'ecn', congctl: 'reno', fastopenNoCookie: true, lock: ['mtu'] },
    });
    assert.equal(
      { ...(await only(rtnl, '10.40.0.0')).metrics },
      {
        ...{ lock: (1 << 2) | (1 << 13), mtu: 1400, window: 65535, rtt: 800, rttvar: 200, ssthresh: 100, cwnd: 50, advmss: 1360, reordering: 5, hoplimit: 33 },
        ...{ initcwnd: 10, features: 1, rtoMin: 5, initrwnd: 20, quickack: 1, ccAlgo: 'reno', fastopenNoCookie: 1 },
      },
    );
    await rtnl.routes.add({ dst: '2001:db8:40::/48', via: '2001:db8::2', metrics: { mtu: 1300, hoplimit: 5 } });
    const { mtu, hoplimit } = (await only(rtnl, '2001:db8:40::')).metrics ?? {};
    assert.equal([mtu, hoplimit], [1300, 5]);
  }),
);

test(
  'have several next hops, with weights',
  withAddresses(async (rtnl) => {
    const [eth0, far0] = [(await rtnl.links.get('eth0')).index, (await rtnl.links.get('far0')).index];
    for (const [dst, one, two] of [
      ['10.50.0.0/16', '10.0.0.2', '10.0.1.2'],
      ['2001:db8:50::/48', '2001:db8::2', '2001:db8:1::2'],
    ] as const) {
      await rtnl.routes.add({
        dst,
        nexthops: [
          { via: one, dev: 'eth0', weight: 1 },
          { via: two, dev: 'far0', weight: 10 },
        ],
      });
      const { multipath = [] } = await only(rtnl, dst.replace(/\/.*/, ''));
      assert.equal(
        multipath.map(({ gateway, ifindex, hops }) => ({ gateway, ifindex, hops })),
        [
          { gateway: one, ifindex: eth0, hops: 0 },
          { gateway: two, ifindex: far0, hops: 9 },
        ],
      );
      assert.ok((await rtnl.routes.list({ dev: 'far0' })).some((route) => route.multipath !== undefined));
    }
    await rtnl.routes.add({ dst: '10.51.0.0/16', nexthops: [{ via: '192.0.2.1', dev: 'eth0', onlink: true }, { via: '10.0.1.2' }] });
    assert.equal(
      ((await only(rtnl, '10.51.0.0')).multipath ?? []).map(({ flags }) => flags & 4),
      [4, 0],
    );
  }),
);

test(
  'of IPv4 go by an IPv6 gateway',
  withAddresses(async (rtnl) => {
    await rtnl.routes.add({ dst: '10.60.0.0/16', via: 'fe80::1', dev: 'eth0' });
    assert.equal({ ...(await only(rtnl, '10.60.0.0')).via }, { family: 10, address: 'fe80::1' });
    await rtnl.routes.add({
      dst: '10.61.0.0/16',
      nexthops: [
        { via: 'fe80::1', dev: 'eth0' },
        { via: '10.0.1.2', dev: 'far0' },
      ],
    });
    const { multipath = [] } = await only(rtnl, '10.61.0.0');
    assert.equal(
      multipath.map(({ via, gateway }) => via?.address ?? gateway),
      ['fe80::1', '10.0.1.2'],
    );
  }),
);

test(
  'are put before and behind others of the same metric',
  withAddresses(async (rtnl) => {
    const gateways = async () => (await rtnl.routes.list({ family: 'inet' })).filter(({ dst }) => dst === '10.70.0.0').map(({ gateway }) => gateway);
    await rtnl.routes.add({ dst: '10.70.0.0/16', via: '10.0.0.2' });
    await rtnl.routes.append({ dst: '10.70.0.0/16', via: '10.0.0.3' });
    await rtnl.routes.prepend({ dst: '10.70.0.0/16', via: '10.0.0.4' });
    assert.equal(await gateways(), ['10.0.0.4', '10.0.0.2', '10.0.0.3']);
    await rtnl.routes.delete({ dst: '10.70.0.0/16', via: '10.0.0.2' });
    assert.equal(await gateways(), ['10.0.0.4', '10.0.0.3']);
    await rtnl.routes.add({ dst: '2001:db8:70::/48', via: '2001:db8::2' });
    await rtnl.routes.append({ dst: '2001:db8:70::/48', via: '2001:db8::3' });
    const { multipath = [] } = await only(rtnl, '2001:db8:70::');
    assert.equal(multipath.map(({ gateway }) => gateway).sort(), ['2001:db8::2', '2001:db8::3']);
  }),
);

test(
  'tell the way a packet takes',
  withAddresses(async (rtnl) => {
    const { routes } = rtnl;
    const [eth0, far0] = [(await rtnl.links.get('eth0')).index, (await rtnl.links.get('far0')).index];
    assert.is(await codeOf(routes.get({ to: '203.0.113.1' })), 'ENETUNREACH');
    await routes.add({ dst: 'default', via: '10.0.0.2' });
    await routes.add({ dst: 'default', via: '2001:db8::2' });
    for (const [to, gateway, prefsrc] of [
      ['203.0.113.1', '10.0.0.2', '10.0.0.1'],
      ['2001:db8:ffff::1', '2001:db8::2', '2001:db8::1'],
    ] as const) {
      const way = await routes.get({ to });
      assert.equal([way.dst, way.gateway, way.prefsrc, way.oif], [to, gateway, prefsrc, eth0]);
      const match = await routes.get({ to, fibmatch: true });
      assert.equal([match.dst, match.dstLen, match.gateway], [undefined, 0, gateway]);
    }
    const local = await routes.get({ to: '10.0.1.1' });
    assert.equal([local.type, local.prefsrc], [2, '10.0.1.1']);
    const asked = await routes.get({ to: '10.0.1.77', from: '10.0.0.1', mark: 5, uid: 0, ipproto: 6, sport: 1000, dport: 80, dev: 'far0' });
    assert.equal([asked.oif, asked.src, asked.mark], [far0, '10.0.0.1', 5]);
  }),
);

test(
  'are filtered by the kernel',
  withAddresses(async (rtnl) => {
    const { routes } = rtnl;
    await routes.add({ dst: '10.80.0.0/16', via: '10.0.0.2', protocol: 'static' });
    await routes.add({ dst: '10.81.0.0/16', via: '10.0.1.2', protocol: 'bird', metric: 7 });
    await routes.add({ dst: '2001:db8:80::/48', via: '2001:db8::2', protocol: 'static' });
    assert.equal(targets(await routes.list({ protocol: 'static' })), ['10.80.0.0', '2001:db8:80::']);
    assert.equal(targets(await routes.list({ protocol: 12 })), ['10.81.0.0']);
    assert.equal(targets(await routes.list({ dev: 'far0', family: 'inet' })), ['10.0.1.0', '10.81.0.0']);
    assert.equal(targets(await routes.list({ family: 'inet6', protocol: 'static' })), ['2001:db8:80::']);
    assert.equal(targets(await routes.list({ metric: 7 })), ['10.81.0.0']);
    assert.equal(targets(await routes.list({ scope: 'link', family: 'inet' })), ['10.0.0.0', '10.0.1.0']);
    assert.equal([...(await routes.list({ cloned: true, family: 'inet6' }))], []);
    assert.ok((await routes.list({ table: 'local' })).every(({ table }) => table === 255));
  }),
);

test(
  'are flushed, which says how many went',
  withAddresses(async (rtnl) => {
    const { routes } = rtnl;
    for (let i = 0; i < 100; i++) await routes.add({ dst: `10.90.${i}.0/24`, via: '10.0.0.2', table: 100 });
    await routes.add({ dst: '2001:db8:90::/48', via: '2001:db8::2', table: 100 });
    await routes.add({ dst: '10.91.0.0/16', via: '10.0.0.2', protocol: 'static' });
    assert.is(await routes.flush({ table: 100 }), 101);
    assert.is(await routes.flush({ table: 100 }), 0);
    assert.is(await routes.flush({ protocol: 'static' }), 1);
    assert.ok((await routes.list()).length > 0);
  }),
);

test(
  'go by nexthop objects, and are flushed as others are',
  withAddresses(async (rtnl) => {
    await rtnl.nexthops.add({ id: 1, via: '10.0.0.9', dev: 'eth0' });
    await rtnl.nexthops.add({ id: 2, via: '10.0.1.9', dev: 'far0' });
    await rtnl.nexthops.add({ id: 10, group: [{ id: 1 }, { id: 2 }] });
    await rtnl.routes.add({ dst: '10.95.0.0/16', nhid: 1, protocol: 'static' });
    await rtnl.routes.add({ dst: '10.96.0.0/16', nhid: 10, protocol: 'static' });
    assert.is((await only(rtnl, '10.96.0.0')).nhId, 10);
    assert.is(await rtnl.routes.flush({ protocol: 'static' }), 2);
  }),
);

test(
  'are refused in the words of the kernel',
  withAddresses(async (rtnl) => {
    const { routes } = rtnl;
    assert.is(await refusal(routes.add({ dst: '10.99.0.0/16', via: '192.0.2.1' })), 'ENETUNREACH Nexthop has invalid gateway');
    assert.is(await refusal(routes.add({ dst: '10.99.0.1/16', via: '10.0.0.2' })), 'EINVAL Invalid prefix for given prefix length');
    assert.is(await refusal(routes.add({ dst: '10.99.0.0/16', via: '10.0.0.2', src: '198.51.100.1' })), 'EINVAL Invalid prefsrc address');
    assert.match(await refusal(routes.add({ dst: '10.99.0.0/16', nhid: 12345 })), /^EINVAL Nexthop id does not exist/);
    assert.match(await refusal(routes.add({ dst: '10.99.0.0/16', via: '10.0.0.2', metrics: { congctl: 'nosuchcc' } })), /^EINVAL/);
    assert.is(await codeOf(routes.add({ dst: '10.99.0.0/16', dev: 'nosuch0' })), 'ENODEV');
    assert.is(await refusal(routes.delete({ dst: 'default', table: 4444 })), 'ESRCH FIB table does not exist');
  }),
);

test(
  'of IPv6 expire and have a preference',
  withAddresses(async (rtnl) => {
    await rtnl.routes.add({ dst: '2001:db8:a0::/48', via: 'fe80::1', dev: 'eth0', expires: 600, pref: 'high' });
    const { cacheinfo, pref } = await only(rtnl, '2001:db8:a0::');
    assert.is(pref, 1);
    assert.ok((cacheinfo?.expires ?? 0) > 59000 && (cacheinfo?.expires ?? 0) <= 60000);
  }),
);

test.run();
