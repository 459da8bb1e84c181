// The library as V8 has compiled it already: used by the node it is for, while nobody has changed the source, and nothing is missed where it is not.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { env, project } from './packed.js';

const test = suite('compiled');

const where = project();
const dist = join(where, 'node_modules/rtnetlink/dist');
const main = join(dist, 'main.cjs');
const folder = join(dist, 'compiled');

function run(program: string, ...flags: readonly string[]): string {
  const file = join(where, 'program.cjs');
  writeFileSync(file, program);
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, file], { cwd: where, env, encoding: 'utf8' });
  assert.is(stderr, '');
  assert.is(status, 0);
  return stdout;
}

/** Bytes of compiled code that there are when it was loaded: of functions that nobody has called there is none unless it came along. */
const CODE = `
  const { Rtnl, decodeDatagram } = require('rtnetlink');
  const { getHeapCodeStatistics } = require('node:v8');
  console.log(getHeapCodeStatistics().bytecode_and_metadata_size, typeof Rtnl.open, typeof decodeDatagram);`;
const bytesOfCode = (...flags: readonly string[]): number => {
  const [, bytes = '', rest] = /^(\d+) (.*)\n$/.exec(run(CODE, ...flags)) ?? [];
  assert.is(rest, 'function function');
  return Number(bytes);
};

/** Does something while a file has other content, or is not there. */
function meanwhile<T>(file: string, content: Buffer | undefined, act: () => T): T {
  const was = readFileSync(file);
  if (content === undefined) rmSync(file);
  else writeFileSync(file, content);
  try {
    return act();
  } finally {
    writeFileSync(file, was);
  }
}

/** Of the node that runs this: made as `dist/compile.cjs` says. */
function compiled(): string {
  const made = spawnSync(process.execPath, [join(dist, 'compile.cjs')], { cwd: '/', env, encoding: 'utf8' });
  assert.is(made.stderr.replace(/.*ExperimentalWarning.*\n.*\n/, ''), '');
  assert.is(made.status, 0);
  const [file = ''] = readdirSync(folder).filter((name) => name.startsWith(`${process.version}-${process.platform}-${process.arch}-`));
  return join(folder, file);
}

const file = compiled();
const without = meanwhile(file, undefined, bytesOfCode);

test('is loaded with the library', () => {
  assert.ok(bytesOfCode() > without + 50_000, `${bytesOfCode()} bytes with it, ${without} without`);
});

test('loads with import() what is loaded so', () => {
  const program = `
    const { netns } = require('rtnetlink');
    netns.list().then((names) => console.log(Array.isArray(names)));`;
  assert.is(run(program), 'true\n');
  assert.is(
    meanwhile(file, undefined, () => run(program)),
    'true\n',
  );
});

test('is what a program gets that imports as well', () => {
  const program = "import('rtnetlink').then(({ Rtnl }) => console.log(Rtnl === require('rtnetlink').Rtnl));";
  assert.is(run(program), 'true\n');
});

test('is not used once the source is another, though as long', () => {
  const source = readFileSync(main, 'latin1');
  const changed = source.replace('Operation not permitted', 'OPERATION NOT PERMITTED');
  assert.is.not(changed, source);
  meanwhile(main, Buffer.from(changed, 'latin1'), () => assert.ok(bytesOfCode() < without + 20_000));
});

test('is not used where V8 does not take it', () => {
  const bytes = readFileSync(file);
  bytes.fill(0x5a, 0, 16);
  meanwhile(file, bytes, () => assert.ok(bytesOfCode() < without + 20_000));
  meanwhile(file, Buffer.alloc(10), () => assert.ok(bytesOfCode() < without + 20_000));
  // Compiled with other settings.
  assert.ok(bytesOfCode('--no-opt') < without + 20_000);
});

test('is not used where nobody can tell which node this is', () => {
  assert.match(run(`process.execPath = '/nonexistent/node';${CODE}`), / function function\n$/);
});

test('is not used in a context that has objects of its own, as test runners make', () => {
  const program = `
    const { readFileSync } = require('node:fs');
    const { dirname, join } = require('node:path');
    const { createContext, runInContext } = require('node:vm');
    const context = createContext({ process, Uint8Array });
    function load(file) {
      const module = { exports: {} };
      const own = (name) => (name.startsWith('.') ? load(join(dirname(file), name)) : require(name));
      runInContext('(function(exports,require,module,__filename,__dirname){' + readFileSync(file) + '\\n})', context)(module.exports, own, module, file, dirname(file));
      return module.exports;
    }
    const { NetlinkError } = load(require.resolve('rtnetlink'));
    console.log(NetlinkError instanceof Function, NetlinkError instanceof runInContext('Function', context));`;
  assert.is(run(program), 'false true\n');
});

test.run();
