// A prefix that a router advertised, as RTM_NEWPREFIX tells of it: struct prefixmsg and the attributes PREFIX_*.
// include/uapi/linux/rtnetlink.h; net/ipv6/addrconf.c: inet6_fill_prefix().

import { ip } from '../netlink/address.js';
import { attributes } from '../netlink/attributes.js';
import { type Body, body } from '../netlink/body.js';
import { __s32, __u8, __u16, __u32, struct } from '../netlink/struct.js';

/** What RTM_NEWPREFIX begins with. */
export const prefixmsg = struct('prefixmsg', {
  family: __u8,
  pad1: __u8,
  pad2: __u16,
  /** Index of the link. */
  index: __s32,
  /** The option of the advertisement it came in: 3. */
  type: __u8,
  prefixlen: __u8,
  /** IF_PREFIX_*: 1 on-link, 2 addresses are made of it. */
  flags: __u8,
  pad3: __u8,
});

/** RTM_NEWPREFIX. */
export const prefixBody = body(
  prefixmsg,
  attributes(() => ({
    address: ['PREFIX_ADDRESS', 1, ip],
    /** Seconds. */
    cacheinfo: ['PREFIX_CACHEINFO', 2, struct('prefix_cacheinfo', { preferred: __u32, valid: __u32 })],
  })),
);

/** A prefix that a router advertised. */
export type PrefixMessage = Body<typeof prefixBody>;
