// ipvlan and ipvtap: links that share the lower link's address and are told apart by IP. An ipvtap has a character device
// /dev/tapN beside. include/uapi/linux/if_link.h: IFLA_IPVLAN_*; drivers/net/ipvlan/ipvlan_main.c.

import { attributes } from '../../netlink/attributes.js';
import { u16, type Value } from '../../netlink/codec.js';
import { bitSet, enumeration } from '../../netlink/enumeration.js';
import { EncodeError } from '../../netlink/errors.js';
import { told } from '../../netlink/expect.js';
import type { LinkKind } from '../kind.js';
import { expectOptions } from './attribute-options.js';

/** IPVLAN_MODE_*. */
const ipvlanMode = enumeration(u16, { l2: 0, l3: 1, l3s: 2 });

/** IPVLAN_F_*: at most one. */
const ipvlanFlags = bitSet(u16, { private: 1, vepa: 2 });

export const ipvlanData = attributes(() => ({
  /** Of all ipvlans of the lower link; `l3` by default. */
  mode: ['IFLA_IPVLAN_MODE', 1, ipvlanMode],
  /** Of all ipvlans of the lower link; none is bridge. */
  flags: ['IFLA_IPVLAN_FLAGS', 2, ipvlanFlags],
}));

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
    if (flag !== undefined && !['bridge', 'private', 'vepa'].includes(flag)) throw new EncodeError(`${told(flag)} is none of bridge, private, vepa`);
    if (mode === undefined && flag === undefined) return undefined;
    return { ...(mode !== undefined && { mode }), flags: flag === undefined || flag === 'bridge' ? [] : [flag] };
  };

const kind = (name: string) => ({ data: ipvlanData, add: settings(name), change: settings(name) }) satisfies LinkKind<Ipvlan, never, IpvlanAdd, IpvlanChange>;

export const ipvlanKind = { ...kind('ipvlan'), add: settings('ipvlan') as (options: IpvlanAdd) => Ipvlan | undefined };
export const ipvtapKind = { ...kind('ipvtap'), add: settings('ipvtap') as (options: IpvlanAdd) => Ipvlan | undefined };
