// A VXLAN as `ip -d link` shows it. iproute2: ip/iplink_vxlan.c: vxlan_print_opt().

import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import { showDevice, showNonzeroHex, showTos, showTrue, showTtl } from './tunnel-show.js';
import type { Vxlan } from './vxlan-data.js';

/** What `ip -d link` writes after `vxlan`. */
export function showVxlan(out: Printer, data: Vxlan, names: LinkNames): void {
  showTrue(out, data.collectMetadata, 'external', 'external ');
  showTrue(out, data.vnifilter, 'vnifilter', 'vnifilter');
  if (data.id !== undefined) out.both('id', data.id, `id ${data.id} `);
  showRemote(out, data);
  showAddress(out, 'local', data.local, data.local6);
  showDevice(out, data.link, names);
  if (data.portRange !== undefined) {
    const { low, high } = data.portRange;
    out.both('port_range', { low, high }, `srcport ${low} ${high} `);
  }
  if (data.port !== undefined) out.both('port', data.port, `dstport ${data.port} `);
  if (data.learning !== undefined) out.both('learning', data.learning !== 0, data.learning === 0 ? 'nolearning ' : '');
  showTrue(out, data.proxy, 'proxy', 'proxy ');
  showTrue(out, data.rsc, 'rsc', 'rsc ');
  showTrue(out, data.l2miss, 'l2miss', 'l2miss ');
  showTrue(out, data.l3miss, 'l3miss', 'l3miss ');
  showTos(out, data.tos);
  if (data.ttlInherit) out.text('ttl inherit ');
  else if (data.ttl !== undefined) showTtl(out, data.ttl, 'auto');
  showDontFragment(out, data.df);
  showNonzeroHex(out, 'label', data.label, 'flowlabel');
  if (data.ageing !== undefined) out.both('ageing', data.ageing, `ageing ${data.ageing === 0 ? 'none' : data.ageing} `);
  if (data.limit) out.both('limit', data.limit, `maxaddr ${data.limit} `);
  showChecksums(out, data);
  showTrue(out, data.remcsumTx, 'remcsum_tx', 'remcsumtx ');
  showTrue(out, data.remcsumRx, 'remcsum_rx', 'remcsumrx ');
  showTrue(out, data.gbp, 'gbp', 'gbp ');
  showTrue(out, data.gpe, 'gpe', 'gpe ');
}

/** A group or one remote, by the address. */
function showRemote(out: Printer, { group, group6 }: Vxlan): void {
  const first = group !== undefined ? Number.parseInt(group, 10) : Number.parseInt(group6 ?? '0', 16) >> 8;
  const isGroup = group !== undefined ? first >> 4 === 0xe : first === 0xff;
  showAddress(out, isGroup ? 'group' : 'remote', group, group6);
}

/** The IPv4 address where there is one, else the other; nothing for all zeros. */
export function showAddress(out: Printer, word: string, ipv4: string | undefined, ipv6: string | undefined): void {
  const address = ipv4 ?? ipv6;
  if (address === undefined || address === '0.0.0.0' || address === '::') return;
  out.both(ipv4 === undefined ? `${word}6` : word, address, `${word} ${address} `);
}

/** `unset` is in JSON only; a number without a name nowhere. */
export function showDontFragment(out: Printer, df: Vxlan['df']): void {
  if (typeof df === 'string') out.both('df', df, df === 'unset' ? '' : `df ${df} `);
}

type Checksums = Pick<Vxlan, 'udpCsum' | 'udpZeroCsum6Tx' | 'udpZeroCsum6Rx'>;

/** Which UDP checksums there are. */
export function showChecksums(out: Printer, { udpCsum, udpZeroCsum6Tx, udpZeroCsum6Rx }: Checksums): void {
  const onOff = (key: string, value: number | undefined, word: string) => {
    if (value !== undefined) out.both(key, value !== 0, `${value === 0 ? 'no' : ''}${word} `);
  };
  onOff('udp_csum', udpCsum, 'udpcsum');
  onOff('udp_zero_csum6_tx', udpZeroCsum6Tx, 'udp6zerocsumtx');
  onOff('udp_zero_csum6_rx', udpZeroCsum6Rx, 'udp6zerocsumrx');
}
