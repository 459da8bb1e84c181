// A bridge's port as `ip -d link` shows it. iproute2: ip/iplink_bridge_slave.c: bridge_slave_print_opt().

import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import type { BridgePort } from './bridge-port-data.js';
import { showBridgeId, showHex, showTimer } from './bridge-show.js';

/** Reserved addresses 01:80:c2:00:00:0N with a name, by N. */
const GROUPS: Readonly<Record<number, string>> = { 0: 'stp', 2: 'lacp', 14: 'lldp' };

export function showBridgePort(out: Printer, data: BridgePort, names: LinkNames): void {
  const number = (key: string, value: number | undefined, word = key) => {
    if (value !== undefined) out.both(key, value, `${word} ${value} `);
  };
  const onOff = (word: string, value: number | undefined) => {
    if (value !== undefined) out.both(word, value !== 0, `${word} ${value === 0 ? 'off' : 'on'} `);
  };
  const { state } = data;
  if (typeof state === 'string') out.both('state', state, `state ${state} `);
  else if (state !== undefined) out.both('state_index', state, `state (${state}) `);
  number('priority', data.priority);
  number('cost', data.cost === undefined ? undefined : data.cost | 0);
  onOff('hairpin', data.mode);
  onOff('guard', data.guard);
  onOff('root_block', data.protect);
  onOff('fastleave', data.fastLeave);
  onOff('learning', data.learning);
  onOff('flood', data.unicastFlood);
  if (data.id !== undefined) showHex(out, 'id', 'port_id', data.id);
  if (data.no !== undefined) showHex(out, 'no', 'port_no', data.no);
  number('designated_port', data.designatedPort);
  number('designated_cost', data.designatedCost);
  showBridgeId(out, 'bridge_id', 'designated_bridge', data.bridgeId);
  showBridgeId(out, 'root_id', 'designated_root', data.rootId);
  showTimer(out, 'hold_timer', data.holdTimer);
  showTimer(out, 'message_age_timer', data.messageAgeTimer);
  showTimer(out, 'forward_delay_timer', data.forwardDelayTimer);
  number('topology_change_ack', data.topologyChangeAck);
  number('config_pending', data.configPending);
  onOff('proxy_arp', data.proxyarp);
  onOff('proxy_arp_wifi', data.proxyarpWifi);
  number('multicast_router', data.multicastRouter, 'mcast_router');
  if (data.fastLeave !== undefined) out.text(`mcast_fast_leave ${data.fastLeave === 0 ? 'off' : 'on'} `);
  onOff('mcast_flood', data.mcastFlood);
  onOff('bcast_flood', data.bcastFlood);
  onOff('mcast_to_unicast', data.mcastToUcast);
  onOff('neigh_suppress', data.neighSuppress);
  if (data.groupFwdMask !== undefined) {
    showHex(out, 'group_fwd_mask', 'group_fwd_mask', data.groupFwdMask);
    const groups = groupNames(data.groupFwdMask);
    out.both('group_fwd_mask_str', groups, `group_fwd_mask_str ${groups} `);
  }
  onOff('vlan_tunnel', data.vlanTunnel);
  onOff('isolated', data.isolated);
  onOff('locked', data.locked);
  if (data.backupPort !== undefined) {
    const name = names.name(data.backupPort);
    out.both('backup_port', name, `backup_port ${name} `);
  }
}

function groupNames(mask: number): string {
  const names: string[] = [];
  for (let bit = 0; bit < 16; bit++) if ((mask & (1 << bit)) !== 0) names.push(GROUPS[bit] ?? `0x${(1 << bit).toString(16)}`);
  return names.join(',') || '0x0';
}
