// What every program loads as one file, main.cjs: finding and reading a second file takes a tenth of what starting takes, and a module longer than a file
// that is required. package/index.cjs loads it; for those who import there is a module of one line. It does not export what only the other files need,
// some 300 names: those ask for them through a property that nobody else sees.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { quick } from './quick.js';

/** What hands that over, in the main entry. */
export const HELD = 'held_';
/** What requires a file, until the main entry is put together: esbuild takes `require` for its own affair. */
export const REQUIRE = 'require_file';

const HIDDEN = `[Symbol.for('rtnetlink')]`;
/** What it is a property of: an object that the entry exports. */
const HOLDER = 'Rtnl';

type Names = readonly (readonly [name: string, as: string])[];

const namesIn = (list: string): Names =>
  list.split(',').map((one) => {
    const [name = '', as = name] = one.trim().split(' as ');
    return [name, as];
  });

const EXPORTS = /export\{([^}]*)\};?\s*$/;

/** A module without its last line, and what that exports. */
export function cutExports(text: string, what: string): readonly [rest: string, names: Names] {
  const found = EXPORTS.exec(text);
  if (found === null) throw new Error(`what ${what} exports was not found`);
  return [text.replace(EXPORTS, ''), namesIn(found[1] ?? '')];
}

/** As CommonJS: where it is, and what else it requires. */
function asCommonJs(code: string, exported: string): string {
  const here = code.replaceAll('import.meta.url', 'require("node:url").pathToFileURL(__filename).href').replaceAll(`${REQUIRE}(`, 'require(');
  // index.cjs does it for code compiled beforehand: some versions of Node do not know any more where such code is.
  const imported = here.replaceAll('import(', 'import_module(');
  if (here.includes('import.meta')) throw new Error('what else a module knows of itself is not known here');
  return `"use strict";const import_module=module.import??(name=>import(name));${imported}module.exports={${exported}};\n`;
}

/** Gives what the file `required` exports to those who import. */
const asModule = (required: string, names: readonly string[]): string =>
  `import{createRequire}from"node:module";export const{${names.join()}}=createRequire(import.meta.url)("${required}");\n`;

/** Makes main.cjs of `chunk`, the only one that `entry` imports, and has `entry` hand over what it exports; both are paths in `folder`. */
export function joinCore(folder: string, entry: string, chunk: string): void {
  const [, exported] = cutExports(readFileSync(join(folder, entry), 'utf8'), 'the entry');
  const [code, held] = cutExports(readFileSync(join(folder, chunk), 'utf8'), 'the chunk');
  const public_ = new Map(exported);
  const list = (names: Names, as: string) => names.map(([name, other]) => (name === other ? name : `${name}${as}${other}`)).join();
  const moved = code.replace(/import\("\.\/([^"]+)"\)/g, (_, path: string) => `import("./${join(relative(dirname(entry), dirname(chunk)), path)}")`);
  // Made once: every file asks for it, and making it takes a quarter of a millisecond. What loads late parts knows the function by name.
  const object = `{${held.map(([name, as]) => (name === as ? name : `${as}:${name}`)).join()}}`;
  const hidden = `let heldObject;function ${HELD}(){return heldObject??=${object}}Object.defineProperty(${HOLDER},Symbol.for('rtnetlink'),{value:${HELD}});`;
  const own = held.filter(([, as]) => public_.has(as)).map(([name, as]) => [name, public_.get(as) ?? as] as const);
  writeFileSync(
    join(folder, 'main.cjs'),
    asCommonJs(
      quick(`${moved}${hidden}`),
      list(
        own.map(([name, as]) => [as, name]),
        ':',
      ),
    ),
  );
  writeFileSync(
    join(folder, entry),
    asModule(
      `./${basename(entry, '.js')}.cjs`,
      own.map(([, as]) => as),
    ),
  );
  rmSync(join(folder, chunk));

  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.js') && one !== entry)) {
    const text = readFileSync(join(folder, path), 'utf8');
    if (!text.includes(chunk.slice(chunk.lastIndexOf('/') + 1))) continue;
    const from = relative(dirname(path), entry).replace(/^(?!\.)/, './');
    const imported = relative(dirname(path), chunk).replace(/^(?!\.)/, './');
    let next = text;
    next = next.replace(
      new RegExp(`import\\{([^}]*)\\}from"${imported.replaceAll('.', '\\.')}";?`),
      (_, names: string) => `import{${HOLDER} as core_}from"${from}";const{${list(namesIn(names), ':')}}=core_${HIDDEN}();`,
    );
    next = next.replace(`import"${imported}"`, `import"${from}"`);
    if (next.includes(imported)) throw new Error(`${path} refers to ${chunk} in an unknown way`);
    writeFileSync(join(folder, path), next);
  }
}
