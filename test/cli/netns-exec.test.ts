// Programs that `rtnl netns exec` starts: what they hear of, and what is told of their end. In a /run of the test's own.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { netns } from '../../src/index.js';
import { kernelSuite } from '../kernel/kernel.js';
import { privateNames } from '../kernel/private-run.js';
import { tsx } from '../package/packed.js';

const test = kernelSuite('netns exec');
const bin = fileURLToPath(new URL('../../src/cli/bin.ts', import.meta.url));

const unavailable = privateNames();

if (unavailable !== undefined) {
  console.log(`netns exec: skipped, ${unavailable}`);
  test.skip('programs in namespaces');
} else {
  test.after.each(async () => {
    for (const name of await netns.list()) await netns.delete(name);
  });

  test('a program of `netns exec` hears of signals, and how it ends is told', async () => {
    (await netns.create('a')).close();
    const ended = async (script: string, signal?: NodeJS.Signals) => {
      const child = spawn(process.execPath, [...tsx, bin, 'netns', 'exec', 'a', 'sh', '-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      for await (const piece of child.stdout) {
        said += String(piece);
        if (signal !== undefined) child.kill(signal);
      }
      return [said, child.exitCode ?? (await new Promise<unknown>((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal))))];
    };
    for (const signal of ['TERM', 'INT', 'HUP', 'QUIT']) {
      assert.equal(await ended(`trap 'exit 7' ${signal}; echo on; while :; do sleep 0.1; done`, `SIG${signal}` as NodeJS.Signals), ['on\n', 7], signal);
    }
    assert.equal(await ended('echo on; exec sleep 20', 'SIGTERM'), ['on\n', 143]);
    assert.equal(await ended('kill -KILL $$'), ['', 137]);
  });

  const run = (...words: readonly string[]) => spawnSync(process.execPath, [...tsx, bin, ...words], { encoding: 'utf8' });
  const program = spawnSync('ip', ['-V']).status === 0;
  const groups = /^\S+ (\S+) cgroup2 /m.exec(readFileSync('/proc/self/mounts', 'utf8'))?.[1];
  const writable = groups !== undefined && spawnSync('test', ['-w', `${groups}/cgroup.procs`]).status === 0;

  if (groups !== undefined && writable) {
    test('`vrf exec default` starts a program in no VRF, here or in a namespace, and how it ends is told, as `ip` does', async () => {
      const name = `vrf-${process.pid}`;
      (await netns.create(name)).close();
      const there = existsSync(`${groups}/vrf`);
      const which = ['grep', '^0', '/proc/self/cgroup'];
      try {
        const here = run('vrf', 'exec', 'default', ...which);
        assert.match(here.stdout, /^0::\/(.*\/)?vrf\n$/);
        assert.is(run('vrf', 'exec', 'default', 'sh', '-c', 'exit 7').status, 7);
        if (program) {
          for (const words of [
            ['vrf', 'exec', 'default', ...which],
            ['vrf', 'exec', 'default', 'no-such-program'],
            ['vrf', 'exec', 'default'],
            ['vrf', 'exec', 'no-such-vrf', 'true'],
            ['-n', name, 'vrf', 'exec', 'default', ...which],
          ]) {
            const { status, stdout, stderr } = spawnSync('ip', words, { encoding: 'utf8' });
            const ours = run(...words);
            assert.equal([ours.status, ours.stdout, ours.stderr], [status, stdout, stderr], words.join(' '));
          }
        }
      } finally {
        const base = `${groups}${/^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? ''}`;
        for (const group of [`${name}-ns/vrf`, `${name}-ns`, ...(there ? [] : ['vrf'])]) if (existsSync(`${base}/${group}`)) rmdirSync(`${base}/${group}`);
      }
    });
  } else {
    console.log('vrf exec: skipped, no control groups of version 2 that may be written');
  }

  test('a program of `netns exec` that has no name is not there', async () => {
    (await netns.create('a')).close();
    const { status, stderr } = spawnSync(process.execPath, [...tsx, bin, 'netns', 'exec', 'a', ''], { encoding: 'utf8' });
    assert.equal([status, stderr], [1, 'exec of "" failed: No such file or directory\n']);
  });
}

test.run();
