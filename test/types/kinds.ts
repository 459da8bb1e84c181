// What the types of link kinds take, refuse and give. Compiled, never run: each line below a `@ts-expect-error` must not compile.

import type { Body } from '../../src/netlink/body.js';
import type { BareudpAdd } from '../../src/rtnl/kinds/bareudp.js';
import type { BridgeOptions } from '../../src/rtnl/kinds/bridge.js';
import type { Gre4Options } from '../../src/rtnl/kinds/gre.js';
import type { PeerAdd } from '../../src/rtnl/kinds/peer.js';
import type { VlanAdd, VlanChange } from '../../src/rtnl/kinds/vlan.js';
import type { VxlanChange } from '../../src/rtnl/kinds/vxlan.js';
import type { linkBody } from '../../src/rtnl/link.js';
import type { kinds } from '../rtnl/kinds-fixtures.js';

const vlan = (_options: VlanAdd): void => {};
const changeVlan = (_options: VlanChange): void => {};
const bridge = (_options: BridgeOptions): void => {};
const veth = (_options: PeerAdd): void => {};
const gre = (_options: Gre4Options): void => {};
const bareudp = (_options: BareudpAdd): void => {};
const changeVxlan = (_options: VxlanChange): void => {};

vlan({ link: 'eth0', id: 5, protocol: '802.1ad', looseBinding: true });
// @ts-expect-error a vlan needs an id
vlan({ link: 'eth0' });
// @ts-expect-error a vlan needs a lower link
vlan({ id: 5 });
// @ts-expect-error no protocol of a vlan
vlan({ link: 'eth0', id: 5, protocol: 'ip' });
// @ts-expect-error a vlan keeps its id
changeVlan({ id: 6 });

bridge({ vlanFiltering: 1, vlanProtocol: '802.1ad', mcastVlanSnooping: true, mcastQuerierIntvl: 25500n, fdbFlush: true });
// @ts-expect-error read-only
bridge({ rootId: '8000.02:00:00:00:00:01' });
// @ts-expect-error 64 bits are a bigint
bridge({ mcastQuerierIntvl: 25500 });
// @ts-expect-error the options it holds have names
bridge({ multiBoolopt: { optval: 1, optmask: 1 } });

veth({ peer: { name: 'veth1', address: '02:00:00:00:00:01', mtu: 1400 } });
// @ts-expect-error the kernel cannot put it up while it has no other end
veth({ peer: { up: true } });
// @ts-expect-error nor give it a master
veth({ peer: { master: 5 } });
// @ts-expect-error no option of a link
veth({ peer: { mtuu: 1400 } });

gre({ remote: '10.0.0.2', key: '1.2.3.4', ttl: 'inherit', dev: 'eth0', encap: { type: 'fou', dport: 5555 } });
// @ts-expect-error ERSPAN's
gre({ erspanVer: 2 });
// @ts-expect-error no encapsulation
gre({ encap: { type: 'mpls' } });
// @ts-expect-error a bareudp needs to know what it carries
bareudp({ dstport: 6635 });
// @ts-expect-error a vxlan keeps its id
changeVxlan({ id: 5 });

type Link = Body<ReturnType<typeof linkBody<typeof kinds>>>;
export const read = (link: Link) => {
  const { macvlan, bridge, bridge_slave, vlan } = link.linkinfo ?? {};
  const mode: 'private' | 'vepa' | 'bridge' | 'passthru' | 'source' | number | undefined = macvlan?.mode;
  const timer: bigint | undefined = bridge?.gcTimer;
  const hairpin: number | undefined = bridge_slave?.mode;
  const id: number | undefined = vlan?.id;
  // @ts-expect-error no attribute of macvlan
  return [mode, timer, hairpin, id, macvlan?.vlanId];
};
