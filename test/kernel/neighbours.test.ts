// Neighbours and forwarding entries against the running kernel.

import * as assert from 'uvu/assert';
import { kernelSuite } from './kernel.js';
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

test.run();
