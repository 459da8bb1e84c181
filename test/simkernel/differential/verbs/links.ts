// Links: making them, changing them, taking them away, asking for them.

import * as fc from 'fast-check';
import { kinds } from '../../../../src/index.js';
import { NLM_F_CREATE, NLM_F_REPLACE } from '../../../../src/netlink/constants.js';
import { AF_BRIDGE, AF_INET6 } from '../../../../src/rtnl/constants.js';
import { addLinkRequest, altnameRequest, deleteLinkGroupRequest, deleteLinkRequest, getLinkRequest, listLinksRequest, setLinkRequest } from '../../../../src/rtnl/link-requests.js';
import type { Place } from '../place.js';
import { and, LINKS, link, mac, mostly, type Spec, some, type Verb, words } from '../verb.js';
import { bridgeSettings, MADE, macvlanSettings, mode, mtu, OPTIONS, on, portSettings, small, TALL, vlanRaw, vlanSettings } from './link-settings.js';

const sources = fc.uniqueArray(mac, { maxLength: 3 });

/** Links by name as their indexes, the other namespace as its descriptor. */
function resolved(place: Place, spec: Spec, other: Place): Spec {
  const { link: lower, master, netns, peer, backupPort, ...rest } = spec;
  return {
    ...rest,
    ...Object.fromEntries(TALL.flatMap((key) => (rest[key] === undefined ? [] : [[key, BigInt(rest[key] as string)]]))),
    ...(lower !== undefined && { link: place.index(lower as string) }),
    ...(backupPort !== undefined && { backupPort: place.index(backupPort as string) }),
    ...(master !== undefined && { master: master === '' ? 0 : place.index(master as string) }),
    ...(netns !== undefined && { netns: { fd: other.fd } }),
    ...(peer !== undefined && { peer: resolved(place, peer as Spec, other) }),
  };
}

const named = (name: fc.Arbitrary<string>, kind: string, settings: Readonly<Record<string, fc.Arbitrary<unknown>>> = {}): fc.Arbitrary<Spec> =>
  and(
    fc.record({ name, kind: fc.constant(kind), address: mac, up: on }),
    some({ ...OPTIONS, ...MADE, ...settings, index: fc.integer({ min: 2, max: 14 }), netns: fc.constant('there') }, { most: 1 }),
  );

const pair = (first: string, second: string): fc.Arbitrary<Spec> =>
  fc
    .tuple(
      named(fc.constant(first), 'veth'),
      and(fc.record({ name: mostly(second, 'x0', 'm0'), address: mac }), some({ mtu, up: on, group: small, netns: fc.constant('there') }, { most: 1 })),
    )
    .map(([spec, peer]) => ({ ...spec, peer }));

const macvlan: fc.Arbitrary<Spec> = fc.oneof(
  and(
    fc.record({ name: fc.constantFrom('m0', 'm1', 'm2'), kind: mostly('macvlan', 'macvtap'), link, mode, address: mac, up: on }),
    some({ ...OPTIONS, ...macvlanSettings, netns: fc.constant('there') }, { most: 1 }),
  ),
  fc.record({ name: fc.constantFrom('m0', 'm1', 'm2'), kind: mostly('macvlan', 'macvtap'), link, mode: fc.constant('source'), macaddrs: sources, address: mac, nodst: on }),
);

const VLANS = ['l0', 'l1', 'l2'] as const;

/** Without an address it has that of the link below, as most have. */
const vlan: fc.Arbitrary<Spec> = and(
  fc.record({ name: fc.constantFrom(...VLANS), kind: fc.constant('vlan'), link, id: mostly(5, 1, 0, 10, 4094), up: on }),
  some({ protocol: fc.constantFrom('802.1Q', '802.1ad'), address: mac, mtu }, { most: 1 }),
  some({ ...OPTIONS, ...MADE, ...vlanSettings, index: fc.integer({ min: 2, max: 14 }), netns: fc.constant('there'), raw: vlanRaw.map((vlan) => ({ vlan })) }, { most: 1 }),
);

/** A request with what the library has no option for, in the message or in what its kind takes. */
function withRaw<T extends { readonly body: object }>(request: T, raw: { readonly vlan?: object } | undefined): T {
  const { vlan, ...rest } = raw ?? {};
  const { linkinfo } = request.body as { readonly linkinfo?: { readonly vlan?: object } };
  return { ...request, body: { ...request.body, ...rest, ...(vlan !== undefined && { linkinfo: { kind: 'vlan', ...linkinfo, vlan: { ...linkinfo?.vlan, ...vlan } } }) } };
}

/** An attribute of four bytes as an array of numbers has it. */
const setting = (type: number, value: number): readonly number[] => [(type << 16) | 8, value];

/** What the library has no option for. */
const raw: fc.Arbitrary<Spec> = fc.oneof(
  fc.tuple(fc.constantFrom(1, 3, 4, 8, 18, 20, 29, 33, 34), small).map(([type, value]) => ({ afSpec: { inet: { conf: setting(type, value) } } })),
  fc.constantFrom('::5', 'fe80::5', '::').map((token) => ({ afSpec: { inet6: { token } } })),
  fc
    .constantFrom(0x4, 0x10, 0x20, 0x200, 0x2000, 0x4000, 0x20000, 0x40000, 0x80000)
    .chain((bit) => fc.constantFrom({ flags: bit, change: bit }, { flags: 0, change: bit }, { flags: bit, change: 0 })),
  fc.constantFrom(0, 1, 7).map((targetNetnsid) => ({ targetNetnsid })),
  fc.constantFrom({ index: 0, ifname: 'v0', mtu: 1400 }, { index: 0, altIfname: 'alt0', mtu: 1400 }, { index: 0, ifname: 'nobody' }, { index: 0 }, { index: -1, ifname: 'v0' }),
  fc.constantFrom(
    { weight: 5 },
    { promiscuity: 1 },
    { carrierChanges: 1 },
    { tsoMaxSize: 1 },
    { gsoMaxSize: 0 },
    { operstate: 'unknown' },
    { group: 0xffffffff },
    { mtu: 0xffffffff },
  ),
);

const LINK_WORDS = {
  up: (up: boolean) => (up ? 'up' : 'down'),
  kind: (kind: string) => `type ${kind}`,
  peer: (peer: Spec) => `peer ${words(peer, LINK_WORDS)}`,
  netns: () => 'netns THERE',
  arp: (arp: boolean) => `arp ${arp ? 'on' : 'off'}`,
  promisc: (on: boolean) => `promisc ${on ? 'on' : 'off'}`,
  multicast: (on: boolean) => `multicast ${on ? 'on' : 'off'}`,
  allmulticast: (on: boolean) => `allmulticast ${on ? 'on' : 'off'}`,
  master: (master: string) => (master === '' ? 'nomaster' : `master ${master}`),
} as Readonly<Record<string, (value: never) => string>>;

/** What a kind takes comes behind its name. */
const linkWords = ({ kind, mode, ...spec }: Spec): string => words({ ...spec, ...(kind !== undefined && { kind }), ...(mode !== undefined && { mode }) }, LINK_WORDS);

/** What is asked to be seen of links, and from where. */
const seen: Readonly<Record<string, fc.Arbitrary<unknown>>> = { targetNetnsid: fc.constantFrom(0, 1, 7, -1), extMask: fc.constantFrom(0, 1, 2, 4, 8, 9, 0xffff) };

/** Bits of a request that makes a link or changes one. */
const HOW: Readonly<Record<string, number>> = { change: 0, create: NLM_F_CREATE, replace: NLM_F_REPLACE, both: NLM_F_CREATE | NLM_F_REPLACE };

export const linkVerbs: Readonly<Record<string, Verb>> = {
  'link add': {
    weight: 22,
    spec: fc.oneof(
      { weight: 3, arbitrary: pair('v0', 'v1') },
      { weight: 3, arbitrary: pair('w0', 'w1') },
      { weight: 4, arbitrary: named(fc.constantFrom('b0', 'b1'), 'bridge', bridgeSettings) },
      { weight: 2, arbitrary: named(fc.constant('i0'), 'ifb') },
      { weight: 6, arbitrary: macvlan },
      { weight: 3, arbitrary: named(fc.constantFrom('d0', 'd1'), 'dummy') },
      { weight: 6, arbitrary: vlan },
      { weight: 1, arbitrary: named(fc.constantFrom('', 'y%d', 'bad/name', 'fifteen-and-more', '.'), 'ifb') },
    ),
    perform: (place, { raw, ...spec }, other) => place.ask(withRaw(addLinkRequest(kinds, resolved(place, spec, other) as never), raw as object)),
    command: ({ name, ...spec }) => `ip link add ${name} ${linkWords(spec)}`,
  },
  'link set': {
    weight: 34,
    spec: fc.oneof(
      { weight: 10, arbitrary: fc.record({ dev: link, up: mostly(true, false) }) },
      { weight: 5, arbitrary: fc.record({ dev: link, master: mostly('b0', 'b1', '', 'v0') }) },
      {
        weight: 12,
        arbitrary: and(
          fc.record({ dev: link }),
          some(
            {
              ...OPTIONS,
              master: mostly('b0', 'b1', ''),
              address: mac,
              broadcast: mac,
              alias: fc.constantFrom('', 'one', 'two'),
              name: fc.constantFrom('v0', 'm0', 'x0', 'y%d', 'bad/name'),
              dynamic: on,
              operstate: fc.constantFrom('up', 'dormant', 'testing', 'down'),
              linkmode: fc.constantFrom('default', 'dormant'),
              addrGenMode: fc.constantFrom('eui64', 'none', 'random', 'stable_secret'),
              carrier: on,
              protoDown: on,
              protoDownReasons: fc.constantFrom({ 1: true }, { 1: false }, { 1: true, 2: false }),
              numTxQueues: fc.constantFrom(1, 4),
              linkNetnsid: fc.constantFrom(0, 1),
              link,
              xdp: fc.constant({ fd: -1 }),
              vfs: fc.constant([{ vf: 0, state: 'auto' }]),
              newIndex: fc.integer({ min: 1, max: 9 }),
              gsoMaxSize: fc.constantFrom(1000, 65536, 70000),
              gsoMaxSegs: fc.constantFrom(1, 65535),
              groMaxSize: fc.constantFrom(1000, 65536, 70000),
              gsoIpv4MaxSize: fc.constantFrom(1000, 65536, 70000),
              groIpv4MaxSize: fc.constantFrom(1000, 65536, 70000),
            },
            { least: 1, most: 3 },
          ),
        ),
      },
      {
        weight: 4,
        arbitrary: and(
          fc.record({ dev: link, netns: fc.constant('there') }),
          some({ name: fc.constantFrom('v0', 'x0', 'y%d'), newIndex: fc.integer({ min: 1, max: 9 }), up: on }, { most: 2 }),
        ),
      },
      {
        weight: 4,
        arbitrary: and(fc.record({ dev: fc.constantFrom('m0', 'm1', 'm2'), kind: mostly('macvlan', 'macvtap') }), some({ ...macvlanSettings, mode }, { least: 1, most: 2 })),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          dev: fc.constantFrom('m0', 'm1', 'm2'),
          kind: mostly('macvlan', 'macvtap'),
          macaddrs: fc.oneof(
            sources.map((set) => ({ set })),
            mac.map((add) => ({ add })),
            mac.map((del) => ({ del })),
            fc.constant({ flush: true }),
          ),
        }),
      },
      { weight: 3, arbitrary: and(fc.record({ dev: fc.constantFrom('b0', 'b1'), kind: mostly('bridge', 'ifb') }), some(bridgeSettings, { least: 1, most: 2 })) },
      { weight: 4, arbitrary: and(fc.record({ dev: link, kind: fc.constant('bridge_slave') }), some(portSettings, { least: 1, most: 2 })) },
      {
        weight: 2,
        arbitrary: and(
          fc.record({ dev: link, kind: fc.constant('bridge_slave') }),
          some({ state: portSettings.state, backupPort: mostly('w1', 'v1', 'b0') }, { least: 1, most: 1 }),
        ),
      },
      { weight: 3, arbitrary: fc.record({ dev: link, raw }) },
      { weight: 5, arbitrary: and(fc.record({ dev: fc.constantFrom(...VLANS), kind: mostly('vlan', 'dummy') }), some(vlanSettings, { least: 1, most: 2 })) },
      { weight: 1, arbitrary: fc.record({ dev: fc.constantFrom(...VLANS), raw: vlanRaw.map((vlan) => ({ vlan })) }) },
      {
        weight: 3,
        arbitrary: and(
          fc.record({ dev: link, plainly: fc.constant(true) }),
          some({ ...OPTIONS, master: mostly('b0', 'b1', ''), address: mac, alias: fc.constantFrom('', 'one') }, { least: 1 }),
        ),
      },
    ),
    perform(place, { dev, plainly, raw, ...spec }, other) {
      const request = withRaw(setLinkRequest(kinds, place.index(dev as string), resolved(place, spec, other) as never), raw as object);
      return place.ask(plainly === true ? { ...request, name: 'RTM_SETLINK' } : request);
    },
    command: ({ dev, plainly, ...spec }) => `ip link set ${dev} ${linkWords(spec)}${plainly === true ? '   # by RTM_SETLINK' : ''}`,
  },
  'link again': {
    weight: 3,
    spec: and(
      fc.record({ how: fc.constantFrom(...Object.keys(HOW)) }),
      fc.oneof(pair('v0', 'v1'), named(fc.constant('b0'), 'bridge', bridgeSettings), named(fc.constant('i0'), 'ifb'), macvlan, vlan),
    ),
    perform(place, { how, ...spec }, other) {
      const request = addLinkRequest(kinds, resolved(place, spec, other) as never);
      return place.ask({ ...request, header: { flags: HOW[how as string] as number } });
    },
    command: ({ name, how, ...spec }) => `ip link ${how} ${name} ${linkWords(spec)}`,
  },
  'link delete': {
    weight: 5,
    spec: and(
      fc.record({ dev: link }),
      some({ raw: fc.constantFrom({ targetNetnsid: 0 }, { index: 0, ifname: 'v0' }, { index: 0, altIfname: 'alt0' }, { index: 0 }, { ifname: 'v0' }) }, { most: 1 }),
    ),
    perform(place, { dev, raw }) {
      const request = deleteLinkRequest(place.index(dev as string));
      return place.ask({ ...request, body: { ...request.body, ...(raw as object | undefined) } });
    },
    command: ({ dev, raw }) => `ip link delete ${dev} ${raw === undefined ? '' : JSON.stringify(raw)}`,
  },
  'link delete group': {
    weight: 1,
    spec: fc.record({ group: small }),
    perform: (place, { group }) => place.ask(deleteLinkGroupRequest(group as number)),
    command: ({ group }) => `ip link delete group ${group}`,
  },
  'link property': {
    weight: 3,
    spec: fc.record({
      change: mostly('add', 'delete'),
      dev: link,
      names: fc.array(fc.constantFrom('alt0', 'alt1', 'a-name-of-more-than-fifteen', 'v0', 'x0'), { minLength: 1, maxLength: 2 }),
    }),
    perform: (place, { change, dev, names }) => place.ask(altnameRequest(change as 'add', place.index(dev as string), names as string[])),
    command: ({ change, dev, names }) => `ip link property ${change === 'add' ? 'add' : 'del'} dev ${dev} altname ${(names as string[]).join(' ')}`,
  },
  'link get': {
    weight: 2,
    spec: and(fc.record({ dev: fc.oneof(link, fc.constantFrom('alt0', 'a-name-of-more-than-fifteen', 'nobody')) }), some(seen, { most: 1 })),
    perform(place, { dev, ...more }) {
      const request = getLinkRequest(dev as string);
      return place.ask({ ...request, body: { ...request.body, ...more } });
    },
    command: ({ dev, ...more }) => `ip link show ${dev} ${words(more)}`,
  },
  'link list': {
    weight: 2,
    spec: and(
      some({ kind: fc.constantFrom('veth', 'bridge', 'macvlan', 'vlan', 'nothing'), master: fc.constantFrom(...LINKS), statistics: on }, { most: 2 }),
      some({ more: fc.oneof(some(seen, { least: 1 }), fc.constantFrom({ index: 2 }, { family: 0 }, { family: 2 }, { mtu: 5 })) }, { most: 1 }),
    ),
    perform(place, { master, more, ...spec }) {
      const request = listLinksRequest({ ...spec, ...(master !== undefined && { master: place.index(master as string) }) });
      return place.dump({ ...request, body: { ...request.body, ...(more as object | undefined) } });
    },
    command: (spec) => `ip link show ${words(spec, { kind: 'type', statistics: () => '' })}`,
  },
  'link list of a family': {
    weight: 1,
    spec: and(fc.record({ family: fc.constantFrom(AF_BRIDGE, AF_INET6) }), some({ extMask: seen.extMask as fc.Arbitrary<number>, index: fc.constant(2) }, { most: 1 })),
    perform: (place, body) => place.dump({ name: 'RTM_GETLINK', header: {}, body }),
    command: ({ family }) => (family === AF_BRIDGE ? 'bridge link show' : 'ip -6 link show'),
  },
};
