// What changes some bits of a number and leaves the others. include/uapi/linux/netlink.h: struct nla_bitfield32.

import { __u32, struct } from '../../netlink/struct.js';

/** The bits of `value` that `selector` has. */
export const bitfield32 = struct('nla_bitfield32', { value: __u32, selector: __u32 });
