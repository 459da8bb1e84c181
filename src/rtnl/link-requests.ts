// The requests for links as pure functions: from a plain spec, with indexes, to the message that iproute2 6.1 sends for it.

import { NLM_F_APPEND } from '../netlink/constants.js';
import { EncodeError } from '../netlink/errors.js';
import { told } from '../netlink/expect.js';
import { AF_PACKET, IFNAMSIZ_MAX, RTEXT_FILTER_SKIP_STATS, RTEXT_FILTER_VF } from './constants.js';
import { expectIndex, expectQuery, type Keys } from './expect.js';
import type { LinkKinds } from './kind.js';
import { kindPart } from './kind-part.js';
import type { AnyLink } from './link.js';
import { CREATE, type LinkMessage, linkMessage, nameKey } from './link-message.js';
import { expectName } from './link-name.js';
import { expectNew, isLinkOption, isOwnOption, type LinkOptions, linkFields, type NewLinkOptions } from './link-options.js';

type Added<K> = K extends { add?(options: infer O): unknown } ? (unknown extends O ? object : O) : object;
type Changed<K> = K extends { change?(options: infer O): unknown } ? (unknown extends O ? object : O) : object;

type ChangedSlave<K> = K extends { changeSlave?(options: infer O): unknown } ? (unknown extends O ? never : O) : never;

/** What the kernel can be told of a link to be made, beside its kind's options. */
export interface NewLink extends NewLinkOptions {
  /** Over 15 bytes it goes out as an alternative name. The kernel chooses one when it is left out, and fills in `%d`. */
  readonly name?: string;
  /** The index it shall have; the kernel chooses one when it is left out. */
  readonly index?: number;
  /** The lower link: its index, or its name where names are looked up. */
  readonly link?: number | string;
}

/** A link to be made, of any of the kinds: a kind's own options stand beside the others. */
export type AddLink<K extends LinkKinds> = { [N in keyof K & string]: { readonly kind: N } & Omit<NewLink, keyof Added<K[N]>> & Added<K[N]> }[keyof K & string];

/**
 * Changes to a link; options of its kind need the kind named, options it has for its master's kind (a bridge's port, a bond's slave)
 * that kind and `_slave`.
 */
export type SetLink<K extends LinkKinds> = LinkOptions & { readonly name?: string } & (
    | { readonly kind?: never }
    | { [N in keyof K & string]: { readonly kind: N } & Changed<K[N]> }[keyof K & string]
    | { [N in keyof K & string]: ChangedSlave<K[N]> extends never ? never : { readonly kind: `${N}_slave` } & ChangedSlave<K[N]> }[keyof K & string]
  );

/** Options of links in general, and those left for the kind. */
function divide(spec: object): [LinkOptions, Record<string, unknown>] {
  const general: [string, unknown][] = [];
  const own: [string, unknown][] = [];
  for (const entry of Object.entries(spec)) {
    const [key, value] = entry;
    if (value !== undefined && !isOwnOption(key)) (isLinkOption(key) ? general : own).push(entry);
  }
  return [Object.fromEntries(general), Object.fromEntries(own)];
}

function linkinfo(kinds: LinkKinds, name: string, own: Record<string, unknown>, convert: 'add' | 'change', spec: object, current?: unknown): NonNullable<AnyLink['linkinfo']> {
  const part = kindPart(kinds, name);
  if (part === undefined || (convert === 'add' && part.slave)) throw new EncodeError(`no link kind is named ${name}; known: ${Object.keys(kinds).join(', ')}`);
  const { codec, [convert]: toData } = part;
  const data: unknown = toData === undefined ? (Object.keys(own).length === 0 ? undefined : own) : toData(spec, current);
  if (data === undefined) return { kind: name };
  if (codec === undefined) throw new EncodeError(`links of kind ${name} have no option ${Object.keys(own).join(', ')}`);
  return { kind: name, [name]: data } as NonNullable<AnyLink['linkinfo']>;
}

/** Throws EncodeError for what no kernel would accept. */
export function addLinkRequest<K extends LinkKinds>(kinds: K, spec: AddLink<K> & { readonly link?: number }): LinkMessage {
  const { kind, name, index, link } = spec as NewLink & { kind: string; link?: number };
  if (name !== undefined) expectName(name);
  if (typeof kind !== 'string') throw new EncodeError(`kind is the name of a kind of links, such as macvlan, not ${told(kind)}`);
  if (link !== undefined && typeof link !== 'number') throw new EncodeError(`link is an index here, not ${told(link)}`);
  const [general, own] = divide(spec);
  expectNew(general, 'one to be made');
  return linkMessage(CREATE, {
    ...linkFields(general),
    ...(index !== undefined && { index }),
    ...(link !== undefined && { link }),
    ...(name !== undefined && { name }),
    linkinfo: linkinfo(kinds, kind, own, 'add', spec),
  });
}

/**
 * `current` is the link as it is: kinds of which the kernel takes every change as the whole (`wholeChange`) keep what it says and
 * `spec` does not; without it that goes back to its default. Throws EncodeError for what no kernel would accept.
 */
export function setLinkRequest<K extends LinkKinds>(kinds: K, index: number, spec: SetLink<K>, current?: Pick<AnyLink, 'linkinfo'>): LinkMessage {
  const { kind, name } = spec as { kind?: string; name?: string };
  if (name !== undefined) {
    expectName(name);
    if (nameKey(name) !== 'ifname') throw new EncodeError(`'${name}': a link can be renamed to ${IFNAMSIZ_MAX} bytes at most; longer ones are given by addAltname`);
  }
  if (kind !== undefined && typeof kind !== 'string') throw new EncodeError(`kind is the name of a kind of links, not ${told(kind)}`);
  const [general, own] = divide(spec);
  if (kind === undefined && Object.keys(own).length > 0) throw new EncodeError(`${Object.keys(own).join(', ')}: options of a kind need the kind named`);
  return linkMessage(0, {
    ...linkFields(general),
    index,
    ...(name !== undefined && { name }),
    ...(kind !== undefined && { linkinfo: linkinfo(kinds, kind, own, 'change', spec, (current?.linkinfo as Readonly<Record<string, unknown>> | undefined)?.[kind]) }),
  });
}

/** Deletes a link. */
export function deleteLinkRequest(index: number) {
  return { name: 'RTM_DELLINK', header: {}, body: { index } } as const;
}

/** Every link of a group, in one request: the kernel waits once, not once for each. */
export function deleteLinkGroupRequest(group: number) {
  return { name: 'RTM_DELLINK', header: {}, body: { group } } as const;
}

const extMask = (statistics: boolean) => RTEXT_FILTER_VF | (statistics ? 0 : RTEXT_FILTER_SKIP_STATS);

/** Not made for each: V8 copies an object in an object by its runtime. */
const NO_FLAGS = Object.freeze({});

/** One link by index or by any of its names. */
export function getLinkRequest(link: number | string, statistics = true) {
  const body: Partial<AnyLink> = { index: typeof link === 'number' ? link : 0, extMask: extMask(statistics) };
  if (typeof link === 'string') body[nameKey(link)] = link;
  return { name: 'RTM_GETLINK', header: NO_FLAGS, body } as const;
}

/** Filters the kernel itself applies. */
export interface LinkFilter {
  /** Only links of this kind. */
  readonly kind?: string;
  /** Only links with this master, by index. */
  readonly master?: number;
  /** The IPv6 counters of each link, on by default: without them a dump takes half the time. The link's own come in any case. */
  readonly statistics?: boolean;
}

const FILTER: Keys<LinkFilter> = { kind: 'string', master: 'number', statistics: 'boolean' };

/** The family is the one `ip link` asks for; links are listed whatever it is. Throws EncodeError for a filter there is none of. */
export function listLinksRequest(filter: LinkFilter = {}) {
  expectQuery(filter, FILTER, 'links');
  const { kind, master, statistics = true } = filter;
  const body: Partial<AnyLink> = { family: AF_PACKET, extMask: extMask(statistics) };
  if (master !== undefined) body.master = expectIndex(master, 'master');
  if (kind !== undefined) body.linkinfo = { kind };
  return { name: 'RTM_GETLINK', header: {}, body } as const;
}

/** Adds or removes alternative names. */
export function altnameRequest(change: 'add' | 'delete', index: number, names: readonly string[]) {
  const name = change === 'add' ? 'RTM_NEWLINKPROP' : 'RTM_DELLINKPROP';
  return { name, header: change === 'add' ? { flags: CREATE | NLM_F_APPEND } : {}, body: { index, propList: [...names] } } as const;
}
