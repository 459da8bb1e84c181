// What the families are called: those of netlink, and those of addresses. include/uapi/linux/netlink.h, include/linux/socket.h.

/** NETLINK_* by number, without the prefix. */
const NETLINK: ReadonlyMap<number, string> = new Map([
  [0, 'route'],
  [2, 'usersock'],
  [4, 'sock_diag'],
  [5, 'nflog'],
  [6, 'xfrm'],
  [7, 'selinux'],
  [8, 'iscsi'],
  [9, 'audit'],
  [10, 'fib_lookup'],
  [11, 'connector'],
  [12, 'netfilter'],
  [15, 'uevent'],
  [16, 'generic'],
  [18, 'scsitransport'],
  [19, 'ecryptfs'],
  [20, 'rdma'],
  [21, 'crypto'],
  [22, 'smc'],
]);

/** AF_* that rtnetlink speaks of. */
const ADDRESSES: ReadonlyMap<string, number> = new Map([
  ['inet', 2],
  ['bridge', 7],
  ['inet6', 10],
  ['mpls', 28],
  ['ipmr', 128],
  ['ip6mr', 129],
]);

/** `route`; `#23` where it has no name. */
export function familyName(family: number): string {
  return NETLINK.get(family) ?? `#${family}`;
}

/** AF_* by its name. */
export function addressFamily(name: string): number | undefined {
  return ADDRESSES.get(name);
}
