// The families of generic netlink that are known beforehand, by name.

import { quotaFamily, taskstatsFamily } from './accounting.js';
import { controllerFamily } from './controller.js';
import { devlinkFamily } from './devlink.js';
import { dpllFamily } from './dpll.js';
import { ethtoolFamily } from './ethtool.js';
import type { GenericFamily } from './family.js';
import { fouFamily } from './fou.js';
import { handshakeFamily } from './handshake.js';
import { ilaFamily } from './ila.js';
import { ioam6Family } from './ioam6.js';
import { l2tpFamily } from './l2tp.js';
import { lockdFamily } from './lockd.js';
import { macsecFamily } from './macsec.js';
import { mptcpFamily } from './mptcp.js';
import { netShaperFamily } from './net-shaper.js';
import { netdevFamily } from './netdev.js';
import { nfsdFamily } from './nfsd.js';
import { nl80211Family } from './nl80211.js';
import { ovpnFamily } from './ovpn.js';
import { ovsDatapathFamily } from './ovs-datapath.js';
import { ovsFlowFamily } from './ovs-flow.js';
import { ovsVportFamily } from './ovs-vport.js';
import { pspFamily } from './psp.js';
import { seg6Family } from './seg6.js';
import { tcpMetricsFamily } from './tcp-metrics.js';
import { teamFamily } from './team.js';
import { wireguardFamily } from './wireguard.js';

/** All of them, those that are asked for most first. */
export const KNOWN_FAMILIES: readonly GenericFamily[] = [
  controllerFamily,
  macsecFamily,
  mptcpFamily,
  l2tpFamily,
  fouFamily,
  tcpMetricsFamily,
  ilaFamily,
  seg6Family,
  ioam6Family,
  wireguardFamily,
  teamFamily,
  ovpnFamily,
  taskstatsFamily,
  quotaFamily,
  netdevFamily,
  netShaperFamily,
  dpllFamily,
  handshakeFamily,
  pspFamily,
  nfsdFamily,
  lockdFamily,
  ovsDatapathFamily,
  ovsVportFamily,
  ovsFlowFamily,
  ethtoolFamily,
  devlinkFamily,
  nl80211Family,
];

/** What is known of a family beforehand. */
export function knownFamily(name: string | undefined): GenericFamily | undefined {
  return KNOWN_FAMILIES.find((one) => one.name === name);
}

/** The family that has a command, answer or event of this name. */
export function familyOfCommand(command: string): GenericFamily | undefined {
  return KNOWN_FAMILIES.find(({ commands, replies = {}, events = {} }) => [commands, replies, events].some((table) => Object.hasOwn(table, command)));
}
