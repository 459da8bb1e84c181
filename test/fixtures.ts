// What tests read from fixtures/: rows of JSON, plain or gzipped, and the datagrams of the recorded cases. See fixtures/README.md.

import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ByteOrder } from '../src/netlink/byte-order.js';
import { toHex } from '../src/netlink/bytes.js';

const root = new URL('../fixtures/', import.meta.url);

/** The rows of a file in fixtures/. */
export function rows<T>(file: string): T[] {
  const bytes = readFileSync(new URL(file, root));
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

interface Recorded {
  readonly name: string;
  readonly exchange: readonly { readonly dir: 'tx' | 'rx'; readonly hex: string; readonly family?: number }[];
}

/** A datagram of NETLINK_ROUTE, and where it was found. */
export interface Found {
  readonly where: string;
  readonly dir: 'tx' | 'rx';
  readonly hex: string;
}

/** The trees of fixtures/captures and the byte order of the machine each was taken on. */
export const trees: Readonly<Record<string, ByteOrder>> = Object.fromEntries(
  readdirSync(new URL('captures/', root))
    .sort()
    .map((tree) => [tree, tree.endsWith('s390x') ? 'big' : 'little']),
);

/** The files of a tree, from fixtures/. */
export const groups = (tree: string): string[] =>
  readdirSync(new URL(`captures/${tree}/`, root))
    .sort()
    .map((file) => `captures/${tree}/${file}`);

/** Every datagram of NETLINK_ROUTE in a file of cases. */
export function* datagrams(file: string): Generator<Found> {
  for (const { name, exchange } of rows<Recorded>(file)) {
    for (const [i, { dir, hex, family = 0 }] of exchange.entries()) {
      if (family === 0) yield { where: `${file} ${name} #${i}`, dir, hex };
    }
  }
}

/** Whether `found` is `encoded`, but for the zero bytes that iproute2 sends behind a request. */
export const sameButTail = (encoded: Uint8Array, found: Found): boolean => {
  const hex = toHex(encoded);
  return hex === found.hex || (found.dir === 'tx' && found.hex.startsWith(hex) && /^(00)+$/.test(found.hex.slice(hex.length)));
};

/** How many there are of each. */
export function tally(names: Iterable<string>): Record<string, number> {
  const out: Record<string, number> = {};
  for (const name of names) out[name] = (out[name] ?? 0) + 1;
  return out;
}

/** The only message of a datagram, or its only node. */
export function only<T>(items: readonly T[]): T {
  if (items.length !== 1) throw new Error(`${items.length} items, expected one`);
  return items[0] as T;
}
