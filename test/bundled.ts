// Programs and workers that tests start, each as one file of JavaScript: to find, read and compile hundreds of files of TypeScript takes most of what
// starting them would. What a module is asked for by its place (`import.meta.url`) is where the source is.

import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const made = new Map<string, string>();
let folder: string | undefined;

/** Where other users may read it, too, and packages are found. */
function place(): string {
  const where = mkdtempSync(join(tmpdir(), 'rtnetlink-bundled-'));
  process.once('exit', () => rmSync(where, { recursive: true }));
  chmodSync(where, 0o755);
  symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), join(where, 'node_modules'));
  return where;
}

/** The path of the bundle of a source file; made when it is first asked for. */
export function bundled(source: URL): string {
  const known = made.get(source.href);
  if (known !== undefined) return known;
  folder ??= place();
  const outfile = join(folder, `${made.size}-${basename(source.pathname, '.ts')}.mjs`);
  buildSync({
    entryPoints: [fileURLToPath(source)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    keepNames: true,
    define: { 'import.meta.url': JSON.stringify(source.href) },
    logLevel: 'error',
  });
  made.set(source.href, outfile);
  return outfile;
}
