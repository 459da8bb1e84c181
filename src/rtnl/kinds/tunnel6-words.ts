// What tunnels over IPv6 have beside their ends, as `ip` reads and prints it. iproute2: ip/link_gre6.c, ip/link_ip6tnl.c.

import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, wholeNumber } from '../words.js';
import { hexWord } from './option-values.js';
import { type OptionWord, type Read, type Reading, whole } from './option-words.js';
import { showDevice, showEndpoint, showNonzeroHex, showTrue, showTtl } from './tunnel-show.js';
import { FLAGS, FLOWLABEL, setFlag, setFlowlabel, setTclass, TCLASS, type Tunnel6Data, type Tunnel6Settings } from './tunnel6.js';

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
