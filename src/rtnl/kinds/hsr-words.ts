// hsr as `ip` reads and prints it. iproute2: ip/iplink_hsr.c.

import type { KindCommand, KindContext } from '../kind-command.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, type Words } from '../words.js';
import { type Hsr, hsrData } from './hsr.js';
import { linkWord, number } from './option-values.js';
import { type AttributeOption, notAnOption, one, option, optionWords, type ReadAttribute } from './option-words.js';

function show(out: Printer, { slave1, slave2, seqNr, supervisionAddr, protocol }: Hsr, names: LinkNames): void {
  for (const [key, index] of [
    ['slave1', slave1],
    ['slave2', slave2],
  ] as const) {
    const name = index === undefined ? null : names.name(index);
    out.both(key, name, `${key} ${name ?? '<none>'} `);
  }
  if (seqNr !== undefined) out.both('seq_nr', seqNr, `sequence ${seqNr} `);
  if (supervisionAddr !== undefined) out.both('supervision_addr', supervisionAddr, `supervision ${supervisionAddr} `);
  if (protocol !== undefined) out.both('proto', protocol, `proto ${protocol} `);
}

const usage = `Usage:\tip link add name NAME type hsr slave1 SLAVE1-IF slave2 SLAVE2-IF
\t[ supervision ADDR-BYTE ] [version VERSION] [proto PROTOCOL]

NAME
\tname of new hsr device (e.g. hsr0)
SLAVE1-IF, SLAVE2-IF
\tthe two slave devices bound to the HSR device
ADDR-BYTE
\t0-255; the last byte of the multicast address used for HSR supervision
\tframes (default = 0)
VERSION
\t0,1; the protocol version to be used. (default = 0)
PROTOCOL
\t0 - HSR, 1 - PRP. (default = 0 - HSR)
`;

const slave =
  (key: 'slave1' | 'slave2'): ReadAttribute<Hsr> =>
  async ({ data, words, context }) =>
    data.add(key, await linkWord(words.next(), context, (name) => invalidWord('No such interface', name)));

const OPTIONS: readonly AttributeOption<Hsr>[] = [
  option('supervision', one('multicastSpec', number('ADDR-BYTE is invalid', 0xff))),
  option('version', one('version', number('version is invalid', 0xff))),
  option('proto', one('protocol', number('protocol is invalid', 0xff))),
  option('slave1', slave('slave1')),
  option('slave2', slave('slave2')),
];

function words(words: Words, context: KindContext): Promise<Hsr | undefined> {
  return optionWords(words, context, hsrData.schema, OPTIONS, (word) => notAnOption(word, `hsr: what is "${word}"?\n`, usage));
}

/** What the command reads and prints. */
export const hsrCommand = { show, words, usage } satisfies KindCommand<Hsr>;
