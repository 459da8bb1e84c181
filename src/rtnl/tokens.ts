// Interface identifiers of IPv6 that are told (tokens), instead of made from link-layer addresses: the verbs of `ip token`.
// iproute2: ip/iptoken.c; net/ipv6/addrconf.c: inet6_set_iftoken().

import { parseIp } from '../netlink/address.js';
import type { Conversation, RequestOptions } from '../netlink/conversation.js';
import { EncodeError, NetlinkError } from '../netlink/errors.js';
import { withAbout } from './about.js';
import { AF_INET6 } from './constants.js';
import { type Done, done } from './done.js';
import type { LinkKinds } from './kind.js';
import type { AnyLink } from './link.js';
import type { LinkRef, Links } from './links.js';
import { type Listing, listing } from './listing.js';
import type { RouteProtocol } from './protocol.js';

/** The token of a link; `::` where it has none. */
export interface Token {
  /** Index of the link. */
  readonly index: number;
  /** Its name. */
  readonly ifname?: string;
  /** An IPv6 address whose upper 64 bits are zero. */
  readonly token: string;
}

/** The address has to be of a link that takes router advertisements: else the kernel refuses, EINVAL. `::` takes the token away. */
export function setTokenRequest(index: number, token: string) {
  return { name: 'RTM_SETLINK', header: {}, body: { family: AF_INET6, index, afSpec: { inet6: { token } } } } as const;
}

/** The links, as IPv6 knows them. */
export function listTokensRequest() {
  return { name: 'RTM_GETLINK', header: {}, body: { family: AF_INET6 } } as const;
}

/** The token a link's message of family AF_INET6 tells; undefined in any other. */
export function tokenOf({ index, ifname, protinfoInet6 }: AnyLink): Token | undefined {
  const token = protinfoInet6?.token;
  return token === undefined ? undefined : { index, ...(ifname !== undefined && { ifname }), token };
}

/** The kernel takes the lower half of any address, and says nothing. */
function expectToken(token: string): void {
  const bytes = parseIp(token);
  if (bytes.length !== 16 || bytes.subarray(0, 8).some((byte) => byte !== 0)) throw new EncodeError(`'${token}': a token is an IPv6 address whose upper 64 bits are zero`);
}

/** Tokens of the links of one network namespace. */
export class Tokens<K extends LinkKinds> {
  constructor(
    private readonly conversation: Conversation<RouteProtocol<K>['messages']>,
    private readonly links: Links<K>,
  ) {}

  /** The token of every link that speaks IPv6. */
  async list(options?: RequestOptions): Promise<Listing<Token>> {
    return listing(await this.conversation.dump(listTokensRequest() as never, options, (body) => tokenOf(body as AnyLink)));
  }

  /** Rejects with KernelError `ENODEV`, and with NetlinkError ERR_NETLINK_REPLY where the link does not speak IPv6. */
  async get(dev: LinkRef, options?: RequestOptions): Promise<Token> {
    const { index, ifname, afSpec } = (await this.links.get(dev, { ...withAbout(options), statistics: false })) as AnyLink;
    const token = afSpec?.inet6?.token;
    if (token === undefined) throw new NetlinkError('ERR_NETLINK_REPLY', `${dev} does not speak IPv6`);
    return { index, ...(ifname !== undefined && { ifname }), token };
  }

  /** Rejects with KernelError (`EINVAL` where the link takes no router advertisements), EncodeError. */
  async set(dev: LinkRef, token: string, options?: RequestOptions): Promise<Done> {
    expectToken(token);
    const { extendedAck } = await this.conversation.request(setTokenRequest(await this.links.index(dev, options), token) as never, withAbout(options, `${token} on ${dev}`));
    return done(extendedAck);
  }

  /** Takes the token away: identifiers are made as before. */
  delete(dev: LinkRef, options?: RequestOptions): Promise<Done> {
    return this.set(dev, '::', options);
  }
}
