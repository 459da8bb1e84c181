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
  const failures = new Map<BindingName, unknown>();
  for (const [name, load] of loaders) {
    if (binding !== undefined && binding !== name) continue;
    try {
      const libc = loaded.get(name) ?? libcThrough(load());
      loaded.set(name, libc);
      return libc;
    } catch (error) {
      failures.set(name, error);
    }
  }
  const through = binding === undefined ? '' : ` through ${binding}`;
  throw new NetlinkError('ERR_NETLINK_UNSUPPORTED', `AF_NETLINK cannot be reached${through}: ${remedy(failures.get('koffi'))}, or run Node 26.9 or later`, {
    cause: new AggregateError(failures.values()),
  });
}

/** What would help, by why koffi could not be had. It may be that of another machine; and for some, s390x among them, it has no binary at all. */
function remedy(failure: unknown): string {
  const { code } = (failure ?? { code: 'MODULE_NOT_FOUND' }) as { readonly code?: unknown };
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return 'install koffi (npm install koffi)';
  return `koffi is installed, but without a binary that loads on ${process.platform} ${process.arch}: install it on this machine (npm install koffi), if it has one for it`;
}
