// What is done about messages that are about links. net/core/rtnetlink.c: rtnetlink_rtnl_msg_handlers.

import { AF_BRIDGE, AF_UNSPEC, RTM_DELLINK, RTM_DELLINKPROP, RTM_GETLINK, RTM_NEWLINK, RTM_NEWLINKPROP, RTM_SETLINK } from '../../rtnl/constants.js';
import type { Handlers } from '../intake.js';
import { deleteBridgeLink, setBridgeLink } from '../kinds/bridge-links.js';
import { deleteLink, linkProperties } from './dellink.js';
import { dumpBridgeLinks, dumpLinks, getLink } from './getlink.js';
import { newLink } from './newlink.js';
import { setLinkRequest } from './setlink.js';

export function registerLinks(handlers: Handlers): void {
  handlers.register(RTM_NEWLINK, AF_UNSPEC, { doit: newLink });
  handlers.register(RTM_DELLINK, AF_UNSPEC, { doit: deleteLink });
  handlers.register(RTM_GETLINK, AF_UNSPEC, { doit: getLink, dumpit: dumpLinks });
  handlers.register(RTM_SETLINK, AF_UNSPEC, { doit: setLinkRequest });
  handlers.register(RTM_SETLINK, AF_BRIDGE, { doit: setBridgeLink });
  handlers.register(RTM_DELLINK, AF_BRIDGE, { doit: deleteBridgeLink });
  handlers.register(RTM_GETLINK, AF_BRIDGE, { dumpit: dumpBridgeLinks });
  handlers.register(RTM_NEWLINKPROP, AF_UNSPEC, { doit: linkProperties(true) });
  handlers.register(RTM_DELLINKPROP, AF_UNSPEC, { doit: linkProperties(false) });
}
