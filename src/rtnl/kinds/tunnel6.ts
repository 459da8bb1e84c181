// What tunnels over IPv6 have beside their ends: hop limit, encapsulation limit, traffic class, flow label. iproute2: ip/link_gre6.c, ip/link_ip6tnl.c.

import type { Value } from '../../netlink/codec.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, wholeNumber } from '../words.js';
import { hexWord } from './option-values.js';
import { type OptionWord, type Read, type Reading, whole } from './option-words.js';
import { bitsOf, encapFlags, ip6TunnelFlags } from './tunnel-data.js';
import { integerOption, ttlOption } from './tunnel-options.js';
import { showDevice, showEndpoint, showNonzeroHex, showTrue, showTtl } from './tunnel-show.js';

/** Of a tunnel that is made. */
export const HOP_LIMIT = 64;
const ENCAP_LIMIT = 4;
/** UDP over IPv6 wants a checksum. */
export const ENCAP_FLAGS = encapFlags.names.csum6;
const FLAGS = ip6TunnelFlags.names;
const TCLASS = 0x0ff00000;
const FLOWLABEL = 0xfffff;

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

function setFlag(settings: Tunnel6Settings, flag: number, on: boolean): void {
  settings.flags = on ? settings.flags | flag : settings.flags & ~flag;
}

const setTclass = (settings: Tunnel6Settings, tclass: number): void => {
  settings.flowinfo = ((settings.flowinfo & ~TCLASS) | (tclass << 20)) >>> 0;
};

const setFlowlabel = (settings: Tunnel6Settings, label: number): void => {
  settings.flowinfo = ((settings.flowinfo & ~FLOWLABEL) | label) >>> 0;
};

/** Throws EncodeError. */
export function applyTunnel6(settings: Tunnel6Settings & { ttl: number }, options: Tunnel6Options): void {
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
  if (dscp !== undefined) setFlag(settings, FLAGS.rcvDscpCopy, true);
  if (fwmark !== undefined) {
    setFlag(settings, FLAGS.useOrigFwmark, fwmark === 'inherit');
    settings.fwmark = fwmark === 'inherit' ? 0 : integerOption('fwmark', fwmark, 0xffffffff);
  }
  if (allowLocalremote !== undefined) setFlag(settings, FLAGS.allowLocalRemote, allowLocalremote);
}

/** What their words are read into. */
export type Reading6 = Reading & { readonly settings: Tunnel6Settings };

/** Two digits, whatever stands before them; `inherit` is a flag. */
export const readTclass: Read<Reading6> = ({ settings, words }) => {
  const word = words.next();
  setTclass(settings, word === 'inherit' ? 0 : hexWord(word, 'invalid TClass', 0xff));
  setFlag(settings, FLAGS.useOrigTclass, word === 'inherit');
};

/** Options that are not cut short, and read alike by all. */
export const tunnel6Options: readonly OptionWord<Reading6>[] = [
  [
    whole('flowlabel', 'fl'),
    ({ settings, words }) => {
      const word = words.next();
      setFlowlabel(settings, word === 'inherit' ? 0 : hexWord(word, 'invalid Flowlabel', FLOWLABEL));
      setFlag(settings, FLAGS.useOrigFlowlabel, word === 'inherit');
    },
  ],
  [
    whole('dscp'),
    ({ settings, words }) => {
      const word = words.next();
      if (word !== 'inherit') throw invalidWord('not inherit', word);
      setFlag(settings, FLAGS.rcvDscpCopy, true);
    },
  ],
  [
    whole('fwmark'),
    ({ settings, words }) => {
      const word = words.next();
      settings.fwmark = word === 'inherit' ? 0 : wholeNumber(word, 'invalid fwmark\n');
      setFlag(settings, FLAGS.useOrigFwmark, word === 'inherit');
    },
  ],
  [whole('allow-localremote'), ({ settings }) => setFlag(settings, FLAGS.allowLocalRemote, true)],
  [whole('noallow-localremote'), ({ settings }) => setFlag(settings, FLAGS.allowLocalRemote, false)],
  [
    whole('encaplimit'),
    ({ settings, words }) => {
      const word = words.next();
      if (word !== 'none') settings.encapLimit = wholeNumber(word, 'invalid ELIM', 0xff);
      setFlag(settings, FLAGS.ignEncapLimit, word === 'none');
    },
  ],
];

/** The ends, the device, and what comes before the keys of GRE. */
export function showTunnel6(out: Printer, data: Tunnel6Data, names: LinkNames): void {
  const { flags = [], flowinfo, encapLimit } = data;
  showEndpoint(out, 'remote', data.remote);
  showEndpoint(out, 'local', data.local);
  showDevice(out, data.link, names);
  showTtl(out, data.ttl ?? 0, 'inherit', 'hoplimit');
  if (flags.includes('ignEncapLimit')) out.both('ip6_tnl_f_ign_encap_limit', true, 'encaplimit none ');
  else if (encapLimit !== undefined) out.both('encap_limit', encapLimit, `encaplimit ${encapLimit} `);
  showFlow(out, 'tclass', flags.includes('useOrigTclass'), flowinfo === undefined ? undefined : (flowinfo & TCLASS) >>> 20, 2);
  showFlow(out, 'flowlabel', flags.includes('useOrigFlowlabel'), flowinfo === undefined ? undefined : flowinfo & FLOWLABEL, 5);
  showTrue(out, flags.includes('rcvDscpCopy'), 'ip6_tnl_f_rcv_dscp_copy', 'dscp inherit ');
}

function showFlow(out: Printer, word: 'tclass' | 'flowlabel', inherited: boolean, value: number | undefined, digits: number): void {
  if (inherited) return out.both(`ip6_tnl_f_use_orig_${word}`, true, `${word} inherit `);
  if (value === undefined) return;
  const hex = `0x${value.toString(16).padStart(digits, '0')}`;
  out.both(word, hex, `${word} ${hex} `);
}

/** What comes behind the keys of GRE. */
export function showTunnel6Marks(out: Printer, { flags = [], fwmark }: Tunnel6Data): void {
  showTrue(out, flags.includes('allowLocalRemote'), 'ip6_tnl_f_allow_local_remote', 'allow-localremote ');
  if (flags.includes('useOrigFwmark')) out.both('ip6_tnl_f_use_orig_fwmark', true, 'fwmark inherit ');
  else showNonzeroHex(out, 'fwmark', fwmark);
}
