// `rtnl conformance`: suites of cases put to whatever answers rtnetlink requests, and recorded commands run against their own recordings.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../rtnl/words.js';
import { suitesFolder } from '../place.js';
import type { FullIo } from '../session.js';
import { Runner } from './cases.js';
import { type ConformanceOptions, readConformanceOptions, wrong } from './options.js';
import { type Composition, runRecordings } from './recorded.js';
import { REPORTS } from './report/report.js';
import type { Result } from './result.js';
import { type Case, isSuite, parseSuite, type Suite, SuiteError } from './suite.js';
import { execTarget } from './target/exec.js';
import { kernelTarget } from './target/kernel.js';
import { simulatedTarget } from './target/sim.js';
import { type Target, TargetError } from './target/target.js';

/** A suite, and those of its cases that are chosen. */
interface Chosen {
  readonly suite: Suite;
  readonly cases: readonly Case[];
}

/** Resolves to the exit code: 0 where nothing failed. Rejects with what reading files throws. */
export async function conformance(argv: readonly string[], io: FullIo, composition: Composition): Promise<number> {
  try {
    return await run(readConformanceOptions(argv), io, composition);
  } catch (error) {
    if (error instanceof UsageError) {
      (error.toStdout ? io.stdout : io.stderr)(error.message);
      return error.exitCode === 0 ? 0 : 1;
    }
    if (!(error instanceof SuiteError || error instanceof TargetError)) throw error;
    io.stderr(`rtnl conformance: ${error.message}\n`);
    return 1;
  }
}

async function run(options: ConformanceOptions, io: FullIo, composition: Composition): Promise<number> {
  const { files, target, list } = options;
  const paths = files.length > 0 ? files : target !== undefined || list ? packaged() : [];
  if (paths.length === 0) throw wrong('a recording, or --target and suites; --help tells more');
  const suites = paths.filter((path) => isSuite(start(path)));
  const recordings = paths.filter((path) => !suites.includes(path));
  const [recording] = recordings;
  if (suites.length === 0 && !list && target === undefined) return runRecordings(recordings, io, composition);
  if (recording !== undefined) throw wrong(`${recording} is no suite`);
  const chosen = suites.map((path) => choose(parseSuite(path, readFileSync(path, 'utf8')), options.filters));
  if (list) return listed(chosen, io);
  if (target === undefined) throw wrong('a suite needs a --target: kernel, sim or exec:COMMAND');
  return put(chosen, await open(target, options.timeout), options, io, composition);
}

/** The suites of this package. */
function packaged(): string[] {
  const folder = suitesFolder();
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(folder, name));
}

function start(path: string): string {
  return readFileSync(path).subarray(0, 200).toString('latin1');
}

function choose(suite: Suite, filters: readonly string[]): Chosen {
  const wanted = ({ name }: Case) => filters.length === 0 || filters.some((text) => `${suite.suite}/${name}`.includes(text));
  return { suite, cases: suite.cases.filter(wanted) };
}

function listed(chosen: readonly Chosen[], io: FullIo): number {
  for (const { suite, cases } of chosen) for (const { name, about } of cases) io.stdout(`${suite.suite}/${name}${about === undefined ? '' : `: ${about}`}\n`);
  return 0;
}

async function open(target: string, timeout: number): Promise<Target> {
  if (target === 'kernel') return kernelTarget();
  return target === 'sim' ? simulatedTarget() : execTarget(target.slice('exec:'.length), timeout);
}

async function put(chosen: readonly Chosen[], target: Target, { report: name, output, timeout }: ConformanceOptions, io: FullIo, { protocol }: Composition): Promise<number> {
  const report = REPORTS[name]({ target: target.name, kernel: target.kernel });
  let text = '';
  const tell = (part: string) => {
    if (output === undefined) io.stdout(part);
    else text += part;
  };
  const runner = new Runner(target, protocol, { timeout });
  const results: Result[] = [];
  try {
    tell(report.start());
    for (const { suite, cases } of chosen) {
      for (const one of cases) {
        const result = await runner.run(suite, one);
        results.push(result);
        tell(report.result(result));
      }
    }
    tell(report.end(results));
  } finally {
    await target.close();
  }
  if (output !== undefined) writeFileSync(output, text);
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}
