// Ports of foo-over-UDP and GUE. include/uapi/linux/fou.h; net/ipv4/fou_nl.c: fou_nl_policy.

import { ipv4, ipv6 } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { be16, flag, s32, u8 } from '../../netlink/codec.js';
import { commands, type GenericFamily } from './family.js';

const fouAttributes = attributes(() => ({
  port: ['FOU_ATTR_PORT', 1, be16],
  af: ['FOU_ATTR_AF', 2, u8],
  ipproto: ['FOU_ATTR_IPPROTO', 3, u8],
  type: ['FOU_ATTR_TYPE', 4, u8],
  remcsumNopartial: ['FOU_ATTR_REMCSUM_NOPARTIAL', 5, flag],
  localV4: ['FOU_ATTR_LOCAL_V4', 6, ipv4],
  localV6: ['FOU_ATTR_LOCAL_V6', 7, ipv6],
  peerV4: ['FOU_ATTR_PEER_V4', 8, ipv4],
  peerV6: ['FOU_ATTR_PEER_V6', 9, ipv6],
  peerPort: ['FOU_ATTR_PEER_PORT', 10, be16],
  ifindex: ['FOU_ATTR_IFINDEX', 11, s32],
}));

export const fouFamily: GenericFamily = {
  name: 'fou',
  commands: commands(fouAttributes, { FOU_CMD_ADD: 1, FOU_CMD_DEL: 2, FOU_CMD_GET: 3 }),
};
