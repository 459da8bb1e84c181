// Addresses of both families, the routes that follow from them, and what is told of both. net/ipv4/devinet.c, net/ipv6/addrconf.c.

import { addAddressRequest, changeAddressRequest, deleteAddressRequest, listAddressesRequest, replaceAddressRequest } from '../../src/rtnl/address-requests.js';
import { RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV6_ROUTE } from '../../src/rtnl/groups.js';
import { listRoutesRequest } from '../../src/rtnl/route-requests.js';
import { type Asked, change, type Definition, list, type SuiteDefinition } from './define.js';
import { down, get, looked, pair, quiet, remove, set, up } from './world.js';

const listen = [{ groups: [RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV6_ROUTE] }];
const setup = 'up';

/** v0 and its far end (40, 41), up. */
const UP = [pair(40, 'v0'), quiet(40), quiet(41), up(40), up(41), looked(40), looked(41)];

type Options = Omit<Parameters<typeof addAddressRequest>[1], 'address'>;
const nodad = (text: string) => (text.includes(':') ? { nodad: true } : {});
const add = (text: string, more: Options = {}, index = 40): Asked => change(addAddressRequest(index, { address: text, ...nodad(text), ...more }));
const drop = (text: string, index = 40): Asked => change(deleteAddressRequest(index, { address: text }));
const routes4 = list(listRoutesRequest({ family: 'inet', table: 'all' }));
/** Routes of one destination stand in the order in which workers made them. */
const routes6 = list(listRoutesRequest({ family: 'inet6', table: 'all' }), { order: 'any' });
const listed = (family?: 'inet' | 'inet6', index?: number): Asked => list(listAddressesRequest({ ...(family && { family }), ...(index !== undefined && { index }) }));

const of = (name: string, ...steps: readonly Asked[]): Definition => ({ name, listen, setup, steps });

const inet: readonly Definition[] = [
  of('inet: an address and its routes', add('192.0.2.1/24'), listed('inet'), routes4, drop('192.0.2.1/24'), routes4),
  of('inet: the same twice', add('192.0.2.1/24'), add('192.0.2.1/24'), drop('192.0.2.1/24'), drop('192.0.2.1/24')),
  of('inet: two of one network: the second is secondary', add('192.0.2.1/24'), add('192.0.2.2/24'), listed('inet'), routes4, drop('192.0.2.1/24'), listed('inet'), routes4),
  of('inet: two networks on a link', add('192.0.2.1/24'), add('198.51.100.1/25'), listed('inet'), routes4),
  of('inet: a host', add('192.0.2.1/32'), routes4),
  of('inet: a pair (/31) has no broadcast', add('192.0.2.0/31'), routes4, add('192.0.2.5/30'), routes4),
  of('inet: a broadcast address', add('192.0.2.1/24', { broadcast: '+' }), listed('inet'), routes4),
  of('inet: a label', add('192.0.2.1/24', { label: 'v0:x' }), listed('inet')),
  of('inet: a peer', add('192.0.2.1', { peer: '198.51.100.1/32' }), listed('inet'), routes4),
  of('inet: scopes', add('192.0.2.1/24', { scope: 'link' }), add('198.51.100.1/24', { scope: 'host' }), listed('inet'), routes4),
  of('inet: a metric', add('192.0.2.1/24', { metric: 77 }), routes4, change(changeAddressRequest(40, { address: '192.0.2.1/24', metric: 78 })), routes4),
  of('inet: without its route', add('192.0.2.1/24', { noprefixroute: true }), routes4),
  of('inet: replaced', add('192.0.2.1/24'), change(replaceAddressRequest(40, { address: '192.0.2.1/24', label: 'v0:y' })), listed('inet')),
  of('inet: multicast, broadcast, zero', add('224.0.0.1/24'), add('255.255.255.255/32'), add('0.0.0.0/0')),
  of('inet: the link goes down, and up', add('192.0.2.1/24'), down(40), routes4, up(40), get(40), routes4),
  of('inet: the link is deleted', add('192.0.2.1/24'), remove(40), listed('inet')),
  of('inet: the link is no more', add('192.0.2.1/24', {}, 77), drop('192.0.2.1/24', 77)),
  of('inet: the far end goes down', add('192.0.2.1/24'), down(41), get(40), routes4),
  of('inet: of the loopback', add('127.0.0.1/8', {}, 1), up(1), get(1), routes4, listed('inet')),
  of('inet: lists by link', add('192.0.2.1/24'), add('198.51.100.1/24', {}, 41), listed('inet', 41), listed('inet', 77)),
  of('inet: deleted with another prefix length', add('192.0.2.1/24'), drop('192.0.2.1/25')),
  of('inet: of a link that is down', down(40), add('192.0.2.1/24'), routes4),
];

const inet6: readonly Definition[] = [
  of('inet6: an address and its routes', add('2001:db8::1/64'), listed('inet6'), routes6, drop('2001:db8::1/64'), routes6),
  of('inet6: the same twice', add('2001:db8::1/64'), add('2001:db8::1/64'), drop('2001:db8::1/64'), drop('2001:db8::1/64')),
  of('inet6: two of one network', add('2001:db8::1/64'), add('2001:db8::2/64'), listed('inet6'), routes6, drop('2001:db8::1/64'), routes6),
  of('inet6: a host', add('2001:db8::1/128'), routes6),
  of('inet6: of the link', add('fe80::1/64'), listed('inet6'), routes6),
  of('inet6: a peer', add('2001:db8::1', { peer: '2001:db8:1::1/128' }), listed('inet6'), routes6),
  of('inet6: a metric', add('2001:db8::1/64', { metric: 77 }), routes6),
  of('inet6: without its route', add('2001:db8::1/64', { noprefixroute: true }), routes6),
  of('inet6: multicast, unspecified, loopback', add('ff02::1/64'), add('::/128'), add('::1/128')),
  of('inet6: the link is deleted', add('2001:db8::1/64'), remove(40), listed('inet6')),
  of('inet6: the link goes down', add('2001:db8::1/64'), down(40), get(41), listed('inet6'), routes6),
  of('inet6: an mtu below 1280 ends it', add('2001:db8::1/64'), set(40, { mtu: 1200 }), listed('inet6'), routes6, add('2001:db8::2/64')),
  of('inet6: the link is no more', add('2001:db8::1/64', {}, 77), drop('2001:db8::1/64', 77)),
  of('inet6: of the loopback', up(1), get(1), listed('inet6', 1), routes6),
];

export const addresses: SuiteDefinition = {
  suite: 'addresses',
  description: 'IPv4 and IPv6 addresses, the connected and local routes that follow from them, and what is told of both.',
  requires: { kinds: ['veth'], capabilities: ['CAP_SYS_ADMIN', 'CAP_NET_ADMIN'] },
  setups: { up: UP },
  cases: [...inet, ...inet6],
};
