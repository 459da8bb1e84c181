// `npm run build`: dist. The declarations are tsc's, a file for each source; the code is esbuild's, in few files, since finding, reading and compiling
// hundreds of them is most of what starting a program took.

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin, transformSync } from 'esbuild';
import { joinCore } from './core.js';
import { late, lateEntries, needsAll } from './late.js';
import { buildPage } from './page.js';
import { joinParts } from './parts.js';

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  /** `node`: as Node loads it; what it requires is made from what it imports (core.ts). `default`: as bundlers and browsers do. */
  readonly exports: Readonly<Record<string, string | { readonly node?: string | { readonly default: string }; readonly default: string }>>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const { bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const commands = Object.values(bin);
const modules = Object.values(exports).flatMap((entry) => {
  if (typeof entry === 'string') return [];
  const { node, default: other } = entry;
  return [{ node: typeof node === 'object' ? node.default : node, other }];
});

/** What the manifest names. */
const entries = [...modules.map((entry) => entry.node ?? entry.other), ...commands];
/** The same for others than Node: all that an entry reaches is loaded with it. */
const whole = modules.flatMap((entry) => (entry.node === undefined ? [] : [entry.other]));
/** The library's own. */
const main = 'src/index.ts';
/** Started as a process of its own: it shares nothing. */
const child = 'src/cli/netns/exec-child.ts';

const source = (built: string) => {
  const [, folder = '', name] = /^(?:\.\/)?dist\/(whole\/)?(.*)\.js$/.exec(built) ?? [];
  return { in: `src/${name}.ts`, out: `${folder}${name}` };
};

/**
 * esbuild makes a chunk for each set of entries that share something: a dozen, for the main one alone. Here every other entry says that it needs all
 * of the main one (and esbuild leaves the line out, as one of no effect): then all that this reaches is shared by the same, and one chunk.
 */
const core = (others: ReadonlySet<string> = new Set()): Plugin => ({
  name: 'core',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^core(:|$)/ }, ({ path }) => ({ path: join(root, path.split(':')[1] ?? main), sideEffects: false }));
    onLoad({ filter: /\.ts$/ }, async ({ path }) => (others.has(path) ? { contents: `${await readFile(path, 'utf8')}${needsAll(root)}`, loader: 'ts' } : undefined));
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
const shared = { ...options, splitting: true, chunkNames: 'chunks/[name]-[hash]', logOverride: { 'ignored-bare-import': 'silent' } } as const satisfies BuildOptions;
const entryPoints = [...entries.map(source), ...lateEntries(root)];
const { metafile: alone } = await build({ ...shared, entryPoints: [main], plugins: [late(root)], write: false });
/** What every program loads. */
const always = new Set<string>();
const visit = (path: string): void => {
  const output = alone.outputs[path];
  for (const input of Object.keys(output?.inputs ?? {})) always.add(input);
  for (const { path, kind } of output?.imports ?? []) if (kind === 'import-statement') visit(path);
};
visit(Object.keys(alone.outputs).find((path) => alone.outputs[path]?.entryPoint === main) ?? '');
const plugins = [late(root, always), core()];
/** What is imported when it is needed is an entry as well. */
const { metafile: all } = await build({ ...shared, entryPoints, plugins, write: false });
const others = Object.values(all.outputs).flatMap(({ entryPoint }) => (entryPoint === undefined || entryPoint === main ? [] : [join(root, entryPoint)]));
const { metafile } = await build({ ...shared, entryPoints, plugins: [late(root, always), core(new Set(others))] });
const [path = '', { imports = [] } = {}] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === main) ?? [];
const [chunk] = imports;
if (chunk === undefined || imports.length !== 1) throw new Error(`the main entry is in ${imports.length} chunks, one is wanted`);
joinCore(join(root, options.outdir), relative(options.outdir, path), relative(options.outdir, chunk.path));
// For those who require it: the same.
for (const file of ['index.cjs', 'compile.cjs']) copyFileSync(join(root, 'scripts/package', file), join(root, options.outdir, file));
writeFileSync(join(root, options.outdir, 'index.d.cts'), "export * from './index.js';\n");
const parts = lateEntries(root).map(({ out }) => out);
await joinParts(join(root, options.outdir), parts, { ...options, logOverride: shared.logOverride });
await build({ ...shared, entryPoints: whole.map(source), chunkNames: 'whole/chunks/[name]-[hash]' });
await build({ ...options, entryPoints: [child] });
// Node shows the line that an error comes from: of one that nobody catches, not all of the library.
for (const path of readdirSync(join(root, options.outdir), { recursive: true, encoding: 'utf8' }).filter((one) => /\.c?js$/.test(one))) {
  const file = join(root, options.outdir, path);
  writeFileSync(
    file,
    transformSync(readFileSync(file, 'utf8'), { minifySyntax: true, minifyWhitespace: true, lineLimit: 200, legalComments: 'none', target: options.target }).code,
  );
}
execFileSync(process.execPath, [join(root, options.outdir, 'compile.cjs')], { cwd: root, stdio: 'inherit' });
await buildPage(root, join(root, 'dist/web/index.html'));
for (const path of commands) chmodSync(join(root, path), 0o755);
