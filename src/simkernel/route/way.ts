// What becomes of a packet that is asked for, of IPv4. include/net/route.h: struct rtable; net/ipv4/fib_frontend.c: __ip_dev_find().

import { AF_INET, RT_TABLE_LOCAL, RT_TABLE_MAIN } from '../../rtnl/constants.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { Found } from './flow.js';
import { lookupTable4 } from './lookup4.js';
import { RTN } from './route.js';

/** RTCF_*, as RTM_F_* has them. */
export const RTCF_BROADCAST = 0x10000000;
export const RTCF_MULTICAST = 0x20000000;
export const RTCF_LOCAL = 0x80000000;
export const EVERYBODY = 'ffffffff';
/** 224.0.0.0/24, the groups of one link: ipv4_is_local_multicast(). */
export const isLocalMulticast = (address: string): boolean => address.startsWith('e00000');

export interface Way {
  readonly type: number;
  readonly flags: number;
  readonly dev: Device | undefined;
  readonly source: string | undefined;
  /** Where the route stands, where there is one; 0 where none was looked for. */
  readonly table: number;
  readonly found: Found | undefined;
}

/** As long as there are no rules but its own, IPv4 looks at one table, which is both. */
export const tableOf = (ns: NetNamespace, { route: { table } }: Found): number => (table === RT_TABLE_LOCAL && !ns.fib4.customRules ? RT_TABLE_MAIN : table);

/** The link that an address is on; what is no address of one is ours where the local table says so. */
export function ownerOf(ns: NetNamespace, address: string): Device | undefined {
  const [own] = ns.inet.find(address);
  if (own !== undefined) return own.dev;
  try {
    const found = lookupTable4(ns, RT_TABLE_LOCAL, { family: AF_INET, dst: address });
    return found?.route.type === RTN.local ? found.hop?.dev : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
