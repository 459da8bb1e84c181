// What a table of multicast routing has beside its routes: only decoded. include/uapi/linux/mroute.h: IPMRA_*; net/ipv4/ipmr.c: ipmr_rtm_dumplink().

import { ipv4 } from '../netlink/address.js';
import { attributes } from '../netlink/attributes.js';
import { bytes, s32, u8, u16, u32, u64, type Value } from '../netlink/codec.js';
import { repeated } from '../netlink/repeated.js';

/** An interface of multicast routing. */
const vif = attributes(() => ({
  ifindex: ['IPMRA_VIFA_IFINDEX', 1, u32],
  vifId: ['IPMRA_VIFA_VIF_ID', 2, u32],
  /** VIFF_*. */
  flags: ['IPMRA_VIFA_FLAGS', 3, u16],
  bytesIn: ['IPMRA_VIFA_BYTES_IN', 4, u64],
  bytesOut: ['IPMRA_VIFA_BYTES_OUT', 5, u64],
  packetsIn: ['IPMRA_VIFA_PACKETS_IN', 6, u64],
  packetsOut: ['IPMRA_VIFA_PACKETS_OUT', 7, u64],
  localAddr: ['IPMRA_VIFA_LOCAL_ADDR', 8, ipv4],
  remoteAddr: ['IPMRA_VIFA_REMOTE_ADDR', 9, ipv4],
  pad: ['IPMRA_VIFA_PAD', 10, bytes],
}));

/** As a list of links of family RTNL_FAMILY_IPMR has it. */
export const multicastTable = attributes(() => ({
  id: ['IPMRA_TABLE_ID', 1, u32],
  cacheResQueueLen: ['IPMRA_TABLE_CACHE_RES_QUEUE_LEN', 2, u32],
  /** Which interface registers are sent from; -1 for none. */
  mrouteRegVifNum: ['IPMRA_TABLE_MROUTE_REG_VIF_NUM', 3, s32],
  mrouteDoAssert: ['IPMRA_TABLE_MROUTE_DO_ASSERT', 4, u8],
  mrouteDoPim: ['IPMRA_TABLE_MROUTE_DO_PIM', 5, u8],
  vifs: ['IPMRA_TABLE_VIFS', 6, attributes(() => ({ vif: ['IPMRA_VIF', 1, repeated(vif)] }))],
  mrouteDoWrvifwhole: ['IPMRA_TABLE_MROUTE_DO_WRVIFWHOLE', 7, u8],
}));

/** What it says. */
export interface MulticastTable extends Value<typeof multicastTable> {}
