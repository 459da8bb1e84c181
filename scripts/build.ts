// `npm run build`: dist. The declarations are tsc's, a file for each source; the code is esbuild's, in few files, since finding, reading and compiling
// hundreds of them is most of what starting a program took.

import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { buildPage } from './page.js';

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const { bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const commands = Object.values(bin);

/** What the manifest names. */
const entries = [...Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry.default])), ...commands];
/** The library's own. */
const main = 'src/index.ts';
/** Started as a process of its own: it shares nothing. */
const child = 'src/cli/netns/exec-child.ts';

const source = (built: string): string => built.replace(/^(\.\/)?dist\/(.*)\.js$/, 'src/$2.ts');

/**
 * esbuild makes a chunk for each set of entries that share something: a dozen, for the main one alone. Here every other entry says that it needs all
 * of the main one (and esbuild leaves the line out, as one of no effect): then all that this reaches is shared by the same, and one chunk.
 */
const core = (others: ReadonlySet<string>): Plugin => ({
  name: 'core',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^core$/ }, () => ({ path: join(root, main), sideEffects: false }));
    onLoad({ filter: /\.ts$/ }, async ({ path }) => (others.has(path) ? { contents: `${await readFile(path, 'utf8')}\nimport 'core';\n`, loader: 'ts' } : undefined));
  },
});

const options = {
  absWorkingDir: root,
  outdir: 'dist',
  outbase: 'src',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  // Names stay: users see them in stack traces, and those of classes where they print an object.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
} as const satisfies BuildOptions;

rmSync(join(root, 'dist'), { recursive: true, force: true });
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
const shared = { ...options, entryPoints: entries.map(source), splitting: true, chunkNames: 'chunks/[name]-[hash]', logOverride: { 'ignored-bare-import': 'silent' } } as const;
/** What is imported when it is needed is an entry as well. */
const { metafile: all } = await build({ ...shared, write: false });
const others = Object.values(all.outputs).flatMap(({ entryPoint }) => (entryPoint === undefined || entryPoint === main ? [] : [join(root, entryPoint)]));
const { metafile } = await build({ ...shared, plugins: [core(new Set(others))] });
await build({ ...options, entryPoints: [child] });
await buildPage(root, join(root, 'dist/web/index.html'));
for (const path of commands) chmodSync(join(root, path), 0o755);

const [, { imports = [] } = {}] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === main) ?? [];
if (imports.length !== 1) throw new Error(`the main entry is in ${imports.length} chunks, one is wanted`);
