// One command line, from its words to the exit code, in whatever surroundings. iproute2: ip/ip.c: main().

import { Conversation, type RequestOptions } from '../netlink/conversation.js';
import type { Protocol } from '../netlink/message.js';
import type { Transport } from '../netlink/transport.js';
import type { CommandKinds } from '../rtnl/kind-command.js';
import { defaultNames, type NameTables } from '../rtnl/name-tables.js';
import { matches, UsageError, Words } from '../rtnl/words.js';
import { batchLines } from './batch.js';
import type { Route } from './kernel.js';
import type { NamespaceFiles } from './namespaces.js';
import { type ObjectCommand, objectOf } from './objects.js';
import { noOptions, type Options, readOptions } from './options.js';
import { type FullIo, Session } from './session.js';
import { help, ipUsage } from './usage.js';
import { version } from './version.js';

/** What a command line reaches beside its output. */
export interface Surroundings {
  readonly kinds: CommandKinds;
  /** rtnetlink's messages for these kinds. */
  readonly protocol: Protocol<Route>;
  /** Looks whether the namespaces can be entered, as `ip` does before all else. Throws or rejects with UsageError. */
  enter?(options: Options): void | Promise<void>;
  /** Opens the way to the kernel. Throws SystemError, or NetlinkError. */
  open(options: Options): Transport;
  /** The text of a batch file, `-` being standard input. */
  batch(name: string): string;
  /** How long to wait for each reply; as long as it takes by default. */
  requests?(options: Options): RequestOptions;
  /** Names of numbers; those iproute2 ships by default, which recordings were made with. */
  names?(options: Options): NameTables;
  /** The exit code of a command that would go on for ever, where a recording ends; 0 by default. */
  stopped?(): number;
  /** Named network namespaces; those of this machine by default. */
  namespaces?(options: Options): NamespaceFiles;
  /** Told of what went wrong beside the kernel and the command line. */
  failed?(error: unknown): void;
}

/** Resolves to the exit code and never rejects. */
export async function run(argv: readonly string[], io: FullIo, surroundings: Surroundings): Promise<number> {
  const words = new Words(argv);
  let session: Session | undefined;
  try {
    const options = noOptions();
    const instead = toldAtOnce(words, options);
    // `ip` is in each namespace before it reads the next option.
    if (instead === undefined) await surroundings.enter?.(options);
    else if (options.namespaces.length > 0) await surroundings.enter?.({ ...options, record: undefined });
    if (instead !== undefined) throw instead;
    session = new Session(
      options,
      io,
      surroundings.kinds,
      () => new Conversation(surroundings.open(options), surroundings.protocol),
      surroundings.requests?.(options),
      () => surroundings.names?.(options) ?? defaultNames,
      () => surroundings.stopped?.() ?? 0,
      surroundings.namespaces?.(options),
    );
    if (options.batch !== undefined) return await runBatch(surroundings.batch(options.batch), options.batch, session);
    if (words.left === 0) throw new UsageError(ipUsage);
    return await runObject(words, session);
  } catch (error) {
    return told(error, io, surroundings);
  } finally {
    await session?.close();
  }
}

/** What the options alone lead to: help, the version, or what is wrong with them. */
function toldAtOnce(words: Words, options: Options): unknown {
  try {
    readOptions(words, options);
    return options.only === undefined ? undefined : new UsageError(options.only === 'help' ? help : version(), 0, true);
  } catch (error) {
    return error;
  }
}

async function runObject(words: Words, session: Session): Promise<number> {
  const word = words.next();
  const object = objectOf(word);
  if (object === undefined) throw matches(word, 'help') ? new UsageError(ipUsage) : new UsageError(`Object "${word}" is unknown, try "ip help".\n`, 1);
  const { name, run, takes } = object;
  if (run === undefined) throw new UsageError(`Object "${name}" is not rtnetlink: it takes ${takes}\n`, 1);
  return words.peek() === '--help' ? tellUsage(run, session) : run(words, session);
}

/** `OBJECT --help`: what `OBJECT help` says, on standard output. */
async function tellUsage(run: ObjectCommand, session: Session): Promise<number> {
  try {
    return await run(new Words(['help']), session);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(error.message, 0, true) : error;
  }
}

/** Each line with the family told before -batch. A wrong command line ends it, as does one that fails without -force. */
async function runBatch(text: string, name: string, session: Session): Promise<number> {
  let code = 0;
  for (const { words, number } of batchLines(text, () => code !== 0)) {
    const failed = await runLine(words, session);
    if (failed === 0) continue;
    session.io.stderr(`Command failed ${name}:${number}\n`);
    code = 1;
    if (!session.options.force) break;
  }
  return code;
}

async function runLine(words: readonly string[], session: Session): Promise<number> {
  try {
    return await runObject(new Words(words), session);
  } catch (error) {
    if (!(error instanceof UsageError) || error.ends) throw error;
    return wrong(error, session.io);
  }
}

function wrong({ message, exitCode, toStdout }: UsageError, io: FullIo): number {
  if (toStdout) io.stdout(message);
  else io.stderr(message);
  return exitCode;
}

function told(error: unknown, io: FullIo, surroundings: Surroundings): number {
  if (error instanceof UsageError) return wrong(error, io);
  surroundings.failed?.(error);
  io.stderr(`rtnl: ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
}
