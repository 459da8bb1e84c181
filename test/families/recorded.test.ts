// All that was recorded of families other than route: named, decoded to the last attribute, given back byte for byte, in either byte order.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Families } from '../../src/families/families.js';
import type { FamilyMessage, FamilyProtocol } from '../../src/families/protocol.js';
import { decodeDatagram, dissectDatagram, encodeDatagram } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import type { Dissection } from '../../src/netlink/dissection.js';
import { messageFromJson, messageToJson } from '../../src/netlink/json.js';
import { recorded } from './recorded.js';

const test = suite('families: recorded');

/** Calls `visit` with every datagram; each case starts without knowing anything. */
function each(visit: (protocol: FamilyProtocol, bytes: Uint8Array, byteOrder: 'little' | 'big', where: string) => void): void {
  for (const { where, byteOrder, datagrams } of recorded) {
    const families = new Families();
    for (const [i, { family, hex }] of datagrams.entries()) visit(families.protocolOf(family) as FamilyProtocol, fromHex(hex), byteOrder, `${where} #${i}`);
  }
}

/** Whether `encoded` is all of the datagram but for zeros behind the last message. */
const isWhole = (encoded: Uint8Array, datagram: Uint8Array): boolean =>
  toHex(datagram.subarray(0, encoded.length)) === toHex(encoded) && datagram.subarray(encoded.length).every((byte) => byte === 0);

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, inside]) => [key, ...keysOf(inside)]);
}

test('every message has a name, every attribute too, and none fails to decode', () => {
  const names = new Set<string>();
  each((protocol, bytes, byteOrder, where) => {
    for (const { name, body, errors } of decodeDatagram(bytes, { byteOrder, protocol })) {
      names.add(name);
      assert.is(errors, undefined, `${where}: ${errors?.join()}`);
      assert.not.match(name, /#/, where);
      const unknown = keysOf(body).filter((key) => key.startsWith('#'));
      assert.equal(unknown, [], `${where} ${name}`);
    }
  });
  assert.ok(names.size > 80, String(names.size));
});

test('gives back the very bytes, also by way of JSON', () => {
  let count = 0;
  each((protocol, bytes, byteOrder, where) => {
    count++;
    const messages = decodeDatagram(bytes, { byteOrder, protocol });
    assert.ok(isWhole(encodeDatagram(messages, { byteOrder, protocol }), bytes), where);
    const again = messages.map((message) => messageFromJson(JSON.parse(JSON.stringify(messageToJson(message)))) as FamilyMessage);
    assert.ok(isWhole(encodeDatagram(again, { byteOrder, protocol }), bytes), `${where} by way of JSON`);
  });
  assert.ok(count > 700, String(count));
});

test('reads the same in the other byte order', () => {
  each((protocol, bytes, byteOrder, where) => {
    const messages = decodeDatagram(bytes, { byteOrder, protocol });
    const other = byteOrder === 'little' ? 'big' : 'little';
    const turned = encodeDatagram(messages, { byteOrder: other, protocol });
    const again = decodeDatagram(turned, { byteOrder: other, protocol });
    const told = (list: readonly FamilyMessage[]) => list.map(({ name, body }) => (name === 'NLMSG_ERROR' ? name : [name, body]));
    assert.equal(told(again), told(messages), where);
    assert.ok(isWhole(encodeDatagram(again, { byteOrder: other, protocol }), turned), where);
  });
});

test('dissects to nodes that lie in each other, and names what an error is about', () => {
  const walk = (nodes: readonly Dissection[], start: number, end: number, where: string) => {
    for (const { name, offset, length, children = [], fields = [], error } of nodes) {
      assert.is(error, undefined, `${where} ${name}: ${error?.message}`);
      assert.ok(offset >= start && offset + length <= end, `${where} ${name}`);
      for (const field of fields) assert.ok(field.offset >= offset && field.offset + field.length <= offset + length, `${where} ${name}.${field.name}`);
      walk(children, offset, offset + length, where);
    }
  };
  const about = new Set<string>();
  each((protocol, bytes, byteOrder, where) => {
    const nodes = dissectDatagram(bytes, { byteOrder, protocol });
    walk(nodes, 0, bytes.length, where);
    for (const { name, children = [] } of nodes) if (name === 'NLMSG_ERROR') for (const child of children) about.add(child.name);
  });
  for (const name of ['XFRM_MSG_GETSA', 'NFT_MSG_NEWRULE', 'SOCK_DIAG_BY_FAMILY', 'CTRL_CMD_GETFAMILY', 'NLMSGERR_ATTR_OFFS'])
    assert.ok(about.has(name), `${name} of ${[...about].join()}`);
});

test.run();
