// Words that all kinds of GRE have.

import { invalidWord, matches, wholeNumber } from '../words.js';
import { CSUM, type GreSettings, KEY, SEQ } from './gre-settings.js';
import { keyWord } from './option-values.js';
import { type OptionWord, type Reading, short, whole } from './option-words.js';
import type { EncapSettings } from './tunnel-encap.js';

/** What the words of GRE are read into. */
export type GreReading = Reading & { readonly settings: GreSettings; readonly encap: EncapSettings };

type Direction = 'iflags' | 'oflags';

const bit = (name: string, bits: number, directions: readonly Direction[], on: boolean): OptionWord<GreReading> => [
  short(name),
  ({ settings }) => {
    for (const flags of directions) settings[flags] = on ? settings[flags] | bits : settings[flags] & ~bits;
  },
];

const BOTH: readonly Direction[] = ['iflags', 'oflags'];

/** `seq`, `noseq` and the same of either direction. */
const bits = (name: string, mask: number): OptionWord<GreReading>[] => [
  bit(name, mask, BOTH, true),
  bit(`no${name}`, mask, BOTH, false),
  bit(`i${name}`, mask, ['iflags'], true),
  bit(`noi${name}`, mask, ['iflags'], false),
  bit(`o${name}`, mask, ['oflags'], true),
  bit(`noo${name}`, mask, ['oflags'], false),
];

const key = (name: 'key' | 'ikey' | 'okey', directions: readonly Direction[]): OptionWord<GreReading>[] => {
  const set = (settings: GreSettings, value: number) => {
    for (const flags of directions) settings[flags === 'iflags' ? 'ikey' : 'okey'] = value;
  };
  const [isOn, on] = bit(name, KEY, directions, true);
  const [isOff, off] = bit(`no${name}`, KEY, directions, false);
  return [
    [
      isOn,
      (reading, word) => {
        const value = keyWord(name, reading.words.next(), reading.context);
        set(reading.settings, value);
        return on(reading, word);
      },
    ],
    [
      isOff,
      (reading, word) => {
        set(reading.settings, 0);
        return off(reading, word);
      },
    ],
  ];
};

/** Keys, sequence numbers and checksums. */
export const greFlagOptions: readonly OptionWord<GreReading>[] = [
  ...key('key', BOTH),
  ...key('ikey', ['iflags']),
  ...key('okey', ['oflags']),
  ...bits('seq', SEQ),
  ...bits('csum', CSUM),
];

/** ERSPAN's. */
export const erspanOptions: readonly OptionWord<GreReading>[] = [
  [
    whole('erspan'),
    ({ settings, words }) => {
      const word = words.next();
      settings.erspanIndex = wholeNumber(word, 'invalid erspan index\n');
      if (settings.erspanIndex === 0 || settings.erspanIndex > 0xfffff) throw invalidWord('erspan index must be > 0 and <= 20-bit\n', word);
    },
  ],
  [
    whole('erspan_ver'),
    ({ settings, words }) => {
      const word = words.next();
      settings.erspanVer = wholeNumber(word, 'invalid erspan version\n', 0xff);
      if (settings.erspanVer > 2) throw invalidWord('erspan version must be 0/1/2\n', word);
    },
  ],
  [
    whole('erspan_dir'),
    ({ settings, words }) => {
      const word = words.next();
      if (!matches(word, 'ingress') && !matches(word, 'egress')) throw invalidWord('Invalid erspan direction.', word);
      settings.erspanDir = matches(word, 'ingress') ? 0 : 1;
    },
  ],
  [
    whole('erspan_hwid'),
    ({ settings, words }) => {
      settings.erspanHwid = wholeNumber(words.next(), 'invalid erspan hwid\n', 0xffff);
    },
  ],
];
