// What a datagram means, in a form of its own that any library can tell: kernel names and numbers, JSON values. Neither our classes nor our words.
// The form is described in guides/conformance.md.

import type { ByteOrder } from '../../../netlink/byte-order.js';

/** What stands for a value: whole numbers of more than 53 bits are decimal text, bytes hex. */
export type Told = null | boolean | number | string | readonly Told[] | { readonly [name: string]: Told };

/** Why something was not decoded. */
export interface Refusal {
  readonly message: string;
  /** Of what is wrong, from the start of the datagram. */
  readonly offset?: number;
  /** Names from the message down. */
  readonly path?: readonly string[];
}

/** An attribute, or a struct rtnexthop, which stands where attributes do. */
export interface Attribute {
  /** As the kernel spells it; absent where it is not known. */
  readonly name?: string;
  /** Without flag bits; absent of a struct rtnexthop, which has none. */
  readonly type?: number;
  /** Where its header starts, from the start of the datagram. */
  readonly offset?: number;
  /** With header, without padding. */
  readonly length?: number;
  /** NLA_F_NESTED is set. */
  readonly nested?: boolean;
  /** NLA_F_NET_BYTEORDER is set. */
  readonly netByteOrder?: boolean;
  /** How the payload is to be read. */
  readonly kind?: string;
  readonly value?: Told;
  /** Of a number that is one of several, or several bits, what those are called; an answer may say it so. */
  readonly words?: readonly string[];
  /** Of the struct before the attributes inside. */
  readonly fields?: { readonly [name: string]: Told };
  readonly attributes?: readonly Attribute[];
  /** It was kept as bytes since it does not decode. */
  readonly error?: Refusal;
}

/** nlmsghdr, as an NLMSG_ERROR repeats it. */
export interface Header {
  readonly length: number;
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  readonly port: number;
}

/** A message. */
export interface Meaning extends Partial<Header> {
  /** As the kernel spells it; absent where the type is not known. */
  readonly name?: string;
  /** nlmsg_type. */
  readonly type: number;
  readonly offset?: number;
  /** The struct that the body begins with. */
  readonly struct?: string;
  readonly fields?: { readonly [name: string]: Told };
  readonly attributes?: readonly Attribute[];
  /** Of an NLMSG_ERROR: the header of the request it answers. */
  readonly request?: Header;
  /** The rest, where it holds no attributes; of an NLMSG_ERROR the body of the request. */
  readonly payload?: string;
  readonly error?: Refusal;
}

/** A program under test is asked one of these, a line each. */
export type Question =
  | { readonly op: 'hello'; readonly version: 1 }
  | { readonly op: 'decode' | 'roundtrip'; readonly byteOrder: ByteOrder; readonly hex: string }
  | { readonly op: 'encode'; readonly byteOrder: ByteOrder; readonly messages: readonly Meaning[] };

/** And answers with one of these. */
export type Answer =
  | { readonly messages: readonly Meaning[] }
  | { readonly hex: string }
  /** The bytes are bad, or the value cannot be encoded. */
  | { readonly error: Refusal }
  /** The library has no such thing: said so, it is skipped, not failed. */
  | { readonly unsupported: string };
