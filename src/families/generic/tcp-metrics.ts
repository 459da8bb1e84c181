// What TCP remembers of hosts it talked to. include/uapi/linux/tcp_metrics.h; net/ipv4/tcp_metrics.c: tcp_metrics_nl_policy.

import { ipv4, ipv6 } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { bytes, s32, u16, u32, u64 } from '../../netlink/codec.js';
import { commands, type GenericFamily } from './family.js';

/** Times are in milliseconds, and in microseconds where their name says so. */
const metrics = attributes(() => ({
  rtt: ['TCP_METRICS_A_METRICS_RTT', 1, u32],
  rttvar: ['TCP_METRICS_A_METRICS_RTTVAR', 2, u32],
  ssthresh: ['TCP_METRICS_A_METRICS_SSTHRESH', 3, u32],
  cwnd: ['TCP_METRICS_A_METRICS_CWND', 4, u32],
  reordering: ['TCP_METRICS_A_METRICS_REODERING', 5, u32],
  rttUs: ['TCP_METRICS_A_METRICS_RTT_US', 6, u32],
  rttvarUs: ['TCP_METRICS_A_METRICS_RTTVAR_US', 7, u32],
}));

const tcpMetricsAttributes = attributes(() => ({
  addrIpv4: ['TCP_METRICS_ATTR_ADDR_IPV4', 1, ipv4],
  addrIpv6: ['TCP_METRICS_ATTR_ADDR_IPV6', 2, ipv6],
  age: ['TCP_METRICS_ATTR_AGE', 3, u64],
  twTsval: ['TCP_METRICS_ATTR_TW_TSVAL', 4, u32],
  twTsStamp: ['TCP_METRICS_ATTR_TW_TS_STAMP', 5, s32],
  vals: ['TCP_METRICS_ATTR_VALS', 6, metrics],
  fopenMss: ['TCP_METRICS_ATTR_FOPEN_MSS', 7, u16],
  fopenSynDrops: ['TCP_METRICS_ATTR_FOPEN_SYN_DROPS', 8, u16],
  fopenSynDropTs: ['TCP_METRICS_ATTR_FOPEN_SYN_DROP_TS', 9, u64],
  fopenCookie: ['TCP_METRICS_ATTR_FOPEN_COOKIE', 10, bytes],
  saddrIpv4: ['TCP_METRICS_ATTR_SADDR_IPV4', 11, ipv4],
  saddrIpv6: ['TCP_METRICS_ATTR_SADDR_IPV6', 12, ipv6],
  pad: ['TCP_METRICS_ATTR_PAD', 13, bytes],
}));

export const tcpMetricsFamily: GenericFamily = {
  name: 'tcp_metrics',
  commands: commands(tcpMetricsAttributes, { TCP_METRICS_CMD_GET: 1, TCP_METRICS_CMD_DEL: 2 }),
};
