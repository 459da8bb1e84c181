// Extended ACK: what the kernel says beside an errno. include/uapi/linux/netlink.h: enum nlmsgerr_attrs, enum netlink_policy_type_attr.

import { attributes } from './attributes.js';
import { bytes, s64, u32, u64, type Value } from './codec.js';
import { string } from './text.js';

/** What an attribute must be like: enum netlink_policy_type_attr. */
export const policyAttributes = attributes(() => ({
  /** NL_ATTR_TYPE_*. */
  type: ['NL_POLICY_TYPE_ATTR_TYPE', 1, u32],
  minValueS: ['NL_POLICY_TYPE_ATTR_MIN_VALUE_S', 2, s64],
  maxValueS: ['NL_POLICY_TYPE_ATTR_MAX_VALUE_S', 3, s64],
  minValueU: ['NL_POLICY_TYPE_ATTR_MIN_VALUE_U', 4, u64],
  maxValueU: ['NL_POLICY_TYPE_ATTR_MAX_VALUE_U', 5, u64],
  minLength: ['NL_POLICY_TYPE_ATTR_MIN_LENGTH', 6, u32],
  maxLength: ['NL_POLICY_TYPE_ATTR_MAX_LENGTH', 7, u32],
  policyIdx: ['NL_POLICY_TYPE_ATTR_POLICY_IDX', 8, u32],
  policyMaxtype: ['NL_POLICY_TYPE_ATTR_POLICY_MAXTYPE', 9, u32],
  bitfield32Mask: ['NL_POLICY_TYPE_ATTR_BITFIELD32_MASK', 10, u32],
  pad: ['NL_POLICY_TYPE_ATTR_PAD', 11, bytes],
  mask: ['NL_POLICY_TYPE_ATTR_MASK', 12, u64],
}));

/** What the kernel would have accepted for the attribute at fault. */
export type Policy = Value<typeof policyAttributes>;

/** NLMSGERR_ATTR_*: `linux/netlink.h`. */
export const nlmsgerrAttributes = attributes(() => ({
  message: ['NLMSGERR_ATTR_MSG', 1, string],
  /** From the start of our request to the header of the attribute at fault. */
  offset: ['NLMSGERR_ATTR_OFFS', 2, u32],
  cookie: ['NLMSGERR_ATTR_COOKIE', 3, bytes],
  policy: ['NLMSGERR_ATTR_POLICY', 4, policyAttributes],
  missingType: ['NLMSGERR_ATTR_MISS_TYPE', 5, u32],
  missingNest: ['NLMSGERR_ATTR_MISS_NEST', 6, u32],
}));

/** NLMSGERR_ATTR_* as they came. */
export type ExtendedAckAttributes = Value<typeof nlmsgerrAttributes>;

/** An extended ACK with its offsets resolved against the request it is about. */
export interface ExtendedAck {
  /** The kernel's own words. */
  readonly message?: string;
  /** Bytes from the start of the request to the attribute at fault. */
  readonly offset?: number;
  /** The same, by name: `['RTM_NEWLINK', 'IFLA_LINKINFO', 'IFLA_INFO_DATA', 'IFLA_MACVLAN_MODE']`. */
  readonly path?: readonly string[];
  readonly policy?: Policy;
  /** The attribute that should have been there, by name. */
  readonly missing?: readonly string[];
  readonly cookie?: Uint8Array;
}
