// The package as npm would publish it, and projects that have it installed: unpacked by hand, so that nothing comes from
// the network. PACKAGE names a package that has been unpacked already.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pack } from '../../scripts/pack.js';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'rtnetlink-package-'));
process.once('exit', () => rmSync(folder, { recursive: true }));

/** What a child process gets: the node that runs these tests comes first; coverage, who runs these tests, colours and home are not its own to use. */
const { NODE_V8_COVERAGE: _coverage, NODE_TEST_CONTEXT: _runner, FORCE_COLOR: _colour, ...inherited } = process.env;
export const env: NodeJS.ProcessEnv = { ...inherited, PATH: `${dirname(process.execPath)}${delimiter}${inherited.PATH ?? ''}`, HOME: folder };

/** What has node read TypeScript, on Node 20 too. */
export const tsx = ['--disable-warning=ExperimentalWarning', '--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];

let unpacked: string | undefined = process.env.PACKAGE;

/** The folder that holds what `npm pack` packs, built once. */
export function packed(): string {
  unpacked ??= pack(folder, env);
  return unpacked;
}

/** What an entry of `exports` stands for: a path, or one for each condition. */
export type Target = string | { readonly [condition: string]: Target };

interface Manifest {
  readonly files: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, Target>>;
}

export function readManifest(where: string): Manifest {
  return JSON.parse(readFileSync(join(where, 'package.json'), 'utf8')) as Manifest;
}

/** A project that depends on the package alone, with or without koffi, as `npm install` leaves it; `hidden` as pnpm does, what koffi depends on out of sight. */
export function project({ koffi = true }: { readonly koffi?: boolean | 'hidden' } = {}): string {
  const where = mkdtempSync(join(folder, 'project-'));
  const modules = join(where, 'node_modules');
  writeFileSync(join(where, 'package.json'), JSON.stringify({ name: 'project', type: 'module' }));
  cpSync(packed(), join(modules, 'rtnetlink'), { recursive: true });
  for (const name of ['buffer-layout', 'pako', ...(koffi === false ? [] : koffi === 'hidden' ? ['koffi'] : ['koffi', '@koromix'])])
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  // One that exports nothing: node would go on to look for it in the folders above.
  if (!koffi) {
    mkdirSync(join(modules, 'koffi'));
    writeFileSync(join(modules, 'koffi', 'package.json'), '{ "exports": {} }');
  }
  mkdirSync(join(modules, '.bin'));
  for (const [name, target] of Object.entries(readManifest(packed()).bin)) symlinkSync(join('..', 'rtnetlink', target), join(modules, '.bin', name));
  return where;
}

/** Every file below, by its path from there. */
export function filesOf(where: string): readonly string[] {
  return readdirSync(where, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(where.length + 1));
}
