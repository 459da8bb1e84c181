// What IPv4 keeps of a link. include/linux/inetdevice.h: struct in_device, in_ifaddr.

import { INET } from '../link/devconf.js';
import type { Device } from '../link/device.js';
import { MulticastList } from './multicast.js';

/** An IPv4 address of a link. Addresses are hex. */
export interface InetAddress {
  readonly dev: Device;
  readonly local: string;
  /** The peer's of a point-to-point one, else the same. */
  readonly address: string;
  broadcast: string | undefined;
  readonly prefixlen: number;
  /** The first `prefixlen` bits that count. */
  readonly scope: number;
  flags: number;
  label: string;
  priority: number;
  protocol: number;
  valid: number;
  preferred: number;
  /** In hundredths of a second since the kernel started. */
  readonly created: number;
  updated: number;
}

export class InetDevice {
  readonly conf: Int32Array;
  /** In the order in which they are listed. */
  readonly addresses: InetAddress[] = [];
  readonly multicast: MulticastList;
  dead = false;

  constructor(readonly dev: Device) {
    this.conf = Int32Array.from(dev.ns.inetDefault);
    this.multicast = new MulticastList(dev, 2);
  }

  setting(name: keyof typeof INET): number {
    return this.conf[INET[name]] as number;
  }
}
