// What is done about messages that are about links. net/core/rtnetlink.c: rtnetlink_rtnl_msg_handlers.

import type { Handlers } from '../intake.js';
import { deleteLink, linkProperties } from './dellink.js';
import { dumpBridgeLinks, dumpLinks, getLink } from './getlink.js';
import { newLink } from './newlink.js';
import { setLinkRequest } from './setlink.js';

const RTM_NEWLINK = 16;
const RTM_DELLINK = 17;
const RTM_GETLINK = 18;
const RTM_SETLINK = 19;
const RTM_NEWLINKPROP = 108;
const RTM_DELLINKPROP = 109;
const AF_UNSPEC = 0;
const AF_BRIDGE = 7;

export function registerLinks(handlers: Handlers): void {
  handlers.register(RTM_NEWLINK, AF_UNSPEC, { doit: newLink });
  handlers.register(RTM_DELLINK, AF_UNSPEC, { doit: deleteLink });
  handlers.register(RTM_GETLINK, AF_UNSPEC, { doit: getLink, dumpit: dumpLinks });
  handlers.register(RTM_SETLINK, AF_UNSPEC, { doit: setLinkRequest });
  handlers.register(RTM_GETLINK, AF_BRIDGE, { dumpit: dumpBridgeLinks });
  handlers.register(RTM_NEWLINKPROP, AF_UNSPEC, { doit: linkProperties(true) });
  handlers.register(RTM_DELLINKPROP, AF_UNSPEC, { doit: linkProperties(false) });
}
