// What a program loads of the package for Node: main.cjs beside it, as V8 has compiled it already where compile.cjs did so for this very node. Compiling
// is most of what starting takes, and a third of a first list of links. Where V8 does not take it, main.cjs is compiled as ever.

'use strict';

const { readFileSync, statSync } = require('node:fs');

const file = `${__dirname}/main.cjs`;

/** Made by a node of this version, and of this build: V8 asks for no more than its own version, and another build may be laid out otherwise. */
function compiled() {
  const { arch, execPath, platform, version } = process;
  try {
    const path = `${__dirname}/compiled/${version}-${platform}-${arch}-${statSync(execPath).size}`;
    return statSync(path, { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(path);
  } catch {
    // This user may not look at them, or node is gone from where it was.
    return undefined;
  }
}

function load() {
  // In a context of its own, as a test runner gives each test, the code would be that of another.
  const known = readFileSync instanceof Function ? compiled() : undefined;
  const source = known === undefined ? undefined : readFileSync(file);
  const length = source === undefined ? 0 : known.length - source.length;
  // V8 looks at its length alone: whoever changes the source gets what he wrote.
  if (length <= 0 || !known.subarray(length).equals(source)) return require('./main.cjs');
  const { Script } = require('node:vm');
  const script = new Script(`(function(exports,require,module,__filename,__dirname){${source.latin1Slice()}\n})`, {
    filename: file,
    cachedData: known.subarray(0, length),
  });
  const main = { exports: {}, import: (name) => import(name) };
  script.runInThisContext().call(main.exports, main.exports, require, main, file, __dirname);
  return main.exports;
}

module.exports = load();
