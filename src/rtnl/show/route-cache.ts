// What is told of cached routes. iproute2: ip/iproute.c: print_cache_flags(), print_rta_cacheinfo(). include/uapi/linux/in_route.h.

import { USER_HZ } from '../constants.js';
import type { Route } from '../route.js';
import type { Printer } from './printer.js';

/** RTCF_*, in the order shown. */
const FLAGS: readonly (readonly [bit: number, name: string])[] = [
  [0x80000000, 'local'],
  [0x40000000, 'reject'],
  [0x20000000, 'mc'],
  [0x10000000, 'brd'],
  [0x08000000, 'dst-nat'],
  [0x00800000, 'src-nat'],
  [0x00400000, 'masq'],
  [0x00020000, 'dst-direct'],
  [0x04000000, 'src-direct'],
  [0x00040000, 'redirected'],
  [0x01000000, 'redirect'],
  [0x00200000, 'fastroute'],
  [0x00010000, 'notify'],
  [0x00080000, 'proxy'],
];

/** The upper half of rtm_flags, of an IPv4 route from the cache. */
export function showCacheFlags(out: Printer, flags: number): void {
  let rest = (flags & ~0xffff) >>> 0;
  out.text(`${out.newline}    cache ${rest === 0 ? '' : '<'}`);
  out.openArray('cache');
  for (const [bit, name] of FLAGS) {
    if ((rest & bit) === 0) continue;
    rest = (rest & ~bit) >>> 0;
    out.both(undefined, name, `${name}${rest === 0 ? '> ' : ','}`);
  }
  if (rest !== 0) out.both('flags', rest.toString(16), `${rest.toString(16)}>`);
  out.closeArray();
}

export function showCacheInfo(out: Printer, { clntref, lastuse, expires, error, used, id, ts, tsage }: NonNullable<Route['cacheinfo']>): void {
  const number = (key: string, value: number, text: string) => {
    if (value !== 0) out.both(key, value, text);
  };
  const seconds = Math.trunc(expires / USER_HZ);
  if (expires !== 0) out.both('expires', seconds, `expires ${seconds}sec `);
  number('error', error, `error ${error} `);
  if (out.statistics > 0) {
    number('users', clntref, `users ${clntref} `);
    number('used', used, `used ${used} `);
    if (lastuse !== 0) out.both('age', Math.floor(lastuse / USER_HZ), `age ${Math.floor(lastuse / USER_HZ)}sec `);
  }
  if (id !== 0) out.both('ipid', `0x${id.toString(16)}`, `ipid 0x${id.toString(16).padStart(4, '0')} `);
  if (ts !== 0 || tsage !== 0) {
    out.both('ts', ts === 0 ? '0' : `0x${ts.toString(16)}`, `ts 0x${ts.toString(16)}`);
    out.both('tsage', tsage, `tsage ${tsage}sec `);
  }
}
