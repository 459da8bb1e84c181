// A network namespace as a caller names it, made into what a request can hold: an open descriptor or a process.

import type { Namespace, NamespaceTarget } from '../netlink/socket/namespace.js';
import type { NamespaceRef } from '../netlink/transport.js';

/** A name in /run/netns, a path with a `/` in it, a process id, an open descriptor or a Namespace. */
export type NamespaceLike = NamespaceTarget | NamespaceRef;

/**
 * Runs `use` with the namespace as requests name it; one that is named or has a path is open meanwhile.
 * Rejects with SystemError (`ENOENT`), and NetlinkError ERR_NETLINK_UNSUPPORTED where nothing can be opened.
 */
export async function withNamespace<T>(target: NamespaceLike, use: (namespace: NamespaceRef) => Promise<T>): Promise<T> {
  if (typeof target === 'number') return use({ pid: target });
  if (typeof target === 'object' && target !== null && 'fd' in target) return use({ fd: target.fd });
  if (typeof target === 'object' && target !== null && 'pid' in target) return use(target);
  const namespace = await opened(target);
  try {
    return await use({ fd: namespace.fd });
  } finally {
    namespace.close();
  }
}

async function opened(target: NamespaceTarget): Promise<Namespace> {
  const { Namespace } = await import('../netlink/socket/surface.js');
  return Namespace.open(target);
}
