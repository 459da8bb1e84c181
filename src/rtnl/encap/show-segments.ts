// Segments and who visits them, as `ip` writes them. iproute2: ip/iproute_lwtunnel.c: print_srh(), print_encap_seg6().

import type { NameTables } from '../name-tables.js';
import { routeTableName } from '../show/names.js';
import type { Printer } from '../show/printer.js';
import type { Seg6Encap } from './seg6.js';
import type { SegmentRoutingHeader } from './srh.js';

/** `segs 2 [ 2001:db8::1 2001:db8::2 ] `, then the key id of an HMAC. */
export function showSegments(out: Printer, { segments, hmac }: SegmentRoutingHeader): void {
  out.text(`segs ${segments.length} [ `);
  out.openArray('segs');
  for (const segment of segments) out.both(undefined, segment, `${segment} `, 'inet6');
  out.closeArray();
  out.text('] ');
  if (hmac !== undefined) out.both('hmac', hmac === 0 ? '0' : `0x${hmac.toString(16)}`, `hmac ${hmac.toString(16).toUpperCase()} `);
}

/** What stands behind `encap seg6`. */
export function showSeg6(out: Printer, { srh, src, table }: Seg6Encap, tables?: NameTables): void {
  if (srh === undefined) return;
  const mode = typeof srh.mode === 'string' ? srh.mode : '<unknown>';
  out.both('mode', mode, `mode ${mode} `);
  showSegments(out, srh);
  if (src !== undefined) out.both('tunsrc', src, `tunsrc ${src} `, 'inet6');
  if (table === undefined) return;
  const name = routeTableName(table, out, tables);
  out.both('lookup', name, `lookup ${name} `);
}
