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

/** A function of its own: one inside of another V8 parses with that one. */
function lateMessages<const K extends LinkKinds>(kinds: K) {
  return {
    ...late({ RTM_NEWNEIGH: 28, RTM_DELNEIGH: 29, RTM_GETNEIGH: 30 }, () => neighbours().neighbourBody),
    ...late({ RTM_NEWRULE: 32, RTM_DELRULE: 33, RTM_GETRULE: 34 }, () => routing().ruleBody),
    ...late(
      {
        RTM_NEWQDISC: 36,
        RTM_DELQDISC: 37,
        RTM_GETQDISC: 38,
        RTM_NEWTCLASS: 40,
        RTM_DELTCLASS: 41,
        RTM_GETTCLASS: 42,
        RTM_NEWTFILTER: 44,
        RTM_DELTFILTER: 45,
        RTM_GETTFILTER: 46,
      },
      () => traffic().trafficControlBody,
    ),
    ...late({ RTM_NEWACTION: 48, RTM_DELACTION: 49, RTM_GETACTION: 50 }, () => traffic().actionBody),
    ...late({ RTM_NEWPREFIX: 52 }, () => seldom().prefixBody),
    ...late({ RTM_NEWNEIGHTBL: 64, RTM_GETNEIGHTBL: 66, RTM_SETNEIGHTBL: 67 }, () => seldom().neighbourTableBody),
    ...late({ RTM_NEWNDUSEROPT: 68 }, () => seldom().nduseroptBody),
    ...late({ RTM_NEWADDRLABEL: 72, RTM_DELADDRLABEL: 73, RTM_GETADDRLABEL: 74 }, () => seldom().addressLabelBody),
    ...late({ RTM_GETDCB: 78, RTM_SETDCB: 79 }, () => seldom().dcbBody),
    ...late({ RTM_NEWNETCONF: 80, RTM_DELNETCONF: 81, RTM_GETNETCONF: 82 }, () => seldom().netconfBody),
    ...late({ RTM_NEWMDB: 84, RTM_DELMDB: 85, RTM_GETMDB: 86 }, () => seldom().bridgeGroupBody),
    ...late({ RTM_NEWNSID: 88, RTM_DELNSID: 89, RTM_GETNSID: 90 }, () => seldom().nsidBody),
    ...late({ RTM_NEWROUTE: 24, RTM_DELROUTE: 25, RTM_GETROUTE: 26 }, () => routing().routeBody),
    ...late({ RTM_NEWSTATS: 92 }, () => seldom().statsBody(kinds)),
    ...late({ RTM_GETSTATS: 94, RTM_SETSTATS: 95 }, () => seldom().getStatsBody),
    ...late({ RTM_NEWCACHEREPORT: 96 }, () => seldom().cacheReportBody),
    ...late({ RTM_NEWCHAIN: 100, RTM_DELCHAIN: 101, RTM_GETCHAIN: 102 }, () => traffic().trafficControlBody),
    ...late({ RTM_NEWNEXTHOP: 104, RTM_DELNEXTHOP: 105, RTM_GETNEXTHOP: 106 }, () => routing().nexthopBody),
    ...late({ RTM_NEWVLAN: 112, RTM_DELVLAN: 113, RTM_GETVLAN: 114 }, () => seldom().bridgeVlanBody),
    ...late({ RTM_NEWNEXTHOPBUCKET: 116, RTM_DELNEXTHOPBUCKET: 117, RTM_GETNEXTHOPBUCKET: 118 }, () => routing().nexthopBody),
    ...late({ RTM_NEWTUNNEL: 120, RTM_DELTUNNEL: 121, RTM_GETTUNNEL: 122 }, () => seldom().tunnelBody),
  };
}

function protocolFor<const K extends LinkKinds>(kinds: K) {
  const link = linkBody(kinds);
  const usual = protocol(
    {
      RTM_NEWLINK: [16, link],
      RTM_DELLINK: [17, link],
      RTM_GETLINK: [18, link],
      RTM_SETLINK: [19, link],
      RTM_NEWADDR: [20, addressBody],
      RTM_DELADDR: [21, addressBody],
      RTM_GETADDR: [22, addressBody],
      RTM_NEWMULTICAST: [56, addressBody],
      RTM_DELMULTICAST: [57, addressBody],
      RTM_GETMULTICAST: [58, addressBody],
      RTM_NEWANYCAST: [60, addressBody],
      RTM_DELANYCAST: [61, addressBody],
      RTM_GETANYCAST: [62, addressBody],
      RTM_NEWLINKPROP: [108, link],
      RTM_DELLINKPROP: [109, link],
      RTM_GETLINKPROP: [110, link],
    },
    () => lateMessages(kinds),
  );
  return {
    get messages() {
      return usual.messages;
    },
    ...(usual.stencils !== undefined && { stencils: usual.stencils }),
    nameOf: usual.nameOf,
    answers,
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

/** Of these what is asked for comes under that very name, from some kernels or all. */
const ECHOED = /^RTM_GET(ACTION|ANYCAST|DCB|MDB|MULTICAST)$/;

/** Of all else as something that is there: RTM_NEWLINK for RTM_GETLINK. */
function answers(asked: string, came: string): boolean {
  return !asked.startsWith('RTM_GET') || came === `RTM_NEW${asked.slice(7)}` || (came === asked && ECHOED.test(asked));
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
