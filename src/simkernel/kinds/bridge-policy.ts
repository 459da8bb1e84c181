// What bridges and their ports take in requests. net/bridge/br_netlink.c: br_policy, br_changelink(), br_port_policy, br_setport().

import { EBUSY, EINVAL, ENETDOWN, ENOENT, EOPNOTSUPP, EPROTONOSUPPORT, ERANGE } from '../../netlink/errno-numbers.js';
import type { Attribute, Attributes } from '../attribute.js';
import type { Device } from '../link/device.js';
import { ETH_ALEN, macOf } from '../mac.js';
import type { PolicyTable, Rule } from '../policy.js';
import { Refusal } from '../refusal.js';
import { queryInterval, ticked, tickedLong } from '../ticks.js';
import { deleteEntry, deletePortEntries, keepLocalsApart, lastFirst } from './bridge-fdb.js';
import { changeProtocol, countAuto, toggleFiltering } from './bridge-filtering.js';
import { changeSnooping } from './bridge-snooping.js';
import { BOOLEAN_OPTIONS, type Bridge, type BridgePort, type BridgeSettings, backUp, OPTION, type PortSettings, portCost, STATES } from './bridge-state.js';
import { changePortPriority, changePriority, FORWARD_DELAY, selectStates, setState, setStp } from './bridge-stp.js';
import { toggleTrees } from './bridge-trees.js';
import { VLAN_VID_MASK } from './bridge-vlan.js';
import { setDefaultPvid } from './bridge-vlan-changes.js';
import { toggleVlanSnooping } from './bridge-vlan-globals.js';
import { flushTunnels } from './bridge-vlan-tunnels.js';

const u8: Rule = { type: 'u8' };
const u16: Rule = { type: 'u16' };
const u32: Rule = { type: 'u32' };
const u64: Rule = { type: 'u64' };

export const bridgePolicy: PolicyTable = {
  maxType: 49,
  strictFrom: 48,
  // biome-ignore format: as the kernel numbers them
  rules: {
    1: u32, 2: u32, 3: u32, 4: u32, 5: u32, 6: u16, 7: u8, 8: u16, 9: u16, 20: { type: 'binary', length: ETH_ALEN },
    22: u8, 23: u8, 24: u8, 25: u8, 26: u32, 27: u32, 28: u32, 29: u32, 30: u64, 31: u64, 32: u64, 33: u64, 34: u64, 35: u64,
    36: u8, 37: u8, 38: u8, 39: u16, 41: u8, 42: u8, 43: u8, 44: u8, 45: u8, 46: { type: 'binary', min: 8, max: 8 }, 48: { type: 'reject' }, 49: u32,
  },
};

export const portPolicy: PolicyTable = {
  maxType: 45,
  strictFrom: 38,
  // biome-ignore format: as the kernel numbers them
  rules: {
    1: u8, 2: u16, 3: u32, 4: u8, 5: u8, 6: u8, 7: u8, 8: u8, 9: u8, 10: u8, 12: u8, 25: u8, 27: u8, 28: u8, 29: u8, 30: u8, 31: u16, 32: u8, 33: u8, 34: u32, 37: u32,
    39: u8, 40: u8, 41: { type: 'reject' }, 42: u32, 43: { type: 'u8', max: 1 }, 44: u32, 45: u8,
  },
};

/** Settings that are taken as they come, by attribute. */
const PLAIN: Readonly<Record<number, keyof BridgeSettings>> = {
  4: 'ageingTime',
  22: 'mcastRouter',
  23: 'mcastSnooping',
  24: 'mcastQueryUseIfaddr',
  25: 'mcastQuerier',
  27: 'mcastHashMax',
  28: 'mcastLastMemberCnt',
  29: 'mcastStartupQueryCnt',
  30: 'mcastLastMemberIntvl',
  31: 'mcastMembershipIntvl',
  32: 'mcastQuerierIntvl',
  33: 'mcastQueryIntvl',
  34: 'mcastQueryResponseIntvl',
  35: 'mcastStartupQueryIntvl',
  36: 'nfCallIptables',
  37: 'nfCallIp6tables',
  38: 'nfCallArptables',
  42: 'mcastStatsEnabled',
  49: 'fdbMaxLearned',
};
/** Of those, what is on or off. */
const BOOLEAN: ReadonlySet<number> = new Set([24, 25, 36, 37, 38, 42]);
/** MDB_RTR_TYPE_*: of a bridge, and of a port. */
const ROUTER_MOST = 2;
const PORT_ROUTER_MOST = 3;
/** Hundredths of a second. */
const HELLO_TIME = [100, 1000] as const;
const MAX_AGE = [600, 4000] as const;
const GROUP_FWD_RESTRICTED = 0x7;

const ETH_P_8021Q = 0x8100;
const ETH_P_8021AD = 0x88a8;
const VLAN_FILTERING = 7;
/** IFLA_BR_VLAN_*, which are looked at one behind the other. */
const OF_VLANS: readonly number[] = [VLAN_FILTERING, 8, 39, 41, 45];

const within = (value: number, [least, most]: readonly [number, number]): boolean => value >= least && value <= most;

/** br_validate(). Throws Refusal. */
export function validateVlans(data: Attributes): void {
  const protocol = data.get(8)?.be16;
  if (protocol !== undefined && protocol !== ETH_P_8021Q && protocol !== ETH_P_8021AD) throw new Refusal(EPROTONOSUPPORT);
  if ((data.u16(39) ?? 0) >= VLAN_VID_MASK) throw new Refusal(EINVAL);
}

/** br_changelink(): in the order in which the kernel looks at them. Throws Refusal. */
export function changeBridge(bridge: Bridge, data: Attributes): void {
  const { settings } = bridge;
  const rank = ({ type }: Attribute): number => (OF_VLANS.includes(type) ? VLAN_FILTERING : type);
  for (const attribute of data.present().sort((a, b) => rank(a) - rank(b))) {
    const plain = PLAIN[attribute.type];
    if (plain === undefined) changeOther(bridge, attribute);
    else if (attribute.type === 22) settings.mcastRouter = atMost(attribute.u8, ROUTER_MOST);
    else if (attribute.type === 33 || attribute.type === 35) settings[plain as 'mcastQueryIntvl'] = queryInterval(attribute.u64);
    else if (attribute.type >= 30 && attribute.type <= 35) settings[plain as 'mcastQueryIntvl'] = tickedLong(attribute.u64);
    else if (attribute.type === 23) changeSnooping(bridge, attribute.u8 !== 0);
    else if (BOOLEAN.has(attribute.type)) settings[plain as 'mcastQuerier'] = attribute.u8 === 0 ? 0 : 1;
    else if (attribute.type === 4) settings.ageingTime = ticked(attribute.u32);
    else settings[plain as 'ageingTime'] = attribute.u32;
  }
}

function changeOther(bridge: Bridge, attribute: Attribute): void {
  const { settings } = bridge;
  switch (attribute.type) {
    case 1:
      if (settings.stpState !== 0 && !within(attribute.u32, FORWARD_DELAY)) throw new Refusal(ERANGE);
      settings.forwardDelay = ticked(attribute.u32);
      return;
    case 2:
      if (!within(attribute.u32, HELLO_TIME)) throw new Refusal(ERANGE);
      settings.helloTime = ticked(attribute.u32);
      return;
    case 3:
      if (!within(attribute.u32, MAX_AGE)) throw new Refusal(ERANGE);
      settings.maxAge = ticked(attribute.u32);
      return;
    case 5:
      return setStp(bridge, attribute.u32 !== 0);
    case 6:
      return changePriority(bridge, attribute.u16);
    case VLAN_FILTERING:
      if (bridge.vlans === undefined) throw new Refusal(EOPNOTSUPP);
      return toggleFiltering(bridge, attribute.u8 !== 0);
    case 8:
      if (bridge.vlans !== undefined) changeProtocol(bridge, attribute.be16 === ETH_P_8021Q ? '802.1Q' : '802.1ad');
      return;
    case 39:
      if (bridge.vlans !== undefined) setDefaultPvid(bridge, attribute.u16);
      return;
    case 41:
      if (bridge.vlans !== undefined) bridge.filtering.stats = atMost(attribute.u8, 1);
      return;
    case 45:
      if (bridge.vlans === undefined) return;
      if (bridge.lastFirst.some(({ vlans }) => (vlans?.used ?? 0) > 0)) throw new Refusal(EBUSY);
      bridge.filtering.statsPerPort = atMost(attribute.u8, 1);
      return;
    case 9:
      if ((attribute.u16 & GROUP_FWD_RESTRICTED) !== 0) throw new Refusal(EINVAL);
      settings.groupFwdMask = attribute.u16;
      return;
    case 20: {
      const address = macOf(attribute.payload);
      if (attribute.length !== ETH_ALEN || !/^01:80:c2:00:00:0[0-9a-f]$/.test(address) || /[123]$/.test(address)) throw new Refusal(EINVAL);
      settings.groupAddr = address;
      bridge.groupAddrSet = true;
      return;
    }
    case 21:
      for (const entry of lastFirst(bridge)) if (!entry.fixed) deleteEntry(bridge, entry);
      return;
    case 43:
      if (attribute.u8 !== 2 && attribute.u8 !== 3) throw new Refusal(EINVAL);
      settings.mcastIgmpVersion = attribute.u8;
      return;
    case 44:
      if (attribute.u8 !== 1 && attribute.u8 !== 2) throw new Refusal(EINVAL);
      settings.mcastMldVersion = attribute.u8;
      return;
    case 46:
      return changeOptions(bridge, attribute);
  }
}

function changeOptions(bridge: Bridge, { bytes, start }: Attribute): void {
  const { settings } = bridge;
  const value = bytes.view.getUint32(start, bytes.littleEndian);
  const mask = bytes.view.getUint32(start + 4, bytes.littleEndian);
  for (let bit = 0; bit < 32; bit++) {
    if (((mask >>> bit) & 1) === 0) continue;
    if (bit >= BOOLEAN_OPTIONS) throw new Refusal(EINVAL, `bridge: Unknown boolean option ${bit}`);
    const option = 1 << bit;
    const on = (value & option) !== 0;
    if (option === OPTION.mst && bridge.vlans === undefined) throw new Refusal(EOPNOTSUPP);
    if (option === OPTION.mst) toggleTrees(bridge, on);
    else if (option === OPTION.vlanSnooping) toggleVlanSnooping(bridge, on);
    else if (option === OPTION.localVlan0 && on !== ((settings.options & option) !== 0)) keepLocalsApart(bridge, on);
    settings.options = on ? settings.options | option : settings.options & ~option;
  }
}

function atMost(value: number, most: number): number {
  if (value > most) throw new Refusal(EINVAL);
  return value;
}

/** Flags of a port, by attribute. */
const PORT_FLAGS: Readonly<Record<number, keyof PortSettings>> = {
  4: 'mode',
  5: 'guard',
  6: 'protect',
  7: 'fastLeave',
  8: 'learning',
  9: 'unicastFlood',
  10: 'proxyarp',
  12: 'proxyarpWifi',
  27: 'mcastFlood',
  28: 'mcastToUcast',
  29: 'vlanTunnel',
  30: 'bcastFlood',
  32: 'neighSuppress',
  33: 'isolated',
  39: 'locked',
  40: 'mab',
  43: 'neighVlanSuppress',
};

/** The other settings of a port, in the order in which they are made: what stands before one that is refused stays. */
const SETTINGS = [3, 2, 1, 24, 25, 37, 42, 31, 34, 44] as const;

/** br_setport(): flags first. Throws Refusal. */
export function changePort(port: BridgePort, data: Attributes): void {
  const { settings } = port;
  const mab = data.u8(40) ?? settings.mab;
  const learning = data.u8(8) ?? settings.learning;
  const locked = data.u8(39) ?? settings.locked;
  if (mab !== 0 && (locked === 0 || learning === 0)) throw new Refusal(EINVAL, 'Bridge port must be locked and have learning enabled when MAB is enabled');
  for (const attribute of data.present()) {
    const flag = PORT_FLAGS[attribute.type];
    if (flag !== undefined) settings[flag] = attribute.u8 === 0 ? 0 : 1;
  }
  if (settings.vlanTunnel === 0) flushTunnels(port);
  countAuto(port.bridge);
  for (const type of SETTINGS) {
    const attribute = data.get(type);
    if (attribute !== undefined) changeSetting(port, attribute);
  }
}

function changeSetting(port: BridgePort, attribute: Attribute): void {
  const { settings, dev } = port;
  switch (attribute.type) {
    case 1:
      return changeState(port, attribute.u8);
    case 2:
      if (attribute.u16 > 0x3f) throw new Refusal(ERANGE);
      return changePortPriority(port, attribute.u16);
    case 3:
      if (attribute.u32 < 1 || attribute.u32 > 65535) throw new Refusal(ERANGE);
      settings.cost = attribute.u32;
      port.adminCost = true;
      return;
    case 24:
      return deletePortEntries(port.bridge, port, true);
    case 25:
      settings.multicastRouter = atMost(attribute.u8, PORT_ROUTER_MOST);
      return;
    case 31:
      if ((attribute.u16 & GROUP_FWD_RESTRICTED & ~0x1) !== 0) throw new Refusal(EINVAL);
      settings.groupFwdMask = attribute.u16;
      return;
    case 34:
      backUp(port, backup(port, attribute.u32, dev));
      return;
    case 37:
      if (attribute.u32 === 0) throw new Refusal(EINVAL);
      settings.mcastEhtHostsLimit = attribute.u32;
      return;
    case 42:
      settings.mcastMaxGroups = attribute.u32;
      return;
    case 44:
      port.backupNexthop = attribute.u32;
  }
}

function backup({ bridge }: BridgePort, index: number, dev: Device): Device | undefined {
  if (index === 0) return undefined;
  const other = dev.ns.links.get(index);
  if (other === undefined) throw new Refusal(ENOENT);
  if (other.master?.kind !== 'bridge') throw new Refusal(ENOENT);
  if (!bridge.ports.has(other)) throw new Refusal(EINVAL);
  if (other === dev) throw new Refusal(EINVAL);
  return other;
}

/** br_set_port_state(). Throws Refusal. */
export function changeState(port: BridgePort, state: number): void {
  if (state > STATES.blocking) throw new Refusal(EINVAL);
  if (port.bridge.settings.stpState === 1) throw new Refusal(EBUSY);
  if (!port.dev.up || (!port.dev.operUp && state !== STATES.disabled)) throw new Refusal(ENETDOWN);
  setState(port, state);
  selectStates(port.bridge);
}

/** The cost follows the link's speed until a request sets one. */
export function refreshCost(port: BridgePort): void {
  if (!port.adminCost && port.usable) port.settings.cost = portCost(port.dev);
}
