// A route over two gateways, which other routes may share: nexthop-group.ts GATEWAY GATEWAY. Needs CAP_NET_ADMIN.

import { Rtnl } from 'rtnetlink';

const [first = '172.16.10.1', second = '172.16.10.254'] = process.argv.slice(2);
const rtnl = await Rtnl.open();
try {
  const members: number[] = [];
  for (const via of [first, second]) {
    const route = await rtnl.routes.get({ to: via });
    const { id } = await rtnl.nexthops.add({ via, dev: route.oif ?? 0 });
    members.push(id);
  }
  // Of three flows, two take the first.
  const { id: group } = await rtnl.nexthops.add({ group: members.map((id, i) => ({ id, weight: i === 0 ? 2 : 1 })) });
  await rtnl.routes.add({ dst: '198.51.100.0/24', nhid: group });
  for (const { id, gateway, group } of await rtnl.nexthops.list()) {
    console.log(id, gateway ?? group?.map((member) => `${member.id} (${member.weight})`).join(' '));
  }
} finally {
  await rtnl.close();
}
