// A bond's slave: IFLA_INFO_SLAVE_DATA. include/uapi/linux/if_link.h: IFLA_BOND_SLAVE_*;
// drivers/net/bonding/bond_netlink.c: bond_slave_policy, bond_fill_slave_info().

import { linkAddress } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { s32, u8, u16, u32, type Value } from '../../netlink/codec.js';
import { bitSet, enumeration } from '../../netlink/enumeration.js';
import { attributeOptions } from './attribute-options.js';

/** LACP_STATE_*, in the order of their bits. */
export const lacpState = { active: 0x1, short_timeout: 0x2, aggregating: 0x4, in_sync: 0x8, collecting: 0x10, distributing: 0x20, defaulted: 0x40, expired: 0x80 } as const;

/** BOND_STATE_*: whether it is used. */
const bondSlaveState = enumeration(u8, { active: 0, backup: 1 });

/** BOND_LINK_*: `fail` and `back` are on the way to `down` and `up`. */
export const bondSlaveMiiStatus = enumeration(u8, { up: 0, fail: 1, down: 2, back: 3 });

/** AD_CHURN*: whether the port's state keeps changing. */
const bondChurnState = enumeration(u8, { monitor: 0, churned: 1, none: 2 });

/** What is not marked read-only can be set. */
export const bondSlaveData = attributes(() => ({
  /** Read-only. */
  state: ['IFLA_BOND_SLAVE_STATE', 1, bondSlaveState],
  /** Read-only. */
  miiStatus: ['IFLA_BOND_SLAVE_MII_STATUS', 2, bondSlaveMiiStatus],
  /** Read-only. */
  linkFailureCount: ['IFLA_BOND_SLAVE_LINK_FAILURE_COUNT', 3, u32],
  /** Read-only: the address it had before it became a slave. */
  permHwaddr: ['IFLA_BOND_SLAVE_PERM_HWADDR', 4, linkAddress],
  /** Transmit queue of the bond that goes out by this slave; 0 is none. */
  queueId: ['IFLA_BOND_SLAVE_QUEUE_ID', 5, u16],
  /** Read-only. */
  adAggregatorId: ['IFLA_BOND_SLAVE_AD_AGGREGATOR_ID', 6, u16],
  /** Read-only. */
  adActorOperPortState: ['IFLA_BOND_SLAVE_AD_ACTOR_OPER_PORT_STATE', 7, bitSet(u8, lacpState)],
  /** Read-only. */
  adPartnerOperPortState: ['IFLA_BOND_SLAVE_AD_PARTNER_OPER_PORT_STATE', 8, bitSet(u16, lacpState)],
  /** The higher, the sooner the slave is chosen; 0 by default. */
  prio: ['IFLA_BOND_SLAVE_PRIO', 9, s32],
  /** 0 to 65535; 255 by default. Mode 802.3ad; since Linux 6.18. */
  actorPortPrio: ['IFLA_BOND_SLAVE_ACTOR_PORT_PRIO', 10, u16],
  /** Read-only. */
  adChurnActorState: ['IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE', 11, bondChurnState],
  /** Read-only. */
  adChurnPartnerState: ['IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE', 12, bondChurnState],
}));

export type BondSlave = Value<typeof bondSlaveData>;

/** What can be set of a bond's slave. Throws EncodeError for any other option. */
export const bondSlaveChange = attributeOptions<BondSlave>()('bond_slave', ['queueId', 'prio', 'actorPortPrio']);
export type BondSlaveChange = Parameters<typeof bondSlaveChange>[0];
