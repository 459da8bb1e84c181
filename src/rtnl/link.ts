// Links: struct ifinfomsg and the attributes IFLA_*, all that the headers of kernel 7.3 name.
// include/uapi/linux/if_link.h; net/core/rtnetlink.c: ifla_policy, rtnl_fill_ifinfo().

import { linkAddress } from '../netlink/address.js';
import { attributes, flaggedAttributes } from '../netlink/attributes.js';
import { type Body, type BodyCodec, body } from '../netlink/body.js';
import { bytes, type Codec, s32, u8, u16, u32 } from '../netlink/codec.js';
import { enumeration } from '../netlink/enumeration.js';
import { list } from '../netlink/list.js';
import { NLA_F_NESTED } from '../netlink/nlattr.js';
import { __s32, __u8, __u8s, __u16, __u32, __u64, struct } from '../netlink/struct.js';
import { string, unterminatedString } from '../netlink/text.js';
import { type Lines, variantsOf } from '../netlink/variants.js';
import type { LinkKinds } from './kind.js';
import { afSpec, inet6 } from './link-af.js';
import { afSpecBridge, bridgeProtinfo, multicastTable } from './link-rarities.js';
import { rtnlLinkStats, rtnlLinkStats64 } from './link-stats.js';
import { port, vfInfo } from './link-vf.js';

/** The fixed part of a message about a link: `linux/rtnetlink.h`. */
export const ifinfomsg = struct('ifinfomsg', {
  family: __u8,
  pad: __u8,
  /** ARPHRD_*. */
  type: __u16,
  index: __s32,
  /** IFF_*. */
  flags: __u32,
  /** Which of `flags` a request means to change. */
  change: __u32,
});

/** Hardware resources of a link: `linux/if_link.h`. */
export const rtnl_link_ifmap = struct('rtnl_link_ifmap', { memStart: __u64, memEnd: __u64, baseAddr: __u64, irq: __u16, dma: __u8, port: __u8, pad: __u8s(4) });

/** IF_OPER_*: RFC 2863. */
export const operState = enumeration(u8, { unknown: 0, notpresent: 1, down: 2, lowerlayerdown: 3, testing: 4, dormant: 5, up: 6 });
/** IF_LINK_MODE_*. */
export const linkMode = enumeration(u8, { default: 0, dormant: 1 });

const xdp = attributes(() => ({
  fd: ['IFLA_XDP_FD', 1, s32],
  /** XDP_ATTACHED_*. */
  attached: ['IFLA_XDP_ATTACHED', 2, u8],
  flags: ['IFLA_XDP_FLAGS', 3, u32],
  progId: ['IFLA_XDP_PROG_ID', 4, u32],
  drvProgId: ['IFLA_XDP_DRV_PROG_ID', 5, u32],
  skbProgId: ['IFLA_XDP_SKB_PROG_ID', 6, u32],
  hwProgId: ['IFLA_XDP_HW_PROG_ID', 7, u32],
  expectedFd: ['IFLA_XDP_EXPECTED_FD', 8, s32],
}));

const protoDownReason = flaggedAttributes(() => ({
  mask: ['IFLA_PROTO_DOWN_REASON_MASK', 1, u32],
  value: ['IFLA_PROTO_DOWN_REASON_VALUE', 2, u32],
}));

const devlinkPort = flaggedAttributes(() => ({
  busName: ['DEVLINK_ATTR_BUS_NAME', 1, string],
  devName: ['DEVLINK_ATTR_DEV_NAME', 2, string],
  portIndex: ['DEVLINK_ATTR_PORT_INDEX', 3, u32],
}));

const dpllPin = flaggedAttributes(() => ({ id: ['DPLL_A_PIN_ID', 1, u32] }));

// biome-ignore lint/suspicious/noExplicitAny: a codec is invariant in its value type; the type of each passes through
type AnyCodec = Codec<any>;

/** The codecs of `kinds` by kind: what the variants of IFLA_INFO_DATA, IFLA_INFO_SLAVE_DATA and IFLA_INFO_XSTATS are made of. */
type Part<K extends LinkKinds, P extends 'data' | 'slave' | 'infoXstats'> = {
  readonly [N in keyof K as K[N] extends { readonly [Q in P]: AnyCodec } ? N : never]: K[N] extends { readonly [Q in P]: infer C extends AnyCodec } ? C : never;
};

/** Its lines: the codecs of many kinds are loaded when a link of the kind is met. */
function part<K extends LinkKinds, P extends 'data' | 'slave' | 'infoXstats', const Suffix extends string = ''>(
  name: string,
  type: number,
  by: string,
  kinds: K,
  which: P,
  suffix?: Suffix,
) {
  const among = Object.keys(kinds).filter((kind) => which in (kinds[kind] as object));
  return variantsOf(name, type, by, among, (kind) => kinds[kind]?.[which], suffix) as Lines<Part<K, P>, Suffix>;
}

const linkInfo = <const K extends LinkKinds>(kinds: K) =>
  attributes(() => ({
    kind: ['IFLA_INFO_KIND', 1, string],
    /** Of a kind we do not know; that of a kind we do stands under its name. */
    data: ['IFLA_INFO_DATA', 2, bytes],
    ...part('IFLA_INFO_DATA', 2, 'kind', kinds, 'data'),
    xstats: ['IFLA_INFO_XSTATS', 3, bytes],
    ...part('IFLA_INFO_XSTATS', 3, 'kind', kinds, 'infoXstats', '_xstats'),
    slaveKind: ['IFLA_INFO_SLAVE_KIND', 4, string],
    slaveData: ['IFLA_INFO_SLAVE_DATA', 5, bytes],
    ...part('IFLA_INFO_SLAVE_DATA', 5, 'slaveKind', kinds, 'slave', '_slave'),
  }));

const linkAttributes = <const K extends LinkKinds>(kinds: K) =>
  attributes(() => ({
    address: ['IFLA_ADDRESS', 1, linkAddress],
    broadcast: ['IFLA_BROADCAST', 2, linkAddress],
    ifname: ['IFLA_IFNAME', 3, string],
    /** Bytes. */
    mtu: ['IFLA_MTU', 4, u32],
    /** Index of the lower link: in the namespace `linkNetnsid` names, else in its own. */
    link: ['IFLA_LINK', 5, u32],
    qdisc: ['IFLA_QDISC', 6, string],
    stats: ['IFLA_STATS', 7, rtnlLinkStats],
    cost: ['IFLA_COST', 8, bytes],
    priority: ['IFLA_PRIORITY', 9, bytes],
    /** Index of the master; in a request 0 is none. */
    master: ['IFLA_MASTER', 10, u32],
    wireless: ['IFLA_WIRELESS', 11, bytes],
    protinfo: ['IFLA_PROTINFO', 12, bytes],
    /** Of a message of family AF_BRIDGE: a port. */
    protinfoBridge: ['IFLA_PROTINFO', 12, bridgeProtinfo, { by: 'family', is: 7 }],
    /** Of a message of family AF_INET6. */
    protinfoInet6: ['IFLA_PROTINFO', 12, inet6, { by: 'family', is: 10 }],
    /** Packets. */
    txqlen: ['IFLA_TXQLEN', 13, u32],
    map: ['IFLA_MAP', 14, rtnl_link_ifmap],
    weight: ['IFLA_WEIGHT', 15, u32],
    operstate: ['IFLA_OPERSTATE', 16, operState],
    linkmode: ['IFLA_LINKMODE', 17, linkMode],
    linkinfo: ['IFLA_LINKINFO', 18, linkInfo(kinds)],
    netNsPid: ['IFLA_NET_NS_PID', 19, u32],
    /** The kernel gives it with NUL, iproute2 sends it without. */
    ifalias: ['IFLA_IFALIAS', 20, unterminatedString],
    numVf: ['IFLA_NUM_VF', 21, u32],
    vfinfoList: ['IFLA_VFINFO_LIST', 22, list('IFLA_VF_INFO', 1, vfInfo)],
    stats64: ['IFLA_STATS64', 23, rtnlLinkStats64],
    vfPorts: ['IFLA_VF_PORTS', 24, list('IFLA_VF_PORT', 1, port)],
    portSelf: ['IFLA_PORT_SELF', 25, port],
    afSpec: ['IFLA_AF_SPEC', 26, afSpec],
    /** Of a message of family AF_BRIDGE. */
    afSpecBridge: ['IFLA_AF_SPEC', 26, afSpecBridge, { by: 'family', is: 7 }],
    /** Of a message of family RTNL_FAMILY_IPMR: no link, but a table of multicast routing. */
    afSpecIpmr: ['IFLA_AF_SPEC', 26, multicastTable, { by: 'family', is: 128 }],
    group: ['IFLA_GROUP', 27, u32],
    netNsFd: ['IFLA_NET_NS_FD', 28, u32],
    /** RTEXT_FILTER_*. */
    extMask: ['IFLA_EXT_MASK', 29, u32],
    /** How many asked for it: above 0 the link is promiscuous. */
    promiscuity: ['IFLA_PROMISCUITY', 30, u32],
    numTxQueues: ['IFLA_NUM_TX_QUEUES', 31, u32],
    numRxQueues: ['IFLA_NUM_RX_QUEUES', 32, u32],
    carrier: ['IFLA_CARRIER', 33, u8],
    physPortId: ['IFLA_PHYS_PORT_ID', 34, bytes],
    carrierChanges: ['IFLA_CARRIER_CHANGES', 35, u32],
    physSwitchId: ['IFLA_PHYS_SWITCH_ID', 36, bytes],
    linkNetnsid: ['IFLA_LINK_NETNSID', 37, s32],
    physPortName: ['IFLA_PHYS_PORT_NAME', 38, string],
    protoDown: ['IFLA_PROTO_DOWN', 39, u8],
    gsoMaxSegs: ['IFLA_GSO_MAX_SEGS', 40, u32],
    gsoMaxSize: ['IFLA_GSO_MAX_SIZE', 41, u32],
    pad: ['IFLA_PAD', 42, bytes],
    xdp: ['IFLA_XDP', 43, xdp],
    /** IFLA_EVENT_*. */
    event: ['IFLA_EVENT', 44, u32],
    newNetnsid: ['IFLA_NEW_NETNSID', 45, s32],
    targetNetnsid: ['IFLA_TARGET_NETNSID', 46, s32],
    carrierUpCount: ['IFLA_CARRIER_UP_COUNT', 47, u32],
    carrierDownCount: ['IFLA_CARRIER_DOWN_COUNT', 48, u32],
    newIfindex: ['IFLA_NEW_IFINDEX', 49, s32],
    minMtu: ['IFLA_MIN_MTU', 50, u32],
    maxMtu: ['IFLA_MAX_MTU', 51, u32],
    /** Alternative names. */
    propList: ['IFLA_PROP_LIST', 52, list('IFLA_ALT_IFNAME', 53, string, NLA_F_NESTED)],
    altIfname: ['IFLA_ALT_IFNAME', 53, string],
    permAddress: ['IFLA_PERM_ADDRESS', 54, linkAddress],
    protoDownReason: ['IFLA_PROTO_DOWN_REASON', 55, protoDownReason],
    parentDevName: ['IFLA_PARENT_DEV_NAME', 56, string],
    parentDevBusName: ['IFLA_PARENT_DEV_BUS_NAME', 57, string],
    groMaxSize: ['IFLA_GRO_MAX_SIZE', 58, u32],
    tsoMaxSize: ['IFLA_TSO_MAX_SIZE', 59, u32],
    tsoMaxSegs: ['IFLA_TSO_MAX_SEGS', 60, u32],
    /** How many asked for it: above 0 the link receives all multicast. */
    allmulti: ['IFLA_ALLMULTI', 61, u32],
    devlinkPort: ['IFLA_DEVLINK_PORT', 62, devlinkPort],
    gsoIpv4MaxSize: ['IFLA_GSO_IPV4_MAX_SIZE', 63, u32],
    groIpv4MaxSize: ['IFLA_GRO_IPV4_MAX_SIZE', 64, u32],
    dpllPin: ['IFLA_DPLL_PIN', 65, dpllPin],
    /** Nanoseconds. */
    maxPacingOffloadHorizon: ['IFLA_MAX_PACING_OFFLOAD_HORIZON', 66, u32],
    netnsImmutable: ['IFLA_NETNS_IMMUTABLE', 67, u8],
    headroom: ['IFLA_HEADROOM', 68, u16],
    tailroom: ['IFLA_TAILROOM', 69, u16],
  }));

/** RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK and their like, for the link kinds given. */
export const linkBody = <const K extends LinkKinds>(kinds: K) => body(ifinfomsg, linkAttributes(kinds));

/** A link of any kind: what the code below the composition knows of it. */
export type AnyLink = Body<ReturnType<typeof linkBody<Record<never, never>>>>;
/** What messages about links hold, for these kinds. */
export type LinkBody = BodyCodec<AnyLink>;
