// Each late part as one file that is no module: Node takes twice as long for modules, each of which it has to find, read and link.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { cutExports } from './core.js';
import { schemasAsFunctions } from './quick.js';

const CORE = '../index.js';

/** A module that imports nothing but what the main entry holds for others, as a function that is given that and returns what the module exports. */
function asFunction(code: string, what: string): string {
  const holders = new Set<string>();
  const rest = code.replace(/import\{\w+ as (\w+)\}from"\.\.\/index\.js";/g, (_, name: string) => {
    holders.add(name);
    return '';
  });
  const body = rest.replace(/(\w+)\[Symbol\.for\("rtnetlink"\)\]\(\)/g, (whole, name: string) => (holders.has(name) ? 'core_' : whole));
  const [own, exported] = cutExports(body, what);
  if (/(^|;)import\b|import\(/.test(own)) throw new Error(`${what} is not a module that stands alone`);
  // In parentheses V8 compiles a function with the file, without looking for its end first.
  return `module.exports=(function(core_){${schemasAsFunctions(own)}return{${exported.map(([name, as]) => `${as}:${name}`).join()}}});\n`;
}

/** The files of `chunks` that others name, and so load. */
function named(folder: string, chunks: ReadonlySet<string>): Set<string> {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js'));
  return new Set(all.flatMap((path) => readFileSync(join(folder, path), 'utf8').match(/[\w-]+\.js/g) ?? []).filter((name) => chunks.has(name)));
}

/** Makes the parts, which are paths in `folder` without ending and import chunks there; those that nobody else imports go. */
export async function joinParts(folder: string, parts: readonly string[], options: BuildOptions): Promise<void> {
  const chunks = new Set<string>();
  for (const part of parts) {
    const file = join(folder, `${part}.js`);
    const { outputFiles, metafile } = await build({ ...options, entryPoints: [file], external: [CORE], metafile: true, write: false });
    for (const input of Object.keys(metafile.inputs)) if (input.endsWith('.js')) chunks.add(basename(input));
    writeFileSync(join(folder, `${part}.cjs`), asFunction(outputFiles?.[0]?.text ?? '', part));
  }
  for (const part of parts) {
    chunks.delete(`${basename(part)}.js`);
    rmSync(join(folder, `${part}.js`));
  }
  for (let gone = 1; gone > 0; ) {
    const needed = named(folder, chunks);
    gone = 0;
    for (const chunk of chunks) {
      if (needed.has(chunk)) continue;
      rmSync(join(folder, 'chunks', chunk));
      chunks.delete(chunk);
      gone++;
    }
  }
}
