// Ids of network namespaces: what one namespace calls another. struct rtgenmsg and the attributes NETNSA_*.
// include/uapi/linux/net_namespace.h; net/core/net_namespace.c: rtnl_net_policy, rtnl_net_fill().

import { attributes } from '../netlink/attributes.js';
import { type Body, body } from '../netlink/body.js';
import { s32, u32 } from '../netlink/codec.js';
import { __u8, __u8s, struct } from '../netlink/struct.js';

/** With the padding that all who send it send. */
export const rtgenmsg = struct('rtgenmsg', { family: __u8, pad: __u8s(3) });

/** What a namespace without an id has in place of one. */
export const NETNSA_NSID_NOT_ASSIGNED = -1;

/** RTM_NEWNSID, RTM_DELNSID, RTM_GETNSID. */
export const nsidBody = body(
  rtgenmsg,
  attributes(() => ({
    /** The id, counted from 0; in a request to set one -1 lets the kernel choose, in a reply it says that there is none. */
    nsid: ['NETNSA_NSID', 1, s32],
    /** In requests: the namespace of that process. */
    pid: ['NETNSA_PID', 2, u32],
    /** In requests: the namespace that is open as that descriptor. */
    fd: ['NETNSA_FD', 3, u32],
    /** In requests, since Linux 4.20: as the namespace with this id sees it. */
    targetNsid: ['NETNSA_TARGET_NSID', 4, s32],
    /** Where a target was named: the id in our own namespace. */
    currentNsid: ['NETNSA_CURRENT_NSID', 5, s32],
  })),
);

/** An id of a namespace. */
export type Nsid = Body<typeof nsidBody>;
