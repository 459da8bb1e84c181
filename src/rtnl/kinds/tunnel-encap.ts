// UDP around a tunnel (fou, gue): its options, its attributes.

import type { Value } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import { told } from '../../netlink/expect.js';
import { expectObject } from '../expect.js';
import { expectBooleans } from './attribute-options.js';
import { bitsOf, encapFlags, encapType, numberOf } from './tunnel-data.js';
import { integerOption } from './tunnel-options.js';

/** As attributes. */
export interface EncapData {
  encapType?: Value<typeof encapType>;
  encapFlags?: Value<typeof encapFlags>;
  encapSport?: number;
  encapDport?: number;
}

/** UDP around a tunnel. */
export interface TunnelEncap {
  /** Foo over UDP, generic UDP encapsulation, or neither. */
  readonly type: 'fou' | 'gue' | 'none';
  /** UDP port to send from; 0 (`auto`) picks one by flow, and is the default. */
  readonly sport?: number | 'auto';
  /** UDP port to send to. */
  readonly dport?: number;
  /** UDP checksums over IPv4; off by default. */
  readonly csum?: boolean;
  /** UDP checksums over IPv6; on by default for the IPv6 tunnels. */
  readonly csum6?: boolean;
  /** Remote checksum offload (gue); off by default. */
  readonly remcsum?: boolean;
}

/** While it is put together. */
export interface EncapSettings {
  type: number;
  /** TUNNEL_ENCAP_FLAG_*. */
  flags: number;
  sport: number;
  dport: number;
}

/** `flags` are those of a tunnel that is made. */
export function encapSettings({ encapType: type, encapFlags: bits, encapSport: sport = 0, encapDport: dport = 0 }: EncapData = {}, flags = 0): EncapSettings {
  return { type: numberOf(encapType.names, type), flags: bits === undefined ? flags : bitsOf(encapFlags.names, bits), sport, dport };
}

/** All four attributes. */
export function encapAttributes({ type, flags, sport, dport }: EncapSettings): Required<EncapData> {
  const names = Object.entries(encapType.names).find(([, number]) => number === type);
  return {
    encapType: (names?.[0] as keyof typeof encapType.names | undefined) ?? type,
    encapFlags: namesOfBits(flags),
    encapSport: sport,
    encapDport: dport,
  };
}

function namesOfBits(flags: number): Value<typeof encapFlags> {
  const names = (Object.keys(encapFlags.names) as (keyof typeof encapFlags.names)[]).filter((name) => (flags & encapFlags.names[name]) !== 0);
  const rest = flags & ~bitsOf(encapFlags.names, names);
  return rest === 0 ? names : [...names, rest];
}

/** Throws EncodeError. */
export function applyEncap(settings: EncapSettings, encap: TunnelEncap): void {
  expectObject(encap, 'encap');
  const { type, sport, dport, csum, csum6, remcsum, ...others } = encap;
  for (const key of Object.keys(others)) throw new EncodeError(`encap has no option ${key}; known: type, sport, dport, csum, csum6, remcsum`);
  expectBooleans(encap, ['csum', 'csum6', 'remcsum']);
  if (!['fou', 'gue', 'none'].includes(type)) throw new EncodeError(`encap: ${told(type)} is none of fou, gue, none`);
  settings.type = encapType.names[type];
  if (sport !== undefined) settings.sport = sport === 'auto' ? 0 : integerOption('sport', sport, 0xffff);
  if (dport !== undefined) settings.dport = integerOption('dport', dport, 0xffff);
  for (const [name, on] of Object.entries({ csum, csum6, remcsum }) as [keyof typeof encapFlags.names, boolean | undefined][]) {
    if (on !== undefined) settings.flags = on ? settings.flags | encapFlags.names[name] : settings.flags & ~encapFlags.names[name];
  }
}
