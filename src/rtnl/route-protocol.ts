// Who made an entry, RTPROT_*, as callers say it: a number, or a name that iproute2 ships (`static`, `bgp`).

import { expectInteger } from '../netlink/codec.js';
import { EncodeError } from '../netlink/errors.js';
import { told } from '../netlink/expect.js';
import { defaultNames } from './name-tables.js';

/** RTPROT_*: 0 to 255, or one of the names iproute2 ships: `kernel`, `boot`, `static`, `ra`, `dhcp`, `zebra`, `bird`, `bgp` ... */
export type RouteProtocolRef = number | string;

/** Throws EncodeError for a name nobody has. */
export function routeProtocolNumber(protocol: RouteProtocolRef): number {
  if (typeof protocol === 'number') {
    expectInteger(protocol, 0, 255, 'protocol');
    return protocol;
  }
  for (const [number, name] of defaultNames.protocols) if (name === protocol) return number;
  throw new EncodeError(`protocol is a number or one of ${[...defaultNames.protocols.values()].join(', ')}, not ${told(protocol)}`);
}
