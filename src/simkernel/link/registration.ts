// How links come and go: register_netdevice(), unregister_netdevice_many(), and the moves between namespaces.
// net/core/dev.c; net/core/rtnetlink.c: rtnl_configure_link().

import { EBUSY, EEXIST, EINVAL } from '../../netlink/errno-numbers.js';
import { RTNLGRP_LINK } from '../../rtnl/groups.js';
import type { NetNamespace } from '../namespace.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { flushReceived } from './addresses.js';
import type { Device } from './device.js';
import { featuresOf } from './features.js';
import { changeFlags, closeAndTell, combineFlags } from './flags.js';
import { updateOperstate } from './linkwatch.js';
import { ensureNsid, linkMessage } from './message.js';
import { ALL_CHANGED, announceLink, raise } from './notify.js';
import { tellFlags } from './promiscuity.js';

/** register_netdevice(): the link is in its namespace, and nobody is told yet. Throws Refusal. */
export function register(dev: Device, wanted: string): void {
  dev.name = dev.ns.links.validName(wanted);
  dev.ns.links.add(dev);
  dev.registered = true;
  dev.features = featuresOf(dev);
  if (!dev.carrier || dev.dormant || dev.testing) updateOperstate(dev);
  raise('register', dev);
}

/** rtnl_configure_link(): the flags it was asked for, and the first message about it. */
export function configure(dev: Device, { flags, change }: { readonly flags: number; readonly change: number }, cause?: Request): void {
  const old = dev.flags;
  if (flags !== 0 || change !== 0) changeFlags(dev, combineFlags(dev, flags, change));
  if (dev.initialized) {
    tellFlags(dev, old, old ^ dev.flags, cause);
  } else {
    dev.initialized = true;
    tellFlags(dev, old, ALL_CHANGED, cause);
  }
}

/** unregister_netdevice_many(): in the order in which they are given. */
export function unregister(devs: readonly Device[], cause?: Request): void {
  closeAndTell(...devs);
  for (const dev of devs) {
    dev.leaving = true;
    dev.ns.links.remove(dev);
    dev.ns.kernel.linkwatch.forget(dev);
  }
  for (const dev of devs) {
    dev.qdisc = 'noop';
    raise('unregister', dev);
    // Of one that nobody was told of no message is made, which would name its namespaces.
    const gone = dev.initialized ? linkMessage(dev, { name: 'RTM_DELLINK', change: ALL_CHANGED }) : undefined;
    dev.ops?.uninit?.(dev);
    if (gone !== undefined) dev.ns.kernel.notify(dev.ns, RTNLGRP_LINK, () => gone, cause?.echo === true ? { cause } : {});
    dev.registered = false;
  }
}

/** __dev_change_net_namespace(). Throws Refusal. */
export function moveTo(dev: Device, ns: NetNamespace, pattern: string | undefined, newIndex: number | undefined): void {
  if (dev.netnsImmutable) throw new Refusal(EINVAL, 'The interface netns is immutable');
  const from = dev.ns;
  let name = dev.name;
  if (ns.links.find(name) !== undefined) {
    if (pattern === undefined) throw new Refusal(EEXIST, 'An interface with the same name exists in the target netns');
    name = nameIn(ns, pattern);
  }
  for (const altname of dev.altnames) if (ns.links.find(altname) !== undefined) throw new Refusal(EEXIST, `An interface with the altname ${altname} exists in the target netns`);
  if (newIndex !== undefined && ns.links.get(newIndex) !== undefined) throw new Refusal(EBUSY, `The ifindex ${newIndex} is not available in the target netns`);
  closeAndTell(dev);
  from.links.remove(dev);
  dev.qdisc = 'noop';
  raise('unregister', dev);
  const nsid = ensureNsid(from, ns);
  const index = newIndex ?? (ns.links.get(dev.index) === undefined ? dev.index : ns.links.freeIndex());
  const gone = linkMessage(dev, { name: 'RTM_DELLINK', change: ALL_CHANGED, moved: { nsid, index } });
  from.kernel.notify(from, RTNLGRP_LINK, () => gone);
  flushReceived(dev);
  dev.index = index;
  dev.name = name;
  ns.links.add(dev);
  raise('register', dev);
  announceLink(dev, ALL_CHANGED);
}

function nameIn(ns: NetNamespace, pattern: string): string {
  try {
    return ns.links.validName(pattern);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.errno, `Unable to use '${pattern}' for the new interface name in the target netns`);
  }
}

/** A link of which nobody but the kernel knows when it comes: the loopback of a new namespace. */
export function registerSilently(dev: Device, name: string): void {
  register(dev, name);
  dev.initialized = true;
}
