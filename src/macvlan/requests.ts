// The verbs of a macvlan's list of sources, each one request. drivers/net/macvlan.c: macvlan_changelink_sources().

import { EncodeError } from '../netlink/errors.js';
import type { AnyLink } from '../rtnl/link.js';
import { type LinkMessage, linkMessage } from '../rtnl/link-message.js';
import { type MacaddrChange, macvlanChange } from './options.js';

/** The kernel answers EOPNOTSUPP for the wrong one. */
export type MacvlanKindName = 'macvlan' | 'macvtap';

function request(index: number, macaddrs: MacaddrChange, kind: MacvlanKindName): LinkMessage {
  if (index === 0) throw new EncodeError('a link is wanted: 0 is the index of none');
  const linkinfo: object = { kind, [kind]: macvlanChange({ macaddrs }) };
  return linkMessage(0, { index, linkinfo: linkinfo as AnyLink['linkinfo'] });
}

/** Adds one source; one that is there already is no error. Several are several requests, or one {@link setMacaddrsRequest}. Throws EncodeError. */
export const addMacaddrRequest = (index: number, mac: string, kind: MacvlanKindName = 'macvlan'): LinkMessage => request(index, { add: mac }, kind);

/** Deletes one source; one that is not there is no error. Throws EncodeError. */
export const deleteMacaddrRequest = (index: number, mac: string, kind: MacvlanKindName = 'macvlan'): LinkMessage => request(index, { del: mac }, kind);

/** Makes these the only sources. Throws EncodeError. */
export const setMacaddrsRequest = (index: number, macs: readonly string[], kind: MacvlanKindName = 'macvlan'): LinkMessage => request(index, { set: macs }, kind);

/** Empties the list. */
export const flushMacaddrsRequest = (index: number, kind: MacvlanKindName = 'macvlan'): LinkMessage => request(index, { flush: true }, kind);
