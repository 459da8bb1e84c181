// Links that stand alone and have no data of their own: dummy and ifb. drivers/net/dummy.c, drivers/net/ifb.c.

import { IFF_BROADCAST, IFF_NOARP } from '../../rtnl/constants.js';
import { validateAddress } from '../link/addresses.js';
import { setCarrier } from '../link/linkwatch.js';
import type { LinkOps, NewLink } from '../link/ops.js';
import { register } from '../link/registration.js';
import { takeNameAndAddress } from './common.js';

/** IFLA_ADDRESS. */
const ADDRESS = 1;

function newLink(link: NewLink): void {
  register(link.dev, takeNameAndAddress(link, `${link.dev.kind}%d`));
}

export const dummyOps: LinkOps = {
  kind: 'dummy',
  setup: () => ({ flags: IFF_BROADCAST | IFF_NOARP, mtu: 1500, minMtu: 0, maxMtu: 0, noQueue: true, liveAddressChange: true, tsoMaxSize: 65536 }),
  validate: (attributes) => validateAddress(attributes.get(ADDRESS)),
  newLink,
  changeCarrier: setCarrier,
};

export const ifbOps: LinkOps = {
  kind: 'ifb',
  setup: () => ({ flags: IFF_BROADCAST | IFF_NOARP, mtu: 1500, minMtu: 0, maxMtu: 0, txqlen: 32 }),
  fixedAddress: true,
  validate: (attributes) => validateAddress(attributes.get(ADDRESS)),
  newLink,
};
