// What the agent does, on either kernel: node --test. On the real one where this process may make network namespaces.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noKernel, real, simulated } from './worlds.js';

const KERNELS = [
  { name: 'the simulated kernel', world: simulated, skip: false },
  { name: 'this kernel', world: real, skip: (await noKernel()) ?? false },
];

const COMMON = { parent: 'eth0', mode: 'bridge', gateway: '172.16.10.1' } as const;

for (const { name, world, skip } of KERNELS) {
  test(`gives containers a link, an address and a way out, on ${name}`, { skip }, async () => {
    await using net = await world();
    const [one, two] = net.containers;
    await net.during(net.agent.attach({ ...COMMON, id: 'one', netns: one, address: '172.16.10.5/24' }));
    await net.during(net.agent.attach({ ...COMMON, id: 'two', netns: two, address: '172.16.10.6/24' }));
    const link = await net.inside[0].links.get('eth0');
    assert.equal(link.linkinfo?.macvlan?.mode, 'bridge');
    assert.ok(await net.reaches(one, '172.16.10.1'));
    assert.ok(await net.reaches(one, '172.16.10.6'));
    await net.agent.detach('two');
    assert.ok(!(await net.reaches(one, '172.16.10.6')));
    assert.deepEqual(
      (await net.inside[1].links.list()).map(({ ifname }) => ifname),
      ['lo'],
    );
  });

  test(`keeps siblings apart in mode vepa, on ${name}`, { skip }, async () => {
    await using net = await world();
    const [one, two] = net.containers;
    await net.during(net.agent.attach({ ...COMMON, mode: 'vepa', id: 'one', netns: one, address: '172.16.10.5/24' }));
    await net.during(net.agent.attach({ ...COMMON, mode: 'vepa', id: 'two', netns: two, address: '172.16.10.6/24' }));
    assert.ok(await net.reaches(one, '172.16.10.1'));
    assert.ok(!(await net.reaches(one, '172.16.10.6')));
  });

  test(`repairs what somebody else breaks, on ${name}`, { skip }, async () => {
    await using net = await world();
    const [inside] = net.inside;
    await net.during(net.agent.attach({ ...COMMON, id: 'one', netns: net.containers[0], address: '172.16.10.5/24' }));
    const whole = async () => {
      await net.until(
        inside,
        ({ address, route }) => [...address.values()].some(({ local }) => local === '172.16.10.5') && [...route.values()].some(({ gateway }) => gateway === '172.16.10.1'),
      );
      return net.reaches(net.containers[0], '172.16.10.1');
    };
    await inside.addresses.delete({ dev: 'eth0', address: '172.16.10.5/24' });
    assert.ok(await whole());
    await inside.routes.delete({ dst: 'default' });
    assert.ok(await whole());
    await inside.links.set('eth0', { kind: 'macvlan', mode: 'private' });
    await net.until(inside, ({ link }) => [...link.values()].some(({ linkinfo }) => linkinfo?.macvlan?.mode === 'bridge'));
    await inside.links.delete('eth0');
    assert.ok(await whole());
    assert.ok(net.log.filter((line) => line === 'one: makes eth0 on eth0').length === 2);
  });

  test(`leaves alone what is somebody else's, on ${name}`, { skip }, async () => {
    await using net = await world();
    const [inside] = net.inside;
    await inside.links.add({ kind: 'bridge', name: 'eth0' });
    const attaching = net.agent.attach({ ...COMMON, id: 'one', netns: net.containers[0], address: '172.16.10.5/24' });
    await assert.rejects(net.during(attaching), /eth0 is a bridge of somebody else's/);
    assert.equal((await inside.links.get('eth0')).linkinfo?.kind, 'bridge');
  });
}
