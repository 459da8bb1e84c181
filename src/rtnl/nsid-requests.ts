// The requests for ids of namespaces as pure functions, as iproute2 6.1 sends them: ip/ipnetns.c.

import { EncodeError } from '../netlink/errors.js';
import { told } from '../netlink/expect.js';
import type { NamespaceRef } from '../netlink/transport.js';
import { NETNSA_NSID_NOT_ASSIGNED, type Nsid } from './nsid.js';

/** Which id is asked for: that of a namespace, or what an id is called elsewhere. */
export type NsidQuery = (NamespaceRef | { readonly nsid: number }) & {
  /** As the namespace with this id sees it (Linux 4.20); needs CAP_NET_ADMIN there. */
  readonly target?: number;
};

const targeted = (target: number | undefined): Partial<Nsid> => (target === undefined ? {} : { targetNsid: target });

function who(query: NamespaceRef | { readonly nsid: number }): Partial<Nsid> {
  if ('fd' in query) return { fd: query.fd };
  if ('pid' in query) return { pid: query.pid };
  return { nsid: query.nsid };
}

/** Gives a namespace an id in ours; the kernel chooses one for `auto`. Throws EncodeError. */
export function setNsidRequest(namespace: NamespaceRef, nsid: number | 'auto') {
  if (nsid !== 'auto' && !(Number.isInteger(nsid) && nsid >= 0)) throw new EncodeError(`nsid is a whole number from 0 on, or 'auto', not ${told(nsid)}`);
  return { name: 'RTM_NEWNSID', header: {}, body: { ...who(namespace), nsid: nsid === 'auto' ? NETNSA_NSID_NOT_ASSIGNED : nsid } } as const;
}

/** Asks for the id that a namespace has here. */
export function getNsidRequest({ target, ...query }: NsidQuery) {
  return { name: 'RTM_GETNSID', header: {}, body: { ...who(query as NamespaceRef), ...targeted(target) } } as const;
}

/** All ids of our namespace, or of the one with this id. */
export function listNsidsRequest({ target }: { readonly target?: number } = {}) {
  return { name: 'RTM_GETNSID', header: {}, body: targeted(target) } as const;
}
