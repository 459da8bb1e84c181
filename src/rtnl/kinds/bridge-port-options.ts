// The options of a bridge's port, in the words of `ip link set DEV type bridge_slave`, as IFLA_INFO_SLAVE_DATA.
// net/bridge/br_netlink.c: br_setport().

import { type AttributeOptions, expectBooleans, expectOptions } from './attribute-options.js';
import type { BridgePort } from './bridge-port-data.js';

/** Options that are on or off, and the attribute each is. */
const FLAGS = {
  hairpin: 'mode',
  guard: 'guard',
  rootBlock: 'protect',
  fastLeave: 'fastLeave',
  learning: 'learning',
  flood: 'unicastFlood',
  mcastFlood: 'mcastFlood',
  bcastFlood: 'bcastFlood',
  mcastToUnicast: 'mcastToUcast',
  proxyArp: 'proxyarp',
  proxyArpWifi: 'proxyarpWifi',
  neighSuppress: 'neighSuppress',
  neighVlanSuppress: 'neighVlanSuppress',
  neighForwardGrat: 'neighForwardGrat',
  vlanTunnel: 'vlanTunnel',
  isolated: 'isolated',
  locked: 'locked',
  mab: 'mab',
} as const satisfies Record<string, keyof BridgePort>;

const NUMBERS = ['state', 'priority', 'cost', 'groupFwdMask', 'multicastRouter', 'mcastEhtHostsLimit', 'mcastMaxGroups', 'backupNhid'] as const;

/** What can be set of a bridge's port. */
export interface BridgePortOptions extends AttributeOptions<BridgePort, (typeof NUMBERS)[number]> {
  /** A frame may leave by the port it came in: what a macvlan in mode vepa wants of the switch. */
  readonly hairpin?: boolean;
  /** Disable the port when a BPDU comes in. */
  readonly guard?: boolean;
  /** Never let it become the root port. */
  readonly rootBlock?: boolean;
  /** Forget a multicast group at once when it is left. */
  readonly fastLeave?: boolean;
  /** Learn addresses. */
  readonly learning?: boolean;
  /** Send it what nobody is known for. */
  readonly flood?: boolean;
  /** The same for multicast. */
  readonly mcastFlood?: boolean;
  /** The same for broadcast. */
  readonly bcastFlood?: boolean;
  /** Send multicast to each member by unicast. */
  readonly mcastToUnicast?: boolean;
  /** Answer ARP for those behind other ports. */
  readonly proxyArp?: boolean;
  /** The same by the rules of IEEE 802.11. */
  readonly proxyArpWifi?: boolean;
  /** Keep ARP and neighbour discovery from it that the bridge can answer. */
  readonly neighSuppress?: boolean;
  /** The same for each VLAN by itself; since Linux 6.4. */
  readonly neighVlanSuppress?: boolean;
  /** With `neighSuppress`: let gratuitous ARP and unsolicited neighbour advertisements pass. Linux 6.18 does not have it. */
  readonly neighForwardGrat?: boolean;
  /** VLANs are mapped to tunnels. */
  readonly vlanTunnel?: boolean;
  /** Isolated ports do not reach each other. */
  readonly isolated?: boolean;
  /** Only addresses in the forwarding table may send. */
  readonly locked?: boolean;
  /** With `locked`: note addresses that are not, as locked ones; since Linux 6.2. */
  readonly mab?: boolean;
  /** The port to use while this one has no carrier, by index or name; 0 is none. */
  readonly backupPort?: number | string;
  /** Forget the addresses learnt here. */
  readonly fdbFlush?: true;
}

const KNOWN: readonly string[] = [...Object.keys(FLAGS), ...NUMBERS, 'backupPort', 'fdbFlush'];

/** In the order given. Throws EncodeError for any other option. */
export function bridgePortOptions(options: BridgePortOptions): BridgePort | undefined {
  expectOptions('bridge_slave', options, KNOWN);
  expectBooleans(options, [...Object.keys(FLAGS), 'fdbFlush']);
  const data: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || !KNOWN.includes(key)) continue;
    if (key === 'fdbFlush') {
      if (value === true) data.flush = true;
    } else if (Object.hasOwn(FLAGS, key)) data[FLAGS[key as keyof typeof FLAGS]] = value === true ? 1 : 0;
    else data[key] = value;
  }
  return Object.keys(data).length === 0 ? undefined : (data as BridgePort);
}
