// Kinds without any data or options: all there is to tell of them is what they are.

import type { LinkKind } from '../kind.js';
import { noOptions } from './attribute-options.js';

/** Sees all netlink messages of its namespace. drivers/net/nlmon.c. */
export const nlmonKind = { add: noOptions('nlmon') } satisfies LinkKind;

/** A CAN bus on which everything comes back. drivers/net/can/vcan.c. */
export const vcanKind = { add: noOptions('vcan') } satisfies LinkKind;

/** A link to test drivers with; made through /sys, not by rtnetlink. drivers/net/netdevsim. */
export const netdevsimKind = { add: noOptions('netdevsim') } satisfies LinkKind;

/** A link that looks like a wireless one; it wants a lower `link`. drivers/net/wireless/virtual/virt_wifi.c. */
export const virtWifiKind = { add: noOptions('virt_wifi') } satisfies LinkKind;

/** IPv6 over IEEE 802.15.4; it wants a lower `link`. net/ieee802154/6lowpan/core.c. iproute2 6.1 does not know it. */
export const lowpanKind = { add: noOptions('lowpan') } satisfies LinkKind;
