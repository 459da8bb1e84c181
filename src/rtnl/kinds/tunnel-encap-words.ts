// Words for UDP around a tunnel (fou, gue). iproute2: ip/link_gre.c and its like.

import { invalidWord, wholeNumber } from '../words.js';
import { type OptionWord, type Reading, whole } from './option-words.js';
import { encapFlags, encapType } from './tunnel-data.js';
import type { EncapSettings } from './tunnel-encap.js';

/** Both ports as iproute2 6.1 sends back what it read: with their bytes turned around on little-endian machines. */
export function turnPorts(settings: EncapSettings, littleEndian: boolean): void {
  if (!littleEndian) return;
  const turned = (port: number) => ((port & 0xff) << 8) | (port >> 8);
  settings.sport = turned(settings.sport);
  settings.dport = turned(settings.dport);
}

type EncapReading = Reading & { readonly encap: EncapSettings };

function typeWord(word: string): number {
  if (word !== 'fou' && word !== 'gue' && word !== 'none') throw invalidWord('Invalid encap type.', word);
  return encapType.names[word];
}

const flag = (name: string, bit: number): OptionWord<EncapReading>[] => [
  [
    whole(`encap-${name}`),
    ({ encap }) => {
      encap.flags |= bit;
    },
  ],
  [
    whole(`noencap-${name}`),
    ({ encap }) => {
      encap.flags &= ~bit;
    },
  ],
];

/** What the usage calls `encap-csum6` is typed `encap-udp6-csum`. */
export const encapOptions: readonly OptionWord<EncapReading>[] = [
  [
    whole('noencap'),
    ({ encap }) => {
      encap.type = encapType.names.none;
    },
  ],
  [
    whole('encap'),
    ({ encap, words }) => {
      encap.type = typeWord(words.next());
    },
  ],
  [
    whole('encap-sport'),
    ({ encap, words }) => {
      const word = words.next();
      encap.sport = word === 'auto' ? 0 : wholeNumber(word, 'Invalid source port.', 0xffff);
    },
  ],
  [
    whole('encap-dport'),
    ({ encap, words }) => {
      encap.dport = wholeNumber(words.next(), 'Invalid destination port.', 0xffff);
    },
  ],
  ...flag('csum', encapFlags.names.csum),
  ...flag('udp6-csum', encapFlags.names.csum6),
  ...flag('remcsum', encapFlags.names.remcsum),
];

/** The part of the kinds' usage that is about it. */
export const encapUsage = `\t\t\t[ noencap ]
\t\t\t[ encap { fou | gue | none } ]
\t\t\t[ encap-sport PORT ]
\t\t\t[ encap-dport PORT ]
\t\t\t[ [no]encap-csum ]
\t\t\t[ [no]encap-csum6 ]
\t\t\t[ [no]encap-remcsum ]
`;
