// The controller of generic netlink, which tells the number that a family was given, its commands, its groups and what its attributes
// must be like. include/uapi/linux/genetlink.h; net/netlink/genetlink.c: ctrl_fill_info(), ctrl_dumppolicy(); policy.c.

import { attributes, flaggedAttributes } from '../../netlink/attributes.js';
import { u16, u32, type Value } from '../../netlink/codec.js';
import { bitSet } from '../../netlink/enumeration.js';
import { policyAttributes } from '../../netlink/extack.js';
import { indexed, numbered } from '../../netlink/list.js';
import { NLA_F_NESTED } from '../../netlink/nlattr.js';
import { string } from '../../netlink/text.js';
import { commands, type GenericFamily } from './family.js';

/** Who may use a command, and how. */
const operationFlags = bitSet(u32, { adminPerm: 0x01, do: 0x02, dump: 0x04, hasPolicy: 0x08, unsAdminPerm: 0x10 });

const operation = attributes(() => ({
  /** The command's number. */
  id: ['CTRL_ATTR_OP_ID', 1, u32],
  flags: ['CTRL_ATTR_OP_FLAGS', 2, operationFlags],
}));

const multicastGroup = attributes(() => ({
  name: ['CTRL_ATTR_MCAST_GRP_NAME', 1, string],
  id: ['CTRL_ATTR_MCAST_GRP_ID', 2, u32],
}));

/** Which policy holds for a command: numbers in `policy`. */
const operationPolicy = flaggedAttributes(() => ({
  do: ['CTRL_ATTR_POLICY_DO', 1, u32],
  dump: ['CTRL_ATTR_POLICY_DUMP', 2, u32],
}));

const controllerAttributes = attributes(() => ({
  /** nlmsg_type of the family's messages. */
  familyId: ['CTRL_ATTR_FAMILY_ID', 1, u16],
  familyName: ['CTRL_ATTR_FAMILY_NAME', 2, string],
  familyVersion: ['CTRL_ATTR_VERSION', 3, u32],
  /** Bytes between genlmsghdr and the attributes. */
  hdrsize: ['CTRL_ATTR_HDRSIZE', 4, u32],
  maxattr: ['CTRL_ATTR_MAXATTR', 5, u32],
  ops: ['CTRL_ATTR_OPS', 6, indexed('CTRL_ATTR_OPS', operation, 1)],
  mcastGroups: ['CTRL_ATTR_MCAST_GROUPS', 7, indexed('CTRL_ATTR_MCAST_GROUPS', multicastGroup, 1)],
  /** Policies by their number, and in each what an attribute must be like by the attribute's. */
  policy: [
    'CTRL_ATTR_POLICY',
    8,
    numbered(
      'CTRL_ATTR_POLICY',
      numbered(
        'CTRL_ATTR_POLICY',
        flaggedAttributes(() => policyAttributes.schema),
        NLA_F_NESTED,
      ),
      NLA_F_NESTED,
    ),
  ],
  /** Which of them hold for a command, by its number. */
  opPolicy: ['CTRL_ATTR_OP_POLICY', 9, numbered('CTRL_ATTR_OP_POLICY', operationPolicy, NLA_F_NESTED)],
  op: ['CTRL_ATTR_OP', 10, u32],
}));

/** What the controller tells of a family. */
export type Controller = Value<typeof controllerAttributes>;

export const CTRL_CMD_NEWFAMILY = 1;
export const CTRL_CMD_NEWMCAST_GRP = 7;
export const CTRL_CMD_DELMCAST_GRP = 8;

export const controllerFamily: GenericFamily = {
  name: 'nlctrl',
  commands: commands(controllerAttributes, {
    CTRL_CMD_NEWFAMILY,
    CTRL_CMD_DELFAMILY: 2,
    CTRL_CMD_GETFAMILY: 3,
    CTRL_CMD_NEWOPS: 4,
    CTRL_CMD_DELOPS: 5,
    CTRL_CMD_GETOPS: 6,
    CTRL_CMD_NEWMCAST_GRP,
    CTRL_CMD_DELMCAST_GRP,
    CTRL_CMD_GETMCAST_GRP: 9,
    CTRL_CMD_GETPOLICY: 10,
  }),
};
