// What a random sequence is made of: changes by the library's own verbs, told as data so that they shrink and print.

import * as fc from 'fast-check';
import type { Rtnl } from '../../../src/index.js';

/** One change. The names are those of a small world, so that they meet. */
export type Operation =
  | { readonly do: 'add'; readonly link: string; readonly kind: 'veth' | 'bridge' | 'ifb'; readonly mac: number; readonly up: boolean }
  | { readonly do: 'macvlan'; readonly link: string; readonly lower: string; readonly mode: Mode; readonly mac: number; readonly kind: 'macvlan' | 'macvtap' }
  | { readonly do: 'mode'; readonly link: string; readonly mode: Mode }
  | { readonly do: 'delete'; readonly link: string }
  | { readonly do: 'up'; readonly link: string; readonly up: boolean }
  | { readonly do: 'master'; readonly link: string; readonly master: string | null }
  | { readonly do: 'mtu'; readonly link: string; readonly mtu: number }
  | { readonly do: 'mac'; readonly link: string; readonly mac: number }
  | { readonly do: 'rename'; readonly link: string; readonly to: string }
  | { readonly do: 'group' | 'txqlen'; readonly link: string; readonly value: number }
  | { readonly do: 'promisc' | 'allmulticast' | 'arp'; readonly link: string; readonly on: boolean }
  | { readonly do: 'alias'; readonly link: string; readonly text: string }
  | { readonly do: 'address' | 'unaddress'; readonly link: string; readonly address: string }
  | { readonly do: 'route' | 'replace' | 'append' | 'unroute'; readonly dst: string; readonly via: string | null; readonly link: string | null; readonly metric: number }
  | { readonly do: 'rule' | 'unrule'; readonly from: string; readonly table: number; readonly priority: number }
  | { readonly do: 'neighbour' | 'unneighbour'; readonly link: string; readonly dst: string }
  | { readonly do: 'move' | 'fetch'; readonly link: string; readonly to: string | null }
  | { readonly do: 'there'; readonly link: string; readonly up: boolean }
  | { readonly do: 'nexthop' | 'unnexthop'; readonly id: number; readonly via: string; readonly link: string };

type Mode = 'private' | 'vepa' | 'bridge' | 'passthru' | 'source';

const LINKS = ['lo', 'v0', 'v1', 'w0', 'w1', 'b0', 'b1', 'i0', 'm0', 'm1', 'm2'] as const;
const MACVLANS = ['m0', 'm1', 'm2'] as const;

const link = fc.constantFrom(...LINKS);
const mac = fc.integer({ min: 1, max: 12 });
const mode = fc.constantFrom<Mode>('private', 'vepa', 'bridge', 'passthru', 'source');
const on = fc.boolean();
const ADDRESSES = ['10.0.0.1/24', '10.0.0.2/24', '10.0.0.3/25', '10.0.1.1/32', '10.1.0.1/31', '192.168.1.1/16', 'fd00::1/64', 'fd00::2/64', 'fd01::1/128'];
const DESTINATIONS = ['10.9.0.0/16', '10.8.0.0/24', '10.0.0.0/24', 'default', 'fd09::/64', 'fd00::/64'];
const GATEWAYS = ['10.0.0.9', '10.1.0.0', '192.168.7.7', 'fd00::9', 'fe80::9'];

/** Any operation, the common ones more often. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('add' as const), link: fc.constantFrom('v0', 'w0'), kind: fc.constant('veth' as const), mac, up: on }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), link: fc.constantFrom('b0', 'b1'), kind: fc.constant('bridge' as const), mac, up: on }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('add' as const), link: fc.constant('i0'), kind: fc.constant('ifb' as const), mac, up: on }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('macvlan' as const),
      link: fc.constantFrom(...MACVLANS),
      lower: link,
      mode,
      mac,
      kind: fc.constantFrom('macvlan' as const, 'macvtap' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('move' as const, 'fetch' as const), link, to: fc.option(fc.constantFrom('x0', 'y%d'), { nil: null, freq: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('there' as const), link, up: on }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('mode' as const), link: fc.constantFrom(...MACVLANS), mode }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete' as const), link }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('up' as const), link, up: fc.oneof(fc.constant(true), on) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('master' as const), link, master: fc.option(fc.constantFrom('b0', 'b1', 'v0'), { nil: null, freq: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('mtu' as const), link, mtu: fc.constantFrom(60, 68, 1000, 1280, 1400, 1500, 2000, 65535, 70000) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('mac' as const), link, mac }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rename' as const), link, to: fc.constantFrom('v0', 'm0', 'x0', 'x1', 'y%d', 'bad/name') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('group' as const, 'txqlen' as const), link, value: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('promisc' as const, 'allmulticast' as const, 'arp' as const), link, on }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('alias' as const), link, text: fc.constantFrom('', 'one', 'two') }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constantFrom('address' as const, 'address' as const, 'unaddress' as const), link, address: fc.constantFrom(...ADDRESSES) }) },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constantFrom('route' as const, 'route' as const, 'replace' as const, 'append' as const, 'unroute' as const),
      dst: fc.constantFrom(...DESTINATIONS),
      via: fc.option(fc.constantFrom(...GATEWAYS), { nil: null }),
      link: fc.option(link, { nil: null }),
      metric: fc.constantFrom(0, 0, 5),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('rule' as const, 'rule' as const, 'unrule' as const),
      from: fc.constantFrom('10.0.0.0/8', 'fd00::/16'),
      table: fc.constantFrom(100, 254),
      priority: fc.integer({ min: 5, max: 8 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('neighbour' as const, 'neighbour' as const, 'unneighbour' as const),
      link,
      dst: fc.constantFrom('10.0.0.9', '10.0.0.8', 'fd00::9'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('nexthop' as const, 'nexthop' as const, 'unnexthop' as const),
      id: fc.integer({ min: 1, max: 3 }),
      via: fc.constantFrom('10.0.0.9', 'fd00::9'),
      link,
    }),
  },
);

const macText = (number: number): string => `02:00:00:00:00:${number.toString(16).padStart(2, '0')}`;
const isInet6 = (text: string): boolean => text.includes(':');

/** Two namespaces: where things happen, and where links are moved to. */
export interface Place {
  readonly rtnl: Rtnl;
  readonly fd: number;
}

/** Does it. Rejects with what the library rejects with. */
export async function perform({ rtnl, fd }: Place, there: Place, op: Operation): Promise<unknown> {
  const { links, addresses, routes, rules, neighbours, nexthops } = rtnl;
  switch (op.do) {
    case 'add': {
      const { link: name, mac: number, up } = op;
      if (op.kind === 'veth') return links.add({ kind: 'veth', name, address: macText(number), up, peer: { name: name.replace('0', '1'), address: macText(number + 0x20) } });
      return links.add({ kind: op.kind, name, address: macText(number), up });
    }
    case 'macvlan':
      return links.add({ kind: op.kind, name: op.link, link: op.lower, mode: op.mode, address: macText(op.mac) });
    case 'move':
      return links.set(op.link, { netns: { fd: there.fd }, ...(op.to !== null && { name: op.to }) });
    case 'fetch':
      return there.rtnl.links.set(op.link, { netns: { fd }, ...(op.to !== null && { name: op.to }) });
    case 'there':
      return there.rtnl.links.set(op.link, { up: op.up });
    case 'mode':
      return links.set(op.link, { kind: 'macvlan', mode: op.mode });
    case 'delete':
      return links.delete(op.link);
    case 'up':
      return links.set(op.link, { up: op.up });
    case 'master':
      return links.set(op.link, { master: op.master ?? 0 });
    case 'mtu':
      return links.set(op.link, { mtu: op.mtu });
    case 'mac':
      return links.set(op.link, { address: macText(op.mac) });
    case 'rename':
      return links.set(op.link, { name: op.to });
    case 'group':
      return links.set(op.link, { group: op.value });
    case 'txqlen':
      return links.set(op.link, { txqlen: op.value });
    case 'promisc':
      return links.set(op.link, { promisc: op.on });
    case 'allmulticast':
      return links.set(op.link, { allmulticast: op.on });
    case 'arp':
      return links.set(op.link, { arp: op.on });
    case 'alias':
      return links.set(op.link, { alias: op.text });
    case 'address':
      return addresses.add({ dev: op.link, address: op.address, ...(isInet6(op.address) && { nodad: true }) });
    case 'unaddress':
      return addresses.delete({ dev: op.link, address: op.address });
    case 'route':
    case 'replace':
    case 'append':
    case 'unroute': {
      const { dst, via, link: dev, metric } = op;
      const family = isInet6(dst) || (dst === 'default' && via !== null && isInet6(via)) ? ('inet6' as const) : ('inet' as const);
      if (via !== null && isInet6(via) !== (family === 'inet6')) return undefined;
      const spec = { dst, family, ...(via !== null && { via }), ...(dev !== null && { dev }), ...(metric !== 0 && { metric }) };
      const verb = ({ route: 'add', replace: 'replace', append: 'append', unroute: 'delete' } as const)[op.do];
      return routes[verb](spec);
    }
    case 'rule':
      return rules.add({ from: op.from, table: op.table, priority: op.priority });
    case 'unrule':
      return rules.delete({ from: op.from, priority: op.priority });
    case 'neighbour':
      return neighbours.add({ dev: op.link, dst: op.dst, lladdr: macText(0x70) });
    case 'unneighbour':
      return neighbours.delete({ dev: op.link, dst: op.dst });
    case 'nexthop':
      return nexthops.add({ id: op.id, via: op.via, dev: op.link });
    case 'unnexthop':
      return nexthops.delete(op.id);
  }
}
