// A client in a network namespace of its own, for the tests of links and addresses against a running kernel.

import { Rtnl } from '../../src/index.js';
import { Namespace } from '../../src/netlink/socket/namespace.js';

export interface Place {
  readonly rtnl: Rtnl;
  readonly netns: Namespace;
}

/**
 * Runs `body` with a client in a namespace that holds the pair `eth0`, `far0`, both up. All is gone afterwards, however
 * it ended: links go with their namespace.
 */
export function inNamespace(body: (place: Place) => Promise<void>): () => Promise<void> {
  return async () => {
    using netns = Namespace.create();
    await using rtnl = await Rtnl.open({ netns });
    // One end cannot be up before there is the other.
    await rtnl.links.add({ kind: 'veth', name: 'eth0', peer: { name: 'far0' } });
    await Promise.all([rtnl.links.set('eth0', { up: true }), rtnl.links.set('far0', { up: true })]);
    await body({ rtnl, netns });
  };
}

/** Tunnels that a kernel which has their kinds may put into every namespace: net.core.fb_tunnels_only_for_init_net. */
const FALLBACK = new Set(['tunl0', 'gre0', 'gretap0', 'erspan0', 'ip_vti0', 'sit0', 'ip6tnl0', 'ip6gre0', 'ip6_vti0']);

/** The links of a namespace that somebody made, and `lo`. */
export function namesOf(links: Iterable<{ readonly ifname?: string }>): string[] {
  return Array.from(links).flatMap(({ ifname }) => (ifname === undefined || FALLBACK.has(ifname) ? [] : [ifname]));
}

/** What the kernel tells of a macvlan. */
export async function macvlanOf(rtnl: Rtnl, name: string) {
  const { linkinfo } = await rtnl.links.get(name);
  return linkinfo?.macvlan ?? linkinfo?.macvtap ?? {};
}

/** The code a promise rejects with; undefined where it does not. */
export async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

export const MAC = (n: number): string => `02:00:00:00:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`;
