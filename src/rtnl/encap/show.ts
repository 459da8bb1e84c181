// An encapsulation as `ip` writes it behind a route's or a nexthop's destination. iproute2: ip/iproute_lwtunnel.c: lwt_print_encap().

import type { NameTables } from '../name-tables.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import type { EncapAttributes } from './encap.js';
import { type Ioam6Encap, ioam6Mode } from './ioam6.js';
import { formatMplsLabels, type MplsEncap } from './mpls.js';
import type { BpfEncap, IlaEncap, XfrmEncap } from './others.js';
import { showIp, showIp6 } from './show-ip.js';
import { showProgram } from './show-program.js';
import { showSeg6Local } from './show-seg6local.js';
import { showSeg6, showSegments } from './show-segments.js';

/** What showing an encapsulation needs beside it. */
export interface EncapContext {
  readonly names: LinkNames;
  readonly tables?: NameTables;
}

/** Writes nothing where there is no type; into the object that is open. */
export function showEncap(out: Printer, encap: EncapAttributes, context: EncapContext): void {
  const { encapType } = encap;
  if (encapType === undefined) return;
  const name = typeof encapType === 'string' ? encapType : 'unknown';
  out.both('encap', name, ` encap ${name} `);
  if (encap.mplsEncap !== undefined) showMpls(out, encap.mplsEncap);
  if (encap.ipEncap !== undefined) showIp(out, encap.ipEncap);
  if (encap.ip6Encap !== undefined) showIp6(out, encap.ip6Encap);
  if (encap.ilaEncap !== undefined) showIla(out, encap.ilaEncap);
  if (encap.bpfEncap !== undefined) showBpf(out, encap.bpfEncap);
  if (encap.seg6Encap !== undefined) showSeg6(out, encap.seg6Encap, context.tables);
  if (encap.seg6localEncap !== undefined) showSeg6Local(out, encap.seg6localEncap, context);
  if (encap.rplEncap?.srh !== undefined) showSegments(out, encap.rplEncap.srh);
  if (encap.ioam6Encap !== undefined) showIoam6(out, encap.ioam6Encap);
  if (encap.xfrmEncap !== undefined) showXfrm(out, encap.xfrmEncap, context.names);
}

function showMpls(out: Printer, { dst, ttl }: MplsEncap): void {
  if (dst !== undefined) out.both('dst', formatMplsLabels(dst), ` ${formatMplsLabels(dst)} `);
  if (ttl !== undefined) out.both('ttl', ttl, `ttl ${ttl} `);
}

/** A name that has one, `unknown` for a number. */
const nameOf = (value: string | number): string => (typeof value === 'string' ? value : 'unknown');

function showIla(out: Printer, { locator, csumMode, identType, hookType }: IlaEncap): void {
  if (locator !== undefined) out.both('locator', locator, ` ${locator} `);
  if (csumMode !== undefined) out.both('csum_mode', nameOf(csumMode), ` csum-mode ${nameOf(csumMode)} `);
  if (identType !== undefined) out.both('ident_type', nameOf(identType), ` ident-type ${nameOf(identType)} `);
  if (hookType !== undefined) out.both('hook_type', nameOf(hookType), ` hook-type ${nameOf(hookType)} `);
}

function showBpf(out: Printer, { in: input, out: output, xmit, xmitHeadroom }: BpfEncap): void {
  if (input !== undefined) showProgram(out, 'in', input.name);
  if (output !== undefined) showProgram(out, 'out', output.name);
  if (xmit !== undefined) showProgram(out, 'xmit', xmit.name);
  if (xmitHeadroom !== undefined) out.both('headroom', xmitHeadroom, ` ${xmitHeadroom} `);
}

function showIoam6(out: Printer, { mode, dst, trace, freqK, freqN }: Ioam6Encap): void {
  if (mode === undefined || trace === undefined || freqK === undefined || freqN === undefined) return;
  out.both('freqk', freqK, `freq ${freqK}`);
  out.both('freqn', freqN, `/${freqN} `);
  const outer = mode !== 'inline';
  if (outer && dst === undefined) return;
  const name = typeof mode === 'string' && Object.hasOwn(ioam6Mode.names, mode) ? mode : '<unknown>';
  out.both('mode', name, `mode ${name} `);
  if (outer) out.both('tundst', dst as string, `tundst ${dst} `);
  out.both('trace', null, 'trace ');
  out.both('prealloc', null, 'prealloc ');
  const hex = trace.type.toString(16);
  out.both('type', hex, `type ${trace.type === 0 ? '00000000' : `0x${hex.padStart(6, '0')}`} `);
  out.both('ns', trace.namespaceId, `ns ${trace.namespaceId} `);
  out.both('size', trace.size, `size ${trace.size} `);
}

function showXfrm(out: Printer, { ifId, link }: XfrmEncap, names: LinkNames): void {
  if (ifId !== undefined) out.both('if_id', ifId, `if_id ${ifId} `);
  if (link !== undefined) out.both('link_dev', names.name(link), `link_dev ${names.name(link)} `);
}
