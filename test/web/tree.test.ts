// A message as a tree, and from bytes to its nodes.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { TreeNode } from '../../src/web/tree.js';
import { linesOf, nodeAt, openAtFirst, pathTo } from '../../src/web/tree.js';
import { rows } from '../fixtures.js';
import { exchange, link, notice, request, viewing } from './recordings.js';

const test = suite('tree');

const MACVLAN = link(3, 'macvlan1', { link: 2, linkinfo: { kind: 'macvlan', macvlan: { mode: 'bridge' } } });

async function treeOf(body: Record<string, unknown> = MACVLAN, byteOrder: 'little' | 'big' = 'little'): Promise<TreeNode> {
  const viewer = await viewing(exchange([notice('RTM_NEWLINK', link(2, 'eth0')), notice('RTM_NEWLINK', body)], byteOrder));
  viewer.select(1);
  return viewer.tree.value as TreeNode;
}

const all = (node: TreeNode): TreeNode[] => [node, ...node.children.flatMap(all)];
const named = (tree: TreeNode, name: string): TreeNode => all(tree).find((node) => node.name === name) as TreeNode;

test('header, struct, attributes', async () => {
  const tree = await treeOf();
  assert.is(tree.name, 'RTM_NEWLINK');
  assert.equal(
    tree.children.map(({ name }) => name),
    ['nlmsghdr', 'ifinfomsg', 'IFLA_IFNAME', 'IFLA_MTU', 'IFLA_OPERSTATE', 'IFLA_LINK', 'IFLA_LINKINFO'],
  );
  assert.is(named(tree, 'nlmsg_type').value, 'RTM_NEWLINK (16)');
  assert.is(named(tree, 'index').value, '3');
  assert.is(named(tree, 'IFLA_MACVLAN_MODE').value, 'bridge');
  assert.is(named(tree, 'IFLA_LINK').value, '2 (eth0)');
});

test('the flags of a message by name', async () => {
  const viewer = await viewing(exchange(request(1, 'RTM_NEWLINK', { index: 2 })));
  assert.is(named(viewer.tree.value as TreeNode, 'nlmsg_flags').value, 'NLM_F_REQUEST | NLM_F_ACK (0x5)');
  viewer.select(1);
  assert.is(named(viewer.tree.value as TreeNode, 'nlmsg_flags').value, 'NLM_F_CAPPED (0x100)');
});

test('an error: its number, the request it repeats, and what it says beside', async () => {
  const viewer = await viewing(exchange(request(1, 'RTM_NEWLINK', { index: 2, ifname: 'x' }, -17, { message: 'no', offset: 32 })));
  viewer.select(1);
  const tree = viewer.tree.value as TreeNode;
  assert.equal(
    tree.children.map(({ name, value, offset, length }) => [name, value, offset, length]),
    [
      ['nlmsghdr', '', 0, 16],
      ['error', '-17 (EEXIST)', 16, 4],
      ['nlmsghdr', '', 20, 16],
      ['NLMSGERR_ATTR_MSG', 'no', 36, 7],
      ['NLMSGERR_ATTR_OFFS', '32', 44, 8],
    ],
  );
});

test('an error that repeats the request whole has it as a message inside', async () => {
  const cases = rows<{ name: string; exchange: object[] }>('captures/host-6.18/errors.jsonl.gz').slice(0, 40);
  const viewer = await viewing(cases.map(({ name, exchange }) => JSON.stringify({ name, exchange })).join('\n'));
  const place = viewer.recording.value?.rows.findIndex(({ message }) => message.name === 'NLMSG_ERROR' && message.bytes.length > 100) ?? -1;
  viewer.select(place);
  const inside = (viewer.tree.value as TreeNode).children[2];
  assert.equal(
    inside?.children.slice(0, 2).map(({ name }) => name),
    ['nlmsghdr', 'ifinfomsg'],
  );
});

test('either byte order gives the same tree', async () => {
  assert.equal(await treeOf(MACVLAN, 'big'), await treeOf(MACVLAN, 'little'));
});

test('every byte of a message has a node, and every node is found at its bytes', async () => {
  const tree = await treeOf();
  for (let at = tree.offset; at < tree.offset + tree.length; at++) {
    const node = nodeAt(tree, at);
    assert.ok(node.offset <= at && at < node.offset + node.length);
  }
  for (const node of all(tree)) assert.ok(pathTo(tree, nodeAt(tree, node.offset).id).includes(node), node.name);
});

test('children lie within their parents', async () => {
  for (const node of all(await treeOf())) {
    for (const child of node.children) assert.ok(child.offset >= node.offset && child.offset + child.length <= node.offset + node.length, child.name);
  }
});

test('what is open is shown, the header is not at first', async () => {
  const tree = await treeOf();
  const lines = linesOf(tree, openAtFirst(tree)).map(({ name }) => name);
  assert.ok(lines.includes('IFLA_MACVLAN_MODE'));
  assert.not.ok(lines.includes('nlmsg_type'));
  assert.equal(
    linesOf(tree, new Set()).map(({ name }) => name),
    ['RTM_NEWLINK'],
  );
});

test('selecting a byte selects its node and opens the way to it', async () => {
  const viewer = await viewing(exchange([notice('RTM_NEWLINK', MACVLAN)]));
  const tree = viewer.tree.value as TreeNode;
  viewer.open.value = new Set();
  viewer.selectByte(named(tree, 'IFLA_MACVLAN_MODE').payload);
  assert.equal(
    viewer.nodePath.value.map(({ name }) => name),
    ['RTM_NEWLINK', 'IFLA_LINKINFO', 'IFLA_INFO_DATA', 'IFLA_MACVLAN_MODE'],
  );
  assert.ok(linesOf(tree, viewer.open.value).some(({ name }) => name === 'IFLA_MACVLAN_MODE'));
});

test('an attribute that does not decode says why, beside its bytes', async () => {
  const line = JSON.parse(exchange([notice('RTM_NEWLINK', link(2, 'eth0'))])) as { hex: string };
  // An mtu of three bytes.
  const viewer = await viewing(JSON.stringify({ ...line, hex: line.hex.replace('08000400dc050000', '07000400dc050000') }));
  const mtu = named(viewer.tree.value as TreeNode, 'IFLA_MTU');
  assert.match(mtu.error ?? '', /u32 of 3 bytes/);
});

test('bytes that are no message are told as what they are', async () => {
  const viewer = await viewing(`${JSON.stringify({ dir: 'rx', sock: 0, hex: '0102030405' })}\n`);
  const tree = viewer.tree.value as TreeNode;
  assert.equal(tree.children, []);
  assert.match(tree.error ?? '', /5 bytes/);
});

test.run();
