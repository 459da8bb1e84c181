// How a monitor shows each message: its label, and the object as its own command shows it. iproute2: ip/ipmonitor.c: accept_msg().

import { RTM_F_CLONED, RTNL_FAMILY_IP6MR, RTNL_FAMILY_IPMR } from '../../rtnl/constants.js';
import { showAddress } from '../../rtnl/show/address.js';
import { showAddressLabel } from '../../rtnl/show/address-label.js';
import type { ShowContext } from '../../rtnl/show/context.js';
import { showLink } from '../../rtnl/show/link.js';
import { showMulticastRoute } from '../../rtnl/show/multicast-route.js';
import { showNeighbour } from '../../rtnl/show/neighbour.js';
import { showNetconf } from '../../rtnl/show/netconf.js';
import { showNexthop, showNexthopBucket } from '../../rtnl/show/nexthop.js';
import { showNsid } from '../../rtnl/show/nsid.js';
import { prefixComplaint, showPrefix } from '../../rtnl/show/prefix.js';
import type { Printer } from '../../rtnl/show/printer.js';
import { showRoute } from '../../rtnl/show/route.js';
import { showRule } from '../../rtnl/show/rule.js';
import { showStatsChange } from '../../rtnl/show/stats-suites.js';
import type { RouteMessage } from '../kernel.js';

/** What is told before a message, and the message; a filter can leave the label alone on its line. */
export interface Shown {
  readonly label: string;
  show(out: Printer, context: ShowContext): void;
  /** What is said on standard error. */
  readonly complaint?: string;
}

/** What a monitor leaves out. */
export interface MonitorFilter {
  /** Of the link that all is to be about; 0 for any. */
  readonly index: number;
  /** AF_*, 0 for any. */
  readonly family: number;
}

const nothing = (): void => undefined;

/** `nothing` for what is not told at all, undefined for what is not known. */
export function shownOf(message: RouteMessage, { index, family }: MonitorFilter): Shown | 'nothing' | undefined {
  const about = (label: string, its: number, show: Shown['show']): Shown => ({ label, show: index === 0 || index === its ? show : nothing });
  switch (message.name) {
    case 'RTM_NEWLINK':
    case 'RTM_DELLINK': {
      const { name, body } = message;
      return about('[LINK]', body.index, (out, context) => showLink(out, body, context, name === 'RTM_DELLINK'));
    }
    case 'RTM_NEWADDR':
    case 'RTM_DELADDR': {
      const { name, body } = message;
      return about('[ADDR]', body.index, (out, context) => showAddress(out, body, context, name === 'RTM_DELADDR'));
    }
    case 'RTM_NEWNEIGH':
    case 'RTM_DELNEIGH':
    case 'RTM_GETNEIGH': {
      const { name, body } = message;
      if (family !== 0 && body.family !== family) return 'nothing';
      return about('[NEIGH]', body.index, (out, context) => showNeighbour(out, body, { ...context, dev: index === 0 }, name));
    }
    case 'RTM_NEWROUTE':
    case 'RTM_DELROUTE': {
      const { name, body } = message;
      // Exceptions come and go with the packets; multicast routes are another object's.
      if ((body.flags & RTM_F_CLONED) !== 0) return 'nothing';
      if (body.family === RTNL_FAMILY_IPMR || body.family === RTNL_FAMILY_IP6MR) {
        return about('[MROUTE]', body.iif ?? 0, (out, context) => showMulticastRoute(out, body, context, name === 'RTM_DELROUTE'));
      }
      const passes = family === 0 || body.family === family;
      const omit = { dev: index !== 0 };
      return about('[ROUTE]', body.oif ?? 0, passes ? (out, context) => showRoute(out, body, { ...context, omit }, name === 'RTM_DELROUTE') : nothing);
    }
    case 'RTM_NEWRULE':
    case 'RTM_DELRULE': {
      const { name, body } = message;
      const passes = family === 0 || body.family === family;
      return { label: '[RULE]', show: passes ? (out, { tables }) => showRule(out, body, tables, name === 'RTM_DELRULE') : nothing };
    }
    case 'RTM_NEWSTATS': {
      const { body } = message;
      return { label: '[STATS]', show: (out, { kinds, names }) => showStatsChange(out, body, kinds, names) };
    }
    case 'RTM_NEWNEXTHOP':
    case 'RTM_DELNEXTHOP': {
      const { name, body } = message;
      return {
        label: '[NEXTHOP]',
        show: (out, context) => {
          showNexthop(out, body, context, { deleted: name === 'RTM_DELNEXTHOP' });
          out.text('\n');
        },
      };
    }
    case 'RTM_NEWNEXTHOPBUCKET':
    case 'RTM_DELNEXTHOPBUCKET': {
      const { body } = message;
      return { label: '[NEXTHOPBUCKET]', show: (out) => showNexthopBucket(out, body) };
    }
    case 'RTM_NEWADDRLABEL':
    case 'RTM_DELADDRLABEL': {
      const { name, body } = message;
      return { label: '[ADDRLABEL]', show: (out, context) => showAddressLabel(out, body, context, name === 'RTM_DELADDRLABEL') };
    }
    case 'RTM_NEWNETCONF':
    case 'RTM_DELNETCONF': {
      const { name, body } = message;
      return about('[NETCONF]', body.ifindex ?? 0, (out, context) => showNetconf(out, body, context, name === 'RTM_DELNETCONF'));
    }
    case 'RTM_NEWNSID':
    case 'RTM_DELNSID':
      return { label: '[NSID]', show: (out, { names }) => showNsid(out, message.body, (nsid) => names.namespace?.(nsid), message.name === 'RTM_DELNSID') };
    case 'RTM_NEWPREFIX': {
      const { body } = message;
      const complaint = prefixComplaint(body, family);
      return { label: '[PREFIX]', show: (out, { names }) => showPrefix(out, body, { names, family }), ...(complaint !== undefined && { complaint }) };
    }
    default:
      return undefined;
  }
}
