// rtnetlink: the floors put together, and the public surface. The only place that knows every link kind.

import { macvlanKind, macvtapKind } from './macvlan/kind.js';
import { isLittleEndian } from './netlink/byte-order.js';
import { toHex } from './netlink/bytes.js';
import type { Dissection } from './netlink/dissection.js';
import { EncodeError } from './netlink/errors.js';
import { expectArray, flagsOf, told } from './netlink/expect.js';
import { type Bodies, type DecodeOptions, decodeMessages, dissectMessages, type Encodable, encodeMessages, type Message, type Protocol, toBytes } from './netlink/message.js';
import { type Client, type OpenOptions, openClient } from './rtnl/client.js';
import { expectQuery } from './rtnl/expect.js';
import { lateKind } from './rtnl/kind.js';
import { dummyKind } from './rtnl/kinds/dummy.js';
import { ifbKind } from './rtnl/kinds/ifb.js';
import { masters, others, tunnels } from './rtnl/kinds/late.js';
import { pfcpKind } from './rtnl/kinds/pfcp.js';
import { lowpanKind, netdevsimKind, nlmonKind, vcanKind, virtWifiKind } from './rtnl/kinds/plain.js';
import { teamKind } from './rtnl/kinds/team.js';
import { vethKind } from './rtnl/kinds/veth.js';
import { vlanKind } from './rtnl/kinds/vlan.js';
import { wireguardKind } from './rtnl/kinds/wireguard.js';
import type { LinkOf } from './rtnl/links.js';
import { type RouteMessage, routeProtocol } from './rtnl/protocol.js';

/** The link kinds of this release; hand a table of your own to `openClient` of `rtnetlink/rtnl` to add to them. */
export const kinds = {
  macvlan: macvlanKind,
  macvtap: macvtapKind,
  bridge: lateKind({ data: true, slave: true, xstats: true }, () => masters().bridgeKind),
  dummy: dummyKind,
  ifb: ifbKind,
  veth: vethKind,
  vlan: vlanKind,
  vxlan: lateKind({ data: true }, () => tunnels().vxlanKind),
  geneve: lateKind({ data: true }, () => tunnels().geneveKind),
  batadv: lateKind({ data: true }, () => others().batadvKind),
  bond: lateKind({ data: true, slave: true, xstats: true }, () => masters().bondKind),
  can: lateKind({ data: true, infoXstats: true }, () => others().canKind),
  dsa: lateKind({ data: true }, () => others().dsaKind),
  hsr: lateKind({ data: true }, () => masters().hsrKind),
  ipoib: lateKind({ data: true }, () => others().ipoibKind),
  ipvlan: lateKind({ data: true }, () => others().ipvlanKind),
  ipvtap: lateKind({ data: true }, () => others().ipvtapKind),
  lowpan: lowpanKind,
  netdevsim: netdevsimKind,
  nlmon: nlmonKind,
  rmnet: lateKind({ data: true }, () => others().rmnetKind),
  team: teamKind,
  tun: lateKind({ data: true }, () => others().tunKind),
  vcan: vcanKind,
  virt_wifi: virtWifiKind,
  vrf: lateKind({ data: true, slave: true }, () => masters().vrfKind),
  vxcan: lateKind({ data: true }, () => others().vxcanKind),
  wwan: lateKind({ data: true }, () => others().wwanKind),
  gre: lateKind({ data: true }, () => tunnels().greKind),
  gretap: lateKind({ data: true }, () => tunnels().gretapKind),
  erspan: lateKind({ data: true }, () => tunnels().erspanKind),
  ip6gre: lateKind({ data: true }, () => tunnels().ip6greKind),
  ip6gretap: lateKind({ data: true }, () => tunnels().ip6gretapKind),
  ip6erspan: lateKind({ data: true }, () => tunnels().ip6erspanKind),
  ipip: lateKind({ data: true }, () => tunnels().ipipKind),
  sit: lateKind({ data: true }, () => tunnels().sitKind),
  ip6tnl: lateKind({ data: true }, () => tunnels().ip6tnlKind),
  vti: lateKind({ data: true }, () => tunnels().vtiKind),
  vti6: lateKind({ data: true }, () => tunnels().vti6Kind),
  xfrm: lateKind({ data: true }, () => tunnels().xfrmKind),
  bareudp: lateKind({ data: true }, () => tunnels().bareudpKind),
  gtp: lateKind({ data: true }, () => tunnels().gtpKind),
  pfcp: pfcpKind,
  amt: lateKind({ data: true }, () => tunnels().amtKind),
  wireguard: wireguardKind,
  ovpn: lateKind({ data: true }, () => tunnels().ovpnKind),
  netkit: lateKind({ data: true }, () => others().netkitKind),
  macsec: lateKind({ data: true }, () => others().macsecKind),
} as const;

type Kinds = typeof kinds;

/** A client of rtnetlink in one network namespace. */
export type Rtnl = Client<Kinds>;
/** Opens a client of rtnetlink. */
export const Rtnl = {
  /**
   * Opens a netlink socket, in this thread's network namespace or in the one `netns` tells; or takes `transport`.
   * Rejects with SystemError (`ENOENT` for a namespace that is not there, `EINVAL` for a file that is none, as a name is while `ip netns` makes
   * it and where a mount is gone, `EPERM` without CAP_SYS_ADMIN to enter it), and with NetlinkError `ERR_NETLINK_UNSUPPORTED` where the runtime cannot reach AF_NETLINK.
   */
  open: (options?: OpenOptions): Promise<Rtnl> => openClient(kinds, options),
};

/** A link: struct ifinfomsg and its attributes, as the kernel tells them. */
export type Link = LinkOf<Kinds>;

/** Any message of rtnetlink; `name` tells which. */
export type RtnlMessage = RouteMessage<Kinds>;

/** rtnetlink's messages: names, numbers, bodies. */
export const route = routeProtocol(kinds);

/** Whose messages they are, where that is not NETLINK_ROUTE. */
export interface WithProtocol<P extends Bodies> {
  /** As `protocolOf` of `rtnetlink/families` gives it; undefined is NETLINK_ROUTE. */
  readonly protocol: Protocol<P> | undefined;
}

type DatagramOptions = DecodeOptions & Partial<WithProtocol<Bodies>>;

const DATAGRAM_OPTIONS = { byteOrder: true, strict: true, protocol: true } as const;

/** Throws EncodeError for what are no options of reading or writing: one that is misspelt would leave the bytes to be taken for others. */
function protocolIn(options: DatagramOptions): Protocol<Bodies> {
  expectQuery(options, DATAGRAM_OPTIONS, 'datagrams');
  const { protocol = route } = options;
  if (typeof (protocol as Partial<Protocol<Bodies>> | null)?.identify !== 'function') throw new EncodeError(`protocol is what protocolOf gives, not ${told(protocol)}`);
  return protocol;
}

/** Nobody else has these, and what is decoded may borrow from them. Throws EncodeError for what is none of bytes: numbers of another size would be cut. */
function copyOf(datagram: Uint8Array): Uint8Array {
  if (Object.prototype.toString.call(datagram) !== '[object Uint8Array]') throw new EncodeError(`a datagram is a Uint8Array, not ${told(datagram)}`);
  return new Uint8Array(datagram);
}

/** The messages of a datagram of another family, whose protocol is given: `rtnetlink/families` has them. */
export function decodeDatagram<P extends Bodies>(datagram: Uint8Array, options: DecodeOptions & WithProtocol<P>): Message<P>[];
/** The messages of a datagram. Throws DecodeError with offset and path. */
export function decodeDatagram(datagram: Uint8Array, options?: DecodeOptions): RtnlMessage[];
export function decodeDatagram(datagram: Uint8Array, options: DatagramOptions = {}): unknown[] {
  return decodeMessages<Bodies>(protocolIn(options), toBytes(copyOf(datagram), options));
}

/** The inverse of {@link decodeDatagram} for another family. */
export function encodeDatagram<P extends Bodies>(messages: readonly (Message<P> | Encodable<P>)[], options: Pick<DecodeOptions, 'byteOrder'> & WithProtocol<P>): Uint8Array;
/** The inverse of {@link decodeDatagram}: lengths and types are filled in. Throws EncodeError. */
export function encodeDatagram(messages: readonly (RtnlMessage | Encodable<(typeof route)['messages']>)[], options?: Pick<DecodeOptions, 'byteOrder'>): Uint8Array;
export function encodeDatagram(messages: readonly unknown[], options: Omit<DatagramOptions, 'strict'> = {}): Uint8Array {
  const protocol = protocolIn(options);
  expectArray(messages, 'messages');
  for (const message of messages) flagsOf(message as Message<Bodies>);
  return encodeMessages<Bodies>(protocol, messages as readonly Message<Bodies>[], isLittleEndian(options.byteOrder));
}

/** A datagram as a tree: name, type, offset, length and value of every attribute. Throws DecodeError where messages are not framed. */
export function dissectDatagram(datagram: Uint8Array, options: DatagramOptions = {}): Dissection[] {
  return dissectMessages<Bodies>(protocolIn(options), toBytes(copyOf(datagram), options));
}

/** A replacer for JSON.stringify: 64-bit counters as numbers where a number is exact, else as text; bytes as hex. */
export function jsonReplacer(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return toHex(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as Iterable<unknown>);
  return value;
}

export type { ByteOrder } from './netlink/byte-order.js';
export type { Acknowledgement, BatchOptions, RequestOptions } from './netlink/conversation.js';
export type { Dissection } from './netlink/dissection.js';
export type { ErrnoName } from './netlink/errno.js';
export { DecodeError, EncodeError, KernelError, NetlinkError, SystemError } from './netlink/errors.js';
export type { ExtendedAck } from './netlink/extack.js';
export type { DecodeOptions } from './netlink/message.js';
export type { Notification, Subscription } from './netlink/subscription.js';
export { type Echo, type EchoOptions, echo } from './netlink/system.js';
export type { Transport } from './netlink/transport.js';
export type { Address } from './rtnl/address.js';
export type { AddressLabel } from './rtnl/address-label.js';
export type { AddressLabelSpec } from './rtnl/address-labels.js';
export type { AddressQuery, AddressSpec } from './rtnl/addresses.js';
export type { BridgeGroups, BridgeVlans, TunnelVnis } from './rtnl/bridge-messages.js';
export type { OpenOptions } from './rtnl/client.js';
export type { DataCentreBridging } from './rtnl/dcb.js';
export type { Done } from './rtnl/done.js';
export type { EncapAttributes, EncapSpec } from './rtnl/encap/encap.js';
export type { FdbQuery, FdbSelector, FdbSpec } from './rtnl/fdb.js';
export type { FdbFlush } from './rtnl/fdb-requests.js';
export type { LinkQuery, LinkRef } from './rtnl/links.js';
export type { Listing } from './rtnl/listing.js';
export type { Monitored, MonitorOptions } from './rtnl/monitored.js';
export type { MulticastRouteQuery } from './rtnl/multicast-routes.js';
export type { Neighbour } from './rtnl/neighbour.js';
export type { NeighbourTable } from './rtnl/neighbour-table.js';
export type { NeighbourTableQuery, NeighbourTableSpec } from './rtnl/neighbour-tables.js';
export type { NeighbourQuery, NeighbourSelector, NeighbourSpec } from './rtnl/neighbours.js';
export type { Netconf } from './rtnl/netconf.js';
export type { NetconfQuery } from './rtnl/netconfs.js';
export { type Namespace, type NamespaceTarget, netns } from './rtnl/netns.js';
export type { Nexthop } from './rtnl/nexthop.js';
export type { NexthopOptions } from './rtnl/nexthop-requests.js';
export type { BucketQuery, NexthopQuery } from './rtnl/nexthops.js';
export type { Nsid } from './rtnl/nsid.js';
export type { NsidTarget } from './rtnl/nsids.js';
export type { Route } from './rtnl/route.js';
export type { NexthopSpec, RouteLookup, RouteQuery, RouteSpec } from './rtnl/routes.js';
export type { Rule } from './rtnl/rule.js';
export type { RuleSpec } from './rtnl/rule-requests.js';
export type { RuleQuery } from './rtnl/rules.js';
export type { Token } from './rtnl/tokens.js';
export type { TrafficActions, TrafficControl } from './rtnl/traffic/traffic.js';
