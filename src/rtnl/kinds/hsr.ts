// hsr: two links as one that loses nothing when either fails, by HSR or PRP. include/uapi/linux/if_link.h: IFLA_HSR_*;
// net/hsr/hsr_netlink.c: hsr_policy, hsr_newlink(), hsr_fill_info(); iproute2: ip/iplink_hsr.c.

import { mac } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { u8, u16, u32, type Value } from '../../netlink/codec.js';
import type { KindContext, LinkKind } from '../kind.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, type Words } from '../words.js';
import { attributeOptions } from './attribute-options.js';
import { linkWord, number } from './option-values.js';
import { type AttributeOption, notAnOption, one, option, optionWords, type ReadAttribute } from './option-words.js';

export const hsrData = attributes({
  /** Index. */
  slave1: ['IFLA_HSR_SLAVE1', 1, u32],
  /** Index. */
  slave2: ['IFLA_HSR_SLAVE2', 2, u32],
  /** In requests only: last byte of the address supervision frames go to; 0 by default. */
  multicastSpec: ['IFLA_HSR_MULTICAST_SPEC', 3, u8],
  /** Read-only. */
  supervisionAddr: ['IFLA_HSR_SUPERVISION_ADDR', 4, mac],
  /** Read-only. */
  seqNr: ['IFLA_HSR_SEQ_NR', 5, u16],
  /** In requests only: of HSR, 0 or 1; 0 by default. */
  version: ['IFLA_HSR_VERSION', 6, u8],
  /** 0 is HSR, 1 is PRP. */
  protocol: ['IFLA_HSR_PROTOCOL', 7, u8],
  /** Index of a third link, to another ring; since Linux 6.10. */
  interlink: ['IFLA_HSR_INTERLINK', 8, u32],
});

export type Hsr = Value<typeof hsrData>;

export interface HsrAdd {
  /** One of the two links, by index or name. */
  readonly slave1: number | string;
  /** The other one. */
  readonly slave2: number | string;
  /** A link to another ring, by index or name; since Linux 6.10. */
  readonly interlink?: number | string;
  /** Last byte of the address supervision frames go to, 0 to 255; 0 by default. */
  readonly multicastSpec?: number;
  /** Version of HSR: 0 or 1; 0 by default. */
  readonly version?: 0 | 1;
  /** 0 is HSR, the default; 1 is PRP. */
  readonly protocol?: 0 | 1;
}

const add = attributeOptions<Hsr>()('hsr', ['slave1', 'slave2', 'interlink', 'multicastSpec', 'version', 'protocol']) as (options: HsrAdd) => Hsr | undefined;

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

export const hsrKind = { data: hsrData, add, links: ['slave1', 'slave2', 'interlink'], show, words, usage } satisfies LinkKind<Hsr, never, HsrAdd, never>;
