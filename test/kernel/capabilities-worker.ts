// What capabilities.test.ts runs as a process of its own, with few capabilities: prints what each of its attempts came to.

import { echo, Rtnl } from '../../src/index.js';
import { createNamespace } from '../../src/netlink/surface.js';

interface Failure {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

async function attempt(what: string, act: () => Promise<unknown>): Promise<void> {
  const outcome = await act().then(
    () => 'done',
    (error: Failure) => `${error.name} ${error.code}: ${error.message}`,
  );
  console.log(`${what}: ${outcome}`);
}

const rtnl = await Rtnl.open();
await attempt('list', () => rtnl.links.list());
await attempt('monitor', async () => rtnl.monitor(['link']).close());
await attempt('add', () => rtnl.links.add({ kind: 'bridge', name: 'br0' }));
await attempt('address', () => rtnl.addresses.add({ dev: 'lo', address: '172.16.10.9/32' }));
await attempt('enter', async () => (await Rtnl.open({ netns: '/proc/self/ns/net' })).close());
await attempt('make', async () => (await createNamespace()).close());
await attempt('nsid', () => rtnl.nsids.set('/proc/self/ns/net'));
await attempt('sysctl', () => rtnl.sysctl.write('net.ipv4.ip_default_ttl', 63));
await attempt('echo', () => echo(undefined, '127.0.0.1', { timeout: 1 }));
await rtnl.close();
