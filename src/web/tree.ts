// A message as the tree on the page: nlmsghdr, the struct behind it, then the attributes; each with the bytes it stands for.

import type { CapturedMessage } from '../netlink/capture/entry.js';
import type { DissectedField, Dissection } from '../netlink/dissection.js';
import type { MessageHeader } from '../netlink/message.js';
import { flagNames } from './flags.js';
import { hexNumber, valueText } from './text.js';

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
const HEADER_FIELDS: readonly (readonly [name: string, offset: number, length: number])[] = [
  ['nlmsg_len', 0, 4],
  ['nlmsg_type', 4, 2],
  ['nlmsg_flags', 6, 2],
  ['nlmsg_seq', 8, 4],
  ['nlmsg_pid', 12, 4],
];

/** The tree of a message; what is no message is its bytes alone. */
export function treeOf(message: CapturedMessage, explain: Explain = nothing): TreeNode {
  const { offset, bytes, header, errors } = message;
  const dissection = message.dissect();
  const base = { id: '0', depth: 0, name: message.name, note: undefined, offset, length: bytes.length, payload: offset };
  if (dissection === undefined || header === undefined) {
    const error = errors[0]?.message;
    return { ...base, value: error === undefined ? valueText(message.body) : '', error, children: [] };
  }
  const children: TreeNode[] = [headerNode(message, header, '0.0')];
  if (dissection.fields !== undefined) children.push(structNode(dissection, '0.1'));
  for (const child of dissection.children ?? []) children.push(attributeNode(child, `0.${children.length}`, 1, explain));
  return { ...base, value: dissection.children === undefined && dissection.fields === undefined ? valueText(dissection.value) : '', error: dissection.error?.message, children };
}

function headerNode({ offset, name }: CapturedMessage, header: MessageHeader, id: string): TreeNode {
  const values = [String(header.length), `${name} (${header.type})`, flagText(header, name), String(header.sequence), String(header.portId)];
  return {
    ...{ id, depth: 1, name: 'nlmsghdr', value: '', note: undefined, offset, length: 16, payload: offset, error: undefined },
    children: HEADER_FIELDS.map(([field, at, length], i) => ({
      ...{ id: `${id}.${i}`, depth: 2, name: field, value: values[i] as string, note: undefined },
      ...{ offset: offset + at, length, payload: offset + at, error: undefined, children: [] },
    })),
  };
}

function flagText({ flags, type }: MessageHeader, name: string): string {
  const names = flagNames(flags, type, name);
  return names.length === 0 ? hexNumber(flags) : `${names.join(' | ')} (${hexNumber(flags)})`;
}

function structNode({ fields = [], payload }: Dissection, id: string): TreeNode {
  const first = fields[0];
  const last = fields.at(-1);
  const offset = first?.offset ?? 0;
  const length = last === undefined ? 0 : last.offset + last.length - offset;
  return { ...{ id, depth: 1, name: payload, value: '', note: undefined, offset, length, payload: offset, error: undefined }, children: fieldNodes(fields, id, 2) };
}

const fieldNodes = (fields: readonly DissectedField[], id: string, depth: number): TreeNode[] =>
  fields
    .filter(({ name }) => !name.startsWith('pad'))
    .map(({ name, offset, length, value }, i) => ({
      ...{ id: `${id}.${i}`, depth, name, value: valueText(value), note: undefined },
      ...{ offset, length, payload: offset, error: undefined, children: [] },
    }));

function attributeNode(node: Dissection, id: string, depth: number, explain: Explain): TreeNode {
  const { name, type, offset, length, payload, value, error } = node;
  const children = [...fieldNodes(node.fields ?? [], id, depth + 1)];
  for (const child of node.children ?? []) children.push(attributeNode(child, `${id}.${children.length}`, depth + 1, explain));
  const more = explain(name, value);
  const text = children.length > 0 ? '' : valueText(value);
  return {
    ...{ id, depth, name, value: more === undefined ? text : `${text} (${more})`, note: `${type} \u00b7 ${payload}`, offset, length },
    ...{ payload: Math.min(offset + NLA_HDRLEN, offset + length), error: error?.message, children },
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
