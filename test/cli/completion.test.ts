// Completion in the shells themselves, where they are installed; and the table behind it.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { completionTable } from '../../src/cli/completion/table.js';
import { objectNames } from '../../src/cli/objects.js';
import { kinds } from '../../src/index.js';
import { vlanKind } from '../../src/rtnl/kinds/vlan.js';
import { vlanCommand } from '../../src/rtnl/kinds/vlan-words.js';
import { rtnl } from './recordings.js';

const test = suite('completion');
const folder = mkdtempSync(join(tmpdir(), 'rtnl-completion-'));
const links = readdirSync('/sys/class/net').filter((name) => name !== 'bonding_masters');

/** What each shell runs to tell the words it offers, one a line, behind those typed; the last one is being typed. */
const SHELLS: Readonly<Record<string, (words: readonly string[]) => string>> = {
  bash: (words) =>
    `rtnl() { cat ${folder}/table; }; source ${folder}/bash; COMP_WORDS=(rtnl ${quoted(words)}); COMP_CWORD=${words.length}; compopt() { :; }; _rtnl; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words) =>
    `rtnl() { cat ${folder}/table; }; compdef() { :; }; source ${folder}/zsh; compadd() { print -l -- \${(M)offered:#\${words[CURRENT]}*}; }; words=(rtnl ${quoted(words)}); CURRENT=${words.length + 1}; _rtnl`,
  fish: (words) => `function rtnl; cat ${folder}/table; end; source ${folder}/fish; complete -C "rtnl ${words.join(' ')}" | string replace -r '\\t.*' ''; true`,
};

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' ');

function offered(shell: string, ...words: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync(shell, ['-c', SHELLS[shell]?.(words) ?? ''], { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder } });
  assert.is(stderr, '', stderr);
  assert.is(status, 0);
  return stdout.split('\n').filter((word) => word !== '');
}

const table = async (): Promise<ReadonlyMap<string, readonly string[]>> =>
  new Map(
    (await rtnl('completion', 'words')).stdout
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [state = '', words = ''] = line.split('\t');
        return [state, words.split(' ')];
      }),
  );

test.before(async () => {
  writeFileSync(join(folder, 'table'), (await rtnl('completion', 'words')).stdout);
  for (const shell of Object.keys(SHELLS)) writeFileSync(join(folder, shell), (await rtnl('completion', shell)).stdout);
});
test.after(() => rmSync(folder, { recursive: true }));

for (const shell of Object.keys(SHELLS)) {
  if (spawnSync(shell, ['-c', 'true']).status !== 0) {
    console.log(`completion: ${shell} skipped, it is not installed`);
    test.skip(`${shell}: completes`);
    continue;
  }

  test(`${shell}: takes its script without a word`, () => {
    const { stdout, stderr, status } = spawnSync(shell, ['-n', join(folder, shell)], { encoding: 'utf8' });
    assert.equal({ stdout, stderr, status }, { stdout: '', stderr: '', status: 0 });
  });

  test(`${shell}: completes objects, commands, words, values`, () => {
    const cases: readonly (readonly [words: readonly string[], wanted: readonly string[]])[] = [
      [['addre'], ['address']],
      [
        ['link', 'a'],
        ['add', 'afstats'],
      ],
      [['-n', 'x', '-d', 'link', 'del'], ['delete']],
      [['link', 'add', 'mt'], ['mtu']],
      [
        ['-family', 'inet'],
        ['inet', 'inet6'],
      ],
      [['-f', 'inet6', 'li'], ['link']],
      [['link', 'add', 'name', 'show', 'mt'], ['mtu']],
      [['l', 'a', 'x', 'numtx'], ['numtxqueues']],
      [
        ['link', 'set', 'lo', 'promisc', 'o'],
        ['off', 'on'],
      ],
      [['link', 'add', 'x', 'mtu', ''], []],
      [
        ['link', 'add', 'type', 'macv'],
        ['macvlan', 'macvtap'],
      ],
      [
        ['link', 'show', 'type', 'macv'],
        ['macvlan', 'macvtap'],
      ],
      [['link', 'show', 'type', 'macvlan', 'nomas'], ['nomaster']],
      [['link', 'add', 'link', 'lo', 'x', 'type', 'macvlan', 'mo'], ['mode']],
      [
        ['link', 'add', 'link', 'lo', 'x', 'type', 'macvlan', 'mode', 'p'],
        ['passthru', 'private'],
      ],
      [
        ['link', 'set', 'lo', 'type', 'bridge_slave', 'hairpin', ''],
        ['off', 'on'],
      ],
      [
        ['completion', ''],
        ['bash', 'fish', 'zsh'],
      ],
      [['frobnicate', 'ver'], []],
    ];
    for (const [words, wanted] of cases) {
      const seen = offered(shell, ...words);
      assert.equal([...new Set(seen)].sort(), [...wanted].sort(), words.join(' '));
    }
  });

  test(`${shell}: completes names of links behind dev, link and master`, () => {
    for (const words of [
      ['link', 'set', 'dev'],
      ['link', 'add', 'link'],
      ['link', 'set', 'lo', 'master'],
      ['address', 'show', 'dev'],
    ]) {
      assert.equal([...offered(shell, ...words, '')].sort(), [...links].sort(), words.join(' '));
    }
    assert.ok(offered(shell, 'link', 'show', 'l').includes('lo'));
  });
}

test('every object has commands, and every kind of link can be chosen, without a list of their own', async () => {
  const known = await table();
  for (const name of objectNames()) {
    assert.ok(known.get('rtnl')?.includes(name), name);
    assert.ok((known.get(`rtnl ${name}`) ?? []).length > 0, name);
  }
  for (const kind of Object.keys(kinds)) assert.ok(known.get('type')?.includes(kind), kind);
  assert.ok(known.get('type')?.includes('bridge_slave'));
});

test('reads usage texts as they come: nested, unbalanced, with prose between', () => {
  const usage = `Usage: ip thing { add | del } SELECTOR [ [no]learning ]
       ip thing [ show [ dev DEV ] [ color {red|blue} ] ]
SELECTOR := [ sport [ NUMBER | NUMBER-NUMBER ] [ mark MARK[/MASK] ]
            [ pref PREF ] [ netns NAME ] [-]dead
PREF := [ low | high ]
MARK: Length of the rx queue in packets
`;
  const lines = completionTable(new Map([['thing', usage]]), 'Usage: rtnl [ OPTIONS ] OBJECT\n', { vlan: { ...vlanKind, ...vlanCommand } }).split('\n');
  assert.ok(lines.includes('rtnl thing\tadd del show help'), lines.join('\n'));
  assert.ok(lines.includes('rtnl thing add\tsport mark pref netns dead -dead learning nolearning'), lines.join('\n'));
  assert.ok(lines.includes('rtnl thing add=pref\tlow high'));
  assert.ok(lines.includes('rtnl thing add=netns\t@netns'));
  assert.ok(lines.includes('rtnl thing show=dev\t@link'));
  assert.ok(lines.includes('rtnl thing show=color\tred blue'));
});

test('a shell that is not known is a wrong word', async () => {
  for (const words of [['tcsh'], [], ['bash', 'more']])
    assert.equal(await rtnl('completion', ...words), { code: 255, stdout: '', stderr: 'Usage: rtnl completion { bash | zsh | fish }\n' });
  assert.is((await rtnl('completion', '--help')).code, 0);
});

test.run();
