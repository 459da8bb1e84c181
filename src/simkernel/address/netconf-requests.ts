// RTM_GETNETCONF. net/ipv4/devinet.c: inet_netconf_get_devconf(), inet_netconf_dump_devconf(); net/ipv6/addrconf.c: inet6_netconf_get_devconf().

import { EINVAL, ENODEV } from '../../netlink/errno-numbers.js';
import { AF_INET, AF_INET6 } from '../../rtnl/constants.js';
import type { DumpPlan } from '../dump.js';
import type { Handlers } from '../intake.js';
import type { IpFamily } from '../ip.js';
import type { NetNamespace } from '../namespace.js';
import type { PolicyTable, Rule } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { IFINDEX_ALL, IFINDEX_DEFAULT, netconfMessage } from './netconf.js';

const RTM_GETNETCONF = 82;
const NETCONFA_IFINDEX = 1;
/** struct netconfmsg: the family alone. */
const HEADER = 1;
const ALIGNED_HEADER = 4;

/** NETCONFA_MAX: NETCONFA_FORCE_FORWARDING. */
const MAX_TYPE = 9;
const int: Rule = { type: 'unspec', length: 4 };

/** devconf_ipv4_policy, devconf_ipv6_policy. */
const policies: Readonly<Record<IpFamily, PolicyTable>> = {
  [AF_INET]: { maxType: MAX_TYPE, rules: { [NETCONFA_IFINDEX]: int, 2: int, 3: int, 5: int, 6: int } },
  [AF_INET6]: { maxType: MAX_TYPE, rules: { [NETCONFA_IFINDEX]: int, 2: int, 5: int, 6: int } },
};

export function registerNetconf(handlers: Handlers): void {
  for (const family of [AF_INET, AF_INET6] as const) {
    handlers.register(RTM_GETNETCONF, family, { doit: (request) => getNetconf(request, family), dumpit: (request) => dumpNetconf(request, family) });
  }
}

function confOf(ns: NetNamespace, family: IpFamily, index: number): Int32Array | undefined {
  if (index === IFINDEX_ALL) return family === AF_INET ? ns.inetAll : ns.inet6All;
  if (index === IFINDEX_DEFAULT) return family === AF_INET ? ns.inetDefault : ns.inet6Default;
  const dev = ns.links.get(index);
  return family === AF_INET ? dev?.inet?.conf : dev?.inet6?.conf;
}

function getNetconf(request: Request, family: IpFamily): void {
  const words = family === AF_INET ? 'ipv4' : 'ipv6';
  const attributes = request.attributes(HEADER, policies[family], request.strict ? 'legacy' : 'liberal');
  if (request.strict && attributes.present().some(({ type }) => type !== NETCONFA_IFINDEX)) {
    throw new Refusal(EINVAL, `${words}: Unsupported attribute in netconf get request`);
  }
  const index = attributes.s32(NETCONFA_IFINDEX);
  if (index === undefined) throw new Refusal(EINVAL);
  const conf = confOf(request.ns, family, index);
  if (conf === undefined) throw new Refusal(family === AF_INET ? ENODEV : EINVAL);
  request.reply(netconfMessage(family, index, conf));
}

function dumpNetconf(request: Request, family: IpFamily): DumpPlan {
  const { ns } = request;
  if (request.strict && request.length > ALIGNED_HEADER) throw new Refusal(EINVAL, `${family === AF_INET ? 'ipv4' : 'ipv6'}: Invalid data after header in netconf dump request`);
  const message = (index: number) => () => {
    const conf = confOf(ns, family, index);
    return conf === undefined ? undefined : netconfMessage(family, index, conf);
  };
  return {
    messages: (function* () {
      for (const { index } of ns.links.all()) yield message(index);
      yield message(IFINDEX_ALL);
      yield message(IFINDEX_DEFAULT);
    })(),
    generation: () => ns.links.generation,
  };
}
