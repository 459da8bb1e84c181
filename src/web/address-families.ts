// What families of addresses are called. include/linux/socket.h.

/** AF_* that rtnetlink speaks of. */
const ADDRESSES: ReadonlyMap<string, number> = new Map([
  ['inet', 2],
  ['bridge', 7],
  ['inet6', 10],
  ['mpls', 28],
  ['ipmr', 128],
  ['ip6mr', 129],
]);

/** AF_* by its name. */
export function addressFamily(name: string): number | undefined {
  return ADDRESSES.get(name);
}
