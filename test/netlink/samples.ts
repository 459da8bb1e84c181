// Messages that kernels sent, each decoded in both ways: at a word by what was learnt of those before, at an odd offset always anew.

import * as assert from 'uvu/assert';
import { route } from '../../src/index.js';
import { Bytes, toHex, Writer } from '../../src/netlink/bytes.js';
import type { Codec } from '../../src/netlink/codec.js';
import { DecodeError, EncodeError } from '../../src/netlink/errors.js';
import { NLMSG_HDRLEN } from '../../src/netlink/message.js';
import { type Captured, captured } from './wire.js';

const codecs = new Map<number, Codec<unknown>>(Object.values(route.messages).map(([type, codec]) => [type, codec as unknown as Codec<unknown>]));

export interface Sample {
  readonly type: number;
  /** What stands behind nlmsghdr. */
  readonly body: Uint8Array;
  readonly littleEndian: boolean;
}

function bodies({ datagram, byteOrder }: Captured): Sample[] {
  const littleEndian = byteOrder === 'little';
  const { view } = new Bytes(datagram, littleEndian);
  const out: Sample[] = [];
  for (let at = 0; at < datagram.length; at += (view.getUint32(at, littleEndian) + 3) & ~3) {
    const body = datagram.slice(at + NLMSG_HDRLEN, at + view.getUint32(at, littleEndian));
    if (body.length > 0) out.push({ type: view.getUint16(at + 4, littleEndian), body, littleEndian });
  }
  return out.filter(({ type, body }) => codecs.has(type) && body.length < 2000);
}

const common = ['recipe', 'macaddr', 'modes', 'addr', 'kinds_host', 'misc'] as const;
export const samples = {
  little: [
    ...common.flatMap((group) => [...captured('host-6.18', group), ...captured('vm-6.1-x86_64', group)]),
    ...['routes', 'routes6', 'rules', 'nexthop', 'neigh', 'encap'].flatMap((group) => captured('host-6.18', group)),
  ].flatMap(bodies),
  big: common.flatMap((group) => captured('vm-6.1-s390x', group)).flatMap(bodies),
};

/** All that can be seen of a value, in order; errors without the offset that the bytes were put at. */
function told(value: unknown, shift: number): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'bigint') return `${item}n`;
    if (ArrayBuffer.isView(item)) return `${item.constructor.name} ${toHex(new Uint8Array(item.buffer, item.byteOffset, item.byteLength))}`;
    if (item instanceof DecodeError) return [item.code, item.message.replace(/ at byte \d+$/, ''), item.offset - shift];
    return item;
  });
}

/** What the bytes decode to, with everything beside: errors, notes (by encoding it again), depth. */
export function outcome({ type, body, littleEndian }: Sample, strict: boolean, shift: 0 | 1): string {
  const codec = codecs.get(type) as Codec<unknown>;
  const padded = new Uint8Array(shift + body.length);
  padded.set(body, shift);
  const b = new Bytes(padded, littleEndian, strict);
  try {
    const value = codec.decode(b, shift, padded.length);
    return [told(value, shift), told(b.errors, shift), b.depth, encoded(codec, value, littleEndian)].join('\n');
  } catch (error) {
    return told(error, shift);
  }
}

function encoded(codec: Codec<unknown>, value: unknown, littleEndian: boolean): string {
  try {
    const w = new Writer(littleEndian);
    codec.encode(w, value);
    return toHex(w.finish());
  } catch (error) {
    if (error instanceof EncodeError) return error.message;
    throw error;
  }
}

/** Asserts that what was learnt before makes no difference. */
export function expectSame(sample: Sample, strict: boolean): void {
  const made = outcome(sample, strict, 0);
  const plain = outcome(sample, strict, 1);
  if (made === plain) return;
  let at = 0;
  while (made[at] === plain[at]) at++;
  assert.is(made.slice(at - 80, at + 80), plain.slice(at - 80, at + 80), `message ${sample.type}, ${toHex(sample.body)}`);
}
