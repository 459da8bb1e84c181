// Links made in another network namespace than the client's: the index that is told is theirs there.

import * as assert from 'uvu/assert';
import { type Namespace, netns, Rtnl, SystemError, type Transport } from '../../src/index.js';
import { openSocket } from '../../src/netlink/surface.js';
import { kernelSuite } from './kernel.js';
import { codeOf } from './rtnl.js';

const test = kernelSuite('links made elsewhere');

interface Places {
  readonly a: Namespace;
  readonly b: Namespace;
  readonly here: Rtnl;
  readonly there: Rtnl;
}

/** Two namespaces; `a` holds a pair w0, w1 and more links than `b`, so that the same name has another index. */
function inTwo(body: (places: Places) => Promise<void>): () => Promise<void> {
  return async () => {
    using a = await netns.create();
    using b = await netns.create();
    await using here = await Rtnl.open({ netns: a });
    await using there = await Rtnl.open({ netns: b });
    await here.links.add({ kind: 'veth', name: 'w0', peer: { name: 'w1' } });
    await here.links.add({ kind: 'bridge', name: 'taken' });
    await body({ a, b, here, there });
  };
}

const nameOf = async (rtnl: Rtnl, index: number) => (await rtnl.links.get(index)).ifname;

test(
  'tell their index, whether or not the namespace has an id',
  inTwo(async ({ b, here, there }) => {
    const first = await here.links.add({ kind: 'bridge', name: 'first', netns: b });
    assert.is(await nameOf(there, first.index), 'first');
    assert.is(await here.nsids.get(b), undefined);
    const id = await here.nsids.set(b);
    assert.is(await here.nsids.get(b), id);
    const second = await here.links.add({ kind: 'bridge', name: 'second', netns: { fd: b.fd } });
    assert.is(await nameOf(there, second.index), 'second');
    assert.is((await here.links.add({ kind: 'bridge', name: 'third', netns: `/proc/self/fd/${b.fd}`, index: 77 })).index, 77);
    assert.is(await nameOf(there, 77), 'third');
  }),
);

test(
  'tell it where the kernel chooses the name, or completes it',
  inTwo(async ({ b, here, there }) => {
    const unnamed = await here.links.add({ kind: 'macvlan', link: 'w0', netns: b, up: true });
    assert.is(await nameOf(there, unnamed.index), 'macvlan0');
    assert.is((await there.links.get(unnamed.index)).flags & 1, 1);
    const completed = await here.links.add({ kind: 'macvlan', link: 'w0', netns: b, name: 'mine%d' });
    assert.is(await nameOf(there, completed.index), 'mine0');
    const long = await here.links.add({ kind: 'macvlan', link: 'w0', netns: b, name: 'the-uplink-of-this-host-to-the-world' });
    assert.equal((await there.links.get(long.index)).propList, ['the-uplink-of-this-host-to-the-world']);
    assert.is(await here.links.index('w1'), (await here.links.get('w0')).link);
  }),
);

test(
  'have their other end in a namespace that is told as any',
  inTwo(async ({ a, b, here, there }) => {
    await here.links.add({ kind: 'veth', name: 'v0', peer: { name: 'far0', netns: `/proc/${process.pid}/fd/${b.fd}` } });
    const { index } = await here.links.add({ kind: 'veth', name: 'near1', netns: b, peer: { name: 'far1', netns: a } });
    const { index: moved } = await here.links.addByMoving({ kind: 'veth', name: 'near2', netns: b, peer: { name: 'far2', netns: b } });
    assert.equal([(await there.links.get('near1')).index, (await there.links.get('near2')).index], [index, moved]);
    for (const name of ['far0', 'far2']) assert.is((await there.links.get(name)).linkinfo?.kind, 'veth');
    assert.is((await here.links.get('far1')).linkinfo?.kind, 'veth');
    assert.is(await codeOf(here.links.add({ kind: 'veth', name: 'v3', peer: { netns: 'no-such-namespace' } })), 'ENOENT');
  }),
);

test(
  'tell it to who may not enter the namespace: it gets an id',
  inTwo(async ({ a, b, there }) => {
    const socket = await openSocket({ netns: a });
    const shut: Transport = Object.create(socket, {
      sibling: {
        value: () => {
          throw new SystemError('setns', 1);
        },
      },
    });
    const here = await Rtnl.open({ transport: shut });
    try {
      const { index } = await here.links.add({ kind: 'bridge', name: 'first', netns: b });
      assert.is(await nameOf(there, index), 'first');
      assert.type(await here.nsids.get(b), 'number');
      const before = (await there.links.list()).length;
      assert.is(await codeOf(here.links.add({ kind: 'bridge', netns: b })), 'EPERM');
      assert.is((await there.links.list()).length, before);
    } finally {
      await socket.close();
    }
  }),
);

test(
  'are made here and moved, whatever their name and index mean here',
  inTwo(async ({ b, here, there }) => {
    const { index } = await here.links.addByMoving({ kind: 'macvlan', link: 'w0', name: 'taken', netns: b, up: true, mode: 'private' });
    const link = await there.links.get(index);
    assert.equal([link.ifname, link.flags & 1, link.linkinfo?.macvlan?.mode], ['taken', 1, 'private']);
    const unnamed = await here.links.addByMoving({ kind: 'macvlan', link: 'w0', netns: b });
    assert.is(await nameOf(there, unnamed.index), 'macvlan0');
  }),
);

test(
  'leave nothing behind where a step fails',
  inTwo(async ({ b, here, there }) => {
    await there.links.add({ kind: 'bridge', name: 'there' });
    const counts = async () => [(await here.links.list()).length, (await there.links.list()).length];
    const before = await counts();
    assert.is(await codeOf(here.links.addByMoving({ kind: 'macvlan', link: 'w0', name: 'there', netns: b })), 'EEXIST');
    assert.is(await codeOf(here.links.addByMoving({ kind: 'macvlan', link: 'w0', name: 'a/b', netns: b })), 'ERR_NETLINK_VALUE');
    assert.is(await codeOf(here.links.addByMoving({ kind: 'macvlan', link: 'w0', name: 'x', netns: '/dev/null' })), 'EINVAL');
    assert.is(await codeOf(here.links.add({ kind: 'macvlan', link: 'w0', name: 'x', netns: 'no-such-namespace' })), 'ENOENT');
    assert.equal(await counts(), before);
  }),
);

test(
  'have their lower link in a third one',
  inTwo(async ({ a, here, there }) => {
    const { index } = await there.links.add({ kind: 'macvlan', name: 'm', link: 'w0', linkNetns: a });
    const link = await there.links.get(index);
    assert.is(link.link, await here.links.index('w0'));
    assert.is(link.linkNetnsid, await there.nsids.get(a));
    const again = await there.links.add({ kind: 'macvlan', name: 'n', link: await here.links.index('w0'), linkNetns: { fd: a.fd } });
    assert.is((await there.links.get(again.index)).linkNetnsid, link.linkNetnsid);
  }),
);

test(
  'are moved by name, path, descriptor',
  inTwo(async ({ a, b, here, there }) => {
    // Newer kernels keep a bridge where it is.
    await here.links.set('w1', { netns: `/proc/self/fd/${b.fd}` });
    await there.links.set('w1', { netns: a });
    await here.links.set('w1', { netns: { fd: b.fd }, name: 'moved' });
    assert.is((await there.links.get('moved')).ifname, 'moved');
    assert.is(await codeOf(there.links.set('moved', { netns: 'no-such-namespace' })), 'ENOENT');
  }),
);

test(
  'ids are set once, listed, and translated',
  inTwo(async ({ a, b, here, there }) => {
    assert.is(await here.nsids.set(b, 40), 40);
    assert.is(await codeOf(here.nsids.set(b, 41)), 'EEXIST');
    assert.is(await codeOf(here.nsids.set('/dev/null', 41)), 'EINVAL');
    assert.is(await here.nsids.set(a, 50), 50);
    assert.is(await there.nsids.set(a, 7), 7);
    assert.equal(
      (await here.nsids.list()).map(({ nsid }) => nsid),
      [40, 50],
    );
    // As b sees it, a is 7; that is 50 here.
    assert.equal(
      (await here.nsids.list({ target: 40 })).map(({ nsid, currentNsid }) => [nsid, currentNsid]),
      [[7, 50]],
    );
    assert.is(await here.nsids.get(a, { target: 40 }), 7);
    assert.is(await here.nsids.get({ nsid: 50 }, { target: 40 }), 7);
    assert.is(await there.nsids.get(b), undefined);
  }),
);

test.run();
