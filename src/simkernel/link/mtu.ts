// MTUs: their limits, and those above that follow. net/core/dev.c: dev_validate_mtu(), netif_set_mtu_ext().

import { EINVAL } from '../../netlink/errno-numbers.js';
import { Refusal } from '../refusal.js';
import type { Device } from './device.js';
import { raise } from './notify.js';

/** Throws Refusal where the link does not take the MTU. */
export function validateMtu(dev: Device, mtu: number): void {
  if (mtu < dev.minMtu || mtu > 0x7fffffff) throw new Refusal(EINVAL, 'mtu less than device minimum');
  if (dev.maxMtu > 0 && mtu > dev.maxMtu) throw new Refusal(EINVAL, 'mtu greater than device maximum');
}

/** Sets the MTU and tells everybody; nothing happens where it is the same. Throws Refusal. */
export function setMtu(dev: Device, mtu: number): void {
  if (mtu === dev.mtu) return;
  validateMtu(dev, mtu);
  if (dev.ops?.changeMtu === undefined) dev.mtu = mtu;
  else dev.ops.changeMtu(dev, mtu);
  raise('changeMtu', dev);
}

/** The same for a link that follows another one: what it does not take it does not get, and nobody is told. */
export function followMtu(dev: Device, mtu: number): void {
  try {
    setMtu(dev, mtu);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
