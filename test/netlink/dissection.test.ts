import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, dissectDatagram, encodeDatagram, route } from '../../src/index.js';
import { align4, Bytes, toHex } from '../../src/netlink/bytes.js';
import { type Dissection, nameInside } from '../../src/netlink/dissection.js';
import { attributePath, missingPath } from '../../src/netlink/path.js';
import { rows } from '../fixtures.js';
import { attribute, bothOrders, captured, concat, decodeError, hex, word } from './wire.js';

const test = suite('dissection');

const request = encodeDatagram(
  [
    {
      name: 'RTM_NEWLINK',
      header: { flags: 5 },
      body: {
        ifname: 'm0',
        '#900': { flags: 0x4000, payload: hex('01') },
        linkinfo: { kind: 'macvlan', macvlan: { mode: 'source', macaddrData: ['02:00:00:00:00:01'] } },
        propList: ['alt'],
      },
    },
    { name: 'RTM_GETADDR', header: {}, body: { family: 2 } },
  ],
  { byteOrder: 'little' },
);
const bytes = () => new Bytes(request, true);
/** Where the bytes stand in the request. */
const find = (digits: string) => toHex(request).indexOf(digits) / 2;

/** Asserts that nodes follow each other without gap or overlap from `start` to `end`; tells how many there are in all. */
function tile(nodes: readonly Dissection[], start: number, end: number): number {
  let at = start;
  let count = 0;
  for (const node of nodes) {
    assert.is(node.offset, at, node.name);
    count += 1 + (node.children === undefined ? 0 : tile(node.children, at + headOf(node), at + node.length));
    at += align4(node.length);
  }
  assert.ok(nodes.length === 0 || (at >= end && at - end < 4), `${at}, ${end}`);
  return count;
}

/** What stands in a node before what is inside it: of a message nlmsghdr and the struct behind it, of an error the header that it repeats as well. */
function headOf({ name, payload, children }: Dissection): number {
  if (Object.hasOwn(route.messages, name)) return 16 + align4(route.messages[name as keyof typeof route.messages][1].header.size);
  if (name !== 'NLMSG_ERROR' || payload !== 'bytes') return 4;
  return children?.[0]?.name.startsWith('RTM_') ? 20 : 36;
}

test('tells every byte of every datagram that kernels sent', () => {
  let count = 0;
  for (const tree of ['host-6.18', 'vm-6.1-s390x'] as const) {
    for (const { datagram, byteOrder } of captured(tree, 'recipe')) count += tile(dissectDatagram(datagram, { byteOrder }), 0, datagram.length);
  }
  assert.ok(count > 5000, String(count));
});

test('names messages and attributes as the kernel does, and numbers those it does not know', () => {
  const lines: string[] = [];
  const walk = (nodes: readonly Dissection[], depth: number) => {
    for (const { name, type, flags, length, payload, value, children } of nodes) {
      lines.push(`${' '.repeat(depth)}${name} ${type} 0x${flags.toString(16)} ${length} ${payload}${value === undefined ? '' : ` ${value}`}`);
      walk(children ?? [], depth + 1);
    }
  };
  walk(dissectDatagram(request, { byteOrder: 'little' }), 0);
  assert.equal(lines, [
    'RTM_NEWLINK 16 0x5 104 ifinfomsg',
    ' IFLA_IFNAME 3 0x0 7 string m0',
    ' #900 900 0x4000 5 bytes 1',
    ' IFLA_LINKINFO 18 0x0 44 nest',
    '  IFLA_INFO_KIND 1 0x0 12 string macvlan',
    '  IFLA_INFO_DATA 2 0x0 28 nest',
    '   IFLA_MACVLAN_MODE 1 0x0 8 u32 enum source',
    '   IFLA_MACVLAN_MACADDR_DATA 5 0x0 16 list of mac',
    '    IFLA_MACVLAN_MACADDR 4 0x0 10 mac 02:00:00:00:00:01',
    ' IFLA_PROP_LIST 52 0x8000 12 list of string',
    '  IFLA_ALT_IFNAME 53 0x0 8 string alt',
    'RTM_GETADDR 22 0x0 24 ifaddrmsg',
  ]);
});

test('tells where the fields of structs stand, of those that are attributes as well', () => {
  const { datagram } = captured('host-6.18', 'recipe').find(({ datagram }) => datagram.length > 1000 && datagram[4] === 16) as { datagram: Uint8Array };
  const [link] = dissectDatagram(datagram, { byteOrder: 'little' });
  assert.equal(
    link?.fields?.map(({ name, offset, length }) => [name, offset, length]),
    [
      ['family', 16, 1],
      ['pad', 17, 1],
      ['type', 18, 2],
      ['index', 20, 4],
      ['flags', 24, 4],
      ['change', 28, 4],
    ],
  );
  const map = link?.children?.find(({ name }) => name === 'IFLA_MAP');
  const at = (map?.offset ?? 0) + 4;
  assert.equal(map?.fields?.slice(0, 2), [
    { name: 'memStart', offset: at, length: 8, value: 0n },
    { name: 'memEnd', offset: at + 8, length: 8, value: 0n },
  ]);
  const [cut] = dissectDatagram(hex('14000000 1200 0100 00000000 00000000 11 00 0000'), { byteOrder: 'little' });
  assert.equal(
    cut?.fields?.map(({ name }) => name),
    ['family', 'pad', 'type'],
  );
});

test('takes an error apart: the request it repeats, and what it says of it', () => {
  // Kernel 6.18 to a name of 16 characters.
  const row = rows<{ name: string; hex: string }>('vectors/kernel-replies.jsonl').find(({ name }) => name === 'create: name 16 chars');
  const [error] = dissectDatagram(hex(row?.hex ?? ''), { byteOrder: 'little' });
  assert.equal(
    error?.children?.map(({ name, offset, children }) => [name, offset, children?.map(({ name }) => name)]),
    [
      ['RTM_NEWLINK', 20, ['IFLA_LINK', 'IFLA_IFNAME', 'IFLA_LINKINFO']],
      ['NLMSGERR_ATTR_MSG', 112, undefined],
      ['NLMSGERR_ATTR_OFFS', 152, undefined],
      ['NLMSGERR_ATTR_POLICY', 160, ['NL_POLICY_TYPE_ATTR_MAX_LENGTH', 'NL_POLICY_TYPE_ATTR_TYPE']],
    ],
  );
});

test('contains what does not decode, and goes on behind it', () => {
  const wrong = request.slice();
  wrong[find('0800010010000000')] = 6;
  wrong[find('0a000400')] = 9;
  const [message] = dissectDatagram(wrong, { byteOrder: 'little' });
  const data = message?.children?.[2]?.children?.[1];
  assert.equal(
    data?.children?.map(({ name, error, value }) => [name, error?.message, value]),
    [
      ['IFLA_MACVLAN_MODE', `u32 of 2 bytes, expected 4 at byte ${find('0800010010000000') + 4}`, hex('1000')],
      ['IFLA_MACVLAN_MACADDR_DATA', undefined, undefined],
    ],
  );
  assert.is(data?.children?.[1]?.children?.[0]?.error?.code, 'ERR_NETLINK_LENGTH');
  assert.is(message?.children?.at(-1)?.name, 'IFLA_PROP_LIST');
});

test('contains what is no set of attributes', () => {
  const wrong = request.slice();
  // The kind claims more than its nest has.
  wrong[find('0c0001006d61')] = 99;
  const [message, next] = dissectDatagram(wrong, { byteOrder: 'little' });
  assert.is(message?.children?.[2]?.error?.code, 'ERR_NETLINK_BOUNDS');
  assert.is(message?.children?.[2]?.children, undefined);
  assert.is(message?.children?.length, 4);
  assert.is(next?.name, 'RTM_GETADDR');
  // An attribute of the message does.
  wrong[find('07000300')] = 200;
  const [whole] = dissectDatagram(wrong, { byteOrder: 'little' });
  assert.is(whole?.error?.code, 'ERR_NETLINK_BOUNDS');
  assert.equal(whole?.value, wrong.subarray(16, 104));
});

test('shows control messages and unknown ones by their value', () => {
  const nodes = dissectDatagram(concat(hex('14000000 0300 0200 01000000 02000000 00000000'), hex('12000000 e703 0000 00000000 00000000 aabb 0000')), { byteOrder: 'little' });
  assert.equal(
    nodes.map(({ name, payload, value }) => [name, payload, value]),
    [
      ['NLMSG_DONE', 'bytes', { error: 0 }],
      ['#999', 'bytes', hex('aabb')],
    ],
  );
  const short = dissectDatagram(hex('12000000 0200 0000 00000000 00000000 aabb 0000'), { byteOrder: 'little' });
  assert.is(short[0]?.error?.code, 'ERR_NETLINK_BOUNDS');
  assert.equal(short[0]?.value, hex('aabb'));
  assert.is(decodeError(() => dissectDatagram(hex('01'))).code, 'ERR_NETLINK_BOUNDS');
});

test('looks for attributes in what it knows nothing about, where the bytes or NLA_F_NESTED say so', () => {
  for (const littleEndian of bothOrders) {
    const byteOrder = littleEndian ? 'little' : 'big';
    const inner = concat(attribute(1, hex('aabb'), littleEndian), attribute(2 | 0x8000, attribute(7, hex(''), littleEndian), littleEndian));
    const body = concat(
      attribute(1, inner, littleEndian),
      // A number, though it looks like an empty attribute.
      attribute(2, attribute(1, hex(''), littleEndian), littleEndian),
      attribute(3 | 0x8000, hex('aabbccdd'), littleEndian),
      attribute(4, concat(attribute(0x3000, word(1)), word(0)), littleEndian),
    );
    const head = new DataView(new ArrayBuffer(16));
    head.setUint32(0, 16 + body.length, littleEndian);
    head.setUint16(4, 999, littleEndian);
    const lines: string[] = [];
    const walk = (nodes: readonly Dissection[], depth: number) => {
      for (const { name, offset, length, payload, children } of nodes) {
        lines.push(`${' '.repeat(depth)}${name} ${offset} ${length} ${payload}`);
        walk(children ?? [], depth + 1);
      }
    };
    const datagram = concat(new Uint8Array(head.buffer), body);
    walk(dissectDatagram(datagram, { byteOrder }), 0);
    assert.equal(lines, ['#999 0 68 nest', ' #1 16 20 nest', '  #1 20 6 bytes', '  #2 28 8 nest', '   #7 32 4 bytes', ' #2 36 8 bytes', ' #3 44 8 bytes', ' #4 52 16 bytes']);
    assert.equal(decodeDatagram(datagram, { byteOrder })[0]?.body, body);
  }
});

test('gives up on nests deeper than attributes may be', () => {
  let body = hex('');
  for (let depth = 0; depth < 40; depth++) body = attribute(0x8001, body);
  const head = hex(`${(16 + body.length).toString(16).padStart(2, '0')}000000 e703 0000 00000000 00000000`);
  let deepest = 0;
  const walk = (nodes: readonly Dissection[], depth: number) => {
    deepest = Math.max(deepest, depth);
    for (const { children = [] } of nodes) walk(children, depth + 1);
  };
  walk(dissectDatagram(concat(head, body), { byteOrder: 'little' }), 0);
  assert.is(deepest, 33);
});

test('finds the attribute that stands at an offset of a request', () => {
  const path = ['RTM_NEWLINK', 'IFLA_LINKINFO', 'IFLA_INFO_DATA', 'IFLA_MACVLAN_MODE'];
  const at = find('0800010010000000');
  for (let offset = at; offset < at + 8; offset++) assert.equal(attributePath(route, bytes(), offset), path);
  assert.equal(attributePath(route, bytes(), at - 1), path.slice(0, 3));
  assert.equal(attributePath(route, bytes(), 0), ['RTM_NEWLINK']);
  assert.equal(attributePath(route, bytes(), 31), ['RTM_NEWLINK']);
  assert.equal(attributePath(route, bytes(), find('08003500')), ['RTM_NEWLINK', 'IFLA_PROP_LIST', 'IFLA_ALT_IFNAME']);
  assert.equal(attributePath(route, bytes(), find('05008443')), ['RTM_NEWLINK', '#900']);
  assert.equal(attributePath(route, bytes(), 104), ['RTM_GETADDR']);
  for (const beyond of [-1, request.length, 4294967295]) assert.is(attributePath(route, bytes(), beyond), undefined);
  assert.is(attributePath(route, new Bytes(hex('0102')), 0), undefined);
});

test('names an attribute that is missing, where the nest it belongs in stands', () => {
  assert.equal(missingPath(route, bytes(), find('2c001200'), 1), ['RTM_NEWLINK', 'IFLA_LINKINFO', 'IFLA_INFO_KIND']);
  assert.equal(missingPath(route, bytes(), find('1c000200'), 1), ['RTM_NEWLINK', 'IFLA_LINKINFO', 'IFLA_INFO_DATA', 'IFLA_MACVLAN_MODE']);
  assert.equal(missingPath(route, bytes(), undefined, 3), ['RTM_NEWLINK', 'IFLA_IFNAME']);
  assert.equal(missingPath(route, bytes(), find('2c001200'), 99), ['RTM_NEWLINK', 'IFLA_LINKINFO', '#99']);
  assert.is(missingPath(route, bytes(), 9999, 1), undefined);
});

test('is plain data: names are known beside the tree, not in it', () => {
  const [message] = dissectDatagram(request, { byteOrder: 'little' });
  const copy = structuredClone(message) as Dissection;
  assert.equal(copy, message);
  assert.is(nameInside(message as Dissection, 3), 'IFLA_IFNAME');
  assert.is(nameInside(copy, 3), '#3');
});

test.run();
