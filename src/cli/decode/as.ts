// `--as ip`: what a command would have printed for the replies that were recorded. The command runs as it does with --replay, the entries
// in the place of the kernel.

import { Bytes, toHex } from '../../netlink/bytes.js';
import type { CapturedMessage, Entry, Step } from '../../netlink/capture/entry.js';
import { NLM_F_DUMP, NLMSG_MIN_TYPE } from '../../netlink/constants.js';
import { errnoText } from '../../netlink/errno.js';
import { NetlinkError } from '../../netlink/errors.js';
import { MAX_EXCHANGE, type RecordedDatagram } from '../../netlink/exchange.js';
import { readHeader } from '../../netlink/message.js';
import { Replay, type StandIn } from '../../netlink/replay.js';
import { RTM_GETLINK } from '../../rtnl/constants.js';
import { UsageError, Words } from '../../rtnl/words.js';
import { REPLAY_TIMEOUT } from '../backing.js';
import type { Composition } from '../conformance/recorded.js';
import { toldNamespaces } from '../namespaces.js';
import { objectOf } from '../objects.js';
import { readOptions } from '../options.js';
import { run } from '../run.js';
import type { FullIo } from '../session.js';
import { commandsOf } from './commands.js';
import { programsOf } from './programs.js';
import type { Surroundings, View } from './view.js';

/** How a command is run. */
export interface Running {
  readonly io: FullIo;
  readonly composition: Composition;
  /** The words that were given: options, and a command or none. */
  readonly words: readonly string[];
  /** Named network namespaces that it finds. */
  readonly namespaces: readonly string[];
}

export class AsView implements View {
  private readonly entries: Entry[] = [];
  private readonly known = new Set<Entry>();
  private messages = 0;
  /** The exit code of the last command that failed. */
  code = 0;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly running: Running,
  ) {
    expectHarmless(running.words);
  }

  /** Throws NetlinkError ERR_NETLINK_LIMIT. */
  step({ entry, message }: Step): string {
    if (message !== undefined && ++this.messages > MAX_EXCHANGE) {
      throw new NetlinkError('ERR_NETLINK_LIMIT', `more than ${MAX_EXCHANGE} messages for one command (MAX_EXCHANGE): choose a part of the recording`);
    }
    if (!this.known.has(entry)) this.entries.push(entry);
    this.known.add(entry);
    return '';
  }

  async end(): Promise<string> {
    const { words } = this.running;
    const options = words.slice(0, words.length - commandWords(words));
    if (options.length < words.length) {
      await this.run(words, this.entries);
      return '';
    }
    const { names } = this.surroundings;
    const programs = programsOf(this.entries).map(({ name, entries, around }) => ({ name, around, entries, commands: commandsOf(entries, names) }));
    const count = programs.reduce((sum, { commands }) => sum + commands.length, 0);
    for (const { name, entries, around, commands } of programs) {
      for (const command of commands) {
        if (count > 1) this.running.io.stdout(`# ${numbers(command.entries)}, ${name}: ip ${[...options, ...command.words].join(' ')}\n`);
        await this.run([...options, ...command.words], [...command.entries, ...around]);
      }
      for (const entry of entries) this.tellRefusal(entry);
    }
    return '';
  }

  /** Of a change, `ip` prints nothing but what the kernel has against it. */
  private tellRefusal({ request, error, kind }: Entry): void {
    if (error === undefined || kind === 'dump' || request?.header === undefined || request.header.type % 4 === 2) return;
    // `ip` says nothing of what it only tries.
    if (this.running.composition.rules.optional?.(request.bytes, request.datagram.littleEndian) === true) return;
    const { message } = error.extendedAck;
    this.running.io.stderr(message === undefined ? `RTNETLINK answers: ${errnoText(error.errno)}\n` : `Error: ${message}${message.endsWith('.') ? '' : '.'}\n`);
    this.code = 2;
  }

  private async run(words: readonly string[], entries: readonly Entry[]): Promise<void> {
    const { io, composition } = this.running;
    const { kinds, protocol, rules } = composition;
    const [first] = entries;
    const replay = new Replay(exchangeOf(entries), {
      ...(first?.messages[0] !== undefined && { littleEndian: first.messages[0].datagram.littleEndian }),
      rules: { ...rules, standIn },
    });
    const code = await run(words, io, {
      kinds,
      protocol,
      open: () => replay,
      batch: () => '',
      requests: () => ({ timeout: REPLAY_TIMEOUT }),
      names: this.surroundings.tables,
      namespaces: () => toldNamespaces(this.running.namespaces),
    });
    if (code !== 0) this.code = code;
  }
}

/** How many words the command has behind its options. Throws UsageError. */
function commandWords(words: readonly string[]): number {
  const all = new Words(words);
  readOptions(all);
  return all.left;
}

/** Commands that are not about what the kernel says alone, but act on files and processes of this machine. */
const ACTING: Readonly<Record<string, RegExp>> = { netns: /^(add|attach|d|exec|identify|pids|monitor)/, vrf: /^(exec|identify|pids)/, sysctl: /./ };

/** Throws UsageError. */
function expectHarmless(words: readonly string[]): void {
  const all = new Words(words);
  const { batch, record, replay } = readOptions(all);
  const [object = '', command = ''] = all.rest();
  const acts = ACTING[objectOf(object)?.name ?? '']?.test(command) === true;
  if (acts || batch !== undefined || record !== undefined || replay !== undefined) throw new UsageError(`rtnl decode: no recording can be shown as "ip ${words.join(' ')}"\n`);
}

/** `#3`, `#3-#7` */
function numbers(entries: readonly Entry[]): string {
  const [first] = entries;
  const from = entries.reduce((least, { id }) => Math.min(least, id), first?.id ?? 0);
  const to = entries.reduce((most, { id }) => Math.max(most, id), from);
  return from === to ? `#${from}` : `#${from}-#${to}`;
}

/** Each entry as if it had a socket to itself: which reply is for which request is known already. */
function exchangeOf(entries: readonly Entry[]): RecordedDatagram[] {
  const one = (entry: Entry, { bytes, direction, datagram: { nsid, groups } }: CapturedMessage): RecordedDatagram => ({
    dir: direction === 'sent' ? 'tx' : 'rx',
    sock: entry.id,
    hex: toHex(bytes),
    ...(nsid !== undefined && { nsid }),
    ...(entry.kind === 'notification' ? { nl_groups: groups || 1 } : {}),
  });
  const whole = entries.filter(({ family, kind }) => family === 0 && kind !== 'damaged');
  return whole.flatMap((entry) => entry.messages.filter((message) => message.header !== undefined && !message.truncated).map((message) => one(entry, message)));
}

/** Programs ask for the same in different words: of another mask, with other filters. A list stands in for one of the same type, of the same family if there is one. */
function standIn(request: Uint8Array, recorded: readonly StandIn[], littleEndian: boolean): StandIn | undefined {
  const of = (bytes: Uint8Array) => ({ ...readHeader(new Bytes(bytes, littleEndian), 0), family: bytes[16] });
  const wanted = of(request);
  const isDump = (flags: number): boolean => (flags & NLM_F_DUMP) !== 0;
  // Of links, any that was told of answers for itself.
  if (wanted.type < NLMSG_MIN_TYPE || wanted.type % 4 !== 2 || (wanted.type === RTM_GETLINK && !isDump(wanted.flags))) return undefined;
  const alike = recorded.filter(({ bytes }) => of(bytes).type === wanted.type && isDump(of(bytes).flags) === isDump(wanted.flags));
  return alike.find(({ bytes, used }) => !used && of(bytes).family === wanted.family) ?? alike.find(({ used }) => !used) ?? alike.at(-1);
}
