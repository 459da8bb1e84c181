// Requests for routes: the bytes iproute2 sends, and what is refused before anything is sent.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RouteOptions } from '../../src/rtnl/route-options.js';
import {
  addRouteRequest,
  appendRouteRequest,
  changeRouteRequest,
  deleteRouteRequest,
  getRouteRequest,
  listRoutesRequest,
  prependRouteRequest,
  replaceRouteRequest,
} from '../../src/rtnl/route-requests.js';
import { only } from '../fixtures.js';
import { ACK, DUMP, expectBytes, expectSent, GET, sentIn } from './sent.js';

const test = suite('routes');

const host = 'host-6.18';
const big = 'vm-6.1-s390x';

/** Index of the link that the recorded request leaves by. */
const oifIn = (name: string, tree = host, group = 'routes') => (only(sentIn(tree, group, name, 'RTM_NEWROUTE')).message.body as { oif: number }).oif;
const hopsIn = (name: string, tree = host, group = 'routes') =>
  (only(sentIn(tree, group, name, 'RTM_NEWROUTE')).message.body as { multipath: { ifindex: number }[] }).multipath.map(({ ifindex }) => ifindex);

test('adds what `ip route add` does', () => {
  const cases: readonly (readonly [name: string, spec: RouteOptions])[] = [
    [
      'routes-03-metrics',
      {
        dst: '10.11.0.0/16',
        via: '10.0.0.2',
        metrics: {
          ...{ mtu: 1400, advmss: 1360, window: 65535, rtt: 100, rttvar: 50, rtoMin: 5, initcwnd: 10, initrwnd: 20, hoplimit: 33, quickack: true },
          ...{ ssthresh: 100, cwnd: 50, reordering: 5 },
        },
      },
    ],
    ['routes-03b-mtu-lock', { dst: '10.12.0.0/16', via: '10.0.0.2', metrics: { mtu: 1300, lock: ['mtu'] } }],
    ['routes-03c-congctl', { dst: '10.13.0.0/16', via: '10.0.0.2', metrics: { congctl: 'cubic', features: 'ecn' } }],
    ['routes-05c-prohibit', { type: 'prohibit', dst: '10.18.0.0/16' }],
    ['routes-05d-throw', { type: 'throw', dst: '10.19.0.0/16', table: 100 }],
    ['routes-05e-local', { type: 'local', dst: '10.20.0.0/16', oif: oifIn('routes-05e-local') }],
    ['routes-05f-broadcast', { type: 'broadcast', dst: '10.20.255.255', oif: oifIn('routes-05f-broadcast') }],
    ['routes-05g-nat', { type: 'nat', dst: '10.20.0.1', via: '10.0.0.2' }],
    ['routes-06-table', { dst: '10.21.0.0/16', via: '10.0.0.2', table: 100 }],
    ['routes-06b-table-big', { dst: '10.21.0.0/16', via: '10.0.0.2', table: 100000 }],
    ['routes-08b-tos', { dst: '10.24.0.0/16', tos: 0x10, via: '10.0.0.2' }],
    ['routes-08c-proto', { dst: '10.25.0.0/16', via: '10.0.0.2', protocol: 'bird', metric: 50 }],
    ['routes-08d-scope', { dst: '10.26.0.0/16', scope: 'link', protocol: 'kernel', oif: oifIn('routes-08d-scope') }],
    ['routes-08e-realm', { dst: '10.27.0.0/16', via: '10.0.0.2', realms: '5/6' }],
    ['routes-08f-onlink', { dst: '10.28.0.0/16', via: '198.51.100.1', onlink: true, oif: oifIn('routes-08f-onlink') }],
    ['routes-08g-host', { dst: '10.29.0.1', via: '10.0.0.2' }],
    ['routes-08i-ttlprop', { dst: '10.30.0.0/16', via: '10.0.0.2', ttlPropagate: true }],
  ];
  for (const [name, spec] of cases) expectSent(host, 'routes', name, addRouteRequest(spec), ACK);
});

test('adds several next hops as `ip route add ... nexthop` does', () => {
  const [one, two] = hopsIn('routes-04-multipath') as [number, number];
  const nexthops = [
    { via: '10.0.0.2', oif: one, weight: 1 },
    { via: '10.0.1.2', oif: two, weight: 10 },
  ];
  expectSent(host, 'routes', 'routes-04-multipath', addRouteRequest({ dst: '10.14.0.0/16', nexthops }), ACK);
  const [first] = hopsIn('routes-04b-multipath-onlink') as [number];
  const onlink: RouteOptions = {
    dst: '10.15.0.0/16',
    protocol: 'static',
    scope: 'global',
    nexthops: [
      { via: '192.0.2.1', oif: first, onlink: true },
      { via: '10.0.1.2', weight: 255 },
    ],
  };
  expectSent(host, 'routes', 'routes-04b-multipath-onlink', addRouteRequest(onlink), ACK);
});

test('changes, replaces, appends, prepends and deletes as `ip route` does', () => {
  expectSent(host, 'routes', 'routes-10-append', appendRouteRequest({ dst: '10.11.0.0/16', via: '10.0.0.3' }), ACK);
  expectSent(host, 'routes', 'routes-11-prepend', prependRouteRequest({ dst: '10.11.0.0/16', via: '10.0.0.4' }), ACK);
  expectSent(host, 'routes', 'routes-12b-change', changeRouteRequest({ dst: '10.10.0.0/16', via: '10.0.0.8' }), ACK);
  expectSent(host, 'routes', 'routes-12c-replace-new', replaceRouteRequest({ dst: '10.40.0.0/16', via: '10.0.0.8' }), ACK);
  expectSent(host, 'routes', 'routes-16-del', deleteRouteRequest({ dst: '10.12.0.0/16' }), ACK);
  expectSent(host, 'routes', 'routes-16b-del-via', deleteRouteRequest({ dst: '10.11.0.0/16', via: '10.0.0.3' }), ACK);
  expectSent(host, 'routes', 'routes-16c-del-default', deleteRouteRequest({ dst: 'default' }), ACK);
  expectSent(host, 'routes', 'routes-16d-del-multi', deleteRouteRequest({ dst: '10.14.0.0/16', nexthops: [{ via: '10.0.0.2' }, { via: '10.0.1.2' }] }), ACK);
});

test('asks and lists as `ip route` does', () => {
  expectSent(host, 'routes', 'routes-14b-get-from', getRouteRequest({ to: '10.14.0.1', from: '10.0.0.1' }), GET);
  expectSent(host, 'routes', 'routes-14d-get-mark', getRouteRequest({ to: '10.0.1.77', mark: 5, uid: 0 }), GET);
  expectSent(host, 'routes', 'routes-14e-get-fib', getRouteRequest({ to: '10.14.3.3', fibmatch: true }), GET);
  expectSent(host, 'routes6', 'routes6-21b-get-fib', getRouteRequest({ to: '2001:db8:13::1', fibmatch: true }), GET);
  expectSent(host, 'routes', 'routes-13i-proto', listRoutesRequest({ family: 'inet', protocol: 'static' }), DUMP);
  expectSent(host, 'routes', 'routes-13f-big', listRoutesRequest({ family: 'inet', table: 100000 }), DUMP);
  expectSent(host, 'routes', 'routes-13d-all-d', listRoutesRequest({ table: 'all' }), DUMP);
  expectSent(host, 'routes6', 'routes6-25-cache', listRoutesRequest({ family: 'inet6', cloned: true }), DUMP);
});

test('does the same for IPv6, and on a big-endian machine', () => {
  const cases: readonly (readonly [name: string, spec: RouteOptions])[] = [
    ['routes6-01-default', { dst: 'default', family: 'inet6', via: '2001:db8::fe' }],
    ['routes6-05-blackhole', { type: 'blackhole', dst: '2001:db8:14::/48' }],
    ['routes6-06-metrics', { dst: '2001:db8:18::/48', via: '2001:db8::2', metrics: { mtu: 1300, advmss: 1220, hoplimit: 5 } }],
    ['routes6-07-src', { dst: '2001:db8:19::/48', via: '2001:db8::2', src: '2001:db8::1' }],
    ['routes6-10-table', { dst: '2001:db8:1c::/48', via: '2001:db8::2', table: 300 }],
  ];
  for (const [name, spec] of cases) expectSent(host, 'routes6', name, addRouteRequest(spec), ACK);
  const oif = oifIn('routes6-02-pref-high', host, 'routes6');
  expectSent(host, 'routes6', 'routes6-02-pref-high', addRouteRequest({ dst: '2001:db8:10::/48', via: 'fe80::1', pref: 'high', oif }), ACK);
  for (const name of ['routes6-05-blackhole', 'routes6-06-metrics', 'routes6-10-table']) {
    expectSent(big, 'routes6', name, addRouteRequest(new Map(cases).get(name) as RouteOptions), ACK);
  }
  const expires = oifIn('routes6-03-expires', big, 'routes6');
  expectSent(big, 'routes6', 'routes6-03-expires', addRouteRequest({ dst: '2001:db8:12::/48', via: 'fe80::1', expires: 600, oif: expires }), ACK);
  const [one, two] = hopsIn('routes6-04-multipath', big, 'routes6') as [number, number];
  const nexthops = [
    { via: 'fe80::1', oif: one },
    { via: 'fe80::2', oif: two, weight: 5 },
  ];
  expectSent(big, 'routes6', 'routes6-04-multipath', addRouteRequest({ dst: '2001:db8:13::/48', nexthops }), ACK);
});

// What `ip route` of iproute2 6.1.0 sent for these words, where v0 had index 9 and v1 had 10.
test('says what `ip route` says of next hops, tables, realms and labels', () => {
  const [v0, v1] = [9, 10];
  const mpls = { family: 'mpls', oif: v0 } as const;
  const hops = [
    { via: '10.0.0.2', oif: v0, realms: '5/6' },
    { oif: v1, encap: { type: 'mpls', labels: [100, 200] }, weight: 256 },
  ] as const;
  const ten = '080001000a000000';
  const add = (words: string, spec: RouteOptions, rest: string) => expectBytes(ACK, words, addRouteRequest(spec), '18000506', rest);
  add(
    'nexthop via 10.0.0.2 dev v0 realms 5/6 nexthop dev v1 encap mpls 100/200 weight 256',
    { dst: '10.0.0.0/8', nexthops: hops },
    `02080000fe03000100000000${ten}3c0009001800000009000000080005000a00000208000b0006000500200000ff0a000000100016800c00010000064000000c81000600150001000000`,
  );
  add('table 255 realms 6 dev v0', { dst: '10.0.0.0/8', table: 255, realms: '6', oif: v0 }, `02080000ff03fd0100000000${ten}08000b00060000000800040009000000`);
  add('table 256 dev v0', { dst: '10.0.0.0/8', table: 256, oif: v0 }, `020800000003fd0100000000${ten}08000f00000100000800040009000000`);
  add('default from 2001:db8::/32 dev v0', { dst: 'default', from: '2001:db8::/32', oif: v0 }, '0a002000fe030001000000001400020020010db80000000000000000000000000800040009000000');
  add('ttl-propagate disabled dev v0', { dst: '10.0.0.0/8', ttlPropagate: false, oif: v0 }, `02080000fe03fd0100000000${ten}05001a00000000000800040009000000`);
  add('nhid 5', { dst: '10.0.0.0/8', nhid: 5 }, `02080000fe03000100000000${ten}08001e0005000000`);
  add('mpls 1048575 as 16/1048575 dev v0', { ...mpls, dst: '1048575', as: '16/1048575' }, '1c140000fe0300010000000008000100fffff1000c00130000010000fffff1000800040009000000');
  expectBytes(ACK, 'mpls del 100', deleteRouteRequest({ dst: '100', family: 'mpls' }), '19000500', '1c140000fe000001000000000800010000064100');
});

test('takes numbers where there are words as well, and default as what a source is by itself', () => {
  const { type, flow, priority } = addRouteRequest({ dst: '10.0.0.0/8', type: 6, realms: 0x50006, metric: 0 }).body;
  assert.equal([type, flow, priority], [6, 0x50006, 0]);
  const { src, srcLen } = addRouteRequest({ dst: '2001:db8::/32', from: 'default', oif: 9 }).body;
  assert.equal([src, srcLen], [undefined, 0]);
});

test('asks what `ip route get` asks', () => {
  const get = (words: string, query: Parameters<typeof getRouteRequest>[0], rest: string) => expectBytes(GET, words, getRouteRequest(query), '1a000100', rest);
  get(
    'from 10.0.0.1 iif v0 ipproto tcp sport 80 dport 443',
    { to: '10.1.2.3', from: '10.0.0.1', mark: 0, ipproto: 6, sport: 80, dport: 443, iif: 9 },
    '022020000000000000100000080001000a010203080002000a00000105001b000600000006001c000050000006001d0001bb00000800030009000000',
  );
  get('oif v0 uid 5', { to: '10.1.2.3', uid: 5, oif: 9 }, '022000000000000000100000080001000a01020308001900050000000800040009000000');
  get('mpls 100 as 200/300', { to: '100', family: 'mpls', as: '200/300' }, '1c140000000000000000000008000100000641000c001300000c80000012c100');
});

test('a gateway of another family goes out as RTA_VIA, labels as labels', () => {
  assert.equal(addRouteRequest({ dst: '10.0.0.0/8', via: 'fe80::1', oif: 3 }).body.via, { family: 10, address: 'fe80::1' });
  const { body } = addRouteRequest({ dst: '100', family: 'mpls', as: '200/300', via: '10.0.0.2', oif: 3 });
  assert.equal(body, {
    ...{ dstLen: 20, srcLen: 0, tos: 0, family: 28, table8: 254, protocol: 3, scope: 0, type: 1, flags: 0 },
    ...{ dstLabels: [100], newdstLabels: [200, 300], via: { family: 2, address: '10.0.0.2' }, oif: 3 },
  });
  assert.equal(addRouteRequest({ dst: '10.0.0.0/8', encap: { type: 'mpls', labels: [100] }, via: '10.0.0.2' }).body.mplsEncap, { dst: [100] });
});

test('what cannot be is refused before anything is sent', () => {
  const wrong: readonly (readonly [spec: object, message: RegExp])[] = [
    [{ dst: '10.0.0.0/33' }, /prefix length/],
    [{ dst: 'x' }, /no IP address/],
    [{ dst: '10.0.0.0/8', frob: 1 }, /no option frob/],
    [{ dst: '10.0.0.0/8', type: 'frob' }, /type is a number or one of none, unicast/],
    [{ dst: '10.0.0.0/8', table: 'frob' }, /'frob': tables are numbers or/],
    [{ dst: '10.0.0.0/8', protocol: 'frob' }, /protocol is a number or one of/],
    [{ dst: '10.0.0.0/8', scope: 'frob' }, /scopes are numbers or/],
    [{ dst: '10.0.0.0/8', src: '2001:db8::1' }, /another family/],
    [{ dst: '10.0.0.0/8', family: 'inet6' }, /another family/],
    [{ dst: '10.0.0.0/8', family: 'ipx' }, /family is one of inet, inet6, mpls/],
    [{ dst: '10.0.0.0/8', pref: 'best' }, /pref is a number or one of low, medium, high/],
    [{ dst: '10.0.0.0/8', realms: '1/2/3' }, /realms are/],
    [{ dst: '10.0.0.0/8', metrics: { frob: 1 } }, /metrics have no option frob/],
    [{ dst: '10.0.0.0/8', metrics: { hoplimit: 256 } }, /hoplimit cannot hold 256/],
    [{ dst: '10.0.0.0/8', nexthops: [{ weight: 0 }] }, /from 1 to 256/],
    [{ dst: '10.0.0.0/8', nexthops: [{ frob: 0 }] }, /next hops have no option frob/],
    [{ dst: '10.0.0.0/8', metric: 2 ** 32 }, /metric cannot hold 4294967296/],
    [{ dst: '10.0.0.0/8', metrics: { mtu: 2 ** 32 } }, /mtu cannot hold 4294967296/],
    [{ dst: '10.0.0.0/8', metrics: { mtu: 'ecn' } }, /mtu cannot hold 'ecn'/],
    [{ dst: '10.0.0.0/8', metrics: { features: 'sack' } }, /features cannot hold 'sack'/],
    ...[257, 1.5].map((weight) => [{ dst: '10.0.0.0/8', nexthops: [{ weight }] }, /from 1 to 256/] as const),
    ...['1048576', '100/1048576', '00000100', 'x1', '1x', '', '1//2'].map((dst) => [{ dst, family: 'mpls' }, /labels are numbers/] as const),
  ];
  for (const [spec, message] of wrong) assert.throws(() => addRouteRequest(spec as RouteOptions), message);
  assert.throws(() => getRouteRequest({ to: '10.0.0.1', frob: 1 } as never), /route queries have no option frob/);
  assert.throws(() => listRoutesRequest({ family: 'ipx' as 'inet' }), /family is one of/);
});

test.run();
