// The guide: every command in it prints what it says, and its program does what it tells.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decoded } from './decoding.js';

const test = suite('guide: decode a capture');

process.env.TZ = 'UTC';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const text = readFileSync(`${root}guides/decode-a-capture.md`, 'utf8');

interface Block {
  readonly language: string;
  readonly body: string;
}

const blocks: readonly Block[] = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', body = '']) => ({ language, body }));
const variables = Object.fromEntries([...text.matchAll(/^ {4}([A-Z])=(\S+)$/gm)].map(([, name = '', value = '']) => [name, value]));

/** Commands of a block, each with what it printed. */
const commands = blocks
  .flatMap(({ body }) => (body.startsWith('$ ') ? body.split(/^\$ /m).slice(1) : []))
  .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)] as const);

/** Spaces at the ends of lines are `ip`'s; a page has none. */
const trimmed = (printed: string): string => printed.replace(/ +$/gm, '');

/** Whether `printed` is as told, where a line of dots stands for any lines. */
function expectTold(printed: string, told: string, command: string): void {
  let at = 0;
  for (const [i, piece] of told.split(/^\.\.\.\n/m).entries()) {
    const found = i === 0 ? (printed.startsWith(piece) ? 0 : -1) : printed.indexOf(piece, at);
    assert.ok(found >= 0, `${command}\n${piece}\nis not in\n${printed.slice(at)}`);
    at = found + piece.length;
  }
  if (!told.endsWith('...\n')) assert.is(printed.slice(at), '', command);
}

test('has commands and a program', () => {
  assert.ok(commands.length >= 8, String(commands.length));
  assert.is(blocks.filter(({ language }) => language === 'js').length, 1);
});

for (const [command, told] of commands) {
  test(command, async () => {
    const line = command.replace(/\$([A-Z])/g, (_, name: string) => variables[name] ?? '');
    if (line.includes('|')) {
      const { stdout, stderr } = spawnSync('sh', ['-c', `rtnl() { "${process.execPath}" --import tsx src/cli/bin.ts "$@"; }; ${line}`], { cwd: root, encoding: 'utf8' });
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
