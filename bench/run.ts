// `npm run bench -- decode`: our decoder beside the C one on libmnl and npm's netlink, each in its own process, taking
// turns. Writes a table to standard output and to results.md. A peer that cannot be had is left out by name.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { median } from './median.js';

interface Peer {
  readonly name: string;
  /** One turn: milliseconds for each figure, by its name, and how many links were decoded. */
  readonly run: () => Record<string, number>;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const C = 'C on libmnl, to C structs';
const TURNS = 7;
const ROUNDS = '100';
/** The C decoder's rounds are short: as many as make its turn as long as ours, through the same weather of a shared machine. */
const C_ROUNDS = '500';

const [workload, ...rest] = process.argv.slice(2);
if (workload !== 'decode' || rest.length > 0) {
  console.error('usage: npm run bench -- decode');
  process.exit(2);
}
const work = mkdtempSync(join(tmpdir(), 'rtnetlink-bench-'));
try {
  decode();
} finally {
  rmSync(work, { recursive: true });
}

function decode(): void {
  const file = join(work, 'data', 'links.bin');
  mkdirSync(join(work, 'data'));
  writeFileSync(file, gunzipSync(readFileSync(join(here, 'data', 'links.bin.gz'))));
  const peers = [c(), ours(file), npm(file)].filter((peer) => peer !== undefined);
  const figures = new Map<string, number[]>();
  let links = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    for (const { name, run } of peers) {
      const { n = 0, ...times } = run();
      links = n;
      for (const [figure, ms] of Object.entries(times)) {
        const key = `${name}, ${figure === 'ms' ? 'decode' : figure}`;
        figures.set(key, [...(figures.get(key) ?? []), (ms * 1000) / n]);
      }
    }
  }
  report(figures, links);
}

function report(figures: ReadonlyMap<string, readonly number[]>, links: number): void {
  const base = figures.get(`${C}, decode`);
  const rows = [...figures].map(([name, values]) => {
    // Of each turn's own ratio: what slows the machine down for a while slows both.
    const ratio = base === undefined ? '' : median(values.map((value, turn) => value / (base[turn] as number))).toFixed(1);
    return `| ${name} | ${median(values).toFixed(2)} | ${Math.min(...values).toFixed(2)} | ${ratio} |`;
  });
  const table = [
    `${links} links of kernel 6.18 (1,000 macvlans), ${TURNS} turns of ${ROUNDS} rounds; median of the turns, ratio to C.`,
    `Node ${process.version}, Linux ${release()} ${arch()}, ${cpus().length} CPUs.`,
    '',
    '| | us a link | best | ratio |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
  console.log(table);
  writeFileSync(join(here, 'results.md'), `# Decoding\n\n${table}`);
}

function c(): Peer | undefined {
  const made = spawnSync('make', ['-s', '-C', join(here, 'peers', 'c')], { encoding: 'utf8' });
  if (made.status !== 0) return missing(C, made.stderr || 'no make; the package libmnl-dev is needed');
  const program = join(here, 'peers', 'c', 'c_mnl');
  return { name: C, run: () => pick(execFileSync(program, ['W5'], { cwd: work, encoding: 'utf8', env: { ...process.env, K: C_ROUNDS } })) };
}

function ours(file: string): Peer {
  const library = join(here, 'build');
  spawnSync('npx', ['tsc', '-p', join(here, '..', 'tsconfig.build.json'), '--outDir', library, '--declaration', 'false', '--declarationMap', 'false'], { cwd: join(here, '..') });
  return { name: 'rtnetlink', run: () => pick(execFileSync(process.execPath, ['--import', 'tsx', join(here, 'ours.ts'), library, file, ROUNDS], { cwd: here, encoding: 'utf8' })) };
}

function npm(file: string): Peer | undefined {
  const name = 'npm netlink 0.3.0';
  const peers = join(here, 'peers');
  const installed = spawnSync('npm', ['install', '--prefix', peers, '--no-save', '--no-package-lock', '--ignore-scripts', 'netlink@0.3.0'], { encoding: 'utf8' });
  const run = () => pick(execFileSync(process.execPath, [join(peers, 'npm-netlink.cjs'), file, ROUNDS], { encoding: 'utf8' }));
  try {
    run();
  } catch (error) {
    return missing(name, installed.stderr || String(error));
  }
  return { name, run };
}

function missing(name: string, why: string): undefined {
  console.error(`${name} is left out: ${why.trim()}`);
}

/** The figures in a peer's line of JSON. */
function pick(line: string): Record<string, number> {
  const { n, ms, encode } = JSON.parse(line) as Record<string, number>;
  return { n: n as number, ms: ms as number, ...(encode === undefined ? {} : { encode }) };
}
