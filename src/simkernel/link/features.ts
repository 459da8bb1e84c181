// What links leave to their hardware, or to what is below them: as much of it as makes a difference, since a change is told.
// net/core/dev.c: netdev_update_features(), netdev_increment_features().

import type { Device } from './device.js';
import { raise } from './notify.js';

/** NETIF_F_SG and NETIF_F_HW_CSUM, which come together; NETIF_F_GSO_ROBUST; NETIF_F_FSO. */
export const HARDWARE = 1;
export const ROBUST = 2;
export const FSO = 4;
/** NETIF_F_HIGHDMA and NETIF_F_FRAGLIST of a macvlan, which has the rest whatever is below it. */
export const PASSED_ON = 8;

/** What a link has now, by what it stands on. */
export const featuresOf = (dev: Device): number => dev.ops?.features?.(dev) ?? HARDWARE;

/** What VLANs on a link can have of that: dev->vlan_features. */
export const vlanFeaturesOf = (dev: Device): number => dev.ops?.vlanFeatures?.(dev) ?? HARDWARE;

/** netdev_update_features(): tells where something has changed. */
export function updateFeatures(dev: Device): void {
  const features = featuresOf(dev);
  if (features === dev.features) return;
  dev.features = features;
  raise('features', dev);
}
