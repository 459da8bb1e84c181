// Addresses: struct ifaddrmsg and the attributes IFA_*. include/uapi/linux/if_addr.h; net/ipv4/devinet.c, net/ipv6/addrconf.c.

import { ip } from '../netlink/address.js';
import { attributes } from '../netlink/attributes.js';
import { type Body, body } from '../netlink/body.js';
import { s32, u8, u32 } from '../netlink/codec.js';
import { __u8, __u32, struct } from '../netlink/struct.js';
import { string } from '../netlink/text.js';

/** The fixed part of a message about an address: `linux/if_addr.h`. */
export const ifaddrmsg = struct('ifaddrmsg', {
  family: __u8,
  prefixlen: __u8,
  /** The low eight bits of IFA_F_*; `flags` has them all. */
  flags8: __u8,
  /** RT_SCOPE_*. */
  scope: __u8,
  /** Index of the link. */
  index: __u32,
});

/** Lifetimes in seconds, 4294967295 is for ever; stamps in hundredths of a second since boot. */
export const ifa_cacheinfo = struct('ifa_cacheinfo', { preferred: __u32, valid: __u32, cstamp: __u32, tstamp: __u32 });

/** RTM_NEWADDR and its like: ifaddrmsg and IFA_* attributes. */
export const addressBody = body(
  ifaddrmsg,
  attributes(() => ({
    /** The address; of a point-to-point one, the peer's. */
    address: ['IFA_ADDRESS', 1, ip],
    /** The local address; IPv6 has it for point-to-point ones only. */
    local: ['IFA_LOCAL', 2, ip],
    label: ['IFA_LABEL', 3, string],
    broadcast: ['IFA_BROADCAST', 4, ip],
    anycast: ['IFA_ANYCAST', 5, ip],
    cacheinfo: ['IFA_CACHEINFO', 6, ifa_cacheinfo],
    multicast: ['IFA_MULTICAST', 7, ip],
    /** IFA_F_*. */
    flags: ['IFA_FLAGS', 8, u32],
    /** Metric of the prefix route. */
    rtPriority: ['IFA_RT_PRIORITY', 9, u32],
    targetNetnsid: ['IFA_TARGET_NETNSID', 10, s32],
    /** IFAPROT_*: who set the address. */
    proto: ['IFA_PROTO', 11, u8],
    /** Of a multicast address: how many asked for it. Linux 7.3. */
    mcUsers: ['IFA_MC_USERS', 12, u32],
  })),
);

/** An address as the kernel tells it. */
export type Address = Body<typeof addressBody>;
