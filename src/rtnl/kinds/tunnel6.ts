// What tunnels over IPv6 have beside their ends: hop limit, encapsulation limit, traffic class, flow label.

import type { Value } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import { told } from '../../netlink/expect.js';
import { expectBooleans } from './attribute-options.js';
import { bitsOf, encapFlags, ip6TunnelFlags } from './tunnel-data.js';
import { integerOption, ttlOption } from './tunnel-options.js';

/** Of a tunnel that is made. */
export const HOP_LIMIT = 64;
const ENCAP_LIMIT = 4;
/** UDP over IPv6 wants a checksum. */
export const ENCAP_FLAGS = encapFlags.names.csum6;
export const FLAGS = ip6TunnelFlags.names;
export const TCLASS = 0x0ff00000;
export const FLOWLABEL = 0xfffff;

/** As attributes. */
export interface Tunnel6Data {
  remote?: string;
  local?: string;
  link?: number;
  ttl?: number;
  encapLimit?: number;
  flowinfo?: number;
  flags?: Value<typeof ip6TunnelFlags>;
  fwmark?: number;
}

/** While it is put together. */
export interface Tunnel6Settings {
  encapLimit: number;
  flowinfo: number;
  /** IP6_TNL_F_*. */
  flags: number;
  fwmark: number;
}

/** Of a link that has `data`. */
export function tunnel6Settings({ encapLimit = ENCAP_LIMIT, flowinfo = 0, flags, fwmark = 0 }: Tunnel6Data = {}): Tunnel6Settings {
  return { encapLimit, flowinfo, flags: bitsOf(FLAGS, flags), fwmark };
}

/** IP6_TNL_F_* as names. */
export function tunnel6FlagNames(bits: number): Value<typeof ip6TunnelFlags> {
  const names = (Object.keys(FLAGS) as (keyof typeof FLAGS)[]).filter((name) => (bits & FLAGS[name]) !== 0);
  const rest = (bits & ~bitsOf(FLAGS, names)) >>> 0;
  return rest === 0 ? names : [...names, rest];
}

/** Options of tunnels over IPv6. */
export interface Tunnel6Options {
  /** 1 to 255; `inherit` (0) takes it from the inner packet; 64 by default. */
  readonly hoplimit?: number | 'inherit';
  /** How many more tunnels a packet may go into: 0 to 255, or `none` for as many as there are; 4 by default. */
  readonly encaplimit?: number | 'none';
  /** Traffic class, 0 to 255; `inherit` takes it from the inner packet. */
  readonly tclass?: number | 'inherit';
  /** 20 bits; `inherit` takes it from the inner packet. */
  readonly flowlabel?: number | 'inherit';
  /** Copy the DSCP of the outer packet into the inner one: `inherit`. */
  readonly dscp?: 'inherit';
  /** Mark of the packets that go out; `inherit` takes it from the inner packet. */
  readonly fwmark?: number | 'inherit';
  /** The other end may be an address of this machine. */
  readonly allowLocalremote?: boolean;
}

/** Names of {@link Tunnel6Options}. */
export const TUNNEL6_KEYS = ['hoplimit', 'encaplimit', 'tclass', 'flowlabel', 'dscp', 'fwmark', 'allowLocalremote'] as const;

export function setFlag(settings: Tunnel6Settings, flag: number, on: boolean): void {
  settings.flags = on ? settings.flags | flag : settings.flags & ~flag;
}

export const setTclass = (settings: Tunnel6Settings, tclass: number): void => {
  settings.flowinfo = ((settings.flowinfo & ~TCLASS) | (tclass << 20)) >>> 0;
};

export const setFlowlabel = (settings: Tunnel6Settings, label: number): void => {
  settings.flowinfo = ((settings.flowinfo & ~FLOWLABEL) | label) >>> 0;
};

/** Throws EncodeError. */
export function applyTunnel6(settings: Tunnel6Settings & { ttl: number }, options: Tunnel6Options): void {
  expectBooleans(options, ['allowLocalremote']);
  const { hoplimit, encaplimit, tclass, flowlabel, dscp, fwmark, allowLocalremote } = options;
  if (hoplimit !== undefined) settings.ttl = ttlOption(hoplimit);
  if (encaplimit !== undefined) {
    setFlag(settings, FLAGS.ignEncapLimit, encaplimit === 'none');
    if (encaplimit !== 'none') settings.encapLimit = integerOption('encaplimit', encaplimit, 255);
  }
  if (tclass !== undefined) {
    setFlag(settings, FLAGS.useOrigTclass, tclass === 'inherit');
    setTclass(settings, tclass === 'inherit' ? 0 : integerOption('tclass', tclass, 255));
  }
  if (flowlabel !== undefined) {
    setFlag(settings, FLAGS.useOrigFlowlabel, flowlabel === 'inherit');
    setFlowlabel(settings, flowlabel === 'inherit' ? 0 : integerOption('flowlabel', flowlabel, FLOWLABEL));
  }
  if (dscp !== undefined && dscp !== 'inherit') throw new EncodeError(`dscp is inherit, not ${told(dscp)}`);
  if (dscp !== undefined) setFlag(settings, FLAGS.rcvDscpCopy, true);
  if (fwmark !== undefined) {
    setFlag(settings, FLAGS.useOrigFwmark, fwmark === 'inherit');
    settings.fwmark = fwmark === 'inherit' ? 0 : integerOption('fwmark', fwmark, 0xffffffff);
  }
  if (allowLocalremote !== undefined) setFlag(settings, FLAGS.allowLocalRemote, allowLocalremote);
}
