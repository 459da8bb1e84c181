// Named network namespaces: made, found, attached, removed, in a /run of the test's own; and what `ip netns` makes of them.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { main } from '../../src/cli/main.js';
import { netns, Rtnl } from '../../src/index.js';
import type { Libc } from '../../src/netlink/socket/libc.js';
import { LOCK_EX } from '../../src/netlink/socket/linux.js';
import { loadLibc } from '../../src/netlink/socket/load.js';
import { attachNamed, createNamed, deleteNamed, type NamingError } from '../../src/netlink/socket/named.js';
import { tsx } from '../package/packed.js';
import { currentNamespace, descriptors, kernelSuite } from './kernel.js';
import { privateNames } from './private-run.js';
import { codeOf, namesOf } from './rtnl.js';

const EPERM = 1;
const EACCES = 13;

const test = kernelSuite('netns');
const DIRECTORY = '/run/netns';

const ip = spawnSync('ip', ['-V']).status === 0;
/**
 * The mounts there, or of the directory's own: id, parent, device, root and place, since the id of one that is gone is given to another. What lies below the
 * test's /run is told as well, and goes when others take it away.
 */
const mountsOf = (where: RegExp): string[] => Array.from(readFileSync('/proc/thread-self/mountinfo', 'utf8').matchAll(where), ([mount]) => mount);
const NAMES = /^\d+ \S+ \S+ \S+ \/run\/netns\/\S+ /gm;
const ITSELF = /^\d+ \S+ \S+ \S+ \/run\/netns /gm;

async function refusal(promise: Promise<unknown>): Promise<NamingError> {
  return promise.then(
    () => assert.unreachable() as never,
    (error: NamingError) => error,
  );
}

const unavailable = privateNames();

const hidden = new Set([...mountsOf(NAMES), ...mountsOf(ITSELF)]);
const countMounts = (where: RegExp) => mountsOf(where).filter((mount) => !hidden.has(mount)).length;
const mounted = () => countMounts(NAMES);

if (unavailable !== undefined) {
  console.log(`netns: skipped, ${unavailable}`);
  test.skip('named network namespaces');
} else {
  test.after.each(async () => {
    for (const name of await netns.list()) await netns.delete(name);
  });

  test('there is none where there is no directory', async () => {
    assert.equal(await netns.list(), []);
    assert.is(await netns.identify(), undefined);
    assert.is(await codeOf(netns.open('a')), 'ENOENT');
    assert.is(await codeOf(netns.delete('a')), 'ENOENT');
  });

  test('is made, found, used and removed', async () => {
    const before = descriptors();
    const home = currentNamespace();
    {
      using a = await netns.create('a');
      assert.equal(await netns.list(), ['a']);
      using again = await netns.open('a');
      assert.is(again.id, a.id);
      assert.is(
        a.run(() => currentNamespace()),
        `net:[${a.id}]`,
      );
      assert.is(await netns.identify(a), 'a');
      await using rtnl = await Rtnl.open({ netns: 'a' });
      assert.equal(namesOf(await rtnl.links.list()), ['lo']);
    }
    assert.is(currentNamespace(), home);
    await netns.delete('a');
    assert.equal(await netns.list(), []);
    assert.is(mounted(), 0);
    assert.equal(descriptors(), before);
  });

  test('a name is taken once, and what has it keeps it', async () => {
    using a = await netns.create('a');
    const error = await refusal(netns.create('a'));
    assert.is(error.code, 'EEXIST');
    assert.match(error.message, '/run/netns/a');
    assert.is(await netns.identify(a), 'a');
  });

  test('what cannot be a name is refused before anything is made', async () => {
    for (const name of ['', '.', '..', 'a/b', 'a\0b', 'x'.repeat(256)]) {
      assert.is(await codeOf(netns.create(name)), 'EINVAL', name);
      assert.is(await codeOf(netns.delete(name)), 'EINVAL', name);
    }
    assert.equal(await netns.list(), []);
    (await netns.create('x'.repeat(255))).close();
    assert.is((await netns.list()).length, 1);
  });

  test('two processes that make the directory at once mount it once', async () => {
    mkdirSync(DIRECTORY, { recursive: true });
    const source = new URL('../../src/netlink/socket/named.js', import.meta.url).href;
    const program = (name: string) =>
      `import(${JSON.stringify(source)}).then(async ({ createNamed }) => { for (let i = 0; i < 20; i++) (await createNamed('${name}' + i)).close(); });`;
    const children = ['a', 'b', 'c'].map((name) => {
      const child = spawn(process.execPath, [...tsx, '-e', program(name)], { stdio: ['ignore', 'ignore', 'inherit'] });
      return new Promise<number | null>((resolve) => void child.on('exit', resolve));
    });
    assert.equal(await Promise.all(children), [0, 0, 0]);
    assert.is((await netns.list()).length, 60);
    assert.is(mounted(), 60);
    assert.is(countMounts(ITSELF), 1);
  });

  test('a namespace without a name is attached to one, and to another', async () => {
    using unnamed = await netns.create();
    assert.is(await netns.identify(unnamed), undefined);
    await netns.attach('a', unnamed);
    await netns.attach('b', '/run/netns/a');
    using b = await netns.open('b');
    assert.is(b.id, unnamed.id);
    assert.is(await codeOf(netns.attach('a', unnamed)), 'EEXIST');
    assert.is(await codeOf(netns.attach('c', 2 ** 22 + 1)), 'ENOENT');
    assert.equal((await netns.list()).sort(), ['a', 'b']);
  });

  test('the processes in it are found, and it by them', async () => {
    using a = await netns.create('a');
    const child = a.run(() => spawn('sleep', ['60']));
    try {
      assert.equal(await netns.pids('a'), [child.pid]);
      assert.is(await netns.identify(child.pid as number), 'a');
      await netns.attach('b', child.pid as number);
      using b = await netns.open('b');
      assert.is(b.id, a.id);
    } finally {
      child.kill();
    }
  });

  test('nothing is left behind where a step is refused', async () => {
    (await netns.create('there')).close();
    const libc = loadLibc();
    const before = descriptors();
    const failing = (call: 'mount' | 'unshare', errno: number, from = 1): Libc => {
      let calls = 0;
      return { ...libc, [call]: (...values: never[]) => (++calls < from ? (libc[call] as (...values: never[]) => number)(...values) : -errno) };
    };
    const noBind = await refusal(createNamed('a', { libc: failing('mount', EPERM, 2) }));
    assert.equal([noBind.step, noBind.code, noBind.capability], ['bind', 'EPERM', 'CAP_SYS_ADMIN']);
    assert.match(noBind.message, 'CAP_SYS_ADMIN is needed in the user namespace that owns the mounts');
    const noShare = await refusal(createNamed('a', { libc: failing('mount', EACCES) }));
    assert.equal([noShare.step, noShare.code, noShare.capability], ['share', 'EACCES', undefined]);
    const noNamespace = await refusal(createNamed('a', { libc: failing('unshare', EPERM) }));
    assert.equal([noNamespace.step, noNamespace.code, noNamespace.capability], ['namespace', 'EPERM', 'CAP_SYS_ADMIN']);
    await refusal(attachNamed('a', 'no-such', {}));
    await refusal(attachNamed('a', 'there', { libc: failing('mount', EPERM, 2) }));
    assert.equal(readdirSync(DIRECTORY), ['there']);
    assert.equal(descriptors(), before);
    const noUmount: Libc = { ...libc, umount2: () => -EPERM };
    assert.throws(
      () => deleteNamed('there', { libc: noUmount }),
      (error: NamingError) => error.code === 'EPERM' && error.capability === 'CAP_SYS_ADMIN',
    );
    assert.ok(existsSync(`${DIRECTORY}/there`));
  });

  test('a file that is no namespace can be removed', async () => {
    (await netns.create('a')).close();
    writeFileSync(`${DIRECTORY}/file`, '');
    await netns.delete('file');
    assert.equal(await netns.list(), ['a']);
  });

  test('whoever holds the lock of the directory holds nobody up for ever', async () => {
    const libc = loadLibc();
    let asked = 0;
    const once: Libc = {
      ...libc,
      mount: (source, target, type, flags) => (source === '' && asked++ === 0 ? -22 : libc.mount(source, target, type, flags)),
      flock: (fd, operation) => (operation & LOCK_EX && asked++ < 4 ? -11 : libc.flock(fd, operation)),
    };
    (await createNamed('a', { libc: once })).close();
    assert.equal(await netns.list(), ['a']);
    assert.ok(asked >= 4);
  });

  if (ip) {
    test('`ip netns` sees what was made here, and what it made is seen', async () => {
      using a = await netns.create('a');
      execFileSync('ip', ['netns', 'add', 'b']);
      assert.equal(execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).trim().split('\n'), await netns.list());
      assert.match(execFileSync('ip', ['-n', 'a', 'link'], { encoding: 'utf8' }), /^1: lo: /);
      using b = await netns.open('b');
      assert.is.not(a.id, b.id);
      execFileSync('ip', ['netns', 'delete', 'a']);
      await netns.delete('b');
      assert.is(execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }), '');
    });

    test('-n enters one namespace after the other, each before the next option is read, as `ip` does', async () => {
      for (const name of ['a', 'b']) {
        using _ = await netns.create(name);
        await using rtnl = await Rtnl.open({ netns: name });
        await rtnl.links.add({ kind: 'bridge', name: `br-${name}` });
      }
      const lines = [
        '-n a -n b -br link',
        '-n b -n a -br link',
        '-n none -n a link',
        '-n a -n none link',
        '-n none -n none2 link',
        '-n a -n',
        '-n . link',
        '-n ../netns/a -br link',
      ];
      for (const line of [...lines, '-n none -wrong', '-wrong -n none', '-n a -wrong', '-n none -V', '-n none -help', '-n none -f none link', '-n none link help']) {
        for (const words of [line.split(' '), line.split(' ').map((word) => (word === '.' ? '' : word))]) {
          const said = { stdout: '', stderr: '' };
          const collect = (key: keyof typeof said) => (text: string) => {
            said[key] += text;
          };
          const status = await main(words, { stdout: collect('stdout'), stderr: collect('stderr') });
          const told = spawnSync('ip', words, { encoding: 'utf8' });
          assert.equal({ status, ...said }, { status: told.status, stdout: told.stdout, stderr: told.stderr }, line);
        }
      }
    });
  }
}

test.run();
