// A macvlan as `ip -d link` shows it. iproute2: ip/iplink_macvlan.c: macvlan_print_opt(). Version 6.1.0 does not know bcCutoff, and shows none.

import type { Printer } from '../rtnl/show/printer.js';
import type { Macvlan } from './macvlan.js';

/** Writes nothing where the kernel told no mode. */
export function showMacvlan(out: Printer, { mode, flags = [], bcQueueLen, bcQueueLenUsed, macaddrCount, macaddrData }: Macvlan): void {
  if (mode === undefined) return;
  const name = typeof mode === 'string' ? mode : 'unknown';
  out.both('mode', name, `mode ${name} `);
  for (const flag of flags) if (typeof flag === 'string') out.both(flag, true, `${flag} `);
  if (bcQueueLen !== undefined) out.both('bcqueuelen', bcQueueLen, `bcqueuelen ${bcQueueLen} `);
  if (bcQueueLenUsed !== undefined) out.both('usedbcqueuelen', bcQueueLenUsed, `usedbcqueuelen ${bcQueueLenUsed} `);
  if (mode !== 'source' || macaddrCount === undefined) return;
  out.both('macaddr_count', macaddrCount | 0, `remotes (${macaddrCount | 0}) `);
  if (macaddrData === undefined) return;
  out.openArray('macaddr_data');
  for (const mac of macaddrData) out.both(undefined, mac, `${mac} `);
  out.closeArray();
}
