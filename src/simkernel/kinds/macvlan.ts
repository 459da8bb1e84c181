// macvlan and macvtap: links with addresses of their own on another link. drivers/net/macvlan.c, drivers/net/macvtap.c.

import { NLM_F_REPLACE } from '../../netlink/constants.js';
import { EADDRINUSE, EADDRNOTAVAIL, EBUSY, EEXIST, EINVAL, ENODEV, ENOENT, EOPNOTSUPP, EOVERFLOW } from '../../netlink/errno-numbers.js';
import { IFF_ALLMULTI, IFF_BROADCAST, IFF_MULTICAST, IFF_PROMISC } from '../../rtnl/constants.js';
import type { Attributes } from '../attribute.js';
import { type AddressKind, addExclusively, addReceived, removeReceived, setAddress, validateAddress } from '../link/addresses.js';
import { ARPHRD_ETHER, type Device } from '../link/device.js';
import { featuresOf, HARDWARE, PASSED_ON, ROBUST, updateFeatures, vlanFeaturesOf } from '../link/features.js';
import { IFLA } from '../link/ifla.js';
import { followMtu } from '../link/mtu.js';
import type { FdbAsked, LinkEvent, LinkOps, NewLink } from '../link/ops.js';
import { allmulti, promiscuity } from '../link/promiscuity.js';
import { register, unregister } from '../link/registration.js';
import { linkUpper, transferOperstate, unlinkUpper } from '../link/stacked.js';
import { isGroupMac, isValidMac } from '../mac.js';
import { Refusal } from '../refusal.js';
import { randomAddress } from './common.js';
import {
  BC_CUTOFF,
  BC_QUEUE_LEN,
  changeSources,
  FLAGS,
  flushSources,
  MACADDR_MODE,
  type Macvlan,
  MODE,
  MODES,
  macvlanInfo,
  macvlanPolicy,
  type Port,
  portOf,
  portOn,
  removePortOf,
  updateQueue,
  validateMacvlan,
} from './macvlan-port.js';

const NOPROMISC = 1;
const ETH_MIN_MTU = 68;
const ETH_MAX_MTU = 65535;
/** TUN_READQ_SIZE. */
const TAP_QUEUE = 500;

const isMacvlan = (dev: Device): boolean => dev.kind === 'macvlan' || dev.kind === 'macvtap';
const macvlanOf = (dev: Device): Macvlan => dev.state as Macvlan;

/** macvlan_port_create(). */
function createPort(lower: Device): Port {
  if (lower.type !== ARPHRD_ETHER || lower.loopback) throw new Refusal(EINVAL);
  if (lower.rxHandler !== undefined) throw new Refusal(EBUSY);
  return portOn(lower);
}

function newLink(link: NewLink): void {
  const { attributes, linkNs, dev } = link;
  const index = attributes.u32(IFLA.link);
  if (index === undefined) throw new Refusal(EINVAL);
  const named = linkNs.links.get(index);
  if (named === undefined) throw new Refusal(ENODEV);
  const lower = isMacvlan(named) ? macvlanOf(named).lower : named;
  if (!attributes.has(IFLA.mtu)) dev.mtu = lower.mtu;
  else if (dev.mtu > lower.mtu) throw new Refusal(EINVAL);
  dev.tsoMaxSize = lower.tsoMaxSize;
  dev.minMtu = ETH_MIN_MTU;
  dev.maxMtu = lower.maxMtu;
  randomAddress(dev, attributes);
  const port = portOf(lower) ?? createPort(lower);
  try {
    join(link, port);
  } catch (error) {
    removePortOf(lower);
    throw error;
  }
  // A macvtap takes its own packets away, to its character device.
  if (dev.kind === 'macvtap') dev.rxHandler = 'macvlan';
  try {
    linkUpper(lower, dev);
  } catch (error) {
    unregister([dev]);
    throw error;
  }
  port.members.add(dev);
  updateQueue(port);
  transferOperstate(lower, dev);
  dev.ns.kernel.linkwatch.fire(dev);
}

function join(link: NewLink, port: Port): void {
  const { data, dev } = link;
  if (port.passthru) throw new Refusal(EINVAL);
  const mode = data?.u32(MODE) ?? MODES.vepa;
  const macvlan: Macvlan = { lower: port.lower, port, mode, flags: data?.u16(FLAGS) ?? 0, sources: new Map(), bcQueueLen: 1000 };
  dev.state = macvlan;
  if (mode === MODES.passthru) {
    if (port.count > 0) throw new Refusal(EINVAL);
    port.passthru = true;
    dev.address = port.lower.address;
  }
  if (data?.has(MACADDR_MODE) === true) changeSources(macvlan, data);
  macvlan.bcQueueLen = data?.u32(BC_QUEUE_LEN) ?? 1000;
  const cutoff = data?.s32(BC_CUTOFF);
  if (cutoff !== undefined) port.bcCutoff = cutoff;
  dev.carrier = port.lower.carrier;
  register(dev, link.attributes.string(IFLA.ifname) ?? `${dev.kind}%d`);
  port.count++;
}

function change(dev: Device, _attributes: Attributes, data: Attributes): void {
  const macvlan = macvlanOf(dev);
  const { port, lower } = macvlan;
  const mode = data.u32(MODE);
  if (mode !== undefined) {
    if ((mode === MODES.passthru) !== (macvlan.mode === MODES.passthru)) throw new Refusal(EINVAL);
    if (macvlan.mode === MODES.source && mode !== MODES.source) flushSources(macvlan);
  }
  const flags = data.u16(FLAGS);
  if (flags !== undefined) {
    if (port.passthru && ((flags ^ macvlan.flags) & NOPROMISC) !== 0) receiveAll(lower, (flags & NOPROMISC) !== 0 ? -1 : 1);
    macvlan.flags = flags;
  }
  const queue = data.u32(BC_QUEUE_LEN);
  if (queue !== undefined) {
    macvlan.bcQueueLen = queue;
    updateQueue(port);
  }
  const cutoff = data.s32(BC_CUTOFF);
  if (cutoff !== undefined) port.bcCutoff = cutoff;
  if (mode !== undefined) macvlan.mode = mode;
  if (data.has(MACADDR_MODE)) changeSources(macvlan, data);
}

/** The link below receives all that comes, or no longer. Throws Refusal where too many ask for it. */
function receiveAll(lower: Device, by: 1 | -1): void {
  if (!promiscuity(lower, by)) throw new Refusal(EOVERFLOW);
}

/** macvlan_addr_busy(): the lower link or another one that is up has it. */
function isBusy({ port }: Macvlan, address: string): boolean {
  if (!port.passthru && port.lower.address === address) return true;
  return port.active.has(address);
}

function open(dev: Device): void {
  const macvlan = macvlanOf(dev);
  const { port, lower, flags } = macvlan;
  if (port.passthru) {
    if ((flags & NOPROMISC) === 0) receiveAll(lower, 1);
  } else {
    if (isBusy(macvlan, dev.address)) throw new Refusal(EADDRINUSE);
    addReceived(lower, 'unicast', dev.address);
    if ((dev.flags & IFF_ALLMULTI) !== 0) allmulti(lower, 1);
    if ((dev.flags & IFF_PROMISC) !== 0) promiscuity(lower, 1);
  }
  port.active.set(dev.address, dev);
}

function stop(dev: Device): void {
  const { port, lower, flags } = macvlanOf(dev);
  if (port.passthru) {
    if ((flags & NOPROMISC) === 0) promiscuity(lower, -1);
  } else {
    if ((dev.flags & IFF_ALLMULTI) !== 0) allmulti(lower, -1);
    if ((dev.flags & IFF_PROMISC) !== 0) promiscuity(lower, -1);
    removeReceived(lower, 'unicast', dev.address);
  }
  port.active.delete(dev.address);
}

/** macvlan_sync_address(). */
function syncAddress(dev: Device, address: string): void {
  const macvlan = macvlanOf(dev);
  const { port, lower } = macvlan;
  if (dev.up) {
    if (isBusy(macvlan, address)) throw new Refusal(EADDRINUSE);
    if (!port.passthru) {
      addReceived(lower, 'unicast', address);
      removeReceived(lower, 'unicast', dev.address);
    }
    port.active.delete(dev.address);
    port.active.set(address, dev);
  }
  dev.address = address;
  if (port.passthru && !port.changing) port.address = lower.address;
  port.changing = false;
}

function takeAddress(dev: Device, address: string): void {
  const macvlan = macvlanOf(dev);
  if (!isValidMac(address)) throw new Refusal(EADDRNOTAVAIL);
  if (macvlan.mode === MODES.passthru) {
    macvlan.port.changing = true;
    return setAddress(macvlan.lower, address);
  }
  if (isBusy(macvlan, address)) throw new Refusal(EADDRINUSE);
  syncAddress(dev, address);
}

/** macvlan_device_event(): what happens to the link below. */
function event(what: LinkEvent, lower: Device): void {
  const port = portOf(lower);
  if (port === undefined) return;
  switch (what) {
    case 'up':
    case 'down':
    case 'change':
      for (const dev of port.members) transferOperstate(lower, dev);
      return;
    case 'changeMtu':
      for (const dev of port.members) if (dev.mtu > lower.mtu) followMtu(dev, lower.mtu);
      return;
    case 'features':
      for (const dev of port.members) {
        dev.tsoMaxSize = lower.tsoMaxSize;
        updateFeatures(dev);
      }
      return;
    case 'changeAddress':
      if (port.passthru) for (const dev of port.members) syncAddress(dev, lower.address);
      return;
    case 'unregister':
      if (lower.leaving) unregister([...port.members].flatMap(remove));
  }
}

function remove(dev: Device): readonly Device[] {
  const { port, lower } = macvlanOf(dev);
  if (macvlanOf(dev).mode === MODES.source) flushSources(macvlanOf(dev));
  port.members.delete(dev);
  updateQueue(port);
  unlinkUpper(lower, dev);
  return [dev];
}

function uninit(dev: Device): void {
  const { port, lower } = macvlanOf(dev);
  port.count--;
  removePortOf(lower);
}

const kindOf = (address: string): AddressKind => (isGroupMac(address) ? 'multicast' : 'unicast');

/** Groups are received by all, further addresses by passthru ones alone. */
function expectFilter(dev: Device, address: string): void {
  if (!macvlanOf(dev).port.passthru && !isGroupMac(address)) throw new Refusal(EOPNOTSUPP);
}

/** macvlan_fdb_add(). */
function addEntry(dev: Device, { address, request }: FdbAsked): boolean {
  expectFilter(dev, address);
  if ((request.flags & NLM_F_REPLACE) !== 0) throw new Refusal(EOPNOTSUPP);
  if (!addExclusively(dev, kindOf(address), address)) throw new Refusal(EEXIST);
  return false;
}

/** macvlan_fdb_del(). */
function removeEntry(dev: Device, { address }: FdbAsked): boolean {
  expectFilter(dev, address);
  if (!removeReceived(dev, kindOf(address), address)) throw new Refusal(ENOENT);
  return false;
}

const ops = (kind: 'macvlan' | 'macvtap'): LinkOps => ({
  kind,
  policy: macvlanPolicy,
  setup: () => ({
    changesProtoDown: true,
    flags: IFF_BROADCAST | IFF_MULTICAST,
    mtu: 1500,
    minMtu: ETH_MIN_MTU,
    maxMtu: ETH_MAX_MTU,
    filtersUnicast: true,
    ...(kind === 'macvlan' ? { noQueue: true } : { txqlen: TAP_QUEUE }),
  }),
  validate(attributes, data) {
    validateAddress(attributes.get(IFLA.address));
    if (data !== undefined) validateMacvlan(data);
  },
  newLink,
  change,
  info: (dev) => macvlanInfo(macvlanOf(dev)),
  features: (dev) => HARDWARE | (kind === 'macvlan' ? ROBUST : 0) | ((featuresOf(macvlanOf(dev).lower) & HARDWARE) === 0 ? 0 : PASSED_ON),
  vlanFeatures: (dev) => vlanFeaturesOf(macvlanOf(dev).lower) & HARDWARE,
  lower: (dev) => macvlanOf(dev).lower,
  iflink: (dev) => macvlanOf(dev).lower.index,
  linkNs: (dev) => macvlanOf(dev).lower.ns,
  open,
  stop,
  changeMtu(dev, mtu) {
    if (macvlanOf(dev).lower.mtu < mtu) throw new Refusal(EINVAL);
    dev.mtu = mtu;
  },
  setAddress: takeAddress,
  passesAddressesOn: true,
  fdb: { add: addEntry, remove: removeEntry },
  changeRxFlags(dev, changed) {
    if (!dev.up) return;
    const { port, lower } = macvlanOf(dev);
    if ((changed & IFF_ALLMULTI) !== 0) allmulti(lower, (dev.flags & IFF_ALLMULTI) !== 0 ? 1 : -1);
    if (!port.passthru && (changed & IFF_PROMISC) !== 0) promiscuity(lower, (dev.flags & IFF_PROMISC) !== 0 ? 1 : -1);
  },
  remove,
  uninit,
});

export const macvlanOps: LinkOps = { ...ops('macvlan'), event };
/** The notifier is macvlan's: it sees to both. */
export const macvtapOps: LinkOps = ops('macvtap');
