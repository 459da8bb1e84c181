// The package installed in an empty project, with koffi and without: what runs, what is loaded, and what is said where
// the kernel cannot be reached.

import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { env, project, readManifest, root } from './packed.js';

const test = suite('package');
const hasFfi = process.getBuiltinModule?.('node:ffi') !== undefined;
const withoutFfi = hasFfi ? ['--no-experimental-ffi'] : [];
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
const firstExample = /```js\n(.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? '';

function run(where: string, program: string, flags: readonly string[] = [], name = 'program.js'): string {
  const file = join(where, name);
  writeFileSync(file, program);
  // node:ffi says that it is experimental.
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...flags, file], { cwd: where, env, encoding: 'utf8' });
  assert.is(status, 0, `${stderr}${stdout}`);
  assert.is(stderr, '');
  return stdout;
}

/** What the dynamic linker has loaded, and whether node has loaded its own foreign function interface. */
const LOADED = `
const loaded = () => [
  ...new Set(readFileSync('/proc/self/maps', 'utf8').split('\\n').map((line) => line.slice(73)).filter((path) => /\\.(node|so)/.test(path))),
  ...process.moduleLoadList.filter((name) => /ffi/.test(name)),
].sort().join();`;

for (const koffi of [true, 'hidden', false] as const) {
  const where = project({ koffi });
  const title = koffi === false ? 'without koffi' : koffi === true ? 'with koffi' : 'with koffi, its parts hidden';
  const reaches = koffi !== false || hasFfi;

  test(`${title}: every entry can be imported, and loads nothing native`, () => {
    const entries = Object.keys(readManifest(root).exports).filter((name) => !name.endsWith('.json'));
    assert.ok(entries.length > 5);
    const program = `
      import { readFileSync } from 'node:fs';
      ${LOADED}
      const before = loaded();
      for (const name of ${JSON.stringify(entries)}) await import(name.replace('.', 'rtnetlink'));
      if (before !== loaded()) console.log(before, loaded());`;
    assert.is(run(where, program), '');
  });

  test(`${title}: bytes are decoded, encoded and dissected`, () => {
    const { exchange } = JSON.parse(readFileSync(join(root, 'fixtures/start/ip-d-link-s390x.jsonl'), 'utf8')) as { exchange: readonly { dir: string; hex: string }[] };
    const hex = exchange.filter(({ dir }) => dir === 'rx').reduce((longest, { hex }) => (hex.length > longest.length ? hex : longest), '');
    const program = `
      import { readFileSync } from 'node:fs';
      import { decodeDatagram, dissectDatagram, encodeDatagram } from 'rtnetlink';
      ${LOADED}
      const before = loaded();
      const bytes = Buffer.from('${hex}', 'hex');
      const byteOrder = 'big';
      const messages = decodeDatagram(bytes, { byteOrder });
      console.log(messages[0].name, messages.length === dissectDatagram(bytes, { byteOrder }).length, Buffer.compare(bytes, encodeDatagram(messages, { byteOrder })), before === loaded());`;
    assert.is(run(where, program, withoutFfi), 'RTM_NEWLINK true 0 true\n');
  });

  test(`${title}: a kernel that cannot be reached is an error that says what to install`, () => {
    if (koffi !== false) return;
    const program = `
      import { Rtnl } from 'rtnetlink';
      await Rtnl.open().catch((error) => console.log(error.name, error.code, error.message));`;
    assert.match(run(where, program, withoutFfi), /^NetlinkError ERR_NETLINK_UNSUPPORTED AF_NETLINK cannot be reached: install koffi \(npm install koffi\), or run Node 26\.9/);
    // Of another machine, or of one that koffi has nothing for: it is installed already.
    const other = join(where, 'node_modules/koffi');
    const none = readFileSync(join(other, 'package.json'));
    writeFileSync(join(other, 'package.json'), '{}');
    writeFileSync(join(other, 'index.js'), "throw new Error('no native module')");
    const said = run(where, program, withoutFfi);
    writeFileSync(join(other, 'package.json'), none);
    rmSync(join(other, 'index.js'));
    assert.match(said, / cannot be reached: koffi is installed, but without a binary that loads on \w+ \w+: install it on this machine .*, or run Node 26\.9/);
  });

  test(`${title}: the README's first example runs as it is pasted`, () => {
    assert.ok(firstExample.includes("from 'rtnetlink'"));
    if (reaches) assert.match(run(where, firstExample), /^1 lo 00:00:00:00:00:00 \n/);
  });

  test(`${title}: so it does in CommonJS`, () => {
    const [, first = '', rest = ''] = /^(import .*)\n([\s\S]*)/.exec(firstExample) ?? [];
    const program = `${first.replace(/^import (\{.*\}) from ('rtnetlink');/, 'const $1 = require($2);')}\n(async () => {\n${rest}})();`;
    assert.match(program, /^const \{ Rtnl \} = require\('rtnetlink'\);/);
    if (reaches) assert.match(run(where, program, [], 'program.cjs'), /^1 lo 00:00:00:00:00:00 \n/);
  });

  test(`${title}: the command runs`, () => {
    const { status, stdout, stderr } = spawnSync('npx', ['--no', '--', 'rtnl', '--help'], { cwd: where, env, encoding: 'utf8' });
    assert.match(stdout + stderr, /^Usage: rtnl /);
    assert.is(status, 0, stderr);
    const rtnl = (words: string) => spawnSync(join(where, 'node_modules/.bin/rtnl'), words.split(' '), { cwd: where, env, encoding: 'utf8' });
    assert.is(rtnl('-V').stdout, `rtnl utility, rtnetlink-${version}\n`);
    // It is told by the process of its own that `exec` starts.
    if (reaches) assert.is(rtnl('netns exec rtnetlink-none true').stderr.split('\n').at(-2), 'Cannot open network namespace "rtnetlink-none": No such file or directory');
  });

  test(`${title}: the command runs on a simulated kernel, of which a file keeps the state, and loads nothing native`, () => {
    const PATH = `${join(where, 'node_modules/.bin')}${delimiter}${env.PATH}`;
    const rtnl = (...words: readonly string[]) => spawnSync('rtnl', words, { cwd: where, env: { ...env, PATH }, encoding: 'utf8' });
    const file = join(where, 'machine.sim');
    for (const words of [['netns', 'add', 'a'], 'link add v0 type veth peer name v1 netns a'.split(' '), ['link', 'set', 'v0', 'up']]) {
      assert.is(rtnl('--sim', file, ...words).stderr, '');
    }
    assert.is(
      rtnl('--sim', file, '-br', 'link', 'show', 'v0').stdout.replace(/([0-9a-f]{2}:?){6}/, 'MAC'),
      'v0@if2           DOWN           MAC <NO-CARRIER,BROADCAST,MULTICAST,UP> \n',
    );
    rmSync(file);
    const { status, stdout, stderr } = rtnl('lab', '--sim');
    assert.is(stderr, '');
    assert.match(stdout, /^17 of 17 rows passed; all as it must be, /m);
    assert.is(status, 0);
    const program = `
      import { readFileSync } from 'node:fs';
      import { main } from 'rtnetlink/cli';
      ${LOADED}
      const before = loaded();
      const io = { stdout: () => undefined, stderr: console.log };
      for (const words of [['--sim', 'link'], ['--sim', 'netns', 'add', 'a'], ['lab', '--sim', '--mode', 'bridge']]) console.log(await main(words, io));
      if (before !== loaded()) console.log(before, loaded());`;
    assert.is(run(where, program), '0\n0\n0\n');
  });

  test(`${title}: the command reads a capture, and lists links where it can`, () => {
    const PATH = `${join(where, 'node_modules/.bin')}${delimiter}${env.PATH}`;
    const rtnl = (...words: readonly string[]) => spawnSync('rtnl', words, { cwd: where, env: { ...env, PATH }, encoding: 'utf8' });
    const fixture = join(root, 'fixtures/start/ip-d-link-s390x.jsonl');
    assert.is(rtnl('--replay', fixture, '-d', 'link').stdout, (JSON.parse(readFileSync(fixture, 'utf8')) as { stdout: string }).stdout);
    const { status, stdout, stderr } = rtnl('-j', 'link', 'show', 'dev', 'lo');
    if (reaches) assert.is((JSON.parse(stdout) as { ifname: string }[])[0]?.ifname, 'lo');
    else assert.match(stderr, /npm install koffi/);
    if (reaches) assert.is(stderr, '');
    assert.is(status, reaches ? 0 : 1);
  });
}

test.run();
