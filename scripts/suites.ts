// `npm run suites [-- SUITE ...]`: writes suites/ anew from what this machine's kernel does, and holds the simulated kernel against it. A case that this
// kernel cannot play (a link kind it lacks) stays as it was recorded elsewhere.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Runner } from '../src/cli/conformance/cases.js';
import { Available } from '../src/cli/conformance/requirements.js';
import { reasonsOf } from '../src/cli/conformance/result.js';
import { type Case, FORMAT, parseSuite, type Step, type Suite, VERSION } from '../src/cli/conformance/suite.js';
import { kernelTarget } from '../src/cli/conformance/target/kernel.js';
import { simulatedTarget } from '../src/cli/conformance/target/sim.js';
import type { Route } from '../src/cli/kernel.js';
import { route } from '../src/index.js';
import type { Protocol } from '../src/netlink/message.js';
import { suites } from './suites/all.js';
import type { Asked } from './suites/define.js';
import { record, Unstable } from './suites/record.js';

const protocol = route as unknown as Protocol<Route>;
const kernel = kernelTarget();
const wanted = process.argv.slice(2);
const sums: Record<string, number> = { recorded: 0, kept: 0, missing: 0, unstable: 0, differs: 0 };
const recorded = /^\d+\.\d+\.\d+/.exec(release())?.[0] ?? release();

for (const { suite: name, description, requires, setups: asked = {}, cases: definitions } of suites) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const path = fileURLToPath(new URL(`../suites/${name}.jsonl`, import.meta.url));
  const before = existsSync(path) ? parseSuite(path, readFileSync(path, 'utf8')) : undefined;
  const setups: Record<string, readonly Step[]> = {};
  const header: Omit<Suite, 'cases'> = { suite: name, description, byteOrder: 'little', recorded, ...(requires && { requires }) };
  const available = new Available(kernel, { protocol, littleEndian: true });
  const cases: Case[] = [];
  for (const definition of definitions) {
    const lacking = await available.lacking({ ...header, cases: [] }, { ...definition, steps: [] });
    if (lacking === undefined) {
      try {
        cases.push(divided(await record(definition, asked[definition.setup ?? ''] ?? [], kernel), asked, setups));
        sums.recorded = (sums.recorded ?? 0) + 1;
      } catch (error) {
        if (!(error instanceof Unstable)) throw error;
        sums.unstable = (sums.unstable ?? 0) + 1;
        console.log(`unstable ${name}/${definition.name}: ${error.message}`);
      }
      continue;
    }
    const kept = before?.cases.find((one) => one.name === definition.name);
    if (kept !== undefined) cases.push(kept);
    if (kept?.setup !== undefined) setups[kept.setup] ??= before?.setups?.[kept.setup] ?? [];
    const what = kept === undefined ? 'missing' : 'kept';
    sums[what] = (sums[what] ?? 0) + 1;
    console.log(`${what} ${name}/${definition.name}: ${lacking}`);
  }
  const shared = Object.keys(setups).length > 0 && { setups };
  const suite: Suite = { ...header, ...shared, cases };
  const simulated = new Runner(simulatedTarget(), protocol, { timeout: 10_000 });
  for (const one of cases) {
    const result = await simulated.run(suite, one);
    if (result.outcome !== 'failed') continue;
    sums.differs = (sums.differs ?? 0) + 1;
    for (const reason of reasonsOf(result)) console.log(`the simulated kernel differs in ${name}/${one.name}: ${reason}`);
  }
  writeFileSync(path, `${[{ format: FORMAT, version: VERSION, ...header, ...shared }, ...cases].map((line) => JSON.stringify(line)).join('\n')}\n`);
}
console.log(
  Object.entries(sums)
    .map(([what, number]) => `${number} ${what}`)
    .join(', '),
);

/** Without the steps of its setup, which are noted once and the same for all. */
function divided({ steps, ...one }: Case, asked: Readonly<Record<string, readonly Asked[]>>, setups: Record<string, readonly Step[]>): Case {
  if (one.setup === undefined) return { ...one, steps };
  const { length } = asked[one.setup] ?? [];
  const before = steps.slice(0, length);
  setups[one.setup] ??= before;
  const other = before.findIndex((step, i) => JSON.stringify(step) !== JSON.stringify(setups[one.setup as string]?.[i]));
  if (other >= 0) throw new Unstable(`setup ${one.setup}, step ${other + 1}: ${JSON.stringify(before[other])}, for another case ${JSON.stringify(setups[one.setup]?.[other])}`);
  return { ...one, steps: steps.slice(length) };
}
