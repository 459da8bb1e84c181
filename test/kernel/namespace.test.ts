// Entering and leaving network namespaces, in every binding that this runtime has.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { Libc } from '../../src/netlink/socket/libc.js';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { openSocket } from '../../src/netlink/socket/socket.js';
import { bindings, currentNamespace, descriptors, kernelSuite } from './kernel.js';

const EPERM = 1;
const ENOMEM = 12;

const test = kernelSuite('namespace');

/** A binding whose `call` fails from its nth call on, that many times. */
function failing(libc: Libc, call: 'setns' | 'unshare', errno: number, nth = 1, times = 1): Libc {
  let calls = 0;
  return {
    ...libc,
    [call]: (argument: number, type: number) => {
      calls++;
      return calls >= nth && calls < nth + times ? -errno : libc[call](argument, type);
    },
  };
}

for (const libc of bindings()) {
  const name = libc.binding;

  test(`${name}: runs a section inside, and is back afterwards`, () => {
    const home = currentNamespace();
    using netns = Namespace.create(libc);
    assert.is(currentNamespace(), home);
    assert.is(
      netns.run(() => currentNamespace()),
      `net:[${netns.id}]`,
    );
    assert.is(currentNamespace(), home);
  });

  test(`${name}: is back after a section that throws`, () => {
    const home = currentNamespace();
    using netns = Namespace.create(libc);
    const error = new Error('of the section');
    assert.throws(
      () =>
        netns.run(() => {
          throw error;
        }),
      (thrown: unknown) => thrown === error,
    );
    assert.is(currentNamespace(), home);
  });

  test(`${name}: refuses an asynchronous section, after leaving`, () => {
    const home = currentNamespace();
    using netns = Namespace.create(libc);
    assert.throws(
      () => netns.run(async () => {}),
      (error: unknown) => error instanceof TypeError,
    );
    assert.is(currentNamespace(), home);
  });

  test(`${name}: enters a namespace from within another`, () => {
    using outer = Namespace.create(libc);
    using inner = Namespace.create(libc);
    outer.run(() => {
      assert.is(
        inner.run(() => currentNamespace()),
        `net:[${inner.id}]`,
      );
      assert.is(currentNamespace(), `net:[${outer.id}]`);
    });
  });

  test(`${name}: opens a namespace by path and by process id`, () => {
    using netns = Namespace.create(libc);
    using byPath = Namespace.open(`/proc/self/fd/${netns.fd}`, libc);
    assert.is(byPath.id, netns.id);
    using byPid = Namespace.open(process.pid, libc);
    assert.is(`net:[${byPid.id}]`, currentNamespace());
  });

  test(`${name}: names the namespace that does not exist`, () => {
    const missing = (where: string): ((error: unknown) => boolean) => {
      return (error) => error instanceof Error && 'code' in error && error.code === 'ENOENT' && error.message.includes(where);
    };
    assert.throws(() => Namespace.open('no-such-namespace', libc), missing('no-such-namespace'));
    assert.throws(() => Namespace.open('/no/such/path', libc), missing('/no/such/path'));
    assert.throws(() => Namespace.open(2 ** 22 + 1, libc), missing(`${2 ** 22 + 1}`));
    assert.throws(() => openSocket({ binding: libc, netns: 'no-such-namespace' }), missing('no-such-namespace'));
  });

  test(`${name}: does not enter what is no network namespace`, () => {
    const home = currentNamespace();
    const directory = mkdtempSync(join(tmpdir(), 'namespace-'));
    try {
      const path = join(directory, 'file');
      writeFileSync(path, '');
      const before = descriptors().length;
      assert.throws(
        () => openSocket({ binding: libc, netns: path }),
        new RegExp(`setns: Invalid argument \\(network namespace "${path}": there is a file, but no namespace behind it\\)`),
      );
      assert.is(descriptors().length, before);
    } finally {
      rmSync(directory, { recursive: true });
    }
    assert.is(currentNamespace(), home);
  });

  test(`${name}: says which capability is missing`, () => {
    const before = descriptors().length;
    assert.throws(() => Namespace.create(failing(libc, 'unshare', EPERM)), /CAP_SYS_ADMIN is needed to make a network namespace/);
    assert.is(descriptors().length, before);
    using netns = Namespace.open(process.pid, failing(libc, 'setns', EPERM));
    assert.throws(() => netns.run(() => assert.unreachable()), /CAP_SYS_ADMIN is needed to enter a network namespace/);
  });

  test(`${name}: tries twice to go back`, () => {
    const home = currentNamespace();
    const before = descriptors().length;
    Namespace.create(failing(libc, 'setns', ENOMEM)).close();
    assert.is(currentNamespace(), home);
    assert.is(descriptors().length, before);
  });

  test(`${name}: gives up when there is no going back`, () => {
    const home = Namespace.open(process.pid, libc);
    const said: string[] = [];
    const giveUp = (message: string): never => {
      said.push(message);
      throw new Error('given up');
    };
    using netns = Namespace.open(process.pid, failing(libc, 'setns', ENOMEM, 2, 2), giveUp);
    assert.throws(() => netns.run(() => 'done'), /given up/);
    assert.equal(said, ['cannot return to the network namespace this thread came from: setns: Cannot allocate memory']);
    assert.is(libc.setns(home.fd, 0), 0);
    home.close();
  });

  test(`${name}: closes its descriptor once`, () => {
    const before = descriptors().length;
    const netns = Namespace.create(libc);
    assert.is(descriptors().length, before + 1);
    netns.close();
    netns.close();
    assert.is(descriptors().length, before);
    assert.is(netns.fd, -1);
    assert.throws(() => netns.run(() => assert.unreachable()), /setns: Bad file descriptor/);
  });
}

test.run();
