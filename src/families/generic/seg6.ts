// Segment routing over IPv6: HMAC keys and the source of tunnels. include/uapi/linux/seg6_genl.h; net/ipv6/seg6.c: seg6_genl_policy.

import { ipv6 } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { bytes, s32, u8, u32 } from '../../netlink/codec.js';
import { commands, type GenericFamily } from './family.js';

const seg6Attributes = attributes(() => ({
  dst: ['SEG6_ATTR_DST', 1, ipv6],
  dstlen: ['SEG6_ATTR_DSTLEN', 2, s32],
  hmackeyid: ['SEG6_ATTR_HMACKEYID', 3, u32],
  secret: ['SEG6_ATTR_SECRET', 4, bytes],
  secretlen: ['SEG6_ATTR_SECRETLEN', 5, u8],
  algid: ['SEG6_ATTR_ALGID', 6, u8],
  hmacinfo: ['SEG6_ATTR_HMACINFO', 7, bytes],
}));

export const seg6Family: GenericFamily = {
  name: 'SEG6',
  commands: commands(seg6Attributes, { SEG6_CMD_SETHMAC: 1, SEG6_CMD_DUMPHMAC: 2, SEG6_CMD_SET_TUNSRC: 3, SEG6_CMD_GET_TUNSRC: 4 }),
};
