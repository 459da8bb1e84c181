// Gives a container a macvlan of its own: macvlan-in-container.ts PID LINK ADDRESS/LENGTH [GATEWAY], where PID is a process in
// it (`docker inspect -f '{{.State.Pid}}' NAME`). Needs CAP_NET_ADMIN and CAP_SYS_ADMIN.

import { Rtnl } from 'rtnetlink';

const [pid = '', link = 'eth0', address = '172.16.10.5/24', gateway] = process.argv.slice(2);
const netns = Number(pid);
const host = await Rtnl.open();
const container = await Rtnl.open({ netns });
try {
  // Made straight inside, in one request, on a link that stays outside.
  await host.links.add({ kind: 'macvlan', name: 'macvlan1', link, mode: 'bridge', netns });
  await container.addresses.add({ dev: 'macvlan1', address });
  await container.links.set('macvlan1', { up: true });
  if (gateway !== undefined) await container.routes.add({ dst: 'default', via: gateway });
  for (const { dst = 'default', dstLen, gateway, prefsrc } of await container.routes.list({ family: 'inet' })) {
    console.log(`${dst}/${dstLen}`, gateway === undefined ? `from ${prefsrc}` : `via ${gateway}`);
  }
} finally {
  await Promise.all([host.close(), container.close()]);
}
