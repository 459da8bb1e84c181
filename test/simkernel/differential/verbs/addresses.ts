// Addresses of both families, with lifetimes; neighbours; parameters of links and namespaces.

import * as fc from 'fast-check';
import { addAddressRequest, deleteAddressRequest, listAddressesRequest, replaceAddressRequest } from '../../../../src/rtnl/address-requests.js';
import {
  addNeighbourRequest,
  changeNeighbourRequest,
  deleteNeighbourRequest,
  getNeighbourRequest,
  listNeighboursRequest,
  replaceNeighbourRequest,
} from '../../../../src/rtnl/neighbour-requests.js';
import { getNetconfRequest } from '../../../../src/rtnl/netconfs.js';
import { LIFETIMES } from '../lifetimes.js';
import { and, link, mac, mostly, type Spec, some, type Verb, words } from '../verb.js';

const INET = ['10.0.0.1/24', '10.0.0.2/24', '10.0.0.3/25', '10.0.1.1/32', '10.1.0.1/31', '192.168.1.1/16', '127.0.0.2/8', '0.0.0.1/8', '10.0.0.1/16'];
const INET6 = ['fd00::1/64', 'fd00::2/64', 'fd01::1/128', 'fd00::1/48', 'fe80::5/64', 'ff02::5/128', '::1/128', '::/64'];
const on = fc.boolean();

const lifetime = fc.constantFrom(...LIFETIMES);

const inet = and(
  fc.record({ dev: link, address: fc.constantFrom(...INET) }),
  some(
    {
      broadcast: fc.constantFrom('+', '-', '10.0.0.255', '10.0.0.7'),
      label: fc.constantFrom('v0:1', 'lo', 'a-label-of-sixteen'),
      scope: fc.constantFrom('link', 'host', 'global', 'site'),
      metric: fc.constantFrom(5, 100),
      peer: fc.constantFrom('10.2.0.1/24', '10.0.0.9/32'),
      anycast: fc.constant('10.0.0.5'),
      raw: fc.constantFrom({ protocol: 5 }, { flags8: 0x80 }, { flags: 0x21 }, { flags: 0xfff }, { prefixlen: 33 }, { address: '10.0.0.77' }),
      validLft: lifetime,
      preferredLft: fc.constantFrom(0, ...LIFETIMES),
      noprefixroute: on,
      autojoin: on,
    },
    { most: 2 },
  ),
);

/** Without detection of duplicates: that would be waiting. */
const inet6 = and(
  fc.record({ dev: link, address: fc.constantFrom(...INET6), nodad: fc.constant(true) }),
  some(
    {
      scope: fc.constantFrom('link', 'host'),
      metric: fc.constantFrom(5, 100),
      peer: fc.constantFrom('fd02::1/64', 'fd00::9/128'),
      raw: fc.constantFrom({ protocol: 5 }, { flags: 0x22 }, { flags: 0x2 | 0x20 }, { flags: 0x8 | 2 }, { flags: 0x40 | 2 }, { prefixlen: 129 }, { address: 'fd00::77' }),
      validLft: lifetime,
      preferredLft: fc.constantFrom(0, ...LIFETIMES),
      noprefixroute: on,
      home: on,
      autojoin: on,
      mngtmpaddr: on,
    },
    { most: 2 },
  ),
);

const address = fc.oneof(inet, inet6);
const ADDRESS_WORDS = { address: '', validLft: 'valid_lft', preferredLft: 'preferred_lft' };

const change = (request: (index: number, spec: never) => { readonly name: string; readonly header: object; readonly body: object }): Verb['perform'] => {
  return (place, { dev, raw, ...spec }) => {
    const made = request(place.index(dev as string), spec as never);
    return place.ask({ ...made, body: { ...made.body, ...(raw as object | undefined) } });
  };
};

const neighbour = and(
  fc.record({ dev: link, dst: fc.constantFrom('10.0.0.9', '10.0.0.8', 'fd00::9', 'fe80::9', '224.0.0.5', '0.0.0.0') }),
  some(
    {
      lladdr: mac,
      state: fc.constantFrom('permanent', 'noarp', 'stale', 'none', 'incomplete', 'failed'),
      raw: fc.constantFrom({ flagsExt: 2 }, { flagsExt: 4 }, { flagsExt: 0x10 }, { vlan: 5 }, { probes: 3 }, { ifindex: 2 }, { type: 5 }),
      router: on,
      proxy: on,
      externLearn: on,
      protocol: fc.constantFrom(3, 4),
    },
    { least: 1, most: 3 },
  ),
);
const neighbourCommand = (verb: string) => (spec: Spec) => `ip neigh ${verb} ${words(spec, { dst: '', state: 'nud', externLearn: () => 'extern_learn' })}`;

/** Files of net.ipv4.conf and net.ipv6.conf by what becomes of them; the others are kept, and told in links. */
const ACTIVE = {
  ipv4: [
    'forwarding',
    'rp_filter',
    'proxy_arp',
    'promote_secondaries',
    'ignore_routes_with_linkdown',
    'mc_forwarding',
    'bc_forwarding',
    'route_localnet',
    'accept_local',
    'arp_notify',
  ],
  ipv6: [
    'forwarding',
    'proxy_ndp',
    'keep_addr_on_down',
    'disable_ipv6',
    'addr_gen_mode',
    'ignore_routes_with_linkdown',
    'mtu',
    'disable_policy',
    'hop_limit',
    'use_oif_addrs_only',
    'force_forwarding',
  ],
} as const;
const PASSIVE = {
  ipv4: [
    'accept_redirects',
    'secure_redirects',
    'log_martians',
    'arp_accept',
    'drop_gratuitous_arp',
    'force_igmp_version',
    'bootp_relay',
    'medium_id',
    'tag',
    'disable_xfrm',
    'nothing',
  ],
  ipv6: [
    'accept_ra',
    'autoconf',
    'accept_ra_rt_info_max_plen',
    'temp_valid_lft',
    'max_addresses',
    'accept_ra_mtu',
    'ndisc_notify',
    'seg6_enabled',
    'router_probe_interval',
    'ra_defrtr_metric',
    'ioam6_id',
    'nothing',
  ],
} as const;
const file = fc.oneof(
  ...(['ipv4', 'ipv6'] as const).flatMap((version) => [
    { weight: 3, arbitrary: fc.constantFrom(...ACTIVE[version]).map((name) => ({ version, name })) },
    { weight: 1, arbitrary: fc.constantFrom(...PASSIVE[version]).map((name) => ({ version, name })) },
  ]),
);
const key = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(file, mostly('v0', 'all', 'default', 'b0', 'w0', 'lo', 'alt0')).map(([{ version, name }, of]) => `net.${version}.conf.${of}.${name}`) },
  { weight: 1, arbitrary: fc.constant('net.ipv4.ip_forward') },
);

export const addressVerbs: Readonly<Record<string, Verb>> = {
  'address add': {
    weight: 20,
    spec: address,
    perform: change(addAddressRequest),
    command: (spec) => `ip address add ${words(spec, ADDRESS_WORDS)}`,
  },
  'address replace': {
    weight: 5,
    spec: address,
    perform: change(replaceAddressRequest),
    command: (spec) => `ip address replace ${words(spec, ADDRESS_WORDS)}`,
  },
  'address delete': {
    weight: 7,
    spec: and(
      fc.record({ dev: link, address: fc.constantFrom(...INET, ...INET6, '10.0.0.1') }),
      some({ peer: fc.constant('10.2.0.1/24'), label: fc.constant('v0:1') }, { most: 1 }),
    ),
    perform: change(deleteAddressRequest),
    command: (spec) => `ip address del ${words(spec, ADDRESS_WORDS)}`,
  },
  'address list': {
    weight: 2,
    spec: some({ family: fc.constantFrom('inet', 'inet6'), dev: link }, { most: 2 }),
    perform: (place, { dev, ...spec }) => place.dump(listAddressesRequest({ ...spec, ...(dev !== undefined && { index: place.index(dev as string) }) })),
    command: ({ family, ...spec }) => `ip ${family === 'inet6' ? '-6' : '-4'} address show ${words(spec)}`,
  },
  'neighbour add': { weight: 7, spec: neighbour, perform: change(addNeighbourRequest), command: neighbourCommand('add') },
  'neighbour replace': { weight: 3, spec: neighbour, perform: change(replaceNeighbourRequest), command: neighbourCommand('replace') },
  'neighbour change': { weight: 2, spec: neighbour, perform: change(changeNeighbourRequest), command: neighbourCommand('change') },
  'neighbour delete': {
    weight: 3,
    spec: and(fc.record({ dev: link, dst: fc.constantFrom('10.0.0.9', '10.0.0.8', 'fd00::9', 'fe80::9') }), some({ proxy: on }, { most: 1 })),
    perform: change(deleteNeighbourRequest),
    command: neighbourCommand('del'),
  },
  'neighbour get': {
    weight: 1,
    spec: and(fc.record({ dev: link, dst: fc.constantFrom('10.0.0.9', 'fd00::9') }), some({ proxy: on }, { most: 1 })),
    perform: change(getNeighbourRequest),
    command: neighbourCommand('get'),
  },
  'neighbour list': {
    weight: 1,
    spec: some({ family: fc.constantFrom('inet', 'inet6'), dev: link, master: fc.constantFrom('b0', 'v0'), proxy: on }, { most: 2 }),
    perform: (place, { dev, master, ...spec }) =>
      place.dump(
        listNeighboursRequest({ ...spec, ...(dev !== undefined && { index: place.index(dev as string) }), ...(master !== undefined && { master: place.index(master as string) }) }),
      ),
    command: ({ family, ...spec }) => `ip ${family === 'inet6' ? '-6' : '-4'} neigh show ${words(spec)}`,
  },
  'netconf get': {
    weight: 1,
    spec: fc.record({ family: fc.constantFrom('inet', 'inet6'), dev: fc.oneof(link, fc.constantFrom(-1, -2)) }),
    perform: (place, { family, dev }) => place.ask(getNetconfRequest(family as 'inet', place.index(dev as string))),
    command: ({ family, dev }) => `ip ${family === 'inet6' ? '-6' : '-4'} netconf show dev ${dev === -1 ? 'all' : dev === -2 ? 'default' : dev}`,
  },
  sysctl: {
    weight: 8,
    spec: fc.record({ key, value: mostly(1, 0, 2, 1280, -1) }),
    perform: (place, { key, value }) => ({ outcome: place.sysctl(key as string, value as number), replies: [] }),
    command: ({ key, value }) => `sysctl ${key}=${value}`,
  },
};
