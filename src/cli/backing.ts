// What stands behind a command: the kernel, or a simulated one, recorded or not; or a recording.

import type { RequestOptions } from '../netlink/conversation.js';
import { errnoText } from '../netlink/errno.js';
import { NetlinkError, SystemError } from '../netlink/errors.js';
import type { RecordedDatagram } from '../netlink/exchange.js';
import { record } from '../netlink/record.js';
import { byteOrderOf, Replay, type ReplayRules } from '../netlink/replay.js';
import { NETNS_DIRECTORY } from '../netlink/socket/namespace.js';
import { openSocket } from '../netlink/socket/socket.js';
import type { Transport } from '../netlink/transport.js';
import { UsageError } from '../rtnl/words.js';
import { expectOtherFile, LateFile } from './files.js';
import { machineNamespaces } from './machine-namespaces.js';
import { type NamespaceFiles, recordedNamespaces } from './namespaces.js';
import { isSimFile, type Options } from './options.js';
import { type Case, readCases } from './recordings.js';
import type { FullIo } from './session.js';
import type { SimulatedSurroundings, Starter } from './sim/surroundings.js';

const { readFileSync } = process.getBuiltinModule('node:fs');
const { machine } = process.getBuiltinModule('node:os');

/** Milliseconds after which a recording that breaks off counts as one that does not answer. */
export const REPLAY_TIMEOUT = 1000;

export class Backing {
  /** Notes what goes out, for --record. */
  readonly io: FullIo;
  private stdout = '';
  private stderr = '';
  private readonly binary: Uint8Array[] = [];
  private options: Options | undefined;
  private recording: LateFile | undefined;
  private readonly exchange: RecordedDatagram[] = [];
  private replay: Replay | undefined;
  /** Of the namespaces there were when recording began. */
  private names: readonly string[] | undefined;
  private simulated: SimulatedSurroundings | undefined;
  /** The exit code of a command that would go on for ever, where its recording ends. */
  stopped = 0;

  constructor(
    io: FullIo,
    private readonly rules: ReplayRules,
    /** Runs a command line on a simulated machine. */
    private readonly run: Starter['run'],
  ) {
    this.io = {
      get terminal() {
        return io.terminal;
      },
      get signal() {
        return io.signal;
      },
      stdout: (text) => {
        this.stdout += text;
        io.stdout(text);
      },
      stderr: (text) => {
        this.stderr += text;
        io.stderr(text);
      },
      bytes: (bytes) => {
        this.binary.push(bytes);
        io.bytes(bytes);
      },
      stdin: () => io.stdin(),
    };
  }

  /** Rejects with UsageError where a namespace of -n cannot be entered, with FileError where no recording can be written. */
  async enter(options: Options): Promise<void> {
    this.options = options;
    const { namespaces, record, replay, sim } = options;
    if (record !== undefined) {
      if (sim?.file !== undefined) expectOtherFile(sim.file, record, '--record');
      this.recording = new LateFile(record);
    }
    if (sim !== undefined) {
      if (replay !== undefined) throw new UsageError('rtnl: --replay and --sim exclude each other\n');
      const { simulate } = await import('./sim/simulate.js');
      this.simulated = simulate(sim, { run: this.run, stderr: this.io.stderr });
      return this.simulated.enter(options);
    }
    if (replay === undefined) for (const netns of namespaces) openKernel({ netns, receiveBuffer: undefined }).close();
  }

  /** Throws UsageError, SystemError, NetlinkError. */
  open(options: Options): Transport {
    this.options = options;
    if (options.replay !== undefined) {
      const [first] = readCases(options.replay);
      if (first?.exchange === undefined) throw new NetlinkError('ERR_NETLINK_REPLAY', `${options.replay} holds no exchange`);
      this.stopped = stoppedCode(first.rc);
      this.replay = new Replay(first.exchange, { rules: this.rules, littleEndian: byteOrderOf(first.exchange, first.arch) });
      return this.replay;
    }
    const socket = this.simulated?.open(options) ?? openKernel(options);
    if (options.record !== undefined) this.names = this.namespaces(options).list() ?? [];
    return options.record === undefined ? socket : record(socket, (datagram) => void this.exchange.push({ ...datagram, time: nanosecondsNow() }));
  }

  /** Those of this machine, of the simulated one, or of the recording that is replayed. */
  namespaces(options: Options): NamespaceFiles {
    const { replay } = options;
    if (this.simulated !== undefined) return this.simulated.namespaces(options);
    if (replay === undefined) return machineNamespaces;
    const { setup = [], during } = readCases(replay)[0] ?? {};
    return recordedNamespaces(setup, during);
  }

  requests({ replay }: Options): RequestOptions {
    return replay === undefined ? {} : { timeout: REPLAY_TIMEOUT };
  }

  /** Writes the recording, or looks whether the replayed one was followed to its end. Returns the exit code. */
  finish(argv: readonly string[], code: number): number {
    if (this.options !== undefined && this.recording !== undefined) {
      const { stdout, stderr, binary, exchange } = this;
      const bytes = binary.length === 0 ? {} : { stdout_b64: Buffer.concat(binary).toString('base64') };
      const there = this.namespaces(this.options).list() ?? [];
      const { names = there } = this;
      const made = there.filter((name) => !names.includes(name));
      const recorded: Case = {
        name: argv.join(' '),
        argv: ['ip', ...ipWords(argv)],
        setup: namesAsSetup(names),
        ...(made.length > 0 && { during: namesAsSetup(made).join('\n') }),
        rc: code,
        stdout,
        ...bytes,
        stderr,
        // A simulated kernel has a byte order of its own.
        ...(this.simulated === undefined && { arch: machine() }),
        exchange,
      };
      this.recording.write(`${JSON.stringify(recorded)}\n`);
    }
    const unfinished = this.replay?.unfinished() ?? [];
    for (const request of unfinished) this.io.stderr(`rtnl: recorded, but not sent:\n${request}\n`);
    return unfinished.length > 0 && code === 0 ? 1 : code;
  }
}

/** Since 1970, in decimal: what the clock tells are microseconds. */
const nanosecondsNow = (): string => `${Math.round(1000 * (performance.timeOrigin + performance.now()))}000`;

/** What went on until a signal ended it goes on until its recording does: the code is then that of the signal. */
export function stoppedCode(rc = 0): number {
  return rc > 128 ? rc : 0;
}

/** Names of namespaces, as the commands that would make them in this order: a replay knows no other. */
function namesAsSetup(names: readonly string[]): string[] {
  return [...names].reverse().map((name) => `ip netns add ${name}`);
}

/** The words as `ip` would have been told them. */
function ipWords(argv: readonly string[]): string[] {
  const words = [...argv];
  for (let at = 0; words[at]?.startsWith('-'); ) {
    const word = words[at] as string;
    if (word === '--record') words.splice(at, 2);
    else if (word === '--sim') words.splice(at, isSimFile(words[at + 1]) ? 2 : 1);
    else if (word.startsWith('--sim=')) words.splice(at, 1);
    else at++;
  }
  return words;
}

function openKernel({ netns, receiveBuffer }: Pick<Options, 'netns' | 'receiveBuffer'>): Transport {
  try {
    // `ip` looks among the names for whatever stands behind -n; here a path will do as well.
    return openSocket({
      ...(netns !== undefined && { netns: netns.startsWith('/') ? netns : `${NETNS_DIRECTORY}/${netns}` }),
      ...(receiveBuffer !== undefined && { receiveBuffer }),
    });
  } catch (error) {
    if (!(error instanceof SystemError) || netns === undefined) throw error;
    if (error.syscall === 'open') throw new UsageError(`Cannot open network namespace "${netns}": ${errnoText(error.errno)}\n`);
    if (error.syscall === 'setns') throw new UsageError(`setting the network namespace "${netns}" failed: ${errnoText(error.errno)}\n`);
    throw error;
  }
}

/** The text of a batch file, `-` being standard input. Throws UsageError. */
export function readBatch(name: string): string {
  try {
    return readFileSync(name === '-' ? 0 : name, 'utf8');
  } catch (error) {
    const { errno = 0 } = error as NodeJS.ErrnoException;
    throw new UsageError(`Cannot open file "${name}" for reading: ${errnoText(-errno)}\n`, 1);
  }
}
