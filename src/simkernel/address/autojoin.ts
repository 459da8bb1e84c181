// Multicast groups that come and go with addresses: IFA_F_MCAUTOJOIN. net/ipv4/devinet.c: ip_mc_autojoin_config();
// net/ipv6/addrconf.c: ipv6_mc_config(); a socket of the kernel's own is in them.

import { EADDRINUSE, EINVAL } from '../../netlink/errno-numbers.js';
import { isMulticast } from '../ip.js';
import type { Device } from '../link/device.js';
import { Refusal } from '../refusal.js';

const joined = new WeakMap<Device, Set<string>>();

function groupsOf(dev: Device): Set<string> {
  const known = joined.get(dev) ?? new Set<string>();
  joined.set(dev, known);
  return known;
}

const listOf = (dev: Device, group: string) => (group.length === 8 ? dev.inet : dev.inet6)?.multicast;

/** Throws Refusal where the address is no group, or the socket is in it already. */
export function autojoin(dev: Device, group: string): void {
  const groups = groupsOf(dev);
  const words = group.length === 8 ? 'ipv4' : 'ipv6';
  if (!isMulticast(group)) throw new Refusal(EINVAL, `${words}: Multicast auto join failed`);
  if (groups.has(group)) throw new Refusal(EADDRINUSE, `${words}: Multicast auto join failed`);
  groups.add(group);
  listOf(dev, group)?.join(group);
}

export function autoleave(dev: Device, group: string): void {
  if (groupsOf(dev).delete(group)) listOf(dev, group)?.leave(group);
}
