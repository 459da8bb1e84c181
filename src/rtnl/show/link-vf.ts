// SR-IOV virtual functions of a link, a line each. iproute2: ip/ipaddress.c: print_vfinfo(), print_vf_stats64().

import { IFF_POINTOPOINT } from '../constants.js';
import type { AnyLink } from '../link.js';
import { colons, showLinkAddress } from './link-address.js';
import { showCount } from './link-stats.js';
import { ethernetProtocolName, linkTypeName } from './names.js';
import type { Printer } from './printer.js';

type Vf = NonNullable<AnyLink['vfinfoList']>[number];

const ARPHRD_ETHER = 1;
const ETH_P_8021Q = 0x8100;
/** A setting the driver does not have. */
const UNSUPPORTED = 0xffffffff;

/** Nothing, where the kernel did not say how many there are. */
export function showVfs(out: Printer, link: AnyLink): void {
  if (link.vfinfoList === undefined || link.numVf === undefined) return;
  out.openArray('vfinfo_list');
  for (const vf of link.vfinfoList) {
    out.openObject();
    showVf(out, vf, link);
    out.closeObject();
  }
  out.closeArray();
}

/** Whether the kernel had no room for all virtual functions: `ip` then says `Truncated VF list: NAME` on standard error. */
export function vfsTruncated({ vfinfoList, numVf }: AnyLink): boolean {
  return vfinfoList !== undefined && numVf !== undefined && vfinfoList.length !== numVf;
}

function showVf(out: Printer, vf: Vf, link: AnyLink): void {
  const type = linkTypeName(link.type, out);
  const number = (vf.mac?.vf ?? 0) | 0;
  out.text(`${out.newline}    `);
  out.both('vf', number, `vf ${number} `);
  out.both('link_type', type, `    link/${type} `);
  showAddress(out, 'address', vf.mac?.mac ?? new Uint8Array(), link.type);
  if (vf.broadcast !== undefined) {
    const peer = (link.flags & IFF_POINTOPOINT) !== 0;
    out.text(peer ? ' peer ' : ' brd ');
    if (peer) out.member('link_pointtopoint', true);
    showAddress(out, 'broadcast', vf.broadcast, link.type);
  }
  showVlans(out, vf);
  showRates(out, vf);
  onOff(out, 'spoofchk', vf.spoofchk?.setting, ', spoof checking');
  showGuid(out, 'node guid', vf.ibNodeGuid?.guid, 'NODE_GUID');
  showGuid(out, 'port guid', vf.ibPortGuid?.guid, 'PORT_GUID');
  if (vf.linkState !== undefined) {
    const state = LINK_STATES[vf.linkState.linkState] ?? 'disable';
    out.both('link_state', state, `, link-state ${state}`);
  }
  onOff(out, 'trust', vf.trust?.setting, ', trust');
  onOff(out, 'query_rss_en', vf.rssQueryEn?.setting, ', query_rss');
  if (vf.stats !== undefined && out.statistics > 0) showStats(out, vf.stats);
}

/** IFLA_VF_LINK_STATE_*. */
const LINK_STATES: Readonly<Record<number, string>> = { 0: 'auto', 1: 'enable' };

/** The attribute has room for the longest; 20 bytes count on InfiniBand, and whatever else is no Ethernet. */
function showAddress(out: Printer, key: string, bytes: Uint8Array, type: number): void {
  const address = showLinkAddress(colons(bytes.subarray(0, type === ARPHRD_ETHER ? 6 : 20)), type);
  out.both(key, address, address, 'mac');
}

function showVlans(out: Printer, { vlan, vlanList }: Vf): void {
  if (vlanList === undefined) {
    if (vlan !== undefined) showVlan(out, vlan);
    return;
  }
  out.openArray('vlan_list');
  for (const one of vlanList) {
    out.openObject();
    showVlan(out, one);
    if (one.vlanProto !== 0 && one.vlanProto !== ETH_P_8021Q) {
      const protocol = ethernetProtocolName(one.vlanProto, out);
      out.both('protocol', protocol, `, vlan protocol ${protocol}`);
    }
    out.closeObject();
  }
  out.closeArray();
}

function showVlan(out: Printer, { vlan, qos }: { readonly vlan: number; readonly qos: number }): void {
  if (vlan !== 0) out.both('vlan', vlan | 0, `, vlan ${vlan | 0}`);
  if (qos !== 0) out.both('qos', qos | 0, `, qos ${qos | 0}`);
}

function showRates(out: Printer, { txRate, rate }: Vf): void {
  if (txRate !== undefined && txRate.rate !== 0) out.both('tx_rate', txRate.rate, `, tx rate ${txRate.rate} (Mbps)`);
  if (rate === undefined) return;
  out.member('rate', { max_tx: rate.maxTxRate, min_tx: rate.minTxRate });
  if (rate.maxTxRate !== 0) out.text(`, max_tx_rate ${rate.maxTxRate}Mbps`);
  if (rate.minTxRate !== 0) out.text(`, min_tx_rate ${rate.minTxRate}Mbps`);
}

function onOff(out: Printer, key: string, setting: number | undefined, label: string): void {
  if (setting === undefined || setting === UNSUPPORTED) return;
  out.both(key, setting !== 0, `${label} ${setting === 0 ? 'off' : 'on'}`);
}

function showGuid(out: Printer, key: string, guid: bigint | undefined, label: string): void {
  if (guid === undefined) return;
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, guid);
  out.both(key, colons(bytes), `, ${label} ${colons(bytes)}`);
}

function showStats(out: Printer, s: NonNullable<Vf['stats']>): void {
  const { rxBytes = 0n, rxPackets = 0n, multicast = 0n, broadcast = 0n, rxDropped, txBytes = 0n, txPackets = 0n, txDropped } = s;
  if (out.json) {
    out.openObject('stats');
    out.member('rx', { bytes: rxBytes, packets: rxPackets, multicast, broadcast, ...(rxDropped !== undefined && { dropped: rxDropped }) });
    out.member('tx', { tx_bytes: txBytes, tx_packets: txPackets, ...(txDropped !== undefined && { dropped: txDropped }) });
    out.closeObject();
    return;
  }
  const row = (header: string, dropped: bigint | undefined, ...counts: (readonly [bigint, number])[]): void => {
    const columns = dropped === undefined ? counts : [...counts, [dropped, 8] as const];
    out.text(`${out.newline}    ${header}${dropped === undefined ? '' : '  dropped '}${out.newline}    `);
    for (const [value, width] of columns) out.text(`${showCount(value, out.human).padStart(width)} `);
  };
  row('RX: bytes  packets  mcast   bcast ', rxDropped, [rxBytes, 10], [rxPackets, 8], [multicast, 7], [broadcast, 7]);
  row('TX: bytes  packets ', txDropped, [txBytes, 10], [txPackets, 8]);
}
