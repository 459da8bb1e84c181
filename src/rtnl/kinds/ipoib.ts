// ipoib: IP over InfiniBand, a link for one partition of a port. include/uapi/linux/if_link.h: IFLA_IPOIB_*;
// drivers/infiniband/ulp/ipoib/ipoib_netlink.c; iproute2: ip/iplink_ipoib.c.

import { attributes } from '../../netlink/attributes.js';
import { u16, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import type { KindContext, LinkKind } from '../kind.js';
import type { Printer } from '../show/printer.js';
import type { Words } from '../words.js';
import { attributeOptions } from './attribute-options.js';
import { number } from './option-values.js';
import { type AttributeOption, notAnOption, one, option, optionWords } from './option-words.js';
import { kindError } from './word-values.js';

/** IPOIB_MODE_*. */
export const ipoibMode = enumeration(u16, { datagram: 0, connected: 1 });

export const ipoibData = attributes({
  /** Key of the partition, 0x8001 to 0xffff. Only of a link that is made. */
  pkey: ['IFLA_IPOIB_PKEY', 1, u16],
  mode: ['IFLA_IPOIB_MODE', 2, ipoibMode],
  /** 1: multicast groups may be joined by programs. */
  umcast: ['IFLA_IPOIB_UMCAST', 3, u16],
});

export type Ipoib = Value<typeof ipoibData>;

/** What follows an attribute that the kernel did not tell is not shown either. */
function show(out: Printer, { pkey, mode, umcast }: Ipoib): void {
  if (pkey === undefined) return;
  const key = pkey === 0 ? '0000' : `0x${hex(pkey)}`;
  out.both('key', key, `pkey ${key} `);
  if (mode === undefined) return;
  const name = typeof mode === 'string' ? mode : 'unknown';
  out.both('mode', name, `mode ${name} `);
  if (umcast !== undefined) out.both('umcast', hex(umcast), `umcast ${hex(umcast)} `);
}

const hex = (value: number): string => value.toString(16).padStart(4, '0');

const usage = `Usage: ... ipoib [ pkey PKEY ]
\t\t [ mode {datagram | connected} ]
\t\t [ umcast {0|1} ]

PKEY  := 0x8001-0xffff
`;

function modeWord(word: string): 'datagram' | 'connected' {
  if (word === 'datagram' || word === 'connected') return word;
  throw kindError('Error: argument of "mode" must be "datagram"or "connected"\n');
}

const OPTIONS: readonly AttributeOption<Ipoib>[] = [
  option('pkey', one('pkey', number('pkey is invalid', 0xffff))),
  option('mode', one('mode', modeWord)),
  option('umcast', one('umcast', number('umcast is invalid', 0xffff))),
];

function words(words: Words, context: KindContext): Promise<Ipoib | undefined> {
  return optionWords(words, context, ipoibData.schema, OPTIONS, (word) => notAnOption(word, `ipoib: unknown option "${word}"?\n`, usage));
}

const add = attributeOptions<Ipoib>()('ipoib', ['pkey', 'mode', 'umcast']);
const change = attributeOptions<Ipoib>()('ipoib', ['mode', 'umcast']);

export const ipoibKind = { data: ipoibData, add, change, show, words, usage } satisfies LinkKind<Ipoib, never, Parameters<typeof add>[0], Parameters<typeof change>[0]>;
