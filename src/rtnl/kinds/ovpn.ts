// ovpn: OpenVPN's data channel. include/uapi/linux/if_link.h: IFLA_OVPN_*; drivers/net/ovpn/main.c: ovpn_policy, ovpn_fill_info(). iproute2
// 6.1 does not know the kind; words and show are those of the first that does: ip/iplink_ovpn.c.

import { attributes } from '../../netlink/attributes.js';
import { u8, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import type { LinkKind } from '../kind.js';
import { attributeOptions } from './attribute-options.js';

export const ovpnData = attributes(() => ({
  /** One peer or many; only of a link to be made. */
  mode: ['IFLA_OVPN_MODE', 1, enumeration(u8, { p2p: 0, mp: 1 })],
}));

/** What IFLA_INFO_DATA of an ovpn link holds. */
export type Ovpn = Value<typeof ovpnData>;

/** Options of an ovpn link; none can be changed later. */
export interface OvpnAdd {
  /** One peer (by default) or many. */
  readonly mode?: 'p2p' | 'mp';
}

/** OpenVPN's data channel; its peers are told by generic netlink. */
export const ovpnKind = { data: ovpnData, add: attributeOptions<Ovpn>()('ovpn', ['mode']) } satisfies LinkKind<Ovpn, never, OvpnAdd, never>;
