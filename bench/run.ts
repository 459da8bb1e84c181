// `npm run bench`: ours and every peer that is installed, in turns, in namespaces of their own; one table of medians with the
// ratio to the C limit of the same run. See --help.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chart } from './chart.js';
import { measure } from './measure.js';
import { makePlaces, type Places } from './namespaces.js';
import { build, install, LIMIT, OURS, type Peer } from './peers.js';
import { page, type Result, summary } from './report.js';
import { WORKLOADS, type Workload } from './workloads.js';

const HELP = `usage: npm run bench -- [options] [WORKLOAD...]
  --rounds N     runs of each program (5)
  --peers NAME   only peers whose name has NAME in it, beside ours and the limit; may be repeated
  --write        writes results.md, and with all workloads chart.svg and baseline.json
  --check        fails where ours, as a ratio to the limit, is 20 % slower than baseline.json
  --install      installs what the peers need (Debian packages)
Workloads: ${WORKLOADS.map(({ name }) => name).join(' ')}
`;

/** How much worse than the baseline a ratio may be. */
const TOLERANCE = 1.2;

const here = fileURLToPath(new URL('.', import.meta.url));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    peers: { type: 'string', multiple: true },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    install: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

type Baseline = Readonly<Record<string, number>>;

if (options.help) console.log(HELP);
else if (options.install) install();
else await main();

async function main(): Promise<void> {
  const chosen = positionals.length === 0 ? WORKLOADS : WORKLOADS.filter(({ name }) => positionals.includes(name));
  if (chosen.length < positionals.length) throw new Error(`no such workload; there are ${WORKLOADS.map(({ name }) => name).join(' ')}`);
  const work = mkdtempSync(join(tmpdir(), 'rtnetlink-bench-'));
  let places: Places | undefined;
  try {
    const wanted = options.check ? [] : options.peers;
    const { peers, missing, tool } = build(work, (name) => wanted === undefined || wanted.some((part) => name.includes(part)));
    for (const line of missing) console.error(line);
    places = await makePlaces();
    const data = captured(work, tool, places);
    const results: Result[] = [];
    for (const workload of chosen) results.push(await runWorkload(workload, peers, { places, data, tool }));
    const names = peers.map(({ name }) => name);
    const text = page(results, names, missing, Number(options.rounds));
    console.log(text);
    if (options.write) await write(text, results, work);
    if (options.check) check(results);
  } finally {
    places?.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** What the decoders decode: the kernel's own dumps. */
function captured(work: string, tool: string, { few, routes }: Places): string {
  const data = join(work, 'data');
  mkdirSync(data);
  few.run(() => execFileSync(tool, ['CAP', '1', join(data, 'links.bin')]));
  routes.run(() => execFileSync(tool, ['CAP', '2', join(data, 'routes.bin')]));
  return data;
}

async function runWorkload(workload: Workload, peers: readonly Peer[], { places, data, tool }: { places: Places; data: string; tool: string }): Promise<Result> {
  const taking = peers.filter(({ name, starts }) => {
    if (starts) return workload.starts === true;
    return workload.alone ? name === LIMIT || name === OURS : workload.without?.includes(name) !== true;
  });
  const rounds = new Map<string, (number | undefined)[]>(taking.map(({ name }) => [name, []]));
  const failed = new Set<string>();
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const peer of taking) {
      const isLimit = peer.name === LIMIT;
      const own = (workload.starts && peer.start) || peer.command;
      const command = isLimit && workload.limitArgs?.[0] === 'W4g' ? [tool] : own;
      const fresh = workload.place === 'fresh' ? await places.fresh() : undefined;
      try {
        const namespace = fresh ?? places[workload.place as Exclude<Workload['place'], 'fresh'>];
        const figures = await measure({ ...peer, command }, workload, isLimit, { namespace, data, tool });
        rounds.get(peer.name)?.push(workload.figure(figures));
      } catch (error) {
        failed.add(`${peer.name}: ${(error as Error).message}`);
        rounds.get(peer.name)?.push(undefined);
      } finally {
        fresh?.close();
      }
    }
  }
  const result = summary(workload, rounds, [...failed]);
  const ours = result.rows.find(({ peer }) => peer === OURS);
  console.error(
    `${workload.name}: ${ours === undefined ? [...failed].join('; ') : `${ours.value.toFixed(1)} ${workload.unit}, ratio ${ours.ratio?.toFixed(2) ?? '-'}${workload.must === undefined ? '' : ` of at most ${workload.must}`}`}`,
  );
  return result;
}

function ratios(results: readonly Result[]): Baseline {
  return Object.fromEntries(
    results.flatMap(({ workload, rows }) => {
      const ratio = rows.find(({ peer }) => peer === OURS)?.ratio;
      return ratio === undefined || workload.count ? [] : [[workload.name, Number(ratio.toFixed(2))]];
    }),
  );
}

async function write(text: string, results: readonly Result[], work: string): Promise<void> {
  writeFileSync(join(here, 'results.md'), text);
  if (results.length < WORKLOADS.length) return;
  writeFileSync(join(here, 'baseline.json'), `${JSON.stringify(ratios(results), undefined, 2)}\n`);
  writeFileSync(join(here, 'chart.svg'), await chart(results, work));
}

function check(results: readonly Result[]): void {
  const baseline = JSON.parse(readFileSync(join(here, 'baseline.json'), 'utf8')) as Baseline;
  for (const [name, ratio] of Object.entries(ratios(results))) {
    const was = baseline[name];
    if (was === undefined || ratio <= was * TOLERANCE) continue;
    console.log(`${name}: ${ratio} times the limit, ${was} in the baseline`);
    process.exitCode = 1;
  }
}
