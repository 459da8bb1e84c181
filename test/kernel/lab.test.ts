// `rtnl lab` as a user runs it: what it prints, its exit codes, and that nothing is left of it, however it ends.

import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { PREFIX } from '../../src/cli/lab/host.js';
import { expect, type Row, Unseen } from '../../src/cli/lab/row.js';
import { rows } from '../../src/cli/lab/rows.js';
import { AT, type Lab, MODES, type Mode } from '../../src/cli/lab/topology.js';
import { walk } from '../../src/cli/lab/walk.js';
import { main } from '../../src/cli/main.js';
import { netns, Rtnl } from '../../src/index.js';
import { bundled } from '../bundled.js';
import { wrongOf } from '../lab-wrong.js';
import { env, root } from '../package/packed.js';
import { descriptors, kernelSuite } from './kernel.js';
import { privateRun } from './private-run.js';

const test = kernelSuite('lab');

// `--clean` removes what any dead lab left: others may be testing that as well. Where there is no such thing, /run is everyone's.
privateRun();

/** The sources, or what was built of them where the package is tested in their place. */
const [bin] = ['bin.ts', 'bin.js'].map((name) => new URL(`../../src/cli/${name}`, import.meta.url)).filter(existsSync) as [URL];
const command = ['--disable-warning=ExperimentalWarning', bundled(bin), 'lab'];

/** The names of labs, of which others may run beside. */
const named = async (pid: number | string = process.pid): Promise<string[]> => (await netns.list()).filter((name) => name.startsWith(`${PREFIX}${pid}-`));

/** Namespaces that are mounted somewhere: a name taken away by halves would still be here. */
const mounted = (pid: number): boolean => readFileSync('/proc/self/mountinfo', 'utf8').includes(`${PREFIX}${pid}-`);

async function run(...words: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  let stdout = '';
  let stderr = '';
  const io = {
    stdout(text: string) {
      stdout += text;
    },
    stderr(text: string) {
      stderr += text;
    },
  };
  const code = await main(['lab', ...words], io);
  return { code, stdout, stderr };
}

/** Resolves once it has printed such a line. */
async function printed(child: ChildProcessWithoutNullStreams, wanted: RegExp): Promise<void> {
  let output = '';
  child.stdout.on('data', (more: Buffer) => {
    output += more;
  });
  while (!wanted.test(output)) await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => assert.unreachable(output))]);
}

test('all rows pass; a line each, a picture, who reaches whom; nothing is left', async () => {
  const before = descriptors();
  const { code, stdout, stderr } = await run();
  assert.is(stderr, '');
  assert.is(code, 0, wrongOf(stdout));
  assert.equal(
    [...stdout.matchAll(/^(pass|FAIL) +(\d+) /gm)].map(([, outcome, number]) => `${outcome} ${number}`),
    rows.map(({ number }) => `pass ${number}`),
  );
  assert.equal(
    rows.map(({ number }) => number),
    Array.from({ length: 17 }, (_, i) => i + 1),
  );
  assert.match(stdout, /namespace1 +namespace2\n/);
  assert.match(stdout, /who reaches whom, mode vepa:\n.*\n[\s\S]*\n {2}namespace1 +no +yes +yes +yes +- +no\n/);
  assert.match(stdout, /who reaches whom, mode bridge:\n.*\n[\s\S]*\n {2}namespace1 +no +yes +yes +yes +- +yes\n/);
  assert.match(stdout, /^17 of 17 rows passed; all as it must be, /m);
  assert.equal(descriptors(), before);
  assert.equal(await named(), []);
});

test('a mode is built and asked who reaches whom, as one document', async () => {
  const seen: Partial<Record<Mode, string>> = {};
  const build = async (mode: Mode): Promise<void> => {
    const { code, stdout } = await run('--json', '--mode', mode);
    assert.is(code, 0, wrongOf(stdout));
    const { passed, matrices } = JSON.parse(stdout) as { passed: boolean; matrices: { mode: string; pairs: { from: string; to: string; reached: boolean }[] }[] };
    assert.is(passed, true);
    assert.equal(
      matrices.map((matrix) => matrix.mode),
      [mode],
    );
    const reaches = (from: string, to: string) => matrices[0]?.pairs.find((pair) => pair.from === from && pair.to === to)?.reached;
    const asked = [reaches('namespace1', 'namespace2'), reaches('namespace1', 'net1'), reaches('net2', 'namespace1'), reaches('server', 'namespace1')];
    seen[mode] = asked.map((reached) => (reached ? 'yes' : 'no')).join(' ');
  };
  // Those the walk of all rows does not end with: it asks in vepa and bridge. Labs are not in each other's way.
  await Promise.all(MODES.filter((mode) => mode !== 'vepa' && mode !== 'bridge').map(build));
  // Its sibling and its parent; a stranger on the wire and one behind the switch.
  assert.equal(seen, { private: 'no no yes yes', passthru: 'yes no no yes', source: 'no no no yes' });
});

test('a row that fails is told and fails the walk; the others go on, and nothing is left', async () => {
  const failing: Row = {
    number: 99,
    title: 'fails',
    run: async (lab) => {
      await lab.namespace('namespace1');
      throw new Unseen('something else');
    },
  };
  const [first] = rows as [Row];
  const { signal } = new AbortController();
  const { outcomes, passed } = await walk({ rows: [failing, first], modes: [], signal });
  assert.is(passed, false);
  assert.equal(
    outcomes.map((outcome) => [outcome.number, outcome.passed]),
    [
      [99, false],
      [1, true],
    ],
  );
  assert.equal(outcomes[0]?.seen, ['something else']);
  assert.equal(await named(), []);
});

/** A row that must pass, in a lab of its own behind the first two. */
async function passes(title: string, run: (lab: Lab) => Promise<void>): Promise<void> {
  const last: Row = { number: 99, title, run: async (lab) => run(lab).then(() => []) };
  const { outcomes } = await walk({ rows: [...rows.slice(0, 2), last], modes: [], signal: new AbortController().signal });
  for (const { passed, seen } of outcomes) assert.ok(passed, `${title}: ${seen.join()}`);
}

test('who is asked for takes nothing from who is waited for', () =>
  passes('two are asked for', async ({ net1, net2 }) => {
    await net1.rtnl.links.set('eth0', { up: false });
    const first = net2.reaches(AT.net1);
    const incomplete = async () => (await net2.rtnl.neighbours.list({ dev: 'eth0', states: ['incomplete'] })).map(({ dst }) => dst);
    while (!(await incomplete()).includes(AT.net1)) await setTimeout(5);
    expect((await net2.reaches(AT.gateway)).reachable, 'the second is not reached');
    assert.ok((await incomplete()).includes(AT.net1));
    await net1.rtnl.links.set('eth0', { up: true });
    expect((await first).reachable, 'the first is not reached');
  }));

test('that nobody is there is not believed at once', () =>
  passes('one comes late', async ({ net1, net2 }) => {
    for (const [key, value] of [
      ['mcast_solicit', 1],
      ['retrans_time_ms', 20],
    ] as const) {
      await net2.rtnl.sysctl.write(`net.ipv4.neigh.eth0.${key}`, value);
    }
    await net1.rtnl.links.set('eth0', { up: false });
    const late = net2.reaches(AT.net1);
    while ((await net2.rtnl.neighbours.list({ dev: 'eth0', states: ['failed'] })).length === 0) await setTimeout(5);
    await net1.rtnl.links.set('eth0', { up: true });
    expect((await late).reachable, 'it is not reached');
  }));

test('row 5 outlives an answer that was on its way', () =>
  passes('an answer comes late', async (lab) => {
    const { neighbours } = lab.wire.rtnl;
    const parent = await lab.net1.link('eth0');
    const flush = neighbours.flush.bind(neighbours);
    let flushed = 0;
    neighbours.flush = async (query, options) => {
      const count = await flush(query, options);
      if (query.dev === 'br10' && flushed++ === 0) await neighbours.replace({ dev: 'br10', dst: AT.macvlan1, lladdr: parent.address as string, state: 'reachable' });
      return count;
    };
    await rows[4]?.run(lab);
    assert.is(flushed, 2);
  }));

test('a walk that is broken off rejects with the reason, and nothing is left', async () => {
  const controller = new AbortController();
  const stopping: Row = {
    number: 99,
    title: 'is broken off',
    run: async (lab) => {
      await lab.namespace('namespace1');
      controller.abort('enough');
      await lab.namespace('namespace2');
      return [];
    },
  };
  const reason = await walk({ rows: [stopping], modes: [], signal: controller.signal }).catch((error: unknown) => error);
  assert.is(reason, 'enough');
  assert.equal(await named(), []);
});

test('a signal ends it in the midst of a row, and nothing is left', async () => {
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const child = spawn(process.execPath, command, { cwd: root, env });
    const pid = child.pid as number;
    const gone = once(child, 'exit');
    await printed(child, /^pass +8 /m);
    child.kill(signal);
    assert.equal(await gone, [null, signal]);
    assert.equal(await named(pid), []);
    assert.is(mounted(pid), false);
  };
  await Promise.all([end('SIGINT'), end('SIGTERM')]);
});

test('what is kept stays until it is removed, as does what a killed one left', async () => {
  const dead = spawnSync('true').pid;
  const left: string[] = [];
  try {
    const name = `${PREFIX}${dead}-namespace1`;
    (await netns.create(name)).close();
    left.push(name);
  } catch (error) {
    console.log(`lab: nothing a killed one left, ${(error as Error).message}`);
  }
  const { code, stdout } = await run('--keep', '--mode', 'bridge', '--json');
  assert.is(code, 0, wrongOf(stdout));
  // Where this user may give no names there is nothing to keep.
  const kept = Object.values((JSON.parse(stdout) as { kept: Record<string, string> }).kept);
  assert.is(kept.length, left.length * 6);
  assert.equal([...(await named())].sort(), [...kept].sort());
  for (const name of kept) await (await Rtnl.open({ netns: name })).close();
  const cleaned = await run('--clean');
  assert.is(cleaned.code, 0);
  for (const name of [...left, ...kept]) assert.ok(cleaned.stdout.includes(`removed ${name}\n`), name);
  assert.equal([...(await named()), ...(await named(dead))], []);
});

test('what a lab that runs has open is left alone', async () => {
  const meanwhile: Row = {
    number: 99,
    title: 'is cleaned beside',
    run: async (lab) => {
      const host = await lab.namespace('namespace1');
      const { stdout } = await run('--clean');
      assert.not.ok(host.name !== undefined && stdout.includes(host.name), stdout);
      return [];
    },
  };
  const { outcomes } = await walk({ rows: [meanwhile], modes: [], signal: new AbortController().signal });
  assert.is(outcomes[0]?.passed, true, outcomes[0]?.seen.join());
});

test('says which capability is missing, and for what', () => {
  const none = ['--inh-caps=-all', process.getuid?.() === 0 ? '--bounding-set=-all' : '--ambient-caps=-all'];
  const { status, stderr, error } = spawnSync('setpriv', [...none, process.execPath, ...command], { cwd: root, env, encoding: 'utf8' });
  if (error !== undefined) return console.log(`lab: missing capabilities skipped, setpriv cannot be used: ${error.message}`);
  assert.is(status, 1);
  assert.match(stderr, /^CAP_SYS_ADMIN is needed to make network namespaces/);
  assert.match(stderr, /^CAP_NET_ADMIN is needed to make links/m);
});

test('a wrong word is told, and nothing is made', async () => {
  assert.is((await run('--frob')).code, 255);
  assert.match((await run('--mode', 'bride')).stderr, /must be one of bridge, vepa, private, passthru, source, not "bride"/);
  assert.match((await run('--mode')).stderr, /not complete/);
  assert.match((await run('--help')).stdout, /^Usage: rtnl lab /);
});

test.run();
