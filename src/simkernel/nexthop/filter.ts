// Which nexthop objects a request is about. net/ipv4/nexthop.c: nh_valid_get_del_req(), __nh_valid_dump_req(), nh_dump_filtered().

import { EINVAL } from '../../netlink/errno-numbers.js';
import { nhmsg } from '../../rtnl/nexthop.js';
import type { Attributes } from '../attribute.js';
import type { PolicyTable } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { isReserved, NHA } from './config.js';
import type { NexthopEntry } from './table.js';

const INT_MAX = 0x7fffffff;

/** The one. Throws Refusal. */
export function idAsked(request: Request, policy: PolicyTable): number {
  const { protocol, scope, flags } = request.struct(nhmsg);
  const attributes = request.attributes(nhmsg.size, policy, 'strict');
  if (protocol !== 0 || isReserved(request) || scope !== 0 || flags !== 0) throw new Refusal(EINVAL, 'Invalid values in header');
  const id = attributes.u32(NHA.id);
  if (id === undefined) throw new Refusal(EINVAL, 'Nexthop id is missing');
  if (id === 0) throw new Refusal(EINVAL, 'Invalid nexthop id');
  return id;
}

/** Those of a list. Throws Refusal. */
export function dumpFilter(request: Request, attributes: Attributes): (entry: NexthopEntry) => boolean {
  const header = request.struct(nhmsg);
  const oif = attributes.u32(NHA.oif) ?? 0;
  const master = attributes.u32(NHA.master) ?? 0;
  if (oif > INT_MAX) throw new Refusal(EINVAL, 'Invalid device index');
  if (master > INT_MAX) throw new Refusal(EINVAL, 'Invalid master device index');
  if (header.protocol !== 0 || isReserved(request) || header.scope !== 0 || header.flags !== 0) {
    throw new Refusal(EINVAL, 'Invalid values in header for nexthop dump request');
  }
  return ({ family, group, hop }) => {
    if (attributes.has(NHA.groups) && group === undefined) return false;
    if (oif === 0 && master === 0 && header.family === 0) return true;
    if (group !== undefined || (header.family !== 0 && family !== header.family)) return false;
    return (oif === 0 || hop.dev?.index === oif) && (master === 0 || hop.dev?.master?.index === master);
  };
}
