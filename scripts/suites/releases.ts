// From which release on a case holds, and until which. Measured: `--target kernel` on each of these, with cases put to it whatever they require. What is not
// named here holds on all of them.

import type { SuiteDefinition } from './define.js';

/** Oldest first. The suites are recorded on 6.18. */
const MEASURED = ['6.18'] as const;

type Release = (typeof MEASURED)[number];
/** Names of cases by suite. */
type Cases = Readonly<Record<string, readonly string[]>>;

const FROM: Partial<Readonly<Record<Release, Cases>>> = {};

const UNTIL: Partial<Readonly<Record<Release, Cases>>> = {};

/** A suite whose cases say for which kernels they are. Throws TypeError where a name above is that of no case. */
export function measured({ requires, cases, ...suite }: SuiteDefinition): SuiteDefinition {
  const min = releasesOf(FROM, suite.suite, cases);
  const max = releasesOf(UNTIL, suite.suite, cases);
  return {
    ...suite,
    requires: { kernel: { min: MEASURED[0] }, ...requires },
    cases: cases.map((one) => {
      const kernel = { ...(min.has(one.name) && { min: min.get(one.name) as string }), ...(max.has(one.name) && { max: max.get(one.name) as string }) };
      return Object.keys(kernel).length === 0 ? one : { ...one, requires: { kernel, ...one.requires } };
    }),
  };
}

function releasesOf(table: Partial<Readonly<Record<Release, Cases>>>, suite: string, cases: SuiteDefinition['cases']): ReadonlyMap<string, Release> {
  const out = new Map<string, Release>();
  for (const release of MEASURED)
    for (const name of table[release]?.[suite] ?? []) {
      if (out.has(name) || !cases.some((one) => one.name === name))
        throw new TypeError(`releases of ${suite}/${name}: ${out.has(name) ? 'there are two' : 'there is no such case'}`);
      out.set(name, release);
    }
  return out;
}
