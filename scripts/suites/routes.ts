// Routes, rules, neighbours and nexthops. net/ipv4/fib_frontend.c, net/ipv6/route.c, net/core/fib_rules.c, net/core/neighbour.c, net/ipv4/nexthop.c.

import { RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_ROUTE, RTNLGRP_IPV6_RULE, RTNLGRP_NEIGH, RTNLGRP_NEXTHOP } from '../../src/rtnl/groups.js';
import {
  addNeighbourRequest,
  changeNeighbourRequest,
  deleteNeighbourRequest,
  getNeighbourRequest,
  listNeighboursRequest,
  replaceNeighbourRequest,
} from '../../src/rtnl/neighbour-requests.js';
import { listNeighbourTablesRequest, setNeighbourTableRequest } from '../../src/rtnl/neighbour-table-requests.js';
import { addNexthopRequest, deleteNexthopRequest, getNexthopRequest, listNexthopsRequest, type NexthopOptions, replaceNexthopRequest } from '../../src/rtnl/nexthop-requests.js';
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
import { addRuleRequest, deleteRuleRequest, listRulesRequest, type RuleSpec } from '../../src/rtnl/rule-requests.js';
import { type Asked, ask, change, type Definition, list, type SuiteDefinition } from './define.js';
import { address, down, looked, mac, pair, quiet, remove, up } from './world.js';

const setup = 'addressed';

/** v0 (40, 192.0.2.1/24, 2001:db8::1/64) and w0 (42, 198.51.100.1/24), their far ends, all up. */
const ADDRESSED = [
  ...[pair(40, 'v0'), pair(42, 'w0')],
  ...[40, 41, 42, 43].map((index) => quiet(index)),
  ...[40, 41, 42, 43].map((index) => up(index)),
  ...[40, 41, 42, 43].map((index) => looked(index)),
  address(40, '192.0.2.1/24'),
  address(42, '198.51.100.1/24'),
  address(40, '2001:db8::1/64'),
  // The local route of an IPv6 address is a worker's.
  list(listRoutesRequest({ family: 'inet6', table: 'all' }), { again: true, order: 'any' }),
];
const GATEWAY = '192.0.2.9';
const GATEWAY6 = '2001:db8::9';

const hearing = (...groups: readonly number[]) => [{ groups }];
const requires = { kinds: ['veth'], capabilities: ['CAP_SYS_ADMIN', 'CAP_NET_ADMIN'] };
const cases =
  (groups: readonly number[]) =>
  (name: string, ...steps: readonly Asked[]): Definition => ({ name, listen: hearing(...groups), setup, steps });

const add = (spec: RouteOptions): Asked => change(addRouteRequest(spec));
const drop = (spec: RouteOptions): Asked => change(deleteRouteRequest(spec));
const replace = (spec: RouteOptions): Asked => change(replaceRouteRequest(spec));
const main = list(listRoutesRequest({ family: 'inet' }));
const main6 = list(listRoutesRequest({ family: 'inet6' }));
const routed = cases([RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE]);
const FAR = { dst: '203.0.113.0/24' } as const;
const FAR6 = { dst: '2001:db8:9::/48' } as const;

const inet: readonly Definition[] = [
  routed('inet: by a gateway', add({ ...FAR, via: GATEWAY }), main, drop({ ...FAR }), drop({ ...FAR })),
  routed('inet: by a link', add({ ...FAR, oif: 40 }), main, drop({ ...FAR, oif: 40 })),
  routed('inet: default', add({ dst: 'default', via: GATEWAY }), main, add({ dst: 'default', via: '192.0.2.8' })),
  routed('inet: the same twice', add({ ...FAR, via: GATEWAY }), add({ ...FAR, via: GATEWAY }), add({ ...FAR, via: GATEWAY, metric: 5 }), main),
  routed('inet: replaced', add({ ...FAR, via: GATEWAY }), replace({ ...FAR, via: '192.0.2.8' }), main, replace({ ...FAR, oif: 42 }), main),
  routed('inet: replaced where there is none', replace({ ...FAR, via: GATEWAY })),
  routed('inet: changed where there is none', change(changeRouteRequest({ ...FAR, via: GATEWAY }))),
  routed(
    'inet: appended and prepended',
    add({ ...FAR, via: GATEWAY }),
    change(appendRouteRequest({ ...FAR, via: '192.0.2.8' })),
    change(prependRouteRequest({ ...FAR, via: '192.0.2.7' })),
    main,
    drop({ ...FAR }),
    main,
  ),
  routed('inet: a gateway that cannot be reached', add({ ...FAR, via: '10.9.9.9' }), add({ ...FAR, via: '192.0.2.1' }), add({ ...FAR, via: '198.51.100.9', oif: 40 })),
  routed('inet: a gateway on the link, whatever its address', add({ ...FAR, via: '10.9.9.9', oif: 40, onlink: true }), main),
  routed(
    'inet: another table',
    add({ ...FAR, via: GATEWAY, table: 100 }),
    list(listRoutesRequest({ family: 'inet', table: 100 })),
    list(listRoutesRequest({ family: 'inet', table: 101 })),
    main,
  ),
  routed('inet: a table beyond a byte', add({ ...FAR, via: GATEWAY, table: 1000 }), list(listRoutesRequest({ family: 'inet', table: 1000 })), drop({ ...FAR, table: 1000 })),
  routed('inet: types', ...(['blackhole', 'unreachable', 'prohibit', 'throw'] as const).map((type, i) => add({ dst: `203.0.113.${16 * i}/28`, type })), main),
  routed('inet: a blackhole with a link', add({ ...FAR, type: 'blackhole', oif: 40 })),
  routed('inet: several next hops', add({ ...FAR, nexthops: [{ via: GATEWAY, weight: 2 }, { via: '198.51.100.9' }] }), main, drop({ ...FAR })),
  routed('inet: metrics', add({ ...FAR, via: GATEWAY, metrics: { mtu: 1400 }, metric: 20 }), main),
  routed('inet: a source', add({ ...FAR, via: GATEWAY, src: '192.0.2.1' }), main, add({ dst: '203.0.114.0/24', via: GATEWAY, src: '10.1.1.1' })),
  routed('inet: a prefix with bits behind it', add({ dst: '203.0.113.1/24', via: GATEWAY })),
  routed('inet: the link goes down', add({ ...FAR, via: GATEWAY }), add({ dst: '203.0.114.0/24', oif: 40 }), down(40), main),
  routed('inet: the link is deleted', add({ ...FAR, via: GATEWAY }), remove(40), main),
  routed('inet: over a link that is down', down(42), add({ ...FAR, oif: 42 })),
  routed('inet: a link that is not there', add({ ...FAR, oif: 99 })),
  routed(
    'inet: which way',
    add({ ...FAR, via: GATEWAY }),
    ask(getRouteRequest({ to: '203.0.113.7' })),
    ask(getRouteRequest({ to: '192.0.2.1' })),
    ask(getRouteRequest({ to: '192.0.2.5' })),
    ask(getRouteRequest({ to: '8.8.8.8' })),
    ask(getRouteRequest({ to: '203.0.113.7', fibmatch: true })),
    ask(getRouteRequest({ to: '203.0.113.7', oif: 42 })),
  ),
  routed(
    'inet: which way, by a table of its own',
    add({ ...FAR, via: GATEWAY, table: 100 }),
    change(addRuleRequest({ to: '203.0.113.0/24', table: 100, priority: 5 })),
    ask(getRouteRequest({ to: '203.0.113.7' })),
  ),
  routed(
    'inet: lists by protocol, type, link',
    add({ ...FAR, via: GATEWAY, protocol: 'static' }),
    add({ dst: '203.0.114.0/24', type: 'blackhole' }),
    list(listRoutesRequest({ family: 'inet', protocol: 'static' })),
    list(listRoutesRequest({ family: 'inet', type: 'blackhole' })),
    list(listRoutesRequest({ family: 'inet', oif: 42 })),
  ),
];

const inet6: readonly Definition[] = [
  routed('inet6: by a gateway', add({ ...FAR6, via: GATEWAY6 }), main6, drop({ ...FAR6 }), drop({ ...FAR6 })),
  routed('inet6: by a link', add({ ...FAR6, oif: 40 }), main6, drop({ ...FAR6, oif: 40 })),
  routed('inet6: default', add({ dst: 'default', family: 'inet6', via: GATEWAY6 }), main6),
  routed('inet6: the same twice', add({ ...FAR6, via: GATEWAY6 }), add({ ...FAR6, via: GATEWAY6 }), add({ ...FAR6, via: GATEWAY6, metric: 5 }), main6),
  routed('inet6: replaced', add({ ...FAR6, via: GATEWAY6 }), replace({ ...FAR6, via: '2001:db8::8' }), main6),
  routed('inet6: by a link-local gateway', add({ ...FAR6, via: 'fe80::9', oif: 40 }), add({ dst: '2001:db8:a::/48', via: 'fe80::9' }), main6),
  routed('inet6: a gateway that cannot be reached', add({ ...FAR6, via: '2001:db8:77::9' }), add({ ...FAR6, via: '2001:db8::1' })),
  routed('inet6: types', ...(['blackhole', 'unreachable', 'prohibit', 'throw'] as const).map((type, i) => add({ dst: `2001:db8:${i + 1}::/48`, type })), main6),
  routed('inet6: another table', add({ ...FAR6, via: GATEWAY6, table: 100 }), list(listRoutesRequest({ family: 'inet6', table: 100 })), main6),
  routed('inet6: the link is deleted', add({ ...FAR6, via: GATEWAY6 }), remove(40), main6),
  routed('inet6: a link that is not there', add({ ...FAR6, oif: 99 })),
];

export const routes: SuiteDefinition = {
  suite: 'routes',
  description: 'IPv4 and IPv6 routes: made, replaced, listed, asked for, and what links do to them.',
  requires,
  setups: { addressed: ADDRESSED },
  cases: [...inet, ...inet6],
};

const ruled = cases([RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE]);
const rule = (spec: RuleSpec): Asked => change(addRuleRequest(spec));
const unrule = (spec: RuleSpec): Asked => change(deleteRuleRequest(spec));
const all = (family: 'inet' | 'inet6' = 'inet'): Asked => list(listRulesRequest(family));

export const rules: SuiteDefinition = {
  suite: 'rules',
  description: 'Rules of routing: their parts, their order, what is refused.',
  requires,
  setups: { addressed: ADDRESSED },
  cases: [
    ruled('those that are there from the start', all(), all('inet6')),
    ruled('from and to', rule({ from: '10.0.0.0/8', table: 100, priority: 5 }), rule({ to: '10.1.0.0/16', table: 100, priority: 6 }), all()),
    ruled(
      'the same twice',
      rule({ from: '10.0.0.0/8', table: 100, priority: 5 }),
      rule({ from: '10.0.0.0/8', table: 100, priority: 5 }),
      rule({ from: '10.0.0.0/8', table: 101, priority: 5 }),
      all(),
    ),
    ruled('without a priority', rule({ from: '10.0.0.0/8', table: 100 }), rule({ from: '10.1.0.0/16', table: 100 }), all()),
    ruled('deleted', rule({ from: '10.0.0.0/8', table: 100, priority: 5 }), unrule({ from: '10.0.0.0/8', priority: 5 }), unrule({ from: '10.0.0.0/8', priority: 5 }), all()),
    ruled('deleted by one part', rule({ from: '10.0.0.0/8', table: 100, priority: 5 }), unrule({ table: 100 }), all()),
    ruled('marks', rule({ fwmark: 5, table: 100, priority: 5 }), rule({ fwmark: 5, fwmask: 255, table: 100, priority: 6 }), all()),
    ruled('interfaces', rule({ iif: 'v0', table: 100, priority: 5 }), rule({ oif: 'nonesuch', table: 100, priority: 6 }), all(), remove(40), all()),
    ruled('actions', ...(['blackhole', 'unreachable', 'prohibit'] as const).map((action, i) => rule({ from: '10.0.0.0/8', action, priority: 5 + i })), all()),
    ruled(
      'goto',
      rule({ from: '10.0.0.0/8', goto: 100, priority: 5 }),
      rule({ from: '10.1.0.0/16', table: 100, priority: 100 }),
      all(),
      rule({ from: '10.2.0.0/16', goto: 3, priority: 7 }),
    ),
    ruled(
      'ports and protocol',
      rule({ ipproto: 6, sport: 80, dport: { start: 1000, end: 2000 }, table: 100, priority: 5 }),
      rule({ ipproto: 17, sport: { start: 7, end: 9 }, dport: 53, table: 100, priority: 6 }),
      rule({ ipproto: 6, sport: 80, dport: 81, table: 100, priority: 7 }),
      all(),
    ),
    ruled('the reverse', rule({ not: true, from: '10.0.0.0/8', table: 100, priority: 5 }), all()),
    ruled('type of service', rule({ tos: 16, table: 100, priority: 5 }), all()),
    ruled('suppressed', rule({ from: '10.0.0.0/8', table: 100, priority: 5, suppressPrefixLength: 8 }), all()),
    ruled('users', rule({ uidRange: { start: 1, end: 10 }, table: 100, priority: 5 }), all()),
    ruled('inet6', rule({ from: 'fd00::/8', table: 100, priority: 5 }), all('inet6'), unrule({ from: 'fd00::/8', priority: 5 })),
    ruled('a table beyond a byte', rule({ from: '10.0.0.0/8', table: 1000, priority: 5 }), all()),
  ],
};

const known = cases([RTNLGRP_NEIGH]);
/** Nobody listens: the kernel's own multicast makes and ends neighbours too. */
const unheard = (name: string, ...steps: readonly Asked[]): Definition => ({ name, setup, steps });
/** Every link has parameters. */
const listing = (name: string, ...steps: readonly Asked[]): Definition => ({ ...unheard(name, ...steps), requires: { features: ['bare'] } });
const static9 = { dst: GATEWAY, lladdr: mac(0x99) } as const;
const tables = (family: 'inet' | 'inet6'): Asked => list(listNeighbourTablesRequest({ family }));
const entries = list(listNeighboursRequest({ family: 'inet', index: 40 }), { order: 'any' });

export const neighbours: SuiteDefinition = {
  suite: 'neighbours',
  description: 'Neighbours: made by hand, changed, looked up, listed, and what links do to them; the tables they are in.',
  requires,
  setups: { addressed: ADDRESSED },
  cases: [
    known('permanent', change(addNeighbourRequest(40, static9)), ask(getNeighbourRequest(40, { dst: GATEWAY })), entries),
    known('the same twice', change(addNeighbourRequest(40, static9)), change(addNeighbourRequest(40, static9))),
    known('replaced', change(addNeighbourRequest(40, static9)), change(replaceNeighbourRequest(40, { ...static9, lladdr: mac(0x98) })), entries),
    known('changed where there is none', change(changeNeighbourRequest(40, static9))),
    known('deleted', change(addNeighbourRequest(40, static9)), change(deleteNeighbourRequest(40, { dst: GATEWAY })), change(deleteNeighbourRequest(40, { dst: '192.0.2.77' }))),
    known(
      'states',
      ...(['noarp', 'stale', 'permanent'] as const).map((state, i) => change(addNeighbourRequest(40, { dst: `192.0.2.${20 + i}`, lladdr: mac(0x60 + i), state }))),
      entries,
    ),
    known(
      'a proxy',
      change(addNeighbourRequest(40, { dst: '192.0.2.50', proxy: true })),
      list(listNeighboursRequest({ family: 'inet', proxy: true }), { order: 'any' }),
      change(deleteNeighbourRequest(40, { dst: '192.0.2.50', proxy: true })),
    ),
    known(
      'inet6',
      change(addNeighbourRequest(40, { dst: GATEWAY6, lladdr: mac(0x99) })),
      ask(getNeighbourRequest(40, { dst: GATEWAY6 })),
      change(deleteNeighbourRequest(40, { dst: GATEWAY6 })),
    ),
    known('looked up where there is none', ask(getNeighbourRequest(40, { dst: '192.0.2.77' })), ask(getNeighbourRequest(77, { dst: GATEWAY }))),
    unheard('the link goes down', change(addNeighbourRequest(40, static9)), down(40), entries),
    unheard('the link is deleted', change(addNeighbourRequest(40, static9)), remove(40), entries),
    known('a link that is not there', change(addNeighbourRequest(77, static9)), change(deleteNeighbourRequest(77, { dst: GATEWAY }))),
    listing('tables', tables('inet'), tables('inet6'), list(listNeighbourTablesRequest())),
    listing(
      'parameters of a link',
      change(setNeighbourTableRequest({ name: 'arp_cache', queue: 7, retrans: 1001, baseReachable: 40001 }, 40)),
      change(setNeighbourTableRequest({ name: 'ndisc_cache', family: 'inet6', gcStale: 0xffffffff, locktime: 0x100000007, mcastProbes: 9 }, 41)),
      tables('inet'),
      tables('inet6'),
    ),
    listing(
      'parameters that are not set',
      change(setNeighbourTableRequest({ name: 'arp', queue: 7 }, 40)),
      change(setNeighbourTableRequest({ name: 'arp_cache', family: 'inet6', queue: 7 }, 40)),
      change(setNeighbourTableRequest({ name: 'arp_cache', queue: 7 }, 77)),
      change(setNeighbourTableRequest({ name: 'arp_cache', queue: 7 })),
      change(setNeighbourTableRequest({ name: 'arp_cache', thresh1: 7 })),
      change(setNeighbourTableRequest({ name: 'arp_cache', gcInterval: 7, queue: 5 }, 40)),
      change({ name: 'RTM_SETNEIGHTBL', header: {}, body: { family: 2, thresh1: 7 } }),
      change({ name: 'RTM_SETNEIGHTBL', header: {}, body: { family: 2, name: 'arp_cache', '#6': { flags: 0, payload: Uint8Array.of(8, 0, 8, 0, 1, 0) } } }),
      change({ name: 'RTM_SETNEIGHTBL', header: {}, body: { family: 2, name: 'arp_cache', '#2': { flags: 0, payload: Uint8Array.of(8) } } }),
      ask({ name: 'RTM_GETNEIGHTBL', header: {}, body: { family: 2 } }),
      list({ name: 'RTM_GETNEIGHTBL', header: {}, body: { family: 2, name: 'arp_cache' } }),
      list({ name: 'RTM_GETNEIGHTBL', header: {}, body: { family: 7 } }),
      tables('inet'),
    ),
    listing('a link that goes takes its parameters along', remove(40), tables('inet')),
    known(
      'an address that is too short',
      change({
        name: 'RTM_NEWNEIGH',
        header: { flags: 0x600 },
        body: { family: 2, index: 40, state: 0x80, dst: GATEWAY, '#2': { flags: 0, payload: Uint8Array.of(2, 0, 0, 0, 9) } },
      }),
    ),
  ],
};

const hopped = cases([RTNLGRP_NEXTHOP, RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE]);
const hop = (spec: NexthopOptions): Asked => change(addNexthopRequest(spec));
const unhop = (id: number): Asked => change(deleteNexthopRequest(id));
const hops = list(listNexthopsRequest());

export const nexthops: SuiteDefinition = {
  suite: 'nexthops',
  description: 'Nexthops and their groups, the routes that use them, what is refused.',
  requires,
  setups: { addressed: ADDRESSED },
  cases: [
    hopped('by a gateway', hop({ id: 1, via: GATEWAY, dev: 40 }), ask(getNexthopRequest(1)), hops, unhop(1), unhop(1), ask(getNexthopRequest(1))),
    hopped('by a link', hop({ id: 1, dev: 40 }), hops),
    hopped('the same twice', hop({ id: 1, via: GATEWAY, dev: 40 }), hop({ id: 1, via: GATEWAY, dev: 40 }), hop({ id: 1, via: '192.0.2.8', dev: 40 })),
    hopped(
      'replaced',
      hop({ id: 1, via: GATEWAY, dev: 40 }),
      change(replaceNexthopRequest({ id: 1, via: '192.0.2.8', dev: 40 })),
      hops,
      change(replaceNexthopRequest({ id: 2, via: GATEWAY, dev: 40 })),
    ),
    hopped('a blackhole', hop({ id: 1, blackhole: true }), hops),
    hopped('inet6', hop({ id: 1, via: GATEWAY6, dev: 40 }), hops),
    hopped('without an id', hop({ via: GATEWAY, dev: 40 }), hops),
    hopped('a gateway that cannot be reached', hop({ id: 1, via: '10.9.9.9', dev: 40 }), hop({ id: 1, via: GATEWAY, dev: 42 })),
    hopped('a link that is down, or is not there', down(42), hop({ id: 1, via: '198.51.100.9', dev: 42 }), hop({ id: 1, dev: 99 })),
    hopped(
      'a group',
      hop({ id: 1, via: GATEWAY, dev: 40 }),
      hop({ id: 2, via: '198.51.100.9', dev: 42 }),
      hop({ id: 3, group: [{ id: 1, weight: 2 }, { id: 2 }] }),
      hops,
      unhop(1),
      hops,
    ),
    hopped('a group of what is not there', hop({ id: 3, group: [{ id: 1 }] }), hop({ id: 1, via: GATEWAY, dev: 40 }), hop({ id: 3, group: [{ id: 1 }, { id: 1 }] })),
    hopped('routes that use one', hop({ id: 1, via: GATEWAY, dev: 40 }), add({ ...FAR, nhid: 1 } as RouteOptions), main, unhop(1), main),
    hopped('a route of one that is not there', add({ ...FAR, nhid: 7 } as RouteOptions)),
    hopped('the link goes down', hop({ id: 1, via: GATEWAY, dev: 40 }), add({ ...FAR, nhid: 1 } as RouteOptions), down(40), hops),
    hopped('the link is deleted', hop({ id: 1, via: GATEWAY, dev: 40 }), remove(40), hops),
    hopped('the last of a group', hop({ id: 1, via: GATEWAY, dev: 40 }), hop({ id: 3, group: [{ id: 1 }] }), unhop(1), hops),
  ],
};
