// What is known of the families that a recording may hold.

import { Families } from '../../families/families.js';
import type { Protocols } from '../../netlink/capture/entry.js';
import type { Bodies, Protocol } from '../../netlink/message.js';
import type { Route } from '../kernel.js';

const NETLINK_ROUTE = 0;

/** For one recording: it tells by itself which families of generic netlink it has. */
export function protocolsOf(route: Protocol<Route>): Protocols {
  const families = new Families();
  return (family) => (family === NETLINK_ROUTE ? (route as unknown as Protocol<Bodies>) : families.protocolOf(family));
}
