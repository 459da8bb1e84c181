// Steps that several suites begin with.

import { kinds } from '../../src/index.js';
import { addAddressRequest } from '../../src/rtnl/address-requests.js';
import type { AddLink, SetLink } from '../../src/rtnl/link-requests.js';
import { addLinkRequest, deleteLinkRequest, getLinkRequest, setLinkRequest } from '../../src/rtnl/link-requests.js';
import { type Asked, ask, change } from './define.js';

type Kinds = typeof kinds;
type More = Parameters<typeof change>[1];

export const add = (spec: AddLink<Kinds> & { readonly link?: number }, more?: More): Asked => change(addLinkRequest(kinds, spec), more);
export const set = (index: number, spec: SetLink<Kinds>, more?: More): Asked => change(setLinkRequest(kinds, index, spec), more);
export const remove = (index: number, more?: More): Asked => change(deleteLinkRequest(index), more);
export const get = (link: number | string, more?: More): Asked => ask(getLinkRequest(link, false), more);
export const up = (index: number, more?: More): Asked => set(index, { up: true }, more);
export const down = (index: number, more?: More): Asked => set(index, { up: false }, more);
export const address = (index: number, text: string, more?: More): Asked => change(addAddressRequest(index, { address: text, ...(text.includes(':') && { nodad: true }) }), more);

/** No address that follows from the hardware address, and no wait for duplicates of one. */
export const quiet = (index: number, more?: More): Asked => set(index, { addrGenMode: 'none' }, more);

/** The kernel looks at a link's carrier when the link is asked for: what it has to tell of that it tells now. Several are asked in turn. */
export const settled = (step: Asked, ...links: readonly number[]): Asked[] => {
  const asked = links.map((link, i) => get(link, i < links.length - 1 ? { later: true } : {}));
  return [{ ...step, later: true }, ...asked];
};

/** A link that has been looked at. Kernels before 6.8 do not look at its carrier when they are asked, but a moment later. */
export const looked = (link: number): Asked => get(link, { again: true, atOnce: true });

/** `02:00:00:00:00:01` */
export const mac = (number: number): string => `02:00:00:00:00:${number.toString(16).padStart(2, '0')}`;

/** Two ends, with indexes one behind the other. */
export const pair = (index: number, name: string, more?: More): Asked =>
  add({ kind: 'veth', name, index, address: mac(index), peer: { name: `${name}p`, index: index + 1, address: mac(index + 1) } }, more);
