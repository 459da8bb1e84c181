// veth: two links, each the other's peer. drivers/net/veth.c.

import { EINVAL, ENOTCONN } from '../../netlink/errno-numbers.js';
import { IFF_BROADCAST, IFF_MULTICAST } from '../../rtnl/constants.js';
import { ifinfomsg } from '../../rtnl/link.js';
import type { Attributes } from '../attribute.js';
import { validateAddress } from '../link/addresses.js';
import { createDevice, linkPolicy, peerNamespace } from '../link/create.js';
import type { Device } from '../link/device.js';
import { IFLA } from '../link/ifla.js';
import { setCarrier } from '../link/linkwatch.js';
import type { LinkOps, NewLink } from '../link/ops.js';
import { configure, register, unregister } from '../link/registration.js';
import { parse } from '../policy.js';
import { Refusal } from '../refusal.js';
import { takeNameAndAddress } from './common.js';

const VETH_INFO_PEER = 1;
const MIN_MTU = 68;
const MAX_MTU = 65535;

const peerOf = (dev: Device): Device | undefined => dev.state as Device | undefined;

function validate(attributes: Attributes): void {
  validateAddress(attributes.get(IFLA.address));
  const mtu = attributes.u32(IFLA.mtu);
  if (mtu !== undefined && (mtu < MIN_MTU || mtu > MAX_MTU)) throw new Refusal(EINVAL);
}

function newLink(link: NewLink): void {
  const { request, dev, data, attributes } = link;
  const nest = data?.get(VETH_INFO_PEER);
  const header = nest === undefined ? undefined : ifinfomsg.read(nest.bytes, nest.start);
  const peerAttributes = nest === undefined ? attributes : parse(nest.bytes, nest.start + ifinfomsg.size, nest.end, linkPolicy, request.context);
  const peerName = header === undefined ? undefined : peerAttributes.string(IFLA.ifname);
  const peer = createDevice(peerNamespace(link, peerAttributes, nest !== undefined), vethOps, peerAttributes);
  if (header === undefined || !peerAttributes.has(IFLA.address)) peer.address = dev.ns.kernel.random.mac();
  if (header !== undefined && dev.index !== 0) peer.index = header.index;
  register(peer, peerName ?? 'veth%d');
  setCarrier(peer, false);
  try {
    configure(peer, header ?? { flags: 0, change: 0 });
    register(dev, takeNameAndAddress(link, 'veth%d'));
  } catch (error) {
    unregister([peer]);
    throw error;
  }
  setCarrier(dev, false);
  dev.state = peer;
  peer.state = dev;
}

export const vethOps: LinkOps = {
  kind: 'veth',
  policy: { maxType: VETH_INFO_PEER, rules: { [VETH_INFO_PEER]: { type: 'unspec', length: ifinfomsg.size } } },
  peerType: VETH_INFO_PEER,
  setup: ({ kernel }) => ({
    flags: IFF_BROADCAST | IFF_MULTICAST,
    mtu: 1500,
    minMtu: MIN_MTU,
    maxMtu: MAX_MTU,
    noQueue: true,
    liveAddressChange: true,
    numTxQueues: kernel.cpus,
    numRxQueues: kernel.cpus,
  }),
  validate,
  newLink,
  iflink: (dev) => peerOf(dev)?.index ?? 0,
  linkNs: (dev) => peerOf(dev)?.ns,
  open(dev) {
    const peer = peerOf(dev);
    if (peer === undefined) throw new Refusal(ENOTCONN);
    if (!peer.up) return;
    setCarrier(dev, true);
    setCarrier(peer, true);
  },
  stop(dev) {
    setCarrier(dev, false);
    const peer = peerOf(dev);
    if (peer !== undefined) setCarrier(peer, false);
  },
  remove(dev) {
    const peer = peerOf(dev);
    dev.state = undefined;
    if (peer === undefined) return [dev];
    peer.state = undefined;
    return [dev, peer];
  },
};
