// What a request about a nexthop asks for, taken apart and looked through. net/ipv4/nexthop.c: rtm_to_nh_config(), nh_check_attr_group(),
// rtm_to_nh_config_rtnl(), nh_check_attr_group_rtnl(), nexthop_create().

import { EINVAL, ENETDOWN } from '../../netlink/errno-numbers.js';
import { AF_INET, AF_INET6, RTNH_F_ONLINK } from '../../rtnl/constants.js';
import { nhmsg } from '../../rtnl/nexthop.js';
import type { Attribute, Attributes } from '../attribute.js';
import { builtEncap, type EncapAsked, expectEncapType } from '../encap/encap.js';
import { ipOf, isZero } from '../ip.js';
import type { Device } from '../link/device.js';
import type { NetNamespace } from '../namespace.js';
import type { PolicyTable } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { checkedHop } from '../route/check.js';
import { checkedHop6 } from '../route/check6.js';
import { type Hop, RT_SCOPE, RTN } from '../route/route.js';
import { ResilientTable, resilientAsked } from './resilient.js';
import type { NexthopEntry } from './table.js';

/** NHA_*. */
export const NHA = {
  id: 1,
  group: 2,
  groupType: 3,
  blackhole: 4,
  oif: 5,
  gateway: 6,
  encapType: 7,
  encap: 8,
  groups: 9,
  master: 10,
  fdb: 11,
  resGroup: 12,
  resBucket: 13,
  opFlags: 14,
  hwStatsEnable: 16,
} as const;

const u32 = { type: 'u32' } as const;
const binary = { type: 'binary' } as const;
const flag = { type: 'flag' } as const;

const policy: PolicyTable = {
  maxType: 16,
  // biome-ignore format: as the kernel numbers them
  rules: { 1: u32, 2: binary, 3: { type: 'u16' }, 4: flag, 5: u32, 6: binary, 7: { type: 'u16' }, 8: { type: 'nested' }, 11: flag, 12: { type: 'nested' }, 16: { type: 'u32', max: 1 } },
};

/** Where struct nhmsg has a byte that nothing stands in. */
const RESERVED = 19;
export const isReserved = ({ bytes }: Request): boolean => (bytes.array[RESERVED] ?? 0) !== 0;

interface Header {
  readonly family: number;
  readonly protocol: number;
  readonly flags: number;
}

interface Member {
  readonly id: number;
  readonly weight: number;
}

/** The object that was asked for. Where the kernel is to choose its id, it has done so even where a way cannot be made. Throws Refusal. */
export function nexthopAsked(request: Request, replacing: boolean): NexthopEntry {
  const header = request.struct(nhmsg);
  const attributes = request.attributes(nhmsg.size, policy, 'strict');
  if (isReserved(request) || header.scope !== 0) throw new Refusal(EINVAL, 'Invalid values in ancillary header');
  if ((header.flags & ~RTNH_F_ONLINK) !== 0) throw new Refusal(EINVAL, 'Invalid nexthop flags in ancillary header');
  const { family } = header;
  const grouped = attributes.get(NHA.group);
  if (family !== AF_INET && family !== AF_INET6 && !(family === 0 && grouped !== undefined)) throw new Refusal(EINVAL, 'Invalid address family');
  const id = attributes.u32(NHA.id) ?? 0;
  const fdb = attributes.has(NHA.fdb);
  if (fdb) expectFdb(header, attributes);
  const made = {
    family,
    protocol: header.protocol,
    flags: header.flags,
    hop: NOWHERE,
    blackhole: false,
    fdb,
    group: undefined,
    resilient: undefined,
    hwStats: (attributes.u32(NHA.hwStatsEnable) ?? 0) !== 0,
  };
  const make = grouped === undefined ? single(request, header, attributes) : members(header, attributes, grouped);
  if (replacing && id === 0) throw new Refusal(EINVAL, 'Replace requires nexthop id');
  const { ns } = request;
  if ('group' in make) expectMembers(ns, make.group, fdb);
  else make.expectReady(ns);
  const chosen = id === 0 ? ns.nexthops.freeId() : id;
  return { ...made, id: chosen, ...('group' in make ? make : make.create(ns)) };
}

/** What is done once links may be looked at. */
interface Single {
  /** rtm_to_nh_config_rtnl(). Throws Refusal. */
  expectReady(ns: NetNamespace): void;
  /** Throws Refusal. */
  create(ns: NetNamespace): Pick<NexthopEntry, 'hop' | 'blackhole' | 'flags'>;
}

const NOWHERE: Hop = { dev: undefined, gateway: undefined, weight: 1, flags: 0 };

function expectFdb({ flags }: Header, attributes: Attributes): void {
  if ([NHA.oif, NHA.blackhole, NHA.encap, NHA.encapType].some((type) => attributes.has(type))) {
    throw new Refusal(EINVAL, 'Fdb attribute can not be used with encap, oif or blackhole');
  }
  if (flags !== 0) throw new Refusal(EINVAL, 'Unsupported nexthop flags in ancillary header');
}

const MULTIPATH = 0;
const RESILIENT = 1;
const MEMBER = 8;
const TOO_HEAVY = 0x10000;

/** nh_check_attr_group(): what can be said without looking for the members. */
function members({ family }: Header, attributes: Attributes, { bytes, start, end, length }: Attribute): Pick<NexthopEntry, 'resilient'> & { readonly group: readonly Member[] } {
  if (family !== 0) throw new Refusal(EINVAL, 'Invalid family for group');
  const type = attributes.u16(NHA.groupType) ?? MULTIPATH;
  if (type > RESILIENT) throw new Refusal(EINVAL, 'Invalid group type');
  if (length === 0 || length % MEMBER !== 0) throw new Refusal(EINVAL, 'Invalid length for nexthop group attribute');
  const out: Member[] = [];
  const { view, littleEndian } = bytes;
  for (let at = start; at < end; at += MEMBER) {
    if (view.getUint16(at + 6, littleEndian) !== 0) throw new Refusal(EINVAL, 'Reserved field in nexthop_grp must be 0');
    const weight = (view.getUint8(at + 4) | (view.getUint8(at + 5) << 8)) + 1;
    if (weight === TOO_HEAVY) throw new Refusal(EINVAL, 'Invalid value for weight');
    out.push({ id: view.getUint32(at, littleEndian), weight });
    const { id } = out.at(-1) as Member;
    for (let later = at + MEMBER; later < end; later += MEMBER) {
      if (view.getUint32(later, littleEndian) === id) throw new Refusal(EINVAL, 'Nexthop id can not be used twice in a group');
    }
  }
  const others = attributes
    .present()
    .some((one) => one.type > NHA.groupType && one.type !== NHA.fdb && one.type !== NHA.hwStatsEnable && !(one.type === NHA.resGroup && type === RESILIENT));
  if (others) throw new Refusal(EINVAL, 'No other attributes can be set in nexthop groups');
  return { group: out, resilient: type === RESILIENT ? new ResilientTable(resilientAsked(attributes.get(NHA.resGroup))) : undefined };
}

/** nh_check_attr_group_rtnl(), valid_group_nh(), nh_check_attr_fdb_group(). */
function expectMembers({ nexthops }: NetNamespace, group: readonly Member[], fdb: boolean): void {
  let family = 0;
  for (const { id } of group) {
    const member = nexthops.get(id);
    if (member === undefined) throw new Refusal(EINVAL, 'Invalid nexthop id');
    if (member.group !== undefined)
      throw new Refusal(
        EINVAL,
        member.resilient !== undefined ? 'Resilient group can not be a nexthop within a group' : 'Hash-threshold group can not be a nexthop within a group',
      );
    if (member.blackhole && group.length > 1) throw new Refusal(EINVAL, 'Blackhole nexthop can not be used in a group with more than 1 path');
    if (fdb && !member.fdb) throw new Refusal(EINVAL, 'FDB nexthop group can only have fdb nexthops');
    if (fdb && family !== 0 && member.family !== family) throw new Refusal(EINVAL, 'FDB nexthop group cannot have mixed family nexthops');
    family = member.family;
    if (!fdb && member.fdb) throw new Refusal(EINVAL, 'Non FDB nexthop group cannot have fdb nexthops');
  }
}

/** The way of an object that is no group. */
function single({ kernel }: Request, header: Header, attributes: Attributes): Single {
  const { family, flags } = header;
  const has = (...types: readonly number[]) => types.some((type) => attributes.has(type));
  if (attributes.has(NHA.blackhole)) {
    if (has(NHA.gateway, NHA.oif, NHA.encap, NHA.encapType, NHA.fdb)) {
      throw new Refusal(EINVAL, 'Blackhole attribute can not be used with gateway, oif, encap or fdb');
    }
    return { expectReady: () => {}, create: (ns) => ({ ...checked(ns, header, 1, undefined), blackhole: true }) };
  }
  const fdb = attributes.has(NHA.fdb);
  const oif = attributes.u32(NHA.oif);
  if (!fdb && oif === undefined) throw new Refusal(EINVAL, 'Device attribute required for non-blackhole and non-fdb nexthops');
  const gateway = gatewayOf(attributes.get(NHA.gateway), family);
  if (!attributes.has(NHA.gateway) && (flags & RTNH_F_ONLINK) !== 0) throw new Refusal(EINVAL, 'ONLINK flag can not be set for nexthop without a gateway');
  if (attributes.has(NHA.encap) !== attributes.has(NHA.encapType)) {
    throw new Refusal(EINVAL, attributes.has(NHA.encap) ? 'LWT encapsulation type is missing' : 'LWT encapsulation attribute is missing');
  }
  const encap = attributes.get(NHA.encap);
  const encapType = attributes.u16(NHA.encapType) ?? 0;
  if (encap !== undefined) expectEncapType(kernel, encapType);
  if (attributes.has(NHA.hwStatsEnable)) throw new Refusal(EINVAL, 'Cannot enable nexthop hardware statistics for non-group nexthops');
  return {
    expectReady: (ns) => {
      if (oif !== undefined) expectReady(oif === 0 ? undefined : ns.links.get(oif));
    },
    create(ns) {
      // One of IPv6 has an address whether one was told or not.
      const known = gateway ?? (family === AF_INET6 ? '0'.repeat(32) : undefined);
      if (oif === undefined) return { hop: { ...NOWHERE, gateway: known, scope: RT_SCOPE.link }, blackhole: false, flags };
      return { ...checked(ns, header, oif, gateway, encap && { type: encapType, attribute: encap }), blackhole: false };
    },
  };
}

function expectReady(dev: Device | undefined): void {
  if (dev === undefined) throw new Refusal(EINVAL, 'Invalid device index');
  if (!dev.up) throw new Refusal(ENETDOWN, 'Nexthop device is not up');
  if (!dev.carrier) throw new Refusal(ENETDOWN, 'Carrier for nexthop device is down');
}

/** nh_create_ipv4(), nh_create_ipv6(). */
function checked(ns: NetNamespace, { family, flags }: Header, oif: number, gateway: string | undefined, encap?: EncapAsked): Pick<NexthopEntry, 'hop' | 'flags'> {
  const asked = { oif, gateway, weight: 1, flags, encap };
  const built = family === AF_INET ? builtEncap(ns.kernel, encap, AF_INET) : undefined;
  const hop =
    family === AF_INET ? checkedHop(ns, asked, 0, RT_SCOPE.universe) : { ...checkedHop6(ns, asked, { type: RTN.unicast, table: 0, prefsrc: undefined }), scope: RT_SCOPE.link };
  return { hop: built === undefined ? hop : { ...hop, encap: built }, flags: hop.flags };
}

function gatewayOf(attribute: Attribute | undefined, family: number): string | undefined {
  if (attribute === undefined) return undefined;
  if (attribute.length !== (family === AF_INET ? 4 : 16)) throw new Refusal(EINVAL, 'Invalid gateway');
  const hex = ipOf(attribute.payload, family === AF_INET ? AF_INET : AF_INET6);
  return isZero(hex) ? undefined : hex;
}
