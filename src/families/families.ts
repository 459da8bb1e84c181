// Every netlink family but route, by number. include/uapi/linux/netlink.h.

import { NETLINK_ROUTE } from '../netlink/constants.js';
import type { Bodies, Protocol } from '../netlink/message.js';
import { auditProtocol } from './audit/protocol.js';
import { connectorProtocol } from './connector.js';
import { cryptoProtocol } from './crypto.js';
import { genericProtocol } from './generic/protocol.js';
import { GenericFamilies } from './generic/registry.js';
import { netfilterProtocol } from './netfilter/protocol.js';
import type { FamilyProtocol } from './protocol.js';
import { rdmaProtocol } from './rdma.js';
import { fibLookupProtocol, selinuxProtocol, unknownProtocol } from './small.js';
import { sockDiagProtocol } from './sock-diag/protocol.js';
import { ueventProtocol } from './uevent.js';
import { xfrmProtocol } from './xfrm/protocol.js';

/** The kernel's names of the families, by number; a dash is a number that none has. */
const NAMES =
  'ROUTE UNUSED USERSOCK FIREWALL SOCK_DIAG NFLOG XFRM SELINUX ISCSI AUDIT FIB_LOOKUP CONNECTOR NETFILTER IP6_FW DNRTMSG KOBJECT_UEVENT GENERIC - SCSITRANSPORT ECRYPTFS RDMA CRYPTO SMC';

/** `NETLINK_XFRM` for 6; `#23` where the kernel has no name for the number. */
export function familyName(family: number): string {
  const name = NAMES.split(' ')[family];
  return name === undefined || name === '-' ? `#${family}` : `NETLINK_${name}`;
}

const MAKERS: Readonly<Record<number, (families: GenericFamilies) => FamilyProtocol>> = {
  4: sockDiagProtocol,
  6: xfrmProtocol,
  7: selinuxProtocol,
  9: auditProtocol,
  10: fibLookupProtocol,
  11: connectorProtocol,
  12: netfilterProtocol,
  15: ueventProtocol,
  16: genericProtocol,
  20: rdmaProtocol,
  21: cryptoProtocol,
};

/** The protocols of the families as one recording or one machine has them: made when they are first asked for. */
export class Families {
  private readonly made = new Map<number, FamilyProtocol>();

  constructor(
    /** Which families of generic netlink were heard of; what is decoded adds to them. */
    readonly generic: GenericFamilies = new GenericFamilies(),
  ) {}

  /** The protocol of a family, by its number: undefined for NETLINK_ROUTE alone, whose protocol is that of `rtnetlink`. */
  protocolOf(family: number): FamilyProtocol | undefined {
    if (family === 0) return undefined;
    const known = this.made.get(family) ?? (MAKERS[family] ?? unknownProtocol)(this.generic);
    this.made.set(family, known);
    return known;
  }
}

/**
 * The protocol of a netlink family, by its number: of those that nothing is known about one that names by number, and undefined for
 * NETLINK_ROUTE alone. `state` remembers between calls, above all which family of generic netlink has which number.
 */
export function protocolOf(family: number, state: Families = new Families()): FamilyProtocol | undefined {
  return state.protocolOf(family);
}

/** The protocols of every family for one recording, with this one for NETLINK_ROUTE: what it tells of generic netlink's families is learned from it. */
export function protocolsWith(route: Protocol<Bodies>): (family: number) => Protocol<Bodies> | undefined {
  const families = new Families();
  return (family) => (family === NETLINK_ROUTE ? route : families.protocolOf(family));
}
