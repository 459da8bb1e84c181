// Links that stand alone and have no data of their own: dummy, ifb and nlmon. drivers/net/dummy.c, drivers/net/ifb.c, drivers/net/nlmon.c.

import { EINVAL } from '../../netlink/errno-numbers.js';
import { NLMSG_HDRLEN } from '../../netlink/message.js';
import { IFF_BROADCAST, IFF_NOARP } from '../../rtnl/constants.js';
import { validateAddress } from '../link/addresses.js';
import { ARPHRD_NETLINK } from '../link/device.js';
import { IFLA } from '../link/ifla.js';
import { setCarrier } from '../link/linkwatch.js';
import type { LinkOps, NewLink } from '../link/ops.js';
import { register } from '../link/registration.js';
import { Refusal } from '../refusal.js';
import { takeNameAndAddress } from './common.js';

function newLink(link: NewLink): void {
  register(link.dev, takeNameAndAddress(link, `${link.dev.kind}%d`));
}

export const dummyOps: LinkOps = {
  kind: 'dummy',
  setup: () => ({ flags: IFF_BROADCAST | IFF_NOARP, mtu: 1500, minMtu: 0, maxMtu: 0, noQueue: true, liveAddressChange: true, tsoMaxSize: 65536 }),
  validate: (attributes) => validateAddress(attributes.get(IFLA.address)),
  newLink,
  changeCarrier: setCarrier,
  vlanFeatures: () => 0,
};

export const ifbOps: LinkOps = {
  kind: 'ifb',
  setup: () => ({ flags: IFF_BROADCAST | IFF_NOARP, mtu: 1500, minMtu: 0, maxMtu: 0, txqlen: 32 }),
  fixedAddress: true,
  validate: (attributes) => validateAddress(attributes.get(IFLA.address)),
  newLink,
};

/** NLMSG_GOODSIZE: what a page holds beside what is kept of a packet, in whole lines of the cache. Those of s390x, the one big-endian machine with such a kernel, have 256 bytes. */
const NETLINK_MTU = { little: 3776, big: 3584 } as const;

/** Has no address of the link layer. What passes it is not counted. */
export const nlmonOps: LinkOps = {
  kind: 'nlmon',
  setup: ({ kernel: { littleEndian } }) => ({
    type: ARPHRD_NETLINK,
    addressLength: 0,
    flags: IFF_NOARP,
    mtu: NETLINK_MTU[littleEndian ? 'little' : 'big'],
    minMtu: NLMSG_HDRLEN,
    maxMtu: 0,
    noQueue: true,
    tsoMaxSize: 65536,
  }),
  fixedAddress: true,
  validate: (attributes) => {
    if (attributes.has(IFLA.address)) throw new Refusal(EINVAL);
  },
  newLink: ({ dev, attributes }) => register(dev, attributes.string(IFLA.ifname) ?? 'nlmon%d'),
};
