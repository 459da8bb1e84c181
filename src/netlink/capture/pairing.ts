// Which entry a message from the kernel belongs to, and which request a notification comes from.
//
// The kernel answers with the sequence of the request and, as port, that of the socket it came from. Programs leave their own port out
// of requests, and recordings of nlmon do not tell sockets: a request's port is known once something answers it. Two programs may use the same
// sequence at the same time (iproute2 takes it from the clock), so replies are held against what was asked as well.
//
// Of notifications, many functions of the kernel write port and sequence of the request that caused them (rtmsg_ifa(), rtmsg_fib(),
// notify_rule_change(), nexthop_notify(), rtnl_net_notifyid(), and rtmsg_ifinfo() where the program asked for an echo); neigh_notify() the
// port alone; those of links otherwise, and of consequences - routes that come with addresses, IPv6 addresses, netconf - neither.

import { Bytes } from '../bytes.js';
import { NETLINK_ROUTE, NLM_F_MULTI, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR, NLMSG_MIN_TYPE } from '../constants.js';
import { type MessageHeader, NLMSG_HDRLEN, readHeader } from '../message.js';
import { asks, isAkin } from './asking.js';
import type { CapturedDatagram } from './captured.js';
import type { Draft } from './draft.js';
import type { CapturedMessage, Cause } from './entry.js';
import type { OpenEntries } from './open-entries.js';

/** Nanoseconds for which a change that is under way is taken for the cause of what the kernel tells meanwhile: it may have to load a module for it first. */
const UNDER_WAY = 10_000_000_000n;

/** The same of one that was acknowledged already: a program may read its notifications later, on another socket. */
const AFTERWARDS = 100_000_000n;

const portOf = ({ header }: CapturedMessage): number => header?.portId ?? 0;

/** Whether what came to this socket, from this port, can be for the entry's. */
function sameSocket(entry: Draft, message: CapturedMessage): boolean {
  if (entry.socket !== message.datagram.socket) return false;
  if (entry.answered && entry.port !== undefined && portOf(message) !== 0) return entry.port === portOf(message);
  // No recording of a kernel has replies without a port, but one made by hand may.
  return portOf(message) !== 0 || entry.socket !== undefined;
}

/** Whether an error repeats the header of this request; true where the error is cut short. */
function repeats(error: CapturedMessage, { request }: Draft): boolean {
  const at = NLMSG_HDRLEN + 4;
  if (request?.header === undefined || error.bytes.length < at + NLMSG_HDRLEN) return true;
  const { type, flags, length } = readHeader(new Bytes(error.bytes, error.datagram.littleEndian), at);
  return type === request.header.type && flags === request.header.flags && length === request.header.length;
}

/** Whether it is told to everyone, rather than to who asked; as far as that can be known. */
function isAnnounced(entry: Draft, message: CapturedMessage): boolean {
  const { groups = 0 } = message.datagram;
  return entry.echoes ? entry.hasEchoed(message) : entry.changes || groups > 0;
}

function isFor(entry: Draft, message: CapturedMessage): boolean {
  const { header } = message;
  if (header === undefined || !sameSocket(entry, message)) return false;
  if (header.type === NLMSG_ERROR) return repeats(message, entry);
  if (header.type < NLMSG_MIN_TYPE || entry.request === undefined) return true;
  return isAkin(entry.request, message) && !isAnnounced(entry, message);
}

/**
 * The entry that a message from the kernel belongs to: of several the one known by its port, then the one asked first; of those that ended the last, or one that
 * was given up.
 */
export function entryOf(message: CapturedMessage, entries: OpenEntries): Draft | undefined {
  const { header } = message;
  // Nothing but notifications has neither, and a request's sequence may be 0.
  if (header === undefined || (header.type >= NLMSG_MIN_TYPE && header.sequence === 0 && header.portId === 0)) return undefined;
  const fitting = entries.alike(message).filter((entry) => isFor(entry, message));
  const open = fitting.filter((entry) => entries.isOpen(entry));
  const isListed = header.type === NLMSG_DONE || (header.flags & NLM_F_MULTI) !== 0;
  const likely = open.filter(({ kind }) => kind === 'orphan' || header.type === NLMSG_ERROR || (kind === 'dump') === isListed);
  const known = (entry: Draft): boolean => entry.port === header.portId;
  const best = (all: readonly Draft[]): Draft | undefined => all.find(known) ?? all.find(({ port }) => port === undefined) ?? all[0];
  return best(likely) ?? best(open) ?? fitting.findLast(known) ?? fitting.find(({ state }) => state === 'unanswered');
}

/**
 * Whether what has the flag of requests is told by the kernel: some of its functions write the flags of the request into what they tell of it (nexthop_notify(),
 * tfilter_notify(), tca_get_fill(), tc_chain_notify()), and recordings of nlmon have no other sign of who spoke. It has the sequence of that request, which is not
 * answered yet, and a port, which is the request's where that had one.
 */
export function hasFlagsOfRequest({ datagram, header }: { readonly datagram: CapturedDatagram; readonly header: MessageHeader }, entries: OpenEntries): boolean {
  const { type, flags, portId } = header;
  if (datagram.family !== NETLINK_ROUTE || datagram.socket !== undefined || (flags & NLM_F_REQUEST) === 0 || portId === 0 || type < NLMSG_MIN_TYPE || type % 4 > 1) return false;
  return entries.alike({ datagram, header }).some((entry) => {
    const { request } = entry;
    if (request?.header === undefined || !entries.isOpen(entry) || request.header.type >> 2 !== type >> 2 || request.header.flags !== flags) return false;
    return (entry.acknowledges || entry.echoes || asks(request)) && (request.header.portId === 0 || request.header.portId === portId);
  });
}

/** The request that a notification comes from, as far as can be told. */
export function causeOf(message: CapturedMessage, entries: OpenEntries): Cause | undefined {
  const { header, datagram } = message;
  if (header === undefined) return undefined;
  const port = header.portId;
  if (port === 0) {
    const entry = underWay(message, entries) ?? justBefore(message, entries);
    return entry && { entry: entry.id, by: 'time' };
  }
  const isFrom = (entry: Draft): boolean => entry.changes && entry.family === datagram.family && (entry.port === port || (!entry.answered && entry.port === undefined));
  const alike = entries.alike(message).filter(isFrom);
  const found = alike.find((entry) => entry.port === port) ?? alike[0];
  if (found !== undefined) return { entry: found.id, by: 'sequence' };
  if (header.sequence !== 0) return undefined;
  const last = entries.latest((entry) => isFrom(entry) && entry.request !== undefined && isAkin(entry.request, message));
  return last && { entry: last.id, by: 'port' };
}

/** The only change that is under way, or the only one of its kind. One that was echoed is through. */
function underWay(message: CapturedMessage, entries: OpenEntries): Draft | undefined {
  const { family, time } = message.datagram;
  const changes = [...entries.all()].filter(
    (entry) =>
      entry.changes && entry.acknowledges && entry.replies === 0 && entry.family === family && (time === undefined || entry.time === undefined || time - entry.time < UNDER_WAY),
  );
  if (changes.length < 2) return changes[0];
  const akin = changes.filter(({ request }) => request !== undefined && isAkin(request, message));
  return akin.length === 1 ? akin[0] : undefined;
}

/** The last change, if it was just made; where there are no times, if the program heard of it on another socket. */
function justBefore(message: CapturedMessage, entries: OpenEntries): Draft | undefined {
  const { family, time, socket } = message.datagram;
  const last = entries.latest((entry) => entry.changes && entry.acknowledges && entry.family === family && entry.state !== 'failed');
  if (last === undefined || (entries.isOpen(last) && last.replies === 0)) return undefined;
  if (time === undefined || last.time === undefined) return socket !== last.socket ? last : undefined;
  return time - last.time - (last.duration ?? 0n) < AFTERWARDS ? last : undefined;
}
