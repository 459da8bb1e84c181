// Runs recorded commands against their own recordings, in this process, and compares what they do.

import { NetlinkError } from '../../netlink/errors.js';
import type { Protocol } from '../../netlink/message.js';
import { byteOrderOf, Replay, type ReplayRules } from '../../netlink/replay.js';
import type { CommandKinds } from '../../rtnl/kind-command.js';
import { UsageError } from '../../rtnl/words.js';
import { REPLAY_TIMEOUT, readBatch, stoppedCode } from '../backing.js';
import type { Route } from '../kernel.js';
import { recordedNames, recordedNamespaces } from '../namespaces.js';
import { type Case, readCases } from '../recordings.js';
import { run } from '../run.js';
import type { FullIo } from '../session.js';
import { notOurs, skipReason } from './recorded-skip.js';

export interface Composition {
  readonly kinds: CommandKinds;
  readonly protocol: Protocol<Route>;
  readonly rules: ReplayRules;
}

/** Each part that differs, with how. */
type Differences = readonly string[];

interface Outcome {
  readonly differences: Differences;
  readonly stdout: string;
}

/** Resolves to the exit code: 0 where nothing failed. */
export async function runRecordings(paths: readonly string[], io: FullIo, composition: Composition): Promise<number> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const path of paths) {
    for (const one of readCases(path)) {
      if (one.name === undefined && one.exchange?.length === 0) throw new NetlinkError('ERR_NETLINK_REPLAY', `${path}: nothing passed in it`);
      const recorded = complete(one);
      const foreign = notOurs(recorded);
      const { differences, stdout } = foreign === undefined ? await runCase(recorded, composition) : { differences: [], stdout: '' };
      const skip = foreign ?? (differences.length === 0 ? undefined : skipReason(recorded, stdout, composition));
      if (skip === undefined && differences.length === 0) counts.passed++;
      else if (skip !== undefined) {
        counts.skipped++;
        io.stdout(`skipped ${recorded.name}: ${skip}\n`);
      } else {
        counts.failed++;
        for (const difference of differences) io.stdout(`failed ${recorded.name}: ${difference}\n`);
      }
    }
  }
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  io.stdout(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
  return counts.failed === 0 ? 0 : 1;
}

function complete({ name = 'unnamed', argv = ['ip'], setup = [], rc = 0, stdout = '', stderr = '', exchange = [], ...rest }: Partial<Case>): Case {
  return { name, argv, setup, rc, stdout, stderr, exchange, ...rest };
}

async function runCase(recorded: Case, { kinds, protocol, rules }: Composition): Promise<Outcome> {
  let stdout = '';
  const binary: Uint8Array[] = [];
  const errors: unknown[] = [];
  const replay = new Replay(recorded.exchange, { rules, littleEndian: byteOrderOf(recorded.exchange, recorded.arch) });
  const io: FullIo = {
    stdout: (text) => {
      stdout += text;
    },
    stderr: () => undefined,
    bytes: (bytes) => void binary.push(bytes),
    stdin: () => Buffer.from(recorded.stdin_b64 ?? recorded.stdin ?? '', recorded.stdin_b64 === undefined ? 'utf8' : 'base64'),
    terminal: false,
    signal: undefined,
  };
  const code = await run(recorded.argv.slice(1), io, {
    kinds,
    protocol,
    enter({ namespaces }) {
      const names = recordedNames(recorded.setup);
      const missing = recorded.exchange.length === 0 ? namespaces.find((name) => !names.includes(name)) : undefined;
      if (missing !== undefined) throw new UsageError(`Cannot open network namespace "${missing}": No such file or directory\n`);
    },
    open: () => replay,
    batch: (name) => (name === '-' ? (recorded.stdin ?? '') : readBatch(name)),
    requests: () => ({ timeout: REPLAY_TIMEOUT }),
    stopped: () => stoppedCode(recorded.rc),
    namespaces: () => recordedNamespaces(recorded.setup, recorded.during),
    failed: (error) => void errors.push(error),
  });
  const differences = [
    ...errors.map((error) => `request: ${error instanceof Error ? error.message : String(error)}`),
    ...replay.unfinished().map((request) => `request: not sent\n${request}`),
    ...(recorded.stdout_b64 === undefined
      ? compareText(recorded.stdout, stdout + Buffer.concat(binary).toString())
      : compareBytes(recorded.stdout_b64, binary, replay.littleEndian)),
    ...(code === recorded.rc ? [] : [`code: expected ${recorded.rc}, got ${code}`]),
  ];
  return { differences, stdout };
}

/** The first line that differs. */
function compareText(expected: string, actual: string): Differences {
  if (expected === actual) return [];
  const [wanted, got] = [expected.split('\n'), actual.split('\n')];
  const at = wanted.findIndex((line, i) => line !== got[i]);
  const line = at < 0 ? wanted.length : at;
  return [`stdout, line ${line + 1}:\n  expected ${around(wanted[line], got[line])}\n  got      ${around(got[line], wanted[line])}`];
}

/** What stands around the first character that differs. */
function around(text: string | undefined, other: string | undefined): string {
  if (text === undefined) return 'nothing';
  let same = 0;
  while (same < text.length && text[same] === other?.[same]) same++;
  const start = Math.max(0, same - 60);
  return JSON.stringify(`${start > 0 ? '...' : ''}${text.slice(start, same + 120)}`);
}

/** A saved dump: sequence and port are another run's own. */
function compareBytes(base64: string, chunks: readonly Uint8Array[], littleEndian: boolean): Differences {
  const same = anonymous(Buffer.from(base64, 'base64'), littleEndian).equals(anonymous(Buffer.concat(chunks), littleEndian));
  return same ? [] : ['stdout: the bytes differ'];
}

function anonymous(saved: Buffer, littleEndian: boolean): Buffer {
  const out = Buffer.from(saved);
  const view = new DataView(out.buffer, out.byteOffset, out.length);
  for (let at = 4; at + 16 <= out.length; at += Math.max(16, view.getUint32(at, littleEndian))) out.fill(0, at + 8, at + 16);
  return out;
}
