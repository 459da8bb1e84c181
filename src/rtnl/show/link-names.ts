// What other links and namespaces are called: asked of whoever holds the links, since showing asks nobody. iproute2: lib/ll_map.c.

/** Names and flags of links by index, and of namespaces by id. */
export interface LinkNames {
  /** The name; `if%u` for a link that is not known, `*` for 0. */
  name(index: number): string;
  /** IFF_*; undefined for a link that is not known. */
  flags(index: number): number | undefined;
  /** ARPHRD_*; undefined for a link that is not known. */
  type?(index: number): number | undefined;
  /** The name of the namespace with this id, if it has one. */
  namespace?(nsid: number): string | undefined;
  /** The queue length of a link whose message does not say, as those of `ip -6 addr` do not; `ip` asks SIOCGIFTXQLEN. */
  queueLength?(index: number): number | undefined;
  /** The name of the user, and of the group of users, with this id: those a tun belongs to. */
  user?(uid: number): string | undefined;
  userGroup?(gid: number): string | undefined;
}

/** Names of the links given, and of no others. */
export function linkNames(
  links: Iterable<{ readonly index: number; readonly flags: number; readonly type?: number; readonly ifname?: string }>,
  namespaces?: ReadonlyMap<number, string>,
): LinkNames {
  const byIndex = new Map([...links].map((link) => [link.index, link]));
  return {
    name: (index) => byIndex.get(index)?.ifname ?? unknownLink(index),
    flags: (index) => byIndex.get(index)?.flags,
    type: (index) => byIndex.get(index)?.type,
    namespace: (nsid) => namespaces?.get(nsid),
  };
}

/** What a link is called whose name is not known. */
export function unknownLink(index: number): string {
  return index === 0 ? '*' : `if${index >>> 0}`;
}
