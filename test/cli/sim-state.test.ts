// `rtnl --sim FILE`: what a simulated machine is, as its file has it, whoever adds to it and whenever.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import FakeTimers from '@sinonjs/fake-timers';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { main } from '../../src/cli/main.js';
import { LastingMachine } from '../../src/cli/sim/lasting-machine.js';
import { Rtnl } from '../../src/index.js';
import { bundled } from '../bundled.js';
import { unprivileged, unprivilegedEnv } from '../unprivileged.js';
import { type Ran, rtnl } from './recordings.js';

const test = suite('state of a simulated machine');

const directory = mkdtempSync(join(tmpdir(), 'rtnl-sim-'));
test.after(() => rmSync(directory, { recursive: true }));

let files = 0;
/** A file that is not there yet. */
const fresh = (): string => join(directory, `machine${files++}.sim`);

const lines = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The time is what the test says. */
async function at<T>(act: (clock: ReturnType<typeof FakeTimers.install>) => Promise<T>): Promise<T> {
  const clock = FakeTimers.install({ now: 1_800_000_000_000, toFake: ['Date'] });
  try {
    return await act(clock);
  } finally {
    clock.uninstall();
  }
}

test('one command finds what another left; only what changes something is written down', () =>
  at(async (clock) => {
    const file = fresh();
    const sim = (...words: string[]): Promise<Ran> => rtnl('--sim', file, ...words);
    await sim('netns', 'add', 'a');
    await sim('link', 'add', 'v', 'type', 'veth', 'peer', 'name', 'w', 'netns', 'a');
    clock.tick(250);
    await sim('-n', 'a', 'link', 'set', 'w', 'up');
    await sim('-n', 'a', 'sysctl', 'net.ipv4.ip_forward=1');
    await sim('link', 'set', 'nothing', 'up');
    assert.match((await sim('-br', 'link')).stdout, /^v@if2 +DOWN/m);
    assert.match((await sim('-n', 'a', '-br', 'link')).stdout, /^w@if2 +DOWN/m);
    assert.is((await sim('-n', 'a', 'sysctl', '-n', 'net.ipv4.ip_forward')).stdout, '1\n');
    const [header, ...acts] = lines(file);
    assert.equal(header, { 'rtnl-sim': 1, kernel: '6.18', seed: 1, byteOrder: header?.byteOrder, start: 1_800_000_000_000 });
    assert.equal(
      acts.map(({ t, do: what, in: where, name, key }) => ({ t, what, where, name, key })),
      [
        { t: 0, what: 'netns add', where: undefined, name: 'a', key: undefined },
        { t: 0, what: 'send', where: 1_000_000, name: undefined, key: undefined },
        { t: 250, what: 'send', where: 1_000_001, name: undefined, key: undefined },
        { t: 250, what: 'sysctl', where: 1_000_001, name: undefined, key: 'net/ipv4/ip_forward' },
      ],
    );
    const again = fresh();
    copyFileSync(file, again);
    for (const words of [['-d', '-j', 'link'], ['-n', 'a', '-d', '-j', 'address'], ['netns']]) assert.equal(await rtnl(`--sim=${again}`, ...words), await sim(...words));
  }));

test('the time between commands passes for the kernel too', () =>
  at(async (clock) => {
    const file = fresh();
    const sim = (...words: string[]): Promise<Ran> => rtnl('--sim', file, ...words);
    await sim('link', 'add', 'v', 'type', 'veth', 'peer', 'name', 'w');
    for (const name of ['v', 'w']) await sim('link', 'set', name, 'up');
    await sim('address', 'add', '2001:db8::1/64', 'dev', 'v');
    await sim('address', 'add', '192.0.2.1/24', 'dev', 'v', 'valid_lft', '100', 'preferred_lft', '100');
    assert.match((await sim('address', 'show', 'v')).stdout, /2001:db8::1\/64 scope global tentative /);
    const written = lines(file).length;
    clock.tick(5000);
    const later = await sim('address', 'show', 'v');
    assert.match(later.stdout, /2001:db8::1\/64 scope global \n/);
    assert.match(later.stdout, /valid_lft 95sec preferred_lft 95sec/);
    assert.equal(
      lines(file)
        .slice(written)
        .map(({ do: what, t }) => ({ what, t })),
      [{ what: 'wait', t: 5000 }],
    );
    clock.tick(3_600_000);
    assert.not.match((await sim('address', 'show', 'v')).stdout, /192\.0\.2\.1/);
  }));

test('a file that is something else, or damaged, is named with the line', async () => {
  const other = fresh();
  writeFileSync(other, 'meeting notes\n');
  assert.equal(await rtnl('--sim', other, 'link'), { code: 1, stdout: '', stderr: `rtnl: ${other}, line 1: this is not the state of a simulated kernel\n` });
  assert.is(readFileSync(other, 'utf8'), 'meeting notes\n');
  const file = fresh();
  await rtnl('--sim', file, 'netns', 'add', 'a');
  const good = readFileSync(file, 'utf8');
  for (const [line, why] of [
    ['{"t":1,"by":"x","do":"netns add"}', '"netns add" wants a string "name"'],
    ['{"t":1,"by":"x","do":"send","in":1000000,"hex":"0"}', '"hex" is no hex'],
    ['{"t":1,"by":"x","do":"dance"}', 'nothing that a machine does: {"t":1,"by":"x","do":"dance"}'],
    ['{"t":1,"by"', ''],
  ]) {
    writeFileSync(file, `${good}${line}\n{"t":2,"by":"x","do":"wait"}\n`);
    const { code, stderr } = await rtnl('--sim', file, 'link');
    assert.is(code, 1);
    assert.ok(stderr.startsWith(`rtnl: ${file}, line 3: ${why}`), stderr);
  }
  for (const [header, why] of [
    [{ 'rtnl-sim': 2 }, 'format 2, where 1 is known'],
    [{ 'rtnl-sim': 1, kernel: '5.4' }, 'kernel 5.4, where 6.18 is known'],
    [{ 'rtnl-sim': 1, kernel: '6.18' }, 'the header is incomplete'],
  ] as const) {
    writeFileSync(file, `${JSON.stringify(header)}\n`);
    assert.is((await rtnl('--sim', file, 'link')).stderr, `rtnl: ${file}, line 1: ${why}\n`);
  }
  const nowhere = join(directory, 'no', 'where');
  assert.equal(await rtnl('--sim', nowhere, 'link'), { code: 1, stdout: '', stderr: `rtnl: ${nowhere}: No such file or directory\n` });
  for (const special of [directory, '/dev/null']) {
    assert.equal(await rtnl('--sim', special, 'link'), { code: 1, stdout: '', stderr: `rtnl: ${special} is no regular file: the state of a simulated kernel cannot live there\n` });
  }
});

test('a line that broke off is no end of those behind it', async () => {
  const file = fresh();
  await rtnl('--sim', file, 'netns', 'add', 'a');
  appendFileSync(file, '{"t":5,"by":"x","do":"netns add","name":"b"}');
  // It may be on its way still: it is not heard of before it is whole.
  assert.is((await rtnl('--sim', file, 'netns')).stdout, 'a\n');
  await rtnl('--sim', file, 'netns', 'add', 'c');
  assert.is((await rtnl('--sim', file, 'netns')).stdout, 'c\nb\na\n');
});

test('wherever the last line broke off, what was whole before it counts, and what follows does', () => {
  const file = fresh();
  for (const name of ['a', 'b']) new LastingMachine(file).create(name);
  const text = readFileSync(file, 'utf8');
  const lastLine = text.slice(0, -1).lastIndexOf('\n') + 1;
  for (let end = lastLine; end <= text.length; end++) {
    writeFileSync(file, text.slice(0, end));
    const before = new LastingMachine(file);
    assert.equal(before.list(), end === text.length ? ['b', 'a'] : ['a']);
    new LastingMachine(file).create('c');
    // All of its line but the end is there: it counts as soon as somebody has ended it.
    const names = end < text.length - 1 ? ['c', 'a'] : ['c', 'b', 'a'];
    for (const machine of [before, new LastingMachine(file)]) assert.equal(machine.list(), names);
  }
});

test('who has a file open that was deleted or replaced is told so, and nothing is written where nobody hears of it', () => {
  const file = fresh();
  const machine = new LastingMachine(file);
  machine.create('a');
  rmSync(file);
  const gone = new RegExp(`^rtnl: ${file} was deleted or replaced meanwhile\n$`);
  assert.throws(() => machine.create('b'), gone);
  new LastingMachine(file).create('c');
  assert.throws(() => machine.list(), gone);
  assert.equal(new LastingMachine(file).list(), ['c']);
});

test('what may not be written can be looked at', async () => {
  const file = fresh();
  await rtnl('--sim', file, 'netns', 'add', 'a');
  chmodSync(file, 0o444);
  chmodSync(directory, 0o755);
  const look = (...words: string[]) => ended(spawn(...unprivileged([process.execPath, bin, '--sim', file, ...words]), { env: unprivilegedEnv }));
  assert.equal(await look('netns'), { code: 0, stdout: 'a\n', stderr: '' });
  assert.equal(await look('link', 'add', 'd0', 'type', 'dummy'), { code: 1, stdout: '', stderr: `rtnl: open: Permission denied (${file})\n` });
  writeFileSync(file, '');
  assert.equal(await look('netns'), { code: 1, stdout: '', stderr: `rtnl: ${file}, line 1: the file is empty, and may not be written\n` });
  rmSync(file);
  assert.equal(await look('netns'), { code: 1, stdout: '', stderr: `rtnl: ${file}: Permission denied\n` });
});

const bin = bundled(new URL('../../src/cli/bin.ts', import.meta.url));

async function ended(child: ChildProcess): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (text: Buffer) => {
    stdout += text;
  });
  child.stderr?.on('data', (text: Buffer) => {
    stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, stdout, stderr };
}

test('processes that write at once lose nothing of each other', async () => {
  const file = fresh();
  await rtnl('--sim', file, 'link', 'add', 'd0', 'type', 'dummy');
  const writers = [1, 2, 3].map((number) => {
    const batch = join(directory, `batch${number}`);
    writeFileSync(batch, Array.from({ length: 40 }, (_, i) => `address add 10.${number}.0.${i + 1}/24 dev d0\n`).join(''));
    return ended(spawn(process.execPath, [bin, '--sim', file, '-batch', batch]));
  });
  for (const writer of writers) assert.equal(await writer, { code: 0, stdout: '', stderr: '' });
  const { stdout } = await rtnl('--sim', file, '-4', '-o', 'address', 'show', 'd0');
  assert.is(new Set(stdout.match(/10\.\d+\.0\.\d+\/24/g)).size, 120);
});

test('a monitor tells what other commands do', async () => {
  const file = fresh();
  await rtnl('--sim', file, 'netns', 'add', 'a');
  const ending = new AbortController();
  let heard = '';
  let told: () => void = () => undefined;
  const monitored = main(['--sim', file, 'monitor', 'link', 'nsid'], {
    stdout(text) {
      heard += text;
      told();
    },
    stderr: (text) => assert.unreachable(text),
    signal: ending.signal,
  });
  const until = (wanted: RegExp): Promise<void> =>
    new Promise((resolve) => {
      told = () => {
        if (wanted.test(heard)) resolve();
      };
      told();
    });
  // It listens from somewhen on: a link that is not heard of is followed by another.
  let made = 0;
  const making = (async () => {
    while (!/: d\d+:/.test(heard)) await rtnl('--sim', file, 'link', 'add', `d${made++}`, 'type', 'dummy');
  })();
  await until(/: d\d+: <BROADCAST,NOARP> /);
  await making;
  await rtnl('--sim', file, 'link', 'add', 'v', 'type', 'veth', 'peer', 'name', 'w', 'netns', 'a');
  await rtnl('--sim', file, 'netns', 'delete', 'a');
  await until(/Deleted \d+: v/);
  assert.match(heard, /nsid 0/);
  ending.abort(143);
  assert.is(await monitored, 143);
});

test('namespaces that come and go are told by netns monitor', async () => {
  const file = fresh();
  const ending = new AbortController();
  let heard = '';
  const monitored = main(['--sim', file, 'netns', 'monitor'], {
    stdout(text) {
      heard += text;
      if (heard.endsWith('delete b\n')) ending.abort();
    },
    stderr: (text) => assert.unreachable(text),
    signal: ending.signal,
  });
  for (let i = 0; heard === ''; i++) {
    assert.is((await rtnl('--sim', file, 'netns', 'add', `a${i}`)).code, 0);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await rtnl('--sim', file, 'netns', 'add', 'b');
  await rtnl('--sim', file, 'netns', 'delete', 'b');
  assert.is(await monitored, 0);
  assert.match(heard, /^add a\d+\n(add a\d+\n)*add b\ndelete b\n$/);
});

test('a file that is damaged meanwhile ends who listens, with a word', async () => {
  for (const words of [['monitor'], ['netns', 'monitor']]) {
    const file = fresh();
    await rtnl('--sim', file, 'link');
    let stderr = '';
    const ended = main(['--sim', file, ...words], {
      stdout: () => undefined,
      stderr(text) {
        stderr += text;
      },
    });
    // It listens from somewhen on: damage is found before that as well.
    await new Promise((resolve) => setImmediate(resolve));
    appendFileSync(file, 'garbage\n');
    assert.is(await ended, 1);
    assert.match(stderr, new RegExp(`^rtnl: ${file}, line \\d: .*garbage`));
  }
});

/** What is done, by which of three machines, and how long after the one before. */
const acts = fc.array(
  fc.record({
    who: fc.nat(2),
    after: fc.constantFrom(0, 0, 0, 3, 400, 1500),
    what: fc.constantFrom('dummy', 'veth', 'up', 'down', 'address', 'address6', 'delete', 'netns', 'gone', 'move', 'forward', 'look'),
    which: fc.nat(3),
  }),
  { minLength: 1, maxLength: 30 },
);

async function act(machine: LastingMachine, what: string, which: number): Promise<void> {
  const rtnl = await Rtnl.open({ transport: machine.open({}) });
  const name = `l${which}`;
  try {
    if (what === 'dummy') await rtnl.links.add({ kind: 'dummy', name });
    else if (what === 'veth') await rtnl.links.add({ kind: 'veth', name, peer: { name: `p${which}` } });
    else if (what === 'up' || what === 'down') await rtnl.links.set(which + 2, { up: what === 'up' });
    else if (what === 'address') await rtnl.addresses.add({ dev: which + 2, address: `10.0.${which}.1/24` });
    else if (what === 'address6') await rtnl.addresses.add({ dev: which + 2, address: `2001:db8:${which}::1/64` });
    else if (what === 'delete') await rtnl.links.delete(which + 2);
    else if (what === 'netns') machine.create(`n${which}`);
    else if (what === 'gone') machine.delete(`n${which}`);
    else if (what === 'move') await rtnl.links.set(which + 2, { netns: { fd: machine.find(`n${which}`)?.fd ?? machine.kernel.init.fd } });
    else if (what === 'forward') await rtnl.sysctl.write('net.ipv4.ip_forward', which & 1);
    else await rtnl.links.get(which + 2);
  } catch (error) {
    if (typeof (error as { errno?: unknown }).errno !== 'number') throw error;
  } finally {
    await rtnl.close();
  }
}

async function all(machine: LastingMachine): Promise<unknown> {
  const rtnl = await Rtnl.open({ transport: machine.open({}) });
  const everything = [
    machine.list(),
    await rtnl.links.list(),
    await rtnl.addresses.list(),
    await rtnl.routes.list({ table: 'all' }),
    await rtnl.nsids.list(),
    await rtnl.sysctl.read('net.ipv4.ip_forward'),
  ];
  await rtnl.close();
  return everything;
}

test('whoever has the file open sees the same machine, and so does whoever opens it later', () =>
  at((clock) =>
    fc.assert(
      fc.asyncProperty(acts, async (acts) => {
        const file = fresh();
        const machines = [0, 1, 2].map(() => new LastingMachine(file));
        for (const { who, after, what, which } of acts) {
          clock.tick(after);
          await act(machines[who] as LastingMachine, what, which);
        }
        const later = await all(new LastingMachine(file));
        for (const machine of machines) assert.equal(await all(machine), later);
      }),
      { numRuns: 25 },
    ),
  ));

test.run();
