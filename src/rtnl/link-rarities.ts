// Attributes of links that few of them have: what they are is loaded with the first.

import { attributes, flaggedAttributes } from '../netlink/attributes.js';
import type { Codec } from '../netlink/codec.js';
import { rarities } from './late-link.js';
import type { MulticastTable } from './multicast-table.js';

/** IFLA_AF_SPEC of a bridge or of its port, in messages of family AF_BRIDGE. */
export const afSpecBridge = attributes(() => rarities().bridgeAfSpec.schema);

/** IFLA_PROTINFO of a bridge's port there: what IFLA_INFO_SLAVE_DATA has elsewhere. */
export const bridgeProtinfo = flaggedAttributes(() => rarities().bridgePortData.schema);

/** A table of multicast routing, as a list of links of family RTNL_FAMILY_IPMR has them. */
export const multicastTable: Codec<MulticastTable> = attributes(() => rarities().multicastTable.schema);
