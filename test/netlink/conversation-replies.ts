// What a kernel would answer, for the tests of conversations.

import { route } from '../../src/index.js';
import { NLM_F_ACK_TLVS, NLM_F_CAPPED, NLM_F_MULTI } from '../../src/netlink/constants.js';
import { Conversation } from '../../src/netlink/conversation.js';
import type { ExtendedAckAttributes } from '../../src/netlink/extack.js';
import type { Encodable, Message } from '../../src/netlink/message.js';
import { FakeTransport, PORT } from './fake-transport.js';

export type Route = (typeof route)['messages'];
export type RouteEncodable = Encodable<Route>;

export function opened(littleEndian = true) {
  const transport = new FakeTransport(route, littleEndian);
  return { transport, client: new Conversation(transport, route) };
}

export const getLink = (index: number): RouteEncodable => ({ name: 'RTM_GETLINK', header: {}, body: { index } });
export const setLink = (index: number): RouteEncodable => ({ name: 'RTM_NEWLINK', header: {}, body: { index, mtu: 1400 } });
export const listLinks: RouteEncodable = { name: 'RTM_GETLINK', header: {}, body: {} };

/** A link as it is told; `flags` of the message. */
export const link = (sequence: number, index: number, flags = 0): RouteEncodable => ({
  name: 'RTM_NEWLINK',
  header: { sequence, flags, portId: PORT },
  body: { index, ifname: `eth${index}` },
});
export const part = (sequence: number, index: number, flags = 0): RouteEncodable => link(sequence, index, NLM_F_MULTI | flags);

/** NLMSG_ERROR about a request of which only the header is repeated; `error` is a positive errno, 0 acknowledges. */
export function ack(sequence: number, error = 0, extendedAck?: ExtendedAckAttributes): Message<Route> {
  const flags = NLM_F_CAPPED | (extendedAck === undefined ? 0 : NLM_F_ACK_TLVS);
  return { name: 'NLMSG_ERROR', header: head(2, flags, sequence), body: { error: -error, request: head(16, 5, sequence), ...(extendedAck && { extendedAck }) } };
}

/** NLMSG_ERROR that repeats the whole request. */
export function refusal(request: Uint8Array, sequence: number, error: number, extendedAck?: ExtendedAckAttributes): Message<Route> {
  const flags = extendedAck === undefined ? 0 : NLM_F_ACK_TLVS;
  const length = new DataView(request.buffer, request.byteOffset).getUint32(0, true);
  const echoed = { ...head(16, 5, sequence), length, body: request.slice(16) };
  return { name: 'NLMSG_ERROR', header: head(2, flags, sequence), body: { error: -error, request: echoed, ...(extendedAck && { extendedAck }) } };
}

export function done(sequence: number, error = 0, extendedAck?: ExtendedAckAttributes, more = 0): Message<Route> {
  const flags = NLM_F_MULTI | more | (extendedAck === undefined ? 0 : NLM_F_ACK_TLVS);
  return { name: 'NLMSG_DONE', header: head(3, flags, sequence), body: { error: -error, ...(extendedAck && { extendedAck }) } };
}

const head = (type: number, flags: number, sequence: number) => ({ length: 16, type, flags, sequence, portId: PORT });

export const indexes = (messages: readonly Message<Route>[]): number[] => messages.map(({ body }) => (body as { index: number }).index);
