// The links that a recording tells of, as they were at each of its messages: what the page calls them, and what the topology draws.

import type { CapturedMessage, Entry, Protocols, Step } from '../netlink/capture/entry.js';
import { NETLINK_ROUTE } from '../netlink/constants.js';
import { AF_BRIDGE, AF_PACKET, AF_UNSPEC } from '../rtnl/constants.js';
import type { AnyLink } from '../rtnl/link.js';
import { decoded } from './decode.js';
import { type LinkFacts, type ToldLink, toldLink } from './link-facts.js';

/** What a message made of a link: undefined where it went away. */
interface Change {
  /** Number of the message. */
  readonly at: number;
  readonly facts: LinkFacts | undefined;
}

/** The namespace in which a message speaks of links. */
export interface Scope {
  /** The case of a recording of several, each of which had a namespace of its own; empty in others. */
  readonly group: string;
  /** The id a notification says that it came from; undefined for the namespace of the socket. */
  readonly nsid: number | undefined;
}

/** Where the links of a message are: cases of our own recordings name their sockets `CASE/0`. */
export function scopeOf({ datagram: { nsid, socket = '' } }: CapturedMessage): Scope {
  return { group: /^(.*[^/])\/\d+$/.exec(socket)?.[1] ?? '', nsid: nsid === undefined || nsid < 0 ? undefined : nsid };
}

const keyOf = ({ group, nsid }: Scope): string => `${nsid ?? ''}/${group}`;

/** The links of one namespace by index, and who has which name now. */
interface Namespace {
  readonly scope: Scope;
  readonly links: Map<number, Change[]>;
  readonly byName: Map<string, number>;
}

/** A link at some moment. */
export interface KnownLink {
  readonly scope: Scope;
  readonly facts: LinkFacts;
  /** Number of the message that last told of it. */
  readonly since: number;
}

/** Grows with the messages, in order. */
export class LinkHistory {
  private readonly scopes = new Map<string, Namespace>();
  /** The links that a list has told of so far. */
  private readonly lists = new WeakMap<Entry, Set<number>>();
  /** Numbers of the messages that changed something. */
  readonly changes: number[] = [];

  constructor(private readonly protocols: Protocols) {}

  /** Takes in what a step tells of links. */
  learn({ entry, message, ends }: Step): void {
    if (entry.family !== NETLINK_ROUTE) return;
    if (message?.direction === 'received' && (message.name === 'RTM_NEWLINK' || message.name === 'RTM_DELLINK')) this.hear(message, entry);
    if (!ends || entry.state !== 'done' || entry.request === undefined) return;
    if (entry.kind === 'dump') this.conclude(entry, entry.request);
    else if (message !== undefined) this.apply(entry.request, message.number);
  }

  /** What the kernel says of a link. */
  private hear(message: CapturedMessage, entry: Entry): void {
    const told = toldLink(message);
    if (told === undefined) return;
    const scope = scopeOf(message);
    const { index } = told;
    const before = this.last(scope, index);
    const facts = message.name === 'RTM_NEWLINK' ? updated(before, told) : withoutLink(before, told);
    if (entry.kind === 'dump') this.listed(entry).add(index);
    this.change(scope, index, message.number, facts);
  }

  /**
   * What a request that succeeded did. Its notification says more, but an nlmon device sees none where nobody listens; a link that was
   * made has no index yet and comes with the first message that tells of it.
   */
  private apply(request: CapturedMessage, at: number): void {
    const body = linkIn(request, this.protocols);
    if (body === undefined || body.family !== AF_UNSPEC || !/^RTM_(NEW|DEL|SET)LINK$/.test(request.name)) return;
    const scope = scopeOf(request);
    const index = body.index !== 0 ? body.index : this.indexOf(scope, body.ifname ?? body.altIfname);
    const before = index === undefined ? undefined : this.last(scope, index);
    if (index === undefined || before === undefined) return;
    const leaves = request.name === 'RTM_DELLINK' || body.netNsPid !== undefined || body.netNsFd !== undefined;
    this.change(scope, index, at, leaves ? undefined : requested(before, body));
  }

  /** A list that is whole tells of the links that went away as well. */
  private conclude(entry: Entry, request: CapturedMessage): void {
    const body = linkIn(request, this.protocols);
    const listed = this.lists.get(entry);
    const last = entry.messages.at(-1);
    if (entry.name !== 'RTM_GETLINK' || body === undefined || listed === undefined || last === undefined || entry.interrupted || !asksForAll(body)) return;
    const scope = scopeOf(request);
    for (const [index, changes] of this.scopes.get(keyOf(scope))?.links ?? []) {
      if (!listed.has(index) && changes.at(-1)?.facts !== undefined) this.note(scope, index, { at: last.number, facts: undefined });
    }
  }

  private listed(entry: Entry): Set<number> {
    const known = this.lists.get(entry) ?? new Set();
    this.lists.set(entry, known);
    return known;
  }

  private change(scope: Scope, index: number, at: number, facts: LinkFacts | undefined): void {
    const before = this.last(scope, index);
    if (before === facts || (before !== undefined && facts !== undefined && same(before, facts))) return;
    // A namespace has a name once: who had it before went away without a word.
    const other = facts?.name === undefined || facts.name === before?.name ? undefined : this.indexOf(scope, facts.name);
    if (other !== undefined && other !== index) this.note(scope, other, { at, facts: undefined });
    this.note(scope, index, { at, facts });
  }

  /** The link that has this name now. */
  private indexOf(scope: Scope, name: string | undefined): number | undefined {
    return name === undefined ? undefined : this.scopes.get(keyOf(scope))?.byName.get(name);
  }

  private last(scope: Scope, index: number): LinkFacts | undefined {
    return this.changesOf(scope, index)?.at(-1)?.facts;
  }

  private changesOf(scope: Scope, index: number): Change[] | undefined {
    return this.scopes.get(keyOf(scope))?.links.get(index);
  }

  private note(scope: Scope, index: number, change: Change): void {
    const key = keyOf(scope);
    const known = this.scopes.get(key) ?? { scope, links: new Map(), byName: new Map() };
    this.scopes.set(key, known);
    const { links, byName } = known;
    const before = links.get(index)?.at(-1)?.facts?.name;
    if (before !== undefined && byName.get(before) === index) byName.delete(before);
    if (change.facts?.name !== undefined) byName.set(change.facts.name, index);
    const changes = links.get(index);
    if (changes === undefined) links.set(index, [change]);
    else changes.push(change);
    this.changes.push(change.at);
  }

  /**
   * A link as it was known when message `at` passed; where nothing was told of it before, as it was first told of after: a recording
   * seldom starts with a list.
   */
  find(scope: Scope, index: number, at: number): LinkFacts | undefined {
    const changes = this.changesOf(scope, index);
    if (changes === undefined) return undefined;
    const { facts } = changes[lastBefore(changes, at)] ?? {};
    return facts ?? changes.findLast(({ at: then, facts }) => then <= at && facts !== undefined)?.facts ?? changes.find(({ facts }) => facts !== undefined)?.facts;
  }

  /** Every link of a group that was there when message `at` had passed. */
  linksAt(group: string, at: number): KnownLink[] {
    const out: KnownLink[] = [];
    for (const { scope, links } of this.scopes.values()) {
      if (scope.group !== group) continue;
      for (const changes of links.values()) {
        const change = changes[lastBefore(changes, at)];
        if (change?.facts !== undefined) out.push({ scope, facts: change.facts, since: change.at });
      }
    }
    return out;
  }
}

/** The last change up to message `at`: -1 where there is none. */
function lastBefore(changes: readonly Change[], at: number): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle] as Change).at <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function linkIn(message: CapturedMessage, protocols: Protocols): AnyLink | undefined {
  const body = decoded(message, protocols)?.body as AnyLink | undefined;
  return typeof body?.index === 'number' ? body : undefined;
}

/** Of all families but these a list tells a part only; so does one that asks for some. */
function asksForAll({ family, master, linkinfo }: AnyLink): boolean {
  return (family === AF_UNSPEC || family === AF_PACKET) && master === undefined && linkinfo === undefined;
}

function requested(before: LinkFacts, { flags, change, ifname, master, mtu, address }: AnyLink): LinkFacts {
  // A change of no flag in particular is one of all that are given: net/core/rtnetlink.c: rtnl_dev_combine_flags().
  const mask = change === 0 ? flags : change;
  return {
    ...before,
    flags: (before.flags & ~mask) | (flags & mask),
    ...(ifname !== undefined && { name: ifname }),
    ...(master !== undefined && { master }),
    ...(mtu !== undefined && { mtu }),
    ...(address !== undefined && { address: String(address) }),
  };
}

/** Messages of other families than AF_UNSPEC, and those of wireless events, tell a part only. */
function updated(before: LinkFacts | undefined, { family, ...facts }: ToldLink): LinkFacts {
  const whole = family === AF_UNSPEC && facts.name !== undefined && facts.mtu !== undefined;
  return whole || before === undefined ? facts : { ...before, ...facts, name: facts.name ?? before.name };
}

/** The bridge tells of a port that left it as of a link that went away. */
function withoutLink(before: LinkFacts | undefined, { family }: ToldLink): LinkFacts | undefined {
  if (family === AF_UNSPEC || before === undefined) return undefined;
  if (family !== AF_BRIDGE) return before;
  const { master: _, ...rest } = before;
  return rest;
}

const FOLLOWED = ['name', 'type', 'flags', 'kind', 'operstate', 'address', 'mtu', 'link', 'linkNetnsid', 'master'] as const satisfies readonly (keyof LinkFacts)[];

const same = (a: LinkFacts, b: LinkFacts): boolean => FOLLOWED.every((key) => a[key] === b[key]);
