// What a command works with: its options, where its output goes, the kernel, and what is known of links.

import type { RequestOptions } from '../netlink/conversation.js';
import type { CommandKinds } from '../rtnl/kind-command.js';
import { defaultNames, type NameTables } from '../rtnl/name-tables.js';
import { backgroundOf } from '../rtnl/show/colour.js';
import { type Output, printer } from '../rtnl/show/printer.js';
import { Kernel, type RouteConversation } from './kernel.js';
import { LinkCache } from './link-cache.js';
import { machineNamespaces } from './machine-namespaces.js';
import { type NamespaceFiles, NamespaceNames } from './namespaces.js';
import { NexthopCache } from './nexthop-cache.js';
import type { Options } from './options.js';

/** Where output goes. */
export interface Io {
  /** Text for standard output. */
  stdout(text: string): void;
  /** Text for standard error. */
  stderr(text: string): void;
  /** Output that is no text (`address save`); without it each byte goes out as one character. */
  bytes?(bytes: Uint8Array): void;
  /** All of standard input; undefined where it is a terminal. */
  stdin?(): Uint8Array | undefined;
  /** Standard input as it comes, ended by the signal; without it all at once. */
  input?(signal?: AbortSignal): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Standard output is a terminal. */
  readonly terminal?: boolean;
  /** Standard error is one. */
  readonly errorTerminal?: boolean;
  /** Nobody reads standard output any more. */
  readonly closed?: boolean;
  /** Ends a monitor; with a number as its reason, that is its exit code. Looked at when there is something to end. */
  readonly signal?: AbortSignal;
}

type Streaming = 'input' | 'errorTerminal' | 'closed';

export type FullIo = Required<Omit<Io, 'signal' | Streaming>> & Pick<Io, Streaming> & { readonly signal: AbortSignal | undefined };

export class Session {
  readonly kernel: Kernel;
  readonly names: LinkCache;
  readonly nexthops: NexthopCache;
  private knownNames: NameTables | undefined;
  /** Named network namespaces, and their ids. */
  readonly namespaces: NamespaceNames;

  constructor(
    readonly options: Options,
    readonly io: FullIo,
    readonly kinds: CommandKinds,
    open: () => RouteConversation,
    requests: RequestOptions = {},
    private readonly readNames: () => NameTables = () => defaultNames,
    /** The exit code of what would go on for ever, where a recording ends. */
    readonly stopped: () => number = () => 0,
    namespaces: NamespaceFiles = machineNamespaces,
  ) {
    this.kernel = new Kernel(open, io.stderr, requests);
    this.names = new LinkCache(this.kernel);
    this.nexthops = new NexthopCache(this.kernel, options.family);
    this.namespaces = new NamespaceNames(namespaces, this.kernel);
  }

  /** Names of numbers, read when one is first needed. */
  get tables(): NameTables {
    this.knownNames ??= this.readNames();
    return this.knownNames;
  }

  get littleEndian(): boolean {
    return this.kernel.conversation.transport.littleEndian;
  }

  async close(): Promise<void> {
    this.namespaces.close();
    await this.kernel.close();
  }

  /** Somewhere to show things as the options say; `json` false is for output that has no JSON. */
  printer(json = this.options.json): Output {
    const { pretty, details, statistics, oneline, brief, numeric, human, iec, colour } = this.options;
    // What -json asks for has no colours, text either.
    const colours = !this.options.json && (colour === 'always' || (colour === 'auto' && this.io.terminal));
    return printer({
      json,
      pretty,
      details,
      statistics,
      oneline,
      brief,
      numeric,
      ...(human && { human: iec ? 'iec' : 'si' }),
      ...(colours && { colour: backgroundOf(process.env.COLORFGBG) }),
    });
  }
}
