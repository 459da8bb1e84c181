// `rtnl lab --sim`: the whole recipe with no kernel of this machine, and what it is refused.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Space } from '../../src/cli/lab/ground.js';
import { matrixText } from '../../src/cli/lab/matrix.js';
import { type Row, reached } from '../../src/cli/lab/row.js';
import { rows } from '../../src/cli/lab/rows.js';
import { simulatedGround } from '../../src/cli/lab/simulated-ground.js';
import { AT, MODES } from '../../src/cli/lab/topology.js';
import { walk } from '../../src/cli/lab/walk.js';
import { wrongOf } from '../lab-wrong.js';
import { unprivileged, unprivilegedEnv } from '../unprivileged.js';
import { rtnl } from './recordings.js';

const test = suite('lab on a simulated kernel');

test('all 17 rows pass, and everyone reaches whom the mode lets them', async () => {
  const { code, stdout, stderr } = await rtnl('lab', '--sim');
  assert.is(stderr, '');
  assert.is(code, 0, wrongOf(stdout));
  assert.equal(
    [...stdout.matchAll(/^(pass|FAIL) +(\d+) /gm)].map(([, outcome, number]) => `${outcome} ${number}`),
    rows.map(({ number }) => `pass ${number}`),
  );
  assert.match(stdout, /^17 of 17 rows passed; all as it must be, after \d+\.\d s\. Nothing is left of it\.$/m);
});

test('each mode can be asked for, as one document too', async () => {
  for (const mode of MODES) {
    const { code, stdout } = await rtnl('lab', '--sim', '--json', '--mode', mode);
    const { passed, matrices } = JSON.parse(stdout) as {
      passed: boolean;
      matrices: { mode: string; pairs: { from: string; to: string; reached: boolean; expected: boolean }[] }[];
    };
    assert.is(code, 0, mode);
    assert.is(passed, true);
    assert.is(matrices[0]?.pairs.length, 30);
    // Somebody is reached and somebody is not: both kinds of answers were given.
    assert.is(new Set(matrices[0]?.pairs.map(({ reached }) => reached)).size, 2, mode);
  }
});

test('the same run says the same, but for times', async () => {
  const said = async () => (await rtnl('lab', '--sim')).stdout.replace(/\(\d+ ms\)|after \d+\.\d s/g, '');
  assert.is(await said(), await said());
});

test('what is not as the mode has it is marked and told below; so a test that fails says only what is wrong', () => {
  const pair = { address: '10.0.0.1', reached: true, expected: true, seen: 'a to 10.0.0.1: 0.05 ms' };
  const pairs = [
    { ...pair, from: 'a', to: 'b' },
    { ...pair, from: 'b', to: 'a', reached: false, seen: 'b to 10.0.0.1: unreachable (timeout)' },
  ];
  const matrix = matrixText({ mode: 'vepa', hairpin: false, pairs });
  assert.match(matrix, / {2}b +no ! +-\n {2}! b to 10\.0\.0\.1: unreachable \(timeout\), where an echo was expected\n$/);
  assert.is(
    wrongOf(`pass  1  one  (1 ms)\n         seen\nFAIL  2  two  (3 ms)\n         something else\n${matrix}\n`),
    'FAIL  2  two  (3 ms)\n         something else\nwho reaches whom, mode vepa: b          no !       -\nwho reaches whom, mode vepa: ! b to 10.0.0.1: unreachable (timeout), where an echo was expected',
  );
  assert.is(
    wrongOf(JSON.stringify({ rows: [{ number: 2, title: 'two', passed: false, seen: ['something else'], milliseconds: 3 }], matrices: [{ mode: 'vepa', pairs }] })),
    'FAIL 2  two  (3 ms)\nsomething else\nmode vepa: b asks a: b to 10.0.0.1: unreachable (timeout)',
  );
  assert.is(wrongOf('{"missing":[]}'), 'nothing is told to be wrong: {"missing":[]}');
});

test('who is never there is not reached, however patiently it is asked', async () => {
  const row: Row = { number: 99, title: 'asks for nobody', run: async ({ wire }) => [await reached(wire, '172.16.10.99')] };
  const { outcomes } = await walk({ rows: [row], modes: [], ground: simulatedGround(), signal: new AbortController().signal });
  assert.match(outcomes[0]?.seen.join() ?? '', /^switch to 172\.16\.10\.99: unreachable \(\w+\), where an echo was expected$/);
});

test('time in which the program was held up is not taken for silence', async () => {
  const ground = simulatedGround();
  let asked = 0;
  const create = async (name?: string): Promise<Space> => {
    const space = await ground.create(name);
    return { ...space, echo: async (...question) => (asked++ === 0 ? { reachable: false, reason: 'timeout', ms: 60_000 } : space.echo(...question)) };
  };
  const row: Row = { number: 99, title: 'is held up', run: async ({ wire }) => [await reached(wire, AT.net1)] };
  const { outcomes } = await walk({ rows: [row], modes: [], ground: { ...ground, create }, signal: new AbortController().signal });
  assert.equal([outcomes[0]?.passed, asked], [true, 2]);
});

test('there is nothing to keep and nothing to clean', async () => {
  assert.match((await rtnl('lab', '--sim', '--keep')).stderr, /^A simulated kernel is gone when the command is: there is nothing to keep\.\nUsage: rtnl lab \[ --keep \| --sim \]/);
  assert.is((await rtnl('lab', '--sim', '--clean')).code, 255);
});

test('npm start runs whole without any capability, and says in its first line why it is on a simulated kernel', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const { status, stdout, stderr } = spawnSync(...unprivileged([process.execPath, '--import', 'tsx', 'scripts/start.ts']), { cwd: root, env: unprivilegedEnv, encoding: 'utf8' });
  assert.is(stderr, '');
  assert.is(status, 0, wrongOf(stdout));
  assert.match(stdout.split('\n')[0] ?? '', /^The macvlan recipe runs on a simulated kernel here: (CAP_SYS_ADMIN|Linux) is needed/);
  assert.match(stdout, /These \d+ characters are those that ip printed\./);
  assert.match(stdout, /^17 of 17 rows passed; all as it must be, /m);
});

test.run();
