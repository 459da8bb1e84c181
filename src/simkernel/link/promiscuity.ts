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

/** __dev_set_promiscuity(). */
export function promiscuity(dev: Device, by: number, tell = true): void {
  const old = dev.flags;
  dev.promiscuity += by;
  if (dev.promiscuity > 0) dev.flags |= IFF_PROMISC;
  else dev.flags &= ~IFF_PROMISC;
  if (dev.flags !== old) dev.ops?.changeRxFlags?.(dev, IFF_PROMISC);
  if (tell) tellFlags(dev, old, IFF_PROMISC);
}

/** __dev_set_allmulti(): where nobody asked for it by a request, nobody is told. */
export function allmulti(dev: Device, by: number, tell = true): void {
  const old = dev.flags;
  dev.allmulti += by;
  if (dev.allmulti > 0) dev.flags |= IFF_ALLMULTI;
  else dev.flags &= ~IFF_ALLMULTI;
  if (dev.flags === old) return;
  dev.ops?.changeRxFlags?.(dev, IFF_ALLMULTI);
  if (tell) tellFlags(dev, old, 0);
}
