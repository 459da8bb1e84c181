// The end of a namespace. net/core/net_namespace.c: cleanup_net(), unhash_nsid(); net/core/dev.c: default_device_exit_batch().

import { RTNLGRP_NSID } from '../../rtnl/groups.js';
import { unregister } from '../link/registration.js';
import type { NetNamespace } from '../namespace.js';

/** Tells the other namespaces, then removes the links. */
export function endNamespace(ns: NetNamespace): void {
  for (const other of [...ns.knownIn].sort((a, b) => a.fd - b.fd)) {
    const nsid = other.nsids.forget(ns);
    if (nsid !== undefined) other.kernel.notify(other, RTNLGRP_NSID, () => ({ name: 'RTM_DELNSID', body: { family: 0, nsid } }));
  }
  for (const [, peer] of ns.nsids.entries()) peer.knownIn.delete(ns);
  const links = ns.links.inOrder();
  for (const dev of links) if (dev.ops !== undefined && dev.registered && dev.ns === ns) unregister(dev.ops.remove?.(dev) ?? [dev]);
  unregister(links.filter(({ ops }) => ops === undefined));
}
