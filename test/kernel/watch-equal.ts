// A mirror held against a mirror made just now.

import * as assert from 'uvu/assert';
import type { Rtnl } from '../../src/index.js';
import type { Watch } from '../../src/rtnl/surface.js';

const ALL = ['link', 'address', 'route', 'neighbour', 'nexthop', 'rule'] as const;

export type Watched = ReturnType<typeof watchAll>;

export const watchAll = (rtnl: Rtnl, receiveBuffer?: number) => rtnl.watch(ALL, receiveBuffer === undefined ? {} : { receiveBuffer });

/** What differs: nothing, where the mirror is right. */
export async function differences(rtnl: Rtnl, watch: Watched): Promise<string[]> {
  await using fresh = watchAll(rtnl);
  await fresh.ready;
  await watch.settled();
  return ALL.flatMap((object) => {
    const [have, want] = [watch.current[object], fresh.current[object]].map((entries) => [...entries.values()]) as [unknown[], unknown[]];
    const same = (a: unknown, b: unknown) => (watch as Watch<unknown>).same(object, a as never, b as never);
    // Long lists are mostly in the same order.
    const without = (some: readonly unknown[], others: readonly unknown[]) =>
      some.filter((value, i) => (i >= others.length || !same(value, others[i])) && !others.some((other) => same(value, other)));
    const count = have.length === want.length ? [] : [`${object}: ${have.length} for ${want.length}`];
    return [...without(want, have).map((value) => `${object} missing ${show(value)}`), ...without(have, want).map((value) => `${object} too much ${show(value)}`), ...count];
  });
}

const SHORT = new Set(['stats', 'stats64', 'afSpec']);
const show = (value: unknown): string => JSON.stringify(value, (key, item) => (SHORT.has(key) ? undefined : typeof item === 'bigint' ? String(item) : item));

/**
 * Some changes come to an end by themselves and are told then: carriers, which the kernel tells of once a second,
 * duplicate addresses looked for. Even an IPv6 address that is not looked for is told by a work queue that all namespaces
 * share, after it is listed: seconds later where many of them end. The next event is waited for where there is a difference.
 */
export async function expectEqual(rtnl: Rtnl, watch: Watched, what: string): Promise<void> {
  await using monitor = rtnl.monitor(['link', 'address', 'route'], { signal: AbortSignal.timeout(60_000) });
  let found = await differences(rtnl, watch);
  while (found.length > 0 && (await monitor.next().catch(() => undefined)) !== undefined) {
    monitor.forget();
    found = await differences(rtnl, watch);
  }
  assert.equal(found, [], what);
}
