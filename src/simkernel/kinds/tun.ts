// A tun or tap is made by an ioctl: by request it is refused. drivers/net/tun.c: tun_validate(), tun_setup().

import { EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import type { LinkOps } from '../link/ops.js';
import { register } from '../link/registration.js';
import { Refusal } from '../refusal.js';
import { takeNameAndAddress } from './common.js';

export const tunOps: LinkOps = {
  kind: 'tun',
  setup: () => ({ flags: 0, mtu: 1500, minMtu: 68, maxMtu: 65535 }),
  validate: () => {
    throw new Refusal(EOPNOTSUPP, 'tun/tap creation via rtnetlink is not supported.');
  },
  newLink: (link) => register(link.dev, takeNameAndAddress(link, 'tun%d')),
};
