// Which binding of the C library is used: node:ffi where the runtime has it switched on, else koffi. One of each per
// thread, made when it is first asked for.

import { NetlinkError } from '../errors.js';
import { loadKoffi } from './koffi.js';
import type { Libc } from './libc.js';
import { libcThrough } from './libc.js';
import type { BindingName, Native } from './native.js';
import { loadNodeFfi } from './node-ffi.js';

const loaders: readonly (readonly [BindingName, () => Native])[] = [
  ['node:ffi', loadNodeFfi],
  ['koffi', loadKoffi],
];
const loaded = new Map<BindingName, Libc>();

/**
 * The first binding that works, or the one that is named.
 * Throws NetlinkError ERR_NETLINK_UNSUPPORTED, with an AggregateError of why each could not be had as its cause.
 */
export function loadLibc(binding?: BindingName): Libc {
  const failures: unknown[] = [];
  for (const [name, load] of loaders) {
    if (binding !== undefined && binding !== name) continue;
    try {
      const libc = loaded.get(name) ?? libcThrough(load());
      loaded.set(name, libc);
      return libc;
    } catch (error) {
      failures.push(error);
    }
  }
  throw new NetlinkError(
    'ERR_NETLINK_UNSUPPORTED',
    `AF_NETLINK cannot be reached${binding === undefined ? '' : ` through ${binding}`}: install koffi (npm install koffi), or run Node 26.9 or later`,
    { cause: new AggregateError(failures) },
  );
}
