// Which routes are shown, flushed or saved: what passes. iproute2: ip/iproute.c: filter_nlmsg(), iproute_dump_filter().

import { parseIp } from '../../netlink/address.js';
import { AF_INET, AF_INET6, AF_UNSPEC, ROUTE_TYPES, RT_TABLE_LOCAL, RT_TABLE_MAIN, RTM_F_CLONED } from '../../rtnl/constants.js';
import { type Route, tableOf } from '../../rtnl/route.js';
import { hostBits } from '../../rtnl/show/family.js';
import type { RouteOmissions } from '../../rtnl/show/route.js';
import { samePrefix } from '../prefix.js';

/** An address and how many of its bits count. */
export interface Match {
  /** AF_UNSPEC for `default`, `any`, `all`. */
  readonly family: number;
  readonly bytes: Uint8Array;
  readonly bits: number;
  /** A length was told; `default` tells one. */
  readonly told: boolean;
}

/** Bits that count, and what they must be. */
interface Masked {
  readonly value: number;
  readonly mask: number;
}

export interface RouteFilter {
  /** 0 for all. */
  table: number;
  /** Routes of the cache, and no others. */
  cloned: boolean;
  protocol?: number;
  scope?: number;
  /** Bit n for RTN_ number n; 0 for all. */
  types: number;
  tos?: number;
  iif?: number;
  oif?: number;
  mark?: number;
  realms?: Masked;
  metric?: number;
  source?: Match;
  gateway?: Match;
  /** `root`: the destination lies within. `match`: it has this within. Both: `exact`. */
  root?: Match;
  match?: Match;
  fromRoot?: Match;
  fromMatch?: Match;
}

export const noFilter = (): RouteFilter => ({ table: RT_TABLE_MAIN, cloned: false, types: 0 });

/** What the kernel filters by itself. */
export function dumpRequest({ table, cloned, protocol = 0, oif = 0 }: RouteFilter, family: number) {
  const body = { family, protocol, flags: cloned ? RTM_F_CLONED : 0, ...(table !== 0 && { table }), ...(oif !== 0 && { oif }) };
  return { name: 'RTM_GETROUTE', header: {}, body } as const;
}

/** What need not be shown, since it was asked for. */
export function omissions(filter: RouteFilter): RouteOmissions {
  const { realms, gateway, source } = filter;
  return {
    table: filter.table !== 0,
    tos: filter.tos !== undefined,
    dev: filter.oif !== undefined,
    iif: filter.iif !== undefined,
    protocol: filter.protocol !== undefined,
    scope: filter.scope !== undefined,
    metric: filter.metric !== undefined,
    realms: realms?.mask === 0xffffffff,
    ...(gateway && { gatewayBits: gateway.bits }),
    ...(source && { sourceBits: source.bits }),
  };
}

/** The bytes of an address as it was decoded, 16 of them: more than those that count are zero. */
function bytesOf(address: string | undefined, labels: readonly number[] | undefined, bits = 128): Uint8Array {
  const out = new Uint8Array(16);
  if (labels?.[0] !== undefined) new DataView(out.buffer).setUint32(0, labels[0] * 0x1000 + 0x100);
  else if (address !== undefined) out.set(parseIp(address));
  return out.fill(0, (bits + 7) >> 3);
}

const same = (bytes: Uint8Array, { bytes: wanted }: Match, bits: number): boolean => {
  const padded = new Uint8Array(16);
  padded.set(wanted.subarray(0, 16));
  return samePrefix(bytes, padded, bits);
};

const tells = ({ family, told }: Match): boolean => family !== AF_UNSPEC || told;

/** Whether one of the two ends passes what was asked of it. */
function endPasses(root: Match | undefined, match: Match | undefined, family: number, bits: number, bytes: () => Uint8Array): boolean {
  if (root !== undefined && tells(root)) {
    if ((root.family !== AF_UNSPEC && family !== root.family) || root.bits > bits) return false;
    if (!same(bytes(), root, root.bits)) return false;
  }
  if (match !== undefined && tells(match)) {
    if ((match.family !== AF_UNSPEC && family !== match.family) || match.bits < bits) return false;
    if (!same(bytes(), match, bits)) return false;
  }
  return true;
}

/** Kernels without policy routing for IPv6 have all its routes in one table. */
export class RoutePasses {
  private ipv6Tables = false;

  constructor(
    private readonly filter: RouteFilter,
    /** AF_*, of -4 and -6. */
    private readonly family: number,
    private readonly flushing = false,
  ) {}

  passes(route: Route): boolean {
    const { filter } = this;
    if (this.family !== AF_UNSPEC && route.family !== this.family) return false;
    const table = tableOf(route);
    if (route.family === AF_INET6 && table !== RT_TABLE_MAIN) this.ipv6Tables = true;
    if (filter.cloned !== ((route.flags & RTM_F_CLONED) !== 0)) return false;
    return this.tablePasses(route, table) && numbersPass(filter, route) && endsPass(filter, route) && gatewayPasses(filter, route) && !(this.flushing && isNullRoute(route));
  }

  private tablePasses({ family, type }: Route, table: number): boolean {
    const wanted = this.filter.table;
    if (wanted === 0) return true;
    if (family !== AF_INET6 || this.ipv6Tables) return wanted === table;
    return wanted === RT_TABLE_LOCAL ? type === ROUTE_TYPES.local : wanted === RT_TABLE_MAIN && type !== ROUTE_TYPES.local;
  }
}

function numbersPass(filter: RouteFilter, route: Route): boolean {
  const { realms } = filter;
  const is = (wanted: number | undefined, value: number | undefined) => wanted === undefined || wanted === (value ?? 0);
  return (
    is(filter.protocol, route.protocol) &&
    is(filter.scope, route.scope) &&
    (filter.types === 0 || (filter.types & (1 << route.type)) !== 0) &&
    is(filter.tos, route.tos) &&
    (realms === undefined || (((route.flow ?? 0) ^ realms.value) & realms.mask) === 0) &&
    is(filter.iif, route.iif) &&
    is(filter.oif, route.oif) &&
    is(filter.mark, route.mark) &&
    is(filter.metric, route.priority)
  );
}

function endsPass(filter: RouteFilter, route: Route): boolean {
  const { family, dstLen, srcLen } = route;
  return (
    endPasses(filter.root, filter.match, family, dstLen, () => bytesOf(route.dst, route.dstLabels, dstLen)) &&
    endPasses(filter.fromRoot, filter.fromMatch, family, srcLen, () => bytesOf(route.src, undefined, srcLen))
  );
}

function gatewayPasses({ gateway, source }: RouteFilter, route: Route): boolean {
  if (gateway !== undefined && gateway.family !== AF_UNSPEC) {
    if ((route.via?.family ?? route.family) !== gateway.family) return false;
    // Link-layer addresses cannot be asked for.
    if (!same(bytesOf(route.via?.address ?? route.gateway, undefined), gateway, gateway.bits)) return false;
  }
  if (source === undefined || source.family === AF_UNSPEC) return true;
  return route.family === source.family && same(bytesOf(route.prefsrc, undefined, hostBits(route.family)), source, source.bits);
}

/** The default route of IPv6 that leads nowhere is the kernel's own. */
function isNullRoute({ family, dstLen, type, priority }: Route): boolean {
  return family === AF_INET6 && dstLen === 0 && type === ROUTE_TYPES.unreachable && priority === 0xffffffff;
}

/** A dump is about IPv4 unless a family is told, or all tables are. */
export const dumpFamily = (family: number, { table }: RouteFilter): number => (family === AF_UNSPEC && table !== 0 ? AF_INET : family);
