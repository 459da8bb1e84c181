// Neighbours and forwarding entries against the running kernel.

import * as assert from 'uvu/assert';
import { isSince, kernelSuite } from './kernel.js';
import { codeOf, inNamespace, MAC } from './rtnl.js';

const test = kernelSuite('kernel: neighbours');

test(
  'are added, changed, replaced, found and deleted',
  inNamespace(async ({ rtnl }) => {
    const { neighbours } = rtnl;
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' });
    await neighbours.add({ dev: 'eth0', dst: '10.0.0.2', lladdr: MAC(2) });
    assert.is(await codeOf(neighbours.add({ dev: 'eth0', dst: '10.0.0.2', lladdr: MAC(2) })), 'EEXIST');
    assert.equal([(await neighbours.get({ dev: 'eth0', dst: '10.0.0.2' })).lladdr], [MAC(2)]);
    await neighbours.change({ dev: 'eth0', dst: '10.0.0.2', lladdr: MAC(3), protocol: 'static' });
    const { lladdr, state, protocol } = await neighbours.get({ dev: 'eth0', dst: '10.0.0.2' });
    assert.equal([lladdr, state, protocol], [MAC(3), 0x80, 4]);
    assert.is(await codeOf(neighbours.change({ dev: 'eth0', dst: '10.0.0.9', lladdr: MAC(9) })), 'ENOENT');
    await neighbours.replace({ dev: 'eth0', dst: '10.0.0.9', lladdr: MAC(9), state: 'stale', externLearn: true });
    assert.equal((await neighbours.list({ dev: 'eth0', family: 'inet' })).map(({ dst }) => dst).sort(), ['10.0.0.2', '10.0.0.9']);
    assert.equal(
      (await neighbours.list({ dev: 'eth0', states: ['permanent'] })).map(({ dst }) => dst),
      ['10.0.0.2'],
    );
    await neighbours.delete({ dev: 'eth0', dst: '10.0.0.2' });
    assert.is(await codeOf(neighbours.get({ dev: 'eth0', dst: '10.0.0.2' })), 'ENOENT');
    assert.is(await codeOf(neighbours.delete({ dev: 'eth0', dst: '10.0.0.2' })), 'ENOENT');
  }),
);

test(
  'are of IPv6 as well, routers among them, and proxied',
  inNamespace(async ({ rtnl }) => {
    const { neighbours } = rtnl;
    await neighbours.add({ dev: 'eth0', dst: '2001:db8::2', lladdr: MAC(2), router: true });
    assert.is((await neighbours.get({ dev: 'eth0', dst: '2001:db8::2' })).flags & 0x80, 0x80);
    await neighbours.add({ dev: 'eth0', dst: '10.0.0.99', proxy: true });
    await neighbours.add({ dev: 'far0', dst: '2001:db8::99', proxy: true });
    assert.equal((await neighbours.list({ proxy: true })).map(({ dst }) => dst).sort(), ['10.0.0.99', '2001:db8::99']);
    assert.equal(
      (await neighbours.list({ proxy: true, dev: 'far0' })).map(({ dst }) => dst),
      ['2001:db8::99'],
    );
    assert.is((await neighbours.get({ dev: 'eth0', dst: '10.0.0.99', proxy: true })).dst, '10.0.0.99');
    assert.is(await neighbours.flush({ proxy: true }), 2);
    assert.equal([...(await neighbours.list({ proxy: true }))], []);
  }),
);

test(
  'are flushed but for the permanent ones, unless those are asked for',
  inNamespace(async ({ rtnl }) => {
    const { neighbours } = rtnl;
    for (let i = 2; i < 60; i++) await neighbours.add({ dev: 'eth0', dst: `10.0.0.${i}`, lladdr: MAC(i), state: 'stale' });
    await neighbours.add({ dev: 'eth0', dst: '10.0.0.250', lladdr: MAC(250) });
    assert.is(await neighbours.flush({ dev: 'eth0', family: 'inet' }), 58);
    assert.is(await neighbours.flush({ dev: 'eth0', family: 'inet' }), 0);
    assert.is(await neighbours.flush({ dev: 'eth0', family: 'inet', states: ['permanent'] }), 1);
  }),
);

test(
  'are filtered by the master of their link',
  inNamespace(async ({ rtnl }) => {
    const { neighbours } = rtnl;
    await rtnl.links.add({ kind: 'bridge', name: 'br0', up: true });
    await rtnl.links.set('far0', { master: 'br0' });
    await neighbours.add({ dev: 'eth0', dst: '10.0.0.2', lladdr: MAC(2) });
    await neighbours.add({ dev: 'far0', dst: '10.0.0.3', lladdr: MAC(3) });
    const listed = async (query: Parameters<typeof neighbours.list>[0]) => (await neighbours.list({ family: 'inet', ...query })).map(({ dst }) => dst).sort();
    assert.equal(await listed({ master: 'br0' }), ['10.0.0.3']);
    assert.equal(await listed({ dev: 'eth0' }), ['10.0.0.2']);
  }),
);

test(
  'forwarding entries of a bridge are added, found, listed and flushed',
  inNamespace(async ({ rtnl }) => {
    const { fdb } = rtnl;
    await rtnl.links.add({ kind: 'bridge', name: 'br0', up: true });
    await rtnl.links.set('far0', { master: 'br0' });
    await fdb.add({ dev: 'far0', lladdr: MAC(2), master: true, state: 'static' });
    assert.is(await codeOf(fdb.add({ dev: 'far0', lladdr: MAC(2), master: true, state: 'static' })), 'EEXIST');
    await fdb.replace({ dev: 'far0', lladdr: MAC(3), master: true, state: 'dynamic' });
    assert.is((await fdb.get({ bridge: 'br0', lladdr: MAC(2) })).state, 0x40);
    const ours = async () =>
      (await fdb.list({ bridge: 'br0', dev: 'far0' })).flatMap(({ lladdr, vlan }) => (vlan === undefined && [MAC(2), MAC(3)].includes(lladdr ?? '') ? [lladdr] : [])).sort();
    assert.equal(await ours(), [MAC(2), MAC(3)]);
    await fdb.delete({ dev: 'far0', lladdr: MAC(2), master: true });
    assert.is(await codeOf(fdb.get({ bridge: 'br0', lladdr: MAC(2) })), 'ENOENT');
    assert.equal(await ours(), [MAC(3)]);
    const flushed = await codeOf(fdb.flush('br0', { brport: 'far0', dynamic: true }));
    if (!isSince('5.19') && flushed === 'EOPNOTSUPP') return;
    assert.equal([flushed, await ours()], [undefined, []]);
  }),
);

test(
  'forwarding entries of a VXLAN tell where it sends',
  inNamespace(async ({ rtnl }) => {
    const { fdb, links } = rtnl;
    await links.add({ kind: 'vxlan', name: 'vx0', id: 5, dstport: 4789 });
    await fdb.add({ dev: 'vx0', lladdr: MAC(4), dst: '10.0.0.2', port: 4790, vni: 6, via: 'eth0' });
    await fdb.append({ dev: 'vx0', lladdr: '00:00:00:00:00:00', dst: '10.0.0.3' });
    await fdb.append({ dev: 'vx0', lladdr: '00:00:00:00:00:00', dst: '10.0.0.4' });
    const listed = (await fdb.list({ dev: 'vx0' })).map(({ lladdr, dst, port, vni, ifindex }) => [lladdr, dst, port, vni, ifindex]);
    assert.equal(listed.sort(), [
      ['00:00:00:00:00:00', '10.0.0.3', undefined, undefined, undefined],
      ['00:00:00:00:00:00', '10.0.0.4', undefined, undefined, undefined],
      [MAC(4), '10.0.0.2', 4790, 6, await links.index('eth0')],
    ]);
    await fdb.delete({ dev: 'vx0', lladdr: '00:00:00:00:00:00', dst: '10.0.0.3' });
    assert.equal((await fdb.list({ dev: 'vx0' })).map(({ dst }) => dst).sort(), ['10.0.0.2', '10.0.0.4']);
  }),
);

test(
  'tables of neighbours tell their parameters, which change for one link',
  inNamespace(async ({ rtnl }) => {
    const { neighbourTables } = rtnl;
    const names = (await neighbourTables.list({ dev: null })).map(({ name }) => name);
    assert.ok(names.includes('arp_cache'));
    await neighbourTables.set({ name: 'arp_cache', family: 'inet', dev: 'eth0', queue: 55, locktime: 700, retrans: 2000n });
    const [of] = await neighbourTables.list({ name: 'arp_cache', dev: 'eth0' });
    assert.equal([of?.parms?.queueLen, of?.parms?.locktime, of?.parms?.retransTime], [55, 700n, 2000n]);
    const [other] = await neighbourTables.list({ name: 'arp_cache', dev: 'far0' });
    assert.is.not(other?.parms?.queueLen, 55);
    assert.is(await codeOf(neighbourTables.set({ name: 'no_cache', dev: 'eth0', queue: 5 })), 'ENOENT');
  }),
);

test(
  'netconf tells what a family does on each link',
  inNamespace(async ({ rtnl }) => {
    const { index } = await rtnl.links.get('eth0');
    const all = await rtnl.netconf.list({ family: 'inet' });
    assert.ok([index, -1, -2].every((one) => all.some(({ ifindex }) => ifindex === one)));
    const one = await rtnl.netconf.get({ family: 'inet6', dev: 'eth0' });
    assert.equal([one.family, one.ifindex, one.forwarding], [10, index, 0]);
    assert.is((await rtnl.netconf.get({ family: 'inet', dev: 'default' })).ifindex, -2);
    assert.is((await rtnl.netconf.list({ family: 'inet', dev: 'all' })).length, 1);
  }),
);

test(
  'labels of prefixes are added, listed, deleted and flushed',
  inNamespace(async ({ rtnl }) => {
    const { addressLabels } = rtnl;
    const { index } = await rtnl.links.get('eth0');
    await addressLabels.add({ prefix: '2001:db8::/32', label: 99, dev: 'eth0' });
    assert.is(await codeOf(addressLabels.add({ prefix: '2001:db8::/32', label: 98, dev: 'eth0' })), 'EEXIST');
    const found = (await addressLabels.list()).find(({ label }) => label === 99);
    assert.equal([found?.address, found?.prefixlen, found?.index], ['2001:db8::', 32, index]);
    await addressLabels.delete({ prefix: '2001:db8::/32', label: 99, dev: 'eth0' });
    assert.is(await codeOf(addressLabels.delete({ prefix: '2001:db8::/32', label: 99, dev: 'eth0' })), 'ESRCH');
    const left = (await addressLabels.list()).length;
    assert.is(await addressLabels.flush(), left);
    assert.is((await addressLabels.list()).length, 0);
  }),
);

test(
  'tokens are told of each link, and refused where no advertisement is taken',
  inNamespace(async ({ rtnl }) => {
    const { index } = await rtnl.links.get('eth0');
    assert.equal(await rtnl.tokens.get('eth0'), { index, ifname: 'eth0', token: '::' });
    assert.ok((await rtnl.tokens.list()).some((token) => token.index === index && token.token === '::'));
    assert.is(await codeOf(rtnl.tokens.set('lo', '::1:2:3:4')), 'EINVAL');
    const code = await codeOf(rtnl.tokens.set('eth0', '::1:2:3:4'));
    // Routers take none: whether this is one was told to the namespace it was made in.
    if (code !== undefined) return assert.is(code, 'EINVAL');
    assert.is((await rtnl.tokens.get('eth0')).token, '::1:2:3:4');
    await rtnl.tokens.delete('eth0');
    assert.is((await rtnl.tokens.get('eth0')).token, '::');
  }),
);

test.run();
