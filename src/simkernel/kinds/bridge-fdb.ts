// The forwarding table of a bridge, as far as the kernel fills it itself. net/bridge/br_fdb.c.

import { AF_BRIDGE } from '../../rtnl/constants.js';
import { RTNLGRP_NEIGH } from '../../rtnl/groups.js';
import { isValidMac } from '../mac.js';
import type { Outgoing } from '../protocol.js';
import type { Bridge, BridgePort, FdbEntry } from './bridge-state.js';

const NUD_PERMANENT = 0x80;

/** fdb_fill_info(). */
export function fdbMessage(name: 'RTM_NEWNEIGH' | 'RTM_DELNEIGH', bridge: Bridge, entry: FdbEntry): Outgoing {
  return {
    name,
    body: {
      family: AF_BRIDGE,
      index: (entry.port?.dev ?? bridge.dev).index,
      state: NUD_PERMANENT,
      flags: 0,
      type: 0,
      lladdr: entry.address,
      master: bridge.dev.index,
      flagsExt: 0,
      cacheinfo: { confirmed: 0, used: 0, updated: 0, refcnt: 0 },
    },
  };
}

function tell(name: 'RTM_NEWNEIGH' | 'RTM_DELNEIGH', bridge: Bridge, entry: FdbEntry): void {
  const { ns } = bridge.dev;
  ns.kernel.notify(ns, RTNLGRP_NEIGH, () => fdbMessage(name, bridge, entry));
}

/** fdb_add_local(): the first to have an address keeps it. */
export function addLocal(bridge: Bridge, port: BridgePort | undefined, address: string): void {
  if (!isValidMac(address) || bridge.fdb.has(address)) return;
  const entry: FdbEntry = { address, port, local: true };
  bridge.fdb.set(address, entry);
  tell('RTM_NEWNEIGH', bridge, entry);
}

/** fdb_delete_local(): another port, or the bridge itself, may have the same address. */
function deleteLocal(bridge: Bridge, port: BridgePort | undefined, entry: FdbEntry): void {
  for (const other of bridge.lastFirst) {
    if (other !== port && other.dev.address === entry.address) {
      entry.port = other;
      return;
    }
  }
  if (port !== undefined && bridge.dev.address === entry.address) {
    entry.port = undefined;
    return;
  }
  bridge.fdb.delete(entry.address);
  tell('RTM_DELNEIGH', bridge, entry);
}

/** br_fdb_change_mac_address(): the bridge's own. */
export function changeBridgeAddress(bridge: Bridge, address: string): void {
  const old = bridge.fdb.get(bridge.dev.address);
  if (old?.local === true && old.port === undefined) deleteLocal(bridge, undefined, old);
  addLocal(bridge, undefined, address);
}

/** br_fdb_changeaddr(): a port's. */
export function changePortAddress(bridge: Bridge, port: BridgePort): void {
  for (const entry of bridge.fdb.values()) {
    if (entry.port === port && entry.local) {
      deleteLocal(bridge, port, entry);
      break;
    }
  }
  addLocal(bridge, port, port.dev.address);
}

/** br_fdb_delete_by_port(), of a port that goes. */
export function deletePortEntries(bridge: Bridge, port: BridgePort): void {
  for (const entry of [...bridge.fdb.values()]) if (entry.port === port) deleteLocal(bridge, port, entry);
}

/** br_fdb_delete_by_port(), of a bridge that goes. */
export function deleteBridgeEntries(bridge: Bridge): void {
  for (const entry of [...bridge.fdb.values()]) {
    bridge.fdb.delete(entry.address);
    tell('RTM_DELNEIGH', bridge, entry);
  }
}
