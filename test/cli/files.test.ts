// Files named in a command line that are not there, are something else, or may not be opened: one line, no stack, and nothing is begun.

import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { unprivileged, unprivilegedEnv } from '../unprivileged.js';
import { type Ran, recordings, rtnl } from './recordings.js';

const test = suite('files of the command line');

const program = new URL('../../src/cli/main.ts', import.meta.url).href;
const rules = fileURLToPath(new URL('../../suites/rules.jsonl', import.meta.url));
const recording = recordings('host-6.18').addr as string;
const simulated = ['--sim', 'link', 'show'] as const;

let folder = '';
test.before(() => {
  folder = mkdtempSync(join(tmpdir(), 'rtnl-files-'));
  mkdirSync(join(folder, 'd.jsonl'));
  writeFileSync(join(folder, 'empty'), '');
  writeFileSync(join(folder, 'binary'), Uint8Array.of(0x7f, 0x45, 0x1b, 0x5b, 0x0a, 0xff));
  writeFileSync(join(folder, 'cut.gz'), Uint8Array.of(0x1f, 0x8b, 8, 0));
});
test.after(() => rmSync(folder, { recursive: true }));

const USES: readonly (readonly [says: string, words: (path: string) => readonly string[]])[] = [
  ['rtnl: ', (path) => ['--record', path, ...simulated]],
  ['rtnl: ', (path) => ['--replay', path, 'link', 'show']],
  ['rtnl: ', (path) => ['decode', path]],
  ['rtnl: ', (path) => ['decode', '--follow', path]],
  ['rtnl: ', (path) => ['decode', '--write', path, recording]],
  ['rtnl conformance: ', (path) => ['conformance', path]],
  ['rtnl conformance: ', (path) => ['conformance', '--list', path]],
  ['rtnl conformance: ', (path) => ['conformance', '--target', 'sim', path]],
  ['rtnl conformance: ', (path) => ['conformance', '--target', 'sim', '--output', path, rules]],
];

for (const [says, words] of USES) {
  const name = words('FILE').join(' ').replace(folder, '').slice(0, 60);
  test(`${name}: a folder, and what stands nowhere`, async () => {
    const said = async (path: string): Promise<Ran> => rtnl(...words(path));
    const [directory, nowhere, under] = [join(folder, 'd.jsonl'), join(folder, 'nowhere/x.jsonl'), join(folder, 'empty/x.jsonl')];
    assert.equal(await said(directory), { code: 1, stdout: '', stderr: `${says}${directory}: Is a directory\n` });
    assert.equal(await said(nowhere), { code: 1, stdout: '', stderr: `${says}${nowhere}: No such file or directory\n` });
    assert.equal(await said(under), { code: 1, stdout: '', stderr: `${says}${under}: Not a directory\n` });
  });
}

test('an empty name is shown as one', async () => {
  assert.is((await rtnl('--replay', '', 'link')).stderr, 'rtnl: "": No such file or directory\n');
});

test('a file of something else is told on one line, without the bytes that move a terminal', async () => {
  const file = (name: string): string => join(folder, name);
  assert.is((await rtnl('conformance', file('empty'))).stderr, `rtnl conformance: ${file('empty')}: nothing passed in it\n`);
  assert.is((await rtnl('--replay', file('cut.gz'), 'link')).stderr, `rtnl: ${file('cut.gz')}: unexpected end of file\n`);
  for (const words of [
    ['--replay', file('binary'), 'link'],
    ['conformance', file('binary')],
  ]) {
    const { code, stderr } = await rtnl(...words);
    assert.is(code, 1);
    assert.match(stderr, /^rtnl\P{Cc}*\\x7f\P{Cc}*\n$/u);
  }
});

test('where no recording can be written the command is not run', async () => {
  const state = join(folder, 'state.sim');
  await rtnl('--record', join(folder, 'nowhere/x'), '--sim', state, 'netns', 'add', 'a');
  assert.not.ok(existsSync(state));
});

test('--record and --output do not overwrite what is read', async () => {
  const state = join(folder, 'both.sim');
  await rtnl('--sim', state, 'netns', 'add', 'a');
  const before = readFileSync(state, 'utf8');
  assert.equal(await rtnl('--record', state, '--sim', state, 'netns'), { code: 255, stdout: '', stderr: `rtnl: --record would put an end to ${state}, which is being read\n` });
  assert.is(readFileSync(state, 'utf8'), before);
  const suite = join(folder, 'own.jsonl');
  writeFileSync(suite, readFileSync(rules));
  const { code, stderr } = await rtnl('conformance', '--target', 'sim', '--output', suite, suite);
  assert.equal([code, stderr], [1, `rtnl conformance: --output would put an end to ${suite}, which is being read\n`]);
  assert.equal(readFileSync(suite), readFileSync(rules));
});

test('a longer recording that was there before is gone', async () => {
  const file = join(folder, 'record');
  writeFileSync(file, 'x'.repeat(100_000));
  assert.is((await rtnl('--record', file, ...simulated)).code, 0);
  assert.is((await rtnl('--replay', file, 'link', 'show')).code, 0);
});

test('what may not be opened', async () => {
  const secret = join(folder, 'secret.jsonl');
  writeFileSync(secret, '[]');
  chmodSync(secret, 0);
  mkdirSync(join(folder, 'locked'), { mode: 0o700 });
  chmodSync(folder, 0o755);
  const lines = [secret, join(folder, 'locked/x.jsonl')].flatMap((path) => USES.map(([says, words]) => ({ words: words(path), said: `${says}${path}: Permission denied\n` })));
  const script = `import { main } from ${JSON.stringify(program)}; for (const words of ${JSON.stringify(lines.map(({ words }) => words))}) await main(words);`;
  const child = spawn(...unprivileged([process.execPath, '--import', 'tsx', '--input-type=module', '-e', script]), { env: unprivilegedEnv });
  let stderr = '';
  for await (const piece of child.stderr) stderr += String(piece);
  assert.is(stderr, lines.map(({ said }) => said).join(''));
});

test('no room for the output, and no text on the input, are told on one line', async () => {
  const bin = fileURLToPath(new URL('../../src/cli/bin.ts', import.meta.url));
  const said = async (words: string): Promise<string> => {
    const child = spawn('sh', ['-c', `"$0" --import tsx "$1" ${words}; echo $? >&2`, process.execPath, bin]);
    let stderr = '';
    for await (const piece of child.stderr) stderr += String(piece);
    return stderr;
  };
  assert.is(await said('--sim link >/dev/full'), 'rtnl: standard output: No space left on device\n1\n');
  for (const words of ['--sim route restore', 'decode -', 'decode --follow -', 'decode --serve -'])
    assert.is(await said(`${words} </tmp`), 'rtnl: standard input: Is a directory\n1\n');
});

test.run();
