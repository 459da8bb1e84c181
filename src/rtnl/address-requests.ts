// The requests for addresses as pure functions: from a plain spec, with the link's index, to the message that iproute2 6.1
// sends for it. iproute2: ip/ipaddress.c: ipaddr_modify().

import { formatIpv4, ipLength, parseIp } from '../netlink/address.js';
import { expectInteger } from '../netlink/codec.js';
import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../netlink/constants.js';
import { EncodeError } from '../netlink/errors.js';
import { expectBoolean, isWordOf, told } from '../netlink/expect.js';
import type { Address } from './address.js';
import {
  AF_INET,
  AF_UNSPEC,
  IFA_F_HOMEADDRESS,
  IFA_F_MANAGETEMPADDR,
  IFA_F_MCAUTOJOIN,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_OPTIMISTIC,
  INFINITY_LIFE_TIME,
  IP_FAMILIES,
  SCOPES,
} from './constants.js';
import { numberOf } from './expect.js';
import { type Prefix, parsePrefix, withHostBits } from './prefix.js';

/** Settings of an address, in the words of `man ip-address`. They are sent in the order in which they are given. */
export interface AddressOptions {
  /** `172.16.10.5/24`; without a prefix length it is a host's. */
  readonly address: string;
  /** The other end of a point-to-point address; the prefix is then the peer's. */
  readonly peer?: string;
  /** IPv4: an address, `+` to set all host bits of the prefix, `-` to clear them. */
  readonly broadcast?: string;
  readonly anycast?: string;
  /** IPv4: at most 15 bytes, by custom the link's name and a colon first. */
  readonly label?: string;
  /** `global` by default, `host` for 127.0.0.0/8. */
  readonly scope?: keyof typeof SCOPES | number;
  /** Metric of the prefix route. */
  readonly metric?: number;
  /** IFAPROT_*: who made it, 0 to 255; 1 to 3 are the kernel's own. Linux before 5.18 ignores it. */
  readonly proto?: number;
  /** Seconds; for ever by default. */
  readonly validLft?: number;
  /** Seconds, at most `validLft`; for ever by default. */
  readonly preferredLft?: number;
  readonly nodad?: boolean;
  readonly optimistic?: boolean;
  readonly home?: boolean;
  readonly mngtmpaddr?: boolean;
  readonly noprefixroute?: boolean;
  /** The kernel joins the multicast group that the address is. */
  readonly autojoin?: boolean;
}

const FLAGS = {
  nodad: IFA_F_NODAD,
  optimistic: IFA_F_OPTIMISTIC,
  home: IFA_F_HOMEADDRESS,
  mngtmpaddr: IFA_F_MANAGETEMPADDR,
  noprefixroute: IFA_F_NOPREFIXROUTE,
  autojoin: IFA_F_MCAUTOJOIN,
} as const;

function scopeOf(local: Prefix, scope: AddressOptions['scope']): number {
  if (typeof scope === 'number') return scope;
  if (scope === undefined) return local.address.startsWith('127.') ? SCOPES.host : SCOPES.global;
  if (!isWordOf(SCOPES, scope)) throw new EncodeError(`scope is a number or one of ${Object.keys(SCOPES).join(', ')}, not ${told(scope)}`);
  return SCOPES[scope];
}

/** The broadcast address with all host bits set, or none; undefined where the prefix leaves no room for one. */
export function broadcastOf({ family, address, length }: Prefix, bits: '+' | '-'): string | undefined {
  if (family !== AF_INET) throw new EncodeError('broadcast can be set only for IPv4 addresses');
  if (length > 30) return undefined;
  return formatIpv4(withHostBits(parseIp(address), length, bits), 0);
}

/** The kernel would take the first bytes of an address of the other family for one of its own. */
function sameFamily(key: string, value: unknown, family: number): string {
  if (typeof value !== 'string') throw new EncodeError(`${key} is an address as text, not ${told(value)}`);
  if ((ipLength(value) === 4) !== (family === AF_INET)) throw new EncodeError(`address and ${key} are of different families`);
  return value;
}

/** In one piece: of V8's optimiser it takes more to compile several functions into each other, and again into whoever calls them, than these requests take. */
function addressBodyOf(index: number, spec: AddressOptions, removing: boolean): Partial<Address> {
  const local = parsePrefix(spec.address);
  const keys = Object.keys(spec);
  if (keys.length === 1 && local.explicit) {
    // Most name an address and nothing else.
    const { family, length: prefixlen, address } = local;
    return { family, prefixlen, flags8: 0, scope: removing ? 0 : scopeOf(local, undefined), index, local: address, address };
  }
  const peer = spec.peer === undefined ? undefined : parsePrefix(spec.peer);
  if (peer !== undefined && peer.family !== local.family) throw new EncodeError('address and peer are of different families');
  const scope = removing && spec.scope === undefined ? 0 : scopeOf(local, spec.scope);
  const body: Partial<Address> = { family: local.family, prefixlen: peer?.length || local.length, flags8: 0, scope, index };
  let flags = 0;
  // In the order in which they were given.
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    const value = spec[key as keyof AddressOptions];
    if (value === undefined) continue;
    switch (key) {
      case 'address':
        body.local = local.address;
        break;
      case 'peer':
        body.address = (peer as Prefix).address;
        break;
      case 'broadcast':
        if (value !== '+' && value !== '-') body.broadcast = sameFamily(key, value, local.family);
        break;
      case 'anycast':
        body.anycast = sameFamily(key, value, local.family);
        break;
      case 'label':
        // A kernel takes an empty one, and lists the address without any.
        if (typeof value !== 'string' || value === '') throw new EncodeError(`label is text, not ${told(value)}`);
        body.label = value;
        break;
      case 'metric':
        expectInteger(value, 0, 0xffffffff, key);
        body.rtPriority = value;
        break;
      case 'proto':
        expectInteger(value, 0, 0xff, key);
        body.proto = value;
        break;
      case 'scope':
      case 'validLft':
      case 'preferredLft':
      case 'dev':
        break;
      default:
        if (!Object.hasOwn(FLAGS, key)) throw new EncodeError(`addresses have no option ${key}`);
        if (expectBoolean(value, key)) flags |= FLAGS[key as keyof typeof FLAGS];
    }
  }
  if (flags > 0xff) body.flags = flags;
  else body.flags8 = flags;
  // A removal without prefix length goes by the address alone.
  const wildcard = removing && local.family === AF_INET && !local.explicit;
  if (peer === undefined && !wildcard) body.address = local.address;
  if (!removing && (spec.broadcast === '+' || spec.broadcast === '-')) {
    const broadcast = broadcastOf(peer ?? local, spec.broadcast);
    if (broadcast !== undefined) body.broadcast = broadcast;
  }
  if (spec.validLft !== undefined || spec.preferredLft !== undefined) body.cacheinfo = lifetimes(spec);
  return body;
}

function lifetimes({ validLft = INFINITY_LIFE_TIME, preferredLft = INFINITY_LIFE_TIME }: AddressOptions): NonNullable<Address['cacheinfo']> {
  for (const [key, value] of Object.entries({ validLft, preferredLft })) expectInteger(value, 0, INFINITY_LIFE_TIME, key);
  if (validLft === 0) throw new EncodeError('validLft is zero');
  if (validLft < preferredLft) throw new EncodeError('preferredLft is greater than validLft');
  return { preferred: preferredLft, valid: validLft, cstamp: 0, tstamp: 0 };
}

/** Made apart from what holds it: until V8 has compiled who asks for them, an object in an object takes several times as long as two. */
const header = (flags: number): { flags: number } => ({ flags });

/** Throws EncodeError. The kernel refuses one that is there already: EEXIST. */
export function addAddressRequest(index: number, spec: AddressOptions) {
  return { name: 'RTM_NEWADDR', header: header(NLM_F_CREATE | NLM_F_EXCL), body: addressBodyOf(index, spec, false) } as const;
}

/** Throws EncodeError. The address is made where there is none, else changed. */
export function replaceAddressRequest(index: number, spec: AddressOptions) {
  return { name: 'RTM_NEWADDR', header: header(NLM_F_CREATE | NLM_F_REPLACE), body: addressBodyOf(index, spec, false) } as const;
}

/** Throws EncodeError. */
export function changeAddressRequest(index: number, spec: AddressOptions) {
  return { name: 'RTM_NEWADDR', header: { flags: NLM_F_REPLACE }, body: addressBodyOf(index, spec, false) } as const;
}

/** Throws EncodeError. The kernel refuses where there is none: EADDRNOTAVAIL. An IPv4 address without prefix length is removed whatever its own is. */
export function deleteAddressRequest(index: number, spec: AddressOptions) {
  return { name: 'RTM_DELADDR', header: header(0), body: addressBodyOf(index, spec, true) } as const;
}

/** Filters the kernel itself applies. */
export interface AddressFilter {
  readonly family?: keyof typeof IP_FAMILIES;
  /** Index of the link. */
  readonly index?: number;
}

/** Lists addresses: of one link, of one family, or all. */
export function listAddressesRequest({ family, index = 0 }: AddressFilter = {}) {
  return { name: 'RTM_GETADDR', header: {}, body: { family: family === undefined ? AF_UNSPEC : numberOf(IP_FAMILIES, family, 'family'), index } } as const;
}

/** Removes the very address that was listed. */
export function removeAddressRequest({ family, prefixlen, index, scope, flags8, address, local, label }: Address) {
  const body: Partial<Address> = { family, prefixlen, flags8, scope, index };
  if (local !== undefined) body.local = local;
  if (address !== undefined) body.address = address;
  if (label !== undefined) body.label = label;
  return { name: 'RTM_DELADDR', header: {}, body } as const;
}
