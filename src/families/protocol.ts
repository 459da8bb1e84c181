// What the protocols of the families here have in common.

import type { PayloadCodec } from '../netlink/body.js';
import type { Message, Protocol } from '../netlink/message.js';

/** The messages of a family, whose bodies are told by name alone. */
// biome-ignore lint/suspicious/noExplicitAny: a body codec is invariant in its value type; only FamilyMessage looks at it
export type FamilyBodies = Readonly<Record<string, readonly [type: number, body: PayloadCodec<any>]>>;

/** A netlink family other than route. */
export type FamilyProtocol = Protocol<FamilyBodies>;

/** A message of any family. */
export type FamilyMessage = Message<FamilyBodies>;
