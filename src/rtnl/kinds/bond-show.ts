// A bond as `ip -d link` shows it. iproute2: ip/iplink_bond.c: bond_print_opt(). Version 6.1.0 does not know what came later, and shows none of it.

import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import type { Bond } from './bond-data.js';

export function showBond(out: Printer, data: Bond, names: LinkNames): void {
  /** A value without a name has none here either. */
  const named = (key: string, value: string | number | undefined, word = key) => {
    const name = typeof value === 'string' ? value : 'UNKNOWN';
    if (value !== undefined) out.both(key, name, `${word} ${name} `);
  };
  const number = (key: string, value: number | undefined, word = key) => {
    if (value !== undefined) out.both(key, value, `${word} ${value} `);
  };
  const link = (key: string, index: number | undefined) => {
    if (index !== undefined && index !== 0) out.both(key, names.name(index), `${key} ${names.name(index)} `);
  };
  named('mode', data.mode);
  link('active_slave', data.activeSlave);
  number('miimon', data.miimon);
  number('updelay', data.updelay);
  number('downdelay', data.downdelay);
  number('peer_notify_delay', data.peerNotifDelay);
  number('use_carrier', data.useCarrier);
  number('arp_interval', data.arpInterval);
  number('arp_missed_max', data.missedMax);
  showTargets(out, 'arp_ip_target', data.arpIpTarget);
  showTargets(out, 'ns_ip6_target', data.nsIp6Target);
  if (out.json && data.arpValidate === 'none') out.member('arp_validate', null);
  else named('arp_validate', data.arpValidate);
  named('arp_all_targets', data.arpAllTargets);
  link('primary', data.primary);
  named('primary_reselect', data.primaryReselect);
  named('fail_over_mac', data.failOverMac);
  named('xmit_hash_policy', data.xmitHashPolicy);
  number('resend_igmp', data.resendIgmp);
  number('num_peer_notif', data.numPeerNotif, 'num_grat_arp');
  number('all_slaves_active', data.allSlavesActive);
  number('min_links', data.minLinks);
  number('lp_interval', data.lpInterval);
  number('packets_per_slave', data.packetsPerSlave);
  named('ad_lacp_active', data.adLacpActive, 'lacp_active');
  named('ad_lacp_rate', data.adLacpRate, 'lacp_rate');
  named('ad_select', data.adSelect);
  if (data.adInfo !== undefined) {
    const { aggregator, numPorts, actorKey, partnerKey, partnerMac } = data.adInfo;
    out.openObject('ad_info');
    number('aggregator', aggregator, 'ad_aggregator');
    number('num_ports', numPorts, 'ad_num_ports');
    number('actor_key', actorKey, 'ad_actor_key');
    number('partner_key', partnerKey, 'ad_partner_key');
    if (partnerMac !== undefined) out.both('partner_mac', partnerMac, `ad_partner_mac ${partnerMac} `);
    out.closeObject();
  }
  number('ad_actor_sys_prio', data.adActorSysPrio);
  number('ad_user_port_key', data.adUserPortKey);
  if (data.adActorSystem !== undefined) out.both('ad_actor_system', data.adActorSystem, `ad_actor_system ${data.adActorSystem} `);
  number('tlb_dynamic_lb', data.tlbDynamicLb);
}

function showTargets(out: Printer, key: string, targets: readonly string[] | undefined): void {
  if (targets === undefined || targets.length === 0) return;
  out.openArray(key);
  out.text(`${key} ${targets.join(',')} `);
  for (const target of targets) out.member(undefined, target);
  out.closeArray();
}
