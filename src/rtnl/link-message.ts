// RTM_NEWLINK as iproute2 lays it out, the one place that knows the order: what was asked for in the order given, then
// the lower link, the name, the kind. iproute2: ip/iplink.c: iplink_modify().

import { NLM_F_CREATE, NLM_F_EXCL } from '../netlink/constants.js';
import { utf8Length } from '../netlink/text.js';
import { IFNAMSIZ_MAX } from './constants.js';
import type { AnyLink } from './link.js';

/** What a request about a link is made of. */
export interface LinkFields {
  /** 0 where the kernel is to choose, or to look the name up. */
  readonly index?: number;
  /** IFF_* and which of them count. */
  readonly flags?: number;
  readonly change?: number;
  /** Attributes in the order they go out. */
  readonly options?: Partial<AnyLink>;
  /** Index of the lower link. */
  readonly link?: number;
  /** Over 15 bytes it goes out as an alternative name. */
  readonly name?: string;
  readonly linkinfo?: AnyLink['linkinfo'];
}

/** A request about a link. */
export interface LinkMessage {
  readonly name: 'RTM_NEWLINK';
  readonly header: { readonly flags: number };
  readonly body: Partial<AnyLink>;
}

/** The attribute that a name goes out as: one over 15 bytes is an alternative name. */
export function nameKey(name: string): 'ifname' | 'altIfname' {
  return utf8Length(name) > IFNAMSIZ_MAX ? 'altIfname' : 'ifname';
}

/** NLM_F_CREATE | NLM_F_EXCL: to make a link and fail where there is one. */
export const CREATE = NLM_F_CREATE | NLM_F_EXCL;

/** An RTM_NEWLINK to send as a request. `flags` are those beside NLM_F_REQUEST and NLM_F_ACK. */
export function linkMessage(flags: number, { index = 0, flags: ifFlags = 0, change = 0, options = {}, link, name, linkinfo }: LinkFields): LinkMessage {
  const body: Partial<AnyLink> = { index, flags: ifFlags, change, ...options };
  if (link !== undefined) body.link = link;
  if (name !== undefined) body[nameKey(name)] = name;
  if (linkinfo !== undefined) body.linkinfo = linkinfo;
  return { name: 'RTM_NEWLINK', header: { flags }, body };
}
