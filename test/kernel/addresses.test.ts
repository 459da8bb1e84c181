import * as assert from 'uvu/assert';
import { isSince, kernelSuite } from './kernel.js';
import { codeOf, inNamespace } from './rtnl.js';

const test = kernelSuite('addresses on a kernel');

test(
  'are added, read back, changed, replaced and deleted',
  inNamespace(async ({ rtnl }) => {
    await rtnl.addresses.add({ dev: 'eth0', address: '172.16.10.5/24', broadcast: '+', label: 'eth0:web' });
    const [first] = await rtnl.addresses.list({ dev: 'eth0', family: 'inet' });
    assert.equal([first?.local, first?.address, first?.prefixlen, first?.broadcast, first?.label], ['172.16.10.5', '172.16.10.5', 24, '172.16.10.255', 'eth0:web']);
    assert.is(await codeOf(rtnl.addresses.add({ dev: 'eth0', address: '172.16.10.5/24' })), 'EEXIST');
    await rtnl.addresses.set({ dev: 'eth0', address: '172.16.10.5/24', validLft: 1000, preferredLft: 500 });
    const lifetimes = async () => (await rtnl.addresses.list({ dev: 'eth0', family: 'inet' }))[0]?.cacheinfo;
    const limited = await lifetimes();
    assert.ok(limited !== undefined && limited.valid <= 1000 && limited.valid > 900 && limited.preferred <= 500);
    await rtnl.addresses.replace({ dev: 'eth0', address: '172.16.10.5/24' });
    assert.is((await lifetimes())?.valid, 0xffffffff);
    await rtnl.addresses.replace({ dev: 'eth0', address: '172.16.10.6/24' });
    await rtnl.addresses.delete({ dev: 'eth0', address: '172.16.10.5/24' });
    await rtnl.addresses.delete({ dev: 'eth0', address: '172.16.10.5/24' }).catch((error) => assert.is(error.code, 'EADDRNOTAVAIL'));
    assert.is(await codeOf(rtnl.addresses.delete({ dev: 'eth0', address: '10.9.9.9/24' })), 'EADDRNOTAVAIL');
  }),
);

test(
  "without prefix length are a host's, and removed whatever theirs is",
  inNamespace(async ({ rtnl }) => {
    await rtnl.addresses.add({ dev: 'lo', address: '10.0.0.5' });
    assert.is((await rtnl.addresses.list({ dev: 'lo', family: 'inet' }))[0]?.prefixlen, 32);
    await rtnl.addresses.delete({ dev: 'lo', address: '10.0.0.5' });
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.6/24' });
    await rtnl.addresses.delete({ dev: 'eth0', address: '10.0.0.6' });
    assert.equal([...(await rtnl.addresses.list({ family: 'inet' }))], []);
  }),
);

test(
  'of IPv6, with flags, and of a peer',
  inNamespace(async ({ rtnl }) => {
    await rtnl.addresses.add({ dev: 'eth0', address: '2001:db8::5/64', nodad: true, noprefixroute: true, metric: 77, proto: 9 });
    const six = (await rtnl.addresses.list({ dev: 'eth0', family: 'inet6', scope: 0 }))[0];
    assert.equal([six?.rtPriority, six?.proto], [77, isSince('5.18') ? 9 : undefined]);
    assert.equal([six?.address, six?.prefixlen, (six?.flags ?? 0) & 0x202], ['2001:db8::5', 64, 0x202]);
    await rtnl.addresses.add({ dev: 'eth0', address: '10.2.0.1', peer: '10.2.0.2/32' });
    const four = (await rtnl.addresses.list({ dev: 'eth0', family: 'inet' }))[0];
    assert.equal([four?.local, four?.address, four?.prefixlen], ['10.2.0.1', '10.2.0.2', 32]);
    await rtnl.addresses.delete({ dev: 'eth0', address: '10.2.0.1', peer: '10.2.0.2/32' });
    assert.equal((await rtnl.addresses.list({ dev: 'eth0', family: 'inet' })).length, 0);
  }),
);

test(
  'are listed of one link, of one family, of one scope',
  inNamespace(async ({ rtnl }) => {
    await rtnl.links.set('lo', { up: true });
    await rtnl.addresses.add({ dev: 'eth0', address: '10.1.0.1/24' });
    await rtnl.addresses.add({ dev: 'far0', address: '10.2.0.1/24', scope: 'link' });
    const list = async (...args: Parameters<typeof rtnl.addresses.list>) => (await rtnl.addresses.list(...args)).map(({ local, address }) => local ?? address).sort();
    assert.equal(await list({ family: 'inet' }), ['10.1.0.1', '10.2.0.1', '127.0.0.1']);
    assert.equal(await list({ family: 'inet', dev: 'far0' }), ['10.2.0.1']);
    assert.equal(await list({ family: 'inet', scope: 253 }), ['10.2.0.1']);
    assert.equal(await list({ dev: 'lo' }), ['127.0.0.1', '::1']);
    assert.is(await codeOf(rtnl.addresses.list({ dev: 'nope' })), 'ENODEV');
  }),
);

test(
  'are flushed, secondaries too, and those left out stay',
  inNamespace(async ({ rtnl }) => {
    for (let i = 1; i <= 40; i++) await rtnl.addresses.add({ dev: 'eth0', address: `10.1.0.${i}/24` });
    await rtnl.addresses.add({ dev: 'far0', address: '10.2.0.1/24' });
    const removed = await rtnl.addresses.flush({ dev: 'eth0', family: 'inet' });
    assert.ok(removed >= 1 && removed <= 40);
    assert.equal(
      (await rtnl.addresses.list({ family: 'inet' })).map(({ local }) => local),
      ['10.2.0.1'],
    );
    assert.is(await rtnl.addresses.flush({ dev: 'eth0', family: 'inet' }), 0);
  }),
);

test(
  'errors are about the address and its link',
  inNamespace(async ({ rtnl }) => {
    const error = await rtnl.addresses.delete({ dev: 'eth0', address: '10.9.9.9/24' }).then(
      () => assert.unreachable(),
      (thrown) => thrown,
    );
    assert.match(error.message, '10.9.9.9/24 on eth0');
    assert.is(await codeOf(rtnl.addresses.add({ dev: 'nope', address: '10.9.9.9/24' })), 'ENODEV');
    assert.is(await codeOf(rtnl.addresses.add({ dev: 9999, address: '10.9.9.9/24' })), 'ENODEV');
    assert.is(await codeOf(rtnl.addresses.add({ dev: 'eth0', address: '10.9.9.9/33' })), 'ERR_NETLINK_VALUE');
  }),
);

test.run();
