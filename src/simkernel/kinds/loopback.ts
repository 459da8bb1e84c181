// lo: one in each namespace, there from the start. drivers/net/loopback.c.

import { IFF_LOOPBACK } from '../../rtnl/constants.js';
import { ARPHRD_LOOPBACK, Device } from '../link/device.js';
import { registerSilently } from '../link/registration.js';
import { ZERO_MAC } from '../mac.js';
import type { NetNamespace } from '../namespace.js';

/** Puts the loopback into a new namespace. */
export function createLoopback(ns: NetNamespace): void {
  const dev = new Device(ns, undefined, {
    type: ARPHRD_LOOPBACK,
    flags: IFF_LOOPBACK,
    mtu: 65536,
    minMtu: 0,
    maxMtu: 0,
    noQueue: true,
    netnsImmutable: true,
    liveAddressChange: true,
  });
  dev.broadcast = ZERO_MAC;
  registerSilently(dev, 'lo');
}
