// What pyroute2 says of a message, held against our dissection of the same bytes: attribute by attribute, in the order of
// the wire. Where it says less or something else than the kernel's headers, the reason is one of the named ones.

import { equal } from 'uvu/assert';
import type { Dissection } from '../../src/index.js';
import { toHex } from '../../src/netlink/bytes.js';

/** An attribute as pyroute2 tells it; UNKNOWN where it has no name for the type. */
type Told = readonly [name: string, value: unknown];

interface Nest {
  readonly attrs: readonly Told[];
}

/** Why something is not compared. */
export type Reason =
  /** pyroute2 has no name for it: only type and length are compared. */
  | 'no name'
  /** pyroute2 gives null. */
  | 'no value'
  /** It reads 6 bytes, or 8, whatever the length. */
  | 'link address not of 6 bytes'
  /** Its payload has another length than it should: ours is filled with zeros or kept raw with its error, pyroute2's is not. */
  | 'wrong length'
  /** IFLA_INFO_DATA or IFLA_INFO_SLAVE_DATA of a link kind we do not decode, IFLA_PROTINFO of a bridge port. */
  | 'opaque to us'
  /** A nest that it gives the bytes of. */
  | 'opaque to pyroute2';

export interface Verdict {
  /** Names of the attributes that both say the same of. */
  readonly agreed: string[];
  readonly differ: string[];
  readonly passedOver: (readonly [reason: Reason, name: string])[];
}

/** Names under which pyroute2 has the same attribute. */
const ALIASES: Readonly<Record<string, string>> = {
  IFLA_MACVTAP_MODE: 'IFLA_MACVLAN_MODE',
  IFLA_MACVTAP_FLAGS: 'IFLA_MACVLAN_FLAGS',
  IFLA_MACVTAP_MACADDR_MODE: 'IFLA_MACVLAN_MACADDR_MODE',
  IFLA_MACVTAP_MACADDR: 'IFLA_MACVLAN_MACADDR',
  IFLA_MACVTAP_MACADDR_DATA: 'IFLA_MACVLAN_MACADDR_DATA',
  IFLA_MACVTAP_MACADDR_COUNT: 'IFLA_MACVLAN_MACADDR_COUNT',
  IFA_UNSPEC: '#0',
  IFLA_UNSPEC: '#0',
};

/** Numbers that we give a word for. */
const WORDS: Readonly<Record<string, readonly string[] | Readonly<Record<number, string>>>> = {
  IFLA_LINKMODE: ['default', 'dormant'],
  IFLA_INET6_ADDR_GEN_MODE: ['eui64', 'none', 'stable_secret', 'random'],
  IFLA_BR_VLAN_PROTOCOL: { 33024: '802.1Q', 34984: '802.1ad' },
};

const isNest = (value: unknown): value is Nest => typeof value === 'object' && value !== null && 'attrs' in value;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value) && !isNest(value);
/** `igmpV1Queries` is `igmp_v1queries` there. */
const bare = (name: string): string => name.replace(/^ifa_/, '').replaceAll('_', '').toLowerCase();
const colons = (bytes: Uint8Array): string => toHex(bytes).replace(/..(?=.)/g, '$&:');

/** Ours as pyroute2 would say it: numbers without sign or size, bytes as text. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return colons(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as Iterable<number | bigint>, (one) => (typeof one === 'bigint' ? Number(one) : one >>> 0));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [bare(key), plain(one)]));
  return value;
}

/** pyroute2's as we would say it, given what we say. */
function theirs(name: string, told: unknown, ours: unknown): unknown {
  const words = WORDS[name];
  if (words !== undefined && typeof told === 'number') return (words as Readonly<Record<number, string>>)[told] ?? told;
  if (name === 'IFLA_OPERSTATE' && typeof told === 'string') return told.toLowerCase();
  if (name === 'IFLA_MACVLAN_FLAGS') return told === 'none' ? [] : [told];
  // It reads a string up to the end of the payload, we up to its NUL.
  if (typeof told === 'string' && told.includes('\0')) return told.slice(0, told.indexOf('\0'));
  if (isRecord(told)) {
    // It reads the priority of a bridge id, big-endian on the wire, as little-endian.
    if ('prio' in told) return `${toHex(new Uint8Array([Number(told.prio) & 0xff, Number(told.prio) >> 8]))}.${told.addr}`;
    if (Array.isArray(ours) && ours.length > 0) {
      const values = Object.values(told).map((one) => (typeof one === 'number' && one < 0 ? one >>> 0 : one));
      // An array as long as the kernel's: it names the elements that it knows.
      return [...values.slice(0, ours.length), ...ours.slice(values.length)];
    }
    // Padding is no value of ours; of two numbers in an array the first is what was received, the other what was sent.
    const known = Object.fromEntries(
      Object.entries(told).flatMap(([key, one]) => {
        if (/^pad\d*$/.test(key)) return [];
        return Array.isArray(one) ? [`${bare(key)}rx`, `${bare(key)}tx`].map((name, i) => [name, one[i]]) : [[bare(key), one]];
      }),
    );
    // A struct has grown since: what it does not name is taken from ours.
    return { ...(ours as object), ...known };
  }
  return told;
}

function isEqual(a: unknown, b: unknown): boolean {
  try {
    equal(a, b);
    return true;
  } catch {
    return false;
  }
}

/** Compares `told`, what pyroute2 says that stands in a message or nest, with what we find there. */
export function judge(nodes: readonly Dissection[], told: readonly Told[], verdict: Verdict = { agreed: [], differ: [], passedOver: [] }): Verdict {
  const { agreed, differ, passedOver } = verdict;
  if (nodes.length !== told.length) differ.push(`${told.length} attributes, not ${nodes.length}`);
  for (const [i, [name, value]] of told.entries()) {
    const node = nodes[i];
    if (node === undefined) break;
    if (name === 'UNKNOWN') {
      const { type, length } = (value as { readonly header: { readonly type: number; readonly length: number } }).header;
      // Its type has the flag bits.
      if (type === (node.type | node.flags) && length === node.length) passedOver.push(['no name', node.name]);
      else differ.push(`type ${type}, ${length} bytes: ${node.name}`);
      continue;
    }
    if ((ALIASES[name] ?? name) !== node.name) differ.push(`${name}: ${node.name}`);
    else if (isNest(value)) node.children === undefined ? passedOver.push(['opaque to us', name]) : judge(node.children, value.attrs, verdict);
    else if (typeof value === 'string' && node.children !== undefined) passedOver.push(['opaque to pyroute2', name]);
    else if (name === 'AF_INET') judgeInet(node, value, verdict);
    else if (value === null) passedOver.push(['no value', node.name]);
    else if (node.payload === 'link address' && node.length !== 10) passedOver.push(['link address not of 6 bytes', name]);
    else if (node.error !== undefined || (isRecord(node.value) && typeof value === 'string')) passedOver.push(['wrong length', name]);
    else {
      const ours = plain(node.value);
      if (isEqual(ours, theirs(node.name, value, ours))) agreed.push(node.name);
      else differ.push(`${name}: ${JSON.stringify(value)}, not ${JSON.stringify(ours)}`);
    }
  }
  return verdict;
}

/** pyroute2 takes the nest for the array in it: its first element is the header of IFLA_INET_CONF, 0x1 the type, the rest the length. */
function judgeInet({ name, children = [] }: Dissection, value: unknown, { agreed, differ }: Verdict): void {
  const [conf] = children;
  const [header, ...elements] = Object.values(value as Record<string, number>);
  const ours = plain(conf?.value);
  if (children.length === 1 && header === (1 << 16) + (conf?.length ?? 0) && isEqual(ours, theirs('IFLA_INET_CONF', { ...elements }, ours))) agreed.push('IFLA_INET_CONF');
  else differ.push(`${name}: ${JSON.stringify(value)}, not ${JSON.stringify(ours)}`);
}
