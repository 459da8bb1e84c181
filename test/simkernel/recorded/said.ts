// What was said, recorded or simulated: requests, each with its replies.

import { decodeDatagram, type RtnlMessage, route } from '../../../src/index.js';
import type { ByteOrder } from '../../../src/netlink/byte-order.js';
import { fromHex, toHex } from '../../../src/netlink/bytes.js';
import type { CapturedDatagram } from '../../../src/netlink/capture/captured.js';
import { NLM_F_ACK, NLM_F_ECHO } from '../../../src/netlink/constants.js';
import type { RecordedDatagram } from '../../../src/netlink/exchange.js';
import { eachMessage, isRequest, NLMSG_HDRLEN, toBytes } from '../../../src/netlink/message.js';
import { ifaddrmsg } from '../../../src/rtnl/address.js';
import { RTM_DELADDR, RTM_DELROUTE, RTM_NEWLINK, RTM_SETLINK } from '../../../src/rtnl/constants.js';
import { ifinfomsg } from '../../../src/rtnl/link.js';
import { replayRules } from '../../../src/rtnl/replay-rules.js';
import { rtmsg } from '../../../src/rtnl/route.js';

/** Messages that hold stamps when they are sent back, or the id of a process: the size of what they begin with, and the number of the attribute. */
const STAMPED: Readonly<Record<number, readonly [size: number, attribute: number]>> = {
  [RTM_DELADDR]: [ifaddrmsg.size, 6],
  [RTM_DELROUTE]: [rtmsg.size, 12],
  [RTM_NEWLINK]: [ifinfomsg.size, 19],
};

const rules = replayRules(route as never);

/** One datagram, whoever noted it. */
interface Passed {
  readonly sent: boolean;
  readonly socket: string;
  readonly bytes: Uint8Array;
  /** It was told to everyone who listens. */
  readonly toGroup: boolean;
}

/** A request and what was replied. */
export interface Asked {
  /** As it was sent. */
  readonly bytes: Uint8Array;
  readonly message: RtnlMessage;
  /** As requests are compared: without sequence, port and descriptors. */
  readonly key: string;
  /** Its key still tells all that it says. */
  readonly whole: boolean;
  /** It asked to be told what became of it, as everyone else is. */
  readonly echo: boolean;
  readonly acknowledged: boolean;
  readonly aboutLink: boolean;
  /** It changes nothing. */
  readonly asks: boolean;
  readonly replies: RtnlMessage[];
}

/** Those of a recording, in the order in which they were sent. */
export const recordedRequests = (exchange: readonly RecordedDatagram[], byteOrder: ByteOrder): Asked[] =>
  requestsOf(
    exchange
      .filter(({ family = 0 }) => family === 0)
      .map(({ dir, sock, hex, nl_groups = 0 }) => ({ sent: dir === 'tx', socket: String(sock), bytes: fromHex(hex), toGroup: nl_groups !== 0 })),
    byteOrder,
  );

/** Those of a transcript. */
export const simulatedRequests = (said: readonly CapturedDatagram[], byteOrder: ByteOrder): Asked[] =>
  requestsOf(
    said.map(({ direction, socket = '', bytes }) => ({ sent: direction === 'sent', socket, bytes, toGroup: false })),
    byteOrder,
  );

function requestsOf(passed: readonly Passed[], byteOrder: ByteOrder): Asked[] {
  const out: Asked[] = [];
  const waiting = new Map<string, Asked>();
  for (const { sent, socket, bytes, toGroup } of passed) {
    if (sent) {
      eachMessage(toBytes(bytes, { byteOrder }), (header, at) => {
        if (!isRequest(header)) return;
        const asked = request(bytes.slice(at, at + header.length), (header.flags & NLM_F_ECHO) !== 0, byteOrder === 'little');
        out.push(asked);
        waiting.set(`${socket} ${header.sequence}`, asked);
      });
      continue;
    }
    for (const message of decodeDatagram(bytes, { byteOrder })) {
      const found = waiting.get(`${socket} ${message.header.sequence}`);
      if (found !== undefined && (!toGroup || found.echo)) found.replies.push(message);
    }
  }
  return out;
}

function request(bytes: Uint8Array, echo: boolean, littleEndian: boolean): Asked {
  const bare = withoutStamps(bytes.slice().fill(0, 8, 16), littleEndian);
  const key = toHex(rules.normalise?.(bare, littleEndian) ?? bare);
  const asks = rules.asks?.(bare, littleEndian) === true || rules.optional?.(bare, littleEndian) === true;
  const type = new DataView(bytes.buffer).getUint16(4, littleEndian);
  const [message] = decodeDatagram(bytes, { byteOrder: littleEndian ? 'little' : 'big' }) as [RtnlMessage];
  const acknowledged = (message.header.flags & NLM_F_ACK) !== 0;
  return { bytes, message, key, echo, acknowledged, aboutLink: type === RTM_NEWLINK || type === RTM_SETLINK, asks, whole: !namesDescriptor(bare, littleEndian), replies: [] };
}

/** What is flushed is sent back as it was told, the stamps among the rest. */
function withoutStamps(message: Uint8Array, littleEndian: boolean): Uint8Array {
  const view = new DataView(message.buffer);
  const [size, stamps] = STAMPED[view.getUint16(4, littleEndian)] ?? [0, 0];
  if (size === 0) return message;
  for (let at = NLMSG_HDRLEN + size; message.length - at >= 4; at += Math.max(4, (view.getUint16(at, littleEndian) + 3) & ~3)) {
    if (view.getUint16(at + 2, littleEndian) === stamps) message.fill(0, at + 4, at + view.getUint16(at, littleEndian));
  }
  return message;
}

/** The explanation names each attribute. */
const namesDescriptor = (bytes: Uint8Array, littleEndian: boolean): boolean => /NET_NS_FD|NET_NS_PID|NETNSA_FD|NETNSA_PID/.test(rules.explain?.(bytes, littleEndian) ?? '');
