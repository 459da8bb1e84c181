// From which release on a case holds, and until which: what came of it on each of the kernels that were measured is in releases.json, oldest first. A case
// that is not named there holds on all of them.

import { readFileSync } from 'node:fs';
import type { SuiteDefinition } from './define.js';

/** Names of cases by release and suite. */
type Table = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const { measured, from, until } = JSON.parse(readFileSync(new URL('releases.json', import.meta.url), 'utf8')) as {
  readonly measured: readonly [string, ...string[]];
  readonly from: Table;
  readonly until: Table;
};

/** A suite whose cases say for which kernels they are. Throws TypeError where a name in the table is that of no case. */
export function withReleases({ requires, cases, ...suite }: SuiteDefinition): SuiteDefinition {
  const min = releasesOf(from, suite.suite, cases);
  const max = releasesOf(until, suite.suite, cases);
  return {
    ...suite,
    requires: { kernel: { min: measured[0] }, ...requires },
    cases: cases.map((one) => {
      const [first, last] = [min.get(one.name), max.get(one.name)];
      if (first === undefined && last === undefined) return one;
      return { ...one, requires: { kernel: { ...(first !== undefined && { min: first }), ...(last !== undefined && { max: last }) }, ...one.requires } };
    }),
  };
}

function releasesOf(table: Table, suite: string, cases: SuiteDefinition['cases']): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const [release, names] of Object.entries(table))
    for (const name of names[suite] ?? []) {
      if (out.has(name) || !cases.some((one) => one.name === name))
        throw new TypeError(`releases of ${suite}/${name}: ${out.has(name) ? 'there are two' : 'there is no such case'}`);
      out.set(name, release);
    }
  return out;
}
