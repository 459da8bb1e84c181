// rtnetlink's messages: their names, numbers and bodies, for the link kinds given. include/uapi/linux/rtnetlink.h.

import { NLM_F_REQUEST } from '../netlink/constants.js';
import type { Message } from '../netlink/message.js';
import { late, protocol } from '../netlink/protocol.js';
import { addressBody } from './address.js';
import type { LinkKinds } from './kind.js';
import { neighbours, routing, seldom, traffic } from './late.js';
import { linkBody } from './link.js';

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
    RTM_NEWNEIGH: late(28, () => neighbours().neighbourBody),
    RTM_DELNEIGH: late(29, () => neighbours().neighbourBody),
    RTM_GETNEIGH: late(30, () => neighbours().neighbourBody),
    RTM_NEWRULE: late(32, () => routing().ruleBody),
    RTM_DELRULE: late(33, () => routing().ruleBody),
    RTM_GETRULE: late(34, () => routing().ruleBody),
    RTM_NEWQDISC: late(36, () => traffic().trafficControlBody),
    RTM_DELQDISC: late(37, () => traffic().trafficControlBody),
    RTM_GETQDISC: late(38, () => traffic().trafficControlBody),
    RTM_NEWTCLASS: late(40, () => traffic().trafficControlBody),
    RTM_DELTCLASS: late(41, () => traffic().trafficControlBody),
    RTM_GETTCLASS: late(42, () => traffic().trafficControlBody),
    RTM_NEWTFILTER: late(44, () => traffic().trafficControlBody),
    RTM_DELTFILTER: late(45, () => traffic().trafficControlBody),
    RTM_GETTFILTER: late(46, () => traffic().trafficControlBody),
    RTM_NEWACTION: late(48, () => traffic().actionBody),
    RTM_DELACTION: late(49, () => traffic().actionBody),
    RTM_GETACTION: late(50, () => traffic().actionBody),
    RTM_NEWPREFIX: late(52, () => seldom().prefixBody),
    RTM_NEWMULTICAST: [56, addressBody],
    RTM_DELMULTICAST: [57, addressBody],
    RTM_GETMULTICAST: [58, addressBody],
    RTM_NEWANYCAST: [60, addressBody],
    RTM_DELANYCAST: [61, addressBody],
    RTM_GETANYCAST: [62, addressBody],
    RTM_NEWNEIGHTBL: late(64, () => seldom().neighbourTableBody),
    RTM_GETNEIGHTBL: late(66, () => seldom().neighbourTableBody),
    RTM_SETNEIGHTBL: late(67, () => seldom().neighbourTableBody),
    RTM_NEWNDUSEROPT: late(68, () => seldom().nduseroptBody),
    RTM_NEWADDRLABEL: late(72, () => seldom().addressLabelBody),
    RTM_DELADDRLABEL: late(73, () => seldom().addressLabelBody),
    RTM_GETADDRLABEL: late(74, () => seldom().addressLabelBody),
    RTM_GETDCB: late(78, () => seldom().dcbBody),
    RTM_SETDCB: late(79, () => seldom().dcbBody),
    RTM_NEWNETCONF: late(80, () => seldom().netconfBody),
    RTM_DELNETCONF: late(81, () => seldom().netconfBody),
    RTM_GETNETCONF: late(82, () => seldom().netconfBody),
    RTM_NEWMDB: late(84, () => seldom().bridgeGroupBody),
    RTM_DELMDB: late(85, () => seldom().bridgeGroupBody),
    RTM_GETMDB: late(86, () => seldom().bridgeGroupBody),
    RTM_NEWNSID: late(88, () => seldom().nsidBody),
    RTM_DELNSID: late(89, () => seldom().nsidBody),
    RTM_GETNSID: late(90, () => seldom().nsidBody),
    RTM_NEWROUTE: late(24, () => routing().routeBody),
    RTM_DELROUTE: late(25, () => routing().routeBody),
    RTM_GETROUTE: late(26, () => routing().routeBody),
    RTM_NEWSTATS: late(92, () => seldom().statsBody(kinds)),
    RTM_GETSTATS: late(94, () => seldom().getStatsBody),
    RTM_SETSTATS: late(95, () => seldom().getStatsBody),
    RTM_NEWCACHEREPORT: late(96, () => seldom().cacheReportBody),
    RTM_NEWCHAIN: late(100, () => traffic().trafficControlBody),
    RTM_DELCHAIN: late(101, () => traffic().trafficControlBody),
    RTM_GETCHAIN: late(102, () => traffic().trafficControlBody),
    RTM_NEWNEXTHOP: late(104, () => routing().nexthopBody),
    RTM_DELNEXTHOP: late(105, () => routing().nexthopBody),
    RTM_GETNEXTHOP: late(106, () => routing().nexthopBody),
    RTM_NEWLINKPROP: [108, link],
    RTM_DELLINKPROP: [109, link],
    RTM_GETLINKPROP: [110, link],
    RTM_NEWVLAN: late(112, () => seldom().bridgeVlanBody),
    RTM_DELVLAN: late(113, () => seldom().bridgeVlanBody),
    RTM_GETVLAN: late(114, () => seldom().bridgeVlanBody),
    RTM_NEWNEXTHOPBUCKET: late(116, () => routing().nexthopBody),
    RTM_DELNEXTHOPBUCKET: late(117, () => routing().nexthopBody),
    RTM_GETNEXTHOPBUCKET: late(118, () => routing().nexthopBody),
    RTM_NEWTUNNEL: late(120, () => seldom().tunnelBody),
    RTM_DELTUNNEL: late(121, () => seldom().tunnelBody),
    RTM_GETTUNNEL: late(122, () => seldom().tunnelBody),
  });
  return {
    ...usual,
    identify(header, b, start, end) {
      const usually = usual.identify(header, b, start, end);
      const asked = bodyOfRequest(header.type, header.flags);
      return asked === undefined ? usually : { ...usually, body: asked };
    },
    resolve(message) {
      const usually = usual.resolve(message);
      const asked = usually === undefined ? undefined : bodyOfRequest(usually.type, message.header.flags);
      return usually === undefined || asked === undefined ? usually : { ...usually, body: asked };
    },
  } satisfies typeof usual;
}

/** Where numbers of attributes mean something else in a request than in what the kernel tells. */
function bodyOfRequest(type = 0, flags = 0) {
  if ((flags & NLM_F_REQUEST) === 0) return undefined;
  if (type === RTM_GETVLAN) return seldom().bridgeVlanDumpBody;
  return type >= RTM_NEWMDB && type <= RTM_GETMDB ? seldom().bridgeGroupChangeBody : undefined;
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
