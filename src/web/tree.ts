// A message as the tree on the page: nlmsghdr, the struct behind it, then the attributes; each with the bytes it stands for.

import { plain } from '../cli/decode/summary.js';
import { Bytes } from '../netlink/bytes.js';
import type { CapturedMessage } from '../netlink/capture/entry.js';
import { NLMSG_DONE, NLMSG_ERROR } from '../netlink/constants.js';
import type { DissectedField, Dissection } from '../netlink/dissection.js';
import { errnoName } from '../netlink/errno.js';
import { type MessageHeader, NLMSG_HDRLEN, readHeader } from '../netlink/message.js';
import { flagNames } from './flags.js';
import { cut, hexNumber } from './text.js';

/** One line of the tree. */
export interface TreeNode {
  /** Places from the root down: `0.3.1`. */
  readonly id: string;
  readonly depth: number;
  readonly name: string;
  readonly value: string;
  /** What kind of payload, and the number of an attribute; undefined for what has none. */
  readonly note: string | undefined;
  /** In the datagram. */
  readonly offset: number;
  readonly length: number;
  /** Where the payload begins. */
  readonly payload: number;
  readonly error: string | undefined;
  readonly children: readonly TreeNode[];
}

/** Says more of a value than it says itself: the name of the link behind an index. */
export type Explain = (attribute: string, value: unknown) => string | undefined;

const nothing: Explain = () => undefined;

/** Bytes of an attribute's header. */
const NLA_HDRLEN = 4;
/** Characters of a value; the bytes beside it have the rest. */
const MAX_VALUE = 1000;
/** Where in an NLMSG_ERROR the request's header is repeated. */
const REPEATED = NLMSG_HDRLEN + 4;
const HEADER_FIELDS: readonly (readonly [name: string, offset: number, length: number])[] = [
  ['nlmsg_len', 0, 4],
  ['nlmsg_type', 4, 2],
  ['nlmsg_flags', 6, 2],
  ['nlmsg_seq', 8, 4],
  ['nlmsg_pid', 12, 4],
];

/** The tree of a message; what is no message is its bytes alone. */
export function treeOf(message: CapturedMessage, explain: Explain = nothing): TreeNode {
  const { offset, bytes, header, errors, datagram } = message;
  const dissection = message.dissect();
  if (dissection !== undefined && header !== undefined) return messageNode(dissection, new Bytes(datagram.bytes, datagram.littleEndian), { id: '0', depth: 0, explain });
  const error = errors[0]?.message;
  const value = error === undefined ? valueText(message.body) : '';
  return { id: '0', depth: 0, name: message.name, value, note: undefined, offset, length: bytes.length, payload: offset, error, children: [] };
}

const valueText = (value: unknown): string => (value === undefined ? '' : cut(plain(value), MAX_VALUE));

/** Where a node is to stand. */
interface Place {
  readonly id: string;
  readonly depth: number;
  readonly explain: Explain;
}

const below = ({ id, depth, explain }: Place, at: number): Place => ({ id: `${id}.${at}`, depth: depth + 1, explain });

/** A message, also one that an error repeats. */
function messageNode(dissection: Dissection, b: Bytes, place: Place): TreeNode {
  const { name, offset, length, value, error } = dissection;
  const children = [headerNode(b, offset, name, below(place, 0))];
  if (dissection.fields !== undefined && dissection.fields.length > 0) children.push(structNode(dissection, below(place, 1)));
  if (dissection.type === NLMSG_ERROR || dissection.type === NLMSG_DONE) children.push(...controlNodes(dissection, b, place, children.length));
  for (const child of dissection.children ?? []) {
    const at = below(place, children.length);
    children.push(isRepeated(child, dissection) ? messageNode(child, b, at) : attributeNode(child, at));
  }
  const text = dissection.children === undefined && dissection.fields === undefined && children.length === 1 ? valueText(value) : '';
  return { id: place.id, depth: place.depth, name, value: text, note: undefined, offset, length, payload: offset, error: error?.message, children };
}

/** Whether it is the request that an error repeats whole. */
const isRepeated = (child: Dissection, { type, offset }: Dissection): boolean => type === NLMSG_ERROR && child.offset === offset + REPEATED;

/** The number in an error or at the end of a list, and of a request that an error does not repeat whole its header. */
function controlNodes({ type, offset, length, children = [] }: Dissection, b: Bytes, place: Place, from: number): TreeNode[] {
  if (length < REPEATED) return [];
  const error = b.view.getInt32(offset + NLMSG_HDRLEN, b.littleEndian);
  const value = error < 0 ? `${error} (${errnoName(-error)})` : String(error);
  const out = [leaf('error', value, offset + NLMSG_HDRLEN, 4, below(place, from))];
  const whole = children[0]?.offset === offset + REPEATED;
  if (type === NLMSG_ERROR && !whole && length >= REPEATED + NLMSG_HDRLEN) out.push(headerNode(b, offset + REPEATED, '', below(place, from + 1)));
  return out;
}

const leaf = (name: string, value: string, offset: number, length: number, { id, depth }: Place): TreeNode => ({
  ...{ id, depth, name, value, note: undefined, offset, length },
  ...{ payload: offset, error: undefined, children: [] },
});

/** nlmsghdr; `name` is that of the message, empty where it is not known. */
function headerNode(b: Bytes, offset: number, name: string, place: Place): TreeNode {
  const header = readHeader(b, offset);
  const type = name === '' ? String(header.type) : `${name} (${header.type})`;
  const values = [String(header.length), type, flagText(header, name), String(header.sequence), String(header.portId)];
  return {
    ...leaf('nlmsghdr', '', offset, NLMSG_HDRLEN, place),
    children: HEADER_FIELDS.map(([field, at, length], i) => leaf(field, values[i] as string, offset + at, length, below(place, i))),
  };
}

function flagText({ flags, type }: MessageHeader, name: string): string {
  const names = flagNames(flags, type, name);
  return names.length === 0 ? hexNumber(flags) : `${names.join(' | ')} (${hexNumber(flags)})`;
}

function structNode({ fields = [], payload }: Dissection, place: Place): TreeNode {
  const first = fields[0];
  const last = fields.at(-1);
  const offset = first?.offset ?? 0;
  const length = last === undefined ? 0 : last.offset + last.length - offset;
  return { ...leaf(payload, '', offset, length, place), children: fieldNodes(fields, place) };
}

/** Fields of bits are read in hex. */
const fieldText = (name: string, value: unknown): string =>
  /flags$|^change$/.test(name) && typeof value === 'number' && value > 9 ? `${value} (${hexNumber(value)})` : valueText(value);

const fieldNodes = (fields: readonly DissectedField[], place: Place): TreeNode[] =>
  fields.filter(({ name }) => !name.startsWith('pad')).map(({ name, offset, length, value }, i) => leaf(name, fieldText(name, value), offset, length, below(place, i)));

function attributeNode(node: Dissection, place: Place): TreeNode {
  const { name, type, offset, length, payload, value, error } = node;
  const children = fieldNodes(node.fields ?? [], place);
  for (const child of node.children ?? []) children.push(attributeNode(child, below(place, children.length)));
  const more = place.explain(name, value);
  const text = children.length > 0 ? '' : valueText(value);
  return {
    ...leaf(name, more === undefined ? text : `${text} (${more})`, offset, length, place),
    ...{ note: `${type} \u00b7 ${payload}`, payload: Math.min(offset + NLA_HDRLEN, offset + length), error: error?.message, children },
  };
}

/** The lines that are shown: children of what is open. */
export function linesOf(root: TreeNode, open: ReadonlySet<string>): TreeNode[] {
  const out: TreeNode[] = [];
  const visit = (node: TreeNode): void => {
    out.push(node);
    if (open.has(node.id)) for (const child of node.children) visit(child);
  };
  visit(root);
  return out;
}

/** What a tree shows when a message is chosen: all that is not the header, nests as long as they are small. */
export function openAtFirst(root: TreeNode): Set<string> {
  const out = new Set([root.id]);
  const visit = (node: TreeNode): void => {
    if (node.children.length === 0 || node.name === 'nlmsghdr' || node.children.length > 24) return;
    out.add(node.id);
    for (const child of node.children) visit(child);
  };
  for (const child of root.children) visit(child);
  return out;
}

/** The deepest node that a byte belongs to; a node's padding belongs to what is around it. */
export function nodeAt(root: TreeNode, offset: number): TreeNode {
  const inside = root.children.find((child) => offset >= child.offset && offset < child.offset + child.length);
  return inside === undefined ? root : nodeAt(inside, offset);
}

/** A node and all above it, from the root down. */
export function pathTo(root: TreeNode, id: string): TreeNode[] {
  const out = [root];
  let node: TreeNode | undefined = root;
  while (node !== undefined && node.id !== id) {
    node = node.children.find((child) => id === child.id || id.startsWith(`${child.id}.`));
    if (node !== undefined) out.push(node);
  }
  return out;
}
