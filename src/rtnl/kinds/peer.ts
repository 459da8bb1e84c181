// What kinds that come in pairs share: each of the two links is the other's peer. drivers/net/veth.c: veth_newlink(),
// drivers/net/can/vxcan.c: vxcan_newlink().

import type { RawAttribute } from '../../netlink/attributes.js';
import type { Value } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import { expectObject } from '../expect.js';
import { type AnyLink, linkBody } from '../link.js';
import { linkMessage } from '../link-message.js';
import { expectName } from '../link-name.js';
import { expectNew, type LinkOptions, linkFields, type NewLinkOptions } from '../link-options.js';
import { expectOptions } from './attribute-options.js';

/** In requests only, of a link to be made: struct ifinfomsg and the attributes of a link. */
export const peerBody = linkBody({});

/** IFLA_INFO_DATA of either kind. */
export interface PeerData {
  peer?: Value<typeof peerBody>;
  [type: `#${number}`]: RawAttribute;
}

/**
 * The other end: options of a link, which go out in the order given, the name last. The kernel gives it no master, and refuses to put it up (`ENOTCONN`) while
 * it has no other end yet: set both when the pair is there.
 */
export interface Peer extends Omit<NewLinkOptions, 'up' | 'master'> {
  /** The kernel chooses one where it is left out. */
  readonly name?: string;
  /** The index it shall have; the kernel chooses one where it is left out. */
  readonly index?: number;
}

export interface PeerAdd {
  /** The kernel makes one with its own defaults where it is left out. */
  readonly peer?: Peer;
}

/** Throws EncodeError for an option that links do not have. */
export const addPeer =
  (kind: string) =>
  (options: PeerAdd): PeerData | undefined => {
    expectOptions(kind, options, ['peer']);
    if (options.peer === undefined) return undefined;
    expectObject(options.peer, 'peer');
    const { name, index, ...own } = options.peer;
    expectNew(own, 'the other end of one to be made');
    if ((own as LinkOptions).master !== undefined) throw new EncodeError('master: the kernel gives the other end none; set it afterwards');
    if (name !== undefined) expectName(name);
    const { body } = linkMessage(0, { ...linkFields(own), ...(name !== undefined && { name }), ...(index !== undefined && { index }) });
    return { peer: body as AnyLink };
  };
