// Links in another network namespace than the client's: what index one has there, and how to make one there whose final
// name is given last. net/core/rtnetlink.c: rtnl_newlink() tells nothing of a link it made elsewhere.

import { Conversation, type RequestOptions } from '../netlink/conversation.js';
import { KernelError, NetlinkError, SystemError } from '../netlink/errors.js';
import type { NamespaceRef } from '../netlink/transport.js';
import { IFF_UP, RTEXT_FILTER_SKIP_STATS, RTEXT_FILTER_VF } from './constants.js';
import type { LinkKinds } from './kind.js';
import { type AnyLink, ifinfomsg } from './link.js';
import { type LinkMessage, linkMessage, nameKey } from './link-message.js';
import { altnameRequest, deleteLinkRequest } from './link-requests.js';
import type { Nsid } from './nsid.js';
import { getNsidRequest, setNsidRequest } from './nsid-requests.js';
import type { RouteProtocol } from './protocol.js';

type RouteConversation<K extends LinkKinds> = Conversation<RouteProtocol<K>['messages']>;

/**
 * The index of the link of that name there. The kernel is asked across (IFLA_TARGET_NETNSID), where the namespace has an id in
 * ours; else a socket inside is, which takes CAP_SYS_ADMIN; without that the namespace gets an id. 0 where the kernel cannot be
 * asked across, before Linux 4.20, and the transport cannot open another socket.
 */
export async function indexElsewhere<K extends LinkKinds>(conversation: RouteConversation<K>, namespace: NamespaceRef, name: string, options?: RequestOptions): Promise<number> {
  const id = await idOf(conversation, namespace, options);
  const across = id < 0 ? undefined : await indexAcross(conversation, id, name, options);
  if (across !== undefined) return across;
  try {
    return await inside(conversation, namespace, async (there) => (await getByName(there, named(name), options)).index);
  } catch (error) {
    const closed = error instanceof SystemError && error.code === 'EPERM';
    if (!closed && !isUnsupported(error)) throw error;
    if (id >= 0) return 0;
    await conversation.request(setNsidRequest(namespace, 'auto') as never, options);
    return (await indexAcross(conversation, await idOf(conversation, namespace, options), name, options)) ?? 0;
  }
}

const named = (name: string): Partial<AnyLink> => (nameKey(name) === 'ifname' ? { ifname: name } : { altIfname: name });

const isUnsupported = (error: unknown): boolean => error instanceof NetlinkError && error.code === 'ERR_NETLINK_UNSUPPORTED';

async function idOf<K extends LinkKinds>(conversation: RouteConversation<K>, namespace: NamespaceRef, options?: RequestOptions): Promise<number> {
  const { nsid = -1 } = (await conversation.getBody(getNsidRequest(namespace) as never, options)) as Nsid;
  return nsid;
}

/** Undefined where the kernel does not look across, or this process may not. */
async function indexAcross<K extends LinkKinds>(conversation: RouteConversation<K>, targetNetnsid: number, name: string, options?: RequestOptions): Promise<number | undefined> {
  try {
    return (await getByName(conversation, { targetNetnsid, ...named(name) }, options)).index;
  } catch (error) {
    if (error instanceof KernelError) return undefined;
    throw error;
  }
}

async function getByName<K extends LinkKinds>(conversation: RouteConversation<K>, which: Partial<AnyLink>, options?: RequestOptions): Promise<Pick<AnyLink, 'index'>> {
  const body = { ...which, extMask: RTEXT_FILTER_VF | RTEXT_FILTER_SKIP_STATS };
  return (await conversation.getStart({ name: 'RTM_GETLINK', header: {}, body } as never, ifinfomsg.size, options)).body as AnyLink;
}

/** Runs `use` with a conversation of its own in that namespace. Rejects with SystemError, and NetlinkError ERR_NETLINK_UNSUPPORTED. */
async function inside<K extends LinkKinds, T>(conversation: RouteConversation<K>, namespace: NamespaceRef, use: (there: RouteConversation<K>) => Promise<T>): Promise<T> {
  const sibling = conversation.transport.sibling({ netns: namespace });
  if (sibling === undefined) throw new NetlinkError('ERR_NETLINK_UNSUPPORTED', 'this transport has no socket in another namespace');
  await using there = new Conversation(sibling, conversation.protocol);
  return await use(there);
}

/** A name no one else uses. */
function temporaryName(): string {
  return `rtnl-${Array.from(crypto.getRandomValues(new Uint8Array(5)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Milliseconds that it may take, at least, to remove what a failed attempt left: less than that was given to the attempt, perhaps. */
const CLEANING = 60_000;

/**
 * Makes a link there under a name that is in nobody's way, gives it its own name there, and puts it up if that was asked for.
 * `message` asks for the link with its name and namespace; `pattern` is the name or, with `%d`, what the kernel completes.
 * `alternative` is a name too long to be the first. With `moving` it is made here first and then moved. Resolves to its index.
 * Where a step fails, or is not waited for any longer, the link is removed before that is told.
 */
export async function addElsewhere<K extends LinkKinds>(
  conversation: RouteConversation<K>,
  namespace: NamespaceRef,
  message: LinkMessage,
  pattern: string,
  alternative: string | undefined,
  moving: boolean,
  options?: RequestOptions,
): Promise<number> {
  return inside(conversation, namespace, (there) => addAndName(conversation, there, message, pattern, alternative, moving, options));
}

/** The same where the client is (`there` is `here`), for kernels before 6.2: they do not tell which link they made. */
export async function addAndName<K extends LinkKinds>(
  here: RouteConversation<K>,
  there: RouteConversation<K>,
  { header, body }: LinkMessage,
  pattern: string,
  alternative: string | undefined,
  moving: boolean,
  options?: RequestOptions,
): Promise<number> {
  const { ifname: _, altIfname: __, netNsFd, netNsPid, flags = 0, change = 0, ...rest } = body;
  const to = { ...(netNsFd !== undefined && { netNsFd }), ...(netNsPid !== undefined && { netNsPid }) };
  const temporary = temporaryName();
  const made = { ...(moving ? {} : to), ...rest, ifname: temporary, flags: flags & ~IFF_UP, change: change & ~IFF_UP };
  let index: number | undefined;
  try {
    await here.request({ name: 'RTM_NEWLINK', header, body: made } as never, options);
    if (moving) await here.request(linkMessage(0, { index: await indexOf(here, temporary), options: to }) as never, options);
    index = await indexOf(there, temporary);
    await there.request(linkMessage(0, { index, name: pattern }) as never, options);
    if ((change & IFF_UP) !== 0) await there.request(linkMessage(0, { index, change: IFF_UP, flags: flags & IFF_UP }) as never, options);
    if (alternative !== undefined) await there.request(altnameRequest('add', index, [alternative]) as never, options);
    return index;
  } catch (error) {
    const cleaning = { timeout: Math.max(options?.timeout ?? 0, CLEANING) };
    // A request that nobody waits for any longer may be under way still, and what its own conversation is asked comes after it: so here first.
    await remove(here, temporary, cleaning);
    await remove(there, index ?? temporary, cleaning);
    throw error;
  }
}

/** What cannot be done about it is not told: that would hide why all this was to be undone. */
async function remove<K extends LinkKinds>(conversation: RouteConversation<K>, link: number | string, options: RequestOptions): Promise<void> {
  try {
    await conversation.request(deleteLinkRequest(typeof link === 'number' ? link : await indexOf(conversation, link, options)) as never, options);
  } catch {}
}

const indexOf = async <K extends LinkKinds>(conversation: RouteConversation<K>, name: string, options?: RequestOptions): Promise<number> =>
  (await getByName(conversation, { ifname: name }, options)).index;
