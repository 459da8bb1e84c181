// Random changes to links, addresses, routes, neighbours, nexthops and rules: the mirror ends equal to a fresh list.

import { kinds } from '../../src/index.js';
import type { Encodable } from '../../src/netlink/message.js';
import {
  addAddressRequest,
  addLinkRequest,
  addNeighbourRequest,
  addRouteRequest,
  addRuleRequest,
  appendRouteRequest,
  deleteAddressRequest,
  deleteLinkRequest,
  deleteNeighbourRequest,
  deleteRouteRequest,
  deleteRuleRequest,
  prependRouteRequest,
  type RouteProtocol,
  replaceAddressRequest,
  replaceNeighbourRequest,
  replaceRouteRequest,
  setLinkRequest,
} from '../../src/rtnl/surface.js';
import { kernelSuite } from './kernel.js';
import { inNamespace } from './rtnl.js';
import { expectEqual, watchAll } from './watch-equal.js';

const test = kernelSuite('watch, random changes');

type Request = Encodable<RouteProtocol<typeof kinds>['messages']>;

/** Marsaglia's xorshift: the same changes in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Of so few names, links and destinations that they meet again and again; many are refused. */
function change(random: (below: number) => number, base: number): Request {
  const one = <T>(...choice: readonly T[]): T => choice[random(choice.length)] as T;
  const index = base + random(4);
  const four = `10.${random(3)}.0.${1 + random(3)}`;
  const six = `2001:db8:${random(3)}::${1 + random(3)}`;
  const dst = one('10.9.0.0/16', '10.8.0.0/16', '2001:db8:9::/64', '2001:db8:8::/64');
  const inet6 = dst.includes(':');
  const via = inet6 ? one('2001:db8:0::9', '2001:db8:1::9', '2001:db8:1::8') : one('10.0.0.9', '10.1.0.9', '10.1.0.8');
  const metric = 1 + random(2);
  const way = one(
    { via },
    { via },
    { oif: index },
    {
      nexthops: [
        { via, onlink: true, oif: base },
        { via: inet6 ? '2001:db8:2::7' : '10.2.0.7', onlink: true, oif: base + 1 },
      ],
    },
  );
  const route = { dst, metric, ...way } as Parameters<typeof addRouteRequest>[0];
  const address = one(four, six);
  const neighbour = { dst: one(four, six), lladdr: `02:00:00:00:00:0${random(3)}` };
  const rule = { priority: 100 + random(3), from: `10.${random(2)}.0.0/16`, table: 77 } as Parameters<typeof addRuleRequest>[0];
  switch (random(16)) {
    case 0:
      return addLinkRequest(kinds, { kind: 'bridge', name: `br${random(3)}`, index: base + 10 + random(3) }) as Request;
    case 1:
      return addLinkRequest(kinds, { kind: 'macvlan', name: `mv${random(3)}`, link: base, mode: 'bridge' } as never) as Request;
    case 2:
      return deleteLinkRequest(base + 10 + random(3)) as Request;
    case 3:
      return setLinkRequest(kinds, index, one<object>({ up: true }, { up: true }, { up: false }, { mtu: 1400 + random(2) }, { alias: `a${random(2)}` }) as never) as Request;
    case 4:
    case 5:
      return one(addAddressRequest, replaceAddressRequest)(index, { address: `${address}/${address.includes(':') ? 64 : 24}`, nodad: address.includes(':') }) as Request;
    case 6:
      return deleteAddressRequest(index, { address: `${address}/${address.includes(':') ? 64 : 24}` }) as Request;
    case 7:
    case 8:
    case 9:
    case 10:
      return one(addRouteRequest, appendRouteRequest, prependRouteRequest, replaceRouteRequest)(route) as Request;
    case 11:
      return deleteRouteRequest(one({ dst }, { dst, metric }, { dst, metric, via }) as typeof route) as Request;
    case 12:
      return one(addNeighbourRequest, replaceNeighbourRequest)(index, neighbour) as Request;
    case 13:
      return deleteNeighbourRequest(index, neighbour) as Request;
    case 14:
      return addRuleRequest(rule) as Request;
    default:
      return deleteRuleRequest(rule) as Request;
  }
}

for (const seed of [1, 2, 3, 4, 5, 6]) {
  test(
    `sequence ${seed}`,
    inNamespace(async ({ rtnl }) => {
      await rtnl.links.add({ kind: 'veth', name: 'eth1', peer: { name: 'far1' } });
      await Promise.all([rtnl.links.set('eth1', { up: true }), rtnl.links.set('far1', { up: true })]);
      const { index: far1 } = await rtnl.links.get('far1');
      const base = Math.min(...(await Promise.all(['eth0', 'far0'].map((name) => rtnl.links.index(name)))));
      const random = generator(seed * 0x9e3779b9);
      // The smaller the receive queue, the more is lost.
      await using watch = watchAll(rtnl, seed % 2 === 0 ? 4096 : undefined);
      await watch.ready;
      for (let round = 0; round < 8; round++) {
        await rtnl.batch(Array.from({ length: 60 }, () => change(random, base)));
        await expectEqual(rtnl, watch, `seed ${seed}, round ${round}, links from ${base} to ${far1}`);
      }
    }),
  );
}

test.run();
