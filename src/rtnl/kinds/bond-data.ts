// IFLA_INFO_DATA of a bond. include/uapi/linux/if_link.h: IFLA_BOND_*; drivers/net/bonding/bond_netlink.c: bond_policy,
// bond_fill_info(); bond_options.c for ranges and defaults.

import { ipv4, ipv6, linkAddress, mac } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { u8, u16, u32, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { indexed } from '../../netlink/list.js';

/** BOND_MODE_*. */
export const bondMode = enumeration(u8, { 'balance-rr': 0, 'active-backup': 1, 'balance-xor': 2, broadcast: 3, '802.3ad': 4, 'balance-tlb': 5, 'balance-alb': 6 });
export const bondArpValidate = enumeration(u32, { none: 0, active: 1, backup: 2, all: 3, filter: 4, filter_active: 5, filter_backup: 6 });
export const bondArpAllTargets = enumeration(u32, { any: 0, all: 1 });
export const bondPrimaryReselect = enumeration(u8, { always: 0, better: 1, failure: 2 });
export const bondFailOverMac = enumeration(u8, { none: 0, active: 1, follow: 2 });
export const bondXmitHashPolicy = enumeration(u8, { layer2: 0, 'layer3+4': 1, 'layer2+3': 2, 'encap2+3': 3, 'encap3+4': 4, 'vlan+srcmac': 5 });
export const bondLacpActive = enumeration(u8, { off: 0, on: 1 });
export const bondLacpRate = enumeration(u8, { slow: 0, fast: 1 });
export const bondAdSelect = enumeration(u8, { stable: 0, bandwidth: 1, count: 2 });

const adInfo = attributes(() => ({
  aggregator: ['IFLA_BOND_AD_INFO_AGGREGATOR', 1, u16],
  numPorts: ['IFLA_BOND_AD_INFO_NUM_PORTS', 2, u16],
  actorKey: ['IFLA_BOND_AD_INFO_ACTOR_KEY', 3, u16],
  partnerKey: ['IFLA_BOND_AD_INFO_PARTNER_KEY', 4, u16],
  partnerMac: ['IFLA_BOND_AD_INFO_PARTNER_MAC', 5, mac],
}));

export const bondData = attributes(() => ({
  /** `balance-rr` by default. Only while the bond is down and has no slaves. */
  mode: ['IFLA_BOND_MODE', 1, bondMode],
  /** Index of the slave in use, in the modes active-backup, balance-tlb and balance-alb; in a request 0 lets the bond choose. */
  activeSlave: ['IFLA_BOND_ACTIVE_SLAVE', 2, u32],
  /** How often the carrier of slaves is looked at, in milliseconds; 0 never. */
  miimon: ['IFLA_BOND_MIIMON', 3, u32],
  /** How long a slave whose carrier came back is not yet used, in milliseconds: a multiple of `miimon`. */
  updelay: ['IFLA_BOND_UPDELAY', 4, u32],
  /** How long a slave whose carrier went is still used, in milliseconds: a multiple of `miimon`. */
  downdelay: ['IFLA_BOND_DOWNDELAY', 5, u32],
  /** 1: look at the carrier the driver tells; 0: ask by ioctl. From Linux 6.18 on always 1. */
  useCarrier: ['IFLA_BOND_USE_CARRIER', 6, u8],
  /** How often slaves are watched by ARP, in milliseconds; 0 never. */
  arpInterval: ['IFLA_BOND_ARP_INTERVAL', 7, u32],
  /** At most 16 addresses that are asked by ARP. */
  arpIpTarget: ['IFLA_BOND_ARP_IP_TARGET', 8, indexed('IFLA_BOND_ARP_IP_TARGET', ipv4)],
  /** Which slaves' ARP replies are looked at. */
  arpValidate: ['IFLA_BOND_ARP_VALIDATE', 9, bondArpValidate],
  /** Whether one target or all must answer. */
  arpAllTargets: ['IFLA_BOND_ARP_ALL_TARGETS', 10, bondArpAllTargets],
  /** Index of the slave that is used whenever it can be; in a request 0 is none. */
  primary: ['IFLA_BOND_PRIMARY', 11, u32],
  /** When the primary slave is taken back. */
  primaryReselect: ['IFLA_BOND_PRIMARY_RESELECT', 12, bondPrimaryReselect],
  /** Which addresses slaves have in mode active-backup. Only while there are none. */
  failOverMac: ['IFLA_BOND_FAIL_OVER_MAC', 13, bondFailOverMac],
  /** What of a packet chooses the slave, in the modes balance-xor, 802.3ad and balance-tlb. */
  xmitHashPolicy: ['IFLA_BOND_XMIT_HASH_POLICY', 14, bondXmitHashPolicy],
  /** IGMP reports after a failover, 0 to 255; 1 by default. */
  resendIgmp: ['IFLA_BOND_RESEND_IGMP', 15, u32],
  /** Gratuitous ARPs and unsolicited neighbour advertisements after a failover, 0 to 255; 1 by default. */
  numPeerNotif: ['IFLA_BOND_NUM_PEER_NOTIF', 16, u8],
  /** 1: deliver what arrives on slaves that are not in use. */
  allSlavesActive: ['IFLA_BOND_ALL_SLAVES_ACTIVE', 17, u8],
  /** Slaves that must be up for the bond to have carrier, in mode 802.3ad. */
  minLinks: ['IFLA_BOND_MIN_LINKS', 18, u32],
  /** Seconds between learning packets, in the modes balance-tlb and balance-alb; 1 by default. */
  lpInterval: ['IFLA_BOND_LP_INTERVAL', 19, u32],
  /** Packets to a slave before the next one's turn, 0 to 65535, in mode balance-rr; 0 chooses at random. */
  packetsPerSlave: ['IFLA_BOND_PACKETS_PER_SLAVE', 20, u32],
  /** How often the partner is asked to send LACPDUs: every 30 seconds or every second. Mode 802.3ad. */
  adLacpRate: ['IFLA_BOND_AD_LACP_RATE', 21, bondLacpRate],
  /** How the aggregator is chosen. Mode 802.3ad. */
  adSelect: ['IFLA_BOND_AD_SELECT', 22, bondAdSelect],
  /** Read-only, and of mode 802.3ad. */
  adInfo: ['IFLA_BOND_AD_INFO', 23, adInfo],
  /** 1 to 65535. Mode 802.3ad. */
  adActorSysPrio: ['IFLA_BOND_AD_ACTOR_SYS_PRIO', 24, u16],
  /** 0 to 1023: the upper ten bits of the port's key. Mode 802.3ad, while the bond is down. */
  adUserPortKey: ['IFLA_BOND_AD_USER_PORT_KEY', 25, u16],
  /** The system's address in LACPDUs; all zero is the bond's own. Mode 802.3ad. */
  adActorSystem: ['IFLA_BOND_AD_ACTOR_SYSTEM', 26, linkAddress],
  /** 1: shuffle flows among slaves by load. Mode balance-tlb, while the bond is down. */
  tlbDynamicLb: ['IFLA_BOND_TLB_DYNAMIC_LB', 27, u8],
  /** Milliseconds between the notifications `numPeerNotif` counts: a multiple of `miimon`. */
  peerNotifDelay: ['IFLA_BOND_PEER_NOTIF_DELAY', 28, u32],
  /** Whether LACPDUs are sent unasked. Mode 802.3ad. */
  adLacpActive: ['IFLA_BOND_AD_LACP_ACTIVE', 29, bondLacpActive],
  /** Misses by ARP after which a slave is down, 1 to 255; 2 by default. */
  missedMax: ['IFLA_BOND_MISSED_MAX', 30, u8],
  /** At most 16 addresses that are asked by neighbour discovery. */
  nsIp6Target: ['IFLA_BOND_NS_IP6_TARGET', 31, indexed('IFLA_BOND_NS_IP6_TARGET', ipv6)],
  /** 1: the partner's collecting and distributing are one state. Mode 802.3ad; since Linux 6.9. */
  coupledControl: ['IFLA_BOND_COUPLED_CONTROL', 32, u8],
  /** 1: ARP and neighbour discovery go out on all slaves. Mode 802.3ad; since Linux 6.17. */
  broadcastNeigh: ['IFLA_BOND_BROADCAST_NEIGH', 33, u8],
  /** 1: only slaves whose partner answers count towards `minLinks`. Mode 802.3ad; Linux 7.2. */
  lacpStrict: ['IFLA_BOND_LACP_STRICT', 34, u8],
}));

export type Bond = Value<typeof bondData>;
