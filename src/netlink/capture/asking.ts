// What can be told of a message by its number: whether it asks or changes, and which replies it may have.

import { NETLINK_GENERIC, NETLINK_NETFILTER, NETLINK_ROUTE, NLM_F_DUMP } from '../constants.js';
import type { CapturedMessage } from './entry.js';

/** Verbs in the names of requests that ask, and of those that change: CTRL_CMD_GETFAMILY, NFT_MSG_NEWTABLE, XFRM_MSG_DELSA, NFNL_MSG_BATCH_BEGIN. */
const ASKS = /_(GET|DUMP|LIST)/;
const CHANGES = /_(NEW|DEL|ADD|SET|UPD|MOD|CREATE|FLUSH|DESTROY|REMOVE|REPLACE|BATCH)/;

/** Whether a request is for something to be told, rather than changed. rtnetlink numbers messages in groups of four, of which the third asks. */
export function asks({ datagram: { family }, header, name }: CapturedMessage): boolean {
  if (family === NETLINK_ROUTE) return header !== undefined && header.type % 4 === 2;
  return ASKS.test(name) || !CHANGES.test(name);
}

/** Whether it is for a list. In a request that changes something the same bits mean NLM_F_REPLACE and NLM_F_EXCL. */
export function asksForDump(message: CapturedMessage): boolean {
  const bits = (message.header?.flags ?? 0) & NLM_F_DUMP;
  // rtnetlink takes one of the two bits for both.
  return asks(message) && (message.datagram.family === NETLINK_ROUTE ? bits !== 0 : bits === NLM_F_DUMP);
}

/**
 * Whether a message can be about the same kind of object as a request: of rtnetlink by its group of four numbers, of netfilter by its subsystem, of generic netlink by
 * its family.
 */
export function isAkin(request: CapturedMessage, message: CapturedMessage): boolean {
  if (request.header === undefined || message.header === undefined) return true;
  const [asked, told] = [request.header.type, message.header.type];
  switch (request.datagram.family) {
    case NETLINK_ROUTE:
      return asked >> 2 === told >> 2;
    case NETLINK_NETFILTER:
      return asked >> 8 === told >> 8;
    case NETLINK_GENERIC:
      return asked === told;
    default:
      return true;
  }
}
