// What -d adds to a link: its kind and the options of it, queues, segmentation limits, ports. iproute2: ip/ipaddress.c:
// print_linkinfo(), print_linktype(), print_af_spec().

import { toHex } from '../../netlink/bytes.js';
import type { AnyLink } from '../link.js';
import { addrGenMode } from '../link-af.js';
import type { ShowContext } from './context.js';
import type { Printer } from './printer.js';

export function showLinkDetails(out: Printer, link: AnyLink, context: ShowContext): void {
  count(out, 'promiscuity', link.promiscuity, ' promiscuity');
  count(out, 'allmulti', link.allmulti, ' allmulti');
  count(out, 'min_mtu', link.minMtu, 'minmtu');
  count(out, 'max_mtu', link.maxMtu, 'maxmtu');
  if (link.linkinfo !== undefined) showLinkInfo(out, link.linkinfo, context);
  if (context.command === 'link') showAddressGeneration(out, link.afSpec?.inet6?.addrGenMode);
  count(out, 'num_tx_queues', link.numTxQueues, 'numtxqueues');
  count(out, 'num_rx_queues', link.numRxQueues, 'numrxqueues');
  count(out, 'gso_max_size', link.gsoMaxSize, 'gso_max_size');
  count(out, 'gso_max_segs', link.gsoMaxSegs, 'gso_max_segs');
  count(out, 'tso_max_size', link.tsoMaxSize, 'tso_max_size');
  count(out, 'tso_max_segs', link.tsoMaxSegs, 'tso_max_segs');
  count(out, 'gro_max_size', link.groMaxSize, 'gro_max_size');
  word(out, 'phys_port_name', link.physPortName, 'portname');
  word(out, 'phys_port_id', hex(link.physPortId), 'portid');
  word(out, 'phys_switch_id', hex(link.physSwitchId), 'switchid');
  word(out, 'parentbus', link.parentDevBusName, 'parentbus');
  word(out, 'parentdev', link.parentDevName, 'parentdev');
}

function count(out: Printer, key: string, value: number | undefined, label: string): void {
  if (value !== undefined) out.both(key, value, `${label} ${value} `);
}

function word(out: Printer, key: string, value: string | undefined, label: string): void {
  if (value !== undefined) out.both(key, value, `${label} ${value} `);
}

/** iproute2's buffer has room for 31 bytes. */
function hex(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : toHex(bytes.subarray(0, 31));
}

/** A kind without `show` has no object for its data; one with `show` has it even if the kernel sent none. */
function showLinkInfo(out: Printer, info: NonNullable<AnyLink['linkinfo']>, { kinds, names }: ShowContext): void {
  const decoded = info as Readonly<Record<string, unknown>>;
  out.openObject('linkinfo');
  if (info.kind !== undefined) {
    const kind = Object.hasOwn(kinds, info.kind) ? kinds[info.kind] : undefined;
    out.text(out.newline);
    out.both('info_kind', info.kind, `    ${info.kind} `);
    if (kind?.show !== undefined) {
      out.openObject('info_data');
      const data = decoded[info.kind];
      if (data !== undefined) kind.show(out, data, names);
      out.closeObject();
      const counters = decoded[`${info.kind}_xstats`] ?? info.xstats;
      if (counters !== undefined && out.statistics > 0 && kind.showInfoXstats !== undefined) {
        out.openObject('info_xstats');
        if (counters !== info.xstats) kind.showInfoXstats(out, counters);
        out.closeObject();
      }
    }
  }
  if (info.slaveKind !== undefined) {
    const kind = Object.hasOwn(kinds, info.slaveKind) ? kinds[info.slaveKind] : undefined;
    out.text(out.newline);
    out.both('info_slave_kind', info.slaveKind, `    ${info.slaveKind}_slave `);
    if (kind?.showSlave !== undefined) {
      out.openObject('info_slave_data');
      const data = decoded[`${info.slaveKind}_slave`];
      if (data !== undefined) kind.showSlave(out, data, names);
      out.closeObject();
    }
  }
  out.closeObject();
}

function showAddressGeneration(out: Printer, mode: string | number | undefined): void {
  if (mode === undefined) return;
  const name = typeof mode === 'string' ? mode : (Object.entries(addrGenMode.names).find(([, number]) => number === mode)?.[0] ?? `0x${mode.toString(16).padStart(2, '0')}`);
  word(out, 'inet6_addr_gen_mode', name, 'addrgenmode');
}
