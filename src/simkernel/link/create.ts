// What a request about a link may hold, and the link made of it before it is registered. net/core/rtnetlink.c: ifla_policy,
// validate_linkmsg(), rtnl_create_link(), rtnl_link_get_net_capable().

import { EBADF, EINVAL, ESRCH } from '../../netlink/errno-numbers.js';
import { validateLinkAf } from '../address/link-af.js';
import type { Attributes } from '../attribute.js';
import { macOf } from '../mac.js';
import type { NetNamespace } from '../namespace.js';
import type { ParseContext, PolicyTable, Rule } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { Device, type OperState } from './device.js';
import { IFLA } from './ifla.js';
import { validateMtu } from './mtu.js';
import type { LinkOps, NewLink } from './ops.js';

const u32: Rule = { type: 'u32' };
const u8: Rule = { type: 'u8' };
const nest: Rule = { type: 'nested' };
const reject: Rule = { type: 'reject' };

export const linkPolicy: PolicyTable = {
  maxType: 69,
  strictFrom: 65,
  // biome-ignore format: as the kernel numbers them
  rules: {
    1: { type: 'binary', length: 32 }, 2: { type: 'binary', length: 32 }, 3: { type: 'string', length: 15 }, 4: u32, 5: u32, 10: u32, 13: u32,
    14: { type: 'unspec', length: 32 }, 15: u32, 16: u8, 17: u8, 18: nest, 19: u32, 20: { type: 'binary', length: 255 }, 22: nest, 24: nest, 25: nest, 26: nest, 27: u32,
    28: u32, 29: u32, 30: u32, 31: u32, 32: u32, 33: u8, 34: { type: 'binary', length: 32 }, 35: u32, 36: { type: 'binary', length: 32 }, 37: { type: 's32' }, 39: u8,
    40: u32, 41: { type: 'u32', min: 193 }, 43: nest, 44: u32, 46: { type: 's32' }, 47: u32, 48: u32, 49: { type: 's32', min: 1 }, 50: u32, 51: u32, 52: nest,
    53: { type: 'string', length: 127 }, 54: reject, 55: nest, 56: { type: 'nulString' }, 58: u32, 59: reject, 60: reject, 61: reject, 63: { type: 'u32', min: 193 }, 64: u32,
    67: reject, 68: reject, 69: reject,
  },
};

/** ifla_info_policy. */
export const linkInfoPolicy: PolicyTable = { maxType: 5, rules: { 1: { type: 'string' }, 2: nest, 4: { type: 'string' }, 5: nest } };

const MAX_QUEUES = 4096;
const OPER_STATES: Readonly<Record<number, OperState>> = { 4: 'testing', 5: 'dormant', 6: 'up' };

/** validate_linkmsg(). Throws Refusal. */
export function validateLinkMessage(dev: Device, attributes: Attributes, context: ParseContext = {}): void {
  for (const type of [IFLA.address, IFLA.broadcast]) {
    const attribute = attributes.get(type);
    if (attribute !== undefined && attribute.length < dev.addressLength) throw new Refusal(EINVAL);
  }
  limit(attributes.u32(IFLA.gsoMaxSize), dev.tsoMaxSize, 'too big gso_max_size');
  limit(attributes.u32(IFLA.gsoMaxSegs), Math.min(65535, dev.tsoMaxSegs), 'too big gso_max_segs');
  limit(attributes.u32(IFLA.groMaxSize), GRO_MAX, 'too big gro_max_size');
  limit(attributes.u32(IFLA.gsoIpv4MaxSize), dev.tsoMaxSize, 'too big gso_ipv4_max_size');
  limit(attributes.u32(IFLA.groIpv4MaxSize), GRO_MAX, 'too big gro_ipv4_max_size');
  for (const family of attributes.get(IFLA.afSpec)?.children() ?? []) validateLinkAf(dev, family, context);
}

const GRO_MAX = 8 * 65535;

function limit(value: number | undefined, most: number, text: string): void {
  if (value !== undefined && value > most) throw new Refusal(EINVAL, text);
}

/** rtnl_create_link(). Throws Refusal. */
export function createDevice(ns: NetNamespace, ops: LinkOps, attributes: Attributes): Device {
  const setup = ops.setup(ns);
  const tx = attributes.u32(IFLA.numTxQueues) ?? setup.numTxQueues ?? 1;
  const rx = attributes.u32(IFLA.numRxQueues) ?? setup.numRxQueues ?? 1;
  if (tx < 1 || tx > MAX_QUEUES) throw new Refusal(EINVAL, 'Invalid number of transmit queues');
  if (rx < 1 || rx > MAX_QUEUES) throw new Refusal(EINVAL, 'Invalid number of receive queues');
  const dev = new Device(ns, ops, { ...setup, numTxQueues: tx, numRxQueues: rx });
  validateLinkMessage(dev, attributes);
  const mtu = attributes.u32(IFLA.mtu);
  if (mtu !== undefined) {
    validateMtu(dev, mtu);
    dev.mtu = mtu;
  }
  const address = attributes.get(IFLA.address);
  if (address !== undefined) dev.address = macOf(address.payload.subarray(0, 6));
  const broadcast = attributes.get(IFLA.broadcast);
  if (broadcast !== undefined) dev.broadcast = macOf(broadcast.payload.subarray(0, 6));
  dev.txqlen = attributes.u32(IFLA.txqlen) ?? dev.txqlen;
  setOperstate(dev, attributes.u8(IFLA.operstate));
  dev.linkmode = attributes.u8(IFLA.linkmode) ?? dev.linkmode;
  dev.group = attributes.u32(IFLA.group) ?? dev.group;
  setSizes(dev, attributes);
  return dev;
}

/** set_operstate(): only what a link in that state can be told to be. */
export function setOperstate(dev: Device, wanted: number | undefined): boolean {
  if (wanted === undefined) return false;
  const state = OPER_STATES[wanted];
  const before = dev.operstate;
  const waits = before === 'dormant' || before === 'testing' || before === 'unknown';
  if (state === 'up' && waits && !dev.dormant && !dev.testing) dev.operstate = 'up';
  else if (state === 'testing' && dev.operUp) dev.operstate = 'testing';
  else if (state === 'dormant' && dev.operUp) dev.operstate = 'dormant';
  return dev.operstate !== before;
}

/** Takes over the limits of segmentation; whether one has changed. */
export function setSizes(dev: Device, attributes: Attributes): boolean {
  let changed = false;
  for (const [type, key] of SIZES) {
    const value = attributes.u32(type);
    if (value === undefined || value === dev[key]) continue;
    dev[key] = value;
    changed = true;
    // As long as they are the same for both, what is set for all holds for IPv4.
    if (key === 'gsoMaxSize' && value <= 65536) dev.gsoIpv4MaxSize = value;
    if (key === 'groMaxSize' && value <= 65536) dev.groIpv4MaxSize = value;
  }
  return changed;
}

const SIZES = [
  [IFLA.gsoMaxSize, 'gsoMaxSize'],
  [IFLA.gsoMaxSegs, 'gsoMaxSegs'],
  [IFLA.groMaxSize, 'groMaxSize'],
  [IFLA.gsoIpv4MaxSize, 'gsoIpv4MaxSize'],
  [IFLA.groIpv4MaxSize, 'groIpv4MaxSize'],
] as const;

/** rtnl_ensure_unique_netns(). Throws Refusal. */
export function ensureOneNamespace(attributes: Attributes): void {
  const named = [IFLA.netNsPid, IFLA.netNsFd, IFLA.targetNetnsid].filter((type) => attributes.has(type));
  if (named.length > 1) throw new Refusal(EINVAL, 'multiple netns identifying attributes specified');
}

/** The namespace that a request names, that of the sender where it names none. Throws Refusal. */
export function targetNamespace({ kernel, ns }: Request, attributes: Attributes): NetNamespace {
  const pid = attributes.u32(IFLA.netNsPid);
  if (pid !== undefined) return found(kernel.findNamespace('pid', pid), ESRCH);
  const fd = attributes.u32(IFLA.netNsFd);
  if (fd !== undefined) return found(kernel.findNamespace('fd', fd), EBADF);
  const id = attributes.s32(IFLA.targetNetnsid);
  return id === undefined ? ns : found(ns.nsids.find(id), EINVAL);
}

function found(ns: NetNamespace | undefined, errno: number): NetNamespace {
  if (ns === undefined) throw new Refusal(errno);
  return ns;
}

/** Where the other end of a pair is made, whose attributes are its own or those of the link: rtnl_get_peer_net(), rtnl_newlink_peer_net(). */
export function peerNamespace({ request, linkNs }: NewLink, attributes: Attributes, own: boolean): NetNamespace {
  if (own) ensureOneNamespace(attributes);
  const named = attributes.has(IFLA.netNsPid) || attributes.has(IFLA.netNsFd) || attributes.has(IFLA.targetNetnsid);
  return named ? targetNamespace(request, attributes) : linkNs;
}
