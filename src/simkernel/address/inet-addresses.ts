// IPv4 addresses: adding, deleting, promoting, expiring. net/ipv4/devinet.c: __inet_insert_ifa(), __inet_del_ifa(), set_ifa_lifetime().

import { EEXIST, EINVAL } from '../../netlink/errno-numbers.js';
import { IFA_F_DEPRECATED, IFA_F_PERMANENT, IFA_F_SECONDARY } from '../../rtnl/constants.js';
import { network } from '../ip.js';
import { INET } from '../link/devconf.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { addRoutes, addressDown, addressUp, deleteRoutes } from './connected.js';
import type { InetAddress, InetDevice } from './inet-device.js';
import { announceInet } from './inet-message.js';
import { FOREVER } from './lifetime.js';

/** Flags that mean something to IPv6 alone. */
const IPV6_ONLY = 0x02 | 0x04 | 0x08 | 0x10 | 0x40 | 0x100 | 0x800;

const zero = '00000000';
const timers = new WeakMap<InetAddress, () => void>();

/** inet_ifa_match() and the same mask. */
export const sameSubnet = (a: InetAddress, b: InetAddress): boolean => a.prefixlen === b.prefixlen && network(a.address, a.prefixlen) === network(b.address, b.prefixlen);

const inetOf = ({ dev }: InetAddress): InetDevice => dev.inet as InetDevice;
const isSecondary = ({ flags }: InetAddress): boolean => (flags & IFA_F_SECONDARY) !== 0;

/** __inet_insert_ifa(). Throws Refusal. */
export function insertAddress(ifa: InetAddress, cause?: Request): void {
  if (ifa.local === zero) return;
  const { addresses } = inetOf(ifa);
  ifa.flags &= ~(IFA_F_SECONDARY | IPV6_ONLY);
  let after = 0;
  for (const [i, other] of addresses.entries()) {
    if (!isSecondary(other) && ifa.scope <= other.scope) after = i + 1;
    if (!sameSubnet(other, ifa)) continue;
    if (other.local === ifa.local) throw new Refusal(EEXIST, 'ipv4: Address already assigned');
    if (other.scope !== ifa.scope) throw new Refusal(EINVAL, 'ipv4: Invalid scope value');
    ifa.flags |= IFA_F_SECONDARY;
  }
  if (isSecondary(ifa)) addresses.push(ifa);
  else addresses.splice(after, 0, ifa);
  ifa.dev.ns.inet.add(ifa);
  watchLifetime(ifa);
  announceInet('RTM_NEWADDR', ifa, cause);
  addressUp(ifa);
}

/** __inet_del_ifa(): secondaries of a primary go with it, or the first of them takes its place. */
export function deleteAddress(ifa: InetAddress, cause?: Request): void {
  const inet = inetOf(ifa);
  const { addresses } = inet;
  const promoted = inet.dead || isSecondary(ifa) ? undefined : dropSecondaries(inet, ifa, cause);
  if (promoted !== undefined) {
    for (const other of addresses.slice(addresses.indexOf(promoted))) if (sameSubnet(ifa, other)) deleteRoutes(other, ifa);
  }
  unlink(inet, ifa, cause);
  if (promoted !== undefined) promote(inet, promoted, ifa, cause);
}

function unlink({ addresses, dev }: InetDevice, ifa: InetAddress, cause: Request | undefined): void {
  addresses.splice(addresses.indexOf(ifa), 1);
  dev.ns.inet.remove(ifa);
  timers.get(ifa)?.();
  announceInet('RTM_DELADDR', ifa, cause);
  addressDown(ifa);
}

/** The secondary that is to be promoted, where the link wants that; without it they are deleted. */
function dropSecondaries(inet: InetDevice, primary: InetAddress, cause: Request | undefined): InetAddress | undefined {
  const secondaries = inet.addresses.slice(inet.addresses.indexOf(primary) + 1).filter((other) => isSecondary(other) && sameSubnet(primary, other));
  if (inet.setting('promoteSecondaries') !== 0 || inet.dev.ns.inetAll[INET.promoteSecondaries] !== 0) return secondaries[0];
  for (const other of secondaries) unlink(inet, other, cause);
  return undefined;
}

function promote({ addresses }: InetDevice, promoted: InetAddress, gone: InetAddress, cause: Request | undefined): void {
  const behind = addresses.slice(addresses.indexOf(promoted) + 1);
  addresses.splice(addresses.indexOf(promoted), 1);
  let after = 0;
  for (const [i, other] of addresses.entries()) if (!isSecondary(other) && gone.scope <= other.scope) after = i + 1;
  addresses.splice(after, 0, promoted);
  promoted.flags &= ~IFA_F_SECONDARY;
  announceInet('RTM_NEWADDR', promoted, cause);
  addressUp(promoted);
  for (const other of behind) if (sameSubnet(gone, other)) addRoutes(other);
}

/** set_ifa_lifetime(). */
export function setLifetime(ifa: InetAddress, valid: number, preferred: number): void {
  ifa.flags &= ~(IFA_F_PERMANENT | IFA_F_DEPRECATED);
  if (valid === FOREVER) ifa.flags |= IFA_F_PERMANENT;
  if (preferred === 0) ifa.flags |= IFA_F_DEPRECATED;
  ifa.valid = valid;
  ifa.preferred = preferred;
  ifa.updated = ifa.dev.ns.kernel.ticks;
}

/** check_lifetime(): what has expired goes, what is no longer preferred says so. */
export function watchLifetime(ifa: InetAddress): void {
  timers.get(ifa)?.();
  const { clock, ticks } = ifa.dev.ns.kernel;
  const passed = (ticks - ifa.updated) * 10;
  const deprecates = ifa.preferred !== FOREVER && (ifa.flags & IFA_F_DEPRECATED) === 0;
  if (ifa.valid === FOREVER && !deprecates) return;
  const next = deprecates && ifa.preferred < ifa.valid ? ifa.preferred : ifa.valid;
  timers.set(
    ifa,
    clock.schedule(next * 1000 - passed, () => expire(ifa)),
  );
}

function expire(ifa: InetAddress): void {
  const { kernel } = ifa.dev.ns;
  const passed = Math.floor((kernel.ticks - ifa.updated) / 100);
  if (ifa.valid !== FOREVER && passed >= ifa.valid) deleteAddress(ifa);
  else {
    ifa.flags |= IFA_F_DEPRECATED;
    announceInet('RTM_NEWADDR', ifa);
    watchLifetime(ifa);
  }
  kernel.settle();
}
