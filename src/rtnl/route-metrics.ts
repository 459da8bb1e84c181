// What a route says of the way to its destination: RTA_METRICS, RTAX_*. include/uapi/linux/rtnetlink.h; net/ipv4/metrics.c.

import { type Attributes, attributes } from '../netlink/attributes.js';
import { u32 } from '../netlink/codec.js';
import { unterminatedString } from '../netlink/text.js';

/** RTA_METRICS. */
export const metricsAttributes = attributes(() => ({
  unspec: ['RTAX_UNSPEC', 0, u32],
  /** Bits of the metrics that path discovery must leave alone: bit n is for RTAX_ number n. */
  lock: ['RTAX_LOCK', 1, u32],
  /** Bytes of the largest packet. */
  mtu: ['RTAX_MTU', 2, u32],
  /** Largest window to advertise, in bytes. */
  window: ['RTAX_WINDOW', 3, u32],
  /** Round trip time, in eighths of a millisecond. */
  rtt: ['RTAX_RTT', 4, u32],
  /** Its variance, in quarters of a millisecond. */
  rttvar: ['RTAX_RTTVAR', 5, u32],
  /** First slow start threshold, in packets. */
  ssthresh: ['RTAX_SSTHRESH', 6, u32],
  /** The most the congestion window grows to, where it is locked. */
  cwnd: ['RTAX_CWND', 7, u32],
  /** Largest segment to advertise, in bytes. */
  advmss: ['RTAX_ADVMSS', 8, u32],
  /** How far packets may be out of order before one counts as lost. */
  reordering: ['RTAX_REORDERING', 9, u32],
  /** 4294967295 for none of its own. */
  hoplimit: ['RTAX_HOPLIMIT', 10, u32],
  /** First congestion window, in segments. */
  initcwnd: ['RTAX_INITCWND', 11, u32],
  /** RTAX_FEATURE_*; 1 is ECN. */
  features: ['RTAX_FEATURES', 12, u32],
  /** Milliseconds. */
  rtoMin: ['RTAX_RTO_MIN', 13, u32],
  /** First receive window to advertise, in segments. */
  initrwnd: ['RTAX_INITRWND', 14, u32],
  /** 1: every segment is acknowledged at once. */
  quickack: ['RTAX_QUICKACK', 15, u32],
  /** The congestion control algorithm. iproute2 sends it without NUL. */
  ccAlgo: ['RTAX_CC_ALGO', 16, unterminatedString],
  /** 1: TCP Fast Open without a cookie. */
  fastopenNoCookie: ['RTAX_FASTOPEN_NO_COOKIE', 17, u32],
}));

/** The metrics of a route, as the kernel tells them. */
export type Metrics = Attributes<typeof metricsAttributes.schema>;

/** RTAX_FEATURE_ECN. */
export const RTAX_FEATURE_ECN = 1;
