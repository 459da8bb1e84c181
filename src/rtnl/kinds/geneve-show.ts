// A GENEVE tunnel as `ip -d link` shows it. iproute2: ip/iplink_geneve.c: geneve_print_opt().

import type { Printer } from '../show/printer.js';
import type { Geneve } from './geneve-data.js';
import { showNonzeroHex, showTos, showTrue, showTtl } from './tunnel-show.js';
import { showAddress, showChecksums, showDontFragment } from './vxlan-show.js';

/** What `ip -d link` writes after `geneve`. */
export function showGeneve(out: Printer, data: Geneve): void {
  const { remote, remote6 } = data;
  showTrue(out, data.collectMetadata, 'external', 'external ');
  if (data.id !== undefined) out.both('id', data.id, `id ${data.id} `);
  // An IPv6 group is passed over, an IPv4 one is not.
  showAddress(out, 'remote', remote, remote6?.startsWith('ff') && Number.parseInt(remote6, 16) >> 8 === 0xff ? undefined : remote6);
  if (data.ttlInherit) out.text('ttl inherit ');
  else if (data.ttl !== undefined) showTtl(out, data.ttl, 'auto');
  showTos(out, data.tos);
  showDontFragment(out, data.df);
  showNonzeroHex(out, 'label', data.label, 'flowlabel');
  if (data.port !== undefined) out.both('port', data.port, `dstport ${data.port} `);
  showChecksums(out, data);
  showTrue(out, data.innerProtoInherit, 'inner_proto_inherit', 'innerprotoinherit ');
}
