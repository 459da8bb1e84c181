// How long addresses live. net/ipv4/devinet.c: inet_fill_ifaddr(); net/ipv6/addrconf.c: inet6_fill_ifaddr().

import { AF_INET, IFA_F_PERMANENT } from '../../rtnl/constants.js';
import type { IpFamily } from '../ip.js';

export const FOREVER = 0xffffffff;

interface Living {
  readonly flags: number;
  readonly valid: number;
  readonly preferred: number;
  readonly updated: number;
}

/** What is left, in seconds. `ticks` are hundredths of a second since the kernel started. A life that ends counts down only where the preferred one does. */
export function remaining(ticks: number, { flags, valid, preferred, updated }: Living, family: IpFamily): { readonly preferred: number; readonly valid: number } {
  if ((flags & IFA_F_PERMANENT) !== 0 && (family === AF_INET || preferred === FOREVER)) return { preferred: FOREVER, valid: FOREVER };
  if (preferred === FOREVER) return { preferred, valid };
  const passed = Math.floor((ticks - updated) / 100);
  return { preferred: Math.max(0, preferred - passed), valid: valid === FOREVER ? FOREVER : Math.max(0, valid - passed) };
}
