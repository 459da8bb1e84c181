// A routing table: routes by prefix, the best match, and the order in which they are listed.
// net/ipv4/fib_trie.c: fib_table_insert(), fib_table_dump(); net/ipv6/ip6_fib.c: fib6_add(), fib6_walk_continue().

import { bitsOf, type IpFamily, lastOf, network } from '../ip.js';
import type { RouteEntry } from './route.js';

interface Node {
  readonly dst: string;
  readonly length: number;
  /** In the order in which they are tried. */
  readonly routes: RouteEntry[];
}

/** One table of one family. */
export class RouteTable {
  private readonly nodes = new Map<string, Node>();
  /** How many prefixes of each length there are: only those are looked at. */
  private readonly lengths = new Map<number, number>();
  private order: Node[] | undefined = [];

  constructor(
    readonly family: IpFamily,
    readonly id: number,
  ) {}

  get size(): number {
    return this.nodes.size;
  }

  /** The routes of exactly this prefix. */
  at(dst: string, length: number): readonly RouteEntry[] {
    return this.nodes.get(`${dst}/${length}`)?.routes ?? [];
  }

  /** Puts a route among those of its prefix. */
  insert(route: RouteEntry, place: number): void {
    const key = `${route.dst}/${route.length}`;
    const node = this.nodes.get(key);
    if (node !== undefined) {
      node.routes.splice(place, 0, route);
      return;
    }
    const made: Node = { dst: route.dst, length: route.length, routes: [route] };
    this.nodes.set(key, made);
    this.lengths.set(route.length, (this.lengths.get(route.length) ?? 0) + 1);
    if (this.order !== undefined) {
      const last = this.order.at(-1);
      if (last === undefined || this.compare(last, made) < 0) this.order.push(made);
      else this.order = undefined;
    }
  }

  replace(old: RouteEntry, route: RouteEntry): void {
    const { routes } = this.nodes.get(`${old.dst}/${old.length}`) as Node;
    routes.splice(routes.indexOf(old), 1, route);
  }

  remove(route: RouteEntry): void {
    const key = `${route.dst}/${route.length}`;
    const node = this.nodes.get(key);
    const at = node?.routes.indexOf(route) ?? -1;
    if (node === undefined || at < 0) return;
    node.routes.splice(at, 1);
    if (node.routes.length > 0) return;
    this.nodes.delete(key);
    const left = (this.lengths.get(route.length) as number) - 1;
    if (left === 0) this.lengths.delete(route.length);
    else this.lengths.set(route.length, left);
    if (this.order?.at(-1) === node) this.order.pop();
    else this.order = undefined;
  }

  /** Routes whose prefix holds the address, the longest prefix first. */
  *matches(address: string): Generator<RouteEntry> {
    for (const length of [...this.lengths.keys()].sort((a, b) => b - a)) yield* [...this.at(network(address, length), length)];
  }

  /** All of them, as they are listed: of IPv4 by address, the longer prefix first; of IPv6 what is inside a prefix before the prefix. */
  *all(): Generator<RouteEntry> {
    this.order ??= [...this.nodes.values()].sort((a, b) => this.compare(a, b));
    for (const { routes } of [...this.order]) yield* [...routes];
  }

  private compare(a: Node, b: Node): number {
    const keyOf = ({ dst, length }: Node) => (bitsOf(this.family) === 32 ? dst : lastOf(dst, length));
    const [x, y] = [keyOf(a), keyOf(b)];
    return x < y ? -1 : x > y ? 1 : b.length - a.length;
  }
}
