// A bridge as `ip -d link` shows it. iproute2: ip/iplink_bridge.c: bridge_print_opt().

import { Digits, type Printer } from '../show/printer.js';
import { type Bridge, bridgeOptions } from './bridge-data.js';
import { protocolName } from './vlan-show.js';

/** Members that are numbers: the key of the value, that of JSON, and the word where it is another. */
type Number = readonly [key: keyof Bridge, json: string, word?: string];

const TIMES: readonly Number[] = [
  ['forwardDelay', 'forward_delay'],
  ['helloTime', 'hello_time'],
  ['maxAge', 'max_age'],
  ['ageingTime', 'ageing_time'],
  ['stpState', 'stp_state'],
  ['priority', 'priority'],
  ['vlanFiltering', 'vlan_filtering'],
];

const ROOT: readonly Number[] = [
  ['rootPort', 'root_port'],
  ['rootPathCost', 'root_path_cost'],
  ['topologyChange', 'topology_change'],
  ['topologyChangeDetected', 'topology_change_detected'],
];

const VLANS: readonly Number[] = [
  ['vlanDefaultPvid', 'vlan_default_pvid'],
  ['vlanStatsEnabled', 'vlan_stats_enabled'],
  ['vlanStatsPerPort', 'vlan_stats_per_port'],
];

const MULTICAST: readonly Number[] = [
  ['mcastRouter', 'mcast_router'],
  ['mcastQueryUseIfaddr', 'mcast_query_use_ifaddr'],
  ['mcastQuerier', 'mcast_querier'],
  ['mcastHashElasticity', 'mcast_hash_elasticity'],
  ['mcastHashMax', 'mcast_hash_max'],
  ['mcastLastMemberCnt', 'mcast_last_member_cnt', 'mcast_last_member_count'],
  ['mcastStartupQueryCnt', 'mcast_startup_query_cnt', 'mcast_startup_query_count'],
  ['mcastLastMemberIntvl', 'mcast_last_member_intvl', 'mcast_last_member_interval'],
  ['mcastMembershipIntvl', 'mcast_membership_intvl', 'mcast_membership_interval'],
  ['mcastQuerierIntvl', 'mcast_querier_intvl', 'mcast_querier_interval'],
  ['mcastQueryIntvl', 'mcast_query_intvl', 'mcast_query_interval'],
  ['mcastQueryResponseIntvl', 'mcast_query_response_intvl', 'mcast_query_response_interval'],
  ['mcastStartupQueryIntvl', 'mcast_startup_query_intvl', 'mcast_startup_query_interval'],
  ['mcastStatsEnabled', 'mcast_stats_enabled'],
  ['mcastIgmpVersion', 'mcast_igmp_version'],
  ['mcastMldVersion', 'mcast_mld_version'],
  ['nfCallIptables', 'nf_call_iptables'],
  ['nfCallIp6tables', 'nf_call_ip6tables'],
  ['nfCallArptables', 'nf_call_arptables'],
];

export function showBridge(out: Printer, data: Bridge): void {
  const numbers = (members: readonly Number[]) => {
    for (const [key, json, word = json] of members) {
      const value = data[key] as number | bigint | undefined;
      if (value !== undefined) out.both(json, value, `${word} ${value} `);
    }
  };
  numbers(TIMES);
  if (data.vlanProtocol !== undefined) {
    const name = protocolName(out, data.vlanProtocol);
    out.both('vlan_protocol', name, `vlan_protocol ${name} `);
  }
  showBridgeId(out, 'bridge_id', 'bridge_id', data.bridgeId);
  // 6.1.0 shows the bridge's own id for the root's.
  showBridgeId(out, 'root_id', 'designated_root', data.rootId && (data.bridgeId ?? data.rootId));
  numbers(ROOT);
  showTimer(out, 'hello_timer', data.helloTimer);
  showTimer(out, 'tcn_timer', data.tcnTimer);
  showTimer(out, 'topology_change_timer', data.topologyChangeTimer);
  showTimer(out, 'gc_timer', data.gcTimer);
  numbers(VLANS);
  if (data.groupFwdMask !== undefined) showHex(out, 'group_fwd_mask', 'group_fwd_mask', data.groupFwdMask);
  if (data.groupAddr !== undefined) out.both('group_addr', data.groupAddr, `group_address ${data.groupAddr} `);
  numbers([['mcastSnooping', 'mcast_snooping']]);
  if (data.multiBoolopt !== undefined) showOptions(out, data.multiBoolopt);
  numbers(MULTICAST);
}

function showOptions(out: Printer, { optval, optmask }: NonNullable<Bridge['multiBoolopt']>): void {
  for (const [word, bit] of [
    ['no_linklocal_learn', bridgeOptions.noLinklocalLearn],
    ['mcast_vlan_snooping', bridgeOptions.mcastVlanSnooping],
  ] as const) {
    if ((optmask & bit) === 0) continue;
    const value = (optval & bit) === 0 ? 0 : 1;
    out.both(word, value, `${word} ${value} `);
  }
}

/** The address as ether_ntoa() writes it, without leading zeros. */
export function showBridgeId(out: Printer, key: string, word: string, id: string | undefined): void {
  if (id === undefined) return;
  const short = id.replace(/([.:])0/g, '$1');
  out.both(key, short, `${word} ${short} `);
}

/** Hundredths of a second as seconds. */
export function showTimer(out: Printer, word: string, timer: bigint | undefined): void {
  if (timer === undefined) return;
  const seconds = String(timer / 100n);
  const fraction = String(timer % 100n).padStart(2, '0');
  out.both(word, new Digits(`${seconds}.${fraction}`), `${word} ${seconds.padStart(4)}.${fraction} `);
}

/** `0x8001`, and `0` for zero, as C's %#x has it; a string in JSON. */
export function showHex(out: Printer, key: string, word: string, value: number): void {
  const hex = value === 0 ? '0' : `0x${value.toString(16)}`;
  out.both(key, hex, `${word} ${hex} `);
}
