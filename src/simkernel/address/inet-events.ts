// What IPv4 does when something happens to a link. net/ipv4/devinet.c: inetdev_event(); net/ipv4/igmp.c: ip_mc_up().

import { AF_INET, IFA_F_PERMANENT } from '../../rtnl/constants.js';
import { INET } from '../link/devconf.js';
import type { Device } from '../link/device.js';
import type { LinkEvent } from '../link/ops.js';
import { Refusal } from '../refusal.js';
import { deleteAddress, insertAddress } from './inet-addresses.js';
import { InetDevice } from './inet-device.js';
import { announceInet } from './inet-message.js';
import { FOREVER } from './lifetime.js';
import { announceNetconf } from './netconf.js';

/** RFC 791: the least that every link takes. */
const MIN_MTU = 68;
const ALL_HOSTS = 'e0000001';
const LOOPBACK = '7f000001';
const SCOPE_HOST = 254;
/** IFNAMSIZ, without NUL. */
const NAME_MAX = 15;

export function inetEvent(event: LinkEvent, dev: Device): void {
  const { inet } = dev;
  if (inet === undefined) {
    if (event === 'register') {
      const { conf } = start(dev);
      // Not where it gets IPv4 back.
      if (dev.loopback) conf[INET.noxfrm] = conf[INET.nopolicy] = 1;
    } else if (event === 'changeMtu' && dev.mtu >= MIN_MTU) start(dev);
    return;
  }
  switch (event) {
    case 'up':
      if (dev.mtu < MIN_MTU) return;
      if (dev.loopback) addLoopbackAddress(dev, inet);
      inet.multicast.join(ALL_HOSTS);
      inet.multicast.start();
      return;
    case 'down':
      inet.multicast.stop();
      inet.multicast.leave(ALL_HOSTS);
      return;
    case 'changeMtu':
      if (dev.mtu < MIN_MTU) stop(dev, inet);
      return;
    case 'unregister':
      return stop(dev, inet);
    case 'changeName':
      for (const [i, address] of [...inet.addresses].entries()) {
        address.label = relabel(address.label, dev.name, i);
        announceInet('RTM_NEWADDR', address);
      }
      announceNetconf(dev.ns, AF_INET, dev.index, undefined);
      announceNetconf(dev.ns, AF_INET, dev.index, inet.conf);
  }
}

function start(dev: Device): InetDevice {
  const inet = new InetDevice(dev);
  dev.inet = inet;
  announceNetconf(dev.ns, AF_INET, dev.index, inet.conf);
  if (dev.up) inet.multicast.join(ALL_HOSTS);
  return inet;
}

/** inetdev_destroy(). */
function stop(dev: Device, inet: InetDevice): void {
  inet.dead = true;
  inet.multicast.destroy();
  for (const address of [...inet.addresses]) deleteAddress(address);
  dev.inet = undefined;
  announceNetconf(dev.ns, AF_INET, dev.index, undefined);
  dev.ns.neighbours.stop(dev, AF_INET, false);
}

/** Where 127.0.0.0/8 is there in another scope already, the link comes up without. */
function addLoopbackAddress(dev: Device, inet: InetDevice): void {
  inet.tellAll();
  try {
    insertAddress(loopbackAddress(dev));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

function loopbackAddress(dev: Device) {
  const now = dev.ns.kernel.ticks;
  return {
    dev,
    local: LOOPBACK,
    address: LOOPBACK,
    broadcast: undefined,
    prefixlen: 8,
    scope: SCOPE_HOST,
    flags: IFA_F_PERMANENT,
    label: dev.name,
    priority: 0,
    protocol: 0,
    valid: FOREVER,
    preferred: FOREVER,
    created: now,
    updated: now,
  };
}

/** inetdev_changename(): the first is called as the link is; the others keep what stands behind a colon, or get their number there. */
function relabel(label: string, name: string, place: number): string {
  if (place === 0) return name;
  const colon = label.indexOf(':');
  const suffix = colon < 0 ? `:${place + 1}` : label.slice(colon);
  return `${name.slice(0, NAME_MAX - suffix.length)}${suffix}`;
}
