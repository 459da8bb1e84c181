// The link kinds there are.

import type { LinkOps } from '../link/ops.js';
import { bridgeOps } from './bridge.js';
import { macvlanOps, macvtapOps } from './macvlan.js';
import { dummyOps, ifbOps, nlmonOps } from './plain.js';
import { tunOps } from './tun.js';
import { vethOps } from './veth.js';
import { vlanOps } from './vlan.js';

/** By the name in IFLA_INFO_KIND. */
export const linkKinds: ReadonlyMap<string, LinkOps> = new Map(
  [bridgeOps, dummyOps, ifbOps, macvlanOps, macvtapOps, nlmonOps, tunOps, vethOps, vlanOps].map((ops) => [ops.kind, ops]),
);
