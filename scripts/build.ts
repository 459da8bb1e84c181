// `npm run build`: dist. The declarations are tsc's, a file for each source; the code is esbuild's, a file for each entry and chunks of what entries share,
// since finding and reading hundreds of files is most of what starting a program took.

import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const { bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const commands = Object.values(bin);

/** What the manifest names, and what is started as a process of its own. */
const entries = [...Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry.default])), ...commands, 'dist/cli/netns/exec-child.js'];

const source = (built: string): string => built.replace(/^(\.\/)?dist\/(.*)\.js$/, 'src/$2.ts');

rmSync(join(root, 'dist'), { recursive: true, force: true });
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
await build({
  absWorkingDir: root,
  entryPoints: entries.map(source),
  outdir: 'dist',
  outbase: 'src',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  // Names stay: users see them in stack traces, and those of classes where they print an object.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
});
for (const path of commands) chmodSync(join(root, path), 0o755);
