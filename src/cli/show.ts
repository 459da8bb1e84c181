// `link show` and `address show`: what is asked of the kernel, and what is shown of it. iproute2: ip/ipaddress.c: ipaddr_list_flush_or_save().

import { KernelError } from '../netlink/errors.js';
import type { Address } from '../rtnl/address.js';
import { AF_PACKET, AF_UNSPEC, IFF_UP, RTEXT_FILTER_SKIP_STATS, RTEXT_FILTER_VF } from '../rtnl/constants.js';
import type { AnyLink } from '../rtnl/link.js';
import type { ShowContext } from '../rtnl/show/context.js';
import { showInterface } from '../rtnl/show/interface.js';
import type { LinkNames } from '../rtnl/show/link-names.js';
import type { Output } from '../rtnl/show/printer.js';
import type { Words } from '../rtnl/words.js';
import { addressPasses, type Filter, linksWithAddresses, readFilter, showOf } from './filter.js';
import { because, type RouteRequest } from './kernel.js';
import { nameAttribute } from './link-cache.js';
import type { Session } from './session.js';
import { addressUsage, linkUsage } from './usage.js';

/** `link show`; resolves to the exit code. */
export async function showLinks(words: Words, session: Session): Promise<number> {
  const filter = await readFilter(words, session, AF_PACKET, linkUsage);
  if (filter.dev !== undefined && filter.group === undefined) return showOneLink(filter.dev, filter, session);
  const links = filter.index === 0 ? await listLinks(filter, session, AF_PACKET) : await getLink(filter, session);
  await show(session, (out, names) => {
    for (const link of links ?? []) showInterface(out, link, [], contextOf(session, 'link', filter, names), { show: showOf(filter, link) });
  });
  return 0;
}

async function showOneLink(dev: string, filter: Filter, session: Session): Promise<number> {
  const body = { family: AF_PACKET, ...nameAttribute(dev), extMask: RTEXT_FILTER_VF };
  const answer = await session.kernel.ask({ name: 'RTM_GETLINK', header: {}, body });
  if (answer instanceof KernelError) {
    session.io.stderr(because('Cannot send link get request', answer));
    await show(session, () => undefined);
    return 1;
  }
  await show(session, (out, names) => {
    if (answer.name === 'RTM_NEWLINK') showInterface(out, answer.body, [], contextOf(session, 'link', filter, names), { show: showOf(filter, answer.body) });
  });
  return 0;
}

/** `address show`; resolves to the exit code. */
export async function showAddresses(words: Words, session: Session): Promise<number> {
  const filter = await readFilter(words, session, session.options.family, addressUsage);
  const links = filter.index === 0 ? await listLinks(filter, session, session.options.family) : await getLink(filter, session);
  const addresses = links === undefined || filter.family === AF_PACKET ? [] : await listAddresses(filter, session);
  await show(session, (out, names) => {
    if (links === undefined || addresses === undefined) return;
    const nameOf = (index: number) => names.name(index);
    const shown = filter.family === AF_PACKET ? links : linksWithAddresses(filter, links, addresses, nameOf);
    const byLink = groupByLink(addresses);
    for (const link of shown) {
      const own = filter.up && (link.flags & IFF_UP) === 0 ? [] : (byLink.get(link.index) ?? []);
      const selection = { show: showOf(filter, link), address: (address: Address) => addressPasses(filter, address, nameOf) };
      showInterface(out, link, own, contextOf(session, 'addr', filter, names), selection);
    }
  });
  return 0;
}

function groupByLink(addresses: readonly Address[]): ReadonlyMap<number, readonly Address[]> {
  const groups = new Map<number, Address[]>();
  for (const address of addresses) {
    const group = groups.get(address.index);
    if (group === undefined) groups.set(address.index, [address]);
    else group.push(address);
  }
  return groups;
}

function contextOf({ kinds, tables }: Session, command: ShowContext['command'], { family }: Filter, names: LinkNames): ShowContext {
  return { names, kinds, tables, command, family };
}

/** Counters take the kernel half of the time: they are asked for where they are shown. */
const extMask = ({ options }: Session): number => RTEXT_FILTER_VF | (options.statistics > 0 ? 0 : RTEXT_FILTER_SKIP_STATS);

/** Of other families than these, the kernel takes no filter. */
function linkDump(filter: Filter, session: Session, family: number): RouteRequest {
  const body: Partial<AnyLink> = { family };
  if (family === AF_UNSPEC || family === AF_PACKET) {
    body.extMask = extMask(session);
    if (filter.master !== 0) body.master = filter.master >>> 0;
    if (filter.kind !== undefined) body.linkinfo = { kind: filter.kind };
  }
  return { name: 'RTM_GETLINK', header: {}, body };
}

async function listLinks(filter: Filter, session: Session, family: number): Promise<AnyLink[] | undefined> {
  const messages = await session.kernel.list(linkDump(filter, session, family));
  if (messages instanceof KernelError) {
    session.io.stderr('Dump terminated\n');
    return undefined;
  }
  const links = messages.flatMap((message) => (message.name === 'RTM_NEWLINK' ? [message.body] : []));
  for (const link of links) {
    session.names.remember(link);
    await addQueueLength(link, session);
  }
  return links;
}

/** A dump by address family leaves the queue's length out, which iproute2 6.1 gets by an ioctl. */
async function addQueueLength(link: AnyLink, session: Session): Promise<void> {
  if (link.txqlen !== undefined) return;
  const body = { index: link.index, extMask: RTEXT_FILTER_VF | RTEXT_FILTER_SKIP_STATS };
  const answer = await session.kernel.ask({ name: 'RTM_GETLINK', header: {}, body }, true);
  if (answer instanceof KernelError || answer.name !== 'RTM_NEWLINK' || answer.body.txqlen === undefined) return;
  link.txqlen = answer.body.txqlen;
}

async function getLink({ family, index }: Filter, session: Session): Promise<AnyLink[] | undefined> {
  const answer = await session.kernel.ask({ name: 'RTM_GETLINK', header: {}, body: { family, index, extMask: extMask(session) } });
  if (answer instanceof KernelError) {
    session.io.stderr(because('Cannot send link request', answer));
    return undefined;
  }
  if (answer.name !== 'RTM_NEWLINK') return [];
  session.names.remember(answer.body);
  return [answer.body];
}

async function listAddresses({ family, index }: Filter, session: Session): Promise<Address[] | undefined> {
  const messages = await session.kernel.list({ name: 'RTM_GETADDR', header: {}, body: { family, index } });
  if (messages instanceof KernelError) {
    session.io.stderr('Dump terminated\n');
    return undefined;
  }
  return messages.flatMap((message) => (message.name === 'RTM_NEWADDR' ? [message.body] : []));
}

/**
 * Writes what `render` shows. Showing asks nobody: where it needed the name of a link that is not known, the kernel is
 * asked for it and all is shown again. JSON that is not `whole` stays open, as `ip` leaves it where a list breaks off.
 */
export async function show(session: Session, render: (out: Output, names: LinkNames) => void, json = session.options.json, whole = true): Promise<void> {
  const asked = new Set<number>();
  for (;;) {
    const missing = new Set<number>();
    let namespaces = false;
    const need = (index: number): void => {
      if (index !== 0 && !session.names.has(index) && !asked.has(index)) missing.add(index);
    };
    const names: LinkNames = {
      name(index) {
        need(index);
        return session.names.name(index);
      },
      flags: (index) => session.names.flags(index),
      type(index) {
        need(index);
        return session.names.type(index);
      },
      user: (uid) => session.tables.users?.get(uid),
      userGroup: (gid) => session.tables.userGroups?.get(gid),
      namespace(nsid) {
        namespaces ||= !session.namespaces.ready;
        return session.namespaces.name(nsid);
      },
    };
    const out = session.printer(json);
    render(out, names);
    if (missing.size === 0 && !namespaces) {
      const text = whole ? out.finish() : out.drain();
      if (text !== '') session.io.stdout(text);
      return;
    }
    if (namespaces) await session.namespaces.prepare();
    for (const index of missing) {
      asked.add(index);
      await session.names.prepare(index);
    }
  }
}
