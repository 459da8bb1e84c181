// Flags of addresses by the words for them. iproute2: ip/ipaddress.c: ifa_flag_data, get_filter().

import {
  IFA_F_DADFAILED,
  IFA_F_DEPRECATED,
  IFA_F_HOMEADDRESS,
  IFA_F_MANAGETEMPADDR,
  IFA_F_MCAUTOJOIN,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_OPTIMISTIC,
  IFA_F_PERMANENT,
  IFA_F_SECONDARY,
  IFA_F_STABLE_PRIVACY,
  IFA_F_TENTATIVE,
} from '../../rtnl/constants.js';

export interface AddressFlag {
  readonly mask: number;
  /** The kernel sets it, nobody else. */
  readonly readonly?: boolean;
  /** IPv4 has no such thing. */
  readonly v6only?: boolean;
}

export const ADDRESS_FLAGS: ReadonlyMap<string, AddressFlag> = new Map([
  ['secondary', { mask: IFA_F_SECONDARY, readonly: true }],
  ['temporary', { mask: IFA_F_SECONDARY, readonly: true }],
  ['nodad', { mask: IFA_F_NODAD, v6only: true }],
  ['optimistic', { mask: IFA_F_OPTIMISTIC, v6only: true }],
  ['dadfailed', { mask: IFA_F_DADFAILED, readonly: true }],
  ['home', { mask: IFA_F_HOMEADDRESS, v6only: true }],
  ['deprecated', { mask: IFA_F_DEPRECATED, readonly: true }],
  ['tentative', { mask: IFA_F_TENTATIVE, readonly: true }],
  ['permanent', { mask: IFA_F_PERMANENT, readonly: true }],
  ['mngtmpaddr', { mask: IFA_F_MANAGETEMPADDR, v6only: true }],
  ['noprefixroute', { mask: IFA_F_NOPREFIXROUTE }],
  ['autojoin', { mask: IFA_F_MCAUTOJOIN }],
  ['stable-privacy', { mask: IFA_F_STABLE_PRIVACY, readonly: true }],
]);

/** Words for the absence of a flag. */
const OPPOSITES: Readonly<Record<string, string>> = { dynamic: 'permanent', primary: 'secondary' };

/** A flag as a filter tells it, `-` before it turning it around; undefined where the word is none. */
export function addressFlag(word: string): { readonly mask: number; readonly set: boolean } | undefined {
  const inverse = word.startsWith('-');
  const name = inverse ? word.slice(1) : word;
  const opposite = Object.hasOwn(OPPOSITES, name) ? OPPOSITES[name] : undefined;
  const flag = ADDRESS_FLAGS.get(opposite ?? name);
  return flag && { mask: flag.mask, set: inverse === (opposite !== undefined) };
}
