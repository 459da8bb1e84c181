// What every program loads as one file: the main entry holds the code itself, not a line that imports a chunk, since finding and reading a second
// file takes a tenth of what starting takes. Nor does it export what only the other files need, some 300 names, each of which V8 looks for among all
// of them when it compiles what uses it: those files ask for them through a property that nobody else sees.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { quick } from './quick.js';

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

/** Puts the code of `chunk` into `entry`, which imports nothing else; both are paths in `folder`. */
export function joinCore(folder: string, entry: string, chunk: string): void {
  const [, exported] = cutExports(readFileSync(join(folder, entry), 'utf8'), 'the entry');
  const [code, held] = cutExports(readFileSync(join(folder, chunk), 'utf8'), 'the chunk');
  const public_ = new Map(exported);
  const list = (names: Names, as: string) => names.map(([name, other]) => (name === other ? name : `${name}${as}${other}`)).join();
  const moved = code.replace(/import\("\.\/([^"]+)"\)/g, (_, path: string) => `import("./${join(relative(dirname(entry), dirname(chunk)), path)}")`);
  // Made once: every file asks for it, and making it takes a quarter of a millisecond. What loads late parts knows the function by name.
  const object = `{${held.map(([name, as]) => (name === as ? name : `${as}:${name}`)).join()}}`;
  const hidden = `let heldObject;function held_(){return heldObject??=${object}}Object.defineProperty(${HOLDER},Symbol.for('rtnetlink'),{value:held_});`;
  const own = held.filter(([, as]) => public_.has(as)).map(([name, as]) => [name, public_.get(as) ?? as] as const);
  writeFileSync(join(folder, entry), `${quick(`${moved}${hidden}`)}export{${list(own, ' as ')}};\n`);
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
