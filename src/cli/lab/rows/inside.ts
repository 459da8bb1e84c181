// Rows 8 to 10: macvlans moved into namespaces of their own.

import { addDefaultRoutes, contain } from '../containers.js';
import { expect, type Row, reached, unreached } from '../row.js';
import { linkLine, routeLines } from '../show.js';
import { AT } from '../topology.js';

export const inside: readonly Row[] = [
  {
    number: 8,
    title: 'namespace1 and namespace2: macvlan1 and macvlan2 made on net1, moved in, addressed and set up there',
    run: async (lab) => {
      await contain(lab);
      const seen: string[] = [];
      const visible = await lab.ground.list();
      for (const host of lab.inside) {
        const link = await host.link(`macvlan${host.label.slice(-1)}`);
        const line = await linkLine(host, link);
        expect(link.link === (await lab.net1.link('eth0')).index && link.linkNetnsid !== undefined, line, 'its parent by index, and the id of the namespace that is in');
        const routes = await routeLines(host);
        expect(routes.length === 1 && routes[0]?.startsWith('172.16.10.0/24 dev ') === true, routes.join('; '), 'the connected route alone');
        if (host.name !== undefined) seen.push(expect(visible.includes(host.name), `${host.label} is ${host.name} to ip netns`, 'a name'));
        seen.push(`${host.label}: ${line}`, `${host.label}: ${routes[0]}`);
      }
      if (lab.unnamed !== undefined) seen.push(`without names that ip netns sees: ${lab.unnamed.message}`);
      return seen;
    },
  },
  {
    number: 9,
    title: `the server asks ${AT.macvlan1}, which has no default route`,
    run: async ({ server }) => [await unreached(server, AT.macvlan1)],
  },
  {
    number: 10,
    title: `default via ${AT.gateway} inside each`,
    run: async (lab) => {
      await addDefaultRoutes(lab);
      return Promise.all([AT.net1, AT.macvlan1, AT.macvlan2].map((address) => reached(lab.server, address)));
    },
  },
];
