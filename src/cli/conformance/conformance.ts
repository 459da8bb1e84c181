// `rtnl conformance`: suites of cases put to whatever answers rtnetlink requests or decodes and encodes its messages, and recorded commands run against
// their own recordings.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NetlinkError } from '../../netlink/errors.js';
import { UsageError } from '../../rtnl/words.js';
import { expectOtherFile, FileError, LateFile, readBytes, readText } from '../files.js';
import { suitesFolder } from '../place.js';
import type { FullIo } from '../session.js';
import { Runner } from './cases.js';
import { isCodecSuite, parseCodecSuite } from './codec/case.js';
import { codecProgram } from './codec/program.js';
import { CodecRunner, type CodecTask, tasksOf } from './codec/runner.js';
import { type Codec, ownCodec, reading } from './codec/target.js';
import { SuiteError } from './lines.js';
import { type ConformanceOptions, readConformanceOptions, wrong } from './options.js';
import { type Composition, runRecordings } from './recorded.js';
import { REPORTS } from './report/report.js';
import type { Subject } from './report/subject.js';
import type { Result } from './result.js';
import { sideBySide } from './side-by-side.js';
import { type Case, isSuite, parseSuite, type Suite } from './suite.js';
import { execTarget } from './target/exec.js';
import { kernelTarget } from './target/kernel.js';
import { simulatedTarget } from './target/sim.js';
import { type Target, TargetError } from './target/target.js';

/** What is put to something: whom the report is about, results as they come, and the end of it. */
interface Run {
  readonly subject: Subject;
  results(): AsyncIterable<Result>;
  close(): Promise<void>;
}

/** Resolves to the exit code: 0 where nothing failed. */
export async function conformance(argv: readonly string[], io: FullIo, composition: Composition): Promise<number> {
  try {
    return await run(readConformanceOptions(argv), io, composition);
  } catch (error) {
    if (error instanceof UsageError) {
      (error.toStdout ? io.stdout : io.stderr)(error.message);
      return error.exitCode === 0 ? 0 : 1;
    }
    if (!(error instanceof SuiteError || error instanceof TargetError || error instanceof FileError || error instanceof NetlinkError)) throw error;
    io.stderr(`rtnl conformance: ${error.message}\n`);
    return 1;
  }
}

async function run(options: ConformanceOptions, io: FullIo, composition: Composition): Promise<number> {
  const { files, target, list, filters, output } = options;
  const codec = target !== undefined && /^codec(:|$)/.test(target);
  const paths = files.length > 0 ? files : packaged(list ? ['', CODEC] : target === undefined ? [] : [codec ? CODEC : '']);
  if (paths.length === 0) throw wrong('a recording, or --target and suites; --help tells more');
  const texts = paths.map((path) => ({ path, start: start(path) }));
  const suites = texts.filter(({ start }) => isSuite(start)).map(({ path }) => path);
  const codecSuites = texts.filter(({ start }) => isCodecSuite(start)).map(({ path }) => path);
  const recordings = paths.filter((path) => !suites.includes(path) && !codecSuites.includes(path));
  const [recording] = recordings;
  if (recordings.length === paths.length && !list && target === undefined) return runRecordings(recordings, io, composition);
  if (recording !== undefined) throw wrong(`${recording} is no suite`);
  const asks = (name: string) => filters.length === 0 || filters.some((text) => name.includes(text));
  const cases = suites
    .map((path) => parseSuite(path, readText(path)))
    .flatMap((suite) => suite.cases.filter(({ name }) => asks(`${suite.suite}/${name}`)).map((one) => ({ suite, one })));
  const tasks = codecSuites.map((path) => parseCodecSuite(path, readText(path))).flatMap((suite) => tasksOf(suite).filter(({ name }) => asks(`${suite.suite}/${name}`)));
  // Where a name was misspelt, nothing that failed would look like all that passed.
  if (filters.length > 0 && cases.length + tasks.length === 0) throw wrong(`no case has ${filters.map((text) => `"${text}"`).join(' or ')} in its SUITE/NAME`);
  if (list) return listed([...cases.map(({ suite, one: { name, about } }) => ({ suite: suite.suite, name, about })), ...tasks.map(({ suite, name }) => ({ suite, name }))], io);
  if (target === undefined) throw wrong('a suite needs a --target: kernel, sim, exec:COMMAND, codec or codec:COMMAND');
  const [unfit] = codec ? suites : codecSuites;
  if (unfit !== undefined) throw wrong(`${unfit} is not for --target ${target}: it ${codec ? 'asks a kernel' : 'asks a codec'}`);
  if (output !== undefined) for (const path of paths) expectOtherFile(path, output, '--output', 'rtnl conformance');
  const file = output === undefined ? undefined : new LateFile(output);
  return put(
    codec
      ? codecRun(target, tasks, await openCodec(target, options.timeout, composition), io, composition)
      : kernelRun(cases, await open(target, options.timeout), options, io, composition),
    options,
    file,
    io,
  );
}

/** Where the suites for codecs are. */
const CODEC = 'codec';

/** The suites of this package in these folders. */
function packaged(folders: readonly string[]): string[] {
  return folders.flatMap((name) => {
    const folder = join(suitesFolder(), name);
    return readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .map((name) => join(folder, name));
  });
}

function start(path: string): string {
  return readBytes(path).subarray(0, 200).toString('latin1');
}

function listed(all: readonly { readonly suite: string; readonly name: string; readonly about?: string | undefined }[], io: FullIo): number {
  for (const { suite, name, about } of all) io.stdout(`${suite}/${name}${about === undefined ? '' : `: ${about}`}\n`);
  return 0;
}

async function open(target: string, timeout: number): Promise<Target> {
  if (target === 'kernel') return kernelTarget();
  return target === 'sim' ? simulatedTarget() : execTarget(target.slice('exec:'.length), timeout);
}

async function openCodec(target: string, timeout: number, { protocol }: Composition): Promise<Codec> {
  return target === CODEC ? ownCodec(protocol) : codecProgram(target.slice('codec:'.length), timeout);
}

function kernelRun(
  cases: readonly { readonly suite: Suite; readonly one: Case }[],
  target: Target,
  { timeout, jobs, anyKernel }: ConformanceOptions,
  { signal }: FullIo,
  { protocol }: Composition,
): Run {
  const runner = new Runner(target, protocol, { timeout, anyKernel });
  return {
    subject: { target: target.name, kernel: target.kernel },
    results: () => sideBySide(cases, jobs ?? target.jobs, signal, ({ suite, one }) => runner.run(suite, one)),
    close: () => target.close(),
  };
}

function codecRun(target: string, tasks: readonly CodecTask[], codec: Codec, { signal }: FullIo, { protocol }: Composition): Run {
  const { library, silent } = codec.introduction;
  const runner = new CodecRunner(codec, reading(protocol));
  return {
    subject: { target, library, ...(silent.length > 0 && { silent: silent.join(', ') }) },
    results: () => sideBySide(tasks, 1, signal, (task) => runner.run(task)),
    close: () => codec.close(),
  };
}

async function put(run: Run, { report: name }: ConformanceOptions, file: LateFile | undefined, io: FullIo): Promise<number> {
  const report = REPORTS[name](run.subject);
  let text = '';
  const tell = (part: string) => {
    if (file === undefined) io.stdout(part);
    else text += part;
  };
  const results: Result[] = [];
  try {
    tell(report.start());
    for await (const result of run.results()) {
      results.push(result);
      tell(report.result(result));
    }
    tell(report.end(results));
  } finally {
    await run.close();
  }
  file?.write(text);
  if (typeof io.signal?.reason === 'number') return io.signal.reason;
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}
