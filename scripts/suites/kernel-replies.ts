// The hand-made requests of fixtures/vectors/kernel-replies.jsonl, on the links for which they were made. Those had the first indexes of their namespace,
// which are taken where tunnels are loaded (tunl0, sit0): here the links have others, and so the requests name others.

import { readFileSync } from 'node:fs';
import { type Dissection, dissectDatagram } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { addNeighbourRequest } from '../../src/rtnl/neighbour-requests.js';
import { type Asked, change, type Definition, raw, type SuiteDefinition } from './define.js';
import { add, address, looked, set, up } from './world.js';

interface Row {
  readonly name: string;
  readonly opts: Readonly<Record<string, number>>;
  readonly request: string;
  readonly hex: string;
}

const LOWER = 'b6:c6:85:c2:fd:4f';
const UP = '02:00:00:00:01:00';

/** In place of the index that a link had when the requests were made. */
const at = (made: number): number => made + 100;

/** v0p and v0 (102, 103), v1p and v1 (104, 105), br0 (106), v2p and v2 (107, and 108, a port), macvlans mvb (109), mvp (110), mvs (111), busy (133). */
const world: readonly Asked[] = [
  add({ kind: 'veth', name: 'v0', index: at(3), address: LOWER, peer: { name: 'v0p', index: at(2) } }),
  add({ kind: 'veth', name: 'v1', index: at(5), peer: { name: 'v1p', index: at(4) } }),
  add({ kind: 'bridge', name: 'br0', index: at(6) }),
  add({ kind: 'veth', name: 'v2', index: at(8), peer: { name: 'v2p', index: at(7) } }),
  set(at(8), { master: at(6) }),
  up(at(3)),
  up(at(2)),
  looked(at(3)),
  looked(at(2)),
  address(at(3), '192.0.2.1/24'),
  change(addNeighbourRequest(at(3), { dst: '192.0.2.5', lladdr: '02:00:00:00:00:55' })),
  add({ kind: 'macvlan', name: 'mvb', index: at(9), link: at(3), mode: 'bridge', address: UP, up: true }),
  looked(at(9)),
  add({ kind: 'macvlan', name: 'mvp', index: at(10), link: at(5), mode: 'passthru' }),
  add({ kind: 'macvlan', name: 'mvs', index: at(11), link: at(3), mode: 'source' }),
  add({ kind: 'macvlan', name: 'busy', index: at(33), link: at(3), mode: 'bridge', address: UP }),
];

/** Of links, addresses and neighbours: ifi_index, ifa_index, ndm_ifindex, all at the same place. */
const WITH_INDEX = /_(LINK|ADDR|NEIGH)$/;
const INDEX = 20;
/** Attributes that hold an index. */
const INDEXES = /^(IFLA_LINK|IFLA_MASTER|RTA_OIF)$/;
const MADE = new Set([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 33]);

/** A request with the indexes that its links have here. */
function renumbered(request: string): string {
  const bytes = fromHex(request);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const renumber = (offset: number): void => {
    const made = view.getUint32(offset, true);
    if (MADE.has(made)) view.setUint32(offset, at(made), true);
  };
  const visit = (nodes: readonly Dissection[] = []): void => {
    for (const { name, offset, length, children } of nodes) {
      if (INDEXES.test(name) && length === 8) renumber(offset + 4);
      visit(children);
    }
  };
  for (const { name, children } of dissectDatagram(bytes, { byteOrder: 'little' })) {
    if (WITH_INDEX.test(name.replace(/^RTM_(NEW|DEL|GET|SET)/, '_')) && bytes.length >= INDEX + 4) renumber(INDEX);
    visit(children);
  }
  return toHex(bytes);
}

const rows = readFileSync(new URL('../../fixtures/vectors/kernel-replies.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Row);

const definition = ({ name, opts, request }: Row): Definition => ({
  name,
  sockets: [{ strict: opts.strict === 1, extendedAck: opts.ext !== 0, capAck: opts.cap === 1 }],
  setup: 'world',
  steps: [raw(renumbered(request))],
});

export const kernelReplies: SuiteDefinition = {
  suite: 'kernel-replies',
  description: 'Hand-made requests, most of them wrong in one way: what the kernel has against each, in errno, words, offset and policy.',
  requires: { kinds: ['veth', 'bridge', 'macvlan'], capabilities: ['CAP_SYS_ADMIN', 'CAP_NET_ADMIN'] },
  setups: { world },
  cases: rows.filter(({ hex }) => hex !== '').map(definition),
};
