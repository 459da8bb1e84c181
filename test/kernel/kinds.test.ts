// Link kinds on a running kernel: made with many options, read back, shown as the installed `ip` 6.1.0 shows them where there is
// one. Kinds that this kernel does not have are passed over, saying so.

import * as assert from 'uvu/assert';
import { isSince, kernelSuite } from './kernel.js';
import { expectShownAsByIp, made, type Spec } from './made.js';
import { codeOf, inNamespace } from './rtnl.js';

const test = kernelSuite('link kinds on a kernel');

const KINDS: readonly (readonly [spec: Spec, expected: Readonly<Record<string, unknown>>])[] = [
  [{ kind: 'dummy', name: 'k0', mtu: 1400 }, {}],
  [{ kind: 'ifb', name: 'k0', numTxQueues: 2, numRxQueues: 2 }, {}],
  [{ kind: 'vrf', name: 'k0', table: 4711 }, { table: 4711 }],
  [
    { kind: 'bond', name: 'k0', mode: '802.3ad', miimon: 100, updelay: 200, adLacpRate: 'fast', xmitHashPolicy: 'layer3+4', minLinks: 2, adActorSysPrio: 7 },
    { mode: '802.3ad', miimon: 100, updelay: 200, adLacpRate: 'fast', xmitHashPolicy: 'layer3+4', minLinks: 2, adActorSysPrio: 7 },
  ],
  [
    { kind: 'bond', name: 'k0', mode: 'active-backup', arpInterval: 500, arpIpTarget: ['10.0.0.1', '10.0.0.2'], arpValidate: 'all', missedMax: 3 },
    { mode: 'active-backup', arpInterval: 500, arpIpTarget: ['10.0.0.1', '10.0.0.2'], arpValidate: 'all' },
  ],
  [{ kind: 'team', name: 'k0' }, {}],
  [{ kind: 'nlmon', name: 'k0' }, {}],
  [{ kind: 'vcan', name: 'k0' }, {}],
  [{ kind: 'vxcan', name: 'k0', peer: { name: 'k1' } }, {}],
  [
    { kind: 'ipvlan', name: 'k0', link: 'eth0', mode: 'l2' },
    { mode: 'l2', flags: [] },
  ],
  [
    { kind: 'ipvlan', name: 'k0', link: 'eth0', mode: 'l3s', flag: 'private' },
    { mode: 'l3s', flags: ['private'] },
  ],
  [
    { kind: 'ipvtap', name: 'k0', link: 'eth0', mode: 'l3', flag: 'vepa' },
    { mode: 'l3', flags: ['vepa'] },
  ],
  [
    { kind: 'hsr', name: 'k0', slave1: 'eth0', slave2: 'far0', multicastSpec: 9, version: 1 },
    { supervisionAddr: '01:15:4e:00:01:09', protocol: 0 },
  ],
  [{ kind: 'hsr', name: 'k0', slave1: 'eth0', slave2: 'far0', protocol: 1 }, { protocol: 1 }],
  [{ kind: 'batadv', name: 'k0', algoName: 'BATMAN_V' }, {}],
  [{ kind: 'rmnet', name: 'k0', link: 'eth0', muxId: 5 }, { muxId: 5 }],
  [{ kind: 'virt_wifi', name: 'k0', link: 'eth0' }, {}],
];

for (const [spec, expected] of KINDS) {
  test(
    `${JSON.stringify(spec)} is made and shown`,
    inNamespace(async ({ rtnl, netns }) => {
      if (!(await made(rtnl, spec))) return;
      const { linkinfo } = await rtnl.links.get('k0');
      assert.is(linkinfo?.kind, spec.kind);
      const data = (linkinfo as Readonly<Record<string, unknown>>)[spec.kind] as Readonly<Record<string, unknown>> | undefined;
      assert.equal(Object.fromEntries(Object.keys(expected).map((key) => [key, data?.[key]])), expected);
      await expectShownAsByIp(rtnl, netns);
    }),
  );
}

test(
  'ports of a bridge take their options by the words of ip',
  inNamespace(async ({ rtnl, netns }) => {
    await rtnl.links.add({ kind: 'bridge', name: 'br0', up: true });
    for (const port of ['eth0', 'far0']) await rtnl.links.set(port, { master: 'br0' });
    await rtnl.links.set('eth0', { kind: 'bridge_slave', hairpin: true, learning: false, cost: 77, isolated: true, backupPort: 'far0', fdbFlush: true });
    const far = await rtnl.links.index('far0');
    const port = async () => (await rtnl.links.get('eth0')).linkinfo?.bridge_slave ?? {};
    assert.equal([(await port()).mode, (await port()).learning, (await port()).cost, (await port()).isolated, (await port()).backupPort], [1, 0, 77, 1, far]);
    await expectShownAsByIp(rtnl, netns);
    await rtnl.links.set('eth0', { kind: 'bridge_slave', hairpin: false, backupPort: 0 });
    assert.equal([(await port()).mode, (await port()).backupPort], [0, undefined]);
    await rtnl.links.set('eth0', { master: 0 });
    assert.is.not(await codeOf(rtnl.links.set('eth0', { kind: 'bridge_slave', hairpin: true })), undefined);
  }),
);

test(
  'a bond has slaves, with options and the one in use by name',
  inNamespace(async ({ rtnl, netns }) => {
    if (!(await made(rtnl, { kind: 'bond', name: 'k0', mode: 'active-backup', miimon: 100 }))) return;
    for (const slave of ['eth0', 'far0']) {
      await rtnl.links.set(slave, { up: false });
      await rtnl.links.set(slave, { master: 'k0' });
    }
    await rtnl.links.set('eth0', { kind: 'bond_slave', queueId: 3 });
    assert.is((await rtnl.links.get('eth0')).linkinfo?.bond_slave?.queueId, 3);
    await rtnl.links.set('k0', { kind: 'bond', primary: 'eth0', primaryReselect: 'failure' });
    const { linkinfo } = await rtnl.links.get('k0');
    assert.equal([linkinfo?.bond?.primary, linkinfo?.bond?.primaryReselect], [await rtnl.links.index('eth0'), 'failure']);
    await expectShownAsByIp(rtnl, netns);
  }),
);

test(
  'settings of every link have options',
  inNamespace(async ({ rtnl, netns }) => {
    await rtnl.links.add({ kind: 'macvlan', name: 'k0', link: 'eth0' });
    await rtnl.links.set('k0', { protoDown: true, protoDownReasons: { 3: true, 5: false }, gsoMaxSize: 32768, gsoMaxSegs: 100, groMaxSize: 30000 });
    const link = await rtnl.links.get('k0');
    assert.equal([link.protoDown, link.protoDownReason?.value, link.gsoMaxSize, link.gsoMaxSegs], [1, 8, 32768, 100]);
    if (isSince('5.19')) assert.is(link.groMaxSize, 30000);
    assert.is(await codeOf(rtnl.links.set('k0', { protoDown: false })), 'EBUSY');
    await rtnl.links.set('k0', { protoDownReasons: { 3: false } });
    await rtnl.links.set('k0', { protoDown: false });
    assert.is(await codeOf(rtnl.links.set('k0', { vfs: [{ vf: 0, mac: '02:00:00:00:00:09' }] })), 'EOPNOTSUPP');
    assert.is(await codeOf(rtnl.links.set('k0', { xdp: { fd: -1, mode: 'generic' } })), undefined);
    await expectShownAsByIp(rtnl, netns);
  }),
);

test(
  'counters of links are told by group, for one link and for all',
  inNamespace(async ({ rtnl }) => {
    await rtnl.links.add({ kind: 'bridge', name: 'br0' });
    await rtnl.links.set('eth0', { master: 'br0' });
    const one = await rtnl.stats.get('br0');
    assert.is(one.ifindex, await rtnl.links.index('br0'));
    assert.is(typeof one.link64?.rxBytes, 'bigint');
    // Kernels without snooping or VLAN filtering tell none.
    assert.ok(one.linkXstats?.bridge === undefined || Object.keys(one.linkXstats.bridge).every((key) => ['vlan', 'mcast', 'pad', 'stp'].includes(key)));
    for (const { vid } of one.linkXstats?.bridge?.vlan ?? []) assert.is(vid, 1);
    const all = await rtnl.stats.list(['link64']);
    assert.equal(
      all.map(({ ifindex }) => ifindex),
      (await rtnl.links.list()).map(({ index }) => index),
    );
    assert.is(all[0]?.linkXstats, undefined);
    assert.is(await codeOf(rtnl.stats.get('nope')), 'ENODEV');
    // No driver here counts on layer 3: it may be asked for all the same, and is refused before Linux 5.19.
    const refused = await codeOf(rtnl.stats.setL3('eth0', true));
    if (isSince('5.19')) assert.is(refused, undefined);
    if (refused === undefined) assert.is((await rtnl.stats.get('eth0')).linkOffloadXstats?.hwStatsInfo?.l3Stats?.request, 1);
  }),
);

test.run();
