// The hand-made requests of fixtures/vectors/kernel-replies.jsonl, on the links for which they were made.

import { readFileSync } from 'node:fs';
import { addNeighbourRequest } from '../../src/rtnl/neighbour-requests.js';
import { type Asked, change, type Definition, raw, type SuiteDefinition } from './define.js';
import { add, address, get, set, up } from './world.js';

interface Row {
  readonly name: string;
  readonly opts: Readonly<Record<string, number>>;
  readonly request: string;
  readonly hex: string;
}

const LOWER = 'b6:c6:85:c2:fd:4f';
const UP = '02:00:00:00:01:00';

/** lo, v0p and v0 (2, 3), v1p and v1 (4, 5), br0 (6), v2p and v2 (7, and 8, a port), macvlans mvb (9), mvp (10), mvs (11), busy (33). */
const world: readonly Asked[] = [
  add({ kind: 'veth', name: 'v0', index: 3, address: LOWER, peer: { name: 'v0p', index: 2 } }),
  add({ kind: 'veth', name: 'v1', index: 5, peer: { name: 'v1p', index: 4 } }),
  add({ kind: 'bridge', name: 'br0', index: 6 }),
  add({ kind: 'veth', name: 'v2', index: 8, peer: { name: 'v2p', index: 7 } }),
  set(8, { master: 6 }),
  up(3),
  up(2),
  get(3),
  get(2),
  address(3, '192.0.2.1/24'),
  change(addNeighbourRequest(3, { dst: '192.0.2.5', lladdr: '02:00:00:00:00:55' })),
  add({ kind: 'macvlan', name: 'mvb', index: 9, link: 3, mode: 'bridge', address: UP, up: true }),
  get(9),
  add({ kind: 'macvlan', name: 'mvp', index: 10, link: 5, mode: 'passthru' }),
  add({ kind: 'macvlan', name: 'mvs', index: 11, link: 3, mode: 'source' }),
  add({ kind: 'macvlan', name: 'busy', index: 33, link: 3, mode: 'bridge', address: UP }),
];

const rows = readFileSync(new URL('../../fixtures/vectors/kernel-replies.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Row);

const definition = ({ name, opts, request }: Row): Definition => ({
  name,
  sockets: [{ strict: opts.strict === 1, extendedAck: opts.ext !== 0, capAck: opts.cap === 1 }],
  setup: 'world',
  steps: [raw(request)],
});

export const kernelReplies: SuiteDefinition = {
  suite: 'kernel-replies',
  description: 'Hand-made requests, most of them wrong in one way: what the kernel has against each, in errno, words, offset and policy.',
  requires: { kernel: { min: '6.18' }, kinds: ['veth', 'bridge', 'macvlan'], capabilities: ['CAP_SYS_ADMIN', 'CAP_NET_ADMIN'] },
  setups: { world },
  cases: rows.filter(({ hex }) => hex !== '').map(definition),
};
