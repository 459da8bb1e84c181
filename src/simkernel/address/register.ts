// What is done about messages that are about addresses, and about parameters of links. net/ipv4/devinet.c: devinet_rtnl_msg_handlers;
// net/ipv6/addrconf.c: addrconf_rtnl_msg_handlers; net/core/rtnetlink.c: rtnl_dump_all().

import { AF_INET, AF_INET6, AF_UNSPEC, RTM_DELADDR, RTM_GETADDR, RTM_GETLINK, RTM_NEWADDR } from '../../rtnl/constants.js';
import type { DumpPlan } from '../dump.js';
import type { Handlers } from '../intake.js';
import type { Request } from '../request.js';
import { deleteInetAddress, dumpInetAddresses, newInetAddress } from './inet-requests.js';
import { dumpInet6Links } from './inet6-message.js';
import { deleteInet6Address, dumpInet6Addresses, getInet6Address, newInet6Address } from './inet6-requests.js';

export function registerAddresses(handlers: Handlers): void {
  handlers.register(RTM_NEWADDR, AF_INET, { doit: newInetAddress });
  handlers.register(RTM_DELADDR, AF_INET, { doit: deleteInetAddress });
  handlers.register(RTM_GETADDR, AF_INET, { dumpit: dumpInetAddresses });
  handlers.register(RTM_NEWADDR, AF_INET6, { doit: newInet6Address });
  handlers.register(RTM_DELADDR, AF_INET6, { doit: deleteInet6Address });
  handlers.register(RTM_GETADDR, AF_INET6, { doit: getInet6Address, dumpit: dumpInet6Addresses });
  handlers.register(RTM_GETLINK, AF_INET6, { dumpit: dumpInet6Links });
  handlers.register(RTM_GETADDR, AF_UNSPEC, { dumpit: dumpAll(handlers, RTM_GETADDR) });
}

/** rtnl_dump_all(): one family after the other, in the order of their numbers or in another. */
export const dumpAll =
  (handlers: Handlers, type: number, order: readonly number[] = []) =>
  (request: Request): DumpPlan => {
    const plans = [...handlers.families(type)]
      .filter(([, { dumpit }]) => dumpit !== undefined)
      .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b) || a - b)
      .map(([, { dumpit }]) => dumpit?.(request) as DumpPlan);
    let section = 0;
    return {
      messages: (function* () {
        for (const [i, { messages }] of plans.entries()) {
          section = i;
          yield* messages;
        }
      })(),
      generation: () => plans[section]?.generation?.() ?? 0,
      section: () => section,
      split: true,
      filtered: plans.find(({ filtered }) => filtered !== undefined)?.filtered,
    };
  };
