// `lab`: the macvlan recipe on this machine's kernel, in namespaces that come and go with it, or on a simulated one.

import { UsageError, Words } from '../../rtnl/words.js';
import type { FullIo } from '../session.js';
import { missing } from './capabilities.js';
import { clean } from './clean.js';
import { type Matrix, matrixText } from './matrix.js';
import { picture } from './picture.js';
import { rows } from './rows.js';
import { MODES, type Mode } from './topology.js';
import { type Outcome, type Walk, type WalkOptions, walk } from './walk.js';

const labUsage = `Usage: rtnl lab [ --keep | --sim ] [ --mode MODE ] [ --json ]
       rtnl lab --clean
MODE := { ${MODES.join(' | ')} }
`;

const labHelp = `${labUsage}Makes macvlans in network namespaces of its own, checks row by row what they do, shows who
reaches whom, and removes all of it. --mode shows who reaches whom in that mode alone. --keep
leaves it to be looked at, --clean removes what labs left. --sim does it on a simulated
kernel, with no root and no Linux. --json prints one object.
`;

interface Asked {
  keep: boolean;
  json: boolean;
  clean: boolean;
  sim: boolean;
  mode: Mode | undefined;
}

/** Matrices that a walk of all rows ends with. */
const USUAL: readonly Mode[] = ['vepa', 'bridge'];

/** Resolves to the exit code: 0 if everything was seen that must be. Where a signal comes, what was made is removed first. */
export async function lab(argv: readonly string[], io: FullIo): Promise<number> {
  try {
    const asked = readWords(new Words(argv));
    if (asked.clean) return await cleanUp(asked, io);
    const lacking = asked.sim ? [] : missing();
    if (lacking.length > 0) return lack(asked, lacking, io);
    return await run(asked, io);
  } catch (error) {
    if (io.signal?.aborted === true && error === io.signal.reason) {
      io.stderr('Broken off: what was made is removed.\n');
      return error as number;
    }
    if (!(error instanceof UsageError)) throw error;
    io[error.toStdout ? 'stdout' : 'stderr'](error.message);
    return error.exitCode;
  }
}

function readWords(words: Words): Asked {
  const asked: Asked = { keep: false, json: false, clean: false, sim: false, mode: undefined };
  while (words.left > 0) {
    const word = words.next();
    if (word === '--keep') asked.keep = true;
    else if (word === '--json') asked.json = true;
    else if (word === '--clean') asked.clean = true;
    else if (word === '--sim') asked.sim = true;
    else if (word === '--mode') asked.mode = readMode(words.next());
    else if (word === 'help' || word === '--help') throw new UsageError(labHelp, 0, true);
    else throw new UsageError(`Option "${word}" is unknown.\n${labUsage}`);
  }
  if (asked.sim && asked.keep) throw new UsageError(`A simulated kernel is gone when the command is: there is nothing to keep.\n${labUsage}`);
  if (asked.clean && (asked.keep || asked.sim || asked.mode !== undefined)) throw new UsageError(labUsage);
  return asked;
}

function readMode(word: string): Mode {
  const mode = MODES.find((known) => known === word);
  if (mode === undefined) throw new UsageError(`Error: argument of "--mode" must be one of ${MODES.join(', ')}, not "${word}"\n`);
  return mode;
}

async function run({ keep, json, mode, sim }: Asked, io: FullIo): Promise<number> {
  const { signal = new AbortController().signal } = io;
  const ground = sim ? { ground: (await import('./simulated-ground.js')).simulatedGround() } : {};
  const start = performance.now();
  const what: Pick<WalkOptions, 'rows' | 'modes'> = mode === undefined ? { rows, modes: USUAL } : { rows: [], modes: [mode] };
  if (!json) io.stdout(`${picture(mode)}\n`);
  const told = json ? {} : { done: (outcome: Outcome) => io.stdout(outcomeText(outcome)), asked: (matrix: Matrix) => io.stdout(matrixText(matrix)) };
  const result = await walk({ ...what, ...ground, keep, signal, ...told });
  const milliseconds = Math.round(performance.now() - start);
  if (json) io.stdout(`${JSON.stringify({ ...documentOf(result), milliseconds })}\n`);
  else io.stdout(conclusion(result, milliseconds, keep));
  return result.passed ? 0 : 1;
}

function outcomeText({ number, title, passed, seen, milliseconds }: Outcome): string {
  return [`${passed ? 'pass' : 'FAIL'} ${String(number).padStart(2)}  ${title}  (${milliseconds} ms)`, ...seen.map((line) => `         ${line}`), ''].join('\n');
}

function documentOf({ passed, outcomes, matrices, kept }: Walk): object {
  return {
    passed,
    rows: outcomes,
    matrices: matrices.map(({ mode, pairs }) => ({ mode, pairs })),
    kept,
  };
}

function conclusion({ passed, outcomes, kept }: Walk, milliseconds: number, keep: boolean): string {
  const failed = outcomes.filter((outcome) => !outcome.passed);
  const names = Object.values(kept);
  const left = !keep
    ? 'Nothing is left of it.'
    : names.length === 0
      ? 'Nothing is left of it: this user may not name namespaces.'
      : `It is left as it is, in ${names.join(', ')}; look with: rtnl -n ${names[0]} address. Removed by: rtnl lab --clean`;
  const rowsText = outcomes.length === 0 ? '' : `${outcomes.length - failed.length} of ${outcomes.length} rows passed; `;
  return `\n${rowsText}${passed ? 'all as it must be' : 'not all as it must be'}, after ${(milliseconds / 1000).toFixed(1)} s. ${left}\n`;
}

function lack({ json }: Asked, lacking: ReturnType<typeof missing>, io: FullIo): number {
  if (json) io.stdout(`${JSON.stringify({ passed: false, missing: lacking.map(({ capability }) => capability) })}\n`);
  io.stderr(`${lacking.map(({ why }) => `${why}.\n`).join('')}Try \`sudo rtnl lab\`, without root \`unshare -Urn rtnl lab\`, or on a simulated kernel \`rtnl lab --sim\`.\n`);
  return 1;
}

async function cleanUp({ json }: Asked, io: FullIo): Promise<number> {
  const removed = await clean();
  if (json) io.stdout(`${JSON.stringify({ removed })}\n`);
  else io.stdout(removed.length === 0 ? 'There was nothing to remove.\n' : removed.map((name) => `removed ${name}\n`).join(''));
  return 0;
}
