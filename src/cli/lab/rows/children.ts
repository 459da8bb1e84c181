// Rows 1 to 4: children of a link that share it, and the routes they bring along.

import type { Host } from '../host.js';
import { expect, type Row, reached } from '../row.js';
import { linkLine, routeLines } from '../show.js';
import { AT, type Lab } from '../topology.js';

/** As `ip link add link eth0 type macvlan`, without a mode; then an address, then up. */
async function addChild({ rtnl }: Host, name: string, link: string, address: string): Promise<void> {
  const { index } = await rtnl.links.add({ kind: 'macvlan', name, link });
  await rtnl.addresses.add({ dev: index, address: `${address}/24` });
  await rtnl.links.set(index, { up: true });
}

/** Its own link-layer address, its parent behind the name, mode vepa. */
async function seenChild(host: Host, name: string, parent: string): Promise<string> {
  const [child, above] = await Promise.all([host.link(name), host.link(parent)]);
  const line = await linkLine(host, child);
  expect(child.link === above.index && child.linkNetnsid === undefined, line, `${name}@${parent}`);
  expect(child.address !== above.address, line, 'a link-layer address of its own');
  return expect(child.linkinfo?.macvlan?.mode === 'vepa', line, 'mode vepa');
}

export const children: readonly Row[] = [
  {
    number: 1,
    title: `net1: macvlan1 on eth0, no mode given, ${AT.macvlan1}/24, up`,
    run: async ({ net1 }) => {
      await addChild(net1, 'macvlan1', 'eth0', AT.macvlan1);
      return [await seenChild(net1, 'macvlan1', 'eth0')];
    },
  },
  {
    number: 2,
    title: `net1: macvlan2 beside it, ${AT.macvlan2}/24; the server reaches both`,
    run: async ({ net1, server }) => {
      await addChild(net1, 'macvlan2', 'eth0', AT.macvlan2);
      return [await seenChild(net1, 'macvlan2', 'eth0'), ...(await Promise.all([reached(server, AT.macvlan1), reached(server, AT.macvlan2)]))];
    },
  },
  {
    number: 3,
    title: 'macvlan3 on net1 eth1, macvlan4 on net2 eth1: parents without an address',
    run: async ({ net1, net2 }: Lab) => {
      await addChild(net1, 'macvlan3', 'eth1', AT.macvlan3);
      await addChild(net2, 'macvlan4', 'eth1', AT.macvlan4);
      const seen = [await seenChild(net1, 'macvlan3', 'eth1'), await seenChild(net2, 'macvlan4', 'eth1')];
      for (const { label, rtnl } of [net1, net2]) {
        const { length } = await rtnl.addresses.list({ dev: 'eth1', family: 'inet' });
        seen.push(expect(length === 0, `${label} eth1 has ${length} addresses`, '0'));
      }
      const routes = [...(await routeLines(net1, 'macvlan3')), ...(await routeLines(net2, 'macvlan4'))];
      for (const route of routes) expect(route.startsWith('192.168.10.0/24 '), route, 'the connected route');
      expect(routes.length === 2, `${routes.length} routes of macvlan3 and macvlan4`, '2');
      return [...seen, ...routes, ...(await Promise.all([reached(net1, AT.macvlan4), reached(net2, AT.macvlan3)]))];
    },
  },
  {
    number: 4,
    title: 'the routes of net1',
    run: async ({ net1 }) => {
      const routes = await routeLines(net1);
      for (const wanted of [
        /^default via 172\.16\.10\.1 dev eth0/,
        /^172\.16\.10\.0\/24 dev eth0 proto kernel scope link src 172\.16\.10\.2/,
        /^172\.16\.10\.0\/24 dev macvlan1 proto kernel scope link src 172\.16\.10\.5/,
        /^172\.16\.10\.0\/24 dev macvlan2 proto kernel scope link src 172\.16\.10\.6/,
        /^192\.168\.10\.0\/24 dev macvlan3 proto kernel scope link src 192\.168\.10\.5/,
      ]) {
        expect(
          routes.some((route) => wanted.test(route)),
          routes.join('; '),
          String(wanted),
        );
      }
      expect(routes.length === 5, routes.join('; '), '5 routes');
      return routes;
    },
  },
];
