// Names of numbers that an administrator may change: those iproute2 is shipped with. iproute2: lib/rt_names.c, etc/iproute2.

import { parseWhole } from './words.js';

/** Names by number, where a number may have more than the one it is shown by. */
export class Names extends Map<number, string> {
  /** Those others. */
  readonly others = new Map<string, number>();
}

/** Names by number; what has none is shown as its number. */
export interface NameTables {
  /** Who made a route, a rule, a neighbour: RTPROT_*; /etc/iproute2/rt_protos. */
  readonly protocols: ReadonlyMap<number, string>;
  /** RT_SCOPE_*; rt_scopes. */
  readonly scopes: ReadonlyMap<number, string>;
  /** Routing realms; rt_realms. */
  readonly realms: ReadonlyMap<number, string>;
  /** Routing tables; rt_tables. */
  readonly tables: ReadonlyMap<number, string>;
  /** Values of the DS field (type of service); rt_dsfield. */
  readonly dsfields: ReadonlyMap<number, string>;
  /** Groups of links; group. */
  readonly groups: ReadonlyMap<number, string>;
  /** Bits of a link's protocol-down reason; protodown_reasons.d. */
  readonly protoDownReasons: ReadonlyMap<number, string>;
  /** IPPROTO_*; /etc/protocols. */
  readonly ipProtocols: ReadonlyMap<number, string>;
  /** Users and groups of users, to whom a tun may belong; /etc/passwd, /etc/group. Numbers where left out. */
  readonly users?: ReadonlyMap<number, string>;
  readonly userGroups?: ReadonlyMap<number, string>;
}

function inCapitalsToo(entries: readonly (readonly [id: number, name: string])[]): Names {
  const names = new Names(entries);
  for (const [id, name] of entries) names.others.set(name.toUpperCase(), id);
  return names;
}

/** What `ip` knows without any file. */
export const builtinNames: NameTables = {
  protocols: new Map([
    [0, 'unspec'],
    [1, 'redirect'],
    [2, 'kernel'],
    [3, 'boot'],
    [4, 'static'],
    [8, 'gated'],
    [9, 'ra'],
    [10, 'mrt'],
    [11, 'zebra'],
    [12, 'bird'],
    [13, 'dnrouted'],
    [14, 'xorp'],
    [15, 'ntk'],
    [16, 'dhcp'],
    [18, 'keepalived'],
    [42, 'babel'],
    [186, 'bgp'],
    [187, 'isis'],
    [188, 'ospf'],
    [189, 'rip'],
    [192, 'eigrp'],
  ]),
  scopes: new Map([
    [0, 'global'],
    [200, 'site'],
    [253, 'link'],
    [254, 'host'],
    [255, 'nowhere'],
  ]),
  realms: new Map([[0, 'unknown']]),
  tables: new Map([
    [253, 'default'],
    [254, 'main'],
    [255, 'local'],
  ]),
  dsfields: new Map([[0, '0']]),
  groups: new Map([[0, 'default']]),
  protoDownReasons: new Map(),
  ipProtocols: new Map(),
};

/** With the files iproute2 6.1 and Debian ship: what holds where there are no files. */
export const defaultNames: NameTables = {
  protocols: new Map([...builtinNames.protocols, [99, 'openr']]),
  scopes: builtinNames.scopes,
  realms: new Map([[0, 'cosmos']]),
  tables: new Map([...builtinNames.tables, [0, 'unspec']]),
  dsfields: new Map([
    [0x00, 'default'],
    [0x20, 'CS1'],
    [0x28, 'AF11'],
    [0x30, 'AF12'],
    [0x38, 'AF13'],
    [0x40, 'CS2'],
    [0x48, 'AF21'],
    [0x50, 'AF22'],
    [0x58, 'AF23'],
    [0x60, 'CS3'],
    [0x68, 'AF31'],
    [0x70, 'AF32'],
    [0x78, 'AF33'],
    [0x80, 'CS4'],
    [0x88, 'AF41'],
    [0x90, 'AF42'],
    [0x98, 'AF43'],
    [0xa0, 'CS5'],
    [0xb8, 'EF'],
    [0xc0, 'CS6'],
    [0xe0, 'CS7'],
  ]),
  groups: builtinNames.groups,
  protoDownReasons: builtinNames.protoDownReasons,
  ipProtocols: inCapitalsToo([
    [0, 'ip'],
    [1, 'icmp'],
    [2, 'igmp'],
    [3, 'ggp'],
    [4, 'ipencap'],
    [5, 'st'],
    [6, 'tcp'],
    [8, 'egp'],
    [9, 'igp'],
    [12, 'pup'],
    [17, 'udp'],
    [20, 'hmp'],
    [22, 'xns-idp'],
    [27, 'rdp'],
    [29, 'iso-tp4'],
    [33, 'dccp'],
    [36, 'xtp'],
    [37, 'ddp'],
    [38, 'idpr-cmtp'],
    [41, 'ipv6'],
    [43, 'ipv6-route'],
    [44, 'ipv6-frag'],
    [45, 'idrp'],
    [46, 'rsvp'],
    [47, 'gre'],
    [50, 'esp'],
    [51, 'ah'],
    [57, 'skip'],
    [58, 'ipv6-icmp'],
    [59, 'ipv6-nonxt'],
    [60, 'ipv6-opts'],
    [73, 'rspf'],
    [81, 'vmtp'],
    [88, 'eigrp'],
    [89, 'ospf'],
    [93, 'ax.25'],
    [94, 'ipip'],
    [97, 'etherip'],
    [98, 'encap'],
    [103, 'pim'],
    [108, 'ipcomp'],
    [112, 'vrrp'],
    [115, 'l2tp'],
    [124, 'isis'],
    [132, 'sctp'],
    [133, 'fc'],
    [135, 'mobility-header'],
    [136, 'udplite'],
    [137, 'mpls-in-ip'],
    [138, 'manet'],
    [139, 'hip'],
    [140, 'shim6'],
    [141, 'wesp'],
    [142, 'rohc'],
  ]),
};

/**
 * The number a word stands for: its name in the table, or a number from 0 to `max` as strtoul(3) reads it; undefined for
 * neither. `base` 16 is for DS fields, which are hexadecimal whatever stands before them.
 */
export function namedNumber(table: ReadonlyMap<number, string>, word: string, max: number, base: 0 | 16 = 0): number | undefined {
  for (const [id, name] of table) if (name === word) return id;
  const other = table instanceof Names ? table.others.get(word) : undefined;
  if (other !== undefined) return other;
  const value = base === 16 ? hexadecimal(word) : parseWhole(word);
  return value === undefined || value < 0 || value > max ? undefined : value;
}

function hexadecimal(word: string): number | undefined {
  const digits = /^\s*\+?(?:0[xX])?([0-9a-fA-F]+)$/.exec(word)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}
