// Which commands of `ip` a program's requests are those of: a list of links is `ip link`, one of links and then of addresses `ip addr`.

import type { Entry } from '../../netlink/capture/entry.js';
import { NLMSG_DONE } from '../../netlink/constants.js';
import type { Address } from '../../rtnl/address.js';
import { AF_BRIDGE, AF_INET, AF_INET6, AF_MPLS, AF_PACKET, RT_TABLE_MAIN } from '../../rtnl/constants.js';
import type { AnyLink } from '../../rtnl/link.js';
import { type Neighbour, NTF_PROXY } from '../../rtnl/neighbour.js';
import type { Nexthop } from '../../rtnl/nexthop.js';
import type { Route } from '../../rtnl/route.js';
import type { RecordedNames } from './names.js';

/** A command, and the entries that it is told by. */
export interface Command {
  readonly words: readonly string[];
  readonly entries: readonly Entry[];
}

const FAMILIES: Readonly<Record<number, string>> = { [AF_INET]: '-4', [AF_INET6]: '-6', [AF_MPLS]: '-M', [AF_BRIDGE]: '-B' };

const familyOption = (family: number | undefined): string[] => (FAMILIES[family ?? 0] === undefined ? [] : [FAMILIES[family ?? 0] as string]);

/** A prefix as `ip` takes it. */
const prefix = (address: string | undefined, length: number | undefined): string => (length === undefined ? `${address}` : `${address}/${length}`);

const word = (name: string, value: unknown): string[] => (value === undefined || value === 0 ? [] : [name, String(value)]);

/** The words for a list or a look-up; undefined for what is no command by itself, or not known. */
type Reader = (body: never, names: RecordedNames, isDump: boolean) => readonly string[] | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  RTM_GETLINK: ({ family, index, ifname, altIfname, master, linkinfo }: Partial<AnyLink>, names, isDump) => {
    if (isDump) {
      const kind = linkinfo?.kind === undefined ? [] : ['type', linkinfo.kind];
      const filters = [...(master === undefined || master === 0 ? [] : ['master', names.name(master)]), ...kind];
      const family_ = familyOption(family);
      return [...family_, 'link', ...(filters.length === 0 ? [] : ['show', ...filters])];
    }
    // Programs look links up without a family; `ip link show` has one.
    return family === AF_PACKET ? ['link', 'show', 'dev', ifname ?? altIfname ?? names.name(index ?? 0)] : undefined;
  },
  RTM_GETADDR: ({ family, index }: Partial<Address>, names, isDump) =>
    isDump ? [...familyOption(family), 'address', ...(index === undefined || index === 0 ? [] : ['show', 'dev', names.name(index)])] : undefined,
  RTM_GETROUTE: (body: Partial<Route>, names, isDump) => (isDump ? routes(body, names) : route(body, names)),
  RTM_GETRULE: ({ family }: { family?: number }, _, isDump) => (isDump ? [...familyOption(family), 'rule'] : undefined),
  RTM_GETNEIGH: ({ family, index, ifindex, flags = 0 }: Partial<Neighbour>, names, isDump) => {
    if (family === AF_BRIDGE || !isDump) return undefined;
    const dev = ifindex ?? index;
    const filters = [...((flags & NTF_PROXY) !== 0 ? ['proxy'] : []), ...(dev === undefined || dev === 0 ? [] : ['dev', names.name(dev)])];
    return [...familyOption(family), 'neigh', ...(filters.length === 0 ? [] : ['show', ...filters])];
  },
  RTM_GETNEIGHTBL: (_, __, isDump) => (isDump ? ['ntable'] : undefined),
  RTM_GETADDRLABEL: (_, __, isDump) => (isDump ? ['addrlabel'] : undefined),
  RTM_GETNETCONF: ({ family }: { family?: number }, _, isDump) => (isDump ? [...familyOption(family), 'netconf'] : undefined),
  RTM_GETNEXTHOP: ({ id }: Partial<Nexthop>, _, isDump) => (isDump ? ['nexthop'] : ['nexthop', 'get', ...word('id', id)]),
  RTM_GETNEXTHOPBUCKET: (_, __, isDump) => (isDump ? ['nexthop', 'bucket'] : undefined),
  RTM_GETNSID: (_, __, isDump) => (isDump ? ['netns', 'list-id'] : undefined),
};

function routes({ family, table8 = 0, table = table8, oif, protocol, type }: Partial<Route>, names: RecordedNames): string[] {
  const filters = [...word('proto', protocol), ...word('type', type), ...(oif === undefined || oif === 0 ? [] : ['dev', names.name(oif)])];
  const of = table === RT_TABLE_MAIN ? [] : ['table', table === 0 ? 'all' : String(table)];
  const selected = [...of, ...filters];
  return [...(family === AF_INET ? [] : familyOption(family)), 'route', ...(selected.length === 0 ? [] : ['show', ...selected])];
}

function route({ family, dst, dstLen, src, srcLen, oif, iif, mark, uid }: Partial<Route>, names: RecordedNames): string[] | undefined {
  if (dst === undefined) return undefined;
  const link = (name: string, index: number | undefined): string[] => (index === undefined || index === 0 ? [] : [name, names.name(index)]);
  const from = src === undefined ? [] : ['from', prefix(src, srcLen)];
  return [...familyOption(family), 'route', 'get', prefix(dst, dstLen), ...from, ...link('iif', iif), ...link('oif', oif), ...word('mark', mark), ...word('uid', uid)];
}

const isList = ({ kind }: Entry): boolean => kind === 'dump';
const isLinks = ({ name }: Entry): boolean => name === 'RTM_GETLINK';

/** The commands of a program, in order. Links that are listed or looked up before something else is are what that needs to name them. */
export function commandsOf(entries: readonly Entry[], names: RecordedNames): Command[] {
  const asked = entries.filter(({ family, request }) => family === 0 && (request?.header?.type ?? NLMSG_DONE) % 4 === 2);
  const out: Command[] = [];
  let links: Entry[] = [];
  for (const [i, entry] of asked.entries()) {
    const next = asked[i + 1];
    if (isLinks(entry) && next !== undefined && !isLinks(next)) {
      links.push(entry);
      continue;
    }
    const words = wordsOf(entry, names);
    // Nothing was asked for but one look-up.
    const lookUp = words === undefined && isLinks(entry) && asked.length === 1 ? lookedUp(entry, names) : undefined;
    const found = words ?? lookUp;
    if (found !== undefined) out.push({ words: addressesOf(entry, links, found, names), entries: [...links, entry] });
    if (found !== undefined || !isLinks(entry)) links = [];
  }
  return out;
}

function wordsOf({ name, request, kind }: Entry, names: RecordedNames): readonly string[] | undefined {
  const body = request?.body;
  return typeof body !== 'object' || body === null || body instanceof Uint8Array ? undefined : READERS[name]?.(body as never, names, kind === 'dump');
}

function lookedUp({ request }: Entry, names: RecordedNames): readonly string[] {
  const { index = 0, ifname, altIfname } = (request?.body ?? {}) as Partial<AnyLink>;
  return ['link', 'show', 'dev', ifname ?? altIfname ?? names.name(index)];
}

/** `ip addr show dev X` gets one link, then lists addresses: of all links, where the kernel takes no filter. */
function addressesOf(entry: Entry, links: readonly Entry[], words: readonly string[], names: RecordedNames): readonly string[] {
  if (entry.name !== 'RTM_GETADDR' || words.includes('dev')) return words;
  const last = links.at(-1);
  if (last === undefined || isList(last)) return words;
  const { index = 0, ifname, altIfname } = (last.request?.body ?? {}) as Partial<AnyLink>;
  return [...words, 'show', 'dev', ifname ?? altIfname ?? names.name(index)];
}
