// What a route is looked for by, and what is found. include/net/flow.h: struct flowi4, flowi6.

import type { IpFamily } from '../ip.js';
import type { Device } from '../link/device.js';
import type { Hop, RouteEntry } from './route.js';

/** What is known of a packet. Addresses are hex. */
export interface Flow {
  readonly family: IpFamily;
  readonly dst: string;
  readonly src?: string | undefined;
  readonly oif?: Device | undefined;
  /** The link that it is to leave by is not there: no way is one for it. */
  readonly lost?: boolean;
  readonly iif?: Device | undefined;
  readonly mark?: number;
  readonly tos?: number;
  /** In place of `iif`: 0 where no link is meant, not even the loopback. */
  readonly iifIndex?: number;
  readonly uid?: number;
  readonly ipProto?: number;
  readonly sport?: number;
  readonly dport?: number;
  readonly flowlabel?: number;
  /** Only routes of at least this scope. */
  readonly scope?: number;
  /** Ways without a carrier count, whatever the parameters say: FIB_LOOKUP_IGNORE_LINKSTATE, RT6_LOOKUP_F_IGNORE_LINKSTATE. */
  readonly withoutCarrier?: boolean;
  /** IPv6: other links than `oif` count too, though less: without RT6_LOOKUP_F_IFACE. */
  readonly anyLink?: boolean;
  /** IPv6: it is a gateway that is looked for, and no packet is to go there: fib6_lookup(). */
  readonly gateway?: boolean;
}

export interface Found {
  readonly route: RouteEntry;
  readonly hop: Hop | undefined;
}
