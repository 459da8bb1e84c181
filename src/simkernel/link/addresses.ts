// Hardware addresses of links: changing them, and the second ones that those above ask for.
// net/core/dev.c: netif_set_mac_address(); net/core/dev_addr_lists.c; net/core/dev.c: __dev_set_rx_mode(); net/ethernet/eth.c: eth_mac_addr().

import { EADDRNOTAVAIL, EBUSY, EINVAL, EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import type { Attribute } from '../attribute.js';
import { ETH_ALEN, isValidMac, macOf } from '../mac.js';
import { Refusal } from '../refusal.js';
import type { Device } from './device.js';
import { raise } from './notify.js';
import { promiscuity } from './promiscuity.js';

/** What links of every Ethernet kind say to IFLA_ADDRESS in a request for a new one. */
export function validateAddress(address: Attribute | undefined): void {
  if (address === undefined) return;
  if (address.length !== ETH_ALEN) throw new Refusal(EINVAL);
  if (!isValidMac(macOf(address.payload))) throw new Refusal(EADDRNOTAVAIL);
}

/** dev_set_mac_address(). Throws Refusal. */
export function setAddress(dev: Device, address: string): void {
  if (dev.ops?.fixedAddress === true) throw new Refusal(EOPNOTSUPP);
  if (address !== dev.address) (dev.ops?.setAddress ?? takeAddress)(dev, address);
  dev.stolenAddress = false;
  raise('changeAddress', dev);
}

/** eth_mac_addr(). */
function takeAddress(dev: Device, address: string): void {
  if (!dev.liveAddressChange && dev.up) throw new Refusal(EBUSY);
  if (!isValidMac(address)) throw new Refusal(EADDRNOTAVAIL);
  dev.address = address;
}

/** Addresses that a link receives beside its own, by how many ask for each; in the order in which they came. */
type Counts = Map<string, number>;
/** dev->uc, dev->mc. */
export type AddressKind = 'unicast' | 'multicast';
const KINDS: readonly AddressKind[] = ['unicast', 'multicast'];

interface Lists extends Readonly<Record<AddressKind, Counts>> {
  promiscuous: boolean;
  /** Those that the link below was told of: that counts as one who asks. */
  readonly passed: Readonly<Record<AddressKind, Set<string>>>;
  /** Of those who ask, the links above. */
  readonly above: Readonly<Record<AddressKind, Counts>>;
}

const lists = new WeakMap<Device, Lists>();

function listsOf(dev: Device): Lists {
  const known = lists.get(dev);
  if (known !== undefined) return known;
  const made: Lists = {
    unicast: new Map(),
    multicast: new Map(),
    promiscuous: false,
    passed: { unicast: new Set(), multicast: new Set() },
    above: { unicast: new Map(), multicast: new Map() },
  };
  lists.set(dev, made);
  return made;
}

function count(counts: Counts, address: string): void {
  counts.set(address, (counts.get(address) ?? 0) + 1);
}

function discount(counts: Counts, address: string): boolean {
  const before = counts.get(address);
  if (before === undefined) return false;
  if (before > 1) counts.set(address, before - 1);
  else counts.delete(address);
  return true;
}

/** dev_uc_add(), dev_mc_add(). */
export function addReceived(dev: Device, kind: AddressKind, address: string): void {
  count(listsOf(dev)[kind], address);
  updateRxMode(dev);
}

/** dev_uc_add_excl(), dev_mc_add_excl(); whether it was not there. */
export function addExclusively(dev: Device, kind: AddressKind, address: string): boolean {
  if (listsOf(dev)[kind].has(address)) return false;
  addReceived(dev, kind, address);
  return true;
}

/** dev_uc_del(), dev_mc_del(); whether it was there. */
export function removeReceived(dev: Device, kind: AddressKind, address: string): boolean {
  const found = discount(listsOf(dev)[kind], address);
  if (found) updateRxMode(dev);
  return found;
}

/** dev_uc_flush(), dev_mc_flush(): a link that goes to another namespace forgets who asked. */
export function flushReceived(dev: Device): void {
  const list = lists.get(dev);
  if (list !== undefined) for (const kind of KINDS) for (const one of [list[kind], list.passed[kind], list.above[kind]]) one.clear();
}

/** Unicast addresses, then groups. */
export const receivedBy = (dev: Device): readonly string[] => KINDS.flatMap((kind) => [...listsOf(dev)[kind].keys()]);

/** __dev_set_rx_mode(): a link that cannot filter by address receives all as soon as it is to receive for another. */
export function updateRxMode(dev: Device): void {
  const list = lists.get(dev);
  if (list === undefined || !dev.up) return;
  const wanted = list.unicast.size > 0;
  if (!dev.filtersUnicast && wanted !== list.promiscuous) {
    list.promiscuous = wanted;
    promiscuity(dev, wanted ? 1 : -1, false);
  }
  if (dev.ops?.passesAddressesOn === true) for (const kind of KINDS) pass(dev, kind, true);
}

/**
 * dev_uc_sync(), dev_mc_sync(): what a link that is up is to receive, the one below it receives too; of one that goes down, not any more.
 * What the one below has forgotten meanwhile is never taken back.
 */
function pass(dev: Device, kind: AddressKind, up: boolean): void {
  const lower = dev.ops?.lower?.(dev);
  if (lower === undefined) return;
  const { passed, [kind]: own } = listsOf(dev);
  const { above, [kind]: below } = listsOf(lower);
  for (const [address, asking] of [...own]) {
    if (!passed[kind].has(address)) {
      if (!up) continue;
      passed[kind].add(address);
      for (const counts of [own, below, above[kind]]) count(counts, address);
    } else if ((!up || asking <= 1) && discount(above[kind], address)) {
      passed[kind].delete(address);
      for (const counts of [own, below]) discount(counts, address);
    }
  }
  updateRxMode(lower);
}

/** dev_uc_unsync(), dev_mc_unsync(), before a link goes down. */
export function takeBack(dev: Device): void {
  if (dev.ops?.passesAddressesOn === true) for (const kind of KINDS) pass(dev, kind, false);
}
