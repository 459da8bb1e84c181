import * as assert from 'uvu/assert';
import { kernelSuite } from './kernel.js';
import { codeOf, inNamespace } from './rtnl.js';

const test = kernelSuite('rules on a kernel');

test(
  'are added, listed, deleted',
  inNamespace(async ({ rtnl }) => {
    await rtnl.rules.add({ from: '10.0.0.0/8', table: 100, priority: 5 });
    await rtnl.rules.add({ not: true, fwmark: 16, fwmask: 255, oif: 'eth0', iif: 'nosuch0', table: 1000, priority: 6, suppressPrefixLength: 0 });
    const [first, second] = (await rtnl.rules.list()).filter(({ priority = 0 }) => priority === 5 || priority === 6);
    assert.equal([first?.src, first?.srcLen, first?.table, first?.action], ['10.0.0.0', 8, 100, 1]);
    assert.equal([second?.fwmark, second?.fwmask, second?.oifname, second?.iifname, second?.table, second?.suppressPrefixlen], [16, 255, 'eth0', 'nosuch0', 1000, 0]);
    // Inverted, and its link is not there.
    assert.is((second?.flags ?? 0) & 0xa, 0xa);
    assert.is(await codeOf(rtnl.rules.add({ from: '10.0.0.0/8', table: 100, priority: 5 })), 'EEXIST');
    await rtnl.rules.delete({ priority: 5 });
    assert.is(await codeOf(rtnl.rules.delete({ priority: 5 })), 'ENOENT');
    assert.equal((await rtnl.rules.list({ table: 1000 })).length, 1);
  }),
);

test(
  'do other things than lead to a table',
  inNamespace(async ({ rtnl }) => {
    await rtnl.rules.add({ priority: 10, goto: 20 });
    await rtnl.rules.add({ priority: 20, action: 'nop' });
    await rtnl.rules.add({ priority: 30, action: 'blackhole', to: '203.0.113.0/24', ipproto: 'tcp', dport: { start: 80, end: 90 } });
    // In a user namespace there may be no other user.
    await rtnl.rules.add({ priority: 31, action: 'prohibit', uidRange: { start: 0, end: 0 }, protocol: 'static' });
    const rules = (await rtnl.rules.list()).filter(({ priority = 0 }) => priority >= 10 && priority <= 31);
    assert.equal(
      rules.map(({ action, goto: target }) => [action, target]),
      [
        [2, 20],
        [3, undefined],
        [6, undefined],
        [8, undefined],
      ],
    );
    assert.equal(rules[2]?.dportRange, { start: 80, end: 90 });
    assert.equal([rules[3]?.protocol, rules[3]?.uidRange], [4, { start: 0, end: 0 }]);
  }),
);

test(
  'of IPv6 are apart from those of IPv4, and a flush leaves those of priority 0',
  inNamespace(async ({ rtnl }) => {
    await rtnl.rules.add({ from: '2001:db8::/32', table: 100, priority: 7 });
    const six = async () => (await rtnl.rules.list({ family: 'inet6' })).map(({ priority = 0 }) => priority);
    assert.ok((await six()).includes(7));
    assert.not.ok((await rtnl.rules.list()).some(({ priority }) => priority === 7));
    assert.is(await rtnl.rules.flush({ family: 'inet6', table: 100 }), 1);
    assert.not.ok((await six()).includes(7));
    await rtnl.rules.flush({ family: 'inet6' });
    assert.equal(await six(), [0]);
  }),
);

test(
  'that another removed between the list and the removal are no error of a flush',
  inNamespace(async ({ rtnl }) => {
    for (let priority = 100; priority < 110; priority++) await rtnl.rules.add({ priority, table: 100 });
    const flushed = await Promise.all([rtnl.rules.flush({ table: 100 }), rtnl.rules.flush({ table: 100 })]);
    assert.is(flushed[0] + flushed[1], 10);
    assert.equal([...(await rtnl.rules.list({ table: 100 }))], []);
  }),
);

test(
  'of multicast routing, whose routes a daemon makes',
  inNamespace(async ({ rtnl }) => {
    try {
      assert.equal([...(await rtnl.multicastRoutes.list({ iif: 'eth0' }))], []);
      await rtnl.rules.add({ family: 'ipmr', iif: 'eth0', table: 1000, priority: 5 });
    } catch (error) {
      // CONFIG_IP_MROUTE_MULTIPLE_TABLES is not built.
      assert.ok(['EAFNOSUPPORT', 'EOPNOTSUPP'].includes((error as { code: string }).code));
      return;
    }
    assert.equal((await rtnl.rules.list({ family: 'ipmr', table: 1000 })).length, 1);
    assert.is(await rtnl.rules.flush({ family: 'ipmr', table: 1000 }), 1);
  }),
);

test.run();
