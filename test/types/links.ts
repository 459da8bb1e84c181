// What the types of links and errors take and refuse. Compiled, never run: each line below a `@ts-expect-error` must not compile.

import type { KernelError, Namespace, Rtnl } from '../../src/index.js';

declare const rtnl: Rtnl;
declare const namespace: Namespace;
declare const error: KernelError;

for (const netns of ['blue', '/run/netns/blue', 4711, { fd: 5 }, { pid: 4711 }, namespace]) {
  void rtnl.links.add({ kind: 'veth', name: 'v0', netns, peer: { name: 'v1', netns } });
  void rtnl.links.add({ kind: 'netkit', name: 'n0', peer: { name: 'n1', netns } });
}
// @ts-expect-error no namespace
void rtnl.links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1', netns: true } });
// @ts-expect-error of a link that is there
void rtnl.links.add({ kind: 'bridge', name: 'br0', alias: 'uplink' });
void rtnl.links.set('br0', { alias: 'uplink' });
void rtnl.links.list({ kind: 'veth', master: 'br0' });
// @ts-expect-error links have no other filter
void rtnl.links.list({ up: true });

if (error.code === 'EEXIST' || error.code === 'E999') void error;
// @ts-expect-error no errno has that name
if (error.code === 'EEXISTS') void error;
