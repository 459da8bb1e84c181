// The guide to testing an agent, in a project as it says to make one, without koffi: every piece of code in it stands in the example, and
// its commands print what it says.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { expectTold, guide } from '../guides.js';
import { env, project, root } from './packed.js';

const test = suite('guide: test your agent without root');

const { text, blocks, commands } = guide('test-your-agent-without-root');

test('shows code that is in the example', () => {
  const folder = join(root, 'examples/agent');
  const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const shown = blocks.filter(({ language }) => language === 'ts');
  assert.ok(shown.length > 8);
  for (const { body } of shown)
    assert.ok(
      sources.some((source) => source.includes(body)),
      body,
    );
});

test('has commands that print what it says, with nothing native to load', () => {
  const where = project({ koffi: false });
  for (const name of ['tsx', '@types', 'undici-types']) symlinkSync(join(root, 'node_modules', name), join(where, 'node_modules', name));
  // As npm makes one: nothing says that its files are modules.
  writeFileSync(join(where, 'package.json'), '{}');
  const PATH = `${join(where, 'node_modules/.bin')}:${env.PATH}`;
  const options = process.allowedNodeEnvironmentFlags.has('--experimental-ffi') ? '--no-experimental-ffi' : '';
  const sh = (line: string) => spawnSync('sh', ['-c', line], { cwd: where, env: { ...env, PATH, TZ: 'UTC', NODE_OPTIONS: options }, encoding: 'utf8' });
  for (const [, line = ''] of text.matchAll(/^ {4}(npm pkg .*|cp .*)$/gm)) assert.is(sh(line).status, 0, line);
  assert.ok(commands.length >= 3);
  for (const [command, told] of commands) {
    const { stdout, stderr } = sh(command);
    // How long each test took, and why the real kernel is out of reach here.
    expectTold(`${stdout}${stderr}`.replace(/ \(\d+(\.\d+)?ms\)/g, '').replace(/^(﹣ .*) # .*$/gm, '$1 # ...'), told, command);
  }
});

test('the recording of the other guide is where it says, once its first lines are followed', () => {
  const where = project({ koffi: false });
  const { text } = guide('decode-a-capture');
  const [, copy = ''] = /^ {4}(cp .*)$/m.exec(text) ?? [];
  const [, recording = ''] = /^ {4}F=(.*)$/m.exec(text) ?? [];
  assert.is(spawnSync('sh', ['-c', copy], { cwd: where }).status, 0);
  assert.ok(existsSync(join(where, recording)), recording);
});

test('the suites and programs of the guide to conformance are where it says, once its first lines are followed', () => {
  const where = project({ koffi: false });
  const { text } = guide('conformance');
  const PATH = `${join(where, 'node_modules/.bin')}:${env.PATH}`;
  const sh = (line: string) => spawnSync('sh', ['-c', line], { cwd: where, env: { ...env, PATH }, encoding: 'utf8' });
  const [, copy = ''] = /^ {4}(cp .*)$/m.exec(text) ?? [];
  assert.is(sh(copy).status, 0);
  const paths = [...text.matchAll(/(?<![\w/])((?:examples|suites)\/[\w./-]*)/g)].map(([, path = '']) => path.replace(/\.$/, ''));
  assert.ok(paths.includes('suites/kernel-replies.jsonl') && paths.includes('examples/codecs/'), paths.join());
  for (const path of paths) assert.ok(existsSync(join(where, path)), path);
  const { status, stdout } = sh('rtnl conformance --target sim --filter mtu suites/kernel-replies.jsonl');
  assert.is(status, 0);
  assert.match(stdout, /^\d+ passed, 0 failed/m);
});

test.run();
