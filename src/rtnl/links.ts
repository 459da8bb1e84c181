// Links as a client sees them: the verbs of `ip link`, each one request made by link-requests.ts and one line that sends it.

import type { Value } from '../netlink/codec.js';
import { NLM_F_ECHO } from '../netlink/constants.js';
import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { EncodeError, KernelError } from '../netlink/errors.js';
import { expectArray, expectBoolean, told } from '../netlink/expect.js';
import type { StreamOptions } from '../netlink/stream.js';
import { utf8Length } from '../netlink/text.js';
import type { NamespaceRef } from '../netlink/transport.js';
import { withAbout } from './about.js';
import { ALTIFNAMSIZ_MAX } from './constants.js';
import { type Done, done } from './done.js';
import { expectObject } from './expect.js';
import type { LinkKinds } from './kind.js';
import { type KindPart, kindPart } from './kind-part.js';
import { elsewhere, seldom } from './late.js';
import { type AnyLink, ifinfomsg, type linkBody } from './link.js';
import type { LinkMessage } from './link-message.js';
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
import { type Listing, list } from './listing.js';
import { type NamespaceLike, withNamespace } from './namespace-target.js';
import type { RouteProtocol } from './protocol.js';

/** A link as the kernel tells it, with the data of the kinds in `K`. */
export type LinkOf<K extends LinkKinds> = Value<ReturnType<typeof linkBody<K>>>;

/** A link by index or by any of its names. Names are looked up first. */
export type LinkRef = number | string;

/** The namespace the link is made in, or moved to: a name in /run/netns, a path, a process id, a descriptor, a Namespace. */
interface InNamespace {
  readonly netns?: NamespaceLike;
}

/** A master, a lower link and a namespace may be given by name here, that of the other end of a pair too. */
type Named<T> = T extends unknown
  ? Omit<T, 'master' | 'netns' | 'peer'> &
      InNamespace & { readonly master?: LinkRef } & (T extends { readonly peer?: infer P extends object }
        ? {
            /** The other end; the kernel makes one with its own defaults where it is left out. */
            readonly peer?: Omit<P, 'netns'> & InNamespace;
          }
        : unknown)
  : never;

/** Filters the kernel itself applies. */
export interface LinkQuery extends Omit<LinkFilter, 'master'> {
  /** Only links with this master. */
  readonly master?: LinkRef;
}

/** Of a link to be made: the namespace that `link` is in, where it is another than ours. It gets an id here if it has none. */
type Linked<T> = T extends unknown ? T & { readonly linkNetns?: NamespaceLike } : never;

interface Looked {
  readonly link?: LinkRef;
  readonly master?: LinkRef;
  readonly name?: string;
  readonly kind?: string;
  readonly netns?: NamespaceLike;
  readonly linkNetns?: NamespaceLike;
  readonly peer?: InNamespace;
  readonly index?: number;
}

/** `rtnl.links`. */
export class Links<K extends LinkKinds> {
  constructor(
    private readonly conversation: Conversation<RouteProtocol<K>['messages']>,
    private readonly kinds: K,
  ) {}

  /**
   * Makes a link and gives its index, in the namespace that it was made in (`netns`). Before Linux 6.2 the index of a link without a
   * name is 0: the kernel does not tell. A name over 15 bytes is given last: the link is made, gets a first name of the kernel's choice, goes up,
   * and is removed again where it cannot have the long one. A link made in another namespace for which the kernel chooses the name takes a
   * socket there, and so CAP_SYS_ADMIN. Rejects with KernelError (`EEXIST`, `ENODEV` for a lower link that is not there, `EBUSY` ...), EncodeError, SystemError
   * (`ENOENT` for a namespace that is not there).
   */
  async add(spec: Linked<Named<AddLink<K>>>, options?: RequestOptions): Promise<{ readonly index: number } & Done> {
    expectObject(spec, 'link');
    return withPeer(spec as Looked, (looked) => {
      const { netns } = looked;
      return netns === undefined ? this.addHere(looked, options) : withNamespace(netns, (namespace) => this.addThere({ ...looked, netns: namespace }, namespace, false, options));
    });
  }

  private async addHere(spec: Looked, options?: RequestOptions): Promise<{ readonly index: number } & Done> {
    const { name } = spec;
    const index = chosen(spec);
    const message = await this.addMessage(spec, options);
    const { altIfname } = message.body;
    // Before Linux 6.2 the kernel does not tell which link would have to be given its name.
    if (altIfname !== undefined && index === undefined) {
      return { index: await elsewhere().addAndName<K>(this.conversation, this.conversation, message, `${spec.kind}%d`, altIfname, false, about(options, name)) };
    }
    const findable = message.body.ifname?.includes('%') === false;
    const echo = index === undefined && !findable;
    const request = echo ? { ...message, header: { flags: message.header.flags | NLM_F_ECHO } } : message;
    const { replies, extendedAck } = await this.conversation.request(request as never, about(options, name));
    const made = replies.find((reply) => reply.name === 'RTM_NEWLINK')?.body as LinkOf<LinkKinds> | undefined;
    const told = index ?? (findable ? await this.index(name as string, options) : (made?.index ?? 0));
    if (altIfname !== undefined) await this.nameOrRemove(told, altIfname);
    return { index: told, ...done(extendedAck) };
  }

  /** The kernel looks at a long name when the link is made, but gives it later: another may have taken it by then. */
  private async nameOrRemove(index: number, name: string): Promise<void> {
    try {
      await this.addAltname(index, name);
    } catch (error) {
      await this.delete(index).catch(() => undefined);
      throw error;
    }
  }

  /**
   * Makes a link in another namespace the long way: here under a name of its own, then moved, then named there and put up. For
   * kernels before 6.14, which refuse to make a link elsewhere whose name or index is in use here, and for kinds that
   * want to be made where their lower link is. Takes CAP_SYS_ADMIN. Where a step fails, or its time is over, the link is removed before that is told. Rejects as `add` does.
   */
  async addByMoving(spec: Linked<Named<AddLink<K>>> & { readonly netns: NamespaceLike }, options?: RequestOptions): Promise<{ readonly index: number } & Done> {
    expectObject(spec, 'link');
    return withPeer(spec as Looked, (looked) => withNamespace(spec.netns, (namespace) => this.addThere({ ...looked, netns: namespace }, namespace, true, options)));
  }

  private async addThere(spec: Looked, namespace: NamespaceRef, moving: boolean, options?: RequestOptions): Promise<{ readonly index: number } & Done> {
    const { name, kind } = spec;
    const index = chosen(spec);
    const message = await this.addMessage(spec, options);
    if (moving || message.body.ifname === undefined || message.body.ifname.includes('%')) {
      const pattern = message.body.ifname ?? `${kind}%d`;
      const made = await elsewhere().addElsewhere<K>(this.conversation, namespace, message, pattern, message.body.altIfname, moving, about(options, name));
      return { index: made };
    }
    const { extendedAck } = await this.conversation.request(message as never, about(options, name));
    return { index: index ?? (await elsewhere().indexElsewhere<K>(this.conversation, namespace, message.body.ifname, options)), ...done(extendedAck) };
  }

  /** The request, once the names in it are looked up. */
  private async addMessage(spec: Looked, options?: RequestOptions): Promise<LinkMessage> {
    const { link, master, linkNetns, ...rest } = spec;
    const linkNetnsid = linkNetns === undefined ? undefined : await this.nsid(linkNetns, options);
    const lower = link === undefined || linkNetns === undefined ? link : await withNamespace(linkNetns, (there) => this.indexIn(there, link, options));
    const looked = {
      ...rest,
      ...(lower !== undefined && { link: await this.index(lower, options) }),
      ...(master !== undefined && { master: await this.index(master, options) }),
      ...(linkNetnsid !== undefined && { linkNetnsid }),
      ...(await this.kindLinks(rest, options)),
    };
    return addLinkRequest(this.kinds, looked as never);
  }

  private async indexIn(namespace: NamespaceRef, link: LinkRef, options?: RequestOptions): Promise<number> {
    return typeof link === 'number' ? link : elsewhere().indexElsewhere<K>(this.conversation, namespace, link, options);
  }

  private async nsid(namespace: NamespaceLike, options?: RequestOptions): Promise<number> {
    const nsids = new (seldom().Nsids)<K>(this.conversation);
    return (await nsids.get(namespace, options)) ?? nsids.set(namespace, 'auto', options);
  }

  /**
   * Changes a link. Of kinds whose options the kernel takes only as a whole (tunnels) the link is read first, and what is not
   * told stays as it is. Rejects with KernelError, EncodeError.
   */
  async set(link: LinkRef, changes: Named<SetLink<K>>, options?: RequestOptions): Promise<Done> {
    expectObject(changes, 'changes of a link');
    const { master, netns, kind } = changes as Looked;
    const indexes = { ...(master !== undefined && { master: await this.index(master, options) }), ...(await this.kindLinks(changes, options)) };
    const current = this.kindOf(kind)?.wholeChange ? await this.get(link, { ...withAbout(options), statistics: false }) : undefined;
    const index = current?.index ?? (await this.index(link, options));
    const send = (looked: object) => this.change(setLinkRequest(this.kinds, index, { ...changes, ...indexes, ...looked } as never, current as never), about(options, link));
    if (netns !== undefined) return withNamespace(netns, (namespace) => send({ netns: namespace }));
    const { name, up } = changes as { readonly name?: string; readonly up?: boolean };
    if (name === undefined || up !== false) return send({});
    try {
      return await send({});
    } catch (error) {
      // Linux before 6.2 renames no link that is up, and looks at the name first. net/core/rtnetlink.c: do_setlink().
      if (!(error instanceof KernelError) || error.code !== 'EBUSY') throw error;
      await this.change(setLinkRequest<K>(this.kinds, index, { up } as never), about(options, link));
      return send({});
    }
  }

  /** Rejects with KernelError `ENODEV` where there is no such link. */
  async delete(link: LinkRef, options?: RequestOptions): Promise<Done> {
    return this.change(deleteLinkRequest(await this.index(link, options)), about(options, link));
  }

  /** Deletes every link of a group in one request: the kernel waits once for all. */
  async deleteGroup(group: number, options?: RequestOptions): Promise<Done> {
    return this.change(deleteLinkGroupRequest(group), withAbout(options, `group ${told(group)}`));
  }

  /**
   * Deletes links, hundreds of them in the time of a few: eight and more are put into a group with a number that nobody has, listed to
   * see that none but they are in it, and deleted by it in one request, with those that go along (the other end of a pair). Where that
   * cannot be - one of them is of a kind that the kernel does not delete, or another link has come into the group - they go back to
   * the groups they were in and are deleted one by one. Outcomes in the order of `links`, as Promise.allSettled has them; one that
   * is gone by the time its turn comes counts as deleted. Rejects where links cannot be listed and with the signal's reason: what is not deleted by then is
   * put back into its group, as long as the client is open.
   *
   * Nothing of this is one step for the kernel. Whoever puts a link into that group between the look and the deletion loses it; whoever
   * takes one out of it has it deleted all the same, by itself. Those who listen see the links change their group. A process that ends
   * half-way leaves links in that group.
   */
  async deleteAll(links: readonly LinkRef[], options: Pick<RequestOptions, 'signal'> = {}): Promise<PromiseSettledResult<Done>[]> {
    expectArray(links, 'deleteAll');
    return elsewhere().deleteLinks<K>(this.conversation, links, (link) => this.delete(link, options), options);
  }

  /** Rejects with KernelError `ENODEV` where there is no such link. */
  get(link: LinkRef, options?: RequestOptions & { readonly statistics?: boolean }): Promise<LinkOf<K>> {
    try {
      expectLink(link);
      if (options?.statistics === undefined) return this.conversation.getBody(getLinkRequest(link) as never, about(options, link)) as Promise<LinkOf<K>>;
      const { statistics, ...rest } = options;
      return this.conversation.getBody(getLinkRequest(link, expectBoolean(statistics, 'statistics')) as never, about(rest, link)) as Promise<LinkOf<K>>;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** The links of the namespace, filtered by the kernel. */
  async list(query?: LinkQuery, options?: RequestOptions): Promise<Listing<LinkOf<K>>> {
    const filter = this.filter(query, options);
    const request = listLinksRequest(filter instanceof Promise ? await filter : filter);
    return list(this.conversation, request, options, query?.kind === undefined ? undefined : isOfKind<LinkOf<K>>(query.kind));
  }

  /**
   * The same one by one, for lists too long to be held: neither we nor the kernel keep more than a datagram of them. Throws
   * NetlinkError ERR_NETLINK_INTERRUPTED at the end where links changed meanwhile.
   */
  stream(query?: LinkQuery, options?: StreamOptions): AsyncGenerator<LinkOf<K>, void, undefined> {
    return elsewhere().streamBodies(
      this.conversation,
      async () => ({ request: listLinksRequest(await this.filter(query, options)), ...(query?.kind !== undefined && { passes: isOfKind<LinkOf<K>>(query.kind) }) }),
      options,
    );
  }

  /** With the master by index, which only one that is given by name has to be waited for. */
  private filter(query: LinkQuery | undefined, options?: RequestOptions): LinkFilter | undefined | Promise<LinkFilter> {
    const { master } = query ?? {};
    return typeof master === 'string' ? this.index(master, options).then((index) => ({ ...query, master: index })) : (query as LinkFilter | undefined);
  }

  /** Gives a link more names, of up to 127 bytes each: IFLA_ALT_IFNAME. */
  async addAltname(link: LinkRef, ...names: readonly string[]): Promise<Done> {
    expectNames(names);
    return this.change(altnameRequest('add', await this.index(link), names), about(undefined, link));
  }

  /** Takes such names away. */
  async deleteAltname(link: LinkRef, ...names: readonly string[]): Promise<Done> {
    expectNames(names);
    return this.change(altnameRequest('delete', await this.index(link), names), about(undefined, link));
  }

  /** The index of a link; asks the kernel where it is given by name. Rejects with KernelError `ENODEV`. */
  async index(link: LinkRef, options?: RequestOptions): Promise<number> {
    expectLink(link);
    if (typeof link === 'number') return link;
    const { body } = await this.conversation.getStart(getLinkRequest(link, false) as never, ifinfomsg.size, about(options, link));
    return (body as LinkOf<K>).index;
  }

  private kindOf(name: string | undefined): KindPart | undefined {
    return typeof name !== 'string' ? undefined : kindPart(this.kinds, name);
  }

  /** The indexes of the links that a kind's own options name. */
  private async kindLinks(spec: object, options: RequestOptions | undefined): Promise<Record<string, number>> {
    const told = spec as Readonly<Record<string, unknown>>;
    const indexes: Record<string, number> = {};
    for (const key of this.kindOf((spec as Looked).kind)?.links ?? []) if (typeof told[key] === 'string') indexes[key] = await this.index(told[key], options);
    return indexes;
  }

  private async change(message: object, options: RequestOptions): Promise<Done> {
    const { extendedAck } = await this.conversation.request(message as never, options);
    return done(extendedAck);
  }
}

/** A kernel that does not know a kind, or has not loaded it, lists all links when it is asked for those of it. net/core/rtnetlink.c: link_kind_filtered(). */
const isOfKind =
  <L>(kind: string) =>
  (link: L): boolean =>
    (link as Partial<AnyLink>).linkinfo?.kind === kind;

/** With the namespace of the other end as requests name it. */
function withPeer<T>(spec: Looked, use: (spec: Looked) => Promise<T>): Promise<T> {
  const { peer } = spec;
  return peer?.netns === undefined ? use(spec) : withNamespace(peer.netns, (netns) => use({ ...spec, peer: { ...peer, netns } }));
}

/** The index it shall have; 0 leaves it to the kernel, as being left out does. */
const chosen = ({ index }: Looked): number | undefined => (index === 0 ? undefined : index);

function expectLink(link: unknown): void {
  if ((typeof link === 'number' && (link & 0x7fffffff) === link) || (typeof link === 'string' && link !== '')) return;
  throw new EncodeError(`a link is told by its index or its name, not by ${link === '' ? 'an empty text' : told(link)}`);
}

function expectNames(names: readonly unknown[]): void {
  if (names.length === 0) throw new EncodeError('at least one name is wanted');
  for (const name of names) {
    if (typeof name === 'string' && name !== '' && utf8Length(name) <= ALTIFNAMSIZ_MAX) continue;
    throw new EncodeError(`${told(name)}: an alternative name is text of 1 to ${ALTIFNAMSIZ_MAX} bytes`);
  }
}

function about(options: RequestOptions | undefined, link: LinkRef | undefined): RequestOptions {
  return withAbout(options, typeof link === 'number' ? `link ${link}` : link);
}
