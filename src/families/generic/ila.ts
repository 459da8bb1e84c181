// Identifier-locator addressing. include/uapi/linux/ila.h; net/ipv6/ila/ila_main.c: ila_nl_policy.

import { attributes } from '../../netlink/attributes.js';
import { be64, bytes, s32, u8, u32 } from '../../netlink/codec.js';
import { commands, type GenericFamily } from './family.js';

const ilaAttributes = attributes(() => ({
  locator: ['ILA_ATTR_LOCATOR', 1, be64],
  identifier: ['ILA_ATTR_IDENTIFIER', 2, be64],
  locatorMatch: ['ILA_ATTR_LOCATOR_MATCH', 3, be64],
  ifindex: ['ILA_ATTR_IFINDEX', 4, s32],
  dir: ['ILA_ATTR_DIR', 5, u32],
  pad: ['ILA_ATTR_PAD', 6, bytes],
  csumMode: ['ILA_ATTR_CSUM_MODE', 7, u8],
  identType: ['ILA_ATTR_IDENT_TYPE', 8, u8],
  hookType: ['ILA_ATTR_HOOK_TYPE', 9, u8],
}));

export const ilaFamily: GenericFamily = {
  name: 'ila',
  commands: commands(ilaAttributes, { ILA_CMD_ADD: 1, ILA_CMD_DEL: 2, ILA_CMD_GET: 3, ILA_CMD_FLUSH: 4 }),
};
