// Namespaces with a macvlan of net1 inside, as containers have them.

import type { Host } from './host.js';
import { AT, type Lab, type Mode } from './topology.js';

/** namespace1 and namespace2: macvlan1 and macvlan2 made on net1, moved in, addressed and set up there. Those there are go first. */
export async function contain(lab: Lab, mode?: Mode): Promise<void> {
  await release(lab);
  const inside: Host[] = [];
  for (const n of [1, 2] as const) {
    const host = await lab.namespace(`namespace${n}`);
    inside.push(host);
    lab.inside = [...inside];
    const name = `macvlan${n}`;
    // One that is passed through to is the only child of its parent.
    const parent = mode === 'passthru' && n === 2 ? lab.net2 : lab.net1;
    const sources = mode === 'source' ? { macaddrs: [(await lab.wire.link('br10')).address as string] } : {};
    await parent.rtnl.links.add({ kind: 'macvlan', name, link: 'eth0', ...(mode !== undefined && { mode }), ...sources } as never);
    await parent.rtnl.links.set(name, { netns: host.netns });
    await host.rtnl.addresses.add({ dev: name, address: `${n === 1 ? AT.macvlan1 : AT.macvlan2}/24` });
    await host.rtnl.links.set(name, { up: true });
  }
  await lab.forget();
}

/** As `ip netns exec namespace1 ip route add default via 172.16.10.1`. */
export async function addDefaultRoutes({ inside }: Lab): Promise<void> {
  for (const { rtnl } of inside) await rtnl.routes.add({ dst: 'default', via: AT.gateway });
}

/** Deletes both namespaces. Their links go before: with them, they would go when the kernel comes to it, and answer until then. */
export async function release(lab: Lab): Promise<void> {
  const { inside } = lab;
  lab.inside = [];
  for (const host of inside) {
    for (const { index } of await host.rtnl.links.list({ kind: 'macvlan' })) await host.rtnl.links.delete(index);
    await lab.remove(host);
  }
}
