// How long addresses live. net/ipv4/devinet.c: set_ifa_lifetime(); net/ipv6/addrconf.c: addrconf_set_timeout().

import { IFA_F_PERMANENT } from '../../rtnl/constants.js';

export const FOREVER = 0xffffffff;

interface Living {
  readonly flags: number;
  readonly valid: number;
  readonly preferred: number;
  readonly updated: number;
}

/** What is left, in seconds. `ticks` are hundredths of a second since the kernel started. */
export function remaining(ticks: number, { flags, valid, preferred, updated }: Living): { readonly preferred: number; readonly valid: number } {
  if ((flags & IFA_F_PERMANENT) !== 0 && valid === FOREVER) return { preferred: preferred === 0 ? 0 : FOREVER, valid: FOREVER };
  const passed = Math.floor((ticks - updated) / 100);
  const left = (of: number) => (of === FOREVER ? FOREVER : Math.max(0, of - passed));
  return { preferred: left(preferred), valid: left(valid) };
}
