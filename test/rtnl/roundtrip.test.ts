// Lossless, on all that was recorded: what decodes encodes back byte for byte, in either byte order, and a dissection
// says the same as the decoded value.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Dissection, decodeDatagram, dissectDatagram, encodeDatagram, type RtnlMessage, route } from '../../src/index.js';
import type { RawAttribute } from '../../src/netlink/attributes.js';
import { align4, fromHex } from '../../src/netlink/bytes.js';
import { datagrams, groups, sameButTail, trees } from '../fixtures.js';

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

/** Fails unless every node lies within its parent, behind the one before it, and no two share a byte. */
function expectOrdered(nodes: readonly Dissection[], start: number, end: number, where: string): void {
  let at = start;
  for (const { name, offset, length, children } of nodes) {
    assert.ok(offset >= at && offset + length <= end, `${where}: ${name} at ${offset}, ${length} bytes, is not within ${at} to ${end}`);
    if (children !== undefined) expectOrdered(children, offset + 4, offset + length, where);
    at = align4(offset + length);
  }
}

/** Fails unless the nodes say what `values` do, one by one: attributes stand in the order of the wire in both. */
function expectSame(nodes: readonly Dissection[], values: readonly (readonly [key: string, value: unknown])[], where: string): void {
  assert.is(nodes.length, values.length, `${where}: ${nodes.map(({ name }) => name).join()} but ${values.map(([key]) => key).join()}`);
  for (const [i, node] of nodes.entries()) {
    const [key, value] = values[i] as readonly [string, unknown];
    const at = `${where} > ${node.name}`;
    // Next hops have a struct before their attributes, as bodies have.
    const fields = node.name === 'rtnexthop' ? 3 : 0;
    if (node.children !== undefined) expectSame(node.children, Object.entries(value as object).slice(fields), at);
    else assert.equal(node.value, key.startsWith('#') ? (value as RawAttribute).payload : value, at);
  }
}

function expectDissected(nodes: readonly Dissection[], messages: readonly RtnlMessage[], where: string): void {
  assert.is(nodes.length, messages.length, where);
  for (const [i, { name, header, body }] of messages.entries()) {
    const node = nodes[i] as Dissection;
    assert.equal([node.name, node.type, node.flags, node.length], [name, header.type, header.flags, header.length], where);
    if (node.children === undefined) assert.equal(node.value, body, where);
    else expectSame(node.children, Object.entries(body).slice(fieldsOf(name)), where);
  }
}

const refused: string[] = [];
let seen = 0;

for (const [tree, byteOrder] of Object.entries(trees)) {
  for (const file of groups(tree)) {
    test(`gives back what it was decoded from: ${file}`, () => {
      for (const found of datagrams(file)) {
        const { where, dir, hex } = found;
        const messages = decodeDatagram(fromHex(hex), { byteOrder });
        const errors = messages.flatMap(({ errors = [] }) => errors);
        if (dir === 'rx') assert.equal(errors, [], where);
        refused.push(...errors.map(({ message }) => `${where}: ${message}`));
        assert.ok(sameButTail(encodeDatagram(messages, { byteOrder }), found), `${where} does not encode back`);
        seen += messages.length;
      }
    });

    test(`dissects as it decodes: ${file}`, () => {
      for (const { where, dir, hex } of datagrams(file)) {
        if (dir !== 'rx') continue;
        const bytes = fromHex(hex);
        const nodes = dissectDatagram(bytes, { byteOrder });
        expectOrdered(nodes, 0, bytes.length, where);
        expectDissected(nodes, decodeDatagram(bytes, { byteOrder }), where);
      }
    });
  }
}

test('keeps raw what iproute2 sends for the address any, and nothing else', () => {
  assert.equal(refused, WITHOUT_ADDRESS);
  assert.ok(seen > 16_000, `${seen} messages`);
});

test.run();
