// A thousand links and ten thousand routes: whoever lists them, or watches them, leaves the event loop its turns, and so does who awaits thousands of requests.

import * as assert from 'uvu/assert';
import { kinds } from '../../src/index.js';
import type { Encodable } from '../../src/netlink/message.js';
import { addLinkRequest, addRouteRequest, type RouteProtocol } from '../../src/rtnl/surface.js';
import { ADOPTED_AT_ONCE } from '../../src/rtnl/watch/table.js';
import { kernelSuite } from './kernel.js';
import { inNamespace } from './rtnl.js';

const test = kernelSuite('turns of the event loop');

type Request = Encodable<RouteProtocol<typeof kinds>['messages']>;

const LINKS = 1000;
const ROUTES = 10_000;

/** How often `look` was called, once in each turn of the loop, until the work was done. */
async function turnsDuring(work: () => Promise<unknown>, look: () => void = () => undefined): Promise<number> {
  let turns = 0;
  let over = false;
  const turn = () => {
    if (over) return;
    turns++;
    look();
    setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  over = true;
  return turns;
}

test(
  `while ${LINKS} links and ${ROUTES} routes are listed, and adopted by a watch`,
  inNamespace(async ({ rtnl }) => {
    const { index: link } = await rtnl.links.get('eth0');
    await rtnl.addresses.add({ dev: link, address: '10.0.0.1/24' });
    const requests = [
      ...Array.from({ length: LINKS }, (_, i) => addLinkRequest(kinds, { kind: 'macvlan', name: `mv${i}`, link, mode: 'bridge' }) as Request),
      ...Array.from({ length: ROUTES }, (_, i) => addRouteRequest({ dst: `10.${1 + (i >> 8)}.${i & 255}.0/24`, via: '10.0.0.2' }) as Request),
    ];
    assert.equal(
      (await rtnl.batch(requests)).filter(({ status }) => status === 'rejected'),
      [],
    );
    // A turn for some datagrams of at most 32 KiB.
    const turns = [await turnsDuring(() => rtnl.links.list()), await turnsDuring(() => rtnl.routes.list())];
    assert.ok(
      turns.every((count) => count >= 4),
      turns.join(' '),
    );
    await using watch = rtnl.watch(['link', 'route']);
    const sizes = { link: new Set<number>(), route: new Set<number>() };
    await turnsDuring(
      () => watch.ready,
      () => {
        sizes.link.add(watch.current.link.size);
        sizes.route.add(watch.current.route.size);
      },
    );
    assert.ok(watch.current.link.size >= LINKS && watch.current.route.size >= ROUTES);
    const seen = [sizes.link.size, sizes.route.size] as const;
    assert.ok(seen[0] > LINKS / ADOPTED_AT_ONCE && seen[1] > ROUTES / ADOPTED_AT_ONCE, `grew in ${seen.join(' and ')} steps`);
  }),
);

test(
  'while thousands of gets and of changes are awaited one after the other',
  inNamespace(async ({ rtnl }) => {
    const { index } = await rtnl.links.get('eth0');
    const gets = await turnsDuring(async () => {
      for (let i = 0; i < 2000; i++) await rtnl.links.get(index);
    });
    // Some 25 links to a turn.
    assert.ok(gets > 20, `${gets} turns`);
    const changes = await turnsDuring(async () => {
      for (let i = 0; i < 1000; i++) {
        const spec = { dev: index, address: '10.0.0.9/32' };
        await rtnl.addresses.add(spec);
        await rtnl.addresses.delete(spec);
      }
    });
    assert.ok(changes > 10, `${changes} turns`);
    let told = 0;
    const all = await turnsDuring(() =>
      Promise.all(Array.from({ length: 2000 }, (_, i) => rtnl.addresses.add({ dev: index, address: `10.1.${i >> 8}.${i & 255}/32` }).then(() => told++))),
    );
    assert.is(told, 2000);
    assert.ok(all > 10, `${all} turns`);
  }),
);

test.run();
