// Rows 5 to 7: what the switch knows of parent and children, what the children do to the parent, and their end.

import { lookUntil } from '../host.js';
import { expect, type Row, reached, refused } from '../row.js';
import { AT, type Lab } from '../topology.js';

const ON_NET1 = [
  ['eth0', AT.net1],
  ['macvlan1', AT.macvlan1],
  ['macvlan2', AT.macvlan2],
] as const;

/** The link-layer addresses under which the switch knows net1. */
async function knownOf({ wire, net1 }: Lab): Promise<{ readonly lines: readonly string[]; readonly own: boolean }> {
  await Promise.all(ON_NET1.map(([, address]) => reached(wire, address)));
  const neighbours = await wire.rtnl.neighbours.list({ dev: 'br10', family: 'inet' });
  const entries = await Promise.all(
    ON_NET1.map(async ([link, address]) => {
      const { lladdr } = neighbours.find(({ dst }) => dst === address) ?? {};
      return { line: `${address} lladdr ${lladdr}`, own: lladdr === (await net1.link(link)).address };
    }),
  );
  return { lines: entries.map(({ line }) => line), own: entries.every(({ own }) => own) };
}

/** The promiscuity of a link of net1, once it is what it must be. */
function promiscuity({ net1, ground, signal }: Lab, name: string, wanted: number): Promise<number> {
  return lookUntil(
    ground,
    signal,
    async () => (await net1.link(name)).promiscuity ?? -1,
    (seen) => seen === wanted,
  );
}

export const parent: readonly Row[] = [
  {
    number: 5,
    title: "the switch's neighbours; then arp_ignore=1, arp_announce=2, rp_filter=2 on net1 and a flush: each has its own address",
    run: async (lab) => {
      const before = await knownOf(lab);
      const { net1, wire, ground, signal } = lab;
      for (const [key, value] of [
        ['arp_ignore', 1],
        ['arp_announce', 2],
        ['rp_filter', 2],
      ] as const) {
        await net1.rtnl.sysctl.write(`net.ipv4.conf.all.${key}`, value);
      }
      // An answer from before may be on its way still, and is believed for a second.
      const asked = async () => {
        await wire.rtnl.neighbours.flush({ dev: 'br10' });
        return knownOf(lab);
      };
      const after = await lookUntil(ground, signal, asked, ({ own }) => own);
      return [...before.lines.map((line) => `at first: ${line}`), expect(after.own, after.lines.join(', '), "each link's own address")];
    },
  },
  {
    number: 6,
    title: 'the parent is promiscuous while it has a child that is up',
    run: async (lab) => {
      const { links, addresses } = lab.net1.rtnl;
      const during = await promiscuity(lab, 'eth1', 1);
      await links.delete('macvlan3');
      const after = await promiscuity(lab, 'eth1', 0);
      const { index } = await links.add({ kind: 'macvlan', name: 'macvlan3', link: 'eth1' });
      await addresses.add({ dev: index, address: `${AT.macvlan3}/24` });
      await links.set(index, { up: true });
      return [expect(during === 1 && after === 0, `promiscuity of net1 eth1: ${during}, and ${after} when its last child was gone`, '1 and 0')];
    },
  },
  {
    number: 7,
    title: 'all four deleted; a second delete is refused by name',
    run: async (lab) => {
      const { net1, net2 } = lab;
      for (const name of ['macvlan1', 'macvlan2', 'macvlan3']) await net1.rtnl.links.delete(name);
      await net2.rtnl.links.delete('macvlan4');
      const left = [...(await net1.rtnl.links.list()), ...(await net2.rtnl.links.list())].filter(({ linkinfo }) => linkinfo?.kind === 'macvlan');
      expect(left.length === 0, `${left.map(({ ifname }) => ifname).join(' ')} left`, 'none');
      const refusal = await refused('ENODEV', net1.rtnl.links.delete('macvlan1'));
      expect(refusal.includes('macvlan1'), refusal, 'the name that was asked for');
      expect((await promiscuity(lab, 'eth0', 0)) === 0, 'eth0 is promiscuous', 'not');
      return ['no macvlan left on net1 and net2', refusal];
    },
  },
];
