// Kernel parameters of a namespace, read and written through a client in it.

import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { netns, Rtnl } from '../../src/index.js';
import { sysctlPath } from '../../src/netlink/socket/sysctl.js';
import { currentNamespace, kernelSuite } from './kernel.js';
import { codeOf } from './rtnl.js';

const test = kernelSuite('sysctl');

test('are the namespace’s own', async () => {
  const home = currentNamespace();
  const here = readFileSync('/proc/sys/net/ipv4/conf/all/arp_ignore', 'utf8');
  using a = await netns.create();
  using b = await netns.create();
  await using inA = await Rtnl.open({ netns: a });
  await using inB = await Rtnl.open({ netns: b });
  await inA.sysctl.write('net.ipv4.conf.all.arp_ignore', 1);
  await inA.sysctl.write('net/ipv4/conf/all/arp_announce', '2');
  await inA.sysctl.write(['net', 'ipv4', 'conf', 'all', 'forwarding'], true);
  assert.equal(await Promise.all(['arp_ignore', 'arp_announce', 'forwarding'].map((name) => inA.sysctl.read(`net.ipv4.conf.all.${name}`))), ['1', '2', '1']);
  assert.is(await inB.sysctl.read('net.ipv4.conf.all.arp_ignore'), '0');
  assert.is(readFileSync('/proc/sys/net/ipv4/conf/all/arp_ignore', 'utf8'), here);
  assert.is(currentNamespace(), home);
});

test('of a link whose name has a dot', async () => {
  using a = await netns.create();
  await using rtnl = await Rtnl.open({ netns: a });
  await rtnl.links.add({ kind: 'bridge', name: 'br0.100' });
  await rtnl.sysctl.write('net.ipv4.conf.br0/100.rp_filter', 2);
  assert.is(await rtnl.sysctl.read('net/ipv4/conf/br0.100/rp_filter'), '2');
  assert.is(await rtnl.sysctl.read(['net', 'ipv4', 'conf', 'br0.100', 'rp_filter']), '2');
});

test('that are not there, or do not take a value, say so', async () => {
  using a = await netns.create();
  await using rtnl = await Rtnl.open({ netns: a });
  assert.is(await codeOf(rtnl.sysctl.read('net.ipv4.no_such_thing')), 'ENOENT');
  assert.is(await codeOf(rtnl.sysctl.write('net.ipv4.no_such_thing', 1)), 'ENOENT');
  assert.is(await codeOf(rtnl.sysctl.write('net.ipv4.ip_default_ttl', 'x')), 'EINVAL');
  assert.is(await codeOf(rtnl.sysctl.write('net.ipv4.ip_default_ttl', 256)), 'EINVAL');
  for (const key of ['', 'net..ipv4', 'net/../../etc/passwd', 'net.ipv4.conf.//', '..', [], ['net', 'a/b']]) assert.is(await codeOf(rtnl.sysctl.read(key)), 'EINVAL', String(key));
});

test('need a transport to a namespace of this machine', async () => {
  const transport = {
    littleEndian: true,
    portId: 0,
    send: () => undefined,
    receive: () => undefined,
    listen: () => {},
    join: () => {},
    leave: () => {},
    sibling: () => undefined,
    close: async () => {},
  };
  await using rtnl = await Rtnl.open({ transport });
  assert.is(await codeOf(rtnl.sysctl.read('net.ipv4.ip_forward')), 'ERR_NETLINK_UNSUPPORTED');
});

test('are named with dots or with slashes', () => {
  const paths = { 'net.ipv4.conf.eth0/100.x': 'net/ipv4/conf/eth0.100/x', 'net/ipv4/conf/eth0.100/x': 'net/ipv4/conf/eth0.100/x', kernel: 'kernel' };
  for (const [key, path] of Object.entries(paths)) assert.is(sysctlPath(key), `/proc/sys/${path}`);
});

test.run();
