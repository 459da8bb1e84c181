// What a bridge and its ports hold. net/bridge/br_private.h: struct net_bridge, net_bridge_port.

import type { Device } from '../link/device.js';
import { MULTICAST, type MulticastSettings } from './bridge-multicast.js';
import { type BridgeVlan, type PortVlan, VlanGroup } from './bridge-vlan.js';

/** BR_STATE_*. */
export const STATES = { disabled: 0, listening: 1, learning: 2, forwarding: 3, blocking: 4 } as const;

/** An entry of the forwarding table. */
export interface FdbEntry {
  readonly address: string;
  /** The VLAN it is of; 0 for none. */
  readonly vlan: number;
  /** The port it is behind; none for the bridge itself. */
  port: BridgePort | undefined;
  /** The bridge takes what is for it. */
  local: boolean;
  /** It does not age. */
  fixed: boolean;
  /** A request made it, or has changed it. */
  byUser: boolean;
  /** A program learnt of it. */
  extLearned: boolean;
  /** It does not move to another port. */
  sticky: boolean;
  /** FDB_NOTIFY_*: whether somebody is to be told when it becomes active, or inactive. */
  notify: number;
  /** In hundredths of a second since the kernel started. */
  used: number;
  updated: number;
}

/** The settings of a port, by the names that its schema gives them. */
export interface PortSettings {
  priority: number;
  cost: number;
  mode: number;
  guard: number;
  protect: number;
  fastLeave: number;
  mcastToUcast: number;
  learning: number;
  unicastFlood: number;
  mcastFlood: number;
  bcastFlood: number;
  proxyarp: number;
  proxyarpWifi: number;
  vlanTunnel: number;
  groupFwdMask: number;
  neighSuppress: number;
  isolated: number;
  locked: number;
  mab: number;
  neighVlanSuppress: number;
  multicastRouter: number;
  mcastEhtHostsLimit: number;
  mcastMaxGroups: number;
}

export class BridgePort {
  state: number = STATES.disabled;
  /** What it last said of itself: one that is disabled does not learn what the bridge has become. */
  readonly designated: { priority: number; port: number };
  /** How often it began to block, as it does before it is there, and to forward: counted where there is a spanning tree. */
  blocked: number;
  forwarded = 0;
  /** Set while it waits for its next state. */
  stopWaiting: (() => void) | undefined;
  adminCost = false;
  /** It has its link receive all. */
  promiscuous = false;
  backup: Device | undefined;
  /** Of the nexthop that a VXLAN takes which stands in: whatever number is told. */
  backupNexthop = 0;
  /** None where bridges have no VLANs. */
  readonly vlans: VlanGroup<PortVlan> | undefined;
  readonly settings: PortSettings;

  constructor(
    readonly bridge: Bridge,
    readonly dev: Device,
    readonly number: number,
  ) {
    this.blocked = bridge.settings.stpState;
    this.vlans = bridge.vlans && new VlanGroup();
    this.settings = {
      priority: 32,
      cost: portCost(dev),
      mode: 0,
      guard: 0,
      protect: 0,
      fastLeave: 0,
      mcastToUcast: 0,
      learning: 1,
      unicastFlood: 1,
      mcastFlood: 1,
      bcastFlood: 1,
      proxyarp: 0,
      proxyarpWifi: 0,
      vlanTunnel: 0,
      groupFwdMask: 0,
      neighSuppress: 0,
      isolated: 0,
      locked: 0,
      mab: 0,
      neighVlanSuppress: 0,
      multicastRouter: 1,
      mcastEhtHostsLimit: 512,
      mcastMaxGroups: 0,
    };
    this.designated = { priority: bridge.settings.priority, port: this.id };
  }

  /** br_become_designated_port(). */
  designate(): void {
    this.designated.priority = this.bridge.settings.priority;
    this.designated.port = this.id;
  }

  get id(): number {
    return (this.settings.priority << 10) | this.number;
  }

  /** Up, and with a carrier. */
  get usable(): boolean {
    return this.dev.up && this.dev.operUp;
  }
}

/** nbp_backup_change(): who stands in for a port without a carrier, or nobody. */
export function backUp(port: BridgePort, backup: Device | undefined): void {
  port.backup = backup;
  if (backup === undefined) port.bridge.backedUp.delete(port);
  else port.bridge.backedUp.add(port);
}

/** What a port costs of which nobody knows how fast it is. */
const SLOWEST = 100;

/** port_cost(): by the speed that ethtool tells, of a bridge that of its fastest port in use (br_get_link_ksettings()). */
export function portCost(dev: Device): number {
  const below = dev.ops?.lower?.(dev);
  if (below !== undefined) return portCost(below);
  if (dev.kind === 'bridge') return Math.min(SLOWEST, ...[...bridgeOf(dev).ports.values()].filter(({ usable }) => usable).map((port) => portCost(port.dev)));
  return dev.kind === 'veth' ? 2 : SLOWEST;
}

/** The settings of a bridge, by the names that its schema gives them, in the order in which they are told. */
export interface BridgeSettings extends MulticastSettings {
  forwardDelay: number;
  helloTime: number;
  maxAge: number;
  ageingTime: number;
  stpState: number;
  priority: number;
  groupFwdMask: number;
  groupAddr: string;
  options: number;
  fdbMaxLearned: number;
  mcastRouter: number;
  mcastSnooping: number;
  mcastQueryUseIfaddr: number;
  mcastQuerier: number;
  mcastStatsEnabled: number;
  mcastHashMax: number;
  nfCallIptables: number;
  nfCallIp6tables: number;
  nfCallArptables: number;
}

/** What a bridge does about VLANs. */
interface VlanSettings {
  on: boolean;
  protocol: '802.1Q' | '802.1ad';
  /** The VLAN that ports begin with; 0 for none. */
  defaultPvid: number;
  stats: number;
  statsPerPort: number;
}

/** BR_BOOLOPT_*: so many there are. */
export const BOOLEAN_OPTIONS = 5;
/** Of those, as bits. */
export const OPTION = { vlanSnooping: 1 << 1, mst: 1 << 2, localVlan0: 1 << 4 } as const;

export class Bridge {
  /** By their link, in the order in which they came. */
  readonly ports = new Map<Device, BridgePort>();
  /** Those that another one stands in for. */
  readonly backedUp = new Set<BridgePort>();
  /** By VLAN and address, as `entryKey` puts them. */
  readonly fdb = new Map<string, FdbEntry>();
  /** None where bridges have no VLANs (CONFIG_BRIDGE_VLAN_FILTERING). */
  readonly vlans: VlanGroup<BridgeVlan> | undefined;
  readonly filtering: VlanSettings = { on: false, protocol: '802.1Q', defaultPvid: 1, stats: 0, statsPerPort: 0 };
  /** The address in the bridge's id: that of the link once there is a port, or one was asked for. */
  idAddress = '00:00:00:00:00:00';
  /** A request has set the address: ports do not change it. */
  addressSet = false;
  mtuSet = false;
  /** VLANs on it may have the carrier of its ports: BROPT_VLAN_BRIDGE_BINDING. */
  binds = false;
  /** The links on it that it has been told of. */
  uppers: ReadonlySet<Device> = new Set();
  /** How many of its ports learn, or get what is for nobody in particular. */
  auto = 0;
  /** A request has set the address of the group that bridges speak in. */
  groupAddrSet = false;
  /** Set while a change of the tree is passed on. */
  endTopologyChange: (() => void) | undefined;
  /** It is being deleted: what its ports are does not matter any more. */
  dismantling = false;
  readonly settings: BridgeSettings = {
    forwardDelay: 1500,
    helloTime: 200,
    maxAge: 2000,
    ageingTime: 30000,
    stpState: 0,
    priority: 32768,
    groupFwdMask: 0,
    groupAddr: '01:80:c2:00:00:00',
    options: 0,
    fdbMaxLearned: 0,
    mcastRouter: 1,
    mcastSnooping: 1,
    mcastQueryUseIfaddr: 0,
    mcastQuerier: 0,
    mcastStatsEnabled: 0,
    mcastHashMax: 4096,
    ...MULTICAST,
    nfCallIptables: 0,
    nfCallIp6tables: 0,
    nfCallArptables: 0,
  };

  constructor(readonly dev: Device) {
    this.vlans = dev.ns.kernel.bridgeVlans ? new VlanGroup() : undefined;
  }

  get id(): string {
    return this.idWith(this.settings.priority);
  }

  idWith(priority: number): string {
    return `${priority.toString(16).padStart(4, '0')}.${this.idAddress}`;
  }

  /** The list of ports as the kernel walks it. */
  get lastFirst(): BridgePort[] {
    return [...this.ports.values()].reverse();
  }

  /** find_portno(): the lowest that is free. */
  freeNumber(): number {
    const used = new Set([...this.ports.values()].map(({ number }) => number));
    let number = 1;
    while (used.has(number)) number++;
    return number;
  }
}

export const bridgeOf = (dev: Device): Bridge => dev.state as Bridge;

/** The port that a link is of its master. */
export function portOf(dev: Device): BridgePort | undefined {
  return dev.master?.kind === 'bridge' ? bridgeOf(dev.master).ports.get(dev) : undefined;
}
