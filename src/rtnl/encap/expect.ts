// Options of an encapsulation, looked at before they become attributes: one that is misspelt would be left out of what packets get.

import { EncodeError } from '../../netlink/errors.js';
import { expectArray, isWordOf, told } from '../../netlink/expect.js';
import { expectObject } from '../expect.js';
import type { EncapSpec } from './encap.js';

/** What an option is; with a question mark one that may be left out. Others are looked at by whoever encodes them. */
type Look = 'list' | 'list?' | 'object' | 'object?' | true;

type KeysOf<T> = { readonly [K in Exclude<keyof T, 'type'>]-?: Look };

/** By type, every option there is. */
const OPTIONS: { readonly [T in EncapSpec as T['type']]: KeysOf<T> } = {
  mpls: { labels: 'list', ttl: true },
  ip: { id: true, key: true, csum: true, seq: true, opts: 'object?', dst: true, src: true, ttl: true, tos: true },
  ip6: { id: true, key: true, csum: true, seq: true, opts: 'object?', dst: true, src: true, hoplimit: true, tc: true },
  ila: { locator: true, csumMode: true, identType: true, hookType: true },
  bpf: { in: 'object?', out: 'object?', xmit: 'object?', headroom: true },
  seg6: { mode: true, segments: 'list', hmac: true, src: true, table: true },
  seg6local: {
    ...({ action: true, table: true, vrfTable: true, nh4: true, nh6: true, iif: true, oif: true, srh: 'object?', bpf: 'object?' } as const),
    ...({ count: true, flavors: 'list?', lcblockBits: true, lcnodeFnBits: true } as const),
  },
  rpl: { segments: 'list' },
  ioam6: { mode: true, tundst: true, tunsrc: true, frequency: 'object?', trace: 'object' },
  xfrm: { ifId: true, link: true },
};

/** Throws EncodeError for a type or an option there is none of, and for what is no list or no object where one is wanted. */
export function expectEncap(spec: EncapSpec): void {
  expectObject(spec, 'encap');
  const { type, ...options } = spec as { readonly type: EncapSpec['type'] } & Readonly<Record<string, unknown>>;
  if (!isWordOf(OPTIONS, type)) throw new EncodeError(`encap: ${told(type)} is none of ${Object.keys(OPTIONS).join(', ')}`);
  const known: Readonly<Record<string, Look>> = OPTIONS[type];
  for (const key of Object.keys(options)) {
    if (options[key] !== undefined && !Object.hasOwn(known, key)) throw new EncodeError(`encap ${type} has no option ${key}; known: ${Object.keys(known).join(', ')}`);
  }
  for (const [key, look] of Object.entries(known)) {
    const value = options[key];
    if (look === true || (value === undefined && look.endsWith('?'))) continue;
    if (look.startsWith('list')) expectArray(value, key);
    else expectObject(value, key);
  }
}
