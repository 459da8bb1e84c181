// What becomes of a datagram that a program sends: its messages one by one, each handled, refused or passed over.
// net/netlink/af_netlink.c: netlink_rcv_skb(); net/core/rtnetlink.c: rtnetlink_rcv_msg().

import { align4, Bytes } from '../netlink/bytes.js';
import { NLM_F_ACK, NLM_F_BULK, NLM_F_DUMP, NLM_F_REQUEST, NLMSG_MIN_TYPE } from '../netlink/constants.js';
import { EBUSY, EOPNOTSUPP, EPERM } from '../netlink/errno-numbers.js';
import { NLMSG_HDRLEN, nlmsghdr } from '../netlink/message.js';
import { acknowledgement } from './acknowledge.js';
import { type DumpPlan, RunningDump } from './dump.js';
import { Refusal } from './refusal.js';
import { Request } from './request.js';
import type { SimulatedSocket } from './socket.js';

/** What is done about one type of message. */
export interface Handler {
  readonly doit?: (request: Request) => void;
  readonly dumpit?: (request: Request) => DumpPlan;
  /** NLM_F_BULK is understood. */
  readonly bulk?: true;
}

/** Handlers by type and family; those of AF_UNSPEC stand in for a family that has none. */
export class Handlers {
  private readonly table = new Map<number, Handler>();

  register(type: number, family: number, handler: Handler): void {
    this.table.set((family << 16) | type, { ...this.table.get((family << 16) | type), ...handler });
  }

  find(type: number, family: number, what: 'doit' | 'dumpit'): Handler | undefined {
    const own = this.table.get((family << 16) | type);
    if (own?.[what] !== undefined) return own;
    const general = this.table.get(type);
    return general?.[what] === undefined ? undefined : general;
  }

  /** The handler of a type of each family that has one of its own. */
  *families(type: number): Generator<[family: number, Handler]> {
    for (const [key, handler] of this.table) if ((key & 0xffff) === type && key >> 16 !== 0) yield [key >> 16, handler];
  }
}

/** The highest type there is: RTM_SETTUNNEL and what rounds it up. */
const RTM_MAX = 123;

/** Goes through the messages of a datagram. */
export function receiveDatagram(socket: SimulatedSocket, datagram: Uint8Array): void {
  const { kernel } = socket;
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  for (let at = 0; datagram.length - at >= NLMSG_HDRLEN; ) {
    const length = view.getUint32(at, kernel.littleEndian);
    if (length < NLMSG_HDRLEN || length > datagram.length - at) return;
    const bytes = new Bytes(Uint8Array.from(datagram.subarray(at, at + length)), kernel.littleEndian);
    const header = nlmsghdr.read(bytes, 0);
    const request = new Request(kernel, socket, bytes, { ...header, length });
    if (!kernel.faults.drops(request)) receiveMessage(request);
    at += align4(length);
  }
}

function receiveMessage(request: Request): void {
  const { flags, type } = request.header;
  let refusal: Refusal | undefined;
  if ((flags & NLM_F_REQUEST) !== 0 && type >= NLMSG_MIN_TYPE) {
    try {
      request.kernel.faults.strike(request);
      request.unanswered = request.kernel.faults.losesReply(request);
      if (handle(request) === 'dump') return;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal = error;
    }
  }
  if (request.unanswered) request.socket.overflow();
  else if (refusal !== undefined || (flags & NLM_F_ACK) !== 0) request.socket.deliver(acknowledgement(request, refusal));
  request.kernel.settle();
}

function handle(request: Request): 'dump' | undefined {
  const { kernel, socket, header, bytes } = request;
  if (header.type > RTM_MAX) throw new Refusal(EOPNOTSUPP);
  if (request.length < 1) return undefined;
  const family = bytes.array[NLMSG_HDRLEN] as number;
  const verb = header.type & 3;
  if (verb !== 2 && !socket.options.admin) throw new Refusal(EPERM);
  if (verb === 2 && (header.flags & NLM_F_DUMP) !== 0) {
    const handler = kernel.handlers.find(header.type, family, 'dumpit');
    if (handler?.dumpit === undefined) throw new Refusal(EOPNOTSUPP);
    if (socket.dumping) throw new Refusal(EBUSY);
    const dump = new RunningDump(request, plan(handler.dumpit, request));
    dump.interrupt = kernel.faults.interrupts(request);
    if (request.unanswered) socket.overflow();
    else socket.start(dump);
    return 'dump';
  }
  const handler = kernel.handlers.find(header.type, family, 'doit');
  if (handler?.doit === undefined) throw new Refusal(EOPNOTSUPP);
  if (verb === 1 && (header.flags & NLM_F_BULK) !== 0 && handler.bulk !== true) throw new Refusal(EOPNOTSUPP, 'Bulk delete is not supported');
  handler.doit(request);
  return undefined;
}

/** What a dump refuses at its start stands in its NLMSG_DONE, as what it refuses later does. */
function plan(dumpit: (request: Request) => DumpPlan, request: Request): DumpPlan {
  try {
    return dumpit(request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      // biome-ignore lint/correctness/useYield: it ends before there is anything
      messages: (function* () {
        throw error;
      })(),
    };
  }
}
