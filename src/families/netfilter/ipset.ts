// Sets of addresses, ports and names. include/uapi/linux/netfilter/ipset/ip_set.h; net/netfilter/ipset/ip_set_core.c. Numbers are in
// network byte order, and their attributes say so.

import { ipv4, ipv6, mac } from '../../netlink/address.js';
import { attributes, flaggedAttributes } from '../../netlink/attributes.js';
import { be16, be32, be64, bytes, type Codec, u8 } from '../../netlink/codec.js';
import { list } from '../../netlink/list.js';
import { NLA_F_NESTED, NLA_F_NET_BYTEORDER } from '../../netlink/nlattr.js';
import { string } from '../../netlink/text.js';

/** In network byte order, and flagged so. */
const ordered = <T>(codec: Codec<T>): Codec<T> => ({ ...codec, flags: NLA_F_NET_BYTEORDER });

/** What one attribute holds: an address of either family. */
const address = flaggedAttributes(() => ({ ipv4: ['IPSET_ATTR_IPADDR_IPV4', 1, ordered(ipv4)], ipv6: ['IPSET_ATTR_IPADDR_IPV6', 2, ordered(ipv6)] }));

const common = {
  ip: ['IPSET_ATTR_IP', 1, address],
  ipTo: ['IPSET_ATTR_IP_TO', 2, address],
  cidr: ['IPSET_ATTR_CIDR', 3, u8],
  port: ['IPSET_ATTR_PORT', 4, ordered(be16)],
  portTo: ['IPSET_ATTR_PORT_TO', 5, ordered(be16)],
  timeout: ['IPSET_ATTR_TIMEOUT', 6, ordered(be32)],
  proto: ['IPSET_ATTR_PROTO', 7, u8],
  cadtFlags: ['IPSET_ATTR_CADT_FLAGS', 8, ordered(be32)],
  cadtLineno: ['IPSET_ATTR_CADT_LINENO', 9, ordered(be32)],
  mark: ['IPSET_ATTR_MARK', 10, ordered(be32)],
  markmask: ['IPSET_ATTR_MARKMASK', 11, ordered(be32)],
  bitmask: ['IPSET_ATTR_BITMASK', 12, address],
} as const;

/** How a set is made, and how big it is. */
const setData = flaggedAttributes(() => ({
  ...common,
  initval: ['IPSET_ATTR_INITVAL', 17, ordered(be32)],
  hashsize: ['IPSET_ATTR_HASHSIZE', 18, ordered(be32)],
  maxelem: ['IPSET_ATTR_MAXELEM', 19, ordered(be32)],
  netmask: ['IPSET_ATTR_NETMASK', 20, u8],
  bucketsize: ['IPSET_ATTR_BUCKETSIZE', 21, u8],
  resize: ['IPSET_ATTR_RESIZE', 22, u8],
  size: ['IPSET_ATTR_SIZE', 23, ordered(be32)],
  elements: ['IPSET_ATTR_ELEMENTS', 24, ordered(be32)],
  references: ['IPSET_ATTR_REFERENCES', 25, ordered(be32)],
  memsize: ['IPSET_ATTR_MEMSIZE', 26, ordered(be32)],
}));

/** An element of a set. */
const elementData = flaggedAttributes(() => ({
  ...common,
  ether: ['IPSET_ATTR_ETHER', 17, mac],
  name: ['IPSET_ATTR_NAME', 18, string],
  nameref: ['IPSET_ATTR_NAMEREF', 19, string],
  ip2: ['IPSET_ATTR_IP2', 20, address],
  cidr2: ['IPSET_ATTR_CIDR2', 21, u8],
  ip2To: ['IPSET_ATTR_IP2_TO', 22, address],
  iface: ['IPSET_ATTR_IFACE', 23, string],
  bytes: ['IPSET_ATTR_BYTES', 24, ordered(be64)],
  packets: ['IPSET_ATTR_PACKETS', 25, ordered(be64)],
  comment: ['IPSET_ATTR_COMMENT', 26, string],
  skbmark: ['IPSET_ATTR_SKBMARK', 27, ordered(be64)],
  skbprio: ['IPSET_ATTR_SKBPRIO', 28, ordered(be32)],
  skbqueue: ['IPSET_ATTR_SKBQUEUE', 29, ordered(be16)],
  pad: ['IPSET_ATTR_PAD', 30, bytes],
}));

/** Attributes of a command, by what its data are: those of a set, or of an element. */
const command = <T>(data: Codec<T>) =>
  attributes(() => ({
    protocol: ['IPSET_ATTR_PROTOCOL', 1, u8],
    setname: ['IPSET_ATTR_SETNAME', 2, string],
    /** Of commands with two sets the other one's name. */
    typename: ['IPSET_ATTR_TYPENAME', 3, string],
    revision: ['IPSET_ATTR_REVISION', 4, u8],
    setFamily: ['IPSET_ATTR_FAMILY', 5, u8],
    flags: ['IPSET_ATTR_FLAGS', 6, ordered(be32)],
    data: ['IPSET_ATTR_DATA', 7, data],
    /** Several elements. */
    adt: ['IPSET_ATTR_ADT', 8, list('IPSET_ATTR_DATA', 7, elementData, NLA_F_NESTED)],
    lineno: ['IPSET_ATTR_LINENO', 9, ordered(be32)],
    protocolMin: ['IPSET_ATTR_PROTOCOL_MIN', 10, u8],
    index: ['IPSET_ATTR_INDEX', 11, ordered(be16)],
  }));

export const setAttributes = command(setData);
export const elementAttributes = command(elementData);
