// bareudp: packets of one protocol in UDP. include/uapi/linux/if_link.h: IFLA_BAREUDP_*; drivers/net/bareudp.c: bareudp_policy,
// bareudp_fill_info().

import { attributes } from '../../netlink/attributes.js';
import { be16, flag, u16, type Value } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import { told } from '../../netlink/expect.js';
import type { LinkKind } from '../kind.js';
import { ETHERNET_PROTOCOLS } from '../show/names.js';
import { expectBooleans, expectOptions } from './attribute-options.js';
import { integerOption } from './tunnel-options.js';

const bareudpData = attributes(() => ({
  /** UDP port to send to and to listen on. */
  port: ['IFLA_BAREUDP_PORT', 1, be16],
  /** ETH_P_*: what it carries. */
  ethertype: ['IFLA_BAREUDP_ETHERTYPE', 2, be16],
  /** Lowest UDP port to send from. */
  srcportMin: ['IFLA_BAREUDP_SRCPORT_MIN', 3, u16],
  /** With IPv4 IPv6 as well, with MPLS its multicast. */
  multiprotoMode: ['IFLA_BAREUDP_MULTIPROTO_MODE', 4, flag],
}));

/** What IFLA_INFO_DATA of a bareudp link holds. */
export type Bareudp = Value<typeof bareudpData>;

/** Options of a bareudp link; none can be changed later. */
export interface BareudpAdd {
  /** UDP port to send to and to listen on. */
  readonly dstport: number;
  /** What it carries: ETH_P_*, or a name as `ipv4`, `ipv6`, `mpls_uc`. */
  readonly ethertype: number | string;
  /** Lowest UDP port to send from. */
  readonly srcportmin?: number;
  /** With IPv4 IPv6 as well, with MPLS its multicast. */
  readonly multiproto?: boolean;
}

/** A name in any case, as `ip` knows it. Throws EncodeError. */
function protocolOption(name: string): number {
  if (typeof name !== 'string') throw new EncodeError(`ethertype is a number or a name, not ${told(name)}`);
  const known = name.toLowerCase();
  if (known === 'ipv4') return 0x0800;
  const found = [...ETHERNET_PROTOCOLS].find(([, one]) => one.toLowerCase() === known)?.[0];
  if (found === undefined) throw new EncodeError(`'${name}' is no Ethernet protocol`);
  return found;
}

function add(options: BareudpAdd): Bareudp {
  expectOptions('bareudp', options, ['dstport', 'ethertype', 'srcportmin', 'multiproto']);
  expectBooleans(options, ['multiproto']);
  const { dstport, ethertype, srcportmin, multiproto } = options;
  return {
    port: integerOption('dstport', dstport, 0xffff),
    ethertype: typeof ethertype === 'number' ? integerOption('ethertype', ethertype, 0xffff) : protocolOption(ethertype),
    ...(srcportmin !== undefined && { srcportMin: integerOption('srcportmin', srcportmin, 0xffff) }),
    ...(multiproto && { multiprotoMode: true as const }),
  };
}

/** Packets of one protocol in UDP. */
export const bareudpKind = { data: bareudpData, add } satisfies LinkKind<Bareudp, never, BareudpAdd, never>;
