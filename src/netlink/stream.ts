// A dump handed out message by message, over a transport of its own: the kernel makes the next part when the last is read,
// so that neither side ever holds more than one datagram. net/netlink/af_netlink.c: netlink_dump().

import { Writer } from './bytes.js';
import { NLM_F_DUMP, NLM_F_DUMP_INTR, NLM_F_REQUEST, NLMSG_MIN_TYPE } from './constants.js';
import { NetlinkError } from './errors.js';
import { type Bodies, type DoneBody, decodeMessages, type Encodable, type ErrorBody, encodeMessage, type Message, type Protocol, toBytes } from './message.js';
import { Pending } from './pending.js';
import type { Transport } from './transport.js';
import { TURN, turn } from './turn.js';

const SEQUENCE = 1;

/** How a dump is handed out. */
export interface StreamOptions {
  /** Ends the stream by throwing its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Yields each message of a dump as it comes; adds NLM_F_REQUEST and NLM_F_DUMP. Takes the transport over and closes it at the
 * end, however that comes. Throws KernelError where the kernel refuses, and, once all is handed out, NetlinkError
 * ERR_NETLINK_INTERRUPTED where things changed meanwhile, so that some may have been left out or come twice.
 */
export async function* streamDump<P extends Bodies>(
  transport: Transport,
  protocol: Protocol<P>,
  request: Encodable<P>,
  { signal }: StreamOptions = {},
): AsyncGenerator<Message<P>, void, undefined> {
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
      const datagram = transport.receive();
      if (datagram === undefined) {
        await readable(transport, signal);
        continue;
      }
      if (datagram.senderPortId !== 0) continue;
      left -= datagram.bytes.length;
      if (datagram.fullLength > datagram.bytes.length) {
        throw new NetlinkError('ERR_NETLINK_TRUNCATED', `${request.name}: a reply of ${datagram.fullLength} bytes was cut to ${datagram.bytes.length}`);
      }
      for (const message of decodeMessages(protocol, toBytes(datagram.bytes, { byteOrder: transport.littleEndian ? 'little' : 'big' }))) {
        if (message.header.sequence !== SEQUENCE || message.header.portId !== transport.portId) continue;
        if ((message.header.flags & NLM_F_DUMP_INTR) !== 0) pending.interrupted = true;
        if (message.name === 'NLMSG_ERROR' || message.name === 'NLMSG_DONE') return ended(pending, protocol, message.body as ErrorBody | DoneBody, transport.littleEndian);
        if (message.header.type >= NLMSG_MIN_TYPE) yield message;
        signal?.throwIfAborted();
      }
    }
  } finally {
    await transport.close();
  }
}

function ended<P extends Bodies>(pending: Pending<P>, protocol: Protocol<P>, { error = 0, extendedAck }: ErrorBody | DoneBody, littleEndian: boolean): void {
  if (extendedAck !== undefined) pending.acknowledge(protocol, extendedAck, littleEndian);
  if (error < 0) throw pending.refusal(protocol, -error);
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
