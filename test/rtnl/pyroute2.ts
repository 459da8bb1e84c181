// What pyroute2 says of a message, held against our dissection of the same bytes: attribute by attribute, in the order of
// the wire. Where it says less or something else than the kernel's headers, the reason is one of the named ones.

import { equal } from 'uvu/assert';
import type { Dissection } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';

/** An attribute as pyroute2 tells it; UNKNOWN where it has no name for the type. */
type Told = readonly [name: string, value: unknown];

interface Nest {
  readonly attrs: readonly Told[];
}

/** Why a value is not compared. The bytes that pyroute2 read are, wherever it tells them. */
export type Reason =
  /** pyroute2 has no name for it: type and length are compared. */
  | 'no name'
  /** pyroute2 gives null. */
  | 'no value'
  /** It reads 6 bytes, or 8, whatever the length: those bytes are compared. */
  | 'link address not of 6 bytes'
  /** Its payload has another length than it should: ours is filled with zeros or kept raw with its error, pyroute2 reads less or more: what it read is compared. */
  | 'wrong length'
  /** A nest that it gives the bytes of: they are compared. */
  | 'opaque to pyroute2';

export interface Verdict {
  /** Names of the attributes that both say the same of. */
  readonly agreed: string[];
  readonly differ: string[];
  readonly passedOver: (readonly [reason: Reason, name: string])[];
}

export const verdict = (): Verdict => ({ agreed: [], differ: [], passedOver: [] });

/** Under which name the kernel has what pyroute2 calls so. */
const kernelName = (name: string): string =>
  name
    .replace(/^(IFA|IFLA|NDA)_UNSPEC$/, '#0')
    .replace(/^IFLA_MACVTAP_/, 'IFLA_MACVLAN_')
    .replace(/^IFLA_IP6GRE_/, 'IFLA_GRE_')
    .replace(/^IFLA_IP6TNL_/, 'IFLA_IPTUN_');

type Words = readonly string[] | Readonly<Record<number, string>>;

const ENCAP_TYPES = ['none', 'fou', 'gue', 'mpls'];

/** Numbers that we give a word for. */
const WORDS: Readonly<Record<string, Words>> = {
  IFLA_LINKMODE: ['default', 'dormant'],
  IFLA_INET6_ADDR_GEN_MODE: ['eui64', 'none', 'stable_secret', 'random'],
  IFLA_BR_VLAN_PROTOCOL: { 33024: '802.1Q', 34984: '802.1ad' },
  IFLA_BOND_SLAVE_STATE: ['active', 'backup'],
  IFLA_BOND_SLAVE_MII_STATUS: ['up', 'fail', 'down', 'back'],
  IFLA_IPVLAN_MODE: ['l2', 'l3', 'l3s'],
  IFLA_GRE_ENCAP_TYPE: ENCAP_TYPES,
  IFLA_IPTUN_ENCAP_TYPE: ENCAP_TYPES,
  IFLA_IPTUN_PROTO: { 0: 'any', 4: 'ipip', 41: 'ipv6', 137: 'mpls' },
  RTA_ENCAP_TYPE: { 1: 'mpls', 2: 'ip', 3: 'ila', 4: 'ip6', 5: 'seg6' },
};

const TUNNEL_ENCAP_FLAGS: Readonly<Record<number, string>> = { 1: 'csum', 2: 'csum6', 4: 'remcsum' };
/** GRE_*: what it holds is big-endian. */
const GRE_FLAGS: Readonly<Record<number, string>> = { 32768: 'csum', 8192: 'key', 4096: 'seq' };
const IP6_TNL_FLAGS: Readonly<Record<number, string>> = {
  1: 'ignEncapLimit',
  2: 'useOrigTclass',
  4: 'useOrigFlowlabel',
  8: 'mip6Dev',
  16: 'rcvDscpCopy',
  32: 'useOrigFwmark',
  64: 'allowLocalRemote',
};

/** Bits that we give words for. */
const BITS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  IFLA_GRE_ENCAP_FLAGS: TUNNEL_ENCAP_FLAGS,
  IFLA_GRE_FLAGS: IP6_TNL_FLAGS,
  IFLA_GRE_IFLAGS: GRE_FLAGS,
  IFLA_GRE_OFLAGS: GRE_FLAGS,
  IFLA_IPTUN_ENCAP_FLAGS: TUNNEL_ENCAP_FLAGS,
  IFLA_IPTUN_FLAGS: IP6_TNL_FLAGS,
};

/** Fields of structs that have another name there than in the kernel. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  RTA_VIA: { addr: 'address' },
  TCA_STATS: { drop: 'drops' },
};

const isNest = (value: unknown): value is Nest => typeof value === 'object' && value !== null && 'attrs' in value;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value) && !isNest(value);
/** `igmpV1Queries` is `igmp_v1queries` there. */
const bare = (name: string): string =>
  name
    .replace(/^(ifa|rta)_/, '')
    .replaceAll('_', '')
    .toLowerCase();
const colons = (bytes: Uint8Array): string => toHex(bytes).replace(/..(?=.)/g, '$&:');

/** Ours as pyroute2 would say it: numbers without sign or size, bytes as text. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return colons(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as Iterable<number | bigint>, (one) => (typeof one === 'bigint' ? Number(one) : one >>> 0));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [bare(key), plain(one)]));
  return value;
}

/** The words of the bits that are set, and the bits without a word. */
function wordsOf(bits: Readonly<Record<number, string>>, value: number): readonly (string | number)[] {
  const known = Object.entries(bits).filter(([bit]) => (value & Number(bit)) !== 0);
  const rest = known.reduce((left, [bit]) => left & ~Number(bit), value);
  return [...known.map(([, word]) => word), ...(rest === 0 ? [] : [rest])];
}

interface Label {
  readonly label: number;
  readonly tc: number;
  readonly bos: number;
  readonly ttl: number;
}

/** A stack of labels: all but the last are not the bottom. */
const isLabels = (told: unknown): told is readonly Label[] =>
  Array.isArray(told) && told.length > 0 && told.every((one, i) => isRecord(one) && one.tc === 0 && one.ttl === 0 && one.bos === Number(i === told.length - 1));

/** A segment routing header: segments last to first, as the wire has them. */
function segments(told: Readonly<Record<string, unknown>>): unknown {
  const { segs, mode } = told as { readonly segs: readonly string[]; readonly mode: string };
  const header = { nexthdr: 0, type: 4, flags: 0, reserved: 0, tlvs: '', hdrlen: 2 * segs.length, segments_left: segs.length - 1, first_segment: segs.length - 1 };
  return isEqual({ ...told, ...header }, told) ? { mode, segments: [...segs].reverse() } : told;
}

interface Selector {
  readonly keys: readonly { readonly offmask: number }[];
}

/** What u32 matches: it takes the word before each key for the mask, the mask for the value and so on, the value as little-endian. */
function selector(told: Readonly<Record<string, unknown>>, { keys }: Selector): unknown {
  const swapped = new DataView(new ArrayBuffer(4));
  const key = ({ key_val, key_off, key_offmask }: Readonly<Record<string, number>>, i: number) => {
    swapped.setInt32(0, Number(key_off), true);
    return { mask: key_val, val: swapped.getUint32(0), off: key_offmask, offmask: keys[i]?.offmask };
  };
  return { ...told, keys: (told.keys as Readonly<Record<string, number>>[]).map(key) };
}

/** pyroute2's as we would say it, given what we say. */
function theirs(name: string, told: unknown, ours: unknown): unknown {
  const words = WORDS[name];
  if (words !== undefined && typeof told === 'number') return (words as Readonly<Record<number, string>>)[told] ?? told;
  const bits = BITS[name];
  if (bits !== undefined && typeof told === 'number') return wordsOf(bits, told);
  if (name === 'IFLA_OPERSTATE' && typeof told === 'string') return told.toLowerCase();
  if (name === 'IFLA_MACVLAN_FLAGS') return told === 'none' ? [] : [told];
  // -1 is none.
  if (name === 'FRA_SUPPRESS_PREFIXLEN' && typeof told === 'number') return told | 0;
  if (/^FRA_.*_RANGE$/.test(name))
    return Object.fromEntries(
      String(told)
        .split(':')
        .map((one, i) => [i === 0 ? 'start' : 'end', Number(one)]),
    );
  if (isLabels(told)) return told.map(({ label }) => label);
  if (name === 'TCA_U32_SEL' && isRecord(told)) return selector(told, ours as Selector);
  // The first of several counters.
  if (name === 'TCA_U32_PCNT' && isRecord(told)) return { ...told, kcnts: [told.kcnts, ...(ours as { kcnts: number[] }).kcnts.slice(1)] };
  if (name === 'SEG6_IPTUNNEL_SRH' && isRecord(told)) return segments(told);
  // It reads a string up to the end of the payload, we up to its NUL.
  if (typeof told === 'string' && told.includes('\0')) return told.slice(0, told.indexOf('\0'));
  if (isRecord(told)) return struct(name, told, ours);
  return told;
}

function struct(name: string, told: Readonly<Record<string, unknown>>, ours: unknown): unknown {
  // It reads the priority of a bridge id, big-endian on the wire, as little-endian.
  if ('prio' in told) return `${toHex(new Uint8Array([Number(told.prio) & 0xff, Number(told.prio) >> 8]))}.${told.addr}`;
  if (Array.isArray(ours) && ours.length > 0) {
    const values = Object.values(told).map((one) => (typeof one === 'number' && one < 0 ? one >>> 0 : one));
    // An array as long as the kernel's: it names the elements that it knows.
    return [...values.slice(0, ours.length), ...ours.slice(values.length)];
  }
  const fields = FIELDS[name] ?? {};
  // Padding is no value of ours; of two numbers in an array the first is what was received, the other what was sent.
  const known = Object.fromEntries(
    Object.entries(told).flatMap(([key, one]) => {
      if (/^pad\d*$/.test(key)) return [];
      return Array.isArray(one) ? [`${bare(key)}rx`, `${bare(key)}tx`].map((name, i) => [name, one[i]]) : [[fields[key] ?? bare(key), one]];
    }),
  );
  // A struct has grown since: what it does not name is taken from ours.
  return { ...(ours as object), ...known };
}

function isEqual(a: unknown, b: unknown): boolean {
  try {
    equal(a, b);
    return true;
  } catch {
    return false;
  }
}

/** Whether the bytes that pyroute2 tells stand in the message, from `at` on. */
function standsAt(message: Uint8Array, at: number, told: unknown): boolean {
  const bytes = fromHex(String(told).replaceAll(':', ''));
  return toHex(message.subarray(at, at + bytes.length)) === toHex(bytes);
}

/** Whether pyroute2 read the bytes of an attribute of the wrong length: all of it as bytes, or numbers from its start. */
function readFrom(message: Uint8Array, { offset }: Dissection, told: unknown): boolean {
  const u32 = (at: number) => new DataView(message.buffer, message.byteOffset).getUint32(at, true);
  if (typeof told === 'number') return told === u32(offset + 4);
  const range = /^(\d+):(\d+)$/.exec(String(told));
  return range === null || String(told).length < 12 ? standsAt(message, offset, told) : Number(range[1]) === u32(offset + 4) && Number(range[2]) === u32(offset + 8);
}

/** Compares `told`, what pyroute2 says that stands in a message or nest, with what we find there. `message` is the whole of it, little-endian. */
export function judge(message: Uint8Array, nodes: readonly Dissection[], told: readonly Told[], into: Verdict = verdict()): Verdict {
  if (nodes.length !== told.length) into.differ.push(`${told.length} attributes, not ${nodes.length}`);
  for (const [i, one] of told.entries()) {
    const node = nodes[i];
    if (node !== undefined) judgeOne(message, node, one, into);
  }
  return into;
}

function judgeOne(message: Uint8Array, node: Dissection, [name, value]: Told, into: Verdict): void {
  const { agreed, differ, passedOver } = into;
  const passOver = (reason: Reason, checked: boolean) => {
    if (checked) passedOver.push([reason, node.name]);
    else differ.push(`${name}: ${JSON.stringify(value)} is not in ${node.name}`);
  };
  if (name === 'UNKNOWN') {
    const { type, length } = (value as { readonly header: { readonly type: number; readonly length: number } }).header;
    // Its type has the flag bits.
    return passOver('no name', type === (node.type | node.flags) && length === node.length);
  }
  if (kernelName(name) !== node.name) differ.push(`${name}: ${node.name}`);
  else if (name === 'RTA_MULTIPATH') judgeNexthops(message, node, value as readonly Nexthop[], into);
  else if (isNest(value)) node.children === undefined ? differ.push(`${name}: not taken apart`) : judge(message, node.children, value.attrs, into);
  else if (name === 'AF_INET') judgeInet(node, value, into);
  else if (typeof value === 'string' && node.children !== undefined) passOver('opaque to pyroute2', standsAt(message, node.offset + 4, value) && ends(value, node));
  else if (value === null) passOver('no value', node.error === undefined);
  else if (node.payload === 'link address' && node.length !== 10)
    passOver('link address not of 6 bytes', [4, 0].some((from) => standsAt(message, node.offset + from, value)) && node.value === payloadOf(message, node));
  else if (node.error !== undefined || node.length === TOO_SHORT[name]) passOver('wrong length', readFrom(message, node, value));
  else {
    const ours = plain(node.value);
    if (isEqual(ours, theirs(node.name, value, ours))) agreed.push(node.name);
    else differ.push(`${name}: ${JSON.stringify(value)}, not ${JSON.stringify(ours)}`);
  }
}

/** Of attributes that stand in the rows with a payload of a wrong length: their length there. */
const TOO_SHORT: Readonly<Record<string, number>> = { IFA_CACHEINFO: 8, FRA_UID_RANGE: 8, TCA_OPTIONS: 4 };

/** Whether the bytes told are all that the nest has. */
const ends = (told: string, { length }: Dissection): boolean => told.replaceAll(':', '').length === 2 * (length - 4);
const payloadOf = (message: Uint8Array, { offset, length }: Dissection): string => colons(message.subarray(offset + 4, offset + length));

interface Nexthop extends Nest {
  readonly flags: number;
  readonly hops: number;
  readonly oif: number;
}

/** The struct of each stands before its attributes: u16 length, u8 flags, u8 hops, s32 index. */
function judgeNexthops(message: Uint8Array, { name, children = [] }: Dissection, told: readonly Nexthop[], into: Verdict): void {
  const structs = children.map(({ offset, flags }) => ({ flags, hops: message[offset + 3], oif: new DataView(message.buffer, message.byteOffset).getInt32(offset + 4, true) }));
  if (
    isEqual(
      structs,
      told.map(({ flags, hops, oif }) => ({ flags, hops, oif })),
    )
  )
    into.agreed.push(name);
  else into.differ.push(`${name}: ${JSON.stringify(told)}, not ${JSON.stringify(structs)}`);
  for (const [i, { attrs }] of told.entries()) judge(message, children[i]?.children ?? [], attrs, into);
}

/** pyroute2 takes the nest for the array in it: its first element is the header of IFLA_INET_CONF, 0x1 the type, the rest the length. */
function judgeInet({ name, children = [] }: Dissection, value: unknown, { agreed, differ }: Verdict): void {
  const [conf] = children;
  const [header, ...elements] = Object.values(value as Record<string, number>);
  const ours = plain(conf?.value);
  if (children.length === 1 && header === (1 << 16) + (conf?.length ?? 0) && isEqual(ours, theirs('IFLA_INET_CONF', { ...elements }, ours))) agreed.push('IFLA_INET_CONF');
  else differ.push(`${name}: ${JSON.stringify(value)}, not ${JSON.stringify(ours)}`);
}

/** What pyroute2 has no name for, or gives the bytes of: every value in it, in the order of the wire. */
export function silent(nodes: readonly Dissection[], told: readonly Told[]): (readonly [name: string, value: unknown])[] {
  const values = ({ name, value, children }: Dissection): (readonly [string, unknown])[] =>
    children === undefined || children.length === 0 ? [[name, value]] : children.flatMap(values);
  return told.flatMap(([name, value], i) => {
    const node = nodes[i];
    if (node === undefined) return [];
    if (isNest(value)) return silent(node.children ?? [], value.attrs);
    return name === 'UNKNOWN' || (typeof value === 'string' && node.children !== undefined) ? values(node) : [];
  });
}
