// Neighbours, proxied ones and the forwarding entries of bridges and VXLANs: struct ndmsg and the attributes NDA_*.
// include/uapi/linux/neighbour.h; net/core/neighbour.c, net/core/rtnetlink.c: rtnl_fdb_add(), net/bridge/br_fdb.c.

import { ip, linkAddress } from '../netlink/address.js';
import { attributes } from '../netlink/attributes.js';
import { type Body, body } from '../netlink/body.js';
import { be16, flag, s32, u8, u16, u32 } from '../netlink/codec.js';
import { __s32, __u8, __u16, __u32, struct } from '../netlink/struct.js';

/** What every message about neighbours and forwarding entries begins with. */
export const ndmsg = struct('ndmsg', {
  /** AF_INET, AF_INET6; AF_BRIDGE for a forwarding entry. */
  family: __u8,
  pad1: __u8,
  pad2: __u16,
  /** Index of the link. */
  index: __s32,
  /** NUD_*. */
  state: __u16,
  /** NTF_*. */
  flags: __u8,
  /** RTN_*: the kernel's own guess, of no use to users. */
  type: __u8,
});

/** Ages in clock ticks (1/100 s) and the number of those who hold the entry. */
export const nda_cacheinfo = struct('nda_cacheinfo', { confirmed: __u32, used: __u32, updated: __u32, refcnt: __u32 });

/** RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH. */
export const neighbourBody = body(
  ndmsg,
  attributes(() => ({
    /** The address; of a VXLAN's entry, where its packets are sent. */
    dst: ['NDA_DST', 1, ip],
    /** The link-layer address; of a forwarding entry, what it is about. */
    lladdr: ['NDA_LLADDR', 2, linkAddress],
    cacheinfo: ['NDA_CACHEINFO', 3, nda_cacheinfo],
    /** Probes sent since the last answer. */
    probes: ['NDA_PROBES', 4, u32],
    vlan: ['NDA_VLAN', 5, u16],
    /** UDP port a VXLAN sends to. */
    port: ['NDA_PORT', 6, be16],
    vni: ['NDA_VNI', 7, u32],
    /** In requests for a list: of this link only. In a VXLAN's entry: the link it sends through. */
    ifindex: ['NDA_IFINDEX', 8, u32],
    /** Master of the link. In requests for a list: only such; all ones for links without a master. */
    master: ['NDA_MASTER', 9, u32],
    linkNetnsid: ['NDA_LINK_NETNSID', 10, s32],
    srcVni: ['NDA_SRC_VNI', 11, u32],
    /** RTPROT_*: who made the entry. */
    protocol: ['NDA_PROTOCOL', 12, u8],
    /** A nexthop group where packets are sent, instead of `dst`. */
    nhid: ['NDA_NH_ID', 13, u32],
    fdbExtAttrs: [
      'NDA_FDB_EXT_ATTRS',
      14,
      attributes(() => ({
        /** FDB_NOTIFY_*. */
        activityNotify: ['NFEA_ACTIVITY_NOTIFY', 1, u8],
        /** The entry's age is not renewed by the request. */
        dontRefresh: ['NFEA_DONT_REFRESH', 2, flag],
      })),
    ],
    /** NTF_EXT_*. */
    flagsExt: ['NDA_FLAGS_EXT', 15, u32],
    /** Which of the bits of `state` a flush compares. */
    ndmStateMask: ['NDA_NDM_STATE_MASK', 16, u16],
    /** Which of the bits of `flags` a flush compares. */
    ndmFlagsMask: ['NDA_NDM_FLAGS_MASK', 17, u8],
  })),
);

/** A neighbour, or a forwarding entry. */
export type Neighbour = Body<typeof neighbourBody>;

/** NUD_*, by the words `ip` has for them: what is known of whether the neighbour is there. */
export const NUD_STATES = { none: 0, incomplete: 0x01, reachable: 0x02, stale: 0x04, delay: 0x08, probe: 0x10, failed: 0x20, noarp: 0x40, permanent: 0x80 } as const;

/** Flags of entries, `flags` of ndmsg. */
export const NTF_USE = 1 << 0;
/** The forwarding entry is of the link itself. */
export const NTF_SELF = 1 << 1;
/** The forwarding entry is of the bridge whose port the link is. */
export const NTF_MASTER = 1 << 2;
/** The kernel answers for the address. */
export const NTF_PROXY = 1 << 3;
/** A program learnt of it. */
export const NTF_EXT_LEARNED = 1 << 4;
/** Hardware has it too. */
export const NTF_OFFLOADED = 1 << 5;
/** It does not move to another port. */
export const NTF_STICKY = 1 << 6;
/** It is a router. */
export const NTF_ROUTER = 1 << 7;
/** Flags of entries, NDA_FLAGS_EXT. */
export const NTF_EXT_MANAGED = 1 << 0;
/** A forwarding entry that lets nothing through yet; since Linux 6.2. */
export const NTF_EXT_LOCKED = 1 << 1;
/** A program says whether the neighbour is there; since Linux 6.18. */
export const NTF_EXT_EXT_VALIDATED = 1 << 2;
