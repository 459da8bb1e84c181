// Where the workloads run: network namespaces without a name, which are gone with the process that made them.

import { Rtnl } from '../src/index.js';
import { Namespace } from '../src/netlink/socket/namespace.js';

const MACVLANS = { few: 1000, many: 5000 } as const;
const ROUTES = 100_000;
const AT_ONCE = 10_000;

export interface Places {
  /** p0, p1 and 1,000 macvlans. */
  readonly few: Namespace;
  /** 5,000 macvlans. */
  readonly many: Namespace;
  /** 100,000 IPv4 routes. */
  readonly routes: Namespace;
  /** p0, p1, and fl0, fl1 that go up and down. */
  readonly empty: Namespace;
  /** One like `empty`, for a program that may leave things behind. */
  fresh(): Promise<Namespace>;
  close(): void;
}

/** A namespace with a pair of links, up, named as the peers' programs expect. */
async function place(fill: (rtnl: Rtnl) => Promise<unknown>): Promise<Namespace> {
  const namespace = Namespace.create();
  const rtnl = await Rtnl.open({ netns: namespace });
  try {
    await rtnl.links.set('lo', { up: true });
    await rtnl.links.add({ kind: 'veth', name: 'p0', up: true, peer: { name: 'p1' } });
    await rtnl.links.set('p1', { up: true });
    await fill(rtnl);
  } finally {
    await rtnl.close();
  }
  return namespace;
}

async function addMacvlans(rtnl: Rtnl, count: number): Promise<void> {
  const { index } = await rtnl.links.get('p0');
  for (let i = 1; i <= count; i++) await rtnl.links.add({ kind: 'macvlan', name: `mv${i}`, link: index, mode: 'bridge' });
}

async function addRoutes(rtnl: Rtnl): Promise<void> {
  await rtnl.addresses.add({ dev: 'p0', address: '10.255.0.1/16' });
  const { index: dev } = await rtnl.links.get('p0');
  for (let from = 0; from < ROUTES; from += AT_ONCE) {
    const specs = Array.from({ length: AT_ONCE }, (_, i) => from + i).map((i) => ({ dst: `20.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`, via: '10.255.0.2', dev, metric: 100 }));
    await Promise.all(specs.map((spec) => rtnl.routes.add(spec)));
  }
}

export async function makePlaces(): Promise<Places> {
  const few = await place((rtnl) => addMacvlans(rtnl, MACVLANS.few));
  const many = await place((rtnl) => addMacvlans(rtnl, MACVLANS.many));
  const routes = await place(addRoutes);
  const fresh = () => place((rtnl) => rtnl.links.add({ kind: 'veth', name: 'fl0', peer: { name: 'fl1' } }));
  const empty = await fresh();
  const close = () => {
    for (const namespace of [few, many, routes, empty]) namespace.close();
  };
  return { few, many, routes, empty, fresh, close };
}
