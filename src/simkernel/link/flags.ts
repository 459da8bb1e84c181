// Flags of links: up and down, promiscuity, and what changes with them.
// net/core/dev.c: __dev_change_flags(), __dev_open(), __dev_close_many(), __dev_notify_flags(), __dev_set_promiscuity().

import { IFF_ALLMULTI, IFF_DYNAMIC, IFF_MULTICAST, IFF_NOARP, IFF_NOTRAILERS, IFF_PROMISC, IFF_RUNNING, IFF_UP } from '../../rtnl/constants.js';
import { takeBack, updateRxMode } from './addresses.js';
import type { Device } from './device.js';
import { activate } from './linkwatch.js';
import { announceLink, raise } from './notify.js';
import { allmulti, IFF_VOLATILE, promiscuity, tellFlags } from './promiscuity.js';

const IFF_DEBUG = 0x4;
const IFF_PORTSEL = 0x2000;
const IFF_AUTOMEDIA = 0x4000;
/** What is taken over from a request as it is. */
const SETTABLE = IFF_DEBUG | IFF_NOTRAILERS | IFF_NOARP | IFF_DYNAMIC | IFF_MULTICAST | IFF_PORTSEL | IFF_AUTOMEDIA;

/** rtnl_dev_combine_flags(): only those that `change` names, all of them where it names none. */
export function combineFlags(dev: Device, flags: number, change: number): number {
  if (change === 0) return flags;
  const own = (dev.flags & ~(IFF_PROMISC | IFF_ALLMULTI)) | (dev.gflags & (IFF_PROMISC | IFF_ALLMULTI));
  return (flags & change) | (own & ~change);
}

/** __dev_change_flags(): changes without telling anybody but those who are told of up and down. Throws Refusal. */
export function changeFlags(dev: Device, flags: number): void {
  const old = dev.flags;
  dev.flags = (flags & SETTABLE) | (dev.flags & (IFF_UP | IFF_VOLATILE | IFF_PROMISC | IFF_ALLMULTI));
  try {
    if (((old ^ flags) & IFF_UP) !== 0) {
      if ((old & IFF_UP) !== 0) close(dev);
      else open(dev);
    }
  } finally {
    if (((flags ^ dev.gflags) & IFF_PROMISC) !== 0) {
      dev.gflags ^= IFF_PROMISC;
      promiscuity(dev, (flags & IFF_PROMISC) !== 0 ? 1 : -1, false);
    }
    if (((flags ^ dev.gflags) & IFF_ALLMULTI) !== 0) {
      dev.gflags ^= IFF_ALLMULTI;
      allmulti(dev, (flags & IFF_ALLMULTI) !== 0 ? 1 : -1, false);
    }
  }
}

/** dev_change_flags(). */
export function changeFlagsAndTell(dev: Device, flags: number): void {
  const { flags: old, gflags } = dev;
  changeFlags(dev, flags);
  tellFlags(dev, old, (old ^ dev.flags) | (gflags ^ dev.gflags));
}

/** __dev_open(). */
function open(dev: Device): void {
  dev.running = true;
  try {
    dev.ops?.open?.(dev);
  } catch (error) {
    dev.running = false;
    throw error;
  }
  dev.flags |= IFF_UP;
  updateRxMode(dev);
  activate(dev);
}

/** __dev_close_many() of one link, and what dev_close_many() tells. */
function close(dev: Device): void {
  raise('goingDown', dev);
  dev.running = false;
  dev.active = false;
  takeBack(dev);
  dev.ops?.stop?.(dev);
  dev.flags &= ~IFF_UP;
}

/** dev_close(): down, and told so. */
export function closeAndTell(...devs: readonly Device[]): void {
  const open = devs.filter(({ up }) => up);
  for (const dev of open) close(dev);
  for (const dev of open) {
    announceLink(dev, IFF_UP | IFF_RUNNING);
    raise('down', dev);
  }
}
