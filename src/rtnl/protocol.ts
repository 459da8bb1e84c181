// rtnetlink's messages: their names, numbers and bodies, for the link kinds given. include/uapi/linux/rtnetlink.h.

import { NLM_F_REQUEST } from '../netlink/constants.js';
import { type Message, protocol } from '../netlink/message.js';
import { addressBody } from './address.js';
import { addressLabelBody } from './address-label.js';
import { bridgeGroupBody, bridgeGroupChangeBody, bridgeVlanBody, bridgeVlanDumpBody, tunnelBody } from './bridge-messages.js';
import { cacheReportBody } from './cache-report.js';
import { dcbBody } from './dcb.js';
import type { LinkKinds } from './kind.js';
import { linkBody } from './link.js';
import { nduseroptBody } from './nduseropt.js';
import { neighbourBody } from './neighbour.js';
import { neighbourTableBody } from './neighbour-table.js';
import { netconfBody } from './netconf.js';
import { nexthopBody } from './nexthop.js';
import { nsidBody } from './nsid.js';
import { prefixBody } from './prefix-message.js';
import { routeBody } from './route.js';
import { ruleBody } from './rule.js';
import { getStatsBody, statsBody } from './stats.js';
import { actionBody, trafficControlBody } from './traffic/traffic.js';

const RTM_NEWMDB = 84;
const RTM_GETMDB = 86;
const RTM_GETVLAN = 114;

function protocolFor<const K extends LinkKinds>(kinds: K) {
  const link = linkBody(kinds);
  const usual = protocol({
    RTM_NEWLINK: [16, link],
    RTM_DELLINK: [17, link],
    RTM_GETLINK: [18, link],
    RTM_SETLINK: [19, link],
    RTM_NEWADDR: [20, addressBody],
    RTM_DELADDR: [21, addressBody],
    RTM_GETADDR: [22, addressBody],
    RTM_NEWNEIGH: [28, neighbourBody],
    RTM_DELNEIGH: [29, neighbourBody],
    RTM_GETNEIGH: [30, neighbourBody],
    RTM_NEWRULE: [32, ruleBody],
    RTM_DELRULE: [33, ruleBody],
    RTM_GETRULE: [34, ruleBody],
    RTM_NEWQDISC: [36, trafficControlBody],
    RTM_DELQDISC: [37, trafficControlBody],
    RTM_GETQDISC: [38, trafficControlBody],
    RTM_NEWTCLASS: [40, trafficControlBody],
    RTM_DELTCLASS: [41, trafficControlBody],
    RTM_GETTCLASS: [42, trafficControlBody],
    RTM_NEWTFILTER: [44, trafficControlBody],
    RTM_DELTFILTER: [45, trafficControlBody],
    RTM_GETTFILTER: [46, trafficControlBody],
    RTM_NEWACTION: [48, actionBody],
    RTM_DELACTION: [49, actionBody],
    RTM_GETACTION: [50, actionBody],
    RTM_NEWPREFIX: [52, prefixBody],
    RTM_NEWMULTICAST: [56, addressBody],
    RTM_DELMULTICAST: [57, addressBody],
    RTM_GETMULTICAST: [58, addressBody],
    RTM_NEWANYCAST: [60, addressBody],
    RTM_DELANYCAST: [61, addressBody],
    RTM_GETANYCAST: [62, addressBody],
    RTM_NEWNEIGHTBL: [64, neighbourTableBody],
    RTM_GETNEIGHTBL: [66, neighbourTableBody],
    RTM_SETNEIGHTBL: [67, neighbourTableBody],
    RTM_NEWNDUSEROPT: [68, nduseroptBody],
    RTM_NEWADDRLABEL: [72, addressLabelBody],
    RTM_DELADDRLABEL: [73, addressLabelBody],
    RTM_GETADDRLABEL: [74, addressLabelBody],
    RTM_GETDCB: [78, dcbBody],
    RTM_SETDCB: [79, dcbBody],
    RTM_NEWNETCONF: [80, netconfBody],
    RTM_DELNETCONF: [81, netconfBody],
    RTM_GETNETCONF: [82, netconfBody],
    RTM_NEWMDB: [84, bridgeGroupBody],
    RTM_DELMDB: [85, bridgeGroupBody],
    RTM_GETMDB: [86, bridgeGroupBody],
    RTM_NEWNSID: [88, nsidBody],
    RTM_DELNSID: [89, nsidBody],
    RTM_GETNSID: [90, nsidBody],
    RTM_NEWROUTE: [24, routeBody],
    RTM_DELROUTE: [25, routeBody],
    RTM_GETROUTE: [26, routeBody],
    RTM_NEWSTATS: [92, statsBody(kinds)],
    RTM_GETSTATS: [94, getStatsBody],
    RTM_SETSTATS: [95, getStatsBody],
    RTM_NEWCACHEREPORT: [96, cacheReportBody],
    RTM_NEWCHAIN: [100, trafficControlBody],
    RTM_DELCHAIN: [101, trafficControlBody],
    RTM_GETCHAIN: [102, trafficControlBody],
    RTM_NEWNEXTHOP: [104, nexthopBody],
    RTM_DELNEXTHOP: [105, nexthopBody],
    RTM_GETNEXTHOP: [106, nexthopBody],
    RTM_NEWLINKPROP: [108, link],
    RTM_DELLINKPROP: [109, link],
    RTM_GETLINKPROP: [110, link],
    RTM_NEWVLAN: [112, bridgeVlanBody],
    RTM_DELVLAN: [113, bridgeVlanBody],
    RTM_GETVLAN: [114, bridgeVlanBody],
    RTM_NEWNEXTHOPBUCKET: [116, nexthopBody],
    RTM_DELNEXTHOPBUCKET: [117, nexthopBody],
    RTM_GETNEXTHOPBUCKET: [118, nexthopBody],
    RTM_NEWTUNNEL: [120, tunnelBody],
    RTM_DELTUNNEL: [121, tunnelBody],
    RTM_GETTUNNEL: [122, tunnelBody],
  });
  return {
    ...usual,
    identify(header, b, start, end) {
      const usually = usual.identify(header, b, start, end);
      const asked = bodyOfRequest(header);
      return asked === undefined ? usually : { ...usually, body: asked };
    },
    resolve(message) {
      const usually = usual.resolve(message);
      const asked = usually === undefined ? undefined : bodyOfRequest({ type: usually.type, flags: message.header.flags });
      return usually === undefined || asked === undefined ? usually : { ...usually, body: asked };
    },
  } satisfies typeof usual;
}

/** Where numbers of attributes mean something else in a request than in what the kernel tells. */
function bodyOfRequest({ type = 0, flags = 0 }: { readonly type?: number | undefined; readonly flags?: number | undefined }) {
  if ((flags & NLM_F_REQUEST) === 0) return undefined;
  if (type === RTM_GETVLAN) return bridgeVlanDumpBody;
  return type >= RTM_NEWMDB && type <= RTM_GETMDB ? bridgeGroupChangeBody : undefined;
}

/** rtnetlink for the kinds `K`. */
export type RouteProtocol<K extends LinkKinds> = ReturnType<typeof protocolFor<K>>;

const made = new WeakMap<LinkKinds, unknown>();

/** rtnetlink for these link kinds: one and the same for the same table. */
export function routeProtocol<const K extends LinkKinds>(kinds: K): RouteProtocol<K> {
  const known = made.get(kinds) ?? protocolFor(kinds);
  made.set(kinds, known);
  return known as RouteProtocol<K>;
}

/** Any message of rtnetlink for the kinds `K`. */
export type RouteMessage<K extends LinkKinds> = Message<RouteProtocol<K>['messages']>;
