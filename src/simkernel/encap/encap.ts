// What a way does to its packets before they leave. net/core/lwtunnel.c: lwtunnel_valid_encap_type(), lwtunnel_build_state(),
// lwtunnel_fill_encap(), lwtunnel_cmp_encap().

import { EINVAL, EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import type { Attribute } from '../attribute.js';
import type { IpFamily } from '../ip.js';
import type { SimulatedKernel } from '../kernel.js';
import { Refusal } from '../refusal.js';

/** As a request names it. */
export interface EncapAsked {
  /** LWTUNNEL_ENCAP_*; 0 where none was told. */
  readonly type: number;
  readonly attribute: Attribute;
}

/** As a route or a nexthop object has it. */
export interface Encapsulation {
  readonly type: number;
  /** The same as it is told. */
  readonly typeTold: Uint8Array;
  /** What is told of it beside. */
  readonly payload: Uint8Array;
}

const LWTUNNEL_ENCAP_MAX = 10;

/** Throws Refusal where the kernel has nothing of that type. */
export function expectEncapType({ encapsulations }: SimulatedKernel, type: number): void {
  if (type === 0 || type > LWTUNNEL_ENCAP_MAX) throw new Refusal(EINVAL, 'Unknown lwt encapsulation type');
  if (!encapsulations.has(type)) throw new Refusal(EOPNOTSUPP, 'lwt encapsulation type not supported');
}

/** What was asked for, looked through; undefined for nothing. Throws Refusal. */
export function builtEncap({ encapsulations, littleEndian }: SimulatedKernel, asked: EncapAsked | undefined, family: IpFamily): Encapsulation | undefined {
  if (asked === undefined) return undefined;
  const { type, attribute } = asked;
  if (type === 0) throw new Refusal(EINVAL, 'LWT encap type not specified');
  const payload = encapsulations.get(type)?.build(attribute, family);
  if (payload === undefined) throw new Refusal(EOPNOTSUPP, 'LWT encapsulation type not supported', { offset: attribute.at });
  const typeTold = new Uint8Array(2);
  new DataView(typeTold.buffer).setUint16(0, type, littleEndian);
  return { type, typeTold, payload };
}

/** Attributes of a message, by their numbers there: the encapsulation, and its type. */
export function encapPart(encap: Encapsulation | undefined, numbers: { readonly encap: number; readonly encapType: number }): object {
  if (encap === undefined) return {};
  return { [`#${numbers.encap}`]: { flags: 0, payload: encap.payload }, [`#${numbers.encapType}`]: { flags: 0, payload: encap.typeTold } };
}

export function sameEncap(a: Encapsulation | undefined, b: Encapsulation | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.type === b.type && a.payload.length === b.payload.length && a.payload.every((byte, i) => byte === b.payload[i]);
}
