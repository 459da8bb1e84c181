// What a caller says of a route, in the words of `man ip-route`, and the message body that it comes to.
// iproute2: ip/iproute.c: iproute_modify(), parse_one_nh().

import { parseIp } from '../netlink/address.js';
import { expectInteger } from '../netlink/codec.js';
import { EncodeError } from '../netlink/errors.js';
import { expectBoolean, isWordOf, told } from '../netlink/expect.js';
import { AF_INET, AF_INET6, AF_MPLS, AF_UNSPEC, ROUTE_TYPES, ROUTER_PREFERENCES, RTNH_F_ONLINK, type SCOPES } from './constants.js';
import { type EncapSpec, encapAttributes } from './encap/encap.js';
import { expectObject, numberOf } from './expect.js';
import { parsePrefix } from './prefix.js';
import type { Route } from './route.js';
import { type RouteMetricOptions, routeMetricsOf } from './route-metric-options.js';
import { namedNumberOf, type RouteTableRef } from './route-names.js';
import type { RouteNexthop } from './route-nexthops.js';
import { type RouteProtocolRef, routeProtocolNumber } from './route-protocol.js';
import type { Via } from './via.js';

/** The families that have routes. */
export const ROUTE_FAMILIES = { inet: AF_INET, inet6: AF_INET6, mpls: AF_MPLS } as const;
/** A family that has routes. */
export type RouteFamily = keyof typeof ROUTE_FAMILIES;

/** What a route does with packets: RTN_*, or the number of a type newer than this library. */
export type RouteType = keyof typeof ROUTE_TYPES | number;

/** How packets leave: of a route with one way, or one of several. */
export interface RouteHop {
  /**
   * The gateway's address. One of another family than the destination's goes out as RTA_VIA: an IPv6 gateway of an IPv4 route
   * (Linux 5.2), any gateway of an MPLS route. A link-layer address is told as `{ family: 17, address }`.
   */
  readonly via?: string | Via;
  /** Index of the link. */
  readonly oif?: number;
  /** The gateway is on the link, whatever the link's prefixes say. */
  readonly onlink?: boolean;
  /** Realms of the packets: `5/6`, from and to, `6`, or all 32 bits. IPv4 only. */
  readonly realms?: string | number;
  /** What is put around the packets. */
  readonly encap?: EncapSpec;
  /** MPLS: the labels that take the place of the route's own, `200/300`. */
  readonly as?: string;
}

/** One of several ways. */
export interface RouteNexthopOptions extends RouteHop {
  /** Its share of the packets, 1 to 256; 1 by default. */
  readonly weight?: number;
}

/** One way, several, or a nexthop object, whose id says it all. */
type Ways =
  | (RouteHop & { /** Several ways: packets are spread over them. */ readonly nexthops?: readonly RouteNexthopOptions[]; readonly nhid?: never })
  | ({ readonly [K in Exclude<keyof RouteHop, 'realms'>]?: never } & {
      readonly nexthops?: never;
      /** Id of the nexthop object, or of the group of them, that packets leave by (Linux 5.3). */
      readonly nhid: number;
      readonly realms?: string | number;
    });

interface RouteSettings {
  /** `10.0.0.0/24`, `2001:db8::/32`, a bare address for one host, `default`, or with family `mpls` a label. */
  readonly dst: string;
  /** Told by the addresses; `default` without one is IPv4. */
  readonly family?: RouteFamily;
  /** `unicast` by default. */
  readonly type?: RouteType;
  /** A number, or a name iproute2 ships: `main` by default, `local` for types local, broadcast, anycast and nat. */
  readonly table?: RouteTableRef;
  /** Who made it: `boot` by default. A deletion that tells one deletes no route of another. */
  readonly protocol?: RouteProtocolRef;
  /** IPv4: how far the destination is. `link` without a gateway, `global` with one, `host` of type local, by default. */
  readonly scope?: keyof typeof SCOPES | number;
  /** Only packets from here. IPv6 with CONFIG_IPV6_SUBTREES. */
  readonly from?: string;
  /** The source address that packets get: one of this namespace. */
  readonly src?: string;
  /** IPv4: only packets with this type of service, 0 to 255, the lowest two bits zero. */
  readonly tos?: number;
  /** The lowest wins. IPv4: 0 by default; IPv6: 1024. */
  readonly metric?: number;
  /** What TCP and others take from the route. */
  readonly metrics?: RouteMetricOptions;
  /** IPv6: router preference. */
  readonly pref?: keyof typeof ROUTER_PREFERENCES | number;
  /** IPv6: seconds until it goes. */
  readonly expires?: number;
  /** MPLS: whether the TTL of IP is carried over to MPLS and back. By default as net.mpls.ip_ttl_propagate says. */
  readonly ttlPropagate?: boolean;
}

/** A route. Attributes go out in the order in which they are given, but for links, metrics and next hops, which come last. */
export type RouteOptions = RouteSettings & Ways;

/** Anything an option may be, as the code below reads it. */
export interface AnyRouteOptions extends RouteSettings, RouteHop {
  readonly nexthops?: readonly RouteNexthopOptions[];
  readonly nhid?: number;
}

type Attributes = Partial<Route>;

interface Context {
  readonly family: number;
  readonly attributes: Attributes;
}

/** Throws EncodeError. */
export function routeTypeNumber(type: RouteType): number {
  if (typeof type === 'number') return type;
  if (!isWordOf(ROUTE_TYPES, type)) throw new EncodeError(`type is a number or one of ${Object.keys(ROUTE_TYPES).join(', ')}, not ${told(type)}`);
  return ROUTE_TYPES[type];
}

const isIpv6 = (address: string): boolean => address.includes(':');

/** The family of the route: the first address tells it. */
export function familyOfRoute({ family, dst, from, src, via, nexthops }: AnyRouteOptions): number {
  if (family !== undefined) {
    return numberOf(ROUTE_FAMILIES, family, 'family');
  }
  const [first] = nexthops ?? [];
  const address = [dst, from, via, src, first?.via].find((one) => typeof one === 'string' && one !== 'default') as string | undefined;
  return address === undefined ? AF_UNSPEC : isIpv6(address) ? AF_INET6 : AF_INET;
}

/** The labels of `200/300`. Throws EncodeError. */
export function labelsOf(text: string): number[] {
  if (typeof text !== 'string') throw new EncodeError(`labels are text, not ${told(text)}`);
  const labels = text.split('/').map((part) => (/^\d{1,7}$/.test(part) ? Number(part) : Number.NaN));
  if (!labels.every((label) => label <= 0xfffff)) throw new EncodeError(`'${text}': labels are numbers from 0 to 1048575, with slashes between them`);
  return labels;
}

/** `family` tells whether `default` goes out as zeros: iproute2 sends none where it was not told. */
export function destinationOf(dst: string, family: number, told: boolean): { readonly dstLen: number; readonly dst?: string; readonly dstLabels?: number[] } {
  if (family === AF_MPLS) return { dstLen: 20, dstLabels: labelsOf(dst) };
  if (dst === 'default') return { dstLen: 0, ...(told && { dst: family === AF_INET6 ? '::' : '0.0.0.0' }) };
  const prefix = prefixOf(dst, family);
  return { dstLen: prefix.length, dst: prefix.address };
}

function prefixOf(text: string, family: number) {
  const prefix = parsePrefix(text);
  if (prefix.family !== family) throw new EncodeError(`'${text}' is of another family than the route`);
  return prefix;
}

/** Throws EncodeError where it is none of the family. */
function addressOf(key: string, address: string, family: number): string {
  if ((parseIp(address).length === 16 ? AF_INET6 : AF_INET) !== family) throw new EncodeError(`${key}: '${address}' is of another family than the route`);
  return address;
}

/** Adds the gateway to a route or to one of its next hops. */
function addGateway(via: string | Via, { family, attributes }: { readonly family: number; readonly attributes: Pick<Attributes, 'gateway' | 'via'> }): void {
  if (typeof via !== 'string') expectObject(via, 'via');
  const known = typeof via === 'string' ? { family: parseIp(via).length === 16 ? AF_INET6 : AF_INET, address: via } : via;
  if (known.family === family) attributes.gateway = known.address;
  else attributes.via = known;
}

/** Realms in the numbers of RTA_FLOW. Throws EncodeError. */
export function realmsNumber(realms: string | number): number {
  if (typeof realms === 'number') return realms;
  if (typeof realms !== 'string' || realms === '') throw new EncodeError(`realms are a number or text, not ${told(realms)}`);
  const [from, to, ...rest] = realms.includes('/') ? realms.split('/') : ['', realms];
  if (rest.length > 0) throw new EncodeError(`realms are 'FROM/TO' or 'TO', not '${realms}'`);
  const one = (name = '') => (name === '' ? 0 : namedNumberOf('realms', name));
  return one(from) * 0x10000 + one(to);
}

type Add = (value: never, context: Context) => void;

/** What each option adds; those that are of the struct, or come last, add nothing here. */
const ATTRIBUTES: Readonly<Record<string, Add>> = {
  from: (from: string, { family, attributes }) => Object.assign(attributes, from === 'default' ? {} : { src: prefixOf(from, family).address }),
  src: (src: string, { family, attributes }) => Object.assign(attributes, { prefsrc: addressOf('src', src, family) }),
  via: (via: string | Via, context) => addGateway(via, context),
  as: (as: string, { family, attributes }) => Object.assign(attributes, family === AF_MPLS ? { newdstLabels: labelsOf(as) } : { newdst: as }),
  realms: (realms: string | number, { attributes }) => Object.assign(attributes, { flow: realmsNumber(realms) }),
  encap: (encap: EncapSpec, { attributes }) => Object.assign(attributes, encapAttributes(encap)),
  nhid: (nhid: number, { attributes }) => Object.assign(attributes, { nhId: nhid }),
  metric: (metric: number, { attributes }) => {
    expectInteger(metric, 0, 0xffffffff, 'metric');
    attributes.priority = metric;
  },
  expires: (expires: number, { attributes }) => Object.assign(attributes, { expires }),
  pref: (pref: keyof typeof ROUTER_PREFERENCES | number, { attributes }) => Object.assign(attributes, { pref: preferenceNumber(pref) }),
  ttlPropagate: (propagate: boolean, { attributes }) => Object.assign(attributes, { ttlPropagate: expectBoolean(propagate, 'ttlPropagate') ? 1 : 0 }),
  table: (table: RouteTableRef, { attributes }) => {
    const number = namedNumberOf('tables', table);
    if (number >= 256) attributes.table = number;
  },
};

const ELSEWHERE: ReadonlySet<string> = new Set(['dst', 'family', 'type', 'protocol', 'scope', 'tos', 'oif', 'onlink', 'metrics', 'nexthops']);

function preferenceNumber(pref: keyof typeof ROUTER_PREFERENCES | number): number {
  if (typeof pref === 'number') return pref;
  if (!isWordOf(ROUTER_PREFERENCES, pref)) throw new EncodeError(`pref is a number or one of ${Object.keys(ROUTER_PREFERENCES).join(', ')}, not ${told(pref)}`);
  return ROUTER_PREFERENCES[pref];
}

const HOP_OPTIONS: ReadonlySet<string> = new Set(['via', 'oif', 'weight', 'onlink', 'realms', 'encap', 'as']);

function nexthopOf(hop: RouteNexthopOptions, family: number): RouteNexthop {
  expectObject(hop, 'next hop');
  const { weight = 1, oif = 0, onlink = false } = hop;
  if (!Number.isInteger(weight) || weight < 1 || weight > 256) throw new EncodeError(`weight is a whole number from 1 to 256, not ${told(weight)}`);
  const out: RouteNexthop = { flags: expectBoolean(onlink, 'onlink') ? RTNH_F_ONLINK : 0, hops: weight - 1, ifindex: oif };
  for (const [key, value] of Object.entries(hop)) {
    if (!HOP_OPTIONS.has(key)) throw new EncodeError(`next hops have no option ${key}`);
    if (value === undefined) continue;
    if (key === 'via') addGateway(value, { family, attributes: out });
    else if (key === 'realms') out.flow = realmsNumber(value);
    else if (key === 'encap') Object.assign(out, encapAttributes(value));
    else if (key === 'as') out.newdstLabels = labelsOf(value);
  }
  return out;
}

/** What a spec tells of struct rtmsg, and the attributes in their order. Throws EncodeError. */
export function routeParts(spec: AnyRouteOptions) {
  const family = familyOfRoute(spec);
  const { tos = 0, onlink = false } = spec;
  const { dstLen, ...destination } = destinationOf(spec.dst, family, spec.family !== undefined);
  const attributes: Attributes = {};
  for (const [key, value] of Object.entries(spec)) {
    if (key === 'dst') Object.assign(attributes, destination);
    const add = Object.hasOwn(ATTRIBUTES, key) ? ATTRIBUTES[key] : undefined;
    if (add === undefined && !ELSEWHERE.has(key)) throw new EncodeError(`routes have no option ${key}`);
    if (value !== undefined) add?.(value as never, { family, attributes });
  }
  if (spec.oif !== undefined) attributes.oif = spec.oif;
  if (spec.metrics !== undefined) attributes.metrics = routeMetricsOf(spec.metrics);
  if (spec.nexthops !== undefined) attributes.multipath = spec.nexthops.map((hop) => nexthopOf(hop, family));
  const table = spec.table === undefined ? undefined : namedNumberOf('tables', spec.table);
  return {
    family,
    dstLen,
    srcLen: spec.from === undefined || spec.from === 'default' ? 0 : prefixOf(spec.from, family).length,
    tos,
    flags: expectBoolean(onlink, 'onlink') ? RTNH_F_ONLINK : 0,
    /** rtm_table has eight bits. */
    table8: table === undefined ? undefined : table < 256 ? table : 0,
    type: spec.type === undefined ? undefined : routeTypeNumber(spec.type),
    protocol: spec.protocol === undefined ? undefined : routeProtocolNumber(spec.protocol),
    scope: spec.scope === undefined ? undefined : namedNumberOf('scopes', spec.scope),
    gateway: spec.via !== undefined || spec.nexthops !== undefined || (spec.nhid ?? 0) !== 0,
    attributes,
  };
}
