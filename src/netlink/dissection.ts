// What a byte range is: the tree behind `rtnl decode`, the viewer, and the paths in errors.

import type { DecodeError } from './errors.js';

/** A field of a C struct: of the one a message's body begins with, or that is an attribute's payload. */
export interface DissectedField {
  readonly name: string;
  /** From the start of the datagram. */
  readonly offset: number;
  readonly length: number;
  readonly value: unknown;
}

/** One node of a message taken apart. */
export interface Dissection {
  /** As the kernel spells it (`IFLA_MACVLAN_MODE`); `#63` where the schema knows no name. */
  readonly name: string;
  /** Attribute or message type, without flag bits. */
  readonly type: number;
  /** NLA_F_NESTED and NLA_F_NET_BYTEORDER, as found in the attribute header; nlmsg_flags of a message. */
  readonly flags: number;
  /** Where its header starts, from the start of the datagram. */
  readonly offset: number;
  /** With header, without padding. */
  readonly length: number;
  /** What kind of payload: `u32`, `nest`. */
  readonly payload: string;
  /** The decoded payload, of what holds no attributes. */
  readonly value?: unknown;
  readonly children?: readonly Dissection[];
  /** Of a struct, as far as the bytes go. */
  readonly fields?: readonly DissectedField[];
  /** Why it could not be decoded. */
  readonly error?: DecodeError;
}

/** Names the attributes that may stand inside a node. */
interface Names {
  nameOf?(type: number): string;
}

/** Beside the nodes, not in them: a dissection is plain data. */
const codecs = new WeakMap<Dissection, Names>();

/** Notes what knows the names inside `node`. */
export function withCodec(node: Dissection, codec: object): Dissection {
  codecs.set(node, codec as Names);
  return node;
}

/** The kernel's name of an attribute type inside `node`. */
export function nameInside(node: Dissection, type: number): string {
  return codecs.get(node)?.nameOf?.(type) ?? `#${type}`;
}
