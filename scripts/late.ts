// What a program loads when it first uses it, though it asks for it without waiting (src/rtnl/late.ts): in the package for Node, files of their own.

import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { Plugin } from 'esbuild';
import { HELD, REQUIRE } from './core.js';

/** The modules that say what is late, from the root. */
const SEAMS = ['src/rtnl/late.ts', 'src/rtnl/late-link.ts', 'src/rtnl/kinds/late.ts'];
/** Has all of it anyway. */
const COMMAND = 'src/cli/main.ts';
/** In Node every program needs this one: waiting for a file of its own would take longer than reading it. */
const SOCKET = { from: 'src/netlink/system.ts', waits: "await import('./socket/socket.js')", module: './socket/socket.js' };
/** Where the chunks are, in dist: what loads the parts will be in the main entry, beside it. */
const FOLDER = 'chunks';

interface Part {
  /** The function that asks for it. */
  readonly name: string;
  /** Its module, from the root. */
  readonly source: string;
  /** Its file, without ending, in FOLDER. */
  readonly file: string;
}

function partsOf(root: string, seam: string): Part[] {
  const text = readFileSync(join(root, seam), 'utf8');
  const modules = new Map([...text.matchAll(/^import \* as (\w+) from '(.+)\.js';$/gm)].map(([, name = '', path = '']) => [name, path]));
  const parts = [...text.matchAll(/^export const (\w+) = \(\) => (\w+);$/gm)].map(([, name = '', module = '']) => {
    const path = modules.get(module);
    if (path === undefined) throw new Error(`${seam}: ${name} gives no module`);
    return { name, source: `${join(dirname(seam), path)}.ts`, file: `late-${basename(path)}` };
  });
  if (parts.length === 0 || parts.length !== modules.size) throw new Error(`${seam}: modules and functions do not match`);
  return parts;
}

/** The entries that the parts are. */
export const lateEntries = (root: string): { in: string; out: string }[] =>
  SEAMS.flatMap((seam) => partsOf(root, seam)).map(({ source, file }) => ({ in: `late:${source}`, out: `${FOLDER}/${file}` }));

/** Lines that say of a module that it needs all that every program loads, and all parts: esbuild makes a chunk for each set of entries that share something. */
export const needsAll = (root: string): string => ['', "import 'core';", ...lateEntries(root).map(({ in: part }) => `import 'core:${part.slice('late:'.length)}';`), ''].join('\n');

/** Hands the parts of a seam over, for whom they are there from the start. */
function provided(root: string, seam: string, at: number): string {
  const parts = partsOf(root, seam);
  return [
    `import { provide as provide${at} } from './${seam}';`,
    ...parts.map(({ name, source }) => `import * as ${name}${at} from './${source}';`),
    `provide${at}({ ${parts.map(({ name }) => `${name}: ${name}${at}`).join(', ')} });`,
  ].join('\n');
}

const ending = (path: string): RegExp => new RegExp(`/${path.replaceAll('.', '\\.')}$`);

/** Has each part loaded when it is asked for. Of what is not in `core`, which is there by then, the parts have their own copy. */
export const late = (root: string, core?: ReadonlySet<string>): Plugin => ({
  name: 'late',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^late:src\// }, ({ path }) => ({ path: join(root, path.slice('late:'.length)), namespace: 'late' }));
    onResolve({ filter: /^\./, namespace: 'late' }, ({ path, resolveDir }) => {
      const file = join(resolveDir, path.replace(/\.js$/, '.ts'));
      return { path: file, namespace: core?.has(relative(root, file)) ? 'file' : 'late', sideEffects: false };
    });
    onLoad({ filter: /./, namespace: 'late' }, ({ path }) => ({ contents: `${readFileSync(path, 'utf8')}\nimport 'core';\n`, loader: 'ts', resolveDir: dirname(path) }));

    for (const seam of SEAMS) {
      onLoad({ filter: ending(seam) }, () => ({
        contents: [
          'const parts = {};',
          'export const provide = (provided) => Object.assign(parts, provided);',
          // A part is a function of what the main entry holds for others.
          ...partsOf(root, seam).map(({ name, file }) => `export const ${name} = () => (parts.${name} ??= ${REQUIRE}('./${FOLDER}/${file}.cjs')(${HELD}()));`),
        ].join('\n'),
        loader: 'js',
      }));
    }
    onResolve({ filter: /^late:provide$/ }, ({ path }) => ({ path, namespace: 'provider', sideEffects: true }));
    onLoad({ filter: /./, namespace: 'provider' }, () => ({ contents: SEAMS.map((seam, i) => provided(root, seam, i)).join('\n'), loader: 'js', resolveDir: root }));
    // First of all: what the command is made of asks for parts when it is run.
    onLoad({ filter: ending(COMMAND) }, ({ path }) => ({ contents: `import 'late:provide';\n${readFileSync(path, 'utf8')}${needsAll(root)}`, loader: 'ts' }));
    onLoad({ filter: ending(SOCKET.from) }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes(SOCKET.waits)) throw new Error(`${SOCKET.from} does not wait for ${SOCKET.module}`);
      return { contents: `import * as kernelSocket from '${SOCKET.module}';\n${text.replace(SOCKET.waits, 'kernelSocket')}`, loader: 'ts' };
    });
  },
});
