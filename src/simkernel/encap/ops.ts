// What a kind of encapsulation does with the attribute that a route gives it. include/net/lwtunnel.h: struct lwtunnel_encap_ops.

import { Writer } from '../../netlink/bytes.js';
import type { Attribute, Attributes } from '../attribute.js';
import type { IpFamily } from '../ip.js';

/** A kind of encapsulation. */
export interface EncapOps {
  /** As `ip` spells it. */
  readonly name: string;
  /** LWTUNNEL_ENCAP_*. */
  readonly type: number;
  /** What the kernel tells of it from then on. Throws Refusal. */
  build(attribute: Attribute, family: IpFamily): Uint8Array;
}

/** An attribute by its type, and what it holds. */
export type Part = readonly [type: number, payload: Uint8Array];

/** Attributes one behind the other. */
export function written({ bytes: { littleEndian } }: Attribute, parts: readonly Part[]): Uint8Array {
  const writer = new Writer(littleEndian);
  for (const [type, payload] of parts) {
    const mark = writer.beginAttribute(type);
    writer.bytes(payload);
    writer.endAttribute(mark);
  }
  return writer.finish();
}

/** The first bytes of an attribute, as they came; zeros where there is none. */
export const held = (attributes: Attributes, type: number, size: number): Uint8Array => attributes.get(type)?.payload.slice(0, size) ?? new Uint8Array(size);
