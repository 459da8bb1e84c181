// Families of a message or two. include/uapi/linux/selinux_netlink.h; include/net/ip_fib.h and net/ipv4/fib_frontend.c: nl_fib_lookup().

import { anonymous } from '../netlink/message.js';
import { protocol } from '../netlink/protocol.js';
import { __be32, __s32, __u8, __u32, struct } from '../netlink/struct.js';
import { structBody } from './payload.js';
import type { FamilyProtocol } from './protocol.js';

/** NETLINK_SELINUX. */
export function selinuxProtocol(): FamilyProtocol {
  return protocol({
    SELNL_MSG_SETENFORCE: [0x10, structBody(struct('selnl_msg_setenforce', { val: __s32 }))],
    SELNL_MSG_POLICYLOAD: [0x11, structBody(struct('selnl_msg_policyload', { seqno: __u32 }))],
  });
}

/** NETLINK_FIB_LOOKUP: a question that comes back with its answer filled in, of whatever type. */
export function fibLookupProtocol(): FamilyProtocol {
  const name = 'fib_result_nl';
  const body = structBody(
    struct(name, {
      addr: __be32,
      mark: __u32,
      tos: __u8,
      scope: __u8,
      tbIdIn: __u8,
      tbId: __u8,
      prefixlen: __u8,
      nhSel: __u8,
      type: __u8,
      resultScope: __u8,
      err: __s32,
    }),
  );
  const control = protocol({});
  return {
    ...control,
    messages: { [name]: [0, body] },
    nameOf: (type) => (anonymous(type).name.startsWith('#') ? name : anonymous(type).name),
    identify: (header, b, start, end) => (anonymous(header.type).name.startsWith('#') ? { name, type: header.type, body } : control.identify(header, b, start, end)),
    resolve: (message) => (message.name === name ? { name, type: message.header.type ?? 0, body } : control.resolve(message)),
  };
}

/** A family of which nothing is known: its messages are told by number, and dissections show the attributes in them, where there are some. */
export function unknownProtocol(): FamilyProtocol {
  return protocol({});
}
