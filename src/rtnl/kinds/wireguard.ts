// wireguard: packets to peers known by their keys, which generic netlink tells. It has no IFLA_INFO_DATA. drivers/net/wireguard/device.c.

import type { LinkKind } from '../kind.js';
import { noOptions } from './attribute-options.js';

/** Peers and keys are told by generic netlink. */
export const wireguardKind = { add: noOptions('wireguard') } satisfies LinkKind;
