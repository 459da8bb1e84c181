// What a bridge or a port tells of its VLANs in RTM_NEWLINK of AF_BRIDGE. net/bridge/br_netlink.c: br_fill_ifvlaninfo(),
// br_fill_ifvlaninfo_compressed(); net/bridge/br_netlink_tunnel.c: br_fill_vlan_tunnel_info(); net/bridge/br_mst.c: br_mst_fill_info().

import { type AnyVlan, INFO, isUsed, type VlanGroup } from './bridge-vlan.js';

interface Told {
  readonly flags: number;
  readonly vid: number;
}

/** br_vlan_flags(), as far as they are told. */
export const flagsOf = ({ id, flags }: AnyVlan, pvid: number): number => (flags & INFO.untagged) | (id === pvid ? INFO.pvid : 0);

/** Runs of which each fits on to the one before. */
export function runs<T>(all: readonly T[], fits: (next: T, last: T) => boolean): readonly (readonly [first: T, last: T])[] {
  const out: [T, T][] = [];
  for (const one of all) {
    const run = out.at(-1);
    if (run !== undefined && fits(one, run[1])) run[1] = one;
    else out.push([one, one]);
  }
  return out;
}

/** Changes one number after the other: those side by side that have changed, and fit, are told together, and what has changed is told where a change throws. */
export function changeRuns<T>(first: number, last: number, change: (id: number) => T | undefined, fits: (next: T, last: T) => boolean, tell: (first: T, last: T) => void): void {
  let run: [first: T, last: T] | undefined;
  try {
    for (let id = first; id <= last; id++) {
      const changed = change(id);
      if (changed !== undefined && run !== undefined && fits(changed, run[1])) {
        run[1] = changed;
        continue;
      }
      if (run !== undefined) tell(...run);
      run = changed === undefined ? undefined : [changed, changed];
    }
  } finally {
    if (run !== undefined) tell(...run);
  }
}

/** IFLA_BRIDGE_VLAN_INFO, one for each VLAN, or two for a range. */
export function vlanInfos(vlans: VlanGroup, compressed: boolean): readonly Told[] {
  const all = vlans.all.filter(isUsed).map((vlan) => ({ vid: vlan.id, flags: flagsOf(vlan, vlans.pvid) }));
  if (!compressed) return all;
  return runs(all, (next, last) => next.vid === last.vid + 1 && next.flags === last.flags).flatMap(([first, last]) =>
    first === last
      ? [first]
      : [
          { ...first, flags: first.flags | INFO.rangeBegin },
          { ...last, flags: last.flags | INFO.rangeEnd },
        ],
  );
}

/** IFLA_BRIDGE_VLAN_TUNNEL_INFO: likewise. */
export function tunnelInfos(vlans: VlanGroup): readonly { readonly id: number; readonly vid: number; readonly flags: number }[] {
  const all = vlans.all.flatMap((vlan) => (vlan.of === 'port' && vlan.tunnel !== undefined ? [{ id: vlan.tunnel, vid: vlan.id, flags: 0 }] : []));
  return runs(all, (next, last) => next.vid === last.vid + 1 && (next.id - last.id) >>> 0 === 1).flatMap(([first, last]) =>
    first === last
      ? [first]
      : [
          { ...first, flags: INFO.rangeBegin },
          { ...last, flags: INFO.rangeEnd },
        ],
  );
}

/** IFLA_BRIDGE_MST_ENTRY: the state of each spanning tree, as the first VLAN in it has it. */
export function treeStates(vlans: VlanGroup): readonly { readonly msti: number; readonly state: number }[] {
  const states = new Map<number, number>();
  for (const vlan of vlans.all) if (vlan.of === 'port' && !states.has(vlan.whole.msti)) states.set(vlan.whole.msti, vlan.state);
  return [...states].map(([msti, state]) => ({ msti, state }));
}
