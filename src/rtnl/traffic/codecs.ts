// What kinds of queueing disciplines, filters and actions have of their own: made when one of them is first met, since there are many and
// most programs meet none.

import type { Codec } from '../../netlink/codec.js';
import { deferred } from '../../netlink/deferred.js';

/** A kind's options by their names. */
export type TrafficOptions = Readonly<Record<string, unknown>>;

/** By kind. */
export type TrafficCodecs = Readonly<Record<string, Codec<TrafficOptions>>>;

/** A codec for each of the kinds out of the table that `make` gives. */
export function kindCodecs<const K extends string>(kinds: readonly K[], make: () => TrafficCodecs): Readonly<Record<K, Codec<TrafficOptions>>> {
  let table: TrafficCodecs | undefined;
  const one = (kind: K) =>
    deferred(() => {
      table ??= make();
      return table[kind] as Codec<TrafficOptions>;
    });
  return Object.fromEntries(kinds.map((kind) => [kind, one(kind)])) as Record<K, Codec<TrafficOptions>>;
}
