// Namespaces of the simulated kernel: links that move between them, the ids they have for each other, and their end, as a monitor of kernel 6.18 saw it.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { KernelError, Rtnl } from '../../src/index.js';
import { world } from './world.js';

const test = suite('simkernel namespaces');

test('moves a link away in the order the kernel tells of', async () => {
  const { rtnl, kernel, clock, heard } = await world();
  const there = kernel.createNamespace('there');
  await rtnl.links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1', address: '02:00:00:00:00:0a' } });
  await rtnl.links.set('v0', { up: true });
  await rtnl.links.set('v1', { up: true });
  clock.advance(1);
  heard();
  await rtnl.links.set('v1', { netns: { fd: there.fd } });
  assert.equal(heard(), [
    'NEWLINK v1 down',
    'DELMULTICAST 224.0.0.1',
    'DELROUTE fe80::/64 254',
    'DELROUTE ff00::/8 255',
    'DELADDR fe80::ff:fe00:a/64',
    'DELMULTICAST ff02::1:ff00:a',
    'DELNETCONF 2 2',
    'DELMULTICAST ff02::1',
    'DELNETCONF 10 2',
    'NEWNSID',
    'DELLINK v1 down',
    'NEWLINK v0 down',
  ]);
  const { link, linkNetnsid } = await rtnl.links.get('v0');
  assert.equal([link, linkNetnsid], [2, 0]);
  assert.equal(
    (await rtnl.nsids.list()).map(({ nsid }) => nsid),
    [0],
  );
});

test('keeps the index where it is free, and takes another one where it is not', async () => {
  const { rtnl, kernel } = await world();
  const there = kernel.createNamespace('there');
  const other = await Rtnl.open({ transport: kernel.transport({ netns: there }) });
  await other.links.add({ kind: 'dummy', name: 'taken' });
  await rtnl.links.add({ kind: 'dummy', name: 'd0' });
  await rtnl.links.add({ kind: 'dummy', name: 'd1', index: 77 });
  for (const name of ['d0', 'd1']) await rtnl.links.set(name, { netns: { fd: there.fd } });
  assert.equal(
    (await other.links.list()).map(({ index, ifname }) => `${index} ${ifname}`),
    ['1 lo', '2 taken', '3 d0', '77 d1'],
  );
});

test('is named by its process in requests and for sockets, as those of a machine are', async () => {
  const { rtnl, kernel } = await world();
  const { pid, fd } = kernel.createNamespace('there');
  await rtnl.links.add({ kind: 'dummy', name: 'd0' });
  const { index } = await rtnl.links.add({ kind: 'macvlan', name: 'm0', link: 'd0', netns: pid });
  const moved = await rtnl.links.addByMoving({ kind: 'macvlan', name: 'd0', link: 'd0', netns: pid });
  for (const netns of [pid, { pid }, { fd }]) {
    const inside = await Rtnl.open({ transport: kernel.transport({ netns }) });
    assert.equal([(await inside.links.get('m0')).index, (await inside.links.get('d0')).index], [index, moved.index]);
  }
  for (const netns of [pid + 1, { fd: fd + 1 }]) {
    assert.throws(
      () => kernel.transport({ netns }),
      (error: { code?: string }) => error.code === 'ENOENT',
    );
  }
});

test('refuses to move what stays, and what would meet its like', async () => {
  const { rtnl, kernel } = await world();
  const there = kernel.createNamespace('there');
  const other = await Rtnl.open({ transport: kernel.transport({ netns: there }) });
  await other.links.add({ kind: 'dummy', name: 'd0' });
  await rtnl.links.add({ kind: 'dummy', name: 'd0' });
  await rtnl.links.add({ kind: 'bridge', name: 'b0' });
  for (const [name, code] of [
    ['lo', 'EINVAL'],
    ['b0', 'EINVAL'],
    ['d0', 'EEXIST'],
  ] as const) {
    const error = await rtnl.links.set(name, { netns: { fd: there.fd } }).catch((reason) => reason);
    assert.instance(error, KernelError, name);
    assert.is((error as KernelError).code, code, name);
  }
});

test('ends with its links, and the other ends of pairs', async () => {
  const { rtnl, kernel, heard } = await world();
  const there = kernel.createNamespace('there');
  await rtnl.links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1', netns: { fd: there.fd } } });
  heard();
  kernel.deleteNamespace(there);
  const told = heard();
  assert.is(told[0], 'DELNSID');
  assert.ok(told.includes('DELLINK v0 down'));
  assert.equal(
    (await rtnl.links.list()).map(({ ifname }) => ifname),
    ['lo'],
  );
});

test.run();
