// Attributes of a request as the kernel reads them: by number, as long as they are long enough. include/net/netlink.h: nla_get_*().

import type { Bytes } from '../netlink/bytes.js';
import { NLA_TYPE_MASK } from '../netlink/nlattr.js';

/** One attribute of a request. The readers expect what the policy has checked. */
export class Attribute {
  readonly type: number;
  /** Where its payload starts. */
  readonly start: number;

  constructor(
    readonly bytes: Bytes,
    /** The type with its flag bits. */
    readonly header: number,
    /** From the start of the message to the attribute's header. */
    readonly at: number,
    readonly end: number,
  ) {
    this.type = header & NLA_TYPE_MASK;
    this.start = at + 4;
  }

  get length(): number {
    return this.end - this.start;
  }

  get payload(): Uint8Array {
    return this.bytes.array.subarray(this.start, this.end);
  }

  get u8(): number {
    return this.bytes.view.getUint8(this.start);
  }

  get u16(): number {
    return this.bytes.view.getUint16(this.start, this.bytes.littleEndian);
  }

  get be16(): number {
    return this.bytes.view.getUint16(this.start, false);
  }

  get u32(): number {
    return this.bytes.view.getUint32(this.start, this.bytes.littleEndian);
  }

  get be32(): number {
    return this.bytes.view.getUint32(this.start, false);
  }

  get s32(): number {
    return this.bytes.view.getInt32(this.start, this.bytes.littleEndian);
  }

  get u64(): bigint {
    return this.bytes.view.getBigUint64(this.start, this.bytes.littleEndian);
  }

  get be64(): bigint {
    return this.bytes.view.getBigUint64(this.start, false);
  }

  /** Up to the first NUL: nla_strscpy(). */
  get string(): string {
    const { payload } = this;
    const nul = payload.indexOf(0);
    return new TextDecoder().decode(nul < 0 ? payload : payload.subarray(0, nul));
  }

  /** The attributes inside, whatever they are: nla_for_each_nested(). */
  children(): Generator<Attribute> {
    return attributesIn(this.bytes, this.start, this.end);
  }
}

/** Those between two places, up to the first that is not whole: nla_for_each_attr(). */
export function* attributesIn(bytes: Bytes, start: number, end: number): Generator<Attribute> {
  const { view, littleEndian } = bytes;
  for (let at = start; end - at >= 4; ) {
    const length = view.getUint16(at, littleEndian);
    if (length < 4 || length > end - at) return;
    yield new Attribute(bytes, view.getUint16(at + 2, littleEndian), at, at + length);
    at += (length + 3) & ~3;
  }
}

/** A parsed set: the last attribute of each type. */
export class Attributes {
  private readonly byType = new Map<number, Attribute>();

  constructor(
    readonly bytes: Bytes,
    readonly end: number,
  ) {}

  set(attribute: Attribute): void {
    this.byType.set(attribute.type, attribute);
  }

  get(type: number): Attribute | undefined {
    return this.byType.get(type);
  }

  has(type: number): boolean {
    return this.byType.has(type);
  }

  /** Those that are there, in the order of their numbers. */
  present(): Attribute[] {
    return [...this.byType.values()].sort((a, b) => a.type - b.type);
  }

  u8(type: number): number | undefined {
    return this.byType.get(type)?.u8;
  }

  u16(type: number): number | undefined {
    return this.byType.get(type)?.u16;
  }

  u32(type: number): number | undefined {
    return this.byType.get(type)?.u32;
  }

  s32(type: number): number | undefined {
    return this.byType.get(type)?.s32;
  }

  string(type: number): string | undefined {
    return this.byType.get(type)?.string;
  }
}
