// What `rtnetlink/netlink` exports: codecs, schemas, messages, conversations and transports. Runs in a browser; the
// socket is loaded when it is asked for.

export * from './address.js';
export * from './array.js';
export {
  type AttributeCodec,
  type Attributes,
  attributes,
  type Entry,
  flaggedAttributes,
  type RawAttribute,
  type Schema,
  type When,
} from './attributes.js';
export { type Body, type BodyCodec, body, type PayloadCodec } from './body.js';
export type { ByteOrder } from './byte-order.js';
export { Bytes, fromHex, hostIsLittleEndian, MAX_NESTING, toHex, Writer } from './bytes.js';
export * from './codec.js';
export * from './constants.js';
export * from './conversation.js';
export type { DissectedField, Dissection } from './dissection.js';
export * from './enumeration.js';
export * from './errno.js';
export * from './errors.js';
export * from './exchange.js';
export { type ExtendedAck, type ExtendedAckAttributes, nlmsgerrAttributes, type Policy, policyAttributes } from './extack.js';
export * from './fields.js';
export { type Json, type JsonError, type JsonMessage, type JsonNote, type JsonTypes, messageFromJson, messageToJson } from './json.js';
export * from './list.js';
export * from './message.js';
export { NLA_F_NESTED, NLA_F_NET_BYTEORDER } from './nlattr.js';
export * from './path.js';
export { protocol } from './protocol.js';
export * from './record.js';
export * from './repeated.js';
export * from './replay.js';
export * from './stream.js';
export * from './struct.js';
export type { FieldCodec, StructField } from './struct-field.js';
export * from './subscription.js';
export * from './system.js';
export * from './text.js';
export * from './transport.js';
export * from './variants.js';
