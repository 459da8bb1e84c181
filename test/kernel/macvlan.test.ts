// macvlan and macvtap on a running kernel: rows 1 to 3, 6, 7, 15 to 17 of the recipe, as far as links alone show them.

import * as assert from 'uvu/assert';
import { isSince, kernelSuite, since } from './kernel.js';
import { codeOf, inNamespace, MAC, macvlanOf, namesOf } from './rtnl.js';

const test = kernelSuite('macvlan on a kernel');
const MODES = ['private', 'vepa', 'bridge', 'passthru', 'source'] as const;

for (const kind of ['macvlan', 'macvtap'] as const) {
  for (const mode of MODES) {
    test(
      `a ${kind} in mode ${mode} is made, addressed, set up, read back and deleted`,
      inNamespace(async ({ rtnl }) => {
        const { index } = await rtnl.links.add({ kind, name: 'child', link: 'eth0', mode } as never);
        const parent = await rtnl.links.get('eth0');
        await rtnl.addresses.add({ dev: index, address: '172.16.10.5/24' });
        await rtnl.links.set(index, { up: true });
        const link = await rtnl.links.get(index);
        assert.is(link.ifname, 'child');
        assert.is(link.link, parent.index);
        assert.is(link.linkinfo?.kind, kind);
        assert.is(link.flags & 1, 1);
        assert.is(link.mtu, 1500);
        assert.is(link.txqlen, kind === 'macvtap' ? 500 : 1000);
        assert.is(link.address === parent.address, mode === 'passthru');
        const data = await macvlanOf(rtnl, 'child');
        assert.is(data.mode, mode);
        assert.equal(data.flags, []);
        assert.is(data.macaddrCount, 0);
        if (isSince('5.11')) assert.equal([data.bcQueueLen, data.bcQueueLenUsed], [1000, 1000]);
        const [address] = await rtnl.addresses.list({ dev: 'child', family: 'inet' });
        assert.is(address?.local, '172.16.10.5');
        assert.is(address?.prefixlen, 24);
        await rtnl.links.delete(index);
        assert.is(await codeOf(rtnl.links.get('child')), 'ENODEV');
      }),
    );
  }
}

test(
  'is in mode vepa where none is asked for, has a MAC of its own, and two share a parent',
  inNamespace(async ({ rtnl }) => {
    const first = await rtnl.links.add({ kind: 'macvlan', name: 'macvlan1', link: 'eth0' });
    const second = await rtnl.links.add({ kind: 'macvlan', name: 'macvlan2', link: 'eth0' });
    const links = await rtnl.links.list({ kind: 'macvlan' });
    assert.equal(
      links.map(({ index }) => index),
      [first.index, second.index],
    );
    assert.equal(
      links.map(({ linkinfo }) => linkinfo?.macvlan?.mode),
      ['vepa', 'vepa'],
    );
    const parent = await rtnl.links.get('eth0');
    assert.is(new Set([parent.address, ...links.map(({ address }) => address)]).size, 3);
  }),
);

test(
  'changes between bridge, vepa, private and source while it is up, but not to or from passthru',
  inNamespace(async ({ rtnl }) => {
    await rtnl.links.add({ kind: 'macvlan', name: 'macvlan1', link: 'eth0', mode: 'bridge', up: true });
    for (const mode of ['vepa', 'private', 'bridge', 'source', 'bridge'] as const) {
      await rtnl.links.set('macvlan1', { kind: 'macvlan', mode });
      assert.is((await macvlanOf(rtnl, 'macvlan1')).mode, mode);
    }
    assert.is(await codeOf(rtnl.links.set('macvlan1', { kind: 'macvlan', mode: 'passthru' })), 'EINVAL');
    assert.is((await macvlanOf(rtnl, 'macvlan1')).mode, 'bridge');
    assert.is(await codeOf(rtnl.links.set('macvlan1', { kind: 'macvtap', mode: 'vepa' })), 'EOPNOTSUPP');
    await rtnl.links.delete('macvlan1');
    await rtnl.links.add({ kind: 'macvlan', name: 'pt', link: 'eth0', mode: 'passthru' });
    assert.is(await codeOf(rtnl.links.set('pt', { kind: 'macvlan', mode: 'bridge' })), 'EINVAL');
  }),
);

test(
  'a parent has one child in mode passthru and no other beside it',
  inNamespace(async ({ rtnl }) => {
    await rtnl.links.add({ kind: 'macvlan', name: 'pt', link: 'eth0', mode: 'passthru' });
    assert.is(await codeOf(rtnl.links.add({ kind: 'macvlan', name: 'pt2', link: 'eth0', mode: 'passthru' })), 'EINVAL');
    assert.is(await codeOf(rtnl.links.add({ kind: 'macvlan', name: 'mv', link: 'eth0', mode: 'bridge' })), 'EINVAL');
    assert.equal((await rtnl.links.list({ kind: 'macvlan' })).length, 1);
  }),
);

test(
  'takes its flags, each with the mode it is for',
  inNamespace(async ({ rtnl }) => {
    await rtnl.links.add({ kind: 'macvlan', name: 'pt', link: 'eth0', mode: 'passthru', nopromisc: true });
    assert.equal((await macvlanOf(rtnl, 'pt')).flags, ['nopromisc']);
    await rtnl.links.set('pt', { kind: 'macvlan', nopromisc: false });
    assert.equal((await macvlanOf(rtnl, 'pt')).flags, []);
    if (!isSince('5.13')) return;
    await rtnl.links.add({ kind: 'macvlan', name: 'src', link: 'far0', mode: 'source', nodst: true });
    assert.equal((await macvlanOf(rtnl, 'src')).flags, ['nodst']);
    await rtnl.links.set('src', { kind: 'macvlan', nodst: false });
    assert.equal((await macvlanOf(rtnl, 'src')).flags, []);
  }),
);

test(
  'keeps a list of sources: set when made, added to, taken from, replaced, emptied',
  inNamespace(async ({ rtnl }) => {
    const sources = async () => {
      const { macaddrData = [], macaddrCount } = await macvlanOf(rtnl, 'src');
      assert.is(macaddrCount, macaddrData.length);
      // In the order of the kernel's hash table.
      return [...macaddrData].sort();
    };
    const change = (macaddrs: object) => rtnl.links.set('src', { kind: 'macvlan', macaddrs } as never);
    await rtnl.links.add({ kind: 'macvlan', name: 'src', link: 'eth0', mode: 'source', macaddrs: [MAC(1), MAC(2)] });
    assert.equal(await sources(), [MAC(1), MAC(2)]);
    await change({ add: MAC(3) });
    await change({ add: MAC(3) });
    assert.equal(await sources(), [MAC(1), MAC(2), MAC(3)]);
    await change({ del: MAC(2) });
    await change({ del: MAC(9) });
    assert.equal(await sources(), [MAC(1), MAC(3)]);
    const many = Array.from({ length: 300 }, (_, i) => MAC(i));
    await change({ set: many });
    assert.equal(await sources(), [...many].sort());
    await change({ flush: true });
    assert.equal(await sources(), []);
    await change({ set: [MAC(5)] });
    await change({ set: [] });
    assert.equal(await sources(), []);
    await change({ add: MAC(6) });
    await rtnl.links.set('src', { kind: 'macvlan', mode: 'bridge' });
    await rtnl.links.set('src', { kind: 'macvlan', mode: 'source' });
    assert.equal(await sources(), [], 'leaving the mode empties the list');
  }),
);

test(
  'refuses a list of sources in another mode, in the words of the kernel',
  inNamespace(async ({ rtnl }) => {
    await rtnl.links.add({ kind: 'macvlan', name: 'mv', link: 'eth0', mode: 'bridge' });
    assert.is(await codeOf(rtnl.links.set('mv', { kind: 'macvlan', macaddrs: { add: MAC(1) } })), 'EINVAL');
  }),
);

since('5.11', test)(
  "queues broadcasts as it is told: the length is the link's, the cut-off its parent's",
  inNamespace(async ({ rtnl }) => {
    await rtnl.links.add({ kind: 'macvlan', name: 'one', link: 'eth0', bcQueueLen: 5000 });
    await rtnl.links.add({ kind: 'macvlan', name: 'two', link: 'eth0', bcQueueLen: 20 });
    const two = await macvlanOf(rtnl, 'two');
    assert.equal([two.bcQueueLen, two.bcQueueLenUsed], [20, 5000]);
    await rtnl.links.set('one', { kind: 'macvlan', bcQueueLen: 10 });
    assert.is((await macvlanOf(rtnl, 'two')).bcQueueLenUsed, 20);
    await rtnl.links.set('one', { kind: 'macvlan', bcCutoff: -1 });
    if (isSince('6.4')) assert.is((await macvlanOf(rtnl, 'two')).bcCutoff, -1);
  }),
);

test(
  'its parent is promiscuous for as long as it has a child that needs it and is up',
  inNamespace(async ({ rtnl }) => {
    const promiscuity = async () => (await rtnl.links.get('eth0')).promiscuity;
    await rtnl.links.add({ kind: 'macvlan', name: 'pt', link: 'eth0', mode: 'passthru' });
    assert.is(await promiscuity(), 0);
    await rtnl.links.set('pt', { up: true });
    assert.is(await promiscuity(), 1);
    await rtnl.links.delete('pt');
    assert.is(await promiscuity(), 0);
  }),
);

test(
  'a second delete says ENODEV, and the name asked for',
  inNamespace(async ({ rtnl }) => {
    for (const name of ['macvlan1', 'macvlan2', 'macvlan3', 'macvlan4']) await rtnl.links.add({ kind: 'macvlan', name, link: 'eth0' });
    for (const name of ['macvlan1', 'macvlan2', 'macvlan3', 'macvlan4']) {
      await rtnl.links.delete(name);
      const error = await rtnl.links.delete(name).then(
        () => undefined,
        (thrown: Error & { code?: string }) => thrown,
      );
      assert.is(error?.code, 'ENODEV');
      assert.match(error?.message ?? '', name);
    }
    assert.equal((await rtnl.links.list({ kind: 'macvlan' })).length, 0);
  }),
);

test(
  'goes when its parent goes',
  inNamespace(async ({ rtnl }) => {
    await rtnl.links.add({ kind: 'macvlan', name: 'macvlan1', link: 'eth0' });
    await rtnl.links.delete('far0');
    assert.equal(namesOf(await rtnl.links.list()), ['lo']);
  }),
);

test(
  'an address that its parent has keeps it down',
  inNamespace(async ({ rtnl }) => {
    const { address } = await rtnl.links.get('eth0');
    await rtnl.links.add({ kind: 'macvlan', name: 'same', link: 'eth0', address: address as string });
    assert.is(await codeOf(rtnl.links.set('same', { up: true })), 'EADDRINUSE');
  }),
);

test.run();
