// IPv4 addresses: adding, deleting, promoting, expiring. net/ipv4/devinet.c: __inet_insert_ifa(), __inet_del_ifa(), set_ifa_lifetime().

import { EEXIST, EINVAL } from '../../netlink/errno-numbers.js';
import { IFA_F_DEPRECATED, IFA_F_PERMANENT, IFA_F_SECONDARY } from '../../rtnl/constants.js';
import { INET } from '../link/devconf.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { prefixOf } from './address-list.js';
import { addRoutes, addressDown, addressUp, deleteRoutes } from './connected.js';
import { type InetAddress, type InetDevice, isSecondary } from './inet-device.js';
import { announceInet } from './inet-message.js';
import { FOREVER } from './lifetime.js';

/** Flags that mean something to IPv6 alone. */
const IPV6_ONLY = 0x02 | 0x04 | 0x08 | 0x10 | 0x40 | 0x100 | 0x800;

const zero = '00000000';
const timers = new WeakMap<InetAddress, () => void>();

const inetOf = ({ dev }: InetAddress): InetDevice => dev.inet as InetDevice;

/** find_matching_ifa(): the same address of the same subnet. */
export function sameAddress(addresses: InetDevice['addresses'], { local, address, prefixlen }: Pick<InetAddress, 'local' | 'address' | 'prefixlen'>): InetAddress | undefined {
  for (const other of addresses.own(local)) if (prefixOf(other) === prefixOf({ address, prefixlen })) return other;
  return undefined;
}

/** __inet_insert_ifa(). Throws Refusal. */
export function insertAddress(ifa: InetAddress, cause?: Request): void {
  if (ifa.local === zero) return;
  const { addresses } = inetOf(ifa);
  ifa.flags &= ~(IFA_F_SECONDARY | IPV6_ONLY);
  if (sameAddress(addresses, ifa) !== undefined) throw new Refusal(EEXIST, 'ipv4: Address already assigned');
  // Those of a subnet have one scope.
  const [primary] = addresses.sharing(ifa);
  if (primary !== undefined) {
    if (primary.scope !== ifa.scope) throw new Refusal(EINVAL, 'ipv4: Invalid scope value');
    ifa.flags |= IFA_F_SECONDARY;
  }
  addresses.add(ifa);
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
    for (const other of [...addresses.sharing(ifa)]) if (other !== ifa) deleteRoutes(other, ifa);
  }
  unlink(inet, ifa, cause);
  if (promoted !== undefined) promote(inet, promoted, cause);
}

function unlink({ addresses, dev }: InetDevice, ifa: InetAddress, cause: Request | undefined): void {
  addresses.remove(ifa);
  dev.ns.inet.remove(ifa);
  timers.get(ifa)?.();
  announceInet('RTM_DELADDR', ifa, cause);
  addressDown(ifa);
}

/** The secondary that is to be promoted, where the link wants that; without it they are deleted. */
function dropSecondaries(inet: InetDevice, primary: InetAddress, cause: Request | undefined): InetAddress | undefined {
  const [, ...secondaries] = inet.addresses.sharing(primary);
  if (inet.setting('promoteSecondaries') !== 0 || inet.dev.ns.inetAll[INET.promoteSecondaries] !== 0) return secondaries[0];
  for (const other of secondaries) unlink(inet, other, cause);
  return undefined;
}

function promote({ addresses }: InetDevice, promoted: InetAddress, cause: Request | undefined): void {
  addresses.move(promoted, () => {
    promoted.flags &= ~IFA_F_SECONDARY;
  });
  announceInet('RTM_NEWADDR', promoted, cause);
  addressUp(promoted);
  for (const other of [...addresses.sharing(promoted)]) if (other !== promoted) addRoutes(other);
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
