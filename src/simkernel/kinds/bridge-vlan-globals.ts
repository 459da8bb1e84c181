// Options that a bridge has of a VLAN, whoever has it. net/bridge/br_vlan_options.c: br_vlan_rtm_process_global_options(),
// br_vlan_process_global_one_opts(); net/bridge/br_multicast.c: br_multicast_toggle_vlan_snooping().

import { EINVAL, ENOENT } from '../../netlink/errno-numbers.js';
import type { Attribute, Attributes } from '../attribute.js';
import type { Device } from '../link/device.js';
import { type PolicyTable, parseStrictly } from '../policy.js';
import { Refusal } from '../refusal.js';
import { queryInterval, tickedLong } from '../ticks.js';
import { type Bridge, bridgeOf, OPTION } from './bridge-state.js';
import { moveToTree } from './bridge-trees.js';
import { type BridgeVlan, isUsed } from './bridge-vlan.js';
import { toggleMulticast } from './bridge-vlan-changes.js';
import { changeRuns } from './bridge-vlan-info.js';
import { entersGlobalRange, tellGlobals } from './bridge-vlan-message.js';
import { idFault } from './bridge-vlans.js';

/** BRIDGE_VLANDB_GOPTS_*. */
const ID = 1;
const RANGE = 2;
const SNOOPING = 3;
const MSTI = 18;
const policy: PolicyTable = {
  maxType: 18,
  // biome-ignore format: as the kernel numbers them
  rules: {
    [ID]: { type: 'u16' }, [RANGE]: { type: 'u16' }, [SNOOPING]: { type: 'u8' }, 4: { type: 'u8' }, 5: { type: 'u8' }, 6: { type: 'u32' }, 7: { type: 'u32' }, 8: { type: 'u64' },
    10: { type: 'u64' }, 11: { type: 'u64' }, 12: { type: 'u64' }, 13: { type: 'u64' }, 14: { type: 'u64' }, 15: { type: 'u8' }, [MSTI]: { type: 'u16', max: 4095 },
  },
};

/** The others, in the order in which the kernel looks at them. */
const SETTINGS: readonly (readonly [type: number, set: (of: BridgeVlan['multicast'], attribute: Attribute) => void])[] = [
  [4, (of, { u8 }) => Object.assign(of, { mcastIgmpVersion: oneOf(u8, 2, 3) })],
  [6, (of, { u32 }) => Object.assign(of, { mcastLastMemberCnt: u32 })],
  [7, (of, { u32 }) => Object.assign(of, { mcastStartupQueryCnt: u32 })],
  [8, (of, { u64 }) => Object.assign(of, { mcastLastMemberIntvl: tickedLong(u64) })],
  [10, (of, { u64 }) => Object.assign(of, { mcastMembershipIntvl: tickedLong(u64) })],
  [11, (of, { u64 }) => Object.assign(of, { mcastQuerierIntvl: tickedLong(u64) })],
  [12, (of, { u64 }) => Object.assign(of, { mcastQueryIntvl: queryInterval(u64) })],
  [13, (of, { u64 }) => Object.assign(of, { mcastQueryResponseIntvl: tickedLong(u64) })],
  [14, (of, { u64 }) => Object.assign(of, { mcastStartupQueryIntvl: queryInterval(u64) })],
  [15, (of, { u8 }) => Object.assign(of, { mcastQuerier: u8 === 0 ? 0 : 1 })],
  [5, (of, { u8 }) => Object.assign(of, { mcastMldVersion: oneOf(u8, 1, 2) })],
];

function oneOf(value: number, ...known: readonly number[]): number {
  if (!known.includes(value)) throw new Refusal(EINVAL);
  return value;
}

/** BRIDGE_VLANDB_GLOBAL_OPTIONS. Throws Refusal. */
export function changeGlobals(dev: Device, nest: Attribute, what: 'set' | 'delete'): void {
  if (what === 'delete') throw new Refusal(EINVAL, 'bridge: Global vlan options support only set operation');
  if (dev.kind !== 'bridge') throw new Refusal(EINVAL, 'bridge: Global vlan options can only be set on bridge device');
  const attributes = parseStrictly(nest, policy);
  const first = attributes.u16(ID);
  if (first === undefined) throw new Refusal(EINVAL, 'bridge: Missing vlan entry id');
  const last = attributes.u16(RANGE) ?? first;
  const wrong = idFault(first) ?? idFault(last) ?? (attributes.has(RANGE) && first >= last ? 'bridge: End vlan id is less than or equal to start vlan id' : undefined);
  if (wrong !== undefined) throw new Refusal(EINVAL, wrong);
  const bridge = bridgeOf(dev);
  const change = (id: number): BridgeVlan | undefined => {
    const vlan = bridge.vlans?.get(id);
    if (vlan === undefined) throw new Refusal(ENOENT, "bridge: Vlan in range doesn't exist, can't process global options");
    return changeOne(bridge, vlan, attributes) ? vlan : undefined;
  };
  changeRuns(first, last, change, entersGlobalRange, (from, to) => tellGlobals(bridge, from, to));
}

function changeOne(bridge: Bridge, vlan: BridgeVlan, attributes: Attributes): boolean {
  const snooping = attributes.u8(SNOOPING);
  let changed = snooping !== undefined && (snooping !== 0) !== vlan.snooping;
  if (changed) {
    vlan.snooping = !vlan.snooping;
    toggleAll(bridge, vlan, vlan.snooping);
  }
  for (const [type, set] of SETTINGS) {
    const attribute = attributes.get(type);
    if (attribute === undefined) continue;
    set(vlan.multicast, attribute);
    changed = true;
  }
  const msti = attributes.u16(MSTI);
  if (msti !== undefined) moveToTree(bridge, vlan, msti);
  return changed || msti !== undefined;
}

/** br_multicast_toggle_vlan(): of the ports, then of the bridge. */
function toggleAll(bridge: Bridge, vlan: BridgeVlan, on: boolean): void {
  for (const { vlans } of bridge.lastFirst) {
    const own = vlans?.get(vlan.id);
    if (own !== undefined) toggleMulticast(bridge, own, on);
  }
  if (isUsed(vlan)) toggleMulticast(bridge, vlan, on);
}

/** br_multicast_toggle_vlan_snooping(): groups are looked for in each VLAN by itself. Throws Refusal. */
export function toggleVlanSnooping(bridge: Bridge, on: boolean): void {
  const { settings, vlans } = bridge;
  if (((settings.options & OPTION.vlanSnooping) !== 0) === on) return;
  if (on && !bridge.filtering.on) throw new Refusal(EINVAL, 'bridge: Cannot enable multicast vlan snooping with vlan filtering disabled');
  settings.options = on ? settings.options | OPTION.vlanSnooping : settings.options & ~OPTION.vlanSnooping;
  for (const vlan of vlans?.all ?? []) toggleAll(bridge, vlan, on);
}
