// VLANs: links that tag what goes through another one. net/8021q/vlan_netlink.c, vlan_dev.c, vlan.c.

import { EADDRNOTAVAIL, EEXIST, EINVAL, ENETDOWN, ENODEV, EOPNOTSUPP, EPROTONOSUPPORT, ERANGE } from '../../netlink/errno-numbers.js';
import { IFF_ALLMULTI, IFF_BROADCAST, IFF_MULTICAST, IFF_PROMISC, IFF_UP } from '../../rtnl/constants.js';
import type { Attribute, Attributes } from '../attribute.js';
import { addReceived, removeReceived } from '../link/addresses.js';
import { type Device, IFF_MASTER, IFF_SLAVE } from '../link/device.js';
import { changeFlagsAndTell, closeAndTell } from '../link/flags.js';
import { IFLA } from '../link/ifla.js';
import { setCarrier } from '../link/linkwatch.js';
import { followMtu } from '../link/mtu.js';
import type { LinkEvent, LinkOps, NewLink } from '../link/ops.js';
import { allmulti, promiscuity } from '../link/promiscuity.js';
import { register, unregister } from '../link/registration.js';
import { linkUpper, transferOperstate, unlinkUpper } from '../link/stacked.js';
import { ETH_ALEN, isValidMac, macOf, ZERO_MAC } from '../mac.js';
import { type PolicyTable, parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';

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

interface Vlan {
  readonly real: Device;
  readonly id: number;
  readonly protocol: number;
  flags: number;
  readonly ingress: Map<number, number>;
  readonly egress: Map<number, number>;
}

const vlanOf = (dev: Device): Vlan => dev.state as Vlan;

/** The VLANs of a link by protocol and id. */
const vlans = new WeakMap<Device, Map<number, Device>>();
const keyOf = (protocol: number, id: number): number => (protocol << 12) | id;

function validate(attributes: Attributes, data: Attributes | undefined): void {
  const address = attributes.get(IFLA.address);
  if (address !== undefined) {
    if (address.length !== ETH_ALEN) throw new Refusal(EINVAL, 'Invalid link address');
    if (!isValidMac(macOf(address.payload))) throw new Refusal(EADDRNOTAVAIL, 'Invalid link address');
  }
  if (data === undefined) throw new Refusal(EINVAL, 'VLAN properties not specified');
  const protocol = data.get(PROTOCOL)?.be16;
  if (protocol !== undefined && protocol !== ETH_P_8021Q && protocol !== ETH_P_8021AD) throw new Refusal(EPROTONOSUPPORT, 'Invalid VLAN protocol');
  if ((data.u16(ID) ?? 0) >= VLAN_VID_MASK) throw new Refusal(ERANGE, 'Invalid VLAN id');
  const flags = data.get(FLAGS);
  if (flags !== undefined) {
    const [value, mask] = flagsOf(flags);
    if ((value & mask & ~KNOWN_FLAGS) !== 0) throw new Refusal(EINVAL, 'Invalid VLAN flags');
  }
}

function flagsOf({ bytes, start }: Attribute): [value: number, mask: number] {
  return [bytes.view.getUint32(start, bytes.littleEndian), bytes.view.getUint32(start + 4, bytes.littleEndian)];
}

function newLink(link: NewLink): void {
  const { attributes, data, dev, linkNs, request } = link;
  const id = data?.u16(ID);
  if (data === undefined || id === undefined) throw new Refusal(EINVAL, 'VLAN id not specified');
  const index = attributes.u32(IFLA.link);
  if (index === undefined) throw new Refusal(EINVAL, 'link not specified');
  const real = linkNs.links.get(index);
  if (real === undefined) throw new Refusal(ENODEV, 'link does not exist');
  const protocol = data.get(PROTOCOL)?.be16 ?? ETH_P_8021Q;
  if (real.loopback) throw new Refusal(EOPNOTSUPP, 'VLANs not supported on device');
  const all = vlans.get(real) ?? new Map<number, Device>();
  if (all.has(keyOf(protocol, id))) throw new Refusal(EEXIST, 'VLAN device already exists');
  if (!attributes.has(IFLA.mtu)) dev.mtu = real.mtu;
  else if (dev.mtu > real.mtu) throw new Refusal(EINVAL);
  dev.state = { real, id, protocol, flags: REORDER_HDR, ingress: new Map(), egress: new Map() } satisfies Vlan;
  change(dev, attributes, data, request);
  dev.carrier = real.carrier;
  dev.flags = real.flags & ~(IFF_UP | IFF_PROMISC | IFF_ALLMULTI | IFF_MASTER | IFF_SLAVE);
  if (dev.address === ZERO_MAC) dev.address = real.address;
  dev.broadcast = real.broadcast;
  dev.tsoMaxSize = real.tsoMaxSize;
  register(dev, attributes.string(IFLA.ifname) ?? 'vlan%d');
  all.set(keyOf(protocol, id), dev);
  vlans.set(real, all);
  linkUpper(real, dev);
  transferOperstate(real, dev);
  dev.ns.kernel.linkwatch.fire(dev);
}

function change(dev: Device, _attributes: Attributes, data: Attributes, request: Request): void {
  const vlan = vlanOf(dev);
  const flags = data.get(FLAGS);
  if (flags !== undefined) {
    const [value, mask] = flagsOf(flags);
    vlan.flags = (vlan.flags & ~mask) | (value & mask);
  }
  for (const [type, map] of [
    [INGRESS_QOS, vlan.ingress],
    [EGRESS_QOS, vlan.egress],
  ] as const) {
    const nest = data.get(type);
    if (nest === undefined) continue;
    parseNested(nest, mappings, request.context);
    for (const { bytes, start } of nest.children()) {
      const from = bytes.view.getUint32(start, bytes.littleEndian);
      const to = bytes.view.getUint32(start + 4, bytes.littleEndian);
      if (map === vlan.ingress) setMapping(map, from % PRIORITIES, to);
      else setMapping(map, from, to % PRIORITIES);
    }
  }
}

function setMapping(map: Map<number, number>, from: number, to: number): void {
  if (to === 0) map.delete(from);
  else map.set(from, to);
}

function info(dev: Device): object {
  const { protocol, id, flags, ingress, egress } = vlanOf(dev);
  const list = (map: Map<number, number>) => [...map].map(([from, to]) => ({ from, to }));
  return {
    protocol,
    id,
    ...(flags !== 0 && { flags: { flags, mask: 0xffffffff } }),
    ...(ingress.size > 0 && { ingressQos: list(ingress).sort((a, b) => a.from - b.from) }),
    ...(egress.size > 0 && { egressQos: list(egress).sort((a, b) => (a.from & 15) - (b.from & 15)) }),
  };
}

function open(dev: Device): void {
  const { real, flags } = vlanOf(dev);
  if (!real.up && (flags & LOOSE_BINDING) === 0) throw new Refusal(ENETDOWN);
  if (dev.address !== real.address) addReceived(real, 'unicast', dev.address);
  if ((dev.flags & IFF_ALLMULTI) !== 0) allmulti(real, 1);
  if ((dev.flags & IFF_PROMISC) !== 0) promiscuity(real, 1);
  if (real.carrier && (flags & BRIDGE_BINDING) === 0) setCarrier(dev, true);
}

function stop(dev: Device): void {
  const { real, flags } = vlanOf(dev);
  if ((dev.flags & IFF_ALLMULTI) !== 0) allmulti(real, -1);
  if ((dev.flags & IFF_PROMISC) !== 0) promiscuity(real, -1);
  if (dev.address !== real.address) removeReceived(real, 'unicast', dev.address);
  if ((flags & BRIDGE_BINDING) === 0) setCarrier(dev, false);
}

/** vlan_device_event(): what happens to the link below. */
function event(what: LinkEvent, real: Device): void {
  const all = vlans.get(real);
  if (all === undefined) return;
  const strict = () => [...all.values()].filter((dev) => (vlanOf(dev).flags & LOOSE_BINDING) === 0);
  switch (what) {
    case 'change':
      for (const dev of all.values()) transferOperstate(real, dev);
      return;
    case 'changeAddress':
      return;
    case 'changeMtu':
      for (const dev of all.values()) if (dev.mtu > real.mtu) followMtu(dev, real.mtu);
      return;
    case 'down':
      closeAndTell(...strict());
      for (const dev of all.values()) transferOperstate(real, dev);
      return;
    case 'up':
      for (const dev of strict()) if (!dev.up) changeFlagsAndTell(dev, dev.flags | IFF_UP);
      for (const dev of all.values()) transferOperstate(real, dev);
      return;
    case 'unregister':
      if (real.leaving) unregister([...all.values()].flatMap(remove));
  }
}

function remove(dev: Device): readonly Device[] {
  const { real, protocol, id } = vlanOf(dev);
  unlinkUpper(real, dev);
  vlans.get(real)?.delete(keyOf(protocol, id));
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
  changeRxFlags(dev, changed) {
    if (!dev.up) return;
    const { real } = vlanOf(dev);
    if ((changed & IFF_ALLMULTI) !== 0) allmulti(real, (dev.flags & IFF_ALLMULTI) !== 0 ? 1 : -1);
    if ((changed & IFF_PROMISC) !== 0) promiscuity(real, (dev.flags & IFF_PROMISC) !== 0 ? 1 : -1);
  },
  remove,
  event,
};
