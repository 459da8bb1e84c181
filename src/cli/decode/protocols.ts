// What is known of the families that a recording may hold.

import type { Protocols } from '../../netlink/capture/entry.js';
import type { Bodies, Protocol } from '../../netlink/message.js';
import type { Route } from '../kernel.js';

const NETLINK_ROUTE = 0;

export function protocolsOf(route: Protocol<Route>): Protocols {
  return (family) => (family === NETLINK_ROUTE ? (route as unknown as Protocol<Bodies>) : undefined);
}
