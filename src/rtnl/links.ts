// Links as a client sees them: the verbs of `ip link`, each one request made by link-requests.ts and one line that sends it.

import type { Value } from '../netlink/codec.js';
import { NLM_F_ECHO } from '../netlink/constants.js';
import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { type Done, done } from './done.js';
import type { LinkKinds } from './kind.js';
import type { linkBody } from './link.js';
import {
  type AddLink,
  addLinkRequest,
  altnameRequest,
  deleteLinkGroupRequest,
  deleteLinkRequest,
  getLinkRequest,
  type LinkFilter,
  listLinksRequest,
  type SetLink,
  setLinkRequest,
} from './link-requests.js';
import { type Listing, listing } from './listing.js';
import type { RouteProtocol } from './protocol.js';

/** A link as the kernel tells it, with the data of the kinds in `K`. */
export type LinkOf<K extends LinkKinds> = Value<ReturnType<typeof linkBody<K>>>;

/** A link by index or by any of its names. Names are looked up first. */
export type LinkRef = number | string;

/** A master or lower link may be given by name here. */
type Named<T> = T extends unknown ? Omit<T, 'master'> & { readonly master?: LinkRef } : never;

/** `rtnl.links`. */
export class Links<K extends LinkKinds> {
  constructor(
    private readonly conversation: Conversation<RouteProtocol<K>['messages']>,
    private readonly kinds: K,
  ) {}

  /**
   * Makes a link and gives its index, 0 where the kernel does not tell: for a link made straight into another namespace
   * (`netns`), and before Linux 6.2 for one without a name. A name over 15 bytes is added in a second request, to a link
   * whose first name the kernel chooses.
   * Rejects with KernelError (`EEXIST`, `ENODEV` for a lower link that is not there, `EBUSY` ...), EncodeError.
   */
  async add(spec: Named<AddLink<K>>, options?: RequestOptions): Promise<{ readonly index: number } & Done> {
    const { link, master, name, netns, index } = spec as { link?: LinkRef; master?: LinkRef; name?: string; netns?: object; index?: number };
    const indexes = { ...(link !== undefined && { link: await this.index(link, options) }), ...(master !== undefined && { master: await this.index(master, options) }) };
    const message = addLinkRequest(this.kinds, { ...spec, ...indexes } as never);
    const findable = message.body.ifname?.includes('%') === false;
    const echo = index === undefined && netns === undefined && !findable;
    const request = echo ? { ...message, header: { flags: message.header.flags | NLM_F_ECHO } } : message;
    const { replies, extendedAck } = await this.conversation.request(request as never, about(options, name));
    if (netns !== undefined) return { index: index ?? 0, ...done(extendedAck) };
    const made = replies.find((reply) => reply.name === 'RTM_NEWLINK')?.body as LinkOf<LinkKinds> | undefined;
    const told = index ?? (findable ? await this.index(name as string, options) : (made?.index ?? 0));
    if (message.body.altIfname !== undefined && told !== 0) await this.addAltname(told, message.body.altIfname);
    return { index: told, ...done(extendedAck) };
  }

  /** Changes a link. Rejects with KernelError, EncodeError. */
  async set(link: LinkRef, changes: Named<SetLink<K>>, options?: RequestOptions): Promise<Done> {
    const { master } = changes as { master?: LinkRef };
    const indexes = master === undefined ? {} : { master: await this.index(master, options) };
    return this.change(setLinkRequest(this.kinds, await this.index(link, options), { ...changes, ...indexes } as never), about(options, link));
  }

  /** Rejects with KernelError `ENODEV` where there is no such link. */
  async delete(link: LinkRef, options?: RequestOptions): Promise<Done> {
    return this.change(deleteLinkRequest(await this.index(link, options)), about(options, link));
  }

  /** Deletes every link of a group in one request: the kernel waits once for all. */
  async deleteGroup(group: number, options?: RequestOptions): Promise<Done> {
    return this.change(deleteLinkGroupRequest(group), about(options, `group ${group}`));
  }

  /** Rejects with KernelError `ENODEV` where there is no such link. */
  async get(link: LinkRef, options?: RequestOptions & { readonly statistics?: boolean }): Promise<LinkOf<K>> {
    const { body } = await this.conversation.get(getLinkRequest(link, options?.statistics) as never, about(options, link));
    return body as LinkOf<K>;
  }

  /** The links of the namespace, filtered by the kernel. */
  async list(filter?: LinkFilter, options?: RequestOptions): Promise<Listing<LinkOf<K>>> {
    return listing(await this.conversation.dump(listLinksRequest(filter) as never, options));
  }

  /** Gives a link more names, of up to 127 bytes each: IFLA_ALT_IFNAME. */
  async addAltname(link: LinkRef, ...names: readonly string[]): Promise<Done> {
    return this.change(altnameRequest('add', await this.index(link), names), about(undefined, link));
  }

  /** Takes such names away. */
  async deleteAltname(link: LinkRef, ...names: readonly string[]): Promise<Done> {
    return this.change(altnameRequest('delete', await this.index(link), names), about(undefined, link));
  }

  /** The index of a link; asks the kernel where it is given by name. Rejects with KernelError `ENODEV`. */
  async index(link: LinkRef, options?: RequestOptions): Promise<number> {
    return typeof link === 'number' ? link : (await this.get(link, { ...options, statistics: false })).index;
  }

  private async change(message: object, options: RequestOptions): Promise<Done> {
    const { extendedAck } = await this.conversation.request(message as never, options);
    return done(extendedAck);
  }
}

function about(options: RequestOptions | undefined, link: LinkRef | undefined): RequestOptions {
  return link === undefined ? (options ?? {}) : { ...options, about: typeof link === 'number' ? `link ${link}` : link };
}
