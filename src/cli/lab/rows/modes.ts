// Rows 15 to 17: passthru, source, and what a live link's mode can be changed to.

import { release } from '../containers.js';
import { expect, type Row, reached, refused, unreached } from '../row.js';
import { AT, type Lab } from '../topology.js';

export const modes: readonly Row[] = [
  {
    number: 15,
    title: "mode passthru: the parent's only child, with its address",
    run: async (lab) => {
      await release(lab);
      const { net1 } = lab;
      const { links } = net1.rtnl;
      await links.add({ kind: 'macvlan', name: 'macvlan1', link: 'eth1', mode: 'passthru' });
      const [child, parent] = await Promise.all([net1.link('macvlan1'), net1.link('eth1')]);
      const seen = expect(child.address === parent.address, `macvlan1 ${child.address}, eth1 ${parent.address}`, 'the same');
      const refusal = await refused('EINVAL', links.add({ kind: 'macvlan', name: 'macvlan2', link: 'eth1', mode: 'passthru' }));
      await links.delete('macvlan1');
      return [seen, `a second: ${refusal}`];
    },
  },
  {
    number: 16,
    title: 'mode source: only those on its list are received',
    run: (lab) => bySource(lab),
  },
  {
    number: 17,
    title: 'the mode of a live link changed: bridge, vepa, private, bridge; to passthru and from it',
    run: async ({ net1 }) => {
      const { links } = net1.rtnl;
      await links.add({ kind: 'macvlan', name: 'macvlan1', link: 'eth0', mode: 'bridge', up: true });
      const seen: unknown[] = ['bridge'];
      for (const mode of ['vepa', 'private', 'bridge'] as const) {
        await links.set('macvlan1', { kind: 'macvlan', mode });
        seen.push((await net1.link('macvlan1')).linkinfo?.macvlan?.mode);
      }
      expect(seen.join(' ') === 'bridge vepa private bridge', seen.join(' '), 'bridge vepa private bridge');
      const to = await refused('EINVAL', links.set('macvlan1', { kind: 'macvlan', mode: 'passthru' }));
      await links.delete('macvlan1');
      await links.add({ kind: 'macvlan', name: 'macvlan1', link: 'eth1', mode: 'passthru' });
      const from = await refused('EINVAL', links.set('macvlan1', { kind: 'macvlan', mode: 'bridge' }));
      await links.delete('macvlan1');
      return [seen.join(', '), `to passthru: ${to}`, `from passthru: ${from}`];
    },
  },
];

/** A macvlan of net1 eth1, in a namespace, that listens to net2 as long as net2 is on its list. */
async function bySource(lab: Lab): Promise<readonly string[]> {
  const { net1, net2 } = lab;
  const host = await lab.namespace('namespace1');
  const links = host.rtnl.links;
  const { address } = await net2.link('eth1');
  const source = address as string;
  const other = '02:00:00:00:00:99';
  await net2.rtnl.addresses.add({ dev: 'eth1', address: `${AT.macvlan4}/24` });
  await net1.rtnl.links.add({ kind: 'macvlan', name: 'macvlan3', link: 'eth1', mode: 'source' });
  await net1.rtnl.links.set('macvlan3', { netns: host.netns });
  await host.rtnl.addresses.add({ dev: 'macvlan3', address: `${AT.macvlan3}/24` });
  await links.set('macvlan3', { up: true });
  const listed = async (...wanted: readonly string[]) => {
    const list = (await host.link('macvlan3')).linkinfo?.macvlan?.macaddrData ?? [];
    return expect([...list].sort().join() === [...wanted].sort().join(), `list ${list.length === 0 ? 'empty' : list.join(' ')}`, wanted.join(' ') || 'empty');
  };
  const change = (macaddrs: { add: string } | { del: string } | { set: readonly string[] } | { flush: true }) => links.set('macvlan3', { kind: 'macvlan', macaddrs });
  const seen = [`${await listed()}: ${await unreached(net2, AT.macvlan3)}`];
  await change({ add: source });
  seen.push(`add: ${await listed(source)}: ${await reached(net2, AT.macvlan3)}`);
  await change({ del: source });
  seen.push(`del: ${await listed()}: ${await unreached(net2, AT.macvlan3)}`);
  await change({ set: [other, source] });
  seen.push(`set: ${await listed(other, source)}: ${await reached(net2, AT.macvlan3)}`);
  await change({ flush: true });
  seen.push(`flush: ${await listed()}: ${await unreached(net2, AT.macvlan3)}`);
  // With its namespace it would go when the kernel comes to it: row 17 needs its parent for itself.
  await links.delete('macvlan3');
  await lab.remove(host);
  await net2.rtnl.addresses.delete({ dev: 'eth1', address: `${AT.macvlan4}/24` });
  return seen;
}
