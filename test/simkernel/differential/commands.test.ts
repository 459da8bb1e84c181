// Commands on both kernels beside each other, where requests are too many-sided to be drawn at random, or no kernel should be sent such as are damaged:
// what is printed, the codes and the texts of refusals are the same.

import { release } from 'node:os';
import * as assert from 'uvu/assert';
import type { Route } from '../../../src/cli/kernel.js';
import { kinds } from '../../../src/cli/kinds.js';
import { run } from '../../../src/cli/run.js';
import { route } from '../../../src/index.js';
import type { Protocol } from '../../../src/netlink/message.js';
import { Namespace } from '../../../src/netlink/socket/namespace.js';
import { openSocket } from '../../../src/netlink/socket/socket.js';
import type { Transport } from '../../../src/netlink/transport.js';
import { SimulatedKernel } from '../../../src/simkernel/kernel.js';
import { kernelSuite } from '../../kernel/kernel.js';

const test = kernelSuite('simkernel commands');

/** The release that is simulated; of others the texts differ. */
const like = /^6\.18\./.test(release());

/** What a command prints, without what is free. */
async function printed(line: string, open: () => Transport): Promise<string> {
  let out = '';
  const take = (text: string) => {
    out += text;
  };
  const io = { stdout: take, stderr: take, bytes: () => {}, stdin: () => new Uint8Array(), terminal: false, signal: undefined };
  const code = await run(line.split(' '), io, { kinds, protocol: route as unknown as Protocol<Route>, open, batch: () => '' });
  return `${code} ${out.replace(/(?<=idle_time |refcnt |reachable )[\d.]+/g, '*').replace(/fe80::[0-9a-f:]+/g, 'fe80::*')}`;
}

/** Links, addresses, and then these. */
async function alike(lines: string): Promise<void> {
  if (!like) return;
  using netns = Namespace.create();
  const kernel = new SimulatedKernel({ encapsulations: ['ip', 'ip6', 'seg6', 'seg6local'] });
  const simulated = kernel.createNamespace();
  const stage = ['link add v0 type veth peer name v1', 'link set v0 up', 'link set v1 up', 'address add 10.0.0.1/24 dev v0', 'address add 2001:db8::1/64 dev v0 nodad'];
  for (const line of [...stage, ...lines.trim().split(/\n\s*/)]) {
    const real = await printed(line, () => openSocket({ netns }));
    assert.is(await printed(line, () => kernel.transport({ netns: simulated })), real, line);
  }
}

test('resilient groups', () =>
  alike(`
    nexthop add id 1 via 10.0.0.2 dev v0
    nexthop add id 2 via 10.0.0.3 dev v0
    nexthop add id 3 via 10.0.0.4 dev v0
    nexthop add id 10 group 1/2 type resilient
    nexthop add id 10 group 1/2 type resilient buckets 0
    nexthop add id 10 group 1/2 type resilient buckets 8
    nexthop bucket show
    nexthop bucket get id 10 index 3
    nexthop bucket get id 10 index 8
    nexthop bucket get id 1 index 8
    nexthop bucket get id 99 index 8
    nexthop replace id 10 group 1/2/3 type resilient
    nexthop bucket show id 10
    nexthop replace id 10 group 1,3/2,1/3,4 type resilient idle_timer 7
    nexthop bucket show
    nexthop show id 10
    nexthop replace id 10 group 1/2 type resilient buckets 9
    nexthop replace id 10 group 1/2
    nexthop add id 11 group 1/2
    nexthop replace id 11 group 1/2 type resilient buckets 4
    nexthop add id 12 group 10
    nexthop del id 1
    nexthop bucket show
    nexthop bucket show nhid 3
    nexthop bucket show id 11
    nexthop bucket show id 77
    nexthop bucket show dev v0
    route add 10.5.0.0/16 nhid 10
    route show
    nexthop del id 2
    nexthop bucket show
    nexthop del id 3
    nexthop show
    nexthop add id 5 via 10.0.0.9 dev v0
    nexthop add id 6 group 5 type resilient buckets 3 idle_timer 1 unbalanced_timer 3
    -d nexthop show id 6
  `));

test('tables of neighbours', () =>
  alike(`
    ntable show
    ntable change name arp_cache dev v0 retrans 1001 queue 7 base_reachable 40001
    ntable change name arp_cache dev v0 gc_stale 4294967295 proxy_queue 4294967295 locktime 4294967303
    ntable change name ndisc_cache dev v0 delay_probe 2147483648 proxy_delay 0 anycast_delay 18446744073709551615
    ntable change name ndisc_cache dev v1 queue 4294967295 app_probes 1 ucast_probes 2 mcast_probes 4
    ntable show dev v0
    ntable show dev v1
    ntable change name arp_cache retrans 1
    ntable change name arp_cache thresh1 1
    ntable change name arp_cache dev v0 gc_int 1 retrans 8
    ntable change name arp_cache dev v1 retrans 2147483647
    ntable change name arp dev v0 retrans 1
    -6 ntable change name arp_cache dev v0 retrans 1
    -6 ntable show
    link add v2 type veth peer name v3
    ntable show
    link set v0 mtu 1000
    ntable show
    link set v0 mtu 1500
    -s ntable show dev v0
    link del v2
    ntable show
  `));

test('labels of addresses', () =>
  alike(`
    addrlabel list
    addrlabel add prefix 2001:db8::/32 label 99
    addrlabel add prefix 2001:db8::/32 label 98
    addrlabel add prefix 2001:db8::/32 dev v0 label 97
    addrlabel add prefix 2001:db8:1::1/48 label 4
    addrlabel add prefix ::ffff:1.2.3.4/128 label 4
    addrlabel add prefix ::1.2.3.4/96 label 4
    addrlabel add prefix ::1/64 label 7
    addrlabel list
    addrlabel del prefix 2001:db8::/32 label 99
    addrlabel del prefix 2001:db8::/32 label 99
    addrlabel del prefix 2001:db8::/32 dev v0 label 1
    addrlabel list
    addrlabel flush
    addrlabel list
  `));

test('encapsulations', () =>
  alike(`
    route add 10.1.0.0/16 encap ip id 5 dst 1.2.3.4 ttl 7 tos 8 key csum via 10.0.0.2
    route add 10.1.0.0/16 encap ip id 5 dst 1.2.3.4 via 10.0.0.2
    route append 10.1.0.0/16 encap ip id 6 dst 1.2.3.4 via 10.0.0.2
    route show
    route get 10.1.2.3
    route del 10.1.0.0/16 encap ip id 7 dst 1.2.3.4 via 10.0.0.2
    route del 10.1.0.0/16 encap ip id 6 dst 1.2.3.4 via 10.0.0.2
    route show
    route add 10.2.0.0/16 encap ip6 id 5 dst 2001:db8::7 via 10.0.0.2
    route add 10.3.0.0/16 encap seg6 mode inline segs 2001:db8::7 via 10.0.0.2
    route add 10.3.0.0/16 encap seg6 mode encap segs 2001:db8::7 via 10.0.0.2
    route add 10.4.0.0/16 encap seg6local action End via 10.0.0.2
    route add 10.4.0.0/16 encap mpls 100 via 10.0.0.2
    route add 10.5.0.0/16 nexthop via 10.0.0.2 encap mpls 100 nexthop via 10.0.0.3
    route add 10.5.0.0/16 nexthop via 10.0.0.2 encap ip id 3 dst 9.9.9.9 nexthop via 10.0.0.3
    route show
    -6 route add 2001:db8:1::/48 encap seg6local action End.DT6 dev v0
    -6 route add 2001:db8:1::/48 encap seg6local action End.DT6 table 5 dev v0
    -6 route add 2001:db8:1::/48 encap seg6local action End.DT4 vrftable 5 dev v0
    -6 route add 2001:db8:1::/48 encap seg6local action End.X nh6 2001:db8::2 flavors psp dev v0
    -6 route add 2001:db8:2::/48 encap seg6local action End flavors next-csid lblen 33 nflen 16 dev v0
    -6 route add 2001:db8:2::/48 encap seg6local action End count flavors psp,next-csid dev v0
    -6 route add 2001:db8:2::/48 encap ip6 id 3 dst 2001:db8::9 via 2001:db8::2
    -6 route append 2001:db8:2::/48 encap ip6 id 3 dst 2001:db8::9 via 2001:db8::2
    -6 route append 2001:db8:2::/48 encap ip6 id 4 dst 2001:db8::9 via 2001:db8::2
    -6 route show 2001:db8::/16 proto boot
    -6 route get 2001:db8:1::1
    nexthop add id 3 via 10.0.0.2 dev v0 encap ip id 3 dst 9.9.9.9
    nexthop add id 4 via 10.0.0.2 dev v0 encap mpls 100
    nexthop add id 5 dev v0 encap seg6 mode inline segs 2001:db8::7
    nexthop show
    route add 10.9.0.0/16 nhid 3
    route show
    route get 10.9.0.1
  `));

test('statistics', () =>
  alike(`
    link add b0 type bridge
    link set v1 master b0
    stats show group offload
    stats set dev v0 l3_stats off
    stats set dev v0 l3_stats on
    stats set dev v0 l3_stats on
    stats show dev v0 group offload subgroup l3_stats
    stats show dev v0 group offload subgroup hw_stats_info
    stats set dev v0 l3_stats off
    stats show dev v0 group offload
    stats show dev b0 group xstats
    stats show dev v1 group xstats_slave
    link set b0 up
    stats show dev v1 group xstats_slave subgroup bridge suite stp
    stats show group afstats
  `));

test.run();
