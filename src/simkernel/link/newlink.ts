// RTM_NEWLINK: makes a link, or changes one. net/core/rtnetlink.c: rtnl_newlink(), __rtnl_newlink(), rtnl_newlink_create(), rtnl_changelink().

import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { EEXIST, EINVAL, ENODEV, EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import { ifinfomsg } from '../../rtnl/link.js';
import type { Attributes } from '../attribute.js';
import type { NetNamespace } from '../namespace.js';
import { parse, parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { createDevice, ensureOneNamespace, linkInfoPolicy, linkPolicy, targetNamespace } from './create.js';
import type { Device } from './device.js';
import { IFLA } from './ifla.js';
import { setMaster } from './master.js';
import type { LinkOps } from './ops.js';
import { configure, unregister } from './registration.js';
import { NOTIFY, setLink } from './setlink.js';

const INFO = { kind: 1, data: 2, slaveData: 5 } as const;

/** What a request holds, taken apart once. */
interface Parsed {
  readonly request: Request;
  readonly header: { readonly index: number; readonly flags: number; readonly change: number };
  readonly attributes: Attributes;
  readonly info: Attributes | undefined;
  readonly ops: LinkOps | undefined;
  readonly data: Attributes | undefined;
  readonly target: NetNamespace;
  readonly linkNs: NetNamespace;
}

export function newLink(request: Request): void {
  const parsed = parseRequest(request);
  const { header, attributes, info, target } = parsed;
  const create = (request.flags & NLM_F_CREATE) !== 0;
  const ns = create && (request.flags & NLM_F_EXCL) !== 0 ? target : request.ns;
  const specified = header.index > 0 || attributes.has(IFLA.ifname) || attributes.has(IFLA.altIfname);
  if (header.index < 0) throw new Refusal(EINVAL, "ifindex can't be negative");
  const dev = specified ? findLink(ns, header.index, attributes) : undefined;
  const slave = dev === undefined ? undefined : slaveData(dev, info, request);
  if (dev !== undefined) return changeLink(parsed, dev, slave);
  if (!create) {
    const group = attributes.u32(IFLA.group);
    if (specified || group === undefined) throw new Refusal(ENODEV);
    for (const member of ns.links.inGroup(group)) setLink(request, member, header, attributes, target, 0);
    return;
  }
  if (attributes.has(IFLA.map) || attributes.has(IFLA.protinfo)) throw new Refusal(EOPNOTSUPP);
  if (parsed.ops === undefined) throw new Refusal(EOPNOTSUPP, 'Unknown device type');
  createLink(parsed, parsed.ops);
}

function parseRequest(request: Request): Parsed {
  const header = request.struct(ifinfomsg);
  const attributes = request.attributes(ifinfomsg.size, linkPolicy);
  ensureOneNamespace(attributes);
  const nest = attributes.get(IFLA.linkinfo);
  const info = nest === undefined ? undefined : parseNested(nest, linkInfoPolicy, { silent: true });
  const kind = info?.string(INFO.kind);
  const ops = kind === undefined ? undefined : request.kernel.kinds.get(kind);
  const dataNest = ops?.policy === undefined ? undefined : info?.get(INFO.data);
  const data = dataNest === undefined || ops?.policy === undefined ? undefined : parseNested(dataNest, ops.policy, request.context);
  ops?.validate?.(attributes, data, request.kernel);
  const peer = ops?.peerType === undefined ? undefined : data?.get(ops.peerType);
  if (peer !== undefined) ops?.validate?.(parse(peer.bytes, peer.start + ifinfomsg.size, peer.end, linkPolicy, request.context), undefined, request.kernel);
  const target = targetNamespace(request, attributes);
  const id = attributes.s32(IFLA.linkNetnsid);
  const linkNs = id === undefined ? request.ns : request.ns.nsids.find(id);
  if (linkNs === undefined) throw new Refusal(EINVAL, 'Unknown network namespace id');
  return { request, header, attributes, info, ops, data, target, linkNs };
}

/** rtnl_dev_get(): by index, by name, by another name. */
export function findLink(ns: NetNamespace, index: number, attributes: Attributes): Device | undefined {
  if (index > 0) return ns.links.get(index);
  const name = attributes.string(IFLA.ifname) ?? attributes.string(IFLA.altIfname);
  return name === undefined ? undefined : ns.links.find(name);
}

function slaveData(dev: Device, info: Attributes | undefined, request: Request): Attributes | undefined {
  const policy = dev.master?.ops?.slavePolicy;
  const nest = info?.get(INFO.slaveData);
  return policy === undefined || nest === undefined ? undefined : parseNested(nest, policy, request.context);
}

function changeLink({ request, header, attributes, info, ops, data, target }: Parsed, dev: Device, slave: Attributes | undefined): void {
  if ((request.flags & NLM_F_EXCL) !== 0) throw new Refusal(EEXIST);
  if ((request.flags & NLM_F_REPLACE) !== 0) throw new Refusal(EOPNOTSUPP);
  let status = 0;
  if (info?.has(INFO.data) === true) {
    if (ops === undefined || ops !== dev.ops || ops.change === undefined || data === undefined) throw new Refusal(EOPNOTSUPP);
    ops.change(dev, attributes, data, request);
    status |= NOTIFY;
  }
  if (info?.has(INFO.slaveData) === true) {
    const { master } = dev;
    if (master?.ops?.changePort === undefined) throw new Refusal(EOPNOTSUPP);
    master.ops.changePort(master, dev, slave, request);
    status |= NOTIFY;
  }
  setLink(request, dev, header, attributes, target, status);
}

function createLink({ request, header, attributes, data, target, linkNs }: Parsed, ops: LinkOps): void {
  const dev = createDevice(target, ops, attributes);
  dev.index = header.index;
  ops.newLink({ request, attributes, data, linkNs, dev });
  try {
    configure(dev, header, request);
    const master = attributes.u32(IFLA.master);
    if (master !== undefined) setMaster(dev, master, request);
  } catch (error) {
    unregister(dev.ops?.remove?.(dev) ?? [dev]);
    throw error;
  }
}
