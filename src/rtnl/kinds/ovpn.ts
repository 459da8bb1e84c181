// ovpn: OpenVPN's data channel. include/uapi/linux/if_link.h: IFLA_OVPN_*; drivers/net/ovpn/main.c: ovpn_policy, ovpn_fill_info(). iproute2
// 6.1 does not know the kind; words and show are those of the first that does: ip/iplink_ovpn.c.

import { attributes } from '../../netlink/attributes.js';
import { u8, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import type { KindContext, LinkKind } from '../kind.js';
import type { Printer } from '../show/printer.js';
import { matches, type Words } from '../words.js';
import { attributeOptions } from './attribute-options.js';
import { optionWords, wholeOption } from './option-words.js';
import { kindError } from './word-values.js';

const ovpnData = attributes({
  /** One peer or many; only of a link to be made. */
  mode: ['IFLA_OVPN_MODE', 1, enumeration(u8, { p2p: 0, mp: 1 })],
});

/** What IFLA_INFO_DATA of an ovpn link holds. */
export type Ovpn = Value<typeof ovpnData>;

/** Options of an ovpn link; none can be changed later. */
export interface OvpnAdd {
  /** One peer (by default) or many. */
  readonly mode?: 'p2p' | 'mp';
}

function show(out: Printer, { mode }: Ovpn): void {
  if (mode === undefined) return;
  const name = typeof mode === 'string' ? mode : '(unknown)';
  out.both('mode', name, `mode ${name} `);
}

function modeWord(word: string): 'p2p' | 'mp' {
  const mode = (['p2p', 'mp'] as const).find((name) => matches(word, name));
  if (mode === undefined) throw kindError(`Error: argument of "mode" must be one of "p2p", "mp", not "${word}"\n`);
  return mode;
}

const OPTIONS = [wholeOption<Ovpn>('mode', ({ data, words }) => data.add('mode', modeWord(words.next())))];

const words = (words: Words, context: KindContext): Promise<Ovpn | undefined> =>
  optionWords<Ovpn>(words, context, ovpnData.schema, OPTIONS, (word) => kindError(word === 'help' ? usage : `ovpn: unknown option "${word}"?\n${usage}`));

const usage = `Usage: ... ovpn [ mode { p2p | mp } ]

MODE := p2p | mp
(p2p is the default if mode is not specified)
`;

/** OpenVPN's data channel; its peers are told by generic netlink. */
export const ovpnKind = { data: ovpnData, add: attributeOptions<Ovpn>()('ovpn', ['mode']), show, words, usage } satisfies LinkKind<Ovpn, never, OvpnAdd, never>;
