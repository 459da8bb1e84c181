// `--tree`: each message taken apart - name, type number, offset, length and value of each attribute - with its bytes beside it.

import { toHex } from '../../netlink/bytes.js';
import type { CapturedMessage, Step } from '../../netlink/capture/entry.js';
import { isoTime } from '../../netlink/capture/time.js';
import type { DissectedField, Dissection } from '../../netlink/dissection.js';
import { errnoName } from '../../netlink/errno.js';
import { type ErrorBody, NLMSG_HDRLEN } from '../../netlink/message.js';
import { NLA_F_NESTED, NLA_F_NET_BYTEORDER } from '../../netlink/nlattr.js';
import { harmless } from './colours.js';
import { plain } from './summary.js';
import { TextView } from './text.js';
import type { Surroundings, View } from './view.js';

/** Columns left of the bytes. */
const LEFT = 76;

/** Bytes on a line. */
const WIDTH = 16;

/** Values that are longer go on, on lines of their own. */
const LONGEST = 4096;

export class TreeView implements View {
  private readonly text: TextView;

  constructor(private readonly surroundings: Surroundings) {
    this.text = new TextView({ ...surroundings, details: 0 });
  }

  step(step: Step): string {
    const { message } = step;
    if (message === undefined) return this.text.step(step);
    const { paint } = this.surroundings;
    const { header, name, offset, bytes, datagram, direction } = message;
    const stamp = datagram.time === undefined ? '' : ` ${isoTime(datagram.time, 6)}`;
    const head = `${paint('number', `#${step.entry.id}`)}${paint('time', stamp)} ${paint('direction', direction === 'sent' ? '->' : '<-')} message ${message.number}, record at ${datagram.offset}${datagram.littleEndian ? '' : ', big-endian'}\n`;
    const type = header === undefined ? '' : ` (${header.type})`;
    const lines = [head, this.line(0, `${name}${type} at ${offset}, ${bytes.length} bytes`, header === undefined ? bytes : new Uint8Array(), 'name')];
    if (header !== undefined) lines.push(this.header(message));
    const node = message.dissect();
    if (node !== undefined && header !== undefined) lines.push(this.body(node, message));
    if (node !== undefined) lines.push(this.inside(node, message, 1));
    for (const { message: why } of message.errors) lines.push(`  ${paint('warning', `! ${harmless(why)}`)}\n`);
    if (message.padding.length > 0) lines.push(this.line(0, `padding at ${offset + bytes.length}, ${message.padding.length} bytes`, trimmed(message.padding)));
    return lines.join('');
  }

  end(): string {
    return '';
  }

  private header({ header, bytes }: CapturedMessage): string {
    if (header === undefined) return '';
    const { length, flags, sequence, portId } = header;
    return this.line(1, `nlmsghdr: length ${length}, flags 0x${flags.toString(16)}, sequence ${sequence}, port ${portId}`, bytes.subarray(0, NLMSG_HDRLEN));
  }

  /** What is below a node, in the order of the bytes. */
  private inside({ fields = [], children = [], payload }: Dissection, message: CapturedMessage, depth: number): string {
    const struct = fields.length === 0 ? '' : this.struct(payload, fields, message.datagram.bytes, depth);
    return struct + children.map((child) => this.node(child, message, depth)).join('');
  }

  /** The part of a message's body that has no fields, up to what has. */
  private body({ offset, length, value, children: [first] = [], error, name }: Dissection, { datagram: { bytes } }: CapturedMessage): string {
    const start = offset + NLMSG_HDRLEN;
    const end = first?.offset ?? offset + length;
    if (value === undefined || start >= end) return '';
    if (name === 'NLMSG_ERROR' && error === undefined) return this.error(value as ErrorBody, start, end, bytes);
    return this.line(1, `${error === undefined ? '' : 'damaged '}body at ${start}: ${shown(value)}`, bytes.subarray(start, end));
  }

  /** What an error repeats of the request is shown as a message where it is whole. */
  private error({ error, request }: ErrorBody, start: number, end: number, bytes: Uint8Array): string {
    const code = error === 0 ? '0' : `${error} ${errnoName(-error)}`;
    const result = this.line(1, `nlmsgerr at ${start}: error ${code}`, bytes.subarray(start, start + 4));
    const { type, length, flags, sequence, portId } = request;
    const told = `of the request at ${start + 4}: type ${type}, length ${length}, flags 0x${flags.toString(16)}, sequence ${sequence}, port ${portId}`;
    return start + 4 >= end ? result : result + this.line(1, told, bytes.subarray(start + 4, end));
  }

  private struct(name: string, fields: readonly DissectedField[], bytes: Uint8Array, depth: number): string {
    const [first] = fields;
    const title = this.line(depth, `${name} at ${first?.offset}`, new Uint8Array());
    return (
      title +
      fields.map((field) => this.line(depth + 1, `${field.name} at ${field.offset}: ${shown(field.value)}`, bytes.subarray(field.offset, field.offset + field.length))).join('')
    );
  }

  private node(node: Dissection, message: CapturedMessage, depth: number): string {
    const { name, type, flags, offset, length, payload, value, children, fields = [], error } = node;
    const bits = [...((flags & NLA_F_NESTED) !== 0 ? ['nested'] : []), ...((flags & NLA_F_NET_BYTEORDER) !== 0 ? ['big-endian'] : [])].map((bit) => `, ${bit}`).join('');
    const title = `${name} (${type}) at ${offset}, ${length} bytes${bits}`;
    const { bytes } = message.datagram;
    if (children !== undefined || fields.length > 0) {
      // The request that an error repeats is a message, with a header of its own.
      const size = children !== undefined && fields.length > 0 ? NLMSG_HDRLEN : 4;
      return this.line(depth, title, bytes.subarray(offset, Math.min(offset + size, offset + length))) + this.inside(node, message, depth + 1);
    }
    const wrong = error === undefined ? '' : `    ${'  '.repeat(depth)}${this.surroundings.paint('warning', `! ${harmless(error.message)}`)}\n`;
    return this.line(depth, `${title}: ${payload} ${shown(value)}`, bytes.subarray(offset, offset + length)) + wrong;
  }

  /** Text to the left, bytes to the right; what is too long for its column has a line of its own. */
  private line(depth: number, text: string, bytes: Uint8Array, part?: 'name'): string {
    const { paint } = this.surroundings;
    const indent = '  '.repeat(depth);
    const left = `${indent}${harmless(text)}`;
    const painted = part === undefined ? left : paint(part, left);
    const rows: string[] = [];
    for (let at = 0; at < bytes.length; at += WIDTH) rows.push(toHex(bytes.subarray(at, at + WIDTH)).replace(/(..)(?!$)/g, '$1 '));
    if (rows.length === 0) return `${painted}\n`;
    const beside = left.length <= LEFT ? rows.shift() : undefined;
    const first = beside === undefined ? painted : `${painted}${' '.repeat(LEFT - left.length + 2)}${paint('hex', beside)}`;
    return `${[first, ...rows.map((row) => `${' '.repeat(LEFT + 2)}${paint('hex', row)}`)].join('\n')}\n`;
  }
}

function shown(value: unknown): string {
  const text = plain(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/** Zeros at the end are told by their number alone. */
function trimmed(bytes: Uint8Array): Uint8Array {
  return bytes.every((byte) => byte === 0) ? bytes.subarray(0, Math.min(bytes.length, WIDTH)) : bytes;
}
