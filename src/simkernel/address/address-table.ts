// The addresses of a namespace, of one family, by address. net/ipv4/devinet.c: inet_hash_insert(); net/ipv6/addrconf.c: ipv6_add_addr_hash().

import { dropFrom, setOf } from '../sets.js';

export class AddressTable<A> {
  private readonly byAddress = new Map<string, Set<A>>();
  /** inet_base_seq(), inet6_base_seq(): changes with every address. */
  generation = 1;

  /** `keyOf` is the address in hex. */
  constructor(private readonly keyOf: (address: A) => string) {}

  add(address: A): void {
    setOf(this.byAddress, this.keyOf(address)).add(address);
    this.generation++;
  }

  remove(address: A): void {
    dropFrom(this.byAddress, this.keyOf(address), address);
    this.generation++;
  }

  /** Those of any link, the last that came first. */
  find(key: string): readonly A[] {
    return [...(this.byAddress.get(key) ?? [])].reverse();
  }

  /** Whether another link has the same, or this one with another prefix. */
  hasOther(address: A): boolean {
    const known = this.byAddress.get(this.keyOf(address));
    return known !== undefined && known.size > (known.has(address) ? 1 : 0);
  }
}
