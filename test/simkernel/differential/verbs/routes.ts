// Routes, rules, nexthops, and what namespaces call each other.

import * as fc from 'fast-check';
import {
  addNexthopRequest,
  deleteNexthopRequest,
  getNexthopBucketRequest,
  getNexthopRequest,
  listNexthopBucketsRequest,
  listNexthopsRequest,
  replaceNexthopRequest,
} from '../../../../src/rtnl/nexthop-requests.js';
import { getNsidRequest, listNsidsRequest, setNsidRequest } from '../../../../src/rtnl/nsid-requests.js';
import {
  addRouteRequest,
  appendRouteRequest,
  changeRouteRequest,
  deleteRouteRequest,
  getRouteRequest,
  listRoutesRequest,
  prependRouteRequest,
  replaceRouteRequest,
} from '../../../../src/rtnl/route-requests.js';
import { addRuleRequest, deleteRuleRequest, listRulesRequest } from '../../../../src/rtnl/rule-requests.js';
import { anyWay } from '../explained.js';
import type { Place, RouteRequest } from '../place.js';
import { and, link, type Spec, some, type Verb, words } from '../verb.js';

const on = fc.boolean();
const inetVia = fc.constantFrom('10.0.0.9', '10.1.0.0', '192.168.7.7', '10.0.0.1', '10.9.0.1', 'fe80::9');
const inet6Via = fc.constantFrom('fd00::9', 'fe80::9', 'fd00::1', 'fd09::1');
const weight = fc.integer({ min: 1, max: 3 });

/** A way: by a gateway, by a link, by both. */
const way = (via: fc.Arbitrary<string>): fc.Arbitrary<Spec> => fc.oneof(fc.record({ via }), fc.record({ via, dev: link }), fc.record({ dev: link }));
const ways = (via: fc.Arbitrary<string>): fc.Arbitrary<Spec> =>
  fc.oneof(
    { weight: 6, arbitrary: way(via) },
    { weight: 2, arbitrary: fc.array(and(way(via), some({ weight, onlink: on }, { most: 1 })), { minLength: 1, maxLength: 3 }).map((nexthops) => ({ nexthops })) },
    { weight: 2, arbitrary: fc.record({ nhid: fc.integer({ min: 1, max: 5 }) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('blackhole', 'unreachable', 'prohibit', 'throw') }) },
    { weight: 1, arbitrary: and(way(via), fc.record({ type: fc.constantFrom('local', 'broadcast', 'multicast', 'anycast', 'nat') })) },
  );

const metrics = some(
  {
    mtu: fc.constantFrom(1280, 1400),
    advmss: fc.constant(1000),
    hoplimit: fc.constantFrom(0, 64, 300),
    initcwnd: fc.constant(10),
    features: fc.constantFrom('ecn', 64),
    congctl: fc.constantFrom('reno', 'nobody'),
    window: fc.constantFrom(0, 5000),
    rtt: fc.constantFrom(0, 300),
    rttvar: fc.constant(7),
    rtoMin: fc.constantFrom(0, 40),
    ssthresh: fc.constant(9),
    cwnd: fc.constant(9),
    reordering: fc.constant(9),
    initrwnd: fc.constant(9),
    quickack: on,
    fastopenNoCookie: on,
    lock: fc.constantFrom(['mtu'], ['hoplimit', 'rtt']),
  },
  { least: 1, most: 2 },
);
const COMMON = {
  metric: fc.constantFrom(0, 5, 1024),
  table: fc.constantFrom(100, 254, 255, 0),
  protocol: fc.constantFrom('static', 'boot', 'kernel', 186),
  metrics,
  onlink: on,
};

const inetRoute = and(
  fc.record({ family: fc.constant('inet'), dst: fc.constantFrom('10.9.0.0/16', '10.8.0.0/24', '10.0.0.0/24', '10.9.9.9', 'default', '10.9.0.0/24') }),
  ways(inetVia),
  some(
    {
      ...COMMON,
      realms: fc.constantFrom('5', '3/4'),
      src: fc.constantFrom('10.0.0.1', '10.0.0.7'),
      scope: fc.constantFrom('link', 'host', 'global', 'nowhere'),
      tos: fc.constantFrom(4, 8, 1),
    },
    { most: 1 },
  ),
);
const inet6Route = and(
  fc.record({ family: fc.constant('inet6'), dst: fc.constantFrom('fd09::/64', 'fd00::/64', 'fd09::9', 'default', 'fd09::/48') }),
  ways(inet6Via),
  some(
    {
      ...COMMON,
      src: fc.constantFrom('fd00::1', 'fd00::7'),
      pref: fc.constantFrom('low', 'medium', 'high'),
      expires: fc.constantFrom(1000, 5000),
      from: fc.constantFrom('fd00::/16', 'fd00::1'),
    },
    { most: 1 },
  ),
);
const route = fc.oneof(inetRoute, inet6Route);

/** Links by their indexes. */
function routeSpec(place: Place, { dev, iif, nexthops, ...spec }: Spec): Spec {
  return {
    ...spec,
    ...(iif !== undefined && { iif: place.index(iif as string) }),
    ...(dev !== undefined && { oif: place.index(dev as string) }),
    ...(nexthops !== undefined && { nexthops: (nexthops as readonly Spec[]).map((hop) => routeSpec(place, hop)) }),
  };
}

const ROUTE_WORDS = {
  family: () => '',
  type: () => '',
  dst: '',
  protocol: 'proto',
  metrics: (all: Spec) => words(all),
  nexthops: (all: readonly Spec[]) => all.map((hop) => `nexthop ${words(hop)}`).join(' '),
  onlink: (is: boolean) => (is ? 'onlink' : ''),
} as Readonly<Record<string, ((value: never) => string) | string>>;

const routeVerb = (weight: number, verb: string, request: (spec: never) => RouteRequest): Verb => ({
  weight,
  spec: route,
  perform: (place, spec) => place.ask(request(routeSpec(place, spec) as never)),
  command: (spec) => `ip ${spec.family === 'inet6' ? '-6' : '-4'} route ${verb} ${[spec.type, words(spec, ROUTE_WORDS)].filter(Boolean).join(' ')}`,
});

const rule = and(
  fc.record({ family: fc.constantFrom('inet', 'inet6') }),
  some(
    {
      priority: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 5, max: 8 }) }, { weight: 1, arbitrary: fc.constantFrom(0, 32766, 32767, 0xffffffff) }),
      table: fc.constantFrom(100, 254, 0),
      not: fc.constant(true),
      iif: fc.constantFrom('v0', 'lo', 'nobody'),
      oif: fc.constantFrom('v0', 'nobody'),
      tos: fc.constantFrom(4, 8, 16, 1),
      fwmark: fc.integer({ min: 0, max: 3 }),
      fwmask: fc.constantFrom(0, 0xff),
      tunId: fc.constantFrom(0, 7),
      uidRange: fc.constantFrom({ start: 0, end: 9 }, { start: 9, end: 1 }),
      ipproto: fc.constantFrom('tcp', 17),
      sport: fc.constantFrom(80, { start: 1, end: 9 }, { start: 9, end: 1 }),
      dport: fc.constantFrom(80, { start: 1, end: 9 }),
      action: fc.constantFrom('nop', 'blackhole', 'unreachable', 'prohibit'),
      goto: fc.constantFrom(4, 6, 9),
      suppressPrefixLength: fc.constantFrom(0, 24),
      suppressIfgroup: fc.constantFrom(0, 3),
      realms: fc.constantFrom({ to: 5 }, { from: 3, to: 4 }),
      raw: fc.constantFrom({ dscp: 5 }, { flowlabel: 5, flowlabelMask: 0xff }, { dscp: 1, dscpMask: 3 }, { sportMask: 0xff }, { dportMask: 0xfff0 }),
      l3mdev: fc.constant(true),
      protocol: fc.constantFrom('static', 'kernel'),
    },
    { least: 1, most: 3 },
  ),
  fc.constantFrom({}, { from: 'one' }, { from: 'other' }, { to: 'one' }),
).map((spec) => {
  const prefixes: Readonly<Record<string, string>> = spec.family === 'inet' ? { one: '10.0.0.0/8', other: '10.0.0.1' } : { one: 'fd00::/16', other: 'fd00::1' };
  const { from, to, ...rest } = spec;
  return { ...rest, ...(from !== undefined && { from: prefixes[from as string] }), ...(to !== undefined && { to: prefixes[to as string] }) };
});
/** What the library has no option for stands beside what it has. */
function withRaw(request: (spec: Spec) => RouteRequest, { raw, ...spec }: Spec): RouteRequest {
  const made = request(spec);
  return { ...made, body: { ...made.body, ...(raw as object | undefined) } };
}

const range = (key: string) => (value: number | { readonly start: number; readonly end: number }) => `${key} ${typeof value === 'number' ? value : `${value.start}-${value.end}`}`;
const ruleCommand = (verb: string) => (spec: Spec) =>
  `ip ${spec.family === 'inet6' ? '-6' : '-4'} rule ${verb} ${words(spec, {
    family: () => '',
    action: 'type',
    fwmask: () => '',
    fwmark: (mark: number, { fwmask }: Spec) => `fwmark ${mark}${fwmask === undefined ? '' : `/${fwmask}`}`,
    suppressPrefixLength: 'suppress_prefixlength',
    suppressIfgroup: 'suppress_ifgroup',
    tunId: 'tun_id',
    uidRange: range('uidrange'),
    sport: range('sport'),
    dport: range('dport'),
  } as never)}`;

const id = fc.integer({ min: 1, max: 5 });
const nexthop = fc.oneof(
  { weight: 4, arbitrary: and(fc.record({ id, via: fc.oneof(inetVia, inet6Via), dev: link }), some({ onlink: on, protocol: fc.constant('static') }, { most: 1 })) },
  { weight: 2, arbitrary: fc.record({ id, dev: link, family: fc.constantFrom('inet', 'inet6') }) },
  { weight: 1, arbitrary: fc.record({ dev: link, family: fc.constantFrom('inet', 'inet6') }) },
  { weight: 1, arbitrary: fc.record({ id, blackhole: fc.constant(true), family: fc.constantFrom('inet', 'inet6') }) },
  { weight: 1, arbitrary: fc.record({ id, via: fc.oneof(inetVia, inet6Via), fdb: fc.constant(true) }) },
  {
    weight: 3,
    arbitrary: and(
      fc.record({ id, group: fc.array(and(fc.record({ id }), some({ weight }, { most: 1 })), { minLength: 1, maxLength: 3 }) }),
      some({ fdb: fc.constant(true), type: fc.constantFrom('mpath', 5), hwStats: on, protocol: fc.constantFrom('static', 0) }, { most: 1 }),
    ),
  },
  {
    weight: 2,
    arbitrary: and(
      fc.record({ id, group: fc.array(and(fc.record({ id }), some({ weight }, { most: 1 })), { minLength: 1, maxLength: 3 }), type: fc.constant('resilient') }),
      some({ buckets: fc.constantFrom(0, 4, 8) }, { least: 1 }),
      some({ idleTimer: fc.constantFrom(0, 60), unbalancedTimer: fc.constantFrom(0, 60) }, { most: 1 }),
    ),
  },
);
const nexthopSpec = (place: Place, { dev, ...spec }: Spec): Spec => ({ ...spec, ...(dev !== undefined && { dev: place.index(dev as string) }) });
/** Links by their indexes, as lists take them. */
const filterOf = (place: Place, { dev, master, ...spec }: Spec): Spec => ({
  ...spec,
  ...(dev !== undefined && { index: place.index(dev as string) }),
  ...(master !== undefined && { master: place.index(master as string) }),
});
const nexthopWords = (spec: Spec): string =>
  words(spec, {
    family: () => '',
    group: (all: readonly { readonly id: number; readonly weight?: number }[]) => `group ${all.map((one) => [one.id, one.weight].filter(Boolean).join()).join('/')}`,
  } as never);

const peer = fc.constantFrom('there', 'itself', 'nobody');
const fdOf = (place: Place, other: Place, who: unknown) => ({ fd: who === 'there' ? other.fd : who === 'itself' ? place.fd : 999_999 });

export const routeVerbs: Readonly<Record<string, Verb>> = {
  'route add': routeVerb(16, 'add', addRouteRequest),
  'route replace': routeVerb(6, 'replace', replaceRouteRequest),
  'route change': routeVerb(2, 'change', changeRouteRequest),
  'route append': routeVerb(5, 'append', appendRouteRequest),
  'route prepend': routeVerb(2, 'prepend', prependRouteRequest),
  'route delete': routeVerb(7, 'del', deleteRouteRequest),
  'route get': {
    weight: 3,
    spec: and(
      fc.record({
        to: fc.constantFrom(
          '10.9.0.1',
          '10.0.0.9',
          '10.0.0.1',
          '8.8.8.8',
          '10.0.0.255',
          '224.0.0.1',
          'fd09::1',
          'fd00::9',
          'fd00::1',
          'fd00::',
          'fe80::9',
          'ff02::1',
          '2001:db8::1',
        ),
      }),
      some(
        {
          fibmatch: on,
          mark: fc.constantFrom(1, 2),
          tos: fc.constantFrom(4, 8, 1, 255),
          ipproto: fc.constantFrom(6, 17, 1, 58, 200),
          sport: fc.constantFrom(80, 5),
          dport: fc.constantFrom(80, 0),
          uid: fc.constantFrom(0, 5),
          dev: link,
          iif: link,
          from: fc.constantFrom('10.0.0.1', '10.0.0.9', '127.0.0.1', 'fd00::1'),
        },
        { most: 2 },
      ),
    ),
    perform(place, spec) {
      const asked = routeSpec(place, spec);
      const exact = place.unspoilt(() => place.ask(getRouteRequest({ ...asked, fibmatch: true } as never)));
      return anyWay(place.ask(getRouteRequest(asked as never)), exact);
    },
    command: (spec) => `ip route get ${words(spec, { to: '', dev: 'oif' })}`,
  },
  'route list': {
    weight: 2,
    spec: some(
      {
        family: fc.constantFrom('inet', 'inet6'),
        table: fc.constantFrom(100, 'main', 'local', 'all', 77),
        protocol: fc.constantFrom('static', 'boot'),
        type: fc.constantFrom('local', 'blackhole'),
        dev: link,
        cloned: on,
      },
      { most: 2 },
    ),
    perform: (place, spec) => place.dump(listRoutesRequest(routeSpec(place, spec) as never)),
    command: ({ family, ...spec }) => `ip ${family === 'inet6' ? '-6' : '-4'} route show ${words(spec, { protocol: 'proto' })}`,
  },
  'rule add': { weight: 9, spec: rule, perform: (place, spec) => place.ask(withRaw(addRuleRequest, spec)), command: ruleCommand('add') },
  'rule delete': { weight: 5, spec: rule, perform: (place, spec) => place.ask(withRaw(deleteRuleRequest, spec)), command: ruleCommand('del') },
  'rule list': {
    weight: 1,
    spec: fc.record({ family: fc.constantFrom('inet', 'inet6') }),
    perform: (place, { family }) => place.dump(listRulesRequest(family as 'inet')),
    command: ({ family }) => `ip ${family === 'inet6' ? '-6' : '-4'} rule show`,
  },
  'nexthop add': {
    weight: 10,
    spec: nexthop,
    perform: (place, spec) => place.ask(addNexthopRequest(nexthopSpec(place, spec) as never)),
    command: (spec) => `ip nexthop add ${nexthopWords(spec)}`,
  },
  'nexthop replace': {
    weight: 4,
    spec: nexthop,
    perform: (place, spec) => place.ask(replaceNexthopRequest(nexthopSpec(place, spec) as never)),
    command: (spec) => `ip nexthop replace ${nexthopWords(spec)}`,
  },
  'nexthop delete': {
    weight: 4,
    spec: fc.record({ id }),
    perform: (place, spec) => place.ask(deleteNexthopRequest(spec.id as number)),
    command: ({ id }) => `ip nexthop del id ${id}`,
  },
  'nexthop get': {
    weight: 1,
    spec: and(fc.record({ id }), some({ statistics: fc.constantFrom(true, 'hardware') }, { most: 1 })),
    perform: (place, { id, ...how }) => place.ask(getNexthopRequest(id as number, how)),
    command: ({ id, ...how }) => `ip nexthop get id ${id} ${words(how)}`,
  },
  'bucket list': {
    weight: 1,
    spec: some({ id, nhid: id, dev: link, master: fc.constantFrom('b0', 'v0') }, { most: 2 }),
    perform: (place, spec) => place.dump(listNexthopBucketsRequest(filterOf(place, spec))),
    command: (spec) => `ip nexthop bucket show ${words(spec)}`,
  },
  'bucket get': {
    weight: 1,
    spec: fc.record({ id, index: fc.integer({ min: 0, max: 8 }) }),
    perform: (place, { id, index }) => place.ask(getNexthopBucketRequest(id as number, index as number)),
    command: (spec) => `ip nexthop bucket get ${words(spec)}`,
  },
  'nexthop list': {
    weight: 1,
    spec: some(
      { dev: link, master: fc.constantFrom('b0', 'v0'), groups: on, fdb: on, family: fc.constantFrom('inet', 'inet6'), statistics: fc.constantFrom(true, 'hardware') },
      { most: 2 },
    ),
    perform: (place, spec) => place.dump(listNexthopsRequest(filterOf(place, spec))),
    command: (spec) => `ip nexthop show ${words(spec, { family: () => '' })}`,
  },
  'nsid set': {
    weight: 2,
    spec: fc.record({ peer, nsid: fc.constantFrom('auto', 0, 1, 7) }),
    perform: (place, { peer: who, nsid }, other) => place.ask(setNsidRequest(fdOf(place, other, who), nsid as 'auto')),
    command: ({ peer: who, nsid }) => `ip netns set ${who} ${nsid}`,
  },
  'nsid get': {
    weight: 1,
    spec: fc.oneof(fc.record({ peer }), fc.record({ nsid: fc.integer({ min: 0, max: 2 }) })),
    perform: (place, spec, other) => place.ask(getNsidRequest(spec.peer === undefined ? { nsid: spec.nsid as number } : fdOf(place, other, spec.peer))),
    command: (spec) => `ip netns list-id ${words(spec, { peer: () => '' })}`,
  },
  'nsid list': { weight: 1, spec: fc.constant({}), perform: (place) => place.dump(listNsidsRequest()), command: () => 'ip netns list-id' },
};
