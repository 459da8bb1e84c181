// rtnetlink's messages: their names, numbers and bodies, for the link kinds given. include/uapi/linux/rtnetlink.h.

import { type Message, protocol } from '../netlink/message.js';
import { addressBody } from './address.js';
import type { LinkKinds } from './kind.js';
import { linkBody } from './link.js';
import { nsidBody } from './nsid.js';
import { getStatsBody, statsBody } from './stats.js';

/** rtnetlink for these link kinds. */
export function routeProtocol<const K extends LinkKinds>(kinds: K) {
  const link = linkBody(kinds);
  return protocol({
    RTM_NEWLINK: [16, link],
    RTM_DELLINK: [17, link],
    RTM_GETLINK: [18, link],
    RTM_SETLINK: [19, link],
    RTM_NEWADDR: [20, addressBody],
    RTM_DELADDR: [21, addressBody],
    RTM_GETADDR: [22, addressBody],
    RTM_NEWNSID: [88, nsidBody],
    RTM_DELNSID: [89, nsidBody],
    RTM_GETNSID: [90, nsidBody],
    RTM_NEWSTATS: [92, statsBody(kinds)],
    RTM_GETSTATS: [94, getStatsBody],
    RTM_NEWLINKPROP: [108, link],
    RTM_DELLINKPROP: [109, link],
    RTM_GETLINKPROP: [110, link],
  });
}

/** rtnetlink for the kinds `K`. */
export type RouteProtocol<K extends LinkKinds> = ReturnType<typeof routeProtocol<K>>;
/** Any message of rtnetlink for the kinds `K`. */
export type RouteMessage<K extends LinkKinds> = Message<RouteProtocol<K>['messages']>;
