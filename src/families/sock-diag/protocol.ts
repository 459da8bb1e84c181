// Sockets of every family, asked for and told: one message type for all, whose struct is that of the family in its first byte.
// include/uapi/linux/sock_diag.h; net/core/sock_diag.c, net/ipv4/inet_diag.c and their like.

import { attributes } from '../../netlink/attributes.js';
import { NLM_F_REQUEST } from '../../netlink/constants.js';
import { anonymous, type Identity, type MessageHeader, resolveAnonymous } from '../../netlink/message.js';
import { type FamilyBody, type FamilyProtocol, familyBody } from '../protocol.js';
import { inetAttributes, inetRequestAttributes, netlinkAttributes, packetAttributes, smcAttributes, unixAttributes, xdpAttributes } from './attributes.js';
import * as of from './structs.js';

interface SocketFamily {
  readonly request: FamilyBody;
  /** Left out where the kernel tells such sockets without a struct. */
  readonly reply?: FamilyBody;
}

/** By the number of the family, AF_*. */
function socketFamilies(): Readonly<Record<number, SocketFamily>> {
  const none = attributes(() => ({}));
  const inet = { request: familyBody(of.inet_diag_req_v2, inetRequestAttributes), reply: familyBody(of.inet_diag_msg, inetAttributes) };
  return {
    1: { request: familyBody(of.unix_diag_req, none), reply: familyBody(of.unix_diag_msg, unixAttributes) },
    2: inet,
    10: inet,
    16: { request: familyBody(of.netlink_diag_req, none), reply: familyBody(of.netlink_diag_msg, netlinkAttributes) },
    17: { request: familyBody(of.packet_diag_req, none), reply: familyBody(of.packet_diag_msg, packetAttributes) },
    30: { request: familyBody(of.tipc_sock_diag_req, none) },
    40: { request: familyBody(of.vsock_diag_req, none), reply: familyBody(of.vsock_diag_msg, none) },
    43: { request: familyBody(of.smc_diag_req, none), reply: familyBody(of.smc_diag_msg, smcAttributes) },
    44: { request: familyBody(of.xdp_diag_req, none), reply: familyBody(of.xdp_diag_msg, xdpAttributes) },
  };
}

/** Requests in the old form name TCP or DCCP in their type; the answers are the same. */
const TYPES: Readonly<Record<string, number>> = { TCPDIAG_GETSOCK: 18, DCCPDIAG_GETSOCK: 19, SOCK_DIAG_BY_FAMILY: 20, SOCK_DESTROY: 21 };

/** NETLINK_SOCK_DIAG. */
export function sockDiagProtocol(): FamilyProtocol {
  const families = socketFamilies();
  const old = familyBody(of.inet_diag_req, inetRequestAttributes);

  /** What is not of a family known here stays bytes. */
  function identity(name: string, { flags = 0 }: Partial<MessageHeader>, family: number | undefined): Identity {
    const type = TYPES[name] as number;
    const request = (flags & NLM_F_REQUEST) !== 0;
    if (request && type < 20) return { name, type, body: old };
    const known = family === undefined ? undefined : families[family];
    return { name, type, body: request ? known?.request : known?.reply };
  }

  const messages = Object.fromEntries(Object.entries(TYPES).map(([name, type]) => [name, [type, type < 20 ? old : (families[2] as SocketFamily).request] as const]));
  const named = (type: number): string | undefined => Object.keys(TYPES).find((name) => TYPES[name] === type);
  return {
    messages,
    nameOf: (type) => named(type) ?? anonymous(type).name,
    identify(header, b, start, end) {
      const name = named(header.type);
      return name === undefined ? anonymous(header.type) : identity(name, header, start < end ? b.view.getUint8(start) : undefined);
    },
    resolve({ name, header, body: value }) {
      if (!Object.hasOwn(TYPES, name)) return resolveAnonymous(name);
      return identity(name, header, value instanceof Uint8Array ? undefined : (value as { readonly family?: number }).family);
    },
  };
}
