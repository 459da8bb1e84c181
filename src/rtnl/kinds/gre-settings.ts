// What all kinds of GRE have, while it is put together: from what the link has, and from options.

import type { Value } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import { numberOf as wordNumber } from '../expect.js';
import { expectBooleans } from './attribute-options.js';
import type { Gre } from './gre-data.js';
import { bitsOf, greFlags, numberOf } from './tunnel-data.js';
import { type EncapSettings, encapSettings, type TunnelEncap } from './tunnel-encap.js';
import { addressOf, integerOption, linkOption } from './tunnel-options.js';

export const { key: KEY, seq: SEQ, csum: CSUM } = greFlags.names;

const DIRECTIONS = { ingress: 0, egress: 1 } as const;

/** What all kinds of GRE have, as numbers. */
export interface GreSettings {
  iflags: number;
  oflags: number;
  ikey: number;
  okey: number;
  local: string | undefined;
  remote: string | undefined;
  link: number;
  ttl: number;
  external: boolean;
  fwmark: number;
  erspanIndex: number;
  erspanVer: number;
  erspanDir: number;
  erspanHwid: number;
  readonly encap: EncapSettings;
}

/** Of a link that has `data`; `ttl` and `encapFlags` are those of one that is made. */
export function greSettings(data: Gre = {}, ttl = 0, encapFlags = 0): GreSettings {
  return {
    iflags: bitsOf(greFlags.names, data.iflags),
    oflags: bitsOf(greFlags.names, data.oflags),
    ikey: data.ikey ?? 0,
    okey: data.okey ?? 0,
    local: specified(data.local),
    remote: specified(data.remote),
    link: data.link ?? 0,
    ttl: data.ttl ?? ttl,
    external: data.collectMetadata !== undefined,
    fwmark: data.fwmark ?? 0,
    erspanIndex: data.erspanIndex ?? 0,
    erspanVer: data.erspanVer ?? 1,
    erspanDir: numberOf(DIRECTIONS, data.erspanDir),
    erspanHwid: data.erspanHwid ?? 0,
    encap: encapSettings(data, encapFlags),
  };
}

/** An address of all zeros is none. */
export function specified(address: string | undefined): string | undefined {
  return address === '0.0.0.0' || address === '::' ? undefined : address;
}

/** Options of all kinds of GRE. */
export interface GreOptions {
  /** The other end; any where it is left out. */
  readonly remote?: string;
  /** The address to send from. */
  readonly local?: string;
  /** The link to send from, by index or name. */
  readonly dev?: string | number;
  /** Key of both directions: a number of 32 bits, the same as an IPv4 address, or false for none. */
  readonly key?: number | string | false;
  /** Key of what comes in. */
  readonly ikey?: number | string | false;
  /** Key of what goes out. */
  readonly okey?: number | string | false;
  /** Sequence numbers in both directions. */
  readonly seq?: boolean;
  /** Drop what comes out of sequence. */
  readonly iseq?: boolean;
  /** Number what goes out. */
  readonly oseq?: boolean;
  /** Checksums in both directions. */
  readonly csum?: boolean;
  /** Ask what comes in for a checksum. */
  readonly icsum?: boolean;
  /** Send a checksum. */
  readonly ocsum?: boolean;
  /** Routes and filters say for each packet where it goes. Nothing else is sent with it. */
  readonly external?: boolean;
  /** UDP around the tunnel. */
  readonly encap?: TunnelEncap;
}

/** Options of ERSPAN: a mirror of traffic over GRE. */
export interface ErspanOptions {
  /** 0, 1 (by default) or 2. */
  readonly erspanVer?: number;
  /** Index of the mirrored port, 1 to 1048575; of version 1. */
  readonly erspan?: number;
  /** Which traffic is mirrored; of version 2. */
  readonly erspanDir?: 'ingress' | 'egress';
  /** Of version 2. */
  readonly erspanHwid?: number;
}

/** Names of {@link GreOptions}. */
export const GRE_KEYS = ['remote', 'local', 'dev', 'key', 'ikey', 'okey', 'seq', 'iseq', 'oseq', 'csum', 'icsum', 'ocsum', 'external', 'encap'] as const;
/** Names of {@link ErspanOptions}. */
export const ERSPAN_KEYS = ['erspanVer', 'erspan', 'erspanDir', 'erspanHwid'] as const;

/** A key as a number. Throws EncodeError. */
export function keyOption(key: number | string): number {
  if (typeof key === 'number') return integerOption('a key', key, 0xffffffff);
  const { text, is6 } = addressOf(key);
  if (is6) throw new EncodeError(`'${key}' is no key`);
  return text.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}

/** Throws EncodeError. */
export function applyGre(settings: GreSettings, options: GreOptions & ErspanOptions, is6: boolean): void {
  expectBooleans(options, ['seq', 'iseq', 'oseq', 'csum', 'icsum', 'ocsum', 'external']);
  const { key, ikey = key, okey = key, seq, iseq = seq, oseq = seq, csum, icsum = csum, ocsum = csum } = options;
  if (ikey !== undefined) {
    settings.ikey = ikey === false ? 0 : keyOption(ikey);
    settings.iflags = withBit(settings.iflags, KEY, ikey !== false);
  }
  if (okey !== undefined) {
    settings.okey = okey === false ? 0 : keyOption(okey);
    settings.oflags = withBit(settings.oflags, KEY, okey !== false);
  }
  settings.iflags = withBit(withBit(settings.iflags, SEQ, iseq), CSUM, icsum);
  settings.oflags = withBit(withBit(settings.oflags, SEQ, oseq), CSUM, ocsum);
  if (options.remote !== undefined) settings.remote = endOption(options.remote, is6);
  if (options.local !== undefined) settings.local = endOption(options.local, is6);
  if (options.dev !== undefined) settings.link = linkOption('dev', options.dev);
  if (options.external !== undefined) settings.external = options.external;
  if (options.erspanVer !== undefined) settings.erspanVer = integerOption('erspanVer', options.erspanVer, 2);
  if (options.erspan !== undefined) settings.erspanIndex = integerOption('erspan', options.erspan, 0xfffff);
  if (options.erspanDir !== undefined) settings.erspanDir = wordNumber(DIRECTIONS, options.erspanDir, 'erspanDir');
  if (options.erspanHwid !== undefined) settings.erspanHwid = integerOption('erspanHwid', options.erspanHwid, 0xffff);
}

/** An end of the tunnel, of the family it is over; undefined for all zeros. Throws EncodeError. */
export function endOption(text: string, is6: boolean): string | undefined {
  const address = addressOf(text);
  if (address.is6 !== is6) throw new EncodeError(`'${text}' is no IPv${is6 ? 6 : 4} address`);
  return specified(address.text);
}

function withBit(bits: number, bit: number, on: boolean | undefined): number {
  return on === undefined ? bits : on ? bits | bit : bits & ~bit;
}

/** GRE_* as names. */
export function greFlagNames(bits: number): Value<typeof greFlags> {
  const names = (Object.keys(greFlags.names) as (keyof typeof greFlags.names)[]).filter((name) => (bits & greFlags.names[name]) !== 0);
  const rest = bits & ~bitsOf(greFlags.names, names);
  return rest === 0 ? names : [...names, rest];
}

/** IFLA_GRE_ERSPAN_*, by version. */
export function erspanAttributes({ erspanVer, erspanIndex, erspanDir, erspanHwid }: GreSettings): Gre {
  return {
    erspanVer,
    ...(erspanVer === 1 && erspanIndex !== 0 && { erspanIndex }),
    ...(erspanVer === 2 && { erspanDir, erspanHwid }),
  };
}
