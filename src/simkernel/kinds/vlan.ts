// VLANs: links that tag what goes through another one. net/8021q/vlan_netlink.c, vlan_dev.c, vlan.c.

import { EADDRNOTAVAIL, EEXIST, EINVAL, ENETDOWN, ENODEV, EOPNOTSUPP, EPROTONOSUPPORT, ERANGE } from '../../netlink/errno-numbers.js';
import { IFF_ALLMULTI, IFF_BROADCAST, IFF_MULTICAST, IFF_PROMISC, IFF_UP } from '../../rtnl/constants.js';
import type { Attribute, Attributes } from '../attribute.js';
import { addReceived, removeReceived } from '../link/addresses.js';
import { ARPHRD_ETHER, type Device, IFF_MASTER, IFF_SLAVE } from '../link/device.js';
import { FSO, featuresOf, HARDWARE, updateFeatures, vlanFeaturesOf } from '../link/features.js';
import { changeFlagsAndTell, closeAndTell } from '../link/flags.js';
import { IFLA } from '../link/ifla.js';
import { setCarrier } from '../link/linkwatch.js';
import { followMtu } from '../link/mtu.js';
import { raise } from '../link/notify.js';
import type { LinkEvent, LinkOps, NewLink } from '../link/ops.js';
import { allmulti, promiscuity } from '../link/promiscuity.js';
import { register, unregister } from '../link/registration.js';
import { linkUpper, transferOperstate, unlinkUpper } from '../link/stacked.js';
import { ETH_ALEN, isValidMac, macOf, ZERO_MAC } from '../mac.js';
import { type PolicyTable, parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';

const ID = 1;
const FLAGS = 2;
const EGRESS_QOS = 3;
const INGRESS_QOS = 4;
const PROTOCOL = 5;
const QOS_MAPPING = 1;

const ETH_P_8021Q = 0x8100;
const ETH_P_8021AD = 0x88a8;
const VLAN_VID_MASK = 0xfff;
/** The priorities that a header has: the others are cut off. */
const PRIORITIES = 8;
const REORDER_HDR = 0x1;
const LOOSE_BINDING = 0x4;
const BRIDGE_BINDING = 0x10;
const KNOWN_FLAGS = 0x1f;

const mappings: PolicyTable = { maxType: QOS_MAPPING, rules: { [QOS_MAPPING]: { type: 'unspec', length: 8 } } };

/** Where GVRP and MVRP speak: both listen on a link that has VLANs. */
const REGISTRATION_GROUP = '01:80:c2:00:00:21';
const APPLICANTS = 2;

interface Mapping {
  readonly from: number;
  to: number;
}

interface Vlan {
  readonly real: Device;
  readonly id: number;
  readonly protocol: number;
  flags: number;
  readonly ingress: Map<number, number>;
  /** The last one first. One that maps to nothing keeps its place. */
  readonly egress: Mapping[];
  /** What the address of the link below was when it was last looked at. */
  realAddress: string;
}

const vlanOf = (dev: Device): Vlan => dev.state as Vlan;

/** The link below one. */
export const vlanBelow = (dev: Device): Device | undefined => (dev.kind === 'vlan' ? vlanOf(dev).real : undefined);

/** The number of one that has the carrier of ports: br_vlan_is_bind_vlan_dev(). */
export const boundVlan = (dev: Device): number | undefined => (dev.kind === 'vlan' && (vlanOf(dev).flags & BRIDGE_BINDING) !== 0 ? vlanOf(dev).id : undefined);

/** The VLANs of a link by protocol and id. */
const vlans = new WeakMap<Device, Map<number, Device>>();
const keyOf = (protocol: number, id: number): number => (protocol << 12) | id;

/** In the order of their protocols, then of their ids: vlan_group_for_each_dev(). */
function vlansOn(real: Device): readonly Device[] {
  return [...(vlans.get(real) ?? [])].sort(([a], [b]) => a - b).map(([, dev]) => dev);
}

function validate(attributes: Attributes, data: Attributes | undefined): void {
  const address = attributes.get(IFLA.address);
  if (address !== undefined) {
    if (address.length !== ETH_ALEN) throw new Refusal(EINVAL, '8021q: Invalid link address');
    if (!isValidMac(macOf(address.payload))) throw new Refusal(EADDRNOTAVAIL, '8021q: Invalid link address');
  }
  if (data === undefined) throw new Refusal(EINVAL, '8021q: VLAN properties not specified');
  const protocol = data.get(PROTOCOL)?.be16;
  if (protocol !== undefined && protocol !== ETH_P_8021Q && protocol !== ETH_P_8021AD) throw new Refusal(EPROTONOSUPPORT, '8021q: Invalid VLAN protocol');
  if ((data.u16(ID) ?? 0) >= VLAN_VID_MASK) throw new Refusal(ERANGE, '8021q: Invalid VLAN id');
  const flags = data.get(FLAGS);
  if (flags !== undefined) {
    const [value, mask] = flagsOf(flags);
    if ((value & mask & ~KNOWN_FLAGS) !== 0) throw new Refusal(EINVAL, '8021q: Invalid VLAN flags');
  }
  validateMappings(data.get(INGRESS_QOS), '8021q: Invalid ingress QOS map');
  validateMappings(data.get(EGRESS_QOS), '8021q: Invalid egress QOS map');
}

function validateMappings(nest: Attribute | undefined, text: string): void {
  try {
    if (nest !== undefined) parseNested(nest, mappings, { silent: true });
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(error.errno, text);
    throw error;
  }
}

function flagsOf({ bytes, start }: Attribute): [value: number, mask: number] {
  return [bytes.view.getUint32(start, bytes.littleEndian), bytes.view.getUint32(start + 4, bytes.littleEndian)];
}

function newLink(asked: NewLink): void {
  const { attributes, data, dev, linkNs } = asked;
  const id = data?.u16(ID);
  if (data === undefined || id === undefined) throw new Refusal(EINVAL, '8021q: VLAN id not specified');
  const index = attributes.u32(IFLA.link);
  if (index === undefined) throw new Refusal(EINVAL, '8021q: link not specified');
  const real = linkNs.links.get(index);
  if (real === undefined) throw new Refusal(ENODEV, '8021q: link does not exist');
  const protocol = data.get(PROTOCOL)?.be16 ?? ETH_P_8021Q;
  if (real.loopback || real.type !== ARPHRD_ETHER) throw new Refusal(EOPNOTSUPP, '8021q: VLANs not supported on device');
  const all = vlans.get(real) ?? new Map<number, Device>();
  if (all.has(keyOf(protocol, id))) throw new Refusal(EEXIST, '8021q: VLAN device already exists');
  if (!attributes.has(IFLA.mtu)) dev.mtu = real.mtu;
  else if (dev.mtu > real.mtu) throw new Refusal(EINVAL);
  dev.state = { real, id, protocol, flags: REORDER_HDR, ingress: new Map(), egress: [], realAddress: ZERO_MAC } satisfies Vlan;
  change(dev, attributes, data);
  takeAfter(dev, attributes);
  if (all.size === 0) for (let i = 0; i < APPLICANTS; i++) addReceived(real, 'multicast', REGISTRATION_GROUP);
  try {
    register(dev, attributes.string(IFLA.ifname) ?? 'vlan%d');
    link(dev, real);
  } catch (error) {
    if (all.size === 0) endRegistration(real);
    throw error;
  }
  all.set(keyOf(protocol, id), dev);
  vlans.set(real, all);
  dev.ns.kernel.linkwatch.fire(dev);
}

/** vlan_dev_init(): it begins as the link below is. */
function takeAfter(dev: Device, attributes: Attributes): void {
  const { real, flags } = vlanOf(dev);
  dev.carrier = real.carrier && (flags & BRIDGE_BINDING) === 0;
  dev.dormant = real.dormant;
  dev.flags = real.flags & ~(IFF_UP | IFF_PROMISC | IFF_ALLMULTI | IFF_MASTER | IFF_SLAVE);
  if (dev.address === ZERO_MAC) {
    dev.address = real.address;
    dev.stolenAddress = true;
  }
  if (!attributes.has(IFLA.broadcast)) dev.broadcast = real.broadcast;
  dev.tsoMaxSize = real.tsoMaxSize;
}

function link(dev: Device, real: Device): void {
  try {
    linkUpper(real, dev);
  } catch (error) {
    unregister([dev]);
    throw error;
  }
  follow(dev);
}

function endRegistration(real: Device): void {
  for (let i = 0; i < APPLICANTS; i++) removeReceived(real, 'multicast', REGISTRATION_GROUP);
}

/** vlan_stacked_transfer_operstate(): the carrier of one that is bound to ports of a bridge is theirs. */
function follow(dev: Device): void {
  const { real, flags } = vlanOf(dev);
  if ((flags & BRIDGE_BINDING) === 0) transferOperstate(real, dev);
}

function change(dev: Device, _attributes: Attributes, data: Attributes): void {
  const vlan = vlanOf(dev);
  const flags = data.get(FLAGS);
  if (flags !== undefined) {
    const [value, mask] = flagsOf(flags);
    if ((mask & ~KNOWN_FLAGS) !== 0) throw new Refusal(EINVAL);
    vlan.flags = (vlan.flags & ~mask) | (value & mask);
  }
  for (const [from, to] of mappingsIn(data.get(INGRESS_QOS))) setMapping(vlan.ingress, from % PRIORITIES, to);
  for (const [from, to] of mappingsIn(data.get(EGRESS_QOS))) mapEgress(vlan.egress, from, to % PRIORITIES);
}

function mappingsIn(nest: Attribute | undefined): readonly (readonly [from: number, to: number])[] {
  const all = [...(nest?.children() ?? [])].filter(({ type }) => type === QOS_MAPPING);
  return all.map(({ bytes, start }) => [bytes.view.getUint32(start, bytes.littleEndian), bytes.view.getUint32(start + 4, bytes.littleEndian)]);
}

/** vlan_dev_set_egress_priority(). */
function mapEgress(egress: Mapping[], from: number, to: number): void {
  const known = egress.find((mapping) => mapping.from === from);
  if (known === undefined) egress.unshift({ from, to });
  else known.to = to;
}

function setMapping(map: Map<number, number>, from: number, to: number): void {
  if (to === 0) map.delete(from);
  else map.set(from, to);
}

/** Egress priorities are looked up by the last four bits. */
const EGRESS_BUCKETS = 16;

function info(dev: Device): object {
  const { protocol, id, flags, ingress, egress } = vlanOf(dev);
  const outward = egress.filter(({ to }) => to !== 0);
  return {
    protocol,
    id,
    ...(flags !== 0 && { flags: { flags, mask: 0xffffffff } }),
    ...(ingress.size > 0 && { ingressQos: [...ingress].map(([from, to]) => ({ from, to })).sort((a, b) => a.from - b.from) }),
    ...(outward.length > 0 && { egressQos: outward.map(({ from, to }) => ({ from, to })).sort((a, b) => (a.from % EGRESS_BUCKETS) - (b.from % EGRESS_BUCKETS)) }),
  };
}

function open(dev: Device): void {
  const vlan = vlanOf(dev);
  const { real, flags } = vlan;
  if (!real.up && (flags & LOOSE_BINDING) === 0) throw new Refusal(ENETDOWN);
  if (dev.address !== real.address && !inheritAddress(dev)) addReceived(real, 'unicast', dev.address);
  vlan.realAddress = real.address;
  if (real.carrier && (flags & BRIDGE_BINDING) === 0) setCarrier(dev, true);
}

function stop(dev: Device): void {
  const { real, flags } = vlanOf(dev);
  if (dev.address !== real.address) removeReceived(real, 'unicast', dev.address);
  if ((flags & BRIDGE_BINDING) === 0) setCarrier(dev, false);
}

/** vlan_dev_inherit_address(): as long as nobody gave it one of its own. */
function inheritAddress(dev: Device): boolean {
  if (!dev.stolenAddress) return false;
  dev.address = vlanOf(dev).real.address;
  raise('changeAddress', dev);
  return true;
}

/** vlan_sync_address(): the link below receives for the VLAN where their addresses differ. */
function syncAddress(dev: Device): void {
  const vlan = vlanOf(dev);
  const { real, realAddress } = vlan;
  if (realAddress === real.address) return;
  if (!inheritAddress(dev)) {
    if (dev.address === real.address) removeReceived(real, 'unicast', dev.address);
    else if (dev.address === realAddress) addReceived(real, 'unicast', dev.address);
  }
  vlan.realAddress = real.address;
}

/** vlan_device_event(): what happens to the link below. */
function event(what: LinkEvent, real: Device): void {
  const all = vlansOn(real);
  if (all.length === 0) return;
  const isStrict = (dev: Device) => (vlanOf(dev).flags & LOOSE_BINDING) === 0;
  switch (what) {
    case 'change':
      for (const dev of all) follow(dev);
      return;
    case 'changeAddress':
      for (const dev of all) if (dev.up) syncAddress(dev);
      return;
    case 'changeMtu':
      for (const dev of all) if (dev.mtu > real.mtu) followMtu(dev, real.mtu);
      return;
    case 'features':
      for (const dev of all) {
        dev.tsoMaxSize = real.tsoMaxSize;
        updateFeatures(dev);
      }
      return;
    case 'down': {
      const closing = all.filter((dev) => dev.up && isStrict(dev)).reverse();
      closeAndTell(...closing);
      for (const dev of closing) follow(dev);
      return;
    }
    case 'up':
      for (const dev of all) {
        if (dev.up) continue;
        if (isStrict(dev)) changeFlagsAndTell(dev, dev.visibleFlags | IFF_UP);
        follow(dev);
      }
      return;
    case 'unregister':
      if (real.leaving) unregister(all.flatMap(remove));
  }
}

function remove(dev: Device): readonly Device[] {
  const { real, protocol, id } = vlanOf(dev);
  const all = vlans.get(real);
  all?.delete(keyOf(protocol, id));
  unlinkUpper(real, dev);
  if (all?.size === 0) endRegistration(real);
  return [dev];
}

export const vlanOps: LinkOps = {
  kind: 'vlan',
  policy: {
    maxType: PROTOCOL,
    rules: { [ID]: { type: 'u16' }, [FLAGS]: { type: 'unspec', length: 8 }, [EGRESS_QOS]: { type: 'nested' }, [INGRESS_QOS]: { type: 'nested' }, [PROTOCOL]: { type: 'u16' } },
  },
  setup: () => ({ flags: IFF_BROADCAST | IFF_MULTICAST, mtu: 1500, minMtu: 0, maxMtu: 65535, noQueue: true, filtersUnicast: true, liveAddressChange: true }),
  validate,
  newLink,
  change,
  info,
  features: (dev) => featuresOf(vlanOf(dev).real) & vlanFeaturesOf(vlanOf(dev).real) & (HARDWARE | FSO),
  vlanFeatures: (dev) => vlanFeaturesOf(vlanOf(dev).real) & ~FSO,
  lower: (dev) => vlanOf(dev).real,
  iflink: (dev) => vlanOf(dev).real.index,
  linkNs: (dev) => vlanOf(dev).real.ns,
  open,
  stop,
  changeMtu(dev, mtu) {
    if (vlanOf(dev).real.mtu < mtu) throw new Refusal(ERANGE);
    dev.mtu = mtu;
  },
  passesAddressesOn: true,
  setAddress(dev, address) {
    if (!isValidMac(address)) throw new Refusal(EADDRNOTAVAIL);
    const { real } = vlanOf(dev);
    if (dev.up) {
      if (address !== real.address) addReceived(real, 'unicast', address);
      if (dev.address !== real.address) removeReceived(real, 'unicast', dev.address);
    }
    dev.address = address;
  },
  /** Up or not: vlan_dev_change_rx_flags(). */
  changeRxFlags(dev, changed) {
    const { real } = vlanOf(dev);
    if ((changed & IFF_ALLMULTI) !== 0) allmulti(real, (dev.flags & IFF_ALLMULTI) !== 0 ? 1 : -1);
    if ((changed & IFF_PROMISC) !== 0) promiscuity(real, (dev.flags & IFF_PROMISC) !== 0 ? 1 : -1);
  },
  remove,
  event,
};
