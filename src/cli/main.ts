// The command `rtnl`, importable: takes the words behind the program's name, resolves to the exit code, never ends the process.

import { route } from '../index.js';
import type { Protocol } from '../netlink/message.js';
import { defaultNames } from '../rtnl/name-tables.js';
import { replayRules } from '../rtnl/replay-rules.js';
import { UsageError } from '../rtnl/words.js';
import { Backing, readBatch } from './backing.js';
import { completion } from './completion/completion.js';
import { inputStream, readBytes } from './files.js';
import type { Route } from './kernel.js';
import { kinds } from './kinds.js';
import { lab } from './lab/lab.js';
import { readNames } from './names-files.js';
import type { Options } from './options.js';
import { run } from './run.js';
import type { FullIo, Io } from './session.js';
import { stopper } from './stop.js';

export type { Io } from './session.js';

/** What loads streams and sockets, for whoever asks. */
const isTerminal = (fd: number): boolean => process.getBuiltinModule('node:tty').isatty(fd);

const signal = stopper();

/** Whether somebody reads standard output; the stream itself forgets that nobody does. */
const output = { closed: false };

const processIo: Io = {
  stdout: (text) =>
    void process.stdout.write(text, (error) => {
      if ((error as NodeJS.ErrnoException | null | undefined)?.code === 'EPIPE') output.closed = true;
    }),
  stderr: (text) => void process.stderr.write(text),
  bytes: (bytes) => void process.stdout.write(bytes),
  stdin: () => (isTerminal(0) ? undefined : readBytes()),
  input(signal) {
    if (isTerminal(0)) throw new UsageError('rtnl: standard input is a terminal\n');
    const stream = inputStream();
    return signal === undefined ? stream : process.getBuiltinModule('node:stream').addAbortSignal(signal, stream);
  },
  get terminal() {
    return isTerminal(1);
  },
  get errorTerminal() {
    return isTerminal(2);
  },
  get closed() {
    return output.closed;
  },
  get signal() {
    return signal();
  },
};

function completed(io: Io): FullIo {
  return {
    stdout: (text) => io.stdout(text),
    stderr: (text) => io.stderr(text),
    bytes: (bytes) => (io.bytes === undefined ? io.stdout(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) : io.bytes(bytes)),
    stdin: () => (io.stdin === undefined ? new Uint8Array() : io.stdin()),
    input: (signal) => io.input?.(signal) ?? [io.stdin?.() ?? new Uint8Array()],
    get terminal() {
      return io.terminal ?? false;
    },
    get errorTerminal() {
      return io.errorTerminal ?? false;
    },
    get closed() {
      return io.closed ?? false;
    },
    get signal() {
      return io.signal;
    },
  };
}

/** Runs one command line. What goes wrong is told on `io.stderr` and by the exit code; it never rejects. */
export async function main(argv: readonly string[], io: Io = processIo): Promise<number> {
  // Data of the kinds stands beside what the narrower type knows of.
  const protocol = route as unknown as Protocol<Route>;
  const rules = replayRules(protocol);
  const full = completed(io);
  try {
    if (argv[0] === 'conformance') {
      const { conformance } = await import('./conformance/conformance.js');
      return await conformance(argv.slice(1), full, { kinds, protocol, rules });
    }
    if (argv[0] === 'decode') {
      const { decode } = await import('./decode/decode.js');
      return await decode(argv.slice(1), full, { kinds, protocol, rules });
    }
    if (argv[0] === 'completion') return await completion(argv.slice(1), full, kinds);
    if (argv[0] === 'lab') return await lab(argv.slice(1), full);
    const common = {
      kinds,
      protocol,
      batch: readBatch,
      names: ({ replay }: Options) => (replay === undefined ? readNames(full.stderr) : defaultNames),
    };
    const backing: Backing = new Backing(full, rules, (argv, there) =>
      run(argv, backing.io, { ...common, enter: (options) => there.enter(options), open: (options) => there.open(options), namespaces: (options) => there.namespaces(options) }),
    );
    const code = await run(argv, backing.io, {
      ...common,
      enter: (options) => backing.enter(options),
      open: (options) => backing.open(options),
      requests: (options) => backing.requests(options),
      stopped: () => backing.stopped,
      namespaces: (options) => backing.namespaces(options),
    });
    return backing.finish(argv, code);
  } catch (error) {
    full.stderr(`rtnl: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
