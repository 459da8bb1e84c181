// Promiscuity of links, and telling of flags that have changed. net/core/dev.c: __dev_set_promiscuity(), netif_set_allmulti(), __dev_notify_flags().

import { IFF_ALLMULTI, IFF_BROADCAST, IFF_LOOPBACK, IFF_POINTOPOINT, IFF_PROMISC, IFF_RUNNING, IFF_UP } from '../../rtnl/constants.js';
import type { Request } from '../request.js';
import { type Device, IFF_DORMANT, IFF_ECHO, IFF_LOWER_UP, IFF_MASTER, IFF_SLAVE } from './device.js';
import { announceLink, raise } from './notify.js';

/** What nobody sets by a request. */
export const IFF_VOLATILE = IFF_LOOPBACK | IFF_POINTOPOINT | IFF_BROADCAST | IFF_ECHO | IFF_MASTER | IFF_SLAVE | IFF_RUNNING | IFF_LOWER_UP | IFF_DORMANT;

/** __dev_notify_flags(). */
export function tellFlags(dev: Device, old: number, told: number, cause?: Request): void {
  const changes = dev.flags ^ old;
  if (told !== 0) announceLink(dev, told >>> 0, { cause });
  if ((changes & IFF_UP) !== 0) raise(dev.up ? 'up' : 'down', dev);
  if (dev.up && (changes & ~(IFF_UP | IFF_PROMISC | IFF_ALLMULTI | IFF_VOLATILE)) !== 0) raise('change', dev, changes);
}

/**
 * How often something is asked for, one more or less: nothing keeps whoever took it back from doing so again, and less than none is the most there is.
 * Undefined where it would go beyond that.
 */
function counted(count: number, by: 1 | -1): number | undefined {
  const next = (count + by) >>> 0;
  return next === 0 && by > 0 ? undefined : next;
}

/** __dev_set_promiscuity(); whether it could be counted. */
export function promiscuity(dev: Device, by: 1 | -1, tell = true): boolean {
  const old = dev.flags;
  const count = counted(dev.promiscuity, by);
  if (count === undefined) return false;
  dev.promiscuity = count;
  if (count > 0) dev.flags |= IFF_PROMISC;
  else dev.flags &= ~IFF_PROMISC;
  if (dev.flags !== old) dev.ops?.changeRxFlags?.(dev, IFF_PROMISC);
  if (tell) tellFlags(dev, old, IFF_PROMISC);
  return true;
}

/** __dev_set_allmulti(): where nobody asked for it by a request, nobody is told. */
export function allmulti(dev: Device, by: 1 | -1, tell = true): void {
  const old = dev.flags;
  const count = counted(dev.allmulti, by);
  if (count === undefined) return;
  dev.allmulti = count;
  if (count > 0) dev.flags |= IFF_ALLMULTI;
  else dev.flags &= ~IFF_ALLMULTI;
  if (dev.flags === old) return;
  dev.ops?.changeRxFlags?.(dev, IFF_ALLMULTI);
  if (tell) tellFlags(dev, old, 0);
}
