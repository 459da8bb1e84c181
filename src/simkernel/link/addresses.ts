// Hardware addresses of links: changing them, and the second ones that those above ask for.
// net/core/dev.c: netif_set_mac_address(); net/core/dev_addr_lists.c; net/core/dev.c: __dev_set_rx_mode(); net/ethernet/eth.c: eth_mac_addr().

import { EADDRNOTAVAIL, EBUSY, EINVAL, EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import type { Attribute } from '../attribute.js';
import { ETH_ALEN, isValidMac, macOf } from '../mac.js';
import { Refusal } from '../refusal.js';
import type { Device } from './device.js';
import { raise } from './notify.js';
import { promiscuity } from './promiscuity.js';

/** What links of every Ethernet kind say to IFLA_ADDRESS in a request for a new one. */
export function validateAddress(address: Attribute | undefined): void {
  if (address === undefined) return;
  if (address.length !== ETH_ALEN) throw new Refusal(EINVAL);
  if (!isValidMac(macOf(address.payload))) throw new Refusal(EADDRNOTAVAIL);
}

/** dev_set_mac_address(). Throws Refusal. */
export function setAddress(dev: Device, address: string): void {
  if (dev.ops?.fixedAddress === true) throw new Refusal(EOPNOTSUPP);
  if (address !== dev.address) (dev.ops?.setAddress ?? takeAddress)(dev, address);
  raise('changeAddress', dev);
}

/** eth_mac_addr(). */
export function takeAddress(dev: Device, address: string): void {
  if (!dev.liveAddressChange && dev.up) throw new Refusal(EBUSY);
  if (!isValidMac(address)) throw new Refusal(EADDRNOTAVAIL);
  dev.address = address;
}

interface Unicast {
  readonly counts: Map<string, number>;
  promiscuous: boolean;
}

/** The unicast addresses that a link receives beside its own. */
const lists = new WeakMap<Device, Unicast>();

function listOf(dev: Device): Unicast {
  const known = lists.get(dev);
  if (known !== undefined) return known;
  const made: Unicast = { counts: new Map(), promiscuous: false };
  lists.set(dev, made);
  return made;
}

/** dev_uc_add(). */
export function addUnicast(dev: Device, address: string): void {
  const { counts } = listOf(dev);
  counts.set(address, (counts.get(address) ?? 0) + 1);
  updateRxMode(dev);
}

/** dev_uc_del(). */
export function removeUnicast(dev: Device, address: string): void {
  const { counts } = listOf(dev);
  const count = counts.get(address);
  if (count === undefined) return;
  if (count > 1) counts.set(address, count - 1);
  else counts.delete(address);
  updateRxMode(dev);
}

/** dev_uc_flush(): a link that goes to another namespace forgets who asked. */
export function flushUnicast(dev: Device): void {
  lists.get(dev)?.counts.clear();
}

/** __dev_set_rx_mode(): a link that cannot filter by address receives all as soon as it is to receive for another. */
export function updateRxMode(dev: Device): void {
  const list = lists.get(dev);
  if (list === undefined || !dev.up) return;
  const wanted = list.counts.size > 0;
  if (!dev.filtersUnicast && wanted !== list.promiscuous) {
    list.promiscuous = wanted;
    promiscuity(dev, wanted ? 1 : -1, false);
  }
}
