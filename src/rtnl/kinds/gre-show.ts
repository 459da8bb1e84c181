// gre, gretap and erspan as `ip -d link` shows them. iproute2: ip/link_gre.c: gre_print_opt().

import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import type { Gre } from './gre-data.js';
import { showDevice, showEncap, showEndpoint, showKey, showNonzeroHex, showTos, showTrue, showTtl } from './tunnel-show.js';

/** What `ip -d link` writes after the kind. */
export function showGre(out: Printer, data: Gre, names: LinkNames): void {
  showTrue(out, data.collectMetadata, 'external', 'external ');
  showEndpoint(out, 'remote', data.remote);
  showEndpoint(out, 'local', data.local);
  showDevice(out, data.link, names);
  showTtl(out, data.ttl ?? 0, 'inherit');
  showTos(out, data.tos);
  if (data.pmtudisc !== undefined) out.both('pmtudisc', data.pmtudisc !== 0, data.pmtudisc === 0 ? 'nopmtudisc ' : '');
  showTrue(out, data.ignoreDf, 'ignore_df', 'ignore-df ');
  showGreFlags(out, data);
  showNonzeroHex(out, 'fwmark', data.fwmark);
  showErspan(out, data);
  showEncap(out, data);
}

/** Keys, sequence numbers and checksums. */
export function showGreFlags(out: Printer, { iflags = [], oflags = [], ikey, okey }: Gre): void {
  if (iflags.includes('key') && ikey !== undefined) showKey(out, 'ikey', ikey);
  if (oflags.includes('key') && okey !== undefined) showKey(out, 'okey', okey);
  showTrue(out, iflags.includes('seq'), 'iseq', 'iseq ');
  showTrue(out, oflags.includes('seq'), 'oseq', 'oseq ');
  showTrue(out, iflags.includes('csum'), 'icsum', 'icsum ');
  showTrue(out, oflags.includes('csum'), 'ocsum', 'ocsum ');
}

/** Members of ERSPAN that are there. */
export function showErspan(out: Printer, { erspanIndex, erspanVer, erspanDir, erspanHwid }: Gre): void {
  if (erspanIndex !== undefined) out.both('erspan_index', erspanIndex, `erspan_index ${erspanIndex} `);
  if (erspanVer !== undefined) out.both('erspan_ver', erspanVer, `erspan_ver ${erspanVer} `);
  if (erspanDir !== undefined) {
    const direction = erspanDir === 'ingress' ? 'ingress' : 'egress';
    out.both('erspan_dir', direction, `erspan_dir ${direction} `);
  }
  if (erspanHwid !== undefined) {
    const hex = erspanHwid === 0 ? '0' : `0x${erspanHwid.toString(16)}`;
    out.both('erspan_hwid', hex, `erspan_hwid ${hex} `);
  }
}
