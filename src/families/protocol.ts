// What the protocols of the families here have in common.

import type { AttributeCodec, Schema } from '../netlink/attributes.js';
import { body, type PayloadCodec } from '../netlink/body.js';
import type { Message, Protocol } from '../netlink/message.js';
import type { StructCodec } from '../netlink/struct.js';

/** The messages of a family, whose bodies are told by name alone. */
// biome-ignore lint/suspicious/noExplicitAny: a body codec is invariant in its value type; only FamilyMessage looks at it
export type FamilyBodies = Readonly<Record<string, readonly [type: number, body: PayloadCodec<any>]>>;

/** A netlink family other than route. */
export type FamilyProtocol = Protocol<FamilyBodies>;

/** A message of any family. */
export type FamilyMessage = Message<FamilyBodies>;

/** A body of which no more is known to the compiler than that it has names. */
export type FamilyBody = PayloadCodec<Record<string, unknown>>;

/** A struct and its attributes. */
export function familyBody<H, S extends Schema>(header: StructCodec<H>, attributes: AttributeCodec<S>): FamilyBody {
  return body(header, attributes) as unknown as FamilyBody;
}
