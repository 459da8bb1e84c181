// A route as `ip route` and `ip monitor` show it. iproute2: ip/iproute.c: print_route(), print_rta_multipath().

import { AF_INET, AF_INET6, AF_MPLS, ROUTE_TYPES, ROUTER_PREFERENCES, RT_TABLE_MAIN, RTM_F_CLONED, RTNL_FAMILY_IP6MR, RTNL_FAMILY_IPMR, RTPROT_BOOT } from '../constants.js';
import { type EncapAttributes, routeEncapLines } from '../encap/encap.js';
import { formatMplsLabels } from '../encap/mpls.js';
import { showEncap } from '../encap/show.js';
import type { NameTables } from '../name-tables.js';
import { type Route, tableOf } from '../route.js';
import type { RouteNexthop } from '../route-nexthops.js';
import { familyColour, hostBits } from './family.js';
import type { LinkNames } from './link-names.js';
import { dsfieldName, routeProtocolName, routeTableName, scopeName } from './names.js';
import type { Printer } from './printer.js';
import { showCacheFlags, showCacheInfo } from './route-cache.js';
import { showMetrics } from './route-metrics.js';
import { showGateway, showInterfaceName, showRealms, showRouteFlags, showVia } from './route-parts.js';

/** What a list leaves out because it was asked for: the same in every line. */
export interface RouteOmissions {
  readonly tos?: boolean;
  readonly dev?: boolean;
  readonly iif?: boolean;
  readonly table?: boolean;
  readonly protocol?: boolean;
  readonly scope?: boolean;
  readonly metric?: boolean;
  readonly realms?: boolean;
  /** Bits of the gateway that were asked for, and of the source: where those are all, it is left out. */
  readonly gatewayBits?: number;
  readonly sourceBits?: number;
}

/** What showing a route depends on beside the message itself and the printer. */
export interface RouteContext {
  readonly names: LinkNames;
  readonly tables?: NameTables;
  /** What the list was asked for. */
  readonly omit?: RouteOmissions;
  /** Writes the nexthop object of this id as member `nh_info`, if there is one: `ip -d` does. */
  showNexthop?(out: Printer, id: number, names: LinkNames): void;
}

const TYPE_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(ROUTE_TYPES).map(([name, type]) => [type, name]));

/** RTN_* by name. */
export function routeTypeName(type: number, { numeric }: Pick<Printer, 'numeric'>): string {
  return (numeric ? undefined : TYPE_NAMES.get(type)) ?? String(type);
}

/** Multicast routes have families of their own. */
function realFamily({ type, family }: Route): number {
  if (type !== ROUTE_TYPES.multicast) return family;
  return family === RTNL_FAMILY_IPMR ? AF_INET : family === RTNL_FAMILY_IP6MR ? AF_INET6 : family;
}

/** Writes one route, with its line end; in JSON, an object. `deleted` is for RTM_DELROUTE. */
export function showRoute(out: Printer, route: Route, context: RouteContext, deleted = false): void {
  const { omit = {}, names, tables } = context;
  const hostLength = hostBits(route.family);
  out.openObject();
  if (deleted) out.both('deleted', true, 'Deleted ');
  if (route.type !== ROUTE_TYPES.unicast || out.details > 0) {
    const type = routeTypeName(route.type, out);
    out.both('type', type, `${type} `);
  }
  showPrefixes(out, route, hostLength);
  if (route.nhId !== undefined) out.both('nhid', route.nhId, `nhid ${route.nhId} `);
  const newdst = route.newdst ?? (route.newdstLabels && formatMplsLabels(route.newdstLabels));
  if (newdst !== undefined) showNewDestination(out, route.family, newdst);
  showAnyEncap(out, route, context);
  if (route.tos !== 0 && omit.tos !== true) {
    const tos = dsfieldName(route.tos, out, tables);
    out.both('tos', tos, `tos ${tos} `);
  }
  if (route.gateway !== undefined && (omit.gatewayBits ?? 0) !== hostLength) showGateway(out, route.family, route.gateway);
  if (route.via !== undefined) showVia(out, route.via);
  if (route.oif !== undefined && omit.dev !== true) showInterfaceName(out, 'dev', names.name(route.oif));
  showOrigin(out, route, context);
  if (route.prefsrc !== undefined && (omit.sourceBits ?? 0) !== hostLength) {
    out.text('src ');
    out.both('prefsrc', route.prefsrc, `${route.prefsrc} `, familyColour(route.family));
  }
  if (route.priority !== undefined && omit.metric !== true) out.both('metric', route.priority, `metric ${route.priority} `);
  showRouteFlags(out, route.flags);
  if (route.mark !== undefined && route.mark !== 0) out.both('mark', route.mark, `mark ${route.mark >= 16 ? `0x${route.mark.toString(16)}` : route.mark} `);
  if (route.flow !== undefined && omit.realms !== true) showRealms(out, route.flow, tables);
  if (route.uid !== undefined) out.both('uid', route.uid, `uid ${route.uid} `);
  if (route.family === AF_INET && (route.flags & RTM_F_CLONED) !== 0) showCacheFlags(out, route.flags);
  if (route.cacheinfo !== undefined && (route.family === AF_INET || route.family === AF_INET6)) showCacheInfo(out, route.cacheinfo);
  if (route.metrics !== undefined) showMetrics(out, route.metrics);
  if (route.iif !== undefined && omit.iif !== true) showInterfaceName(out, 'iif', names.name(route.iif));
  if (route.pref !== undefined) showPreference(out, route.pref);
  if (route.ttlPropagate !== undefined) out.both('ttl-propogate', route.ttlPropagate !== 0, `ttl-propogate ${route.ttlPropagate !== 0 ? 'enabled' : 'disabled'}`);
  if (route.nhId !== undefined && out.details > 0) context.showNexthop?.(out, route.nhId, names);
  if (route.multipath !== undefined) showNexthops(out, route, route.multipath, context);
  out.text('\n');
  out.closeObject();
}

function showPrefixes(out: Printer, route: Route, hostLength: number): void {
  const family = realFamily(route);
  const withLength = (address: string, length: number) => (length === hostLength ? address : `${address}/${length}`);
  const { dstLen, srcLen, src } = route;
  const dst = route.dst ?? (route.dstLabels && formatMplsLabels(route.dstLabels));
  const shown = dst === undefined ? (dstLen === 0 ? 'default' : `0/${dstLen} `) : withLength(dst, dstLen);
  out.both('dst', shown, `${shown} `, dst === undefined ? undefined : familyColour(family));
  if (src !== undefined) {
    const from = withLength(src, srcLen);
    out.both('from', from, `from ${from} `, familyColour(family));
  } else if (srcLen !== 0) {
    out.both('src', `0/${srcLen}`, `from 0/${srcLen} `);
  }
}

/** Where the route stands, and who made it. */
function showOrigin(out: Printer, route: Route, { omit = {}, tables }: RouteContext): void {
  const table = tableOf(route);
  if (table !== 0 && (table !== RT_TABLE_MAIN || out.details > 0) && omit.table !== true) {
    const name = routeTableName(table, out, tables);
    out.both('table', name, `table ${name} `);
  }
  if ((route.flags & RTM_F_CLONED) !== 0) return;
  if ((route.protocol !== RTPROT_BOOT || out.details > 0) && omit.protocol !== true) {
    const name = routeProtocolName(route.protocol, out, tables);
    out.both('protocol', name, `proto ${name} `);
  }
  if ((route.scope !== 0 || out.details > 0) && omit.scope !== true) {
    const name = scopeName(route.scope, out, tables);
    out.both('scope', name, `scope ${name} `);
  }
}

function showNewDestination(out: Printer, family: number, newdst: string): void {
  out.text('as to ');
  out.both('to', newdst, `${newdst} `, familyColour(family));
}

/** A type alone is nothing to show. */
function showAnyEncap(out: Printer, attributes: Route | RouteNexthop, context: RouteContext): void {
  if (attributes.encapType === undefined) return;
  if (Object.keys(attributes).some((key) => key !== 'encapType' && Object.hasOwn(routeEncapLines, key))) showEncap(out, attributes as EncapAttributes, context);
}

const PREFERENCE_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(ROUTER_PREFERENCES).map(([name, preference]) => [preference, name]));

function showPreference(out: Printer, preference: number): void {
  const name = PREFERENCE_NAMES.get(preference);
  if (name === undefined) out.both('pref', preference, String(preference));
  else out.both('pref', name, `pref ${name}`);
}

function showNexthops(out: Printer, route: Route, nexthops: readonly RouteNexthop[], context: RouteContext): void {
  const { names, tables } = context;
  const outputs = (route.flags & RTM_F_CLONED) !== 0 && route.type === ROUTE_TYPES.multicast;
  out.openArray('nexthops');
  for (const [i, nexthop] of nexthops.entries()) {
    out.openObject();
    out.text(outputs ? (i === 0 ? 'Oifs: ' : ' ') : `${out.newline}\tnexthop `);
    showAnyEncap(out, nexthop, context);
    if (nexthop.newdstLabels !== undefined) showNewDestination(out, route.family, formatMplsLabels(nexthop.newdstLabels));
    if (nexthop.gateway !== undefined) showGateway(out, route.family, nexthop.gateway);
    if (nexthop.via !== undefined) showVia(out, nexthop.via);
    if (nexthop.flow !== undefined) showRealms(out, nexthop.flow, tables);
    const dev = names.name(nexthop.ifindex);
    if (outputs) {
      out.both('dev', dev, dev);
      if (nexthop.hops !== 1) out.both('ttl', nexthop.hops, `(ttl>${nexthop.hops})`);
      out.text(' ');
    } else {
      out.both('dev', dev, `dev ${dev} `);
      if (route.family !== AF_MPLS) out.both('weight', nexthop.hops + 1, `weight ${nexthop.hops + 1} `);
    }
    showRouteFlags(out, nexthop.flags);
    out.closeObject();
  }
  out.closeArray();
}
