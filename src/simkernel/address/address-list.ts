// The addresses of a link, of one family: in the order in which they are listed, and found by address and by prefix. A link may have
// thousands of them: what is done to one does not look through the others.

import { network } from '../ip.js';
import { dropFrom, setOf } from '../sets.js';

/** What addresses of either family have; in hex. */
interface Listed {
  readonly address: string;
  readonly prefixlen: number;
}

export abstract class AddressList<A extends Listed> implements Iterable<A> {
  /** The highest rank first; those of a rank in the order in which they came. */
  private readonly ranks: { readonly rank: number; readonly members: Set<A> }[] = [];
  private readonly byOwn = new Map<string, Set<A>>();
  private readonly byPrefix = new Map<string, Set<A>>();
  /** How many prefixes of each length there are: only those are looked at. */
  private readonly lengths = new Map<number, number>();

  /** Those of a higher rank are listed first. */
  protected abstract rankOf(address: A): number;

  /** What makes it ours, where `address` may be the peer's. */
  protected abstract ownOf(address: A): string;

  /** Those of a rank as they are listed. */
  protected listed(members: ReadonlySet<A>): Iterable<A> {
    return members;
  }

  *[Symbol.iterator](): Generator<A> {
    for (const { members } of this.ranks) yield* this.listed(members);
  }

  get size(): number {
    return this.ranks.reduce((sum, { members }) => sum + members.size, 0);
  }

  has(address: A): boolean {
    return this.members(address).has(address);
  }

  add(address: A): void {
    const { prefixlen } = address;
    this.members(address).add(address);
    setOf(this.byOwn, this.ownOf(address)).add(address);
    const sharing = setOf(this.byPrefix, prefixOf(address));
    sharing.add(address);
    if (sharing.size === 1) this.lengths.set(prefixlen, (this.lengths.get(prefixlen) ?? 0) + 1);
  }

  remove(address: A): void {
    const { prefixlen } = address;
    this.members(address).delete(address);
    dropFrom(this.byOwn, this.ownOf(address), address);
    if (!dropFrom(this.byPrefix, prefixOf(address), address)) return;
    const left = (this.lengths.get(prefixlen) as number) - 1;
    if (left === 0) this.lengths.delete(prefixlen);
    else this.lengths.set(prefixlen, left);
  }

  /** Gives an address another rank, and the last place there. */
  move(address: A, change: () => void): void {
    this.members(address).delete(address);
    change();
    this.members(address).add(address);
  }

  /** Those that are this address: several where they have other prefixes or peers. */
  own(address: string): ReadonlySet<A> {
    return this.byOwn.get(address) ?? none;
  }

  /** Those of the prefix that an address is told with, in the order in which they came. */
  sharing(told: Listed): ReadonlySet<A> {
    return this.byPrefix.get(prefixOf(told)) ?? none;
  }

  /** Of each prefix that holds an address the one that came first. */
  *holding(address: string): Generator<A> {
    for (const prefixlen of this.lengths.keys()) {
      const [first] = this.sharing({ address, prefixlen });
      if (first !== undefined) yield first;
    }
  }

  private members(address: A): Set<A> {
    const rank = this.rankOf(address);
    const at = this.ranks.findIndex((other) => other.rank <= rank);
    const known = this.ranks[at];
    if (known?.rank === rank) return known.members;
    const members = new Set<A>();
    this.ranks.splice(at < 0 ? this.ranks.length : at, 0, { rank, members });
    return members;
  }
}

export const prefixOf = ({ address, prefixlen }: Listed): string => `${network(address, prefixlen)}/${prefixlen}`;

const none: ReadonlySet<never> = new Set<never>();
