// What every program loads, written so that V8 is done with it sooner. Most of starting is V8 looking over functions that are never called.

import { transformSync } from 'esbuild';

/** What a script has no word for, and by which names it goes meanwhile. */
const MODULES = { 'import.meta': 'import_meta', 'import(': 'import_module(' };

function swapped(code: string, from: string, to: string): string {
  if (code.includes(to)) throw new Error(`${to} is in the code`);
  return code.replaceAll(from, to);
}

/**
 * Short names for parameters and variables in functions, which nobody sees. Those of functions and classes stay, since they are in stack traces: esbuild
 * leaves names alone that a script has for all, and so the code is a script while it is at work.
 */
function shortened(code: string): string {
  const script = Object.entries(MODULES).reduce((text, [word, name]) => swapped(text, word, name), code);
  const { code: short } = transformSync(script, { loader: 'js', target: 'node20.19', minify: true });
  return Object.entries(MODULES).reduce((text, [word, name]) => swapped(text, name, word), short.trimEnd());
}

/** Where the bracket is closed that stands at `open`. Of literals there are plain strings alone in a schema. */
function closing(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    const one = code[at] as string;
    if (one === '"') at = code.indexOf('"', at + 1);
    if ("`/'".includes(one) || code[at - 1] === '\\') throw new Error(`a schema that is not understood: ${code.slice(open, at + 1)}`);
    if ('([{'.includes(one)) depth++;
    else if (')]}'.includes(one) && --depth === 0) return at;
  }
  throw new Error('a schema without an end');
}

/** Schemas as functions: of those V8 looks for the end alone, while it parses an arrow as a whole, and once more when it is called. */
export function schemasAsFunctions(code: string): string {
  let out = '';
  let done = 0;
  for (const { 0: start, index } of code.matchAll(/[aA]ttributes\(\(\)=>\(\{/g)) {
    if (index < done) continue;
    const open = index + start.length - 1;
    const end = closing(code, open) + 1;
    if (code[end] !== ')') throw new Error(`no schema: ${code.slice(index, end + 1)}`);
    out += `${code.slice(done, index)}${start.slice(0, -'()=>({'.length)}function(){return${code.slice(open, end)}}`;
    done = end + 1;
  }
  return out + code.slice(done);
}

/** The code of a module that imports and exports nothing. */
export const quick = (code: string): string => schemasAsFunctions(shortened(code));
