// A message that a kernel sent as what a suite expects: bytes in hex with names for what is not the same in every run.

import type { Expectation, ExpectedAttribute } from '../../src/cli/conformance/suite.js';
import { summary } from '../../src/cli/decode/summary.js';
import { type Dissection, decodeDatagram, dissectDatagram } from '../../src/index.js';
import { toHex } from '../../src/netlink/bytes.js';
import { NLM_F_CAPPED, NLMSG_ERROR } from '../../src/netlink/constants.js';
import { errnoName } from '../../src/netlink/errno.js';
import type { ErrorBody } from '../../src/netlink/message.js';
import { FREE, isChosen, isLookedAt } from './free.js';
import { since } from './since.js';

const LE = { byteOrder: 'little' } as const;
const ERROR_START = 20;

/** What stands for which bytes in a case. */
export class Known {
  /** Sequence numbers and ports, by their bytes in hex. */
  readonly numbers = new Map<string, string>();
  private readonly addresses = new Map<string, string>();

  constructor(
    /** All that was sent, as patterns: a hardware address that stands in it was told, not chosen. */
    private readonly sent: readonly string[],
    /** The attributes of what was sent, by name. */
    readonly asked: ReadonlySet<string>,
  ) {}

  number(hex: string): string {
    return this.numbers.get(hex) ?? hex;
  }

  /** A hardware address: as it is where somebody said so. */
  address(hex: string): string {
    if (/^(00)*$/.test(hex) || /^(ff)*$/.test(hex) || this.sent.some((pattern) => pattern.includes(hex))) return hex;
    const name = this.addresses.get(hex) ?? `mac${this.addresses.size + 1}`;
    this.addresses.set(hex, name);
    return `<${name}:${hex.length / 2}>`;
  }
}

/** One message. `request` is the pattern of the message that it answers. */
export function expectationOf(bytes: Uint8Array, known: Known, request: string | undefined): Expectation {
  const [node] = dissectDatagram(bytes, LE);
  if (node === undefined) throw new TypeError(`no message: ${toHex(bytes)}`);
  if (node.type === NLMSG_ERROR) return errorOf(bytes, known, request);
  if (/^RTM_(NEW|DEL)LINK$/.test(node.name)) return linkOf(node, bytes, known);
  return { message: node.name, ...textOf(bytes), hex: header(bytes, known) + withFree(node, bytes, 16, bytes.length) };
}

/** nlmsghdr, with names for sequence and port. */
function header(bytes: Uint8Array, known: Known, length = toHex(bytes.subarray(0, 4))): string {
  const hex = (from: number, to: number) => toHex(bytes.subarray(from, to));
  return `${length}${hex(4, 8)}${known.number(hex(8, 12))}${known.number(hex(12, 16))}`;
}

/** Of an error, the request that it repeats is as it was sent. */
function errorOf(bytes: Uint8Array, known: Known, request = ''): Expectation {
  const flags = new DataView(bytes.buffer, bytes.byteOffset).getUint16(6, true);
  // A name in a pattern stands for four bytes, and is no longer in hex than they are.
  const expanded = request.replace(/<\w+>/g, '????????');
  const echoed = (flags & NLM_F_CAPPED) !== 0 ? 16 : Math.min(expanded.length / 2, new DataView(bytes.buffer, bytes.byteOffset).getUint32(ERROR_START, true));
  const behind = toHex(bytes.subarray(ERROR_START + echoed));
  return { message: 'NLMSG_ERROR', ...textOf(bytes), hex: `${header(bytes, known)}${toHex(bytes.subarray(16, ERROR_START))}${cut(request, echoed)}${behind}` };
}

/** The first `length` bytes of a pattern. */
function cut(pattern: string, length: number): string {
  let out = '';
  let left = length;
  for (const [part] of pattern.matchAll(/<\w+>|[0-9a-f]{2}/g)) {
    if (left <= 0) break;
    out += part;
    left -= part.startsWith('<') ? 4 : 1;
  }
  return out;
}

function withFree(node: Dissection, bytes: Uint8Array, from: number, to: number): string {
  const parts: { readonly at: number; readonly length: number; readonly name: string }[] = [];
  const visit = (nodes: readonly Dissection[]): void => {
    for (const one of nodes) {
      for (const { message, attribute, offset, length, name } of FREE)
        if (one.name === attribute && message.test(node.name)) parts.push({ at: one.offset + 4 + offset, length, name });
      visit(one.children ?? []);
    }
  };
  visit(node.children ?? []);
  let out = '';
  let at = from;
  for (const part of parts.sort((a, b) => a.at - b.at)) {
    out += `${toHex(bytes.subarray(at, part.at))}<*${part.name}:${part.length}>`;
    at = part.at + part.length;
  }
  return out + toHex(bytes.subarray(at, to));
}

const STRUCT = 16;

function linkOf(node: Dissection, bytes: Uint8Array, known: Known): Expectation {
  const attributes: ExpectedAttribute[] = [];
  const seen = new Set<string>();
  const visit = (nodes: readonly Dissection[], path: readonly number[], names: readonly string[]): void => {
    for (const one of nodes) {
      const [inner, inside] = [
        [...path, one.type],
        [...names, one.name],
      ];
      const key = inner.join('/');
      if (seen.has(key) || !isLookedAt(inside) || isChosen(one.name, one.value)) continue;
      seen.add(key);
      if (one.children !== undefined && one.children.length > 0) visit(one.children, inner, inside);
      else attributes.push(attributeOf(one, bytes, key, inside, known));
    }
  };
  visit(node.children ?? [], [], []);
  return { message: node.name, ...textOf(bytes), start: header(bytes, known, '<*length:4>') + toHex(bytes.subarray(16, 16 + STRUCT)), attributes };
}

function attributeOf(node: Dissection, bytes: Uint8Array, path: string, names: readonly string[], known: Known): ExpectedAttribute {
  const hex = toHex(bytes.subarray(node.offset + 4, node.offset + node.length));
  const isAddress = /(ADDRESS|BROADCAST|MACADDR)$/.test(node.name) && hex.length === 12;
  const pattern = isAddress ? known.address(hex) : hex;
  const value = pattern !== hex || node.value === undefined ? undefined : summary({ value: node.value }).replace(/^value ?/, '');
  return { path, name: names.join('/'), hex: pattern, ...(value !== undefined && value !== '' && { value }), ...since(node.name, known.asked) };
}

function textOf(bytes: Uint8Array): { readonly text?: string } {
  const [message] = decodeDatagram(bytes, LE);
  if (message === undefined || message.body instanceof Uint8Array) return {};
  if (message.name === 'NLMSG_ERROR' || message.name === 'NLMSG_DONE') {
    const { error = 0, extendedAck: { message: text, offset } = {} } = message.body as Partial<ErrorBody>;
    const said = text === undefined ? '' : `, ${JSON.stringify(text)}`;
    return { text: `${error === 0 ? 'ok' : errnoName(-error)}${said}${offset === undefined ? '' : `, at offset ${offset}`}` };
  }
  const { index, ifname, linkinfo, ...rest } = message.body as { index?: number; ifname?: string; linkinfo?: { kind?: string } };
  if (/LINK$/.test(message.name) && ifname !== undefined) return { text: `${ifname}, index ${index}${linkinfo?.kind === undefined ? '' : `, ${linkinfo.kind}`}` };
  // What counts or runs on is not worth telling.
  const {
    cacheinfo: _,
    config: __,
    stats: ___,
    ...still
  } = { ...(index !== undefined && { index }), ...(ifname !== undefined && { ifname }), ...(linkinfo && { linkinfo }), ...rest } as Record<string, unknown>;
  if (still.parms !== undefined) still.parms = { ...(still.parms as object), refcnt: undefined, reachableTime: undefined };
  return { text: summary(still, new Set(Object.keys(still))) };
}
