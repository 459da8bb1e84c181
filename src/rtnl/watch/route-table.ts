// Routes have no key of their own: of one destination, table, type of service and metric there can be several, in an order
// in which IPv4 takes them. How each way of adding one is announced: net/ipv4/fib_trie.c: fib_table_insert(),
// net/ipv6/ip6_fib.c: fib6_add_rt2node(), net/ipv6/route.c: ip6_route_mpath_notify(), fib6_del_route().

import { NLM_F_APPEND, NLM_F_REPLACE } from '../../netlink/constants.js';
import { AF_INET, AF_INET6, AF_MPLS, RTM_F_CLONED } from '../constants.js';
import { type Route, tableOf } from '../route.js';
import { same } from './same.js';
import { ADOPTED_AT_ONCE, type Adopted, type Announcement, type Change, isNew, type Key, type Table } from './table.js';

/** What is told of the links and of the time, and changes without notice. */
const SILENT: ReadonlySet<string> = new Set(['flags', 'cacheinfo', 'pad', 'table8', 'table', 'multipath']);

interface Entry {
  readonly key: string;
  value: Route;
}

/** Multicast routes and cached exceptions, as path MTU discovery makes them, are none of the tables'. */
const isRoute = ({ family, flags }: Route): boolean => (family === AF_INET || family === AF_INET6 || family === AF_MPLS) && (flags & RTM_F_CLONED) === 0;

/** `inet 10.0.0.0/24 table 254 metric 100`: what routes that stand for one another have in common. */
function groupOf(route: Route): string {
  const { family, dstLen, dst, dstLabels, srcLen, src, tos, priority = 0 } = route;
  const to = family === AF_MPLS ? String(dstLabels ?? '') : `${dst ?? 'default'}/${dstLen}`;
  const from = srcLen === 0 ? '' : ` from ${src}/${srcLen}`;
  const name = family === AF_INET ? 'inet' : family === AF_INET6 ? 'inet6' : 'mpls';
  return `${name} ${to}${from} table ${tableOf(route)} metric ${priority}${tos === 0 ? '' : ` tos ${tos}`}`;
}

/** IPv6 has no order among the next hops of a route, and lists them from one or the other. */
function sameNexthops(a: Route, b: Route): boolean {
  const [left = [], right = []] = [a.multipath, b.multipath];
  if (left.length !== right.length) return false;
  if (a.family !== AF_INET6) return same(left, right, SILENT);
  const rest = [...right];
  for (const hop of left) {
    const at = rest.findIndex((other) => same(hop, other, SILENT));
    if (at < 0) return false;
    rest.splice(at, 1);
  }
  return true;
}

function sameRoute(a: Route, b: Route): boolean {
  return tableOf(a) === tableOf(b) && same(a, b, SILENT) && sameNexthops(a, b);
}

/** IPv6 joins routes by gateways into one; such a one is always told whole. */
const joins = ({ family, gateway, via, multipath, nhId }: Route): boolean =>
  family === AF_INET6 && nhId === undefined && (gateway !== undefined || via !== undefined || multipath !== undefined);

/** Whether two routes go the same way. */
const sameWay = (a: Route, b: Route): boolean => a.oif === b.oif && a.gateway === b.gateway && a.nhId === b.nhId && a.type === b.type && sameNexthops(a, b);

export class RouteTable implements Table<Route> {
  readonly entries = new Map<Key, Route>();
  /** In the order in which the kernel has them. */
  private readonly groups = new Map<string, Entry[]>();

  apply(announcement: Announcement, again: boolean): Change<Route>[] | undefined {
    const route = announcement.body as Route;
    if (!isRoute(route)) return [];
    const name = groupOf(route);
    const group = this.groups.get(name) ?? [];
    return isNew(announcement) ? this.add(name, group, route, announcement.header.flags, again) : this.withdraw(name, group, route, again);
  }

  private add(name: string, group: readonly Entry[], route: Route, flags: number, again: boolean): Change<Route>[] | undefined {
    if ((flags & NLM_F_REPLACE) !== 0 && group.length > 0) {
      const known = group.some(({ value }) => sameRoute(value, route));
      // Which of several it took the place of is not told; and if that was before the list, others may have come and gone since.
      if (known && (group.length === 1 || !again)) return [];
      return group.length === 1 && !again ? this.change(group[0] as Entry, route) : undefined;
    }
    const known = group.find(({ value }) => sameRoute(value, route)) ?? (joins(route) ? group.find(({ value }) => joins(value)) : undefined);
    if (known !== undefined) return this.change(known, route);
    const atEnd = route.family !== AF_INET || (flags & NLM_F_APPEND) !== 0;
    return this.insert(name, route, atEnd ? group.length : 0);
  }

  private withdraw(name: string, group: readonly Entry[], route: Route, again: boolean): Change<Route>[] | undefined {
    if (group.length === 0) return [];
    const known = group.find(({ value }) => sameRoute(value, route)) ?? (again ? undefined : group.find(({ value }) => sameWay(value, route)));
    if (known === undefined && again && route.family === AF_INET) return [];
    // One of the next hops of a route, perhaps.
    return known === undefined ? undefined : [this.drop(name, known)];
  }

  *adopt(list: readonly Route[], complete: boolean): Iterable<Adopted<Route>> {
    const fresh = new Map<string, Route[]>();
    const changes: Change<Route>[] = [];
    let steps = 0;
    const enough = () => ++steps % ADOPTED_AT_ONCE === 0;
    const told = () => ({ changes: changes.splice(0), more: true });
    for (const route of list) {
      if (enough()) yield told();
      if (!isRoute(route)) continue;
      const name = groupOf(route);
      const group = fresh.get(name);
      if (group === undefined) fresh.set(name, [route]);
      else group.push(route);
    }
    for (const [name, group] of complete ? this.groups : []) {
      if (enough()) yield told();
      if (!fresh.has(name)) for (const entry of group) changes.push(this.drop(name, entry));
    }
    for (const [name, routes] of fresh) {
      if (enough()) yield told();
      for (const change of this.adoptGroup(name, routes, complete)) changes.push(change);
    }
    yield { changes, more: false };
  }

  /** Those that are the same keep their keys, the others stand for one another in their order. */
  private adoptGroup(name: string, routes: readonly Route[], complete: boolean): Change<Route>[] {
    const old = [...(this.groups.get(name) ?? [])];
    const [only] = routes;
    if (old.length === 1 && routes.length === 1) return this.change(old[0] as Entry, only as Route);
    const changes: Change<Route>[] = [];
    const taken = routes.map((route) => {
      const at = old.findIndex(({ value }) => sameRoute(value, route));
      return at < 0 ? undefined : old.splice(at, 1)[0];
    });
    const ordered = routes.map((route, i) => {
      const entry = taken[i] ?? (complete ? old.shift() : undefined);
      if (entry === undefined) changes.push(...this.insert(name, route, this.groups.get(name)?.length ?? 0));
      else changes.push(...this.change(entry, route));
      return entry ?? (this.groups.get(name)?.at(-1) as Entry);
    });
    if (complete) for (const entry of old) changes.push(this.drop(name, entry));
    this.groups.set(name, complete ? ordered : [...ordered, ...(this.groups.get(name) ?? []).filter((entry) => !ordered.includes(entry))]);
    return changes;
  }

  removeWhere(gone: (value: Route) => boolean): Change<Route>[] {
    return [...this.groups].flatMap(([name, group]) => group.filter(({ value }) => gone(value)).map((entry) => this.drop(name, entry)));
  }

  same(a: Route, b: Route): boolean {
    return sameRoute(a, b);
  }

  private insert(name: string, value: Route, at: number): Change<Route>[] {
    const group = this.groups.get(name) ?? [];
    let key = name;
    for (let n = 2; this.entries.has(key); n++) key = `${name} (${n})`;
    this.groups.set(name, [...group.slice(0, at), { key, value }, ...group.slice(at)]);
    this.entries.set(key, value);
    return [{ kind: 'added', key, value }];
  }

  private change(entry: Entry, value: Route): Change<Route>[] {
    const { key, value: previous } = entry;
    entry.value = value;
    this.entries.set(key, value);
    return sameRoute(previous, value) ? [] : [{ kind: 'changed', key, value, previous }];
  }

  private drop(name: string, entry: Entry): Change<Route> {
    const rest = (this.groups.get(name) ?? []).filter((other) => other !== entry);
    if (rest.length > 0) this.groups.set(name, rest);
    else this.groups.delete(name);
    this.entries.delete(entry.key);
    return { kind: 'removed', key: entry.key, previous: entry.value };
  }
}
