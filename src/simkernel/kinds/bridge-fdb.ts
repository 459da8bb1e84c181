// The forwarding table of a bridge, as far as the kernel fills it itself, and how it is told. net/bridge/br_fdb.c.

import { AF_BRIDGE } from '../../rtnl/constants.js';
import { RTNLGRP_NEIGH } from '../../rtnl/groups.js';
import { NTF_EXT_LEARNED, NTF_STICKY, NUD_STATES } from '../../rtnl/neighbour.js';
import { isValidMac } from '../mac.js';
import type { Outgoing } from '../protocol.js';
import type { Bridge, BridgePort, FdbEntry } from './bridge-state.js';

/** Hundredths of a second, in milliseconds. */
export const TICK = 10;

/** Whether nothing was heard of a station for too long: has_expired(). */
function hasExpired(bridge: Bridge, { fixed, extLearned, updated }: FdbEntry): boolean {
  return !fixed && !extLearned && updated + holdTime(bridge) <= bridge.dev.ns.kernel.ticks;
}

/** hold_time(): while the tree changes, a station may have moved. */
const holdTime = ({ settings, endTopologyChange }: Bridge): number => (endTopologyChange === undefined ? settings.ageingTime : settings.forwardDelay);

/** fdb_to_nud(). */
export function stateOf(bridge: Bridge, entry: FdbEntry): number {
  if (entry.local) return NUD_STATES.permanent;
  if (entry.fixed) return NUD_STATES.noarp;
  return hasExpired(bridge, entry) ? NUD_STATES.stale : NUD_STATES.reachable;
}

/** fdb_fill_info(). */
export function fdbMessage(name: 'RTM_NEWNEIGH' | 'RTM_DELNEIGH', bridge: Bridge, entry: FdbEntry): Outgoing {
  const { ticks } = bridge.dev.ns.kernel;
  return {
    name,
    body: {
      family: AF_BRIDGE,
      index: (entry.port?.dev ?? bridge.dev).index,
      state: stateOf(bridge, entry),
      flags: (entry.extLearned ? NTF_EXT_LEARNED : 0) | (entry.sticky ? NTF_STICKY : 0),
      type: 0,
      lladdr: entry.address,
      master: bridge.dev.index,
      flagsExt: 0,
      cacheinfo: { confirmed: 0, used: ticks - entry.used, updated: ticks - entry.updated, refcnt: 0 },
      ...(entry.notify !== 0 && { fdbExtAttrs: { activityNotify: entry.notify } }),
    },
  };
}

/** fdb_notify(). */
export function tellEntry(name: 'RTM_NEWNEIGH' | 'RTM_DELNEIGH', bridge: Bridge, entry: FdbEntry): void {
  const { ns } = bridge.dev;
  ns.kernel.notify(ns, RTNLGRP_NEIGH, () => fdbMessage(name, bridge, entry));
}

/** fdb_create(). */
export function createEntry(bridge: Bridge, port: BridgePort | undefined, address: string, is: Partial<FdbEntry>): FdbEntry {
  const { ticks } = bridge.dev.ns.kernel;
  const entry: FdbEntry = { address, port, local: false, fixed: false, byUser: false, extLearned: false, sticky: false, notify: 0, used: ticks, updated: ticks, ...is };
  bridge.fdb.set(address, entry);
  return entry;
}

/** fdb_delete(). */
export function deleteEntry(bridge: Bridge, entry: FdbEntry): void {
  bridge.fdb.delete(entry.address);
  tellEntry('RTM_DELNEIGH', bridge, entry);
}

/** br->fdb_list, the last that came first. */
export const lastFirst = ({ fdb }: Bridge): FdbEntry[] => [...fdb.values()].reverse();

/** br_fdb_cleanup(): once what was heard of the entry is too long ago, unless something was since. */
export function age(bridge: Bridge, entry: FdbEntry): void {
  const { kernel } = bridge.dev.ns;
  kernel.clock.schedule((entry.updated + holdTime(bridge) - kernel.ticks) * TICK, () => {
    if (bridge.fdb.get(entry.address) !== entry || entry.fixed || entry.extLearned || !bridge.dev.up) return;
    if (hasExpired(bridge, entry)) deleteEntry(bridge, entry);
    else age(bridge, entry);
  });
}

/** br_stp_enable_bridge(): while a bridge was down, nothing of it aged. */
export function ageAll(bridge: Bridge): void {
  for (const entry of bridge.fdb.values()) if (!entry.fixed && !entry.extLearned) age(bridge, entry);
}

/** fdb_add_local(): the first to have an address keeps it, but for a station that was heard of. */
export function addLocal(bridge: Bridge, port: BridgePort | undefined, address: string): void {
  if (!isValidMac(address)) return;
  const known = bridge.fdb.get(address);
  if (known?.local === true) return;
  if (known !== undefined) deleteEntry(bridge, known);
  tellEntry('RTM_NEWNEIGH', bridge, createEntry(bridge, port, address, { local: true, fixed: true }));
}

/** fdb_delete_local(): another port, or the bridge itself, may have the same address. */
function deleteLocal(bridge: Bridge, port: BridgePort | undefined, entry: FdbEntry): void {
  const heir = bridge.lastFirst.find((other) => other !== port && other.dev.address === entry.address);
  if (heir === undefined && (port === undefined || bridge.dev.address !== entry.address)) return deleteEntry(bridge, entry);
  entry.port = heir;
  entry.byUser = false;
}

/** br_fdb_change_mac_address(): the bridge's own. */
export function changeBridgeAddress(bridge: Bridge, address: string): void {
  const old = bridge.fdb.get(bridge.dev.address);
  if (old?.local === true && old.port === undefined && !old.byUser) deleteLocal(bridge, undefined, old);
  addLocal(bridge, undefined, address);
}

/** br_fdb_changeaddr(): a port's. */
export function changePortAddress(bridge: Bridge, port: BridgePort): void {
  const old = lastFirst(bridge).find((entry) => entry.port === port && entry.local && !entry.byUser);
  if (old !== undefined) deleteLocal(bridge, port, old);
  addLocal(bridge, port, port.dev.address);
}

/** br_fdb_delete_by_port(): of a port that goes, or of the bridge itself; where `learned`, what was heard of alone. */
export function deletePortEntries(bridge: Bridge, port: BridgePort | undefined, learned = false): void {
  for (const entry of lastFirst(bridge)) {
    if (entry.port !== port || (learned && (entry.fixed || entry.extLearned))) continue;
    if (entry.local) deleteLocal(bridge, port, entry);
    else deleteEntry(bridge, entry);
  }
}
