// What `rtnetlink/netlink` exports: codecs, schemas, messages, conversations and transports. Runs in a browser; the
// socket is loaded when it is asked for.

import type { Echo, EchoOptions } from './socket/echo.js';
import type { Namespace, NamespaceTarget } from './socket/namespace.js';
import type { SocketOptions } from './socket/socket.js';
import type { Transport } from './transport.js';

export type { Echo, EchoOptions, Namespace, NamespaceTarget, SocketOptions };

/** A netlink socket. Rejects with SystemError, and with NetlinkError ERR_NETLINK_UNSUPPORTED where the runtime cannot reach AF_NETLINK. */
export async function openSocket(options?: SocketOptions): Promise<Transport> {
  const socket = await import('./socket/surface.js');
  return socket.openSocket(options);
}

/** A fresh network namespace without a name. Rejects with SystemError: EPERM without CAP_SYS_ADMIN. */
export async function createNamespace(): Promise<Namespace> {
  const { Namespace } = await import('./socket/surface.js');
  return Namespace.create();
}

/** The namespace of that name in /run/netns, at that path (with a `/` in it), of that process, or open as that descriptor. Rejects with SystemError: ENOENT. */
export async function openNamespace(where: NamespaceTarget): Promise<Namespace> {
  const { Namespace } = await import('./socket/surface.js');
  return Namespace.open(where);
}

/**
 * Asks `address` for an ICMP or ICMPv6 echo from inside a namespace (`undefined`: from this thread's), over a ping socket: without a
 * program and without CAP_NET_RAW. Where the namespace lets this process's group have no such socket, CAP_NET_ADMIN there is
 * needed. Waits in the event loop. Rejects with SystemError, the signal's reason, EncodeError for what is no address.
 */
export async function echo(namespace: NamespaceTarget | undefined, address: string, options?: EchoOptions): Promise<Echo> {
  const ping = await import('./socket/surface.js');
  return ping.echo(namespace, address, options);
}

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
export * from './record.js';
export * from './repeated.js';
export * from './replay.js';
export * from './stream.js';
export * from './struct.js';
export * from './subscription.js';
export * from './text.js';
export * from './transport.js';
export * from './variants.js';
