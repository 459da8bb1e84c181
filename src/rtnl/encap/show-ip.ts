// Encapsulation in IPv4 or IPv6 as `ip` writes it. iproute2: ip/iproute_lwtunnel.c: print_encap_ip(), print_encap_ip6(), lwtunnel_print_opts().

import { toHex } from '../../netlink/bytes.js';
import type { Printer } from '../show/printer.js';
import type { Ip6Encap, IpEncap } from './ip.js';
import type { ErspanOption, GeneveOption, TunnelOptions, VxlanOption } from './ip-options.js';

/** What stands behind `encap ip`. */
export function showIp(out: Printer, { id, src, dst, ttl, tos, flags, opts }: IpEncap): void {
  showEnds(out, 'inet', id, src, dst);
  if (ttl !== undefined) out.both('ttl', ttl, `ttl ${ttl} `);
  if (tos !== undefined) out.both('tos', tos, `tos ${tos} `);
  showFlags(out, flags);
  if (opts !== undefined) showOptions(out, opts);
}

/** What stands behind `encap ip6`. */
export function showIp6(out: Printer, { id, src, dst, hoplimit, tc, flags, opts }: Ip6Encap): void {
  showEnds(out, 'inet6', id, src, dst);
  if (hoplimit !== undefined) out.both('hoplimit', hoplimit, `hoplimit ${hoplimit} `);
  if (tc !== undefined) out.both('tc', tc, `tc ${tc} `);
  showFlags(out, flags);
  if (opts !== undefined) showOptions(out, opts);
}

function showEnds(out: Printer, colour: 'inet' | 'inet6', id: bigint | undefined, src: string | undefined, dst: string | undefined): void {
  if (id !== undefined) out.both('id', id, `id ${id} `);
  if (src !== undefined) out.both('src', src, `src ${src} `, colour);
  if (dst !== undefined) out.both('dst', dst, `dst ${dst} `, colour);
}

function showFlags(out: Printer, flags: IpEncap['flags']): void {
  for (const flag of ['key', 'csum', 'seq'] as const) if (flags?.includes(flag) === true) out.both(flag, true, `${flag} `);
}

/** Those of one protocol, the first that has any. */
function showOptions(out: Printer, { geneve, vxlan, erspan }: TunnelOptions): void {
  if (geneve !== undefined) showList(out, 'geneve_opts', () => showGeneve(out, geneve));
  else if (vxlan !== undefined) showList(out, 'vxlan_opts', () => showVxlan(out, vxlan));
  else if (erspan !== undefined) showList(out, 'erspan_opts', () => showErspan(out, erspan));
}

function showList(out: Printer, name: string, show: () => void): void {
  out.text(`${out.newline}\t${name} `);
  out.openArray(name);
  show();
  out.closeArray();
}

function showGeneve(out: Printer, options: readonly GeneveOption[]): void {
  for (const [i, { class: who = 0, type = 0, data = new Uint8Array() }] of options.entries()) {
    const hex = toHex(data);
    out.openObject();
    out.both('class', who, `${who}`);
    out.both('type', type, `:${type}`);
    out.both('data', hex, `:${hex}${i === options.length - 1 ? ' ' : ','}`);
    out.closeObject();
  }
}

function showVxlan(out: Printer, { gbp = 0 }: VxlanOption): void {
  out.openObject();
  out.both('gbp', gbp, `${gbp} `);
  out.closeObject();
}

/** Version 1 has an index, all others a direction and a hardware id. */
function showErspan(out: Printer, { ver = 0, ...option }: ErspanOption): void {
  const { index, dir, hwid } = ver === 1 ? { index: option.index ?? 0, dir: 0, hwid: 0 } : { index: 0, dir: option.dir ?? 0, hwid: option.hwid ?? 0 };
  out.openObject();
  out.both('ver', ver, `${ver}`);
  out.both('index', index, `:${index}`);
  out.both('dir', dir, `:${dir}`);
  out.both('hwid', hwid, `:${hwid} `);
  out.closeObject();
}
