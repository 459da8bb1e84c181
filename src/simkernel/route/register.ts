// What is done about messages that are about routes. net/ipv4/fib_frontend.c: fib_rtnl_msg_handlers; net/ipv6/route.c: ip6_route_rtnl_msg_handlers.

import { AF_INET, AF_INET6, RTM_DELROUTE, RTM_GETROUTE, RTM_NEWROUTE } from '../../rtnl/constants.js';
import { dumpAll } from '../address/register.js';
import type { Handlers } from '../intake.js';
import { getInetRoute } from './get.js';
import { getInet6Route } from './get6.js';
import { deleteInetRoute, dumpInetRoutes, newInetRoute } from './requests.js';
import { deleteInet6Route, dumpInet6Routes, newInet6Route } from './requests6.js';

export function registerRoutes(handlers: Handlers): void {
  handlers.register(RTM_NEWROUTE, AF_INET, { doit: newInetRoute });
  handlers.register(RTM_DELROUTE, AF_INET, { doit: deleteInetRoute });
  handlers.register(RTM_GETROUTE, AF_INET, { doit: getInetRoute, dumpit: dumpInetRoutes });
  handlers.register(RTM_NEWROUTE, AF_INET6, { doit: newInet6Route });
  handlers.register(RTM_DELROUTE, AF_INET6, { doit: deleteInet6Route });
  handlers.register(RTM_GETROUTE, AF_INET6, { doit: getInet6Route, dumpit: dumpInet6Routes });
  handlers.register(RTM_GETROUTE, 0, { dumpit: dumpAll(handlers, RTM_GETROUTE) });
}
