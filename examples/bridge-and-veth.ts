// A bridge with a veth pair on it, the port of which sends back what came from it, as macvlans in mode vepa want it:
// bridge-and-veth.ts. Needs CAP_NET_ADMIN.

import { Rtnl } from 'rtnetlink';

const rtnl = await Rtnl.open();
try {
  await rtnl.links.add({ kind: 'bridge', name: 'br0', up: true });
  await rtnl.links.add({ kind: 'veth', name: 'port0', peer: { name: 'eth1' } });
  await rtnl.links.set('eth1', { up: true });
  await rtnl.links.set('port0', { master: 'br0', up: true });
  await rtnl.links.set('port0', { kind: 'bridge_slave', hairpin: true });
  const { linkinfo, operstate } = await rtnl.links.get('port0');
  console.log(`port0 of a ${linkinfo?.slaveKind}, ${operstate}, hairpin ${linkinfo?.bridge_slave?.mode}`);
} finally {
  await rtnl.close();
}
