// Routing rules: struct fib_rule_hdr and the attributes FRA_*. include/uapi/linux/fib_rules.h; net/core/fib_rules.c,
// net/ipv4/fib_rules.c, net/ipv6/fib6_rules.c; of multicast routing, net/ipv4/ipmr.c, net/ipv6/ip6mr.c.

import { ip } from '../netlink/address.js';
import { attributes } from '../netlink/attributes.js';
import { type Body, body } from '../netlink/body.js';
import { be32, be64, bytes, s32, u8, u16, u32 } from '../netlink/codec.js';
import { __u8, __u16, __u32, struct } from '../netlink/struct.js';
import { string } from '../netlink/text.js';

/** What every message about rules starts with. */
export const fib_rule_hdr = struct('fib_rule_hdr', {
  /** AF_INET or AF_INET6; RTNL_FAMILY_IPMR and RTNL_FAMILY_IP6MR for multicast routing. */
  family: __u8,
  /** Bits of `dst` that count. */
  dstLen: __u8,
  /** Bits of `src` that count. */
  srcLen: __u8,
  /** Type of service. */
  tos: __u8,
  /** The table where it is below 256; `table` has it whatever it is. */
  table8: __u8,
  res1: __u8,
  res2: __u8,
  /** FR_ACT_*. */
  action: __u8,
  /** FIB_RULE_*. */
  flags: __u32,
});

/** Both ends belong to it. */
export const fib_rule_uid_range = struct('fib_rule_uid_range', { start: __u32, end: __u32 });
/** Both ends belong to it. */
export const fib_rule_port_range = struct('fib_rule_port_range', { start: __u16, end: __u16 });

/** The rule says the opposite: it is for packets that are not as told. */
export const FIB_RULE_INVERT = 0x2;
/** There is no rule that `goto` means. */
export const FIB_RULE_UNRESOLVED = 0x4;
/** There is no link of the name `iifname`. */
export const FIB_RULE_IIF_DETACHED = 0x8;
/** There is no link of the name `oifname`. */
export const FIB_RULE_OIF_DETACHED = 0x10;

/** RTN_NAT, as an action: no kernel since 2.6 has it. */
export const ACTION_NAT = 10;

/** FR_ACT_*: what becomes of a packet. Others are refused by the kernel. */
export const RULE_ACTIONS = { unspec: 0, table: 1, goto: 2, nop: 3, blackhole: 6, unreachable: 7, prohibit: 8 } as const;

/** RTM_NEWRULE, RTM_DELRULE, RTM_GETRULE. */
export const ruleBody = body(
  fib_rule_hdr,
  attributes(() => ({
    dst: ['FRA_DST', 1, ip],
    src: ['FRA_SRC', 2, ip],
    /** Name of the link that packets come in by; `lo` is for what this machine sends. */
    iifname: ['FRA_IIFNAME', 3, string],
    /** The priority to go on with: higher than the rule's own. */
    goto: ['FRA_GOTO', 4, u32],
    /** Where NAT would map to: iproute2 sends it, kernels since 2.6 do without. */
    gateway: ['FRA_UNUSED2', 5, bytes],
    /** Rules are tried from 0 on. */
    priority: ['FRA_PRIORITY', 6, u32],
    fwmark: ['FRA_FWMARK', 10, u32],
    /** Realms, from in the upper 16 bits, to in the lower. */
    flow: ['FRA_FLOW', 11, u32],
    /** Id of the tunnel that packets come by. */
    tunId: ['FRA_TUN_ID', 12, be64],
    /** Group of links whose routes are passed over; -1 for none. */
    suppressIfgroup: ['FRA_SUPPRESS_IFGROUP', 13, s32],
    /** Routes with a prefix this long or shorter are passed over; -1 for none. */
    suppressPrefixlen: ['FRA_SUPPRESS_PREFIXLEN', 14, s32],
    table: ['FRA_TABLE', 15, u32],
    /** Bits of `fwmark` that count. */
    fwmask: ['FRA_FWMASK', 16, u32],
    /** Name of the link that sockets are bound to. */
    oifname: ['FRA_OIFNAME', 17, string],
    pad: ['FRA_PAD', 18, bytes],
    /** 1: the table is that of the VRF the packet's link is in. */
    l3mdev: ['FRA_L3MDEV', 19, u8],
    uidRange: ['FRA_UID_RANGE', 20, fib_rule_uid_range],
    /** RTPROT_*: who made it. */
    protocol: ['FRA_PROTOCOL', 21, u8],
    /** IPPROTO_*. */
    ipProto: ['FRA_IP_PROTO', 22, u8],
    sportRange: ['FRA_SPORT_RANGE', 23, fib_rule_port_range],
    dportRange: ['FRA_DPORT_RANGE', 24, fib_rule_port_range],
    /** The upper six bits of the DS field. */
    dscp: ['FRA_DSCP', 25, u8],
    flowlabel: ['FRA_FLOWLABEL', 26, be32],
    flowlabelMask: ['FRA_FLOWLABEL_MASK', 27, be32],
    sportMask: ['FRA_SPORT_MASK', 28, u16],
    dportMask: ['FRA_DPORT_MASK', 29, u16],
    dscpMask: ['FRA_DSCP_MASK', 30, u8],
  })),
);

/** A rule as the kernel tells it. */
export type Rule = Body<typeof ruleBody>;

/** The table a rule leads to; 0 for none. */
export const ruleTable = ({ table, table8 }: Pick<Rule, 'table' | 'table8'>): number => table ?? table8;
