// The words of `rtnl conformance`.

import type { ParseArgsConfig } from 'node:util';
import { UsageError } from '../../rtnl/words.js';
import { readOwnOptions } from '../own-options.js';
import { REPORTS } from './report/report.js';

const conformanceUsage = `Usage: rtnl conformance [ OPTIONS ] --target TARGET [ SUITE ... ]
       rtnl conformance [ OPTIONS ] --list [ SUITE ... ]
       rtnl conformance RECORDING ...
TARGET := { kernel | sim | exec:COMMAND | codec | codec:COMMAND }
OPTIONS := { --filter TEXT | --report { text | tap | junit | json } |
             --output FILE | --timeout SECONDS | --jobs N | --any-kernel }
Puts suites of cases to whatever answers rtnetlink requests, those of this package where
none is named, and tells where it answers otherwise than they say.
kernel is this machine's, in network namespaces of its own; sim is the simulated one;
exec starts COMMAND and speaks to it in frames. codec is what this library reads in
datagrams and writes; codec:COMMAND is another library behind lines of JSON.
guides/conformance.md describes all of these and the suites. --filter takes the cases whose
SUITE/NAME has TEXT in it, and may be given several times. A case, or an answer of a codec,
has 10 seconds unless --timeout says otherwise. --jobs says how many cases are put to
kernel or sim at a time: 8 to kernel and 1 to sim where it is absent. --any-kernel puts
cases to it that are for other releases, too: what fails may be right for this one.
RECORDINGs are files that --record wrote: each command in them is run against what it
received, and compared. A file's content tells which it is.
`;

export interface ConformanceOptions {
  readonly files: readonly string[];
  readonly target: string | undefined;
  readonly filters: readonly string[];
  readonly list: boolean;
  readonly report: keyof typeof REPORTS;
  readonly output: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  /** As many at a time as are of use, where absent. */
  readonly jobs: number | undefined;
  /** Whatever release a case is for. */
  readonly anyKernel: boolean;
}

const KNOWN = {
  target: { type: 'string' },
  filter: { type: 'string', multiple: true },
  list: { type: 'boolean' },
  report: { type: 'string' },
  output: { type: 'string' },
  timeout: { type: 'string' },
  jobs: { type: 'string' },
  'any-kernel': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

const DEFAULT_TIMEOUT = 10;

export function wrong(why: string): UsageError {
  return new UsageError(`rtnl conformance: ${why}\n`);
}

/** Throws UsageError. */
export function readConformanceOptions(argv: readonly string[]): ConformanceOptions {
  const { values, positionals } = readOwnOptions(argv, KNOWN, wrong);
  if (values.help || positionals[0] === 'help') throw new UsageError(conformanceUsage, 0, true);
  const { target, filter = [], list = false, report = 'text', output, timeout = String(DEFAULT_TIMEOUT), jobs, 'any-kernel': anyKernel = false } = values;
  if (!isReport(report)) throw wrong(`--report takes ${Object.keys(REPORTS).join(', ')}, not "${report}"`);
  if (!/^\d+(\.\d+)?$/.test(timeout) || Number(timeout) === 0) throw wrong(`--timeout takes seconds, not "${timeout}"`);
  if (target !== undefined && !/^(kernel|sim|exec:.*\S.*|codec|codec:.*\S.*)$/s.test(target))
    throw wrong(`--target takes kernel, sim, exec:COMMAND, codec or codec:COMMAND, not "${target}"`);
  if (jobs !== undefined && !/^[1-9]\d{0,2}$/.test(jobs)) throw wrong(`--jobs takes a number from 1 to 999, not "${jobs}"`);
  if (jobs !== undefined && target !== undefined && target !== 'kernel' && target !== 'sim') throw wrong(`--jobs is for kernel and sim: a program is asked one thing at a time`);
  if (anyKernel && target !== undefined && /^codec(:|$)/.test(target)) throw wrong('--any-kernel is for what answers requests, not for codecs');
  return { files: positionals, anyKernel, target, filters: filter, list, report, output, timeout: Number(timeout) * 1000, jobs: jobs === undefined ? undefined : Number(jobs) };
}

const isReport = (name: string): name is keyof typeof REPORTS => Object.hasOwn(REPORTS, name);
