// Rows 11 to 14: which siblings reach each other, by their mode and by what the switch does.

import { addDefaultRoutes, contain } from '../containers.js';
import type { Host } from '../host.js';
import { type Row, reached, unreached } from '../row.js';
import { AT, type Lab } from '../topology.js';

/** The port of the switch that net1 eth0 is on sends back what came from it, or not. */
async function hairpin({ wire }: Lab, on: boolean): Promise<void> {
  await wire.rtnl.links.set('net1-eth0', { kind: 'bridge_slave', hairpin: on });
}

const first = ({ inside: [namespace1] }: Lab): Host => {
  if (namespace1 === undefined) throw new Error('there is no namespace1');
  return namespace1;
};

export const siblings: readonly Row[] = [
  {
    number: 11,
    title: 'mode vepa: namespace1 asks its sibling and its parent',
    run: (lab) => Promise.all([AT.macvlan2, AT.net1].map((address) => unreached(first(lab), address))),
  },
  {
    number: 12,
    title: "hairpin on at the switch's port",
    run: async (lab) => {
      await hairpin(lab, true);
      return Promise.all([AT.macvlan2, AT.net1].map((address) => reached(first(lab), address)));
    },
  },
  {
    number: 13,
    title: 'both namespaces deleted, and again in mode bridge; hairpin off',
    run: async (lab) => {
      await hairpin(lab, false);
      await contain(lab, 'bridge');
      await addDefaultRoutes(lab);
      return Promise.all([reached(first(lab), AT.macvlan2), unreached(first(lab), AT.net1), reached(lab.server, AT.macvlan2)]);
    },
  },
  {
    number: 14,
    title: 'again in mode private, hairpin off and on',
    run: async (lab) => {
      await contain(lab, 'private');
      await addDefaultRoutes(lab);
      const off = await unreached(first(lab), AT.macvlan2);
      await hairpin(lab, true);
      const on = await unreached(first(lab), AT.macvlan2);
      await hairpin(lab, false);
      return [`hairpin off: ${off}`, `hairpin on: ${on}`, await reached(lab.server, AT.macvlan1)];
    },
  },
];
