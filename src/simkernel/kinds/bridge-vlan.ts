// The VLANs of a bridge, or of a port of it. net/bridge/br_private.h: struct net_bridge_vlan, net_bridge_vlan_group.

import type { MulticastSettings } from './bridge-multicast.js';

/** BRIDGE_VLAN_INFO_*. */
export const INFO = { master: 1 << 0, pvid: 1 << 1, untagged: 1 << 2, rangeBegin: 1 << 3, rangeEnd: 1 << 4, brentry: 1 << 5, onlyOptions: 1 << 6 } as const;

/** The highest VLAN has a number below it. */
export const VLAN_VID_MASK = 0xfff;

/** How multicast groups are looked for in a VLAN. */
interface VlanMulticast extends MulticastSettings {
  mcastQuerier: number;
}

/** What both have. */
interface Common {
  readonly id: number;
  /** INFO: of a bridge's what it was asked for with, of a port's whether it goes out untagged. */
  flags: number;
  /** BR_STATE_*. */
  state: number;
  mcastRouter: number;
  /** Groups are looked for in it: BR_VLFLAG_MCAST_ENABLED. */
  mcast: boolean;
}

/** A VLAN of a bridge: its own where `flags` has INFO.brentry; without it stands for what its ports have. */
export interface BridgeVlan extends Common {
  readonly of: 'bridge';
  /** Ports that have it, and the bridge. */
  users: number;
  /** The spanning tree it is in. */
  msti: number;
  /** BR_VLFLAG_GLOBAL_MCAST_ENABLED. */
  snooping: boolean;
  readonly multicast: VlanMulticast;
}

/** A VLAN of a port. */
export interface PortVlan extends Common {
  readonly of: 'port';
  readonly whole: BridgeVlan;
  tunnel: number | undefined;
  neighSuppress: boolean;
  maxGroups: number;
}

export type AnyVlan = BridgeVlan | PortVlan;

/** br_vlan_should_use(). */
export const isUsed = (vlan: AnyVlan): boolean => vlan.of === 'port' || (vlan.flags & INFO.brentry) !== 0;

/** Those of a bridge or of a port. */
export class VlanGroup<V extends AnyVlan = AnyVlan> {
  private readonly byId = new Map<number, V>();
  private order: V[] | undefined;
  /** What comes without a tag is of this VLAN; 0 for none. */
  pvid = 0;

  get(id: number): V | undefined {
    return this.byId.get(id);
  }

  add(vlan: V): void {
    this.byId.set(vlan.id, vlan);
    this.order = undefined;
  }

  remove({ id }: V): void {
    this.byId.delete(id);
    this.order = undefined;
  }

  /** By their numbers. */
  get all(): readonly V[] {
    this.order ??= [...this.byId.values()].sort((a, b) => a.id - b.id);
    return this.order;
  }

  /** How many count: num_vlans. */
  get used(): number {
    return this.all.filter(isUsed).length;
  }
}
