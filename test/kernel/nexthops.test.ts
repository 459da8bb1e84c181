// Nexthop objects against the running kernel. Kernels without them (CONFIG_INET before 5.3) are older than any this is tested on.

import * as assert from 'uvu/assert';
import { kernelSuite, since } from './kernel.js';
import { codeOf, inNamespace } from './rtnl.js';

const test = kernelSuite('kernel: nexthops');

test(
  "are added, with an id of the kernel's choice too, replaced, listed and deleted",
  inNamespace(async ({ rtnl }) => {
    const { nexthops } = rtnl;
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' });
    assert.is((await nexthops.add({ id: 1, via: '10.0.0.2', dev: 'eth0' })).id, 1);
    const { id } = await nexthops.add({ via: '10.0.0.3', dev: 'eth0', protocol: 'static' });
    assert.ok(id > 1);
    assert.is(await codeOf(nexthops.add({ id: 1, via: '10.0.0.2', dev: 'eth0' })), 'EEXIST');
    await nexthops.replace({ id: 1, via: '10.0.0.9', dev: 'eth0' });
    assert.is((await nexthops.get(1)).gateway, '10.0.0.9');
    assert.equal((await nexthops.list({ dev: 'eth0' })).map((one) => one.id).sort(), [1, id].sort());
    assert.equal(
      (await nexthops.list({ protocol: 'static' })).map((one) => one.id),
      [id],
    );
    await nexthops.delete(1);
    assert.is(await codeOf(nexthops.get(1)), 'ENOENT');
    assert.is(await codeOf(nexthops.delete(1)), 'ENOENT');
    assert.is(await nexthops.flush(), 1);
    assert.equal([...(await nexthops.list())], []);
  }),
);

test(
  'are grouped by weight',
  inNamespace(async ({ rtnl }) => {
    const { nexthops } = rtnl;
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' });
    for (const id of [1, 2]) await nexthops.add({ id, via: `10.0.0.${id + 1}`, dev: 'eth0' });
    await nexthops.add({ id: 100, group: [{ id: 1, weight: 3 }, { id: 2 }] });
    assert.equal((await nexthops.get(100)).group, [
      { id: 1, weight: 3 },
      { id: 2, weight: 1 },
    ]);
    assert.equal(
      (await nexthops.list({ groups: true })).map(({ id }) => id),
      [100],
    );
    assert.is(await codeOf(nexthops.add({ group: [{ id: 99 }] })), 'EINVAL');
    assert.is(await nexthops.flush(), 3);
  }),
);

since('5.13', test)(
  'are grouped in buckets that flows stay in',
  inNamespace(async ({ rtnl }) => {
    const { nexthops } = rtnl;
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' });
    for (const id of [1, 2]) await nexthops.add({ id, via: `10.0.0.${id + 1}`, dev: 'eth0' });
    await nexthops.add({ id: 102, group: [{ id: 1 }, { id: 2 }], type: 'resilient', buckets: 8, idleTimer: 60 });
    const { groupType, resGroup } = await nexthops.get(102);
    assert.equal([groupType, resGroup?.buckets, resGroup?.idleTimer], [1, 8, 6000]);
    assert.equal(
      (await nexthops.list({ groups: true })).map(({ id }) => id),
      [102],
    );
    const buckets = await nexthops.buckets({ id: 102 });
    assert.equal(
      buckets.map(({ resBucket }) => resBucket?.index),
      [0, 1, 2, 3, 4, 5, 6, 7],
    );
    assert.is((await nexthops.buckets({ nhid: 1 })).length, 4);
    assert.is((await nexthops.bucket(102, 3)).resBucket?.index, 3);
    assert.is(await codeOf(nexthops.bucket(102, 8)), 'ENOENT');
    assert.is(await nexthops.flush(), 3);
  }),
);

since('6.9', test)(
  'tell what passed through a group',
  inNamespace(async ({ rtnl }) => {
    const { nexthops } = rtnl;
    await rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' });
    await nexthops.add({ id: 1, via: '10.0.0.2', dev: 'eth0' });
    await nexthops.add({ id: 100, group: [{ id: 1 }] });
    const counted = await nexthops.get(100, { statistics: true });
    assert.equal(
      counted.groupStats?.map(({ id, packets }) => [id, packets]),
      [[1, 0n]],
    );
  }),
);

test(
  'are for forwarding entries, of IPv6, and black holes',
  inNamespace(async ({ rtnl }) => {
    const { nexthops } = rtnl;
    await rtnl.links.set('lo', { up: true });
    await nexthops.add({ id: 20, via: '10.0.0.9', fdb: true });
    await nexthops.add({ id: 21, group: [{ id: 20 }], fdb: true });
    await nexthops.add({ id: 4, blackhole: true });
    await nexthops.add({ id: 6, blackhole: true, family: 'inet6' });
    await nexthops.add({ id: 5, dev: 'eth0', family: 'inet6' });
    assert.equal([(await nexthops.get(20)).fdb, (await nexthops.get(4)).blackhole, (await nexthops.get(5)).family], [true, true, 10]);
    await nexthops.flush();
  }),
);

test.run();
