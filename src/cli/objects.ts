// What `rtnl` can be asked about, in the order in which a shortened word is looked for. iproute2: ip/ip.c: cmds[].

import { matches, type Words } from '../rtnl/words.js';
import { address } from './address/address.js';
import { addressLabel } from './address-label/address-label.js';
import { link } from './link/link.js';
import { monitor } from './monitor/monitor.js';
import { multicastRoute } from './mroute/mroute.js';
import { neighbour } from './neighbour/neighbour.js';
import { neighbourTable } from './neighbour-table/neighbour-table.js';
import { netconf } from './netconf/netconf.js';
import { netns } from './netns/netns.js';
import { nexthop } from './nexthop/nexthop.js';
import { route } from './route/route.js';
import { multicastRule, rule } from './rule/rule.js';
import type { Session } from './session.js';
import { stats } from './stats/stats.js';
import { sysctl } from './sysctl/sysctl.js';
import { token } from './token/token.js';
import { vrf } from './vrf/vrf.js';

/** Resolves to the exit code. Throws UsageError. */
export type ObjectCommand = (words: Words, session: Session) => Promise<number>;

/** An object that iproute2 alone has: what it would take. */
type Foreign = string;

const GENERIC = 'generic netlink';
const IOCTL = 'ioctls';

const OBJECTS: readonly (readonly [name: string, run: ObjectCommand | Foreign])[] = [
  ['address', address],
  ['addrlabel', addressLabel],
  ['maddress', '/proc'],
  ['route', route],
  ['rule', rule],
  ['neighbor', neighbour],
  ['neighbour', neighbour],
  ['ntable', neighbourTable],
  ['ntbl', neighbourTable],
  ['link', link],
  ['l2tp', GENERIC],
  ['fou', GENERIC],
  ['ila', GENERIC],
  ['macsec', GENERIC],
  ['tunnel', IOCTL],
  ['tunl', IOCTL],
  ['tuntap', IOCTL],
  ['tap', IOCTL],
  ['token', token],
  ['tcpmetrics', GENERIC],
  ['tcp_metrics', GENERIC],
  ['monitor', monitor],
  ['xfrm', 'the netlink family of xfrm'],
  ['mroute', multicastRoute],
  ['mrule', multicastRule],
  ['netns', netns],
  ['netconf', netconf],
  ['vrf', vrf],
  ['sr', GENERIC],
  ['nexthop', nexthop],
  ['mptcp', GENERIC],
  ['ioam', GENERIC],
  // Ours: behind all that a shortened word of ip's may mean.
  ['sysctl', sysctl],
  ['stats', stats],
];

/** The object that `word` means; its name alone where it is not ours. */
export function objectOf(word: string): { readonly name: string; readonly run?: ObjectCommand; readonly takes?: string } | undefined {
  const found = OBJECTS.find(([name]) => matches(word, name));
  if (found === undefined) return undefined;
  const [name, run] = found;
  return typeof run === 'string' ? { name, takes: run } : { name, run };
}

/** The objects that are ours, by name, in their order. */
export function objectNames(): string[] {
  return OBJECTS.flatMap(([name, run]) => (typeof run === 'string' ? [] : [name]));
}
