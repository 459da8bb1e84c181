// Where operations go: mostly at what those before them have made, as far as that is believed without asking a kernel. What is drawn at random
// names things of a small world, most of which are not there; a name that nothing has is changed for one that something has.

import { LINKS, type Spec } from './verb.js';

/** A link as it is believed to be. */
interface Link {
  readonly kind: string;
  readonly peer?: string;
  readonly lower?: string;
  readonly master?: string;
  /** What its packets go through: the same of both ends of a pair, and of what stands on a link. */
  readonly cable: object;
}

/** Of links that can be made; others are refused, or named by the kernel. */
const NAME = /^[a-z]\d$/;

/** What says which thing is meant, where not all of it does. */
const IDENTITY: Readonly<Record<string, readonly string[] | undefined>> = {
  address: ['dev', 'address', 'peer'],
  route: ['family', 'dst', 'metric', 'table', 'tos'],
  rule: undefined,
  nexthop: ['id'],
  neighbour: ['dev', 'dst', 'proxy'],
  property: ['dev', 'names'],
};
const MAKING = ['add', 'append', 'prepend', 'replace'];
const NAMING = ['delete', 'replace', 'change', 'get'];

/** Somebody on the network of an address. */
const BESIDE: Readonly<Record<string, string>> = {
  '10.0.0.1/24': '10.0.0.9',
  '10.0.0.2/24': '10.0.0.9',
  '10.0.0.3/25': '10.0.0.9',
  '10.0.0.1/16': '10.0.0.9',
  '10.1.0.1/31': '10.1.0.0',
  '192.168.1.1/16': '192.168.7.7',
  'fd00::1/64': 'fd00::9',
  'fd00::2/64': 'fd00::9',
  'fd00::1/48': 'fd00::9',
};

/** Many choices by one number. */
class Choice {
  constructor(private left: number) {}

  of<T>(list: readonly T[]): T | undefined {
    const at = this.left % list.length;
    this.left = Math.floor(this.left / list.length);
    return list[at];
  }
}

/** `link property` says in its spec whether it adds. */
const parts = (verb: string, spec: Spec): readonly [thing: string, what: string] =>
  verb === 'link property' ? ['property', spec.change as string] : (verb.split(' ') as [string, string]);

const isInet6 = ({ family, dst, address }: Spec): boolean => (family === undefined ? String(dst ?? address ?? '').includes(':') : family === 'inet6');
const only = (spec: Spec, keys: readonly string[]): Spec => Object.fromEntries(Object.entries(spec).filter(([key]) => keys.includes(key)));

/** What a namespace is believed to hold. */
export class Belief {
  private readonly links = new Map<string, Link>([['lo', { kind: 'loopback', cable: {} }]]);
  private made: readonly { readonly thing: string; readonly spec: Spec }[] = [];

  /** The same operation at something that is there. */
  aimed(verb: string, spec: Spec, number: number): Spec {
    const choice = new Choice(number);
    const [thing, what] = parts(verb, spec);
    if (thing === 'link' && what === 'add') return this.unmade(spec, choice);
    const named = NAMING.includes(what) && !(thing === 'route' && what === 'get') ? this.named(thing, what, spec, choice) : undefined;
    return named ?? this.reachable(thing, what, spec, choice);
  }

  /** Two ends of one cable in bridges would have packets go round for ever, in a kernel that has them: the second one is left out. */
  withoutLoop(verb: string, spec: Spec, other: Belief): Spec {
    const link = verb === 'link set' && spec.master !== '' && typeof spec.master === 'string' ? this.links.get(spec.dev as string) : undefined;
    const all = [...this.links.values(), ...other.links.values()];
    if (link === undefined) return spec;
    if (all.some((one) => one !== link && one.cable === link.cable && one.master !== undefined)) return { ...spec, master: '' };
    // What is damaged may be granted all the same.
    this.links.set(spec.dev as string, { ...link, master: spec.master as string });
    return spec;
  }

  /** Believes that it was done; `other` is the namespace beside this one. */
  note(verb: string, spec: Spec, other: Belief): void {
    const [thing, what] = parts(verb, spec);
    if (thing === 'link') this.noteLink(what, spec, other);
    if (!(thing in IDENTITY)) return;
    if (what === 'delete' || what === 'replace') this.made = this.made.filter((one) => one.thing !== thing || !this.same(thing, one.spec, spec));
    if (MAKING.includes(what)) this.made = [...this.made, { thing, spec }];
  }

  private same(thing: string, a: Spec, b: Spec): boolean {
    const keys = IDENTITY[thing] ?? Object.keys(a);
    return keys.every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]));
  }

  private of(thing: string, spec: Spec): Spec[] {
    return this.made.flatMap((one) => (one.thing === thing && (thing === 'nexthop' || isInet6(one.spec) === isInet6(spec)) ? [one.spec] : []));
  }

  /** By what names it: all that was said when it was made, or the least of it with something else said. */
  private named(thing: string, what: string, spec: Spec, choice: Choice): Spec | undefined {
    const one = choice.of(this.of(thing, spec));
    if (one === undefined) return undefined;
    const keys = IDENTITY[thing];
    if (thing === 'route' && what === 'delete') return choice.of([one, only(one, keys as readonly string[])]);
    return keys === undefined ? one : { ...(thing === 'address' && what === 'delete' ? {} : spec), ...only(one, keys) };
  }

  /** Its links, gateways and nexthops changed for some that are there. */
  private reachable(thing: string, what: string, spec: Spec, choice: Choice): Spec {
    const out: Record<string, unknown> = { ...spec };
    if (typeof spec.dev === 'string') Object.assign(out, this.link(spec, choice));
    if (typeof spec.iif === 'string' && thing === 'route' && !this.links.has(spec.iif)) out.iif = this.anyOf(undefined, choice);
    if (typeof spec.master === 'string' && spec.master !== '' && !this.links.has(spec.master)) out.master = this.anyOf('bridge', choice) ?? spec.master;
    if (typeof spec.via === 'string' && !spec.via.startsWith('fe80')) Object.assign(out, this.gateway(spec, choice));
    const ids = this.of('nexthop', spec).flatMap(({ id }) => (typeof id === 'number' ? [id] : []));
    if (spec.nhid !== undefined) out.nhid = choice.of(ids) ?? spec.nhid;
    if (thing === 'nexthop' && what === 'add' && ids.includes(spec.id as number)) out.id = [1, 2, 3, 4, 5].find((id) => !ids.includes(id)) ?? spec.id;
    if (Array.isArray(spec.nexthops))
      out.nexthops = spec.nexthops.map((hop: Spec) => this.reachable('way', '', { ...hop, family: spec.family }, choice)).map(({ family: _, ...hop }) => hop);
    if (Array.isArray(spec.group)) out.group = spec.group.map((member: Spec) => ({ ...member, id: choice.of(ids.filter((id) => id !== spec.id)) ?? member.id }));
    return out;
  }

  private link(spec: Spec, choice: Choice): Spec {
    const { dev, kind } = spec as { dev: string; kind?: string };
    const now = this.links.get(dev);
    if (kind === undefined) return { dev: now !== undefined || !LINKS.some((name) => name === dev) ? dev : this.anyOf(undefined, choice) };
    const family = kind === 'macvtap' ? 'macvlan' : kind;
    return { dev: this.anyOf(family, choice) ?? dev };
  }

  /** A link of a kind, or any; `bridge_slave` is a port. */
  private anyOf(kind: string | undefined, choice: Choice): string | undefined {
    const fits = (link: Link) => (kind === 'bridge_slave' ? link.master !== undefined : kind === undefined || link.kind === kind);
    return choice.of([...this.links].flatMap(([name, link]) => (fits(link) ? [name] : [])));
  }

  private gateway(spec: Spec, choice: Choice): Spec {
    const via = spec.via as string;
    const near = this.of('address', { dst: via }).filter(({ address }) => BESIDE[address as string] !== undefined);
    const one = choice.of(near);
    return one === undefined ? {} : { via: BESIDE[one.address as string], ...(spec.dev !== undefined && { dev: one.dev }) };
  }

  /** A link under a name that none has, on one that there is. */
  private unmade(spec: Spec, choice: Choice): Spec {
    const free = LINKS.filter((name) => !this.links.has(name));
    const fresh = (name: unknown): unknown => {
      if (typeof name !== 'string' || !this.links.has(name)) return name;
      const other = choice.of(free);
      if (other === undefined) return name;
      free.splice(free.indexOf(other), 1);
      return other;
    };
    const peer = spec.peer as Spec | undefined;
    const lower = typeof spec.link === 'string' && !this.links.has(spec.link) ? this.anyOf(undefined, choice) : spec.link;
    return { ...spec, name: fresh(spec.name), ...(lower !== undefined && { link: lower }), ...(peer !== undefined && { peer: { ...peer, name: fresh(peer.name) } }) };
  }

  private noteLink(what: string, spec: Spec, other: Belief): void {
    const home = spec.netns === undefined ? this : other;
    if (what === 'add') {
      const { name, kind, link: lower } = spec as Record<string, string>;
      const peer = spec.peer as Spec | undefined;
      const peerHome = peer?.netns === undefined ? this : other;
      if (name === undefined || kind === undefined || home.links.has(name) || !NAME.test(name) || (peer !== undefined && peerHome.links.has(peer.name as string))) return;
      const cable = (lower !== undefined && this.links.get(lower)?.cable) || {};
      home.links.set(name, { kind, cable, ...(lower !== undefined && { lower }), ...(peer !== undefined && { peer: peer.name as string }) });
      if (peer !== undefined) peerHome.links.set(peer.name as string, { kind, cable, peer: name });
      return;
    }
    const dev = spec.dev as string;
    const link = this.links.get(dev);
    if (link === undefined || link.kind === 'loopback') return;
    if (what === 'delete') this.forget(dev);
    if (what !== 'set') return;
    const { master: _, ...free } = link;
    if (typeof spec.master === 'string') this.links.set(dev, spec.master === '' ? free : { ...link, master: spec.master });
    const now = home === this ? (this.links.get(dev) as Link) : free;
    const name = (spec.name as string | undefined) ?? dev;
    if ((name === dev && home === this) || home.links.has(name) || !NAME.test(name)) return;
    if (home === this) this.links.delete(dev);
    else this.forget(dev, link.peer);
    home.links.set(name, now);
  }

  /** A link is gone, with those on it, its peer, and what was on them. */
  private forget(name: string, but?: string): void {
    const link = this.links.get(name);
    this.links.delete(name);
    this.made = this.made.filter(({ spec }) => spec.dev !== name);
    for (const [upper, { lower }] of [...this.links]) if (lower === name) this.forget(upper);
    if (link?.peer !== undefined && link.peer !== but && this.links.has(link.peer)) this.forget(link.peer);
  }
}
