// Kinds without any data or options: all there is to tell of them is what they are.

import type { LinkKind } from '../kind.js';
import { noOptions } from './attribute-options.js';

const plain = (kind: string, usage = `Usage: ... ${kind}\n`) => ({ add: noOptions(kind), usage }) satisfies LinkKind;

/** Sees all netlink messages of its namespace. drivers/net/nlmon.c. */
export const nlmonKind = plain('nlmon');

/** A CAN bus on which everything comes back. drivers/net/can/vcan.c. */
export const vcanKind = plain('vcan');

/** A link to test drivers with; made through /sys, not by rtnetlink. drivers/net/netdevsim. */
export const netdevsimKind = plain('netdevsim');

/** A link that looks like a wireless one; it wants a lower `link`. drivers/net/wireless/virtual/virt_wifi.c. */
export const virtWifiKind = plain('virt_wifi', 'Usage: ... virt_wifi \n');

/** IPv6 over IEEE 802.15.4; it wants a lower `link`. net/ieee802154/6lowpan/core.c. iproute2 6.1 does not know it. */
export const lowpanKind = { add: noOptions('lowpan'), foreign: true } satisfies LinkKind;
