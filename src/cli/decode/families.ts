// Netlink families by name: include/uapi/linux/netlink.h.

const NAMES: Readonly<Record<number, string>> = {
  0: 'route',
  2: 'usersock',
  4: 'sock_diag',
  5: 'nflog',
  6: 'xfrm',
  7: 'selinux',
  8: 'iscsi',
  9: 'audit',
  10: 'fib_lookup',
  11: 'connector',
  12: 'netfilter',
  14: 'dnrtmsg',
  15: 'uevent',
  16: 'generic',
  18: 'scsitransport',
  19: 'ecryptfs',
  20: 'rdma',
  21: 'crypto',
  22: 'smc',
};

/** `route`; the number of one without a name. */
export function familyName(family: number): string {
  return NAMES[family] ?? String(family);
}

/** By name or number; undefined where it is neither. */
export function familyNumber(word: string): number | undefined {
  const named = Object.entries(NAMES).find(([, name]) => name === word)?.[0];
  if (named !== undefined) return Number(named);
  return /^\d+$/.test(word) ? Number(word) : undefined;
}
