// What an address family does on a link (forwarding, rp_filter ...): struct netconfmsg and the attributes NETCONFA_*.
// include/uapi/linux/netconf.h; net/ipv4/devinet.c, net/ipv6/addrconf.c, net/mpls/af_mpls.c.

import { attributes } from '../netlink/attributes.js';
import { type Body, body } from '../netlink/body.js';
import { s32 } from '../netlink/codec.js';
import { __u8, __u16, struct } from '../netlink/struct.js';

/** With the padding that programs and the kernel send along, whether attributes follow or not. */
export const netconfmsg = struct('netconfmsg', { family: __u8, pad1: __u8, pad2: __u16 });

/** What stands for all links, and for those to come, where a link's index does. */
export const NETCONFA_IFINDEX_ALL = -1;
/** Those to come. */
export const NETCONFA_IFINDEX_DEFAULT = -2;

/** RTM_NEWNETCONF, RTM_DELNETCONF, RTM_GETNETCONF. */
export const netconfBody = body(
  netconfmsg,
  attributes(() => ({
    /** Index of the link; -1 for all, -2 for those to come. */
    ifindex: ['NETCONFA_IFINDEX', 1, s32],
    forwarding: ['NETCONFA_FORWARDING', 2, s32],
    /** 0 off, 1 strict, 2 loose. */
    rpFilter: ['NETCONFA_RP_FILTER', 3, s32],
    mcForwarding: ['NETCONFA_MC_FORWARDING', 4, s32],
    proxyNeigh: ['NETCONFA_PROXY_NEIGH', 5, s32],
    ignoreRoutesWithLinkdown: ['NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN', 6, s32],
    /** MPLS: packets are taken in. */
    input: ['NETCONFA_INPUT', 7, s32],
    bcForwarding: ['NETCONFA_BC_FORWARDING', 8, s32],
    forceForwarding: ['NETCONFA_FORCE_FORWARDING', 9, s32],
  })),
);

/** Settings of one link, or of all. */
export type Netconf = Body<typeof netconfBody>;
