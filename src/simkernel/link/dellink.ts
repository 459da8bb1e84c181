// RTM_DELLINK, and alternative names: RTM_NEWLINKPROP, RTM_DELLINKPROP. net/core/rtnetlink.c: rtnl_dellink(), rtnl_linkprop().

import { EEXIST, EINVAL, ENODEV, ENOENT, EOPNOTSUPP, EPERM } from '../../netlink/errno-numbers.js';
import { ifinfomsg } from '../../rtnl/link.js';
import type { Attributes } from '../attribute.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { ensureOneNamespace, linkPolicy, targetNamespace } from './create.js';
import type { Device } from './device.js';
import { IFLA } from './ifla.js';
import { findLink } from './newlink.js';
import { linkStateChanged } from './notify.js';
import { unregister } from './registration.js';

export function deleteLink(request: Request): void {
  const header = request.struct(ifinfomsg);
  const attributes = request.attributes(ifinfomsg.size, linkPolicy);
  ensureOneNamespace(attributes);
  const ns = targetNamespace(request, attributes);
  const named = attributes.has(IFLA.ifname) || attributes.has(IFLA.altIfname);
  const group = attributes.u32(IFLA.group);
  if (header.index > 0 || named) {
    const dev = findLink(ns, header.index, attributes);
    if (dev === undefined) throw new Refusal(ENODEV);
    return remove([dev], request);
  }
  if (group === undefined) throw new Refusal(EINVAL);
  if (group === 0) throw new Refusal(EPERM);
  const members = ns.links.inGroup(group);
  if (members.length === 0) throw new Refusal(ENODEV);
  remove(members, request);
}

function remove(devs: readonly Device[], request: Request): void {
  for (const { ops } of devs) if (ops === undefined) throw new Refusal(EOPNOTSUPP);
  const gone = new Set<Device>();
  for (const dev of devs) if (!gone.has(dev)) for (const one of dev.ops?.remove?.(dev) ?? [dev]) gone.add(one);
  unregister([...gone], request);
}

/** RTM_NEWLINKPROP, RTM_DELLINKPROP. */
export const linkProperties =
  (add: boolean) =>
  (request: Request): void => {
    const header = request.struct(ifinfomsg);
    const attributes: Attributes = request.attributes(ifinfomsg.size, linkPolicy, 'strict');
    if (header.index <= 0 && !attributes.has(IFLA.ifname) && !attributes.has(IFLA.altIfname)) throw new Refusal(EINVAL);
    const dev = findLink(request.ns, header.index, attributes);
    if (dev === undefined) throw new Refusal(ENODEV);
    const list = attributes.get(IFLA.propList);
    if (list === undefined) return;
    let changed = false;
    for (const { type, string } of list.children()) {
      if (type !== IFLA.altIfname) continue;
      changeAltname(dev, string, add);
      changed = true;
    }
    if (changed) linkStateChanged(dev);
  };

function changeAltname(dev: Device, name: string, add: boolean): void {
  const { links } = dev.ns;
  const holder = links.find(name);
  if (add) {
    if (holder !== undefined) throw new Refusal(EEXIST);
    links.addAltname(dev, name);
    return;
  }
  if (holder === undefined) throw new Refusal(ENOENT);
  if (holder !== dev || name === dev.name) throw new Refusal(EINVAL);
  links.removeAltname(dev, name);
}
