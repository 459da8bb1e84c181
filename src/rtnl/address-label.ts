// Labels of IPv6 prefixes, by which source addresses are chosen (RFC 6724): struct ifaddrlblmsg and the attributes IFAL_*.
// include/uapi/linux/if_addrlabel.h; net/ipv6/addrlabel.c.

import { ip } from '../netlink/address.js';
import { attributes } from '../netlink/attributes.js';
import { type Body, body } from '../netlink/body.js';
import { u32 } from '../netlink/codec.js';
import { __u8, __u32, struct } from '../netlink/struct.js';

/** What every message about labels begins with. */
export const ifaddrlblmsg = struct('ifaddrlblmsg', {
  family: __u8,
  padReserved: __u8,
  prefixlen: __u8,
  flags: __u8,
  /** Index of the link the label is for, 0 for any. */
  index: __u32,
  /** Changes with the table. */
  seq: __u32,
});

/** RTM_NEWADDRLABEL, RTM_DELADDRLABEL, RTM_GETADDRLABEL. */
export const addressLabelBody = body(
  ifaddrlblmsg,
  attributes(() => ({ address: ['IFAL_ADDRESS', 1, ip], label: ['IFAL_LABEL', 2, u32] })),
);

/** A prefix and its label. */
export type AddressLabel = Body<typeof addressLabelBody>;
