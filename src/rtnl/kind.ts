// What a link kind brings along: how its IFLA_INFO_DATA is encoded, how its options are typed. What the command knows of it is apart, in
// kind-command.ts: a program that lists links has no use for it. Kinds are handed to the composition (src/index.ts); nothing below knows any.

import type { Entry } from '../netlink/attributes.js';
import type { Codec } from '../netlink/codec.js';

/**
 * One link kind. `Data` and `Slave` are what its codecs decode to; `Add`, `Change` and `ChangeSlave` are the options a user
 * gives to `links.add` and `links.set` beside those every link has.
 * Source: the kernel's driver.
 */
// biome-ignore lint/suspicious/noExplicitAny: kinds are held in one table; each file states its own types
export interface LinkKind<Data = any, Slave = any, Add = any, Change = any, ChangeSlave = any, InfoXstats = any> {
  /** IFLA_INFO_DATA; left out by kinds that have none (dummy, ifb). */
  readonly data?: Codec<Data>;
  /** IFLA_INFO_SLAVE_DATA of the links whose master is of this kind. */
  readonly slave?: Codec<Slave>;
  /** Options of a link to be made as IFLA_INFO_DATA; undefined sends none. Throws EncodeError for what the kernel would refuse. */
  add?(options: Add): Data | undefined;
  /** Options of a link to be changed; `current` is the link's data where {@link wholeChange} asks for it. */
  change?(options: Change, current?: Data): Data | undefined;
  /** What is not told in a change goes back to the kernel's default (tunnels): `links.set` reads the link first and hands its data to `change`. */
  readonly wholeChange?: true;
  /** Options that are links: an index, or where verbs look names up a name. */
  readonly links?: readonly string[];
  /** Options of a link whose master is of this kind, for `links.set` with `kind: 'KIND_slave'`. */
  changeSlave?(options: ChangeSlave): Slave | undefined;
  /** Those of them that are links. */
  readonly slaveLinks?: readonly string[];
  /** IFLA_INFO_XSTATS: counters in the message of the link itself. */
  readonly infoXstats?: Codec<InfoXstats>;
  /** Counters of the kind's own: of its links, and of those whose master is of this kind. */
  readonly xstats?: LinkXstats;
}

/** Counters a kind keeps beside those every link has. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export interface LinkXstats<T = any> {
  /** The line of LINK_XSTATS_TYPE_* in the schema: the kernel's name, its number, what is inside. */
  readonly line: Entry<T>;
  /** Its suites in `ip stats`, and the attribute each is. */
  readonly suites: Readonly<Record<string, string>>;
}

/** Link kinds by name. */
export type LinkKinds = Readonly<Record<string, LinkKind>>;

/** What of a kind has to be known to be there before the first message about a link is read. */
const TOLD = ['data', 'slave', 'infoXstats', 'xstats'] as const;

class Late<K extends LinkKind> implements ProxyHandler<K> {
  constructor(
    private readonly told: object,
    private readonly kind: () => K,
  ) {}

  has(_: K, key: string | symbol): boolean {
    return key in this.told || (!(TOLD as readonly unknown[]).includes(key) && key in this.kind());
  }

  get(_: K, key: string | symbol): unknown {
    return Reflect.get(this.kind(), key);
  }

  ownKeys(): (string | symbol)[] {
    return Reflect.ownKeys(this.kind());
  }

  getOwnPropertyDescriptor(_: K, key: string | symbol): PropertyDescriptor | undefined {
    return Reflect.getOwnPropertyDescriptor(this.kind(), key);
  }
}

/** A kind that is asked for when something of it is first used; which codecs it has is told beforehand. */
export function lateKind<K extends LinkKind>(has: { readonly [P in (typeof TOLD)[number] & keyof K]: true }, kind: () => K): K {
  return new Proxy({} as K, new Late(has, kind));
}
