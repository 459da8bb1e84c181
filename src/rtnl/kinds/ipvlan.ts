// ipvlan and ipvtap: links that share the lower link's address and are told apart by IP. An ipvtap has a character device
// /dev/tapN beside. include/uapi/linux/if_link.h: IFLA_IPVLAN_*; drivers/net/ipvlan/ipvlan_main.c; iproute2: ip/iplink_ipvlan.c.

import { attributes } from '../../netlink/attributes.js';
import { u16, type Value } from '../../netlink/codec.js';
import { bitSet, enumeration } from '../../netlink/enumeration.js';
import { EncodeError } from '../../netlink/errors.js';
import { AttributeList } from '../attribute-list.js';
import type { KindContext, LinkKind } from '../kind.js';
import type { Printer } from '../show/printer.js';
import { matches, type Words } from '../words.js';
import { expectOptions } from './attribute-options.js';
import { notAnOption } from './option-words.js';
import { kindError } from './word-values.js';

/** IPVLAN_MODE_*. */
export const ipvlanMode = enumeration(u16, { l2: 0, l3: 1, l3s: 2 });

/** IPVLAN_F_*: at most one. */
export const ipvlanFlags = bitSet(u16, { private: 1, vepa: 2 });

export const ipvlanData = attributes({
  /** Of all ipvlans of the lower link; `l3` by default. */
  mode: ['IFLA_IPVLAN_MODE', 1, ipvlanMode],
  /** Of all ipvlans of the lower link; none is bridge. */
  flags: ['IFLA_IPVLAN_FLAGS', 2, ipvlanFlags],
});

export type Ipvlan = Value<typeof ipvlanData>;

export interface IpvlanChange {
  /** `l2` switches, `l3` routes, `l3s` routes through netfilter as well. It holds for all ipvlans of the lower link. */
  readonly mode?: NonNullable<Ipvlan['mode']>;
  /** Whether links of one lower link reach each other: directly, not at all, by a switch outside. `bridge` where only a mode is told. */
  readonly flag?: 'bridge' | 'private' | 'vepa';
}

export interface IpvlanAdd extends IpvlanChange {
  /** The lower link, by name or index. */
  readonly link: string | number;
}

const settings =
  (kind: string) =>
  (options: IpvlanChange): Ipvlan | undefined => {
    expectOptions(kind, options, ['mode', 'flag']);
    const { mode, flag } = options;
    if (flag !== undefined && !['bridge', 'private', 'vepa'].includes(flag)) throw new EncodeError(`'${String(flag)}' is none of bridge, private, vepa`);
    if (mode === undefined && flag === undefined) return undefined;
    return { ...(mode !== undefined && { mode }), flags: flag === undefined || flag === 'bridge' ? [] : [flag] };
  };

function show(out: Printer, { mode, flags }: Ipvlan): void {
  if (mode !== undefined) {
    const name = typeof mode === 'string' ? mode : 'unknown';
    out.both('mode', name, ` mode ${name} `);
  }
  if (flags === undefined) return;
  const flag = flags.includes('private') ? 'private' : flags.includes('vepa') ? 'vepa' : 'bridge';
  out.both(flag, true, `${flag} `);
}

const usageOf = (kind: string): string => `Usage: ... ${kind} [ mode MODE ] [ FLAGS ]

MODE: l3 | l3s | l2
FLAGS: bridge | private | vepa
(first values are the defaults if nothing is specified).
`;

/** The mode as typed; the flags last, also where none was told. */
async function words(words: Words, { kind, littleEndian }: KindContext): Promise<Ipvlan | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<Ipvlan>(ipvlanData.schema, () => littleEndian);
  let flag: 'private' | 'vepa' | 'bridge' | undefined;
  while (words.left > 0) {
    const word = words.next();
    const told = flag === undefined ? (['private', 'vepa', 'bridge'] as const).find((name) => matches(word, name)) : undefined;
    if (matches(word, 'mode')) {
      const mode = words.next();
      if (mode !== 'l2' && mode !== 'l3' && mode !== 'l3s') throw kindError('Error: argument of "mode" must be either "l2", "l3" or "l3s"\n');
      data.add('mode', mode);
    } else if (told !== undefined) {
      flag = told;
    } else {
      throw notAnOption(word, `${kind}: unknown option "${word}"?\n`, usageOf(kind));
    }
  }
  data.add('flags', flag === undefined || flag === 'bridge' ? [] : [flag]);
  return data.object();
}

const kind = (name: string) =>
  ({ data: ipvlanData, add: settings(name), change: settings(name), show, words, usage: usageOf(name) }) satisfies LinkKind<Ipvlan, never, IpvlanAdd, IpvlanChange>;

export const ipvlanKind = { ...kind('ipvlan'), add: settings('ipvlan') as (options: IpvlanAdd) => Ipvlan | undefined };
export const ipvtapKind = { ...kind('ipvtap'), add: settings('ipvtap') as (options: IpvlanAdd) => Ipvlan | undefined };
