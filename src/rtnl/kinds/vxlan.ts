// vxlan: Ethernet in UDP, a VXLAN network identifier to each. What the kernel refuses: drivers/net/vxlan/vxlan_core.c: vxlan_validate(), vxlan_nl2conf().

import { EncodeError } from '../../netlink/errors.js';
import { expectObject } from '../expect.js';
import type { LinkKind } from '../kind.js';
import { expectBooleans, expectOptions } from './attribute-options.js';
import { addressOf, integerOption, isMulticastAddress, linkOption, tosOption, ttlOption } from './tunnel-options.js';
import { type Vxlan, vxlanData } from './vxlan-data.js';

/** What can be told of a VXLAN that is made or changed. Most cannot be changed later: the kernel says which (`EOPNOTSUPP`). */
export interface VxlanChange {
  /** The link to send from, by index or name. */
  readonly dev?: string | number;
  /** The multicast group that stands for all others, `group` in the words of `ip`: needs `dev`. IPv4 or IPv6. */
  readonly groupAddress?: string;
  /** The one other end, instead of a group. */
  readonly remote?: string;
  /** The address to send from, of the same family as the other end. */
  readonly local?: string;
  /** 1 to 255; `auto` leaves it to the kernel, `inherit` takes it from the inner packet. */
  readonly ttl?: number | 'auto' | 'inherit';
  /** 0 to 255; `inherit` (1) takes it from the inner packet. */
  readonly tos?: number | 'inherit';
  /** "Don't fragment" in the outer IPv4 header. */
  readonly df?: 'unset' | 'set' | 'inherit';
  /** IPv6 flow label, 20 bits. */
  readonly flowlabel?: number;
  /** Where the flow label comes from. Linux 6.7. */
  readonly labelPolicy?: 'fixed' | 'inherit';
  /** Seconds an entry of the table lives; 0 is for ever, and for a link that is made the default of 300. */
  readonly ageing?: number;
  /** Entries in the table; 0 is no limit. */
  readonly maxaddress?: number;
  /** UDP ports to send from. */
  readonly srcport?: { readonly min: number; readonly max: number };
  /** UDP port to send to: 4789 is the registered one, the kernel's default is 8472; with `gpe` it is 4790. */
  readonly dstport?: number;
  /** Learn where others are from what they send; on by default, off for `external`. */
  readonly learning?: boolean;
  /** Answer ARP and neighbour solicitations for others. */
  readonly proxy?: boolean;
  /** Route short circuit. */
  readonly rsc?: boolean;
  /** Notify of a link-layer address that is not in the table. */
  readonly l2miss?: boolean;
  /** Notify of an address that is in no neighbour table. */
  readonly l3miss?: boolean;
  /** UDP checksums over IPv4. */
  readonly udpcsum?: boolean;
  /** Send without UDP checksums over IPv6. */
  readonly udp6zerocsumtx?: boolean;
  /** Accept what comes without UDP checksums over IPv6. */
  readonly udp6zerocsumrx?: boolean;
  /** Remote checksum offload: leave checksums to the other end. */
  readonly remcsumtx?: boolean;
  /** Accept packets whose checksum is left to this end. */
  readonly remcsumrx?: boolean;
  /** Remote checksum offload is not done for part of a packet only. */
  readonly remcsumNopartial?: true;
  /** Group policy extension. */
  readonly gbp?: true;
  /** Generic protocol extension: packets of any protocol, not Ethernet frames alone. Only with `external`. */
  readonly gpe?: true;
  /** What is for this machine is handed over without going out. Linux 6.5. */
  readonly localbypass?: boolean;
  /** Bits of the header that are no reason to drop a packet. Linux 6.14. */
  readonly reservedBits?: { readonly flags: number; readonly vni: number };
  /** Send to groups by the multicast routing table. Linux 6.17. */
  readonly mcroute?: boolean;
}

/** Options of a VXLAN that is made. */
export interface VxlanAdd extends VxlanChange {
  /** The network identifier, 0 to 16777215: wanted unless `external`. */
  readonly id?: number;
  /** Routes and filters say for each packet where it goes and with which identifier. */
  readonly external?: boolean;
  /** Only with `external`: networks are told one by one. */
  readonly vnifilter?: boolean;
}

type Converter<K extends keyof VxlanAdd> = (value: NonNullable<VxlanAdd[K]>) => Partial<Vxlan>;
const bit = (on: boolean): 0 | 1 => (on ? 1 : 0);

const BOOLEANS: readonly (keyof VxlanAdd)[] = [
  ...(['learning', 'proxy', 'rsc', 'l2miss', 'l3miss', 'udpcsum', 'udp6zerocsumtx', 'udp6zerocsumrx', 'remcsumtx', 'remcsumrx', 'remcsumNopartial'] as const),
  ...(['external', 'gbp', 'gpe', 'vnifilter', 'localbypass', 'mcroute'] as const),
];

/** Options that become attributes as they come, in the order given. */
const CONVERTERS: { readonly [K in Exclude<keyof VxlanAdd, 'id' | 'groupAddress' | 'remote' | 'local' | 'learning' | 'dstport'>]-?: Converter<K> } = {
  dev: (dev) => ({ link: linkOption('dev', dev) }),
  ttl: (ttl) => (ttl === 'inherit' ? { ttlInherit: true } : { ttl: ttl === 'auto' ? 0 : ttlOption(ttl) }),
  tos: (tos) => ({ tos: tosOption(tos) }),
  df: (df) => ({ df }),
  flowlabel: (flowlabel) => ({ label: integerOption('flowlabel', flowlabel, 0xfffff) }),
  labelPolicy: (labelPolicy) => ({ labelPolicy }),
  ageing: (ageing) => ({ ageing }),
  maxaddress: (limit) => ({ limit }),
  srcport: ({ min, max }) => ({ portRange: { low: min, high: max } }),
  proxy: (on) => ({ proxy: bit(on) }),
  rsc: (on) => ({ rsc: bit(on) }),
  l2miss: (on) => ({ l2miss: bit(on) }),
  l3miss: (on) => ({ l3miss: bit(on) }),
  udpcsum: (on) => ({ udpCsum: bit(on) }),
  udp6zerocsumtx: (on) => ({ udpZeroCsum6Tx: bit(on) }),
  udp6zerocsumrx: (on) => ({ udpZeroCsum6Rx: bit(on) }),
  remcsumtx: (on) => ({ remcsumTx: bit(on) }),
  remcsumrx: (on) => ({ remcsumRx: bit(on) }),
  remcsumNopartial: (remcsumNopartial) => ({ remcsumNopartial }),
  external: (on) => ({ collectMetadata: bit(on) }),
  gbp: (gbp) => ({ gbp }),
  gpe: (gpe) => ({ gpe }),
  vnifilter: (on) => ({ vnifilter: bit(on) }),
  localbypass: (on) => ({ localbypass: bit(on) }),
  reservedBits: (reservedBits) => ({ reservedBits: { ...reservedBits } }),
  mcroute: (on) => ({ mcRoute: bit(on) }),
};

const CHANGE_KEYS = [...Object.keys(CONVERTERS), 'groupAddress', 'remote', 'local', 'learning', 'dstport'];

function expectVxlan(options: VxlanChange, keys: readonly string[]): void {
  expectOptions('vxlan', options, keys);
  expectBooleans(options, BOOLEANS);
  for (const key of ['srcport', 'reservedBits'] as const) if (options[key] !== undefined) expectObject(options[key], key);
}

function converted(options: VxlanChange): Vxlan {
  const data: Vxlan = {};
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || !Object.hasOwn(CONVERTERS, key)) continue;
    Object.assign(data, (CONVERTERS[key as keyof typeof CONVERTERS] as (value: unknown) => Partial<Vxlan>)(value));
  }
  return data;
}

function addresses({ groupAddress: group, remote, local, dev }: VxlanChange): Partial<Vxlan> {
  if (group !== undefined && remote !== undefined) throw new EncodeError('a group and a remote cannot both be told');
  if (group !== undefined && !isMulticastAddress(group)) throw new EncodeError(`'${group}' is no multicast address`);
  if (group !== undefined && dev === undefined) throw new EncodeError('a group needs dev, the link to send from');
  for (const unicast of [remote, local]) if (unicast !== undefined && isMulticastAddress(unicast)) throw new EncodeError(`'${unicast}' is a multicast address`);
  const [from, other] = [local, group ?? remote].map((text) => (text === undefined ? undefined : addressOf(text)));
  if (from !== undefined && other !== undefined && from.is6 !== other.is6) throw new EncodeError(`'${from.text}' and '${other.text}' are of different families`);
  return {
    ...(from !== undefined && (from.is6 ? { local6: from.text } : { local: from.text })),
    ...(other !== undefined && (other.is6 ? { group6: other.text } : { group: other.text })),
  };
}

function add(options: VxlanAdd): Vxlan {
  expectVxlan(options, [...CHANGE_KEYS, 'id']);
  const { id, external = false, vnifilter = false, learning = !external, dstport = options.gpe ? 4790 : 0 } = options;
  if (id !== undefined) integerOption('id', id, 0xffffff);
  if (external && id !== undefined) throw new EncodeError('external links have no id');
  if (!external && id === undefined) throw new EncodeError('a vxlan needs an id, or to be external');
  if (vnifilter && !external) throw new EncodeError('vnifilter is for external links');
  return { ...converted(options), ...(id !== undefined && { id }), ...addresses(options), learning: bit(learning), ...(dstport !== 0 && { port: dstport }) };
}

function change(options: VxlanChange): Vxlan | undefined {
  expectVxlan(options, CHANGE_KEYS);
  const { learning, dstport = 0 } = options;
  const data = { ...converted(options), ...addresses(options), ...(learning !== undefined && { learning: bit(learning) }), ...(dstport !== 0 && { port: dstport }) };
  return Object.keys(data).length === 0 ? undefined : data;
}

/** Ethernet in UDP. A change tells the kernel only what is told. */
export const vxlanKind = { data: vxlanData, add, change, links: ['dev'] } satisfies LinkKind<Vxlan, never, VxlanAdd, VxlanChange>;
