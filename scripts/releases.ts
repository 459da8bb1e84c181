// `npx tsx scripts/releases.ts REPORT.json ...`: writes scripts/suites/releases.json from what `rtnl conformance --target kernel --any-kernel --report json` says
// on each kernel. A case holds from the first measured release on from which it passed up to the recorded one, and until the last from there on.

import { readFileSync, writeFileSync } from 'node:fs';
import { compareRelease } from '../src/cli/conformance/release.js';
import { suites } from './suites/all.js';

/** What the suites are recorded on: there every case holds. */
const RECORDED = '6.18';

interface Report {
  readonly kernel: string;
  readonly results: readonly { readonly suite: string; readonly name: string; readonly outcome: string }[];
}

const reports = new Map<string, ReadonlyMap<string, string>>();
for (const path of process.argv.slice(2)) {
  const { kernel, results } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  reports.set(/^\d+\.\d+/.exec(kernel)?.[0] ?? kernel, new Map(results.map(({ suite, name, outcome }) => [`${suite}/${name}`, outcome])));
}
reports.set(RECORDED, new Map());
const measured = [...reports.keys()].sort(compareRelease);
const recorded = measured.indexOf(RECORDED);

/** How far a case holds in one direction; what was skipped says nothing. */
function furthest(key: string, releases: readonly string[]): string {
  let last = RECORDED;
  for (const release of releases) {
    const outcome = reports.get(release)?.get(key);
    if (outcome === 'failed') break;
    if (outcome === 'passed') last = release;
  }
  return last;
}

type Table = Record<string, Record<string, string[]>>;

function note(table: Table, release: string, suite: string, name: string): void {
  table[release] ??= {};
  const names = table[release];
  names[suite] = [...(names[suite] ?? []), name];
}

const sorted = (table: Table): Table => Object.fromEntries(measured.flatMap((release) => (table[release] ? [[release, table[release]]] : [])));

const from: Table = {};
const until: Table = {};
for (const { suite, cases } of suites)
  for (const { name } of cases) {
    const first = furthest(`${suite}/${name}`, measured.slice(0, recorded).reverse());
    const last = furthest(`${suite}/${name}`, measured.slice(recorded + 1));
    if (first !== measured[0]) note(from, first, suite, name);
    if (measured.slice(recorded).some((release) => reports.get(release)?.get(`${suite}/${name}`) === 'failed')) note(until, last, suite, name);
  }
writeFileSync(new URL('suites/releases.json', import.meta.url), `${JSON.stringify({ measured, from: sorted(from), until: sorted(until) }, null, 2)}\n`);
