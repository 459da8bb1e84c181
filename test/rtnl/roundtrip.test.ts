// Lossless, on all that was recorded: what decodes encodes back byte for byte, in either byte order, and a dissection
// says the same as the decoded value. What kernels said over and over, such as the same links in each dump, is tried once.

import { isDeepStrictEqual } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteOrder, type Dissection, decodeDatagram, dissectDatagram, encodeDatagram, type RtnlMessage, route } from '../../src/index.js';
import type { RawAttribute } from '../../src/netlink/attributes.js';
import { align4, fromHex } from '../../src/netlink/bytes.js';
import { eachMessage, toBytes } from '../../src/netlink/message.js';
import { datagrams, type Found, groups, sameButTail, trees } from '../fixtures.js';

const test = suite('roundtrip');

/** What iproute2 6.1.0 sends for the address `any`: an attribute without a payload. The kernel refuses each. */
const WITHOUT_ADDRESS = [
  'grammar-370 a add any dev e0 #2: RTM_NEWADDR > IFA_LOCAL: IP address of 0 bytes, expected 4 or 16 at byte 28',
  'grammar-371 a add default dev e0 #2: RTM_NEWADDR > IFA_LOCAL: IP address of 0 bytes, expected 4 or 16 at byte 28',
  'grammar-372 -4 a add any dev e0 #2: RTM_NEWADDR > IFA_LOCAL: IP address of 0 bytes, expected 4 or 16 at byte 28',
  'grammar-463 a del any dev e0 #2: RTM_DELADDR > IFA_LOCAL: IP address of 0 bytes, expected 4 or 16 at byte 28',
  'grammar-464 a add 10.6.0.1/24 brd any dev e0 #2: RTM_NEWADDR > IFA_BROADCAST: IP address of 0 bytes, expected 4 or 16 at byte 36',
]
  .map((line) => `captures/host-6.18/grammar.jsonl.gz ${line}`)
  .concat([
    'captures/host-6.18/route-grammar.jsonl.gz route-0045 route add 10.99.0.0/16 via 10.0.0.2 src any #0: RTM_NEWROUTE > RTA_PREFSRC: IP address of 0 bytes, expected 4 or 16 at byte 48',
    'captures/host-6.18/route-grammar.jsonl.gz route-0249 route add 10.98.0.0/16 via any #0: RTM_NEWROUTE > RTA_GATEWAY: IP address of 0 bytes, expected 4 or 16 at byte 40',
    'captures/host-6.18/route-grammar.jsonl.gz route-0251 route add 10.98.0.0/16 via inet6 any #0: RTM_NEWROUTE > RTA_VIA: address of 0 bytes, expected 16 at byte 42',
  ]);

/** How many fields of its struct a body begins with. */
const fieldsOf = (name: string): number => (Object.hasOwn(route.messages, name) ? route.messages[name as keyof typeof route.messages][1].header.keys.length : 0);

/** Attributes that stand once for each element of the list in the value. */
const REPEATED: ReadonlySet<string> = new Set([
  'BRIDGE_XSTATS_VLAN',
  'IFLA_BRIDGE_VLAN_INFO',
  'IFLA_BRIDGE_VLAN_TUNNEL_INFO',
  'IFLA_BRIDGE_MST_ENTRY',
  'BRIDGE_VLANDB_ENTRY',
  'BRIDGE_VLANDB_GLOBAL_OPTIONS',
  'MDBA_MDB_ENTRY',
  'MDBA_MDB_ENTRY_INFO',
  'MDBA_ROUTER_PORT',
  'VXLAN_VNIFILTER_ENTRY',
]);

/** How many fields of a struct stand before the attributes inside these. */
const STRUCTS: Readonly<Record<string, number>> = { rtnexthop: 3, VETH_INFO_PEER: 5, VXCAN_INFO_PEER: 5, IFLA_NETKIT_PEER_INFO: 5, MDBA_MDB_ENTRY_INFO: 6, MDBA_ROUTER_PORT: 1 };

/** Where something was found, put together only where it is told. */
type Where = () => string;

/** Fails unless every node lies within its parent, behind the one before it, and no two share a byte. */
function expectOrdered(nodes: readonly Dissection[], start: number, end: number, where: string): void {
  let at = start;
  for (const { name, offset, length, children } of nodes) {
    if (offset < at || offset + length > end) assert.unreachable(`${where}: ${name} at ${offset}, ${length} bytes, is not within ${at} to ${end}`);
    if (children !== undefined) expectOrdered(children, offset + 4, offset + length, where);
    at = align4(offset + length);
  }
}

type Entry = readonly [key: string, value: unknown];

/** What stands behind the struct of a set's owner, each element of an attribute that repeats by itself. */
function entriesOf(set: object, fields: number, nodes: readonly Dissection[]): readonly Entry[] {
  const entries: readonly Entry[] = Object.entries(set).slice(fields);
  if (!nodes.some(({ name }) => REPEATED.has(name))) return entries;
  let at = 0;
  return entries.flatMap(([key, value]) => {
    const items: readonly unknown[] = REPEATED.has(nodes[at]?.name ?? '') ? (value as readonly unknown[]) : [value];
    at += items.length;
    return items.map((item): Entry => [key, item]);
  });
}

/** Fails unless the nodes say what `values` do, one by one: attributes stand in the order of the wire in both. */
function expectSame(nodes: readonly Dissection[], values: readonly Entry[], where: Where): void {
  if (nodes.length !== values.length) assert.unreachable(`${where()}: ${nodes.map(({ name }) => name).join()} but ${values.map(([key]) => key).join()}`);
  for (const [i, node] of nodes.entries()) {
    const [key, value] = values[i] as Entry;
    const at = () => `${where()} > ${node.name}`;
    // Of several the last counts: those before it are raw in the value.
    if (key.startsWith('#') && !node.name.startsWith('#') && nodes.some(({ type }, j) => j > i && type === node.type)) continue;
    const fields = STRUCTS[node.name] ?? 0;
    const raw = key.startsWith('#') ? (value as RawAttribute).payload : value;
    // What a dissection guesses to be attributes stays bytes in the value.
    if (raw instanceof Uint8Array && node.children !== undefined) assert.is(node.length, 4 + raw.length, at());
    else if (node.children !== undefined) expectSame(node.children, entriesOf(value as object, fields, node.children), at);
    else expectEqual(node.value, raw, at);
  }
}

function expectEqual(actual: unknown, expected: unknown, where: Where): void {
  if (actual !== expected && !isDeepStrictEqual(actual, expected)) assert.equal(actual, expected, where());
}

function expectDissected(nodes: readonly Dissection[], messages: readonly RtnlMessage[], where: string): void {
  assert.is(nodes.length, messages.length, where);
  for (const [i, { name, header, body }] of messages.entries()) {
    const node = nodes[i] as Dissection;
    expectEqual([node.name, node.type, node.flags, node.length], [name, header.type, header.flags, header.length], () => where);
    // Below an error stand others' attributes beside its value.
    if (node.value !== undefined) expectEqual(node.value, body, () => where);
    else expectSame(node.children ?? [], entriesOf(body, fieldsOf(name), node.children ?? []), () => `${where} > ${name}`);
  }
}

const refused: string[] = [];
const seen = { messages: 0, distinct: 0 };

/** Answers that came before, in any file: type, flags and body, whoever had asked. */
const known: Readonly<Record<ByteOrder, Set<string>>> = { little: new Set(), big: new Set() };

/** Whether a datagram is a request, or has a message that did not come before. */
function isNew({ dir, hex }: Found, bytes: Uint8Array, byteOrder: ByteOrder): boolean {
  let fresh = false;
  eachMessage(toBytes(bytes, { byteOrder }), ({ length }, at) => {
    seen.messages++;
    const message = hex.slice(2 * at, 2 * at + 16) + hex.slice(2 * at + 32, 2 * (at + length));
    if (dir === 'rx' && known[byteOrder].has(message)) return;
    known[byteOrder].add(message);
    seen.distinct++;
    fresh = true;
  });
  return fresh;
}

for (const [tree, byteOrder] of Object.entries(trees)) {
  for (const file of groups(tree)) {
    test(`gives back what it was decoded from, and dissects as it decodes: ${file}`, () => {
      for (const found of datagrams(file)) {
        const { where, dir, hex } = found;
        const bytes = fromHex(hex);
        if (!isNew(found, bytes, byteOrder)) continue;
        const messages = decodeDatagram(bytes, { byteOrder });
        const errors = messages.flatMap(({ errors = [] }) => errors);
        if (dir === 'rx') assert.is(errors.length, 0, `${where}: ${errors.join()}`);
        refused.push(...errors.map(({ message }) => `${where}: ${message}`));
        assert.ok(sameButTail(encodeDatagram(messages, { byteOrder }), found), `${where} does not encode back`);
        if (errors.length > 0) continue;
        const nodes = dissectDatagram(bytes, { byteOrder });
        expectOrdered(nodes, 0, bytes.length, where);
        expectDissected(nodes, messages, where);
      }
    });
  }
}

test('keeps raw what iproute2 sends for the address any, and nothing else', () => {
  assert.equal(refused, WITHOUT_ADDRESS);
  assert.ok(seen.messages > 39_000 && seen.distinct > 15_000, JSON.stringify(seen));
});

test.run();
