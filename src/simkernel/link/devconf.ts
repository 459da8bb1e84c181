// The parameters that IPv4 and IPv6 keep for each link, as IFLA_AF_SPEC tells them. include/uapi/linux/ip.h: IPV4_DEVCONF_*;
// include/uapi/linux/ipv6.h: DEVCONF_*; the defaults are those of net/ipv4/devinet.c: ipv4_devconf_dflt and net/ipv6/addrconf.c: ipv6_devconf_dflt.

/** Places in IFLA_INET_CONF, counted from 0. */
export const INET = {
  forwarding: 0,
  mcForwarding: 1,
  proxyArp: 2,
  acceptRedirects: 3,
  sendRedirects: 5,
  sharedMedia: 6,
  rpFilter: 7,
  noxfrm: 14,
  nopolicy: 15,
  arpAnnounce: 17,
  arpIgnore: 18,
  promoteSecondaries: 19,
  acceptLocal: 22,
  srcValidMark: 23,
  routeLocalnet: 25,
  ignoreRoutesWithLinkdown: 28,
  bcForwarding: 31,
} as const;

/** Places in IFLA_INET6_CONF. */
export const INET6 = {
  forwarding: 0,
  mtu6: 2,
  acceptRa: 3,
  dadTransmits: 6,
  routerSolicitations: 7,
  routerSolicitationDelay: 9,
  useTempaddr: 10,
  proxyNdp: 22,
  optimisticDad: 23,
  mcForwarding: 25,
  disableIpv6: 26,
  acceptDad: 27,
  ignoreRoutesWithLinkdown: 39,
  keepAddrOnDown: 42,
  addrGenMode: 47,
  forceForwarding: 59,
} as const;

export const defaultInet = (): Int32Array => Int32Array.of(0, 0, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10000, 1000, 0, 0, 0, 0, 1);

export const defaultInet6 = (): Int32Array =>
  // biome-ignore format: ten to a line
  Int32Array.of(
    0, 64, 1280, 1, 1, 1, 1, -1, 4000, 1000,
    0, 604800, 86400, 3, 600, 16, 0, 1, 1, 1,
    60000, 0, 0, 0, 0, 0, 0, 1, 0, 0,
    10000, 1000, 1, 0, 0, 1, 0, 0, 1, 0,
    0, 0, 0, 3600000, 0, 0, 1, 0, 0, 0,
    0, 0, 1024, 0, 65535, -1, 1, 0, 0, 0,
  );
