// npm run differential -- --operations 100000 --seed 1: the simulated kernel beside this machine's own, for as long as is wanted.
// Tells how far it is, what differs, and writes results.md: seed, time, what was covered and what was never reached.

import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { linkKinds } from '../../../src/simkernel/kinds/kinds.js';
import type { Task, Told } from './lane.js';
import { machine } from './machine.js';
import { results, type Unreached } from './results.js';
import { add, emptyTally } from './tally.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '2' },
    longest: { type: 'string', default: '90' },
    minutes: { type: 'string', default: '600' },
    patience: { type: 'string', default: '30000' },
    output: { type: 'string', default: fileURLToPath(new URL('results.md', import.meta.url)) },
  },
});
const lanes = Number(values.lanes);
/** Far enough apart that no lane comes to another's. */
const APART = 1_000_000;
const EVERY = 10_000;

const started = Date.now();
const coverage = mkdtempSync(join(tmpdir(), 'differential-'));
const latest = new Map<number, Told>();
const found: NonNullable<Told['found']>[] = [];

const total = () => {
  const sum = emptyTally();
  for (const { tally } of latest.values()) add(sum, tally);
  return sum;
};

const seconds = (): number => (Date.now() - started) / 1000;

function progress(): void {
  const { operations, sequences } = total();
  const speed = (operations / seconds()).toFixed(0);
  console.log(`${operations} of ${values.operations} operations, ${sequences} sequences, ${found.length} differences, ${seconds().toFixed(0)} s, ${speed} operations/s`);
}

function lane(number: number): Promise<void> {
  const child: ChildProcess = fork(fileURLToPath(new URL('lane.ts', import.meta.url)), { execArgv: ['--import', 'tsx'], env: { ...process.env, NODE_V8_COVERAGE: coverage } });
  child.send({
    seed: Number(values.seed) + number * APART,
    operations: Math.ceil(Number(values.operations) / lanes),
    longest: Number(values.longest),
    patience: Number(values.patience),
    until: started + Number(values.minutes) * 60_000,
  } satisfies Task);
  child.on('message', (told: Told) => {
    latest.set(number, told);
    if (told.found === undefined) return;
    found.push(told.found);
    console.log(`seed ${told.found.seed}${told.found.again ? '' : ', not seen again'}: ${told.found.report}`);
  });
  return new Promise((resolve, reject) => child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`lane ${number} ended with ${code}`)))));
}

/** Functions and refusals of src/simkernel that no sequence came to. */
function unreached(): Unreached {
  const reports = mkdtempSync(join(tmpdir(), 'differential-report-'));
  const c8 = join(root, 'node_modules/c8/bin/c8.js');
  const args = ['report', '--temp-directory', coverage, '--reporter', 'json', '--reports-dir', reports, '--include', 'src/simkernel/**', '--all', '--src', 'src/simkernel'];
  execFileSync(process.execPath, [c8, ...args], { cwd: root, stdio: 'ignore' });
  const files = Object.entries(JSON.parse(readFileSync(join(reports, 'coverage-final.json'), 'utf8')) as Record<string, Covered>);
  rmSync(reports, { recursive: true });
  const functions: string[] = [];
  const refusals: string[] = [];
  for (const [path, { fnMap, f, statementMap, s }] of files) {
    const name = relative(root, path);
    for (const [id, { name: fn, loc }] of Object.entries(fnMap)) if (f[id] === 0 && !fn.startsWith('(anonymous')) functions.push(`${name}:${loc.start.line} ${fn}`);
    const lines = readFileSync(path, 'utf8').split('\n');
    for (const [id, { start }] of Object.entries(statementMap)) {
      const line = lines[start.line - 1]?.trim() ?? '';
      if (s[id] === 0 && line.includes('new Refusal(')) refusals.push(`${name}:${start.line} ${line}`);
    }
  }
  return { functions, refusals };
}

interface Covered {
  readonly fnMap: Readonly<Record<string, { readonly name: string; readonly loc: { readonly start: { readonly line: number } } }>>;
  readonly f: Readonly<Record<string, number>>;
  readonly statementMap: Readonly<Record<string, { readonly start: { readonly line: number } }>>;
  readonly s: Readonly<Record<string, number>>;
}

console.log(`seed ${values.seed}, ${lanes} processes, kernel ${release()}`);
const timer = setInterval(progress, EVERY);
await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
clearInterval(timer);
progress();
writeFileSync(
  values.output,
  results({
    seed: Number(values.seed),
    apart: APART,
    lanes,
    longest: Number(values.longest),
    seconds: seconds(),
    kernel: release(),
    lacking: [...linkKinds.keys()].filter((kind) => !machine().kinds.includes(kind)),
    tally: total(),
    found,
    unreached: unreached(),
  }),
);
rmSync(coverage, { recursive: true });
process.exitCode = found.length === 0 ? 0 : 1;
