// RTM_GETNEIGH, and who does what about neighbours. net/core/neighbour.c: neigh_get(), neigh_dump_info().

import { EAFNOSUPPORT, EINVAL, ENODEV, ENOENT } from '../../netlink/errno-numbers.js';
import { AF_INET, AF_INET6, IFF_NOARP, NO_MASTER } from '../../rtnl/constants.js';
import { NTF_PROXY, ndmsg } from '../../rtnl/neighbour.js';
import type { DumpPlan } from '../dump.js';
import type { Handlers } from '../intake.js';
import { type IpFamily, ipOf } from '../ip.js';
import type { Device } from '../link/device.js';
import type { LinkNotifier } from '../link/ops.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { deleteNeighbour, neighbourPolicy, newNeighbour } from './admin.js';
import { NDA } from './nda.js';
import { keyLength, neighbourMessage, proxyMessage } from './table.js';

export const RTM_NEWNEIGH = 28;
export const RTM_DELNEIGH = 29;
export const RTM_GETNEIGH = 30;

export function registerNeighbours(handlers: Handlers): void {
  handlers.register(RTM_NEWNEIGH, 0, { doit: newNeighbour });
  handlers.register(RTM_DELNEIGH, 0, { doit: deleteNeighbour });
  handlers.register(RTM_GETNEIGH, 0, { doit: getNeighbour, dumpit: dumpNeighbours });
}

/** Bytes of struct ndmsg, and ndtmsg, that nothing stands in. */
export const padded = ({ bytes }: Request): boolean => [17, 18, 19].some((at) => bytes.array[at] !== 0);

function getNeighbour(request: Request): void {
  const header = request.struct(ndmsg, 'Invalid header for neighbor get request');
  if (padded(request) || header.state !== 0 || header.type !== 0) throw new Refusal(EINVAL, 'Invalid values in header for neighbor get request');
  const proxied = (header.flags & NTF_PROXY) !== 0;
  if ((header.flags & ~NTF_PROXY) !== 0) throw new Refusal(EINVAL, 'Invalid flags in header for neighbor get request');
  if (!proxied && header.index === 0) throw new Refusal(EINVAL, 'No device specified');
  const attributes = request.attributes(ndmsg.size, neighbourPolicy, 'legacy');
  const dst = attributes.get(NDA.dst);
  if (dst === undefined) throw new Refusal(EINVAL, undefined, { missingType: NDA.dst });
  if (attributes.present().length > 1) throw new Refusal(EINVAL, 'Unsupported attribute in neighbor get request');
  const { family } = header;
  if (family !== AF_INET && family !== AF_INET6) throw new Refusal(EAFNOSUPPORT, 'Unsupported family in header for neighbor get request');
  if (dst.length !== keyLength(family)) throw new Refusal(EINVAL, 'Invalid network address in neighbor get request');
  const key = ipOf(dst.payload, family);
  const { neighbours, links } = request.ns;
  const dev = header.index === 0 ? undefined : links.get(header.index);
  if (header.index !== 0 && dev === undefined) throw new Refusal(ENODEV, 'Unknown device ifindex');
  if (proxied) {
    const proxy = neighbours.proxy(family, dev, key);
    if (proxy === undefined) throw new Refusal(ENOENT, 'Proxy neighbour entry not found');
    return request.reply(proxyMessage(proxy));
  }
  const entry = dev === undefined ? undefined : neighbours.find(dev, key);
  if (entry === undefined) throw new Refusal(ENOENT, 'Neighbour entry not found');
  request.reply(neighbourMessage('RTM_NEWNEIGH', entry, request.kernel.ticks));
}

interface Filter {
  readonly families: readonly IpFamily[];
  readonly proxies: boolean;
  readonly index: number;
  readonly master: number;
}

function filterOf(request: Request): Filter {
  const family = request.bytes.array[16];
  const families: readonly IpFamily[] = [AF_INET, AF_INET6].filter((one): one is IpFamily => family === 0 || family === one);
  if (!request.strict && request.length < ndmsg.size) return { families, proxies: false, index: 0, master: 0 };
  const header = request.struct(ndmsg, 'Invalid header for neighbor dump request');
  if (request.strict && (padded(request) || header.index !== 0 || header.state !== 0 || header.type !== 0)) {
    throw new Refusal(EINVAL, 'Invalid values in header for neighbor dump request');
  }
  if (request.strict && (header.flags & ~NTF_PROXY) !== 0) throw new Refusal(EINVAL, 'Invalid flags in header for neighbor dump request');
  const attributes = request.attributes(ndmsg.size, neighbourPolicy, request.strict ? 'legacy' : 'liberal');
  if (request.strict)
    for (const { type } of attributes.present()) if (type !== NDA.ifindex && type !== NDA.master) throw new Refusal(EINVAL, 'Unsupported attribute in neighbor dump request');
  return { families, proxies: header.flags === NTF_PROXY, index: attributes.u32(NDA.ifindex) ?? 0, master: attributes.u32(NDA.master) ?? 0 };
}

function dumpNeighbours(request: Request): DumpPlan {
  const { families, proxies, index, master } = filterOf(request);
  const { ns, kernel } = request;
  const wanted = (dev: Device | undefined): boolean =>
    (index === 0 || dev?.index === index) && (master === 0 || (master === NO_MASTER ? dev?.master === undefined : dev?.master?.index === master));
  return {
    messages: (function* () {
      for (const family of families) {
        if (proxies) for (const entry of ns.neighbours.allProxies(family)) if (wanted(entry.dev)) yield () => proxyMessage(entry);
        if (!proxies) for (const entry of ns.neighbours.all(family)) if (wanted(entry.dev)) yield () => neighbourMessage('RTM_NEWNEIGH', entry, kernel.ticks);
      }
    })(),
    filtered: index !== 0 || master !== 0 ? 'messages' : undefined,
  };
}

/** What becomes of neighbours with their link: arp_netdev_event(), ndisc_netdev_event(), neigh_ifdown(). */
export function neighbourEvent(family: IpFamily): LinkNotifier {
  return (event, dev, changed) => {
    const { neighbours } = dev.ns;
    if (event === 'down' || event === 'unregister') neighbours.stop(dev, family, false);
    else if (event === 'changeAddress') neighbours.flush(dev, family, false);
    else if (event === 'change') {
      if ((changed & IFF_NOARP) !== 0) neighbours.flush(dev, family, false);
      if (!dev.carrier) neighbours.stop(dev, family, true);
    }
  };
}
