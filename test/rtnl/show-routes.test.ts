// Routes as iproute2 6.1.0 shows them: what it printed for real messages (fixtures/vectors/render.jsonl), and what no kernel here tells.

import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram } from '../../src/index.js';
import { fromHex } from '../../src/netlink/bytes.js';
import type { Nexthop } from '../../src/rtnl/nexthop.js';
import type { Route } from '../../src/rtnl/route.js';
import { type LinkNames, unknownLink } from '../../src/rtnl/show/link-names.js';
import { showNexthop } from '../../src/rtnl/show/nexthop.js';
import { general } from '../../src/rtnl/show/number.js';
import { type Printer, type PrinterOptions, printer } from '../../src/rtnl/show/printer.js';
import { type RouteOmissions, showRoute } from '../../src/rtnl/show/route.js';

interface Row {
  readonly kind: string;
  readonly name: string;
  readonly hex: string;
  readonly context: { readonly names: Record<string, string> };
  readonly expect: { readonly text: string | null; readonly json: unknown };
}

const rows = readFileSync(new URL('../../fixtures/vectors/render.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row)
  .filter(({ kind }) => /^(-6 )?route/.test(kind));

function optionsOf(kind: string): PrinterOptions {
  const words = kind.split(' ');
  const count = (word: string): number => words.filter((one) => one === word).length;
  return { details: count('-d'), statistics: count('-s'), oneline: count('-o') > 0 };
}

/** The nexthop object that the routes of the vectors go by. */
const GROUP = {
  ...{ family: 0, scope: 0, protocol: 0, flags: 0, id: 20 },
  group: [
    { id: 10, weight: 1 },
    { id: 11, weight: 3 },
  ],
} as unknown as Nexthop;

interface Shown extends PrinterOptions {
  readonly omit?: RouteOmissions;
  readonly names?: Record<string, string>;
  readonly deleted?: boolean;
}

function shown(route: Route, { omit = {}, names = {}, deleted = false, ...options }: Shown = {}): string {
  const out = printer(options);
  const showNexthopOf = (out: Printer, id: number, names: LinkNames) => {
    if (id !== GROUP.id) return;
    out.text('\n\tnh_info ');
    showNexthop(out, GROUP, { names }, { key: 'nh_info' });
  };
  showRoute(out, route, { showNexthop: showNexthopOf, names: { name: (index) => names[index] ?? unknownLink(index), flags: () => undefined }, omit }, deleted);
  return out.finish();
}

const test = suite('show: routes');

for (const row of rows) {
  test(`writes ${row.name} as ip does`, () => {
    const [message] = decodeDatagram(fromHex(row.hex), { byteOrder: 'little' });
    if (message?.name !== 'RTM_NEWROUTE') return assert.unreachable(`${row.name} is a ${message?.name}`);
    const options = { ...optionsOf(row.kind), omit: { table: !row.kind.includes('table all') }, names: row.context.names };
    if (row.expect.text !== null) assert.is(shown(message.body, options), row.expect.text);
    if (row.expect.json !== null) assert.is(shown(message.body, { ...options, json: true }), `${JSON.stringify([row.expect.json])}\n`);
  });
}

test('covers all rows of routes', () => {
  assert.is(rows.length, 96);
});

const route = (more: Partial<Route>): Route =>
  ({ family: 2, dstLen: 8, srcLen: 0, tos: 0, table8: 254, protocol: 3, scope: 0, type: 1, flags: 0, dst: '10.0.0.0', ...more }) as Route;
const names = { 3: 'eth0' };

test('writes flags, each by its name', () => {
  const flags = 0x7f | 0x100 | 0x4000 | 0x8000 | 0x20000000;
  assert.is(shown(route({ flags })), '10.0.0.0/8 dead onlink pervasive offload trap notify linkdown unresolved rt_offload rt_trap rt_offload_failed \n');
  assert.match(shown(route({ flags: 0x11 }), { json: true }), /"flags":\["dead","linkdown"\]/);
});

test('writes routes of the cache with their flags, age and error', () => {
  const cacheinfo = { clntref: 2, lastuse: 250, expires: 59900, error: 4294967295, used: 7, id: 0x1f, ts: 5, tsage: 6 };
  const cached = route({ dstLen: 32, dst: '10.0.0.9', flags: 0x200 | 0x80000000 | 0x10000000, cacheinfo, uid: 5, mark: 0x20 });
  assert.is(
    shown(cached, { statistics: 1 }),
    '10.0.0.9 mark 0x20 uid 5 \n    cache <local,brd> expires 599sec error 4294967295 users 2 used 7 age 2sec ipid 0x001f ts 0x5tsage 6sec \n',
  );
  assert.match(shown(cached, { json: true }), /"cache":\["local","brd"\],"expires":599,"error":4294967295,"ipid":"0x1f","ts":"0x5","tsage":6}/);
  assert.is(shown(route({ flags: 0x200 | 0x80000000 | 0x100000 }), { oneline: true }), '10.0.0.0/8 \\    cache <local,100000>\n');
});

test('writes labels, gateways of another family and next hops of MPLS', () => {
  const labels = { family: 28, dstLen: 20, dst: undefined, dstLabels: [100] } as unknown as Partial<Route>;
  assert.is(shown(route({ ...labels, newdstLabels: [200, 300], via: { family: 2, address: '10.0.0.2' }, oif: 3 }), { names }), '100 as to 200/300 via inet 10.0.0.2 dev eth0 \n');
  const multipath = [
    { flags: 0, hops: 0, ifindex: 3, via: { family: 10, address: 'fe80::1' }, newdstLabels: [7] },
    { flags: 16, hops: 0, ifindex: 4, via: { family: 17, address: '02:00:00:00:00:01' } },
  ];
  assert.is(
    shown(route({ ...labels, multipath, ttlPropagate: 0 }), { names }),
    '100 ttl-propogate disabled\n\tnexthop as to 7 via inet6 fe80::1 dev eth0 \n\tnexthop via link 02:00:00:00:00:01 dev if4 linkdown \n',
  );
  assert.match(shown(route({ ...labels, multipath }), { names, json: true }), /"nexthops":\[{"to":"7","via":{"family":"inet6","host":"fe80::1"},"dev":"eth0","flags":\[\]}/);
});

test('writes metrics that are locked, long times, and features nobody has named', () => {
  const metrics = { lock: (1 << 2) | (1 << 10), rtt: 12000, rttvar: 6, features: 3, rtoMin: 1234567, hoplimit: 0xffffffff };
  assert.is(shown(route({ metrics })), '10.0.0.0/8 mtu lock 0 rtt 1.5s rttvar 1ms features ecn 0x3 rto_min 1234.57s \n');
  assert.is(
    shown(route({ metrics }), { json: true }),
    '[{"dst":"10.0.0.0/8","flags":[],"metrics":[{"mtu":0,"rtt":1500,"rttvar":1,"ecn":null,"features":"0x3","rto_min":1234567}]}]\n',
  );
});

test('writes realms, preferences, sources and prefixes without an address', () => {
  assert.is(shown(route({ flow: 0x50006, prefsrc: '10.0.0.1' })), '10.0.0.0/8 src 10.0.0.1 realms 5/6 \n');
  assert.is(shown(route({ flow: 6, pref: 9 })), '10.0.0.0/8 realm 6 9\n');
  assert.is(shown(route({ dst: undefined, srcLen: 8 } as unknown as Partial<Route>)), '0/8  from 0/8 \n');
  assert.is(shown(route({ dst: undefined, dstLen: 0, src: '10.1.0.0', srcLen: 16 } as unknown as Partial<Route>)), 'default from 10.1.0.0/16 \n');
  assert.is(
    shown(route({ tos: 0x10, type: 42, protocol: 99, scope: 7 }), { details: 1, numeric: true, deleted: true }),
    'Deleted 42 10.0.0.0/8 tos 0x10 table 254 proto 99 scope 7 \n',
  );
});

test('leaves out what was asked for', () => {
  const full = route({ tos: 8, gateway: '10.0.0.2', oif: 3, protocol: 4, scope: 253, prefsrc: '10.0.0.1', priority: 5, flow: 6, iif: 3, table: 100 });
  assert.is(shown(full, { names }), '10.0.0.0/8 tos 0x08 via 10.0.0.2 dev eth0 table 100 proto static scope link src 10.0.0.1 metric 5 realm 6 iif eth0 \n');
  const omit = { tos: true, dev: true, iif: true, table: true, protocol: true, scope: true, metric: true, realms: true, gatewayBits: 32, sourceBits: 32 };
  assert.is(shown(full, { omit }), '10.0.0.0/8 \n');
});

test('writes numbers as printf does with %g', () => {
  for (const [value, text] of [
    [0, '0'],
    [1.5, '1.5'],
    [4294967.295, '4.29497e+06'],
    [999999, '999999'],
    [0.00001, '1e-05'],
    [1234.567, '1234.57'],
  ] as const) {
    assert.is(general(value), text);
  }
});

test.run();
