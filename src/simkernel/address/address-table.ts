// The addresses of a namespace, of one family, by address. net/ipv4/devinet.c: inet_hash_insert(); net/ipv6/addrconf.c: ipv6_add_addr_hash().

export class AddressTable<A> {
  private readonly byAddress = new Map<string, readonly A[]>();
  /** inet_base_seq(), inet6_base_seq(): changes with every address. */
  generation = 1;

  /** `keyOf` is the address in hex. */
  constructor(private readonly keyOf: (address: A) => string) {}

  add(address: A): void {
    const key = this.keyOf(address);
    this.byAddress.set(key, [address, ...this.find(key)]);
    this.generation++;
  }

  remove(address: A): void {
    const key = this.keyOf(address);
    const others = this.find(key).filter((other) => other !== address);
    if (others.length === 0) this.byAddress.delete(key);
    else this.byAddress.set(key, others);
    this.generation++;
  }

  /** Those of any link, the last that came first. */
  find(key: string): readonly A[] {
    return this.byAddress.get(key) ?? [];
  }
}
