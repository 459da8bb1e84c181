// A routing table: routes by prefix, the best match, and the order in which they are listed.
// net/ipv4/fib_trie.c: fib_table_insert(), fib_table_dump(); net/ipv6/ip6_fib.c: fib6_add(), fib6_walk_continue().

import { bitsOf, type IpFamily, lastOf, network } from '../ip.js';
import type { RouteEntry } from './route.js';

/** The routes of a prefix, in the order in which they are tried. Of thousands of links each has one of fe80::/64: none is looked for among the others. */
interface Node {
  readonly dst: string;
  readonly length: number;
  first: RouteEntry | undefined;
  last: RouteEntry | undefined;
}

/** One table of one family. */
export class RouteTable {
  private readonly nodes = new Map<string, Node>();
  /** How many prefixes of each length there are: only those are looked at. */
  private readonly lengths = new Map<number, number>();
  private order: Node[] | undefined = [];
  /** How many ask for a source: IPv6 alone. */
  private sourced = 0;

  constructor(
    readonly family: IpFamily,
    readonly id: number,
  ) {}

  get size(): number {
    return this.nodes.size;
  }

  /** The routes of exactly this prefix. */
  *at(dst: string, length: number): Generator<RouteEntry> {
    for (let route = this.nodes.get(`${dst}/${length}`)?.first; route !== undefined; ) {
      const { next } = route;
      yield route;
      route = next;
    }
  }

  /** The same, the last first. */
  *backwards(dst: string, length: number): Generator<RouteEntry> {
    for (let route = this.nodes.get(`${dst}/${length}`)?.last; route !== undefined; route = route.previous) yield route;
  }

  /** Whether it is in this table. */
  holds(route: RouteEntry): boolean {
    return route.previous !== undefined || this.nodes.get(`${route.dst}/${route.length}`)?.first === route;
  }

  /** Puts a route among those of its prefix: before another, or behind all. */
  insert(route: RouteEntry, before: RouteEntry | undefined): void {
    const node = this.node(route);
    const previous = before === undefined ? node.last : before.previous;
    link(node, previous, route);
    link(node, route, before);
    if (route.src !== undefined) this.sourced++;
  }

  private node({ dst, length }: RouteEntry): Node {
    const key = `${dst}/${length}`;
    const known = this.nodes.get(key);
    if (known !== undefined) return known;
    const made: Node = { dst, length, first: undefined, last: undefined };
    this.nodes.set(key, made);
    this.lengths.set(length, (this.lengths.get(length) ?? 0) + 1);
    if (this.order !== undefined) {
      const last = this.order.at(-1);
      if (last === undefined || this.compare(last, made) < 0) this.order.push(made);
      else this.order = undefined;
    }
    return made;
  }

  replace(old: RouteEntry, route: RouteEntry): void {
    const node = this.node(old);
    const { previous, next } = old;
    link(node, previous, route);
    link(node, route, next);
    old.previous = undefined;
    old.next = undefined;
  }

  remove(route: RouteEntry): void {
    if (!this.holds(route)) return;
    const node = this.node(route);
    link(node, route.previous, route.next);
    if (route.src !== undefined) this.sourced--;
    route.previous = undefined;
    route.next = undefined;
    if (node.first !== undefined) return;
    this.nodes.delete(`${route.dst}/${route.length}`);
    const left = (this.lengths.get(route.length) as number) - 1;
    if (left === 0) this.lengths.delete(route.length);
    else this.lengths.set(route.length, left);
    if (this.order?.at(-1) === node) this.order.pop();
    else this.order = undefined;
  }

  /** Routes whose prefix holds the address, the longest prefix first. */
  *matches(address: string): Generator<RouteEntry> {
    for (const length of [...this.lengths.keys()].sort((a, b) => b - a)) yield* this.at(network(address, length), length);
  }

  /** All of them, as they are listed: of IPv4 by address, the longer prefix first; of IPv6 what is inside a prefix before the prefix, but behind those that ask for a source. */
  *all(): Generator<RouteEntry> {
    this.order ??= [...this.nodes.values()].sort((a, b) => this.compare(a, b));
    if (this.sourced > 0) return yield* walk(this.order);
    for (const { dst, length } of [...this.order]) yield* [...this.at(dst, length)];
  }

  /** Some of them, in the order of all. */
  ordered(routes: readonly RouteEntry[]): RouteEntry[] {
    const wanted = new Set(routes);
    if (this.sourced > 0) return [...this.all()].filter((route) => wanted.has(route));
    const byNode = new Map<Node, RouteEntry[]>();
    for (const route of routes) {
      const node = this.node(route);
      const known = byNode.get(node);
      if (known === undefined) byNode.set(node, [route]);
      else known.push(route);
    }
    return [...byNode].sort(([a], [b]) => this.compare(a, b)).flatMap(([node, some]) => (some.length === 1 ? some : routesOf(node).filter((route) => wanted.has(route))));
  }

  private compare(a: Node, b: Node): number {
    const keyOf = ({ dst, length }: Node) => (bitsOf(this.family) === 32 ? dst : lastOf(dst, length));
    const [x, y] = [keyOf(a), keyOf(b)];
    return x < y ? -1 : x > y ? 1 : b.length - a.length;
  }
}

/** fib6_walk_continue(): the tree of sources below a prefix before what is inside the prefix, and the prefix itself behind that. */
function walk(order: readonly Node[]): RouteEntry[] {
  const visits = order.flatMap((node) => {
    const routes = routesOf(node);
    const [sourced, others] = [routes.filter(({ src }) => src !== undefined), routes.filter(({ src }) => src === undefined)];
    return [{ node, routes: others, early: false }, ...(sourced.length > 0 ? [{ node, routes: sourced, early: true }] : [])];
  });
  const holds = (a: Node, b: Node) => a.length < b.length && network(b.dst, a.length) === a.dst;
  visits.sort((a, b) => {
    if (a.node === b.node) return a.early ? -1 : 1;
    if (holds(a.node, b.node)) return a.early ? -1 : 1;
    if (holds(b.node, a.node)) return b.early ? 1 : -1;
    return a.node.dst < b.node.dst ? -1 : 1;
  });
  return visits.flatMap(({ routes }) => routes);
}

function routesOf({ first }: Node): RouteEntry[] {
  const out: RouteEntry[] = [];
  for (let route = first; route !== undefined; route = route.next) out.push(route);
  return out;
}

/** Has `next` follow `previous`, where undefined is the end of the node. */
function link(node: Node, previous: RouteEntry | undefined, next: RouteEntry | undefined): void {
  if (previous === undefined) node.first = next;
  else previous.next = next;
  if (next === undefined) node.last = previous;
  else next.previous = previous;
}
