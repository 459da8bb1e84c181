// Encapsulations of routes and nexthops, for `rtnetlink/rtnl`.

export * from './encap.js';
export * from './ioam6.js';
export * from './ip.js';
export * from './ip-options.js';
export * from './mpls.js';
export * from './others.js';
export * from './seg6.js';
export * from './seg6local.js';
export * from './show.js';
export type { SegmentRoutingHeader } from './srh.js';
