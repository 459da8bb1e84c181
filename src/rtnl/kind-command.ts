// What the command knows of a link kind beside what the library does: how `ip` reads and prints it. src/cli/kinds.ts puts both together.

import type { Codec } from '../netlink/codec.js';
import type { LinkKind } from './kind.js';
import type { LinkFields } from './link-message.js';
import type { NameTables } from './name-tables.js';
import type { LinkNames } from './show/link-names.js';
import type { Printer } from './show/printer.js';
import type { Words } from './words.js';

/** Sources: iproute2 6.1 ip/iplink_KIND.c for `show` and `words`. */
// biome-ignore lint/suspicious/noExplicitAny: kinds are held in one table; each file states its own types
export interface KindCommand<Data = any, Slave = any, InfoXstats = any, Xstats = any> {
  /** What `ip -d link` writes after the kind; not called when the kernel sent no data. */
  show?(out: Printer, data: Data, names: LinkNames): void;
  /** The same for IFLA_INFO_SLAVE_DATA. */
  showSlave?(out: Printer, data: Slave, names: LinkNames): void;
  /**
   * Reads the words after `type KIND` into IFLA_INFO_DATA, in the order iproute2 sends them; undefined for none. Throws UsageError.
   * Behind a kind without `words` any are passed over, as `ip` does.
   */
  words?(words: Words, context: KindContext): Promise<Data | undefined>;
  /** The same for `type KIND_slave`. */
  slaveWords?(words: Words, context: KindContext): Promise<Slave | undefined>;
  /** What `ip -d -s link` writes of the counters in the link's own message. */
  showInfoXstats?(out: Printer, counters: InfoXstats): void;
  /** Where the kind has counters of its own. */
  readonly xstatsCommand?: XstatsCommand<Xstats>;
  /** iproute2 6.1 does not know this kind: words behind it are garbage. */
  readonly foreign?: true;
  /** What `rtnl link help KIND` prints; undefined for a kind that nothing is said of. */
  readonly usage: string | undefined;
  /** What `rtnl link help KIND_slave` prints. */
  readonly slaveUsage?: string;
}

/** What the words of a kind may need beside themselves. */
export interface KindContext {
  /** The kind as typed: macvtap shares macvlan's file. */
  readonly kind: string;
  /** The link is made, not changed. */
  readonly adding: boolean;
  /** The link is to be deleted: `ip` reads a kind's words even then. */
  readonly deleting: boolean;
  /** AF_*, as asked for with -4, -6; AF_UNSPEC by default. */
  readonly family: number;
  /** Names that stand for numbers. */
  readonly tables: NameTables;
  /** The byte order of the request: what was typed before the last of its kind goes out as bytes. */
  readonly littleEndian: boolean;
  /** The index of a link by name, asked of the kernel. Rejects like `ip`: Cannot find device. */
  linkIndex(name: string): Promise<number>;
  /** An address as `ip` reads one, in 4 bytes or 16; none for `any`. Throws UsageError. */
  address(word: string, family: number): { readonly family: number; readonly bytes: Uint8Array };
  /** An address and how many of its bits count. Throws UsageError. */
  prefix(word: string, family: number): { readonly bytes: Uint8Array; readonly length: number };
  /** IFLA_INFO_DATA of the link that is to be changed, asked of the kernel and read as `data` has it; undefined where the link has none. */
  existing<Data>(data: Codec<Data>): Promise<Data | undefined>;
  /** Says something on standard error and goes on. */
  warn(text: string): void;
  /**
   * Reads all words that are left as those of one more link, by the rules and with the errors of the link itself (`adding` as it is):
   * veth's peer is told so. Resolves to what linkMessage() takes: index, flags, options in the order typed, link, name; no linkinfo.
   * A `type KIND` among the words is duplicateWord('type', KIND). Throws UsageError.
   */
  linkWords(words: Words): Promise<LinkFields>;
}

/** Counters that a kind keeps: `rtnl link xstats type KIND`. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export interface XstatsCommand<T = any> {
  /** Reads the words after the kind. Throws UsageError. */
  words(words: Words, context: XstatsContext): Promise<XstatsChoice>;
  /** What stands below the link's name; `only` shows one attribute, by its key. */
  show(out: Printer, counters: T, only?: string): void;
}

/** The kind as typed, KIND_slave for ports. */
export type XstatsContext = Pick<KindContext, 'kind' | 'linkIndex'>;

/** Which counters are to be shown. */
export interface XstatsChoice {
  /** Those of one link; 0 for all. */
  readonly index: number;
  /** One attribute, by its key; all by default. */
  readonly only?: string;
}

/** Link kinds by name, with what the command knows of them. */
export type CommandKinds = Readonly<Record<string, LinkKind & KindCommand>>;
