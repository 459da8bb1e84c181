// What the routes of IPv4 do when something happens to a link. net/ipv4/fib_frontend.c: fib_netdev_event(), fib_disable_ip().

import type { Device } from '../link/device.js';
import type { LinkEvent } from '../link/ops.js';
import { flushDevice, reviveDevice } from '../route/inet.js';
import { addRoutes } from './connected.js';

export function fibEvent(event: LinkEvent, dev: Device): void {
  const { ns, inet } = dev;
  if (event === 'unregister') return flushDevice(ns, dev, { all: true, gone: true });
  if (inet === undefined) return;
  if (event === 'up') {
    for (const address of inet.addresses) addRoutes(address);
    reviveDevice(ns, dev);
  } else if (event === 'down') {
    flushDevice(ns, dev, { all: false });
  } else if (event === 'change') {
    ns.fib4.setCarrier(dev, dev.carrier || (dev.up && dev.operUp));
  }
}
