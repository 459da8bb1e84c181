// A namespace that `ip netns` sees, with a link, an address and a route in it: named-namespace.ts NAME. It stays until
// `rtnl netns delete NAME`. Needs CAP_NET_ADMIN and CAP_SYS_ADMIN, and the right to write in /run.

import { netns, Rtnl } from 'rtnetlink';

const [name = 'namespace1'] = process.argv.slice(2);
(await netns.create(name)).close();
const rtnl = await Rtnl.open({ netns: name });
try {
  await rtnl.links.set('lo', { up: true });
  const { index } = await rtnl.links.add({ kind: 'bridge', name: 'br0', up: true });
  await rtnl.addresses.add({ dev: index, address: '192.0.2.1/24' });
  await rtnl.routes.add({ dst: '198.51.100.0/24', via: '192.0.2.254' });
  for (const { dst = 'default', dstLen, gateway = 'itself' } of await rtnl.routes.list({ family: 'inet' })) console.log(`${dst}/${dstLen} by ${gateway}`);
} finally {
  await rtnl.close();
}
