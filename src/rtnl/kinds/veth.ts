// veth: two links, each the other's peer. include/uapi/linux/veth.h; drivers/net/veth.c: veth_newlink(); iproute2: ip/link_veth.c.

import { attributes } from '../../netlink/attributes.js';
import type { Value } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import { IFF_UP } from '../constants.js';
import type { KindContext, LinkKind } from '../kind.js';
import { type AnyLink, linkBody } from '../link.js';
import { linkMessage } from '../link-message.js';
import type { Words } from '../words.js';
import { kindError } from './word-values.js';

export const vethData = attributes({
  /** In requests only, of a link to be made: struct ifinfomsg and the attributes of a link. */
  peer: ['VETH_INFO_PEER', 1, linkBody({})],
});

export type Veth = Value<typeof vethData>;

/** The other end: options of a link, which go out in the order given, the name last. */
export interface VethPeer extends Pick<Partial<AnyLink>, 'address' | 'broadcast' | 'mtu' | 'txqlen' | 'numTxQueues' | 'numRxQueues' | 'group' | 'netNsFd' | 'netNsPid'> {
  /** The kernel chooses one where it is left out. */
  readonly name?: string;
  readonly index?: number;
  readonly up?: boolean;
}

export interface VethAdd {
  /** The kernel makes one with its own defaults where it is left out. */
  readonly peer?: VethPeer;
}

const OPTIONS: ReadonlySet<string> = new Set(['address', 'broadcast', 'mtu', 'txqlen', 'numTxQueues', 'numRxQueues', 'group', 'netNsFd', 'netNsPid']);

function add({ peer }: VethAdd): Veth | undefined {
  if (peer === undefined) return undefined;
  const { name, index, up, ...options } = peer;
  for (const key of Object.keys(options))
    if (!OPTIONS.has(key)) throw new EncodeError(`no option of a peer is named ${key}; known: ${['name', 'index', 'up', ...OPTIONS].join(', ')}`);
  const { body } = linkMessage(0, {
    options,
    ...(name !== undefined && { name }),
    ...(index !== undefined && { index }),
    ...(up !== undefined && { change: IFF_UP, flags: up ? IFF_UP : 0 }),
  });
  return { peer: body as AnyLink };
}

const usage = `Usage: ip link <options> type veth [peer <options>]
To get <options> type 'ip link add help'
`;

/** All words behind `peer` are those of a link. `ip` prints this usage on standard output, also for a wrong word. */
async function words(words: Words, { linkWords }: KindContext): Promise<Veth | undefined> {
  if (words.left === 0) return undefined;
  if (!words.accept('peer')) throw kindError(usage, true);
  return { peer: linkMessage(0, await linkWords(words)).body as AnyLink };
}

export const vethKind = { data: vethData, add, words, usage } satisfies LinkKind<Veth, never, VethAdd, never>;
