// Changing a link: one attribute after the other, in the kernel's order. net/core/rtnetlink.c: do_setlink(), rtnl_setlink().

import { EINVAL, ENODEV, ENOMEM, EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import { ifinfomsg } from '../../rtnl/link.js';
import { setLinkAf } from '../address/link-af.js';
import type { Attributes } from '../attribute.js';
import { macOf } from '../mac.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { setAddress } from './addresses.js';
import { ensureOneNamespace, linkPolicy, setOperstate, setSizes, targetNamespace, validateLinkMessage } from './create.js';
import type { Device } from './device.js';
import { changeFlagsAndTell, combineFlags } from './flags.js';
import { IFLA } from './ifla.js';
import { LONGEST_QUEUE } from './linkwatch.js';
import { setMaster } from './master.js';
import { setMtu } from './mtu.js';
import { linkStateChanged, raise } from './notify.js';
import { setProtoDown } from './proto-down.js';
import { moveTo } from './registration.js';

/** Something has changed. */
const MODIFIED = 1;
/** Something has changed that nobody was told of yet. */
export const NOTIFY = 3;

const IFLA_VF_INFO = 1;
const INT_MAX = 0x7fffffff;
/** IFLA_XDP_FD: which program; negative for none. */
const XDP_FD = 1;

interface Header {
  readonly index: number;
  readonly flags: number;
  readonly change: number;
}

/** RTM_SETLINK. */
export function setLinkRequest(request: Request): void {
  const header = request.struct(ifinfomsg);
  const attributes = request.attributes(ifinfomsg.size, linkPolicy);
  ensureOneNamespace(attributes);
  const name = attributes.string(IFLA.ifname) ?? attributes.string(IFLA.altIfname);
  if (header.index <= 0 && name === undefined) throw new Refusal(EINVAL);
  const target = targetNamespace(request, attributes);
  const dev = header.index > 0 ? request.ns.links.get(header.index) : request.ns.links.find(name as string);
  if (dev === undefined) throw new Refusal(ENODEV);
  setLink(request, dev, header, attributes, target, 0);
}

/** do_setlink(). What was changed before something is refused stays changed. Throws Refusal. */
export function setLink(request: Request, dev: Device, header: Header, attributes: Attributes, target: NetNamespace, before: number): void {
  let status = before;
  try {
    validateLinkMessage(dev, attributes, request.context);
    for (const step of STEPS) status |= step({ request, dev, header, attributes, target });
  } finally {
    if (status === NOTIFY) linkStateChanged(dev);
  }
}

interface Change {
  readonly request: Request;
  readonly dev: Device;
  readonly header: Header;
  readonly attributes: Attributes;
  readonly target: NetNamespace;
}

/** Each changes one thing and says what has become of it. */
const STEPS: readonly ((change: Change) => number)[] = [
  ({ dev, attributes, target }) => {
    if (target === dev.ns) return 0;
    moveTo(dev, target, attributes.string(IFLA.ifname), attributes.s32(IFLA.newIfindex));
    return MODIFIED;
  },
  ({ attributes }) => {
    if (attributes.has(IFLA.map)) throw new Refusal(EOPNOTSUPP);
    return 0;
  },
  ({ dev, attributes }) => {
    const address = attributes.get(IFLA.address);
    if (address === undefined) return 0;
    setAddress(dev, macOf(address.payload.subarray(0, 6)));
    return MODIFIED;
  },
  ({ dev, attributes }) => {
    const mtu = attributes.u32(IFLA.mtu);
    if (mtu === undefined) return 0;
    setMtu(dev, mtu);
    return MODIFIED;
  },
  ({ dev, attributes }) => {
    const group = attributes.u32(IFLA.group);
    if (group === undefined) return 0;
    dev.ns.links.regroup(dev, group);
    return NOTIFY;
  },
  ({ dev, header, attributes }) => {
    const name = attributes.string(IFLA.ifname);
    if (header.index <= 0 || name === undefined || name === '' || name === dev.name) return 0;
    dev.ns.links.rename(dev, dev.ns.links.validName(name));
    raise('changeName', dev);
    return MODIFIED;
  },
  ({ dev, attributes }) => {
    const alias = attributes.get(IFLA.ifalias);
    if (alias === undefined) return 0;
    dev.ifalias = alias.string === '' ? undefined : alias.string;
    return NOTIFY;
  },
  ({ dev, attributes }) => {
    const broadcast = attributes.get(IFLA.broadcast);
    if (broadcast === undefined) return 0;
    if (dev.addressLength > 0) dev.broadcast = macOf(broadcast.payload.subarray(0, dev.addressLength));
    raise('changeAddress', dev);
    return 0;
  },
  ({ dev, header: { flags, change } }) => {
    if (flags !== 0 || change !== 0) changeFlagsAndTell(dev, combineFlags(dev, flags, change));
    return 0;
  },
  ({ request, dev, attributes }) => {
    const master = attributes.u32(IFLA.master);
    if (master === undefined) return 0;
    setMaster(dev, master, request);
    return MODIFIED;
  },
  ({ dev, attributes }) => {
    const carrier = attributes.u8(IFLA.carrier);
    if (carrier === undefined) return 0;
    if (dev.ops?.changeCarrier === undefined) throw new Refusal(EOPNOTSUPP);
    dev.ops.changeCarrier(dev, carrier !== 0);
    return MODIFIED;
  },
  ({ dev, attributes }) => {
    const length = attributes.u32(IFLA.txqlen);
    if (length === undefined) return 0;
    if (length !== dev.txqlen) changeQueue(dev, length);
    return MODIFIED;
  },
  ({ dev, attributes }) => (setSizes(dev, attributes) ? MODIFIED : 0),
  ({ dev, attributes }) => {
    if (setOperstate(dev, attributes.u8(IFLA.operstate))) linkStateChanged(dev);
    return 0;
  },
  ({ dev, attributes }) => {
    const mode = attributes.u8(IFLA.linkmode);
    if (mode === undefined || mode === dev.linkmode) return 0;
    dev.linkmode = mode;
    return NOTIFY;
  },
  ({ attributes }) => {
    const functions = [...(attributes.get(IFLA.vfinfoList)?.children() ?? [])];
    const [first] = functions;
    if (first !== undefined && (first.type !== IFLA_VF_INFO || first.length < 4)) throw new Refusal(EINVAL);
    for (const info of functions) for (const part of info.children()) if (part.u32 >= INT_MAX) throw new Refusal(EINVAL);
    if (functions.length > 0 || attributes.has(IFLA.vfPorts) || attributes.has(IFLA.portSelf)) throw new Refusal(EOPNOTSUPP);
    return 0;
  },
  ({ dev, attributes }) => {
    const families = [...(attributes.get(IFLA.afSpec)?.children() ?? [])];
    for (const family of families) setLinkAf(dev, family);
    return families.length > 0 ? NOTIFY : 0;
  },
  ({ dev, attributes }) => (setProtoDown(dev, attributes) ? NOTIFY : 0),
  ({ attributes }) => {
    const xdp = attributes.get(IFLA.xdp);
    // There is no program that could be taken away.
    const [fd] = [...(xdp?.children() ?? [])].filter(({ type }) => type === XDP_FD);
    if (xdp !== undefined && xdp.length > 0 && (fd === undefined || fd.s32 >= 0)) throw new Refusal(EINVAL);
    return fd === undefined ? 0 : NOTIFY;
  },
];

/** netif_change_tx_queue_len(): what has a queue already must find room for a longer one. Throws Refusal. */
function changeQueue(dev: Device, length: number): void {
  const before = dev.txqlen;
  dev.txqlen = length;
  raise('changeTxqlen', dev);
  if ((dev.qdisc === 'pfifo_fast' || dev.qdisc === 'mq') && length > LONGEST_QUEUE) {
    dev.txqlen = before;
    throw new Refusal(ENOMEM);
  }
}
