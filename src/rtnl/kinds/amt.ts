// amt: automatic multicast tunnelling, RFC 7450. include/uapi/linux/amt.h: IFLA_AMT_*; drivers/net/amt.c: amt_policy, amt_fill_info();
// iproute2: ip/iplink_amt.c.

import { ip } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { be16, u32, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { EncodeError } from '../../netlink/errors.js';
import { told } from '../../netlink/expect.js';
import type { LinkKind } from '../kind.js';
import { expectOptions } from './attribute-options.js';
import { endOption } from './gre-settings.js';
import { integerOption, linkOption } from './tunnel-options.js';

export const amtData = attributes(() => ({
  mode: ['IFLA_AMT_MODE', 1, enumeration(u32, { gateway: 0, relay: 1 })],
  /** UDP port of the relay: the other end's for a gateway, its own for a relay. */
  relayPort: ['IFLA_AMT_RELAY_PORT', 2, be16],
  /** UDP port of the gateway: its own; without use for a relay. */
  gatewayPort: ['IFLA_AMT_GATEWAY_PORT', 3, be16],
  /** Index of the link to send from. */
  link: ['IFLA_AMT_LINK', 4, u32],
  localIp: ['IFLA_AMT_LOCAL_IP', 5, ip],
  /** Read-only: the relay that a gateway found. */
  remoteIp: ['IFLA_AMT_REMOTE_IP', 6, ip],
  /** Where a gateway looks for a relay. */
  discoveryIp: ['IFLA_AMT_DISCOVERY_IP', 7, ip],
  maxTunnels: ['IFLA_AMT_MAX_TUNNELS', 8, u32],
}));

/** What IFLA_INFO_DATA of an amt link holds. */
export type Amt = Value<typeof amtData>;

/** Options of an amt link; none can be changed later. */
export interface AmtAdd {
  /** Which end this is. */
  readonly mode: 'gateway' | 'relay';
  /** The link to send from, by index or name. */
  readonly dev: string | number;
  /** The address to send from, IPv4. */
  readonly local: string;
  /** Where a gateway looks for a relay, IPv4: wanted for `gateway`. */
  readonly discovery?: string;
  /** UDP port of the relay; 2268 by default. */
  readonly relayPort?: number;
  /** UDP port of the gateway; 2268 by default. */
  readonly gatewayPort?: number;
  /** How many gateways a relay serves; 128 by default. */
  readonly maxTunnels?: number;
}

function add(options: AmtAdd): Amt {
  expectOptions('amt', options, ['mode', 'dev', 'local', 'discovery', 'relayPort', 'gatewayPort', 'maxTunnels']);
  const { mode, dev, local, discovery, relayPort, gatewayPort, maxTunnels } = options;
  if (mode !== 'gateway' && mode !== 'relay') throw new EncodeError(`${told(mode)} is none of gateway, relay`);
  if (mode === 'gateway' && discovery === undefined) throw new EncodeError('a gateway needs discovery, where it looks for a relay');
  return {
    mode,
    localIp: endOption(local, false) ?? '0.0.0.0',
    ...(discovery !== undefined && { discoveryIp: endOption(discovery, false) ?? '0.0.0.0' }),
    link: linkOption('dev', dev),
    ...(gatewayPort !== undefined && { gatewayPort: integerOption('gatewayPort', gatewayPort, 0xffff) }),
    ...(relayPort !== undefined && { relayPort: integerOption('relayPort', relayPort, 0xffff) }),
    ...(maxTunnels !== undefined && { maxTunnels: integerOption('maxTunnels', maxTunnels, 0xffffffff) }),
  };
}

/** Automatic multicast tunnelling. */
export const amtKind = { data: amtData, add, links: ['dev'] } satisfies LinkKind<Amt, never, AmtAdd, never>;
