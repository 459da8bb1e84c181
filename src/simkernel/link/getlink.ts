// RTM_GETLINK: one link, or all of them. net/core/rtnetlink.c: rtnl_getlink(), rtnl_dump_ifinfo(); net/core/rtnetlink.c: rtnl_valid_getlink_req().

import { EINVAL, ENODEV } from '../../netlink/errno-numbers.js';
import { NO_MASTER } from '../../rtnl/constants.js';
import { ifinfomsg } from '../../rtnl/link.js';
import type { Attributes } from '../attribute.js';
import type { DumpPlan } from '../dump.js';
import { bridgeLinkMessage } from '../kinds/bridge-message.js';
import { bridgeOf } from '../kinds/bridge-state.js';
import type { NetNamespace } from '../namespace.js';
import { parseNested } from '../policy.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { ensureOneNamespace, linkInfoPolicy, linkPolicy } from './create.js';
import type { Device } from './device.js';
import { IFLA } from './ifla.js';
import { linkMessage } from './message.js';
import { findLink } from './newlink.js';

const INFO_KIND = 1;
/** RTEXT_FILTER_BRVLAN, BRVLAN_COMPRESSED, MRP, CFM_CONFIG, CFM_STATUS. */
const BRIDGES_OWN = 0x76;

/** RTM_GETLINK of one. */
export function getLink(request: Request): void {
  const header = request.struct(ifinfomsg, request.strict ? 'Invalid header for get link' : 'Invalid header length');
  if (request.strict && (request.padded || header.type !== 0 || header.flags !== 0 || header.change !== 0))
    throw new Refusal(EINVAL, 'Invalid values in header for get link request');
  const attributes = request.attributes(ifinfomsg.size, linkPolicy, request.strict ? 'legacy' : 'liberal');
  if (request.strict) onlyThese(attributes, [IFLA.ifname, IFLA.altIfname, IFLA.extMask, IFLA.targetNetnsid], 'Unsupported attribute in get link request');
  ensureOneNamespace(attributes);
  const ns = namespaceAsked(request, attributes);
  if (header.index <= 0 && !attributes.has(IFLA.ifname) && !attributes.has(IFLA.altIfname)) throw new Refusal(EINVAL);
  const dev = findLink(ns, header.index, attributes);
  if (dev === undefined) throw new Refusal(ENODEV);
  request.kernel.linkwatch.sync(dev);
  request.reply(message(dev, attributes, request.ns));
}

function message(dev: Device, attributes: Attributes, seenFrom: NetNamespace): Outgoing {
  const extMask = attributes.u32(IFLA.extMask) ?? 0;
  const target = attributes.s32(IFLA.targetNetnsid);
  return linkMessage(dev, { name: 'RTM_NEWLINK', extMask, seenFrom, ...(target !== undefined && { targetNsid: target }) });
}

/** Throws Refusal, with a text where all are asked for. */
function namespaceAsked({ ns }: Request, attributes: Attributes, text?: string): NetNamespace {
  const id = attributes.s32(IFLA.targetNetnsid);
  const asked = id === undefined ? ns : ns.nsids.find(id);
  if (asked === undefined) throw new Refusal(EINVAL, text);
  return asked;
}

function onlyThese(attributes: Attributes, known: readonly number[], text: string): void {
  for (const { type } of attributes.present()) if (!known.includes(type)) throw new Refusal(EINVAL, text);
}

/** RTM_GETLINK of all, and of those that a filter lets through. */
export function dumpLinks(request: Request): DumpPlan {
  const attributes = dumpAttributes(request);
  const ns = namespaceAsked(request, attributes, 'Invalid target network namespace id');
  const master = attributes.u32(IFLA.master) ?? 0;
  const nest = attributes.get(IFLA.linkinfo);
  const kind = nest === undefined ? undefined : parseNested(nest, linkInfoPolicy, { silent: true }).string(INFO_KIND);
  // A kind that there is none of filters nothing: the kernel finds no operations to compare.
  const filter = kind === undefined ? undefined : request.kernel.kinds.get(kind);
  const accepts = (dev: Device): boolean => (master === 0 || (dev.master?.index ?? NO_MASTER) === master) && (filter === undefined || dev.ops === filter);
  return {
    messages: linksOf(ns, accepts, (dev) => message(dev, attributes, request.ns)),
    generation: () => ns.links.generation,
    split: true,
    filtered: master !== 0 || filter !== undefined ? 'messages' : undefined,
  };
}

function* linksOf(ns: NetNamespace, accepts: (dev: Device) => boolean, make: (dev: Device) => Outgoing): Generator<() => Outgoing | undefined> {
  for (const dev of ns.links.all()) if (accepts(dev)) yield () => (dev.registered && dev.ns === ns ? make(dev) : undefined);
}

/** rtnl_valid_dump_ifinfo_req(): without strict checking a request may be as short as rtgenmsg. */
function dumpAttributes(request: Request): Attributes {
  if (!request.strict) {
    const size = request.length < ifinfomsg.size ? 1 : ifinfomsg.size;
    return request.attributes(size, linkPolicy);
  }
  const header = request.struct(ifinfomsg, 'Invalid header for link dump');
  if (request.padded || header.type !== 0 || header.flags !== 0 || header.change !== 0) throw new Refusal(EINVAL, 'Invalid values in header for link dump request');
  if (header.index !== 0) throw new Refusal(EINVAL, 'Filter by device index not supported for link dumps');
  const attributes = request.attributes(ifinfomsg.size, linkPolicy, 'legacy');
  onlyThese(attributes, [IFLA.targetNetnsid, IFLA.extMask, IFLA.master, IFLA.linkinfo], 'Unsupported attribute in link dump request');
  return attributes;
}

/** RTM_GETLINK of family AF_BRIDGE: bridges and their ports. net/core/rtnetlink.c: rtnl_bridge_getlink(). */
export function dumpBridgeLinks(request: Request): DumpPlan {
  if (request.strict) {
    const header = request.struct(ifinfomsg, 'Invalid header for bridge link dump');
    if (request.padded || header.type !== 0 || header.flags !== 0 || header.change !== 0 || header.index !== 0)
      throw new Refusal(EINVAL, 'Invalid values in header for bridge link dump request');
  }
  const { ns } = request;
  const attributes = request.attributes(ifinfomsg.size, linkPolicy, request.strict ? 'legacy' : 'liberal');
  const other = attributes.present().some(({ type }) => type !== IFLA.extMask);
  if (request.strict && other) throw new Refusal(EINVAL, 'Unsupported attribute in bridge link dump request');
  // Of a bridge itself there is something to tell only where its VLANs, MRP or CFM are asked for.
  const extMask = attributes.u32(IFLA.extMask) ?? 0;
  const aboutBridges = (extMask & BRIDGES_OWN) !== 0;
  return {
    messages: linksOf(
      ns,
      (dev) => (dev.kind === 'bridge' && aboutBridges) || (dev.master !== undefined && bridgeOf(dev.master).ports.has(dev)),
      (dev) => bridgeLinkMessage('RTM_NEWLINK', dev, extMask),
    ),
  };
}
