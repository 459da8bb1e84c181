// A dump handed out message by message, over a transport of its own: the kernel makes the next part when the last is read,
// so that neither side ever holds more than one datagram. net/netlink/af_netlink.c: netlink_dump().

import { Writer } from './bytes.js';
import { NLM_F_DUMP, NLM_F_DUMP_INTR, NLM_F_REQUEST, NLMSG_MIN_TYPE } from './constants.js';
import { EncodeError, NetlinkError } from './errors.js';
import { expectSignal, told } from './expect.js';
import {
  type Bodies,
  type DoneBody,
  decodeMessage,
  type Encodable,
  type ErrorBody,
  eachMessage,
  encodeMessage,
  errnoIn,
  type Message,
  type Protocol,
  readHeader,
  toBytes,
} from './message.js';
import { Pending, strangeReply } from './pending.js';
import type { Reception, Transport } from './transport.js';
import { TURN, turn } from './turn.js';

const SEQUENCE = 1;
const NEXT: Reception = { ahead: true, lent: true };

/** How a dump is handed out. */
export interface StreamOptions {
  /** Ends the stream by throwing its reason. */
  readonly signal?: AbortSignal;
}

/** What is asked, of whom, and what of each message is handed out: nothing of one for which `pick` gives undefined. */
export interface StreamedDump<P extends Bodies, T> {
  readonly transport: Transport;
  readonly request: Encodable<P>;
  /** Of the message of the list that is handed out; undefined leaves it out. */
  pick(message: Message<P>): T | undefined;
}

/**
 * Yields what is picked of each message of a dump as it comes; adds NLM_F_REQUEST and NLM_F_DUMP. Asks when the first is asked for,
 * takes the transport over and closes it at the end, however that comes. Throws KernelError where the kernel refuses, and, once all is
 * handed out, NetlinkError ERR_NETLINK_INTERRUPTED where things changed meanwhile, so that some may have been left out or come twice.
 */
export async function* streamDump<P extends Bodies, T>(
  protocol: Protocol<P>,
  ask: () => StreamedDump<P, T> | Promise<StreamedDump<P, T>>,
  options: StreamOptions = {},
): AsyncGenerator<T, void, undefined> {
  expectOptions(options);
  const { signal } = options;
  signal?.throwIfAborted();
  const { transport, request, pick } = await ask();
  const pending = new Pending<P>('dump', request.name);
  pending.sequence = SEQUENCE;
  try {
    signal?.throwIfAborted();
    pending.flags = (request.header.flags ?? 0) | NLM_F_REQUEST | NLM_F_DUMP;
    const w = new Writer(transport.littleEndian);
    encodeMessage(protocol, w, request, pending);
    pending.bytes = w.finish();
    await transport.send(pending.bytes, false);
    let left = TURN;
    for (;;) {
      if (left <= 0) {
        await turn();
        left = TURN;
      }
      signal?.throwIfAborted();
      const datagram = transport.receive(NEXT);
      if (datagram === undefined) {
        await readable(transport, signal);
        continue;
      }
      if (datagram.senderPortId !== 0) continue;
      left -= datagram.bytes.length;
      if (datagram.fullLength > datagram.bytes.length) {
        throw new NetlinkError('ERR_NETLINK_TRUNCATED', `${request.name}: a reply of ${datagram.fullLength} bytes was cut to ${datagram.bytes.length}`);
      }
      const b = toBytes(datagram.bytes, { byteOrder: transport.littleEndian ? 'little' : 'big' });
      // Decoded one by one: hundreds held at once would make the heap grow.
      const starts: number[] = [];
      eachMessage(b, (_, at) => starts.push(at));
      for (const at of starts) {
        b.renew(datagram.lent === true);
        const message = decodeMessage(protocol, b, readHeader(b, at), at);
        if (message.header.sequence !== SEQUENCE || message.header.portId !== transport.portId) continue;
        if ((message.header.flags & NLM_F_DUMP_INTR) !== 0) pending.interrupted = true;
        if (message.name === 'NLMSG_ERROR' || message.name === 'NLMSG_DONE') return ended(pending, protocol, message, transport.littleEndian);
        const strange = strangeReply(protocol, request.name, message.header.type);
        if (strange !== undefined) throw strange;
        const picked = message.header.type >= NLMSG_MIN_TYPE ? pick(message) : undefined;
        if (picked === undefined) continue;
        yield picked;
        signal?.throwIfAborted();
      }
    }
  } finally {
    await transport.close();
  }
}

function expectOptions(options: StreamOptions): void {
  if (typeof options !== 'object' || options === null) throw new EncodeError(`options of a stream: expected an object, got ${told(options)}`);
  const { signal, ...others } = options;
  for (const key of Object.keys(others)) throw new EncodeError(`streams have no option ${key}; known: signal`);
  expectSignal(signal);
}

function ended<P extends Bodies>(pending: Pending<P>, protocol: Protocol<P>, message: Message<P>, littleEndian: boolean): void {
  const { extendedAck } = message.body as ErrorBody | DoneBody;
  const errno = errnoIn(message);
  if (extendedAck !== undefined) pending.acknowledge(protocol, extendedAck, littleEndian);
  if (errno !== 0) throw pending.refusal(protocol, errno);
  if (pending.interrupted) throw new NetlinkError('ERR_NETLINK_INTERRUPTED', `${pending.name}: things changed while they were listed: some may be missing, or have come twice`);
}

/** Resolves when there may be something to read, rejects with the signal's reason. */
function readable(transport: Transport, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (how: () => void) => () => {
      transport.listen(undefined);
      signal?.removeEventListener('abort', onAbort);
      how();
    };
    const onAbort = settle(() => reject(signal?.reason));
    signal?.addEventListener('abort', onAbort);
    transport.listen(settle(resolve));
  });
}
