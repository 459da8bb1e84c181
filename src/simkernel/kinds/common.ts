// What the kinds of Ethernet links have in common when one is made.

import type { Attributes } from '../attribute.js';
import type { Device } from '../link/device.js';
import { IFLA } from '../link/ifla.js';
import type { NewLink } from '../link/ops.js';

/** Gives a link an address where none was asked for, and tells the name that was, or the pattern. */
export function takeNameAndAddress({ dev, attributes }: Pick<NewLink, 'dev' | 'attributes'>, pattern: string): string {
  randomAddress(dev, attributes);
  return attributes.string(IFLA.ifname) ?? pattern;
}

/** eth_hw_addr_random(), where no address was asked for. */
export function randomAddress(dev: Device, attributes: Attributes): void {
  if (!attributes.has(IFLA.address)) dev.address = dev.ns.kernel.random.mac();
}
