// Tunnels on a running kernel: made with many options, read back, changed, shown as the installed `ip` 6.1.0 shows them where there
// is one. Kinds that this kernel does not have are passed over, saying so. Making some of them puts a fallback link (gre0, sit0) into
// every namespace: those are shown with the others.

import * as assert from 'uvu/assert';
import { kernelSuite, since } from './kernel.js';
import { expectShownAsByIp, made, type Spec } from './made.js';
import { codeOf, inNamespace } from './rtnl.js';

const test = kernelSuite('tunnels on a kernel');

/** `eth0` stands for its index. */
const TUNNELS: readonly (readonly [spec: Spec, expected: Readonly<Record<string, unknown>>, version?: string])[] = [
  [
    {
      kind: 'vxlan',
      name: 'k0',
      id: 42,
      dev: 'eth0',
      remote: '10.0.0.2',
      local: '10.0.0.1',
      dstport: 4789,
      ttl: 9,
      tos: 16,
      df: 'set',
      ageing: 77,
      maxaddress: 99,
      learning: false,
      srcport: { min: 1000, max: 2000 },
    },
    {
      id: 42,
      link: 'eth0',
      group: '10.0.0.2',
      local: '10.0.0.1',
      port: 4789,
      ttl: 9,
      tos: 16,
      df: 'set',
      ageing: 77,
      limit: 99,
      learning: 0,
      portRange: { low: 1000, high: 2000 },
    },
  ],
  [
    {
      kind: 'vxlan',
      name: 'k0',
      id: 43,
      dev: 'eth0',
      groupAddress: '239.1.1.1',
      dstport: 4790,
      proxy: true,
      rsc: true,
      l2miss: true,
      l3miss: true,
      udpcsum: false,
      remcsumtx: true,
      remcsumrx: true,
      gbp: true,
    },
    { id: 43, group: '239.1.1.1', proxy: 1, rsc: 1, l2miss: 1, l3miss: 1, udpCsum: 0, remcsumTx: 1, remcsumRx: 1, gbp: true },
  ],
  [
    {
      kind: 'vxlan',
      name: 'k0',
      id: 44,
      remote: '2001:db8::2',
      local: '2001:db8::1',
      dstport: 4791,
      udp6zerocsumtx: true,
      udp6zerocsumrx: true,
      ttl: 'inherit',
      flowlabel: 0xabcde,
    },
    { id: 44, group6: '2001:db8::2', local6: '2001:db8::1', udpZeroCsum6Tx: 1, udpZeroCsum6Rx: 1, ttlInherit: 1, label: 0xabcde },
  ],
  [
    { kind: 'vxlan', name: 'k0', external: true, gpe: true },
    { collectMetadata: 1, gpe: true, port: 4790 },
  ],
  [{ kind: 'vxlan', name: 'k0', external: true, vnifilter: true, dstport: 4789 }, { collectMetadata: 1, vnifilter: 1, learning: 0 }, '5.18'],
  [
    { kind: 'geneve', name: 'k0', id: 5, remote: '10.0.0.2', ttl: 64, tos: 16, df: 'set', dstport: 6082, udpcsum: true },
    { id: 5, remote: '10.0.0.2', ttl: 64, tos: 16, df: 'set', port: 6082, udpCsum: 1 },
  ],
  [
    { kind: 'geneve', name: 'k0', external: true, dstport: 6083 },
    { collectMetadata: true, port: 6083 },
  ],
  [
    { kind: 'gre', name: 'k0', local: '10.0.0.1', remote: '10.0.0.2', ttl: 9, tos: 'inherit', ikey: 5, okey: '1.2.3.4', csum: true, dev: 'eth0', fwmark: 7 },
    { local: '10.0.0.1', remote: '10.0.0.2', ttl: 9, tos: 1, ikey: 5, okey: 0x01020304, iflags: ['csum', 'key'], oflags: ['csum', 'key'], link: 'eth0', fwmark: 7 },
  ],
  [
    { kind: 'gretap', name: 'k0', local: '10.0.0.1', remote: '10.0.0.3', key: 5, pmtudisc: false, ignoreDf: true },
    { remote: '10.0.0.3', pmtudisc: 0, ignoreDf: 1 },
  ],
  [{ kind: 'gretap', name: 'k0', external: true }, { collectMetadata: true }],
  [
    { kind: 'erspan', name: 'k0', local: '10.0.0.1', remote: '10.0.0.5', seq: true, key: 8, erspanVer: 2, erspanDir: 'egress', erspanHwid: 17 },
    { erspanVer: 2, erspanDir: 'egress', erspanHwid: 17 },
  ],
  [
    { kind: 'ip6gre', name: 'k0', local: '2001:db8::1', remote: '2001:db8::2', hoplimit: 9, encaplimit: 'none', tclass: 31, flowlabel: 0xabcde, seq: true },
    { remote: '2001:db8::2', ttl: 9, flowinfo: 0x01fabcde, flags: ['ignEncapLimit'], iflags: ['seq'] },
  ],
  [
    { kind: 'ip6gretap', name: 'k0', local: '2001:db8::1', remote: '2001:db8::3', tclass: 'inherit' },
    { remote: '2001:db8::3', flags: ['useOrigTclass'] },
  ],
  [
    { kind: 'ip6erspan', name: 'k0', local: '2001:db8::1', remote: '2001:db8::4', seq: true, key: 10, erspanVer: 1, erspan: 99 },
    { erspanVer: 1, erspanIndex: 99 },
  ],
  [
    { kind: 'ipip', name: 'k0', mode: 'ipip', local: '10.0.0.1', remote: '10.0.0.2', ttl: 64 },
    { proto: 'ipip', remote: '10.0.0.2', ttl: 64, pmtudisc: 1 },
  ],
  [
    { kind: 'sit', name: 'k0', local: '10.0.0.1', sixrdPrefix: '2001:db8::/32', sixrdRelayPrefix: '10.0.0.0/8' },
    { local: '10.0.0.1', sixrdPrefix: '2001:db8::', sixrdPrefixlen: 32, sixrdRelayPrefix: '10.0.0.0', sixrdRelayPrefixlen: 8 },
  ],
  [
    { kind: 'ip6tnl', name: 'k0', mode: 'ip6ip6', local: '2001:db8::1', remote: '2001:db8::5', allowLocalremote: true, dev: 'eth0' },
    { proto: 'ipv6', flags: ['allowLocalRemote'], link: 'eth0' },
  ],
  [
    { kind: 'vti', name: 'k0', local: '10.0.0.1', remote: '10.0.0.8', key: 77 },
    { ikey: 77, okey: 77, remote: '10.0.0.8' },
  ],
  [
    { kind: 'vti6', name: 'k0', local: '2001:db8::1', remote: '2001:db8::6', ikey: 1, okey: 2 },
    { ikey: 1, okey: 2 },
  ],
  [
    { kind: 'xfrm', name: 'k0', dev: 'eth0', ifId: 42 },
    { ifId: 42, link: 'eth0' },
  ],
  [
    { kind: 'bareudp', name: 'k0', dstport: 6635, ethertype: 'mpls_uc', srcportmin: 1000, multiproto: true },
    { port: 6635, ethertype: 0x8847, srcportMin: 1000, multiprotoMode: true },
  ],
  [{ kind: 'gtp', name: 'k0', role: 'ggsn', hsize: 256 }, { role: 'ggsn', pdpHashsize: 256 }, '5.18'],
  [
    { kind: 'amt', name: 'k0', mode: 'gateway', local: '10.0.0.1', discovery: '10.0.0.2', dev: 'eth0', gatewayPort: 2268, relayPort: 2269 },
    { mode: 'gateway', localIp: '10.0.0.1', discoveryIp: '10.0.0.2', link: 'eth0', gatewayPort: 2268, relayPort: 2269 },
  ],
  [
    { kind: 'macsec', name: 'k0', link: 'eth0', port: 11, encrypt: true, validate: 'check', replay: { window: 32 }, encodingsa: 2 },
    { encrypt: 1, validation: 'check', window: 32, replayProtect: 1, encodingSa: 2 },
  ],
  [{ kind: 'pfcp', name: 'k0' }, {}],
  [{ kind: 'wireguard', name: 'k0' }, {}],
];

/** Without the flags by which the kernel tells what an IPv6 tunnel can do: IP6_TNL_F_CAP_XMIT and _RCV. */
const asked = (value: unknown): unknown => (Array.isArray(value) ? value.filter((flag) => typeof flag !== 'number' || (flag & ~0x30000) !== 0) : value);

for (const [spec, expected, version] of TUNNELS) {
  const able = version === undefined ? test : since(version, test);
  able(
    `${JSON.stringify(spec)} is made and shown`,
    inNamespace(async ({ rtnl, netns }) => {
      if (!(await made(rtnl, spec))) return;
      const { linkinfo } = await rtnl.links.get('k0');
      assert.is(linkinfo?.kind, spec.kind);
      const data = (linkinfo as Readonly<Record<string, unknown>>)[spec.kind] as Readonly<Record<string, unknown>> | undefined;
      const eth0 = await rtnl.links.index('eth0');
      const wanted = Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, value === 'eth0' ? eth0 : value]));
      assert.equal(Object.fromEntries(Object.keys(expected).map((key) => [key, asked(data?.[key])])), wanted);
      await expectShownAsByIp(rtnl, netns);
    }),
  );
}

test(
  'netkit and ovpn, which iproute2 6.1 does not show',
  inNamespace(async ({ rtnl }) => {
    if (await made(rtnl, { kind: 'netkit', name: 'k0', mode: 'l2', policy: 'blackhole', peer: { name: 'k1' } })) {
      const { linkinfo } = await rtnl.links.get('k0');
      assert.equal([linkinfo?.netkit?.mode, linkinfo?.netkit?.policy, linkinfo?.netkit?.primary], ['l2', 'blackhole', 1]);
      await rtnl.links.set('k0', { kind: 'netkit', policy: 'forward' });
      assert.is((await rtnl.links.get('k0')).linkinfo?.netkit?.policy, 'forward');
    }
    if (await made(rtnl, { kind: 'ovpn', name: 'k2', mode: 'mp' })) assert.is((await rtnl.links.get('k2')).linkinfo?.ovpn?.mode, 'mp');
  }),
);

test(
  'a vxlan is changed, of which the kernel takes some and not all',
  inNamespace(async ({ rtnl, netns }) => {
    if (!(await made(rtnl, { kind: 'vxlan', name: 'k0', id: 42, dev: 'eth0', remote: '10.0.0.2', dstport: 4789 }))) return;
    await rtnl.links.set('k0', { kind: 'vxlan', remote: '10.0.0.3', ageing: 77, ttl: 5 });
    const { linkinfo } = await rtnl.links.get('k0');
    assert.equal([linkinfo?.vxlan?.id, linkinfo?.vxlan?.group, linkinfo?.vxlan?.ageing, linkinfo?.vxlan?.ttl], [42, '10.0.0.3', 77, 5]);
    assert.is(await codeOf(rtnl.links.set('k0', { kind: 'vxlan', dstport: 5000 })), 'EOPNOTSUPP');
    await expectShownAsByIp(rtnl, netns);
  }),
);

for (const [kind, ends] of [
  ['gre', { local: '10.0.0.1', remote: '10.0.0.2' }],
  ['ip6gre', { local: '2001:db8::1', remote: '2001:db8::2' }],
  ['ipip', { local: '10.0.0.1', remote: '10.0.0.2' }],
  ['sit', { local: '10.0.0.1', remote: '10.0.0.2' }],
  ['ip6tnl', { local: '2001:db8::1', remote: '2001:db8::2' }],
  ['vti', { local: '10.0.0.1', remote: '10.0.0.2' }],
] as const) {
  test(
    `a change of a tunnel of kind ${kind} leaves the rest as it is`,
    inNamespace(async ({ rtnl, netns }) => {
      if (!(await made(rtnl, { kind, name: 'k0', ...ends, fwmark: 7 }))) return;
      await rtnl.links.set('k0', { kind, fwmark: 8, dev: 'eth0' });
      const { linkinfo } = await rtnl.links.get('k0');
      const data = (linkinfo as Readonly<Record<string, unknown>>)[kind] as Readonly<Record<string, unknown>>;
      assert.equal([data.local, data.remote, data.fwmark, data.link], [ends.local, ends.remote, 8, await rtnl.links.index('eth0')]);
      await expectShownAsByIp(rtnl, netns);
    }),
  );
}

test.run();
