// Who is measured, and how each is built. `npm run bench -- --install` gets what they need: Debian packages; one is of npm, one of crates.io.

import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CARGO_OPTIONS, fetchCrates } from './crates.js';

export interface Peer {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Its program for starting, where that is one that does nothing else. */
  readonly start?: readonly string[];
  /** Started only: what starting a program of node takes, whatever it does, or ours in another way. */
  readonly starts?: true;
}

interface Recipe {
  readonly name: string;
  /** Debian packages. */
  readonly needs: readonly string[];
  readonly starts?: true;
  /** Its command, once it is built below `work`. Throws, saying why, where it cannot be. */
  build(work: string): readonly string[];
}

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '..');

export const LIMIT = 'C, libmnl';
export const OURS = 'rtnetlink';

function run(command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): void {
  const { status, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, ...env } });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command}: ${stderr.trim().split('\n').slice(0, 3).join(' ')}`);
}

function c(program: string): Recipe['build'] {
  return (work) => {
    run('make', ['-s', '-C', join(here, 'peers/c'), `OUT=${work}`, program], here);
    return [join(work, program)];
  };
}

const projectOf = (work: string): string => join(work, 'project');

/** The package as npm packs it, installed in a project of its own. */
function packed(work: string): readonly string[] {
  const project = projectOf(work);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  run('npm', ['pack', '--silent', '--pack-destination', work], root);
  run('sh', ['-c', 'npm install --silent --no-audit --no-fund ../rtnetlink-*.tgz'], project);
  for (const file of ['bench.cjs', 'start.cjs', 'start.mjs']) copyFileSync(join(here, 'ours', file), join(project, file));
  return [process.execPath, join(project, 'bench.cjs')];
}

/** Built from a copy: cargo notes beside the sources where it found the crates. Those of 0.10 and 0.20 are in Debian's packages, those of 0.22 on crates.io. */
function rust(version: string, ...options: readonly string[]): Recipe['build'] {
  return (work) => {
    const copy = join(work, `rust-${version}`);
    cpSync(join(here, 'peers/rust'), copy, { recursive: true });
    const project = join(copy, version);
    run('cargo', ['build', '--quiet', '--release', ...options], project);
    return [join(project, 'target/release/bench-rtnetlink')];
  };
}

function go(work: string): readonly string[] {
  run('go', ['build', '-o', join(work, 'go'), '.'], join(here, 'peers/go'), { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(work, 'gocache') });
  return [join(work, 'go')];
}

/** A program that requires a package, of one line, and prints what it gives. */
function oneLine(work: string): readonly string[] {
  const project = join(work, 'one-line');
  const installed = join(project, 'node_modules/one-line');
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, 'package.json'), '{ "name": "one-line", "version": "1.0.0", "exports": "./index.js" }');
  writeFileSync(join(installed, 'index.js'), 'exports.links = [];\n');
  writeFileSync(join(project, 'start.cjs'), "const { links } = require('one-line');\n\nconsole.log(links.length);\n");
  return [process.execPath, join(project, 'start.cjs')];
}

function npm(work: string): readonly string[] {
  const project = join(work, 'npm');
  mkdirSync(project);
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', project, 'netlink@0.3.0'], work);
  for (const file of ['common.cjs', 'npm-netlink.cjs']) copyFileSync(join(here, 'peers/js', file), join(project, file));
  return [process.execPath, join(project, 'npm-netlink.cjs')];
}

function ip(): readonly string[] {
  execFileSync('ip', ['-V']);
  return [process.execPath, join(here, 'peers/js/ip.cjs')];
}

function pyroute2(): readonly string[] {
  run('/usr/bin/python3', ['-c', 'import pyroute2'], here);
  return ['/usr/bin/python3', join(here, 'peers/pyroute2.py')];
}

const RECIPES: readonly Recipe[] = [
  { name: LIMIT, needs: ['gcc', 'make', 'libmnl-dev'], build: c('c_mnl') },
  { name: OURS, needs: [], build: packed },
  { name: 'rtnetlink, imported', needs: [], starts: true, build: (work) => [process.execPath, join(projectOf(work), 'start.mjs')] },
  { name: 'Rust rtnetlink 0.10', needs: ['cargo', 'librust-rtnetlink-dev', 'librust-tokio-dev', 'librust-futures-dev'], build: rust('0.10', '--offline') },
  { name: 'Rust rtnetlink 0.20', needs: ['cargo'], build: rust('0.20', ...CARGO_OPTIONS) },
  { name: 'Rust rtnetlink 0.22', needs: ['cargo'], build: rust('0.22') },
  { name: 'Go vishvananda', needs: ['golang-go', 'golang-github-vishvananda-netlink-dev'], build: go },
  { name: 'node and ip -j', needs: ['iproute2'], build: ip },
  { name: 'node -e 0', needs: [], starts: true, build: () => [process.execPath, '-e', '0'] },
  { name: 'node, package of one line', needs: [], starts: true, build: oneLine },
  { name: 'npm netlink 0.3.0', needs: [], build: npm },
  { name: 'pyroute2', needs: ['python3-pyroute2'], build: pyroute2 },
];

/** Those that can be had, and a line for each that cannot. The C program `c_raw` makes events and captures. */
export function build(work: string, only: (name: string) => boolean): { readonly peers: readonly Peer[]; readonly missing: readonly string[]; readonly tool: string } {
  const [tool = ''] = c('c_raw')(work);
  const peers: Peer[] = [];
  const missing: string[] = [];
  for (const { name, needs, starts, build: make } of RECIPES.filter(({ name, starts }) => starts || [LIMIT, OURS].includes(name) || only(name))) {
    try {
      const command = make(work);
      const start = name === OURS && { start: [process.execPath, join(projectOf(work), 'start.cjs')] };
      peers.push({ name, command, ...start, ...(starts && { starts }), ...(name === 'pyroute2' && { env: { PYR: 'deb' } }) });
    } catch (error) {
      missing.push(`${name} is left out: ${error instanceof Error ? error.message : error}${needs.length > 0 ? ` (${needs.join(', ')})` : ''}`);
    }
  }
  return { peers, missing, tool };
}

/** Installs what the peers need. */
export function install(): void {
  const packages = [...new Set(RECIPES.flatMap(({ needs }) => needs))].filter((name) => name !== 'cargo' || spawnSync('cargo', ['--version']).status !== 0);
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { stdio: 'inherit' });
  fetchCrates(['librust-rtnetlink-dev', 'librust-tokio-dev', 'librust-futures-dev']);
}
