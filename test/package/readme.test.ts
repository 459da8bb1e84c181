// What the README shows is there: its programs compile under these names and with these options, and run, and its commands print what it says.

import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { env, project, root } from './packed.js';

const test = suite('README');

const text = readFileSync(join(root, 'README.md'), 'utf8');
const programs = [...text.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);

/** What the programs take for granted; a program that makes one of these itself does not get it. */
const GIVEN: Readonly<Record<string, string>> = {
  rtnl: "declare const rtnl: import('rtnetlink').Rtnl;",
  signal: 'declare const signal: AbortSignal;',
  bytes: 'declare const bytes: Uint8Array;',
};

const makes = (code: string, name: string) => new RegExp(`\\b(const|let) ${name}\\b|\\{[^}]*\\b${name}\\b[^}]*\\} from`).test(code);
const given = (code: string) => Object.keys(GIVEN).filter((name) => !makes(code, name));

test('has programs', () => {
  assert.ok(programs.length >= 8, `${programs.length}`);
});

test('has programs that compile with nothing left unchecked', () => {
  const where = project();
  symlinkSync(join(root, 'node_modules', '@types'), join(where, 'node_modules', '@types'));
  symlinkSync(join(root, 'node_modules', 'undici-types'), join(where, 'node_modules', 'undici-types'));
  const files = programs.map((code, i) => {
    writeFileSync(join(where, `program${i}.ts`), [...given(code).map((name) => GIVEN[name]), code, 'export {};'].join('\n'));
    return `program${i}.ts`;
  });
  const strict = ['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--skipLibCheck'];
  const compiler = ['--noEmit', '--target', 'es2022', '--module', 'nodenext', '--types', 'node', '--lib', 'es2023,esnext.disposable', ...strict, ...files];
  const { stdout } = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), compiler, { cwd: where, env, encoding: 'utf8' });
  assert.is(stdout, '');
});

/** What the programs are given to run on: a simulated kernel for each, on which something changes as long as they listen. */
const RUNNER = `
import { Rtnl } from 'rtnetlink';
import { SimulatedKernel } from 'rtnetlink/simkernel';

const open = Rtnl.open.bind(Rtnl);
let kernel;
Rtnl.open = (options = {}) => open({ transport: kernel.transport(), ...options });

for (const { file, makesLinks, bytes } of JSON.parse(process.argv[2])) {
  kernel = new SimulatedKernel();
  globalThis.rtnl = await Rtnl.open();
  globalThis.bytes = Uint8Array.from(Buffer.from(bytes, 'hex'));
  if (!makesLinks) {
    await rtnl.links.add({ kind: 'veth', name: 'eth0', up: true, peer: { name: 'peer0' } });
    await rtnl.links.set('peer0', { up: true });
    await rtnl.addresses.add({ dev: 'eth0', address: '172.16.10.1/24' });
    await rtnl.links.add({ kind: 'bridge', name: 'br0' });
  }
  const ends = new AbortController();
  globalThis.signal = ends.signal;
  const { log } = console;
  let lines = 0;
  console.log = () => ++lines === 2 && ends.abort();
  let changing = !makesLinks;
  const change = async () => {
    for (let mtu = 1400; changing; mtu ^= 1) {
      await rtnl.links.set('br0', { mtu });
      await new Promise(setImmediate);
    }
  };
  const changed = change();
  await import(file).catch((error) => error === ends.signal.reason || log(file, error));
  changing = false;
  await changed;
  console.log = log;
  await rtnl.close();
}`;

/** RTM_GETLINK, and NFT_MSG_GETRULE for who speaks of other families. */
const bytesFor = (code: string) => (code.includes('Families') ? '14000000070a0100000000000000000002000000' : '0000002000120001000000000000000000000000000000000000000000000000');

test('has programs that run as they are pasted', () => {
  const where = project();
  writeFileSync(join(where, 'runner.js'), RUNNER);
  // Namespaces that have names are the real kernel's alone.
  const files = programs.flatMap((code, i) => {
    if (code.includes('netns.create')) return [];
    writeFileSync(join(where, `program${i}.js`), code);
    return [{ file: `./program${i}.js`, makesLinks: code.includes("name: 'eth0'"), bytes: bytesFor(code) }];
  });
  assert.ok(files.length >= 13, `${files.length}`);
  const { stdout, stderr, status } = spawnSync(process.execPath, ['runner.js', JSON.stringify(files)], { cwd: where, env, encoding: 'utf8', timeout: 120_000 });
  assert.is(stderr, '');
  assert.is(stdout, '');
  assert.is(status, 0);
});

test('has a program for a simulated kernel that does what it says, with nothing native to load', () => {
  const where = project({ koffi: false });
  const code = programs.find((one) => one.includes('rtnetlink/simkernel')) ?? '';
  writeFileSync(join(where, 'program.js'), code);
  const { stdout, stderr } = spawnSync(process.execPath, ['program.js'], { cwd: where, env, encoding: 'utf8' });
  assert.is(stderr, '');
  const told = [...code.matchAll(/console\.log.* \/\/ (.*)$/gm)].map(([, said = '']) => said);
  const lines = stdout.trimEnd().split('\n');
  assert.is(told.length, 2);
  for (const [i, said] of told.entries()) assert.ok(lines[i]?.endsWith(said), `${lines[i]} ${said}`);
});

test('has commands for a simulated kernel that print what it says', () => {
  const where = project({ koffi: false });
  const PATH = `${join(where, 'node_modules/.bin')}${delimiter}${env.PATH}`;
  const commands = [...text.matchAll(/^ {4}\$ (.*)\n((?: {4}(?!\$).*\n)*)/gm)];
  assert.ok(commands.length > 6);
  for (const [, command = '', told = ''] of commands) {
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: where, env: { ...env, PATH }, encoding: 'utf8' });
    assert.is(`${stdout}${stderr}`, told.replace(/^ {4}/gm, ''), command);
  }
});

test('names every code of an error', () => {
  const codes = [...readFileSync(join(root, 'src/netlink/errors.ts'), 'utf8').matchAll(/^ {2}\| '(ERR_\w+)'/gm)].map(([, code = '']) => code);
  assert.ok(codes.length > 8);
  assert.equal(
    codes.filter((code) => !text.includes(`\`${code}\``)),
    [],
  );
});

test('takes a screen at most for each thing it tells of', () => {
  const sections = text.split(/^## /m).slice(1);
  assert.equal(
    sections.filter((section) => section.split('\n').length > 60).map((section) => section.split('\n')[0]),
    [],
  );
});

test.run();
