// The guide: every command in it prints what it says, and its program does what it tells.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bundled } from '../../bundled.js';
import { expectTold, guide } from '../../guides.js';
import { decoded } from './decoding.js';

const test = suite('guide: decode a capture');

process.env.TZ = 'UTC';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const bin = new URL('../../../src/cli/bin.ts', import.meta.url);
const { text, blocks, commands } = guide('decode-a-capture');
const variables = Object.fromEntries([...text.matchAll(/^ {4}([A-Z])=(\S+)$/gm)].map(([, name = '', value = '']) => [name, value]));

/** Spaces at the ends of lines are `ip`'s; a page has none. */
const trimmed = (printed: string): string => printed.replace(/ +$/gm, '');

test('has commands and a program', () => {
  assert.ok(commands.length >= 8, String(commands.length));
  assert.is(blocks.filter(({ language }) => language === 'js').length, 1);
});

for (const [command, told] of commands) {
  test(command, async () => {
    const line = command.replace(/\$([A-Z])/g, (_, name: string) => variables[name] ?? '');
    if (line.includes('|')) {
      const { stdout, stderr } = spawnSync('sh', ['-c', `rtnl() { "${process.execPath}" "${bundled(bin)}" "$@"; }; ${line}`], { cwd: root, encoding: 'utf8' });
      return expectTold(trimmed(stdout + stderr), told, command);
    }
    const words = (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ''));
    assert.equal(words.slice(0, 2), ['rtnl', 'decode']);
    const { stdout, stderr } = await decoded(words.slice(2).map((word) => (word.startsWith('fixtures/') ? root + word : word)));
    expectTold(trimmed(stdout + stderr), told, command);
  });
}

test('its program prints what it says', () => {
  const at = blocks.findIndex(({ language }) => language === 'js');
  const program = (blocks[at]?.body ?? '')
    .replace("'rtnetlink'", `'${root}src/index.ts'`)
    .replace("'rtnetlink/capture'", `'${root}src/netlink/capture/surface.ts'`)
    .replace("'rtnetlink/families'", `'${root}src/families/surface.ts'`);
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { cwd: root, encoding: 'utf8' });
  assert.is(stdout + stderr, blocks[at + 1]?.body);
});

test.run();
