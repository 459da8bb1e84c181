// Lightweight tunnels: what a route or a nexthop does to its packets before they leave. The attribute is of the type that its
// sibling tells. include/uapi/linux/lwtunnel.h; net/core/lwtunnel.c.

import type { Attributes } from '../../netlink/attributes.js';
import { bytes, u16 } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { variants } from '../../netlink/variants.js';
import { expectEncap } from './expect.js';
import { type Ioam6EncapSpec, ioam6Encap, ioam6EncapOf } from './ioam6.js';
import { type Ip6EncapSpec, type IpEncapSpec, ip6Encap, ip6EncapOf, ipEncap, ipEncapOf } from './ip.js';
import { type MplsEncapSpec, mplsEncap, mplsEncapOf } from './mpls.js';
import {
  type BpfEncapSpec,
  bpfEncap,
  bpfEncapOf,
  type IlaEncapSpec,
  ilaEncap,
  ilaEncapOf,
  type RplEncapSpec,
  rplEncap,
  rplEncapOf,
  type XfrmEncapSpec,
  xfrmEncap,
  xfrmEncapOf,
} from './others.js';
import { type Seg6EncapSpec, seg6Encap, seg6EncapOf } from './seg6.js';
import { type Seg6LocalEncapSpec, seg6localEncap, seg6localEncapOf } from './seg6local.js';

/** LWTUNNEL_ENCAP_*, as `ip` spells them. */
export const encapType = enumeration(u16, { mpls: 1, ip: 2, ila: 3, ip6: 4, seg6: 5, bpf: 6, seg6local: 7, rpl: 8, ioam6: 9, xfrm: 10 });

/** The types by name. */
export type EncapType = keyof typeof encapType.names;

const CODECS = {
  mpls: mplsEncap,
  ip: ipEncap,
  ila: ilaEncap,
  ip6: ip6Encap,
  seg6: seg6Encap,
  bpf: bpfEncap,
  seg6local: seg6localEncap,
  rpl: rplEncap,
  ioam6: ioam6Encap,
  xfrm: xfrmEncap,
} as const;

/** Schema lines: the type, and under `mplsEncap`, `ipEncap` ... what is of that type; `encap` is of one we do not know. */
function lines<const N extends string>(name: N, type: number, typeType: number) {
  return {
    encapType: [`${name}_TYPE`, typeType, encapType],
    encap: [name, type, bytes],
    ...variants(name, type, 'encapType', CODECS, 'Encap'),
  } as const;
}

/** For the schema of routes and of the nexthops inside a route: spread it into it. */
export const routeEncapLines = lines('RTA_ENCAP', 22, 21);
/** For the schema of nexthop objects: spread it into it. */
export const nexthopEncapLines = lines('NHA_ENCAP', 8, 7);

/** What the lines decode to: the same for a route and a nexthop. */
export type EncapAttributes = Attributes<typeof routeEncapLines>;

/** What to do to packets. */
export type EncapSpec =
  | MplsEncapSpec
  | IpEncapSpec
  | Ip6EncapSpec
  | IlaEncapSpec
  | BpfEncapSpec
  | Seg6EncapSpec
  | Seg6LocalEncapSpec
  | RplEncapSpec
  | Ioam6EncapSpec
  | XfrmEncapSpec;

/** The attributes for an encapsulation in the order in which iproute2 sends them: spread them into the body of a request. Throws EncodeError. */
export function encapAttributes(spec: EncapSpec): EncapAttributes {
  expectEncap(spec);
  switch (spec.type) {
    case 'mpls':
      return { mplsEncap: mplsEncapOf(spec), encapType: spec.type };
    case 'ip':
      return { ipEncap: ipEncapOf(spec), encapType: spec.type };
    case 'ip6':
      return { ip6Encap: ip6EncapOf(spec), encapType: spec.type };
    case 'ila':
      return { ilaEncap: ilaEncapOf(spec), encapType: spec.type };
    case 'bpf':
      return { bpfEncap: bpfEncapOf(spec), encapType: spec.type };
    case 'seg6':
      return { seg6Encap: seg6EncapOf(spec), encapType: spec.type };
    case 'seg6local':
      return { seg6localEncap: seg6localEncapOf(spec), encapType: spec.type };
    case 'rpl':
      return { rplEncap: rplEncapOf(spec), encapType: spec.type };
    case 'ioam6':
      return { ioam6Encap: ioam6EncapOf(spec), encapType: spec.type };
    case 'xfrm':
      return { xfrmEncap: xfrmEncapOf(spec), encapType: spec.type };
  }
}
