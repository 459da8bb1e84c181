// Who is told when something happens to a link: users through RTM_NEWLINK, then the protocols, then the kinds.
// net/core/rtnetlink.c: rtmsg_ifinfo(), rtnetlink_event(); net/core/dev.c: netdev_state_change(), call_netdevice_notifiers().

import { RTNLGRP_LINK } from '../../rtnl/groups.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import type { Device } from './device.js';
import { ensureLinkNsid, linkMessage } from './message.js';
import type { LinkEvent } from './ops.js';

/** Changes that are told of each link as it comes, goes, or is made. */
export const ALL_CHANGED = 0xffffffff;

/** RTM_NEWLINK to all who listen. */
export function announceLink(dev: Device, change = 0, { cause, event }: { readonly cause?: Request | undefined; readonly event?: number } = {}): void {
  if (!dev.registered || !dev.initialized || dev.leaving) return;
  const flags = cause?.echo === true ? { cause } : {};
  ensureLinkNsid(dev);
  dev.ns.kernel.notify(dev.ns, RTNLGRP_LINK, () => linkMessage(dev, { name: 'RTM_NEWLINK', change, ...(event !== undefined && { event }) }), flags);
}

/** Events that rtnetlink itself passes on to users: rtnetlink_event(). */
const TOLD: ReadonlySet<LinkEvent> = new Set(['changeMtu', 'changeAddress', 'changeName', 'changeUpper', 'features', 'changeTxqlen', 'changeInfo', 'changeLowerState']);
/** IFLA_EVENT_FEATURES. */
const EVENT_FEATURES = 2;

/** call_netdevice_notifiers(); of a change, the IFF_* that have changed. */
export function raise(event: LinkEvent, dev: Device, changed = 0): void {
  if (TOLD.has(event)) announceLink(dev, 0, event === 'features' ? { event: EVENT_FEATURES } : {});
  try {
    for (const notifier of dev.ns.kernel.notifiers) notifier(event, dev, changed);
  } catch (error) {
    // An address stays changed, whoever objects: he is the last to be told.
    if (event !== 'changeAddress' || !(error instanceof Refusal)) throw error;
  }
}

/** netdev_state_change(): the protocols first. */
export function linkStateChanged(dev: Device): void {
  if (!dev.up) return;
  raise('change', dev);
  announceLink(dev);
}
