// rmnet: one of several links that a modem multiplexes over its own. include/uapi/linux/if_link.h: IFLA_RMNET_*;
// drivers/net/ethernet/qualcomm/rmnet/rmnet_config.c.

import { attributes } from '../../netlink/attributes.js';
import { u16, type Value } from '../../netlink/codec.js';
import { __u32, struct } from '../../netlink/struct.js';
import type { LinkKind } from '../kind.js';
import { attributeOptions } from './attribute-options.js';

/** RMNET_FLAGS_*, and in a request which of them count. */
const ifla_rmnet_flags = struct('ifla_rmnet_flags', { flags: __u32, mask: __u32 });

export const rmnetData = attributes(() => ({
  /** Which of the modem's links, 1 to 254. */
  muxId: ['IFLA_RMNET_MUX_ID', 1, u16],
  /** How packets are put together, of all links of the lower one. */
  flags: ['IFLA_RMNET_FLAGS', 2, ifla_rmnet_flags],
}));

export type Rmnet = Value<typeof rmnetData>;

const options = attributeOptions<Rmnet>()('rmnet', ['muxId', 'flags']);

export const rmnetKind = { data: rmnetData, add: options, change: options } satisfies LinkKind<Rmnet, never, Parameters<typeof options>[0], Parameters<typeof options>[0]>;
