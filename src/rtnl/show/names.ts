// Names of numbers as `ip` shows them: link types, groups, scopes, protocols. iproute2: lib/ll_types.c, ll_proto.c, rt_names.c.

import { defaultNames, type NameTables } from '../name-tables.js';
import type { Printer } from './printer.js';

type Numeric = Pick<Printer, 'numeric'>;

/** ARPHRD_* of if_arp.h. */
const LINK_TYPES: ReadonlyMap<number, string> = new Map([
  [0, 'netrom'],
  [1, 'ether'],
  [2, 'eether'],
  [3, 'ax25'],
  [4, 'pronet'],
  [5, 'chaos'],
  [6, 'ieee802'],
  [7, 'arcnet'],
  [8, 'atalk'],
  [15, 'dlci'],
  [19, 'atm'],
  [23, 'metricom'],
  [24, 'ieee1394'],
  [32, 'infiniband'],
  [256, 'slip'],
  [257, 'cslip'],
  [258, 'slip6'],
  [259, 'cslip6'],
  [260, 'rsrvd'],
  [264, 'adapt'],
  [270, 'rose'],
  [271, 'x25'],
  [272, 'hwx25'],
  [280, 'can'],
  [512, 'ppp'],
  [513, 'hdlc'],
  [516, 'lapb'],
  [517, 'ddcmp'],
  [518, 'rawhdlc'],
  [768, 'ipip'],
  [769, 'tunnel6'],
  [770, 'frad'],
  [771, 'skip'],
  [772, 'loopback'],
  [773, 'ltalk'],
  [774, 'fddi'],
  [775, 'bif'],
  [776, 'sit'],
  [777, 'ip/ddp'],
  [778, 'gre'],
  [779, 'pimreg'],
  [780, 'hippi'],
  [781, 'ash'],
  [782, 'econet'],
  [783, 'irda'],
  [784, 'fcpp'],
  [785, 'fcal'],
  [786, 'fcpl'],
  ...Array.from({ length: 13 }, (_, i): [number, string] => [787 + i, `fcfb${i}`]),
  [800, 'tr'],
  [801, 'ieee802.11'],
  [802, 'ieee802.11/prism'],
  [803, 'ieee802.11/radiotap'],
  [804, 'ieee802.15.4'],
  [805, 'ieee802.15.4/monitor'],
  [820, 'phonet'],
  [821, 'phonet_pipe'],
  [822, 'caif'],
  [823, 'gre6'],
  [824, 'netlink'],
  [825, '6lowpan'],
  [0xfffe, 'none'],
  [0xffff, 'void'],
]);

export function linkTypeName(type: number, { numeric }: Numeric): string {
  return (numeric ? undefined : LINK_TYPES.get(type)) ?? `[${type}]`;
}

const named = (table: ReadonlyMap<number, string>, id: number, { numeric }: Numeric): string | undefined => (numeric ? undefined : table.get(id));

export function scopeName(scope: number, out: Numeric, tables: NameTables = defaultNames): string {
  return named(tables.scopes, scope, out) ?? String(scope);
}

/** RTPROT_*, as routes, rules, neighbours and addresses have them. */
export function routeProtocolName(protocol: number, out: Numeric, tables: NameTables = defaultNames): string {
  return named(tables.protocols, protocol, out) ?? String(protocol);
}

export function routeTableName(table: number, out: Numeric, tables: NameTables = defaultNames): string {
  return named(tables.tables, table, out) ?? String(table);
}

export function realmName(realm: number, out: Numeric, tables: NameTables = defaultNames): string {
  return named(tables.realms, realm, out) ?? String(realm);
}

/** The DS field or type of service, in hexadecimal where it has no name. */
export function dsfieldName(dsfield: number, out: Numeric, tables: NameTables = defaultNames): string {
  return named(tables.dsfields, dsfield, out) ?? `0x${dsfield.toString(16).padStart(2, '0')}`;
}

/** IPPROTO_*: inet_proto_n2a() of lib/inet_proto.c. */
export function ipProtocolName(protocol: number, out: Numeric, tables: NameTables = defaultNames): string {
  return named(tables.ipProtocols, protocol, out) ?? `ipproto-${protocol}`;
}

export function groupName(group: number, out: Numeric, tables: NameTables = defaultNames): string {
  return named(tables.groups, group, out) ?? String(group | 0);
}

export function protoDownReasonName(bit: number, out: Numeric, tables: NameTables = defaultNames): string {
  return named(tables.protoDownReasons, bit, out) ?? String(bit);
}

/** ETH_P_* of if_ether.h. */
export const ETHERNET_PROTOCOLS: ReadonlyMap<number, string> = new Map([
  [0x0001, '802_3'],
  [0x0002, 'ax25'],
  [0x0003, 'all'],
  [0x0004, '802_2'],
  [0x0005, 'snap'],
  [0x0006, 'ddcmp'],
  [0x0007, 'wan_ppp'],
  [0x0008, 'ppp_mp'],
  [0x0009, 'localtalk'],
  [0x000c, 'can'],
  [0x0010, 'ppptalk'],
  [0x0011, 'tr_802_2'],
  [0x0015, 'mobitex'],
  [0x0016, 'control'],
  [0x0017, 'irda'],
  [0x0018, 'econet'],
  [0x0060, 'loop'],
  [0x0200, 'pup'],
  [0x0201, 'pupat'],
  [0x0800, 'ip'],
  [0x0805, 'x25'],
  [0x0806, 'arp'],
  [0x08ff, 'bpq'],
  [0x0a00, 'ieeepup'],
  [0x0a01, 'ieeepupat'],
  [0x6000, 'dec'],
  [0x6001, 'dna_dl'],
  [0x6002, 'dna_rc'],
  [0x6003, 'dna_rt'],
  [0x6004, 'lat'],
  [0x6005, 'diag'],
  [0x6006, 'cust'],
  [0x6007, 'sca'],
  [0x6558, 'teb'],
  [0x8035, 'rarp'],
  [0x809b, 'atalk'],
  [0x80f3, 'aarp'],
  [0x8100, '802.1Q'],
  [0x8137, 'ipx'],
  [0x86dd, 'ipv6'],
  [0x8847, 'mpls_uc'],
  [0x8848, 'mpls_mc'],
  [0x884c, 'atmmpoa'],
  [0x8863, 'ppp_disc'],
  [0x8864, 'ppp_ses'],
  [0x8884, 'atmfate'],
  [0x8892, 'profinet'],
  [0x88a2, 'aoe'],
  [0x88a4, 'ethercat'],
  [0x88a8, '802.1ad'],
  [0x88ca, 'tipc'],
  [0x88cc, 'LLDP'],
]);

/** An Ethernet protocol, in the host's byte order. */
export function ethernetProtocolName(protocol: number, { numeric }: Numeric): string {
  return (numeric ? undefined : ETHERNET_PROTOCOLS.get(protocol)) ?? `[${protocol}]`;
}
