// What `rtnetlink/rtnl` exports: links and addresses for link kinds of the caller's choice, without macvlan.

export * from './address.js';
export * from './address-requests.js';
export * from './addresses.js';
export * from './client.js';
export * from './constants.js';
export type { Done } from './done.js';
export * from './encap/surface.js';
export * from './kind.js';
export * from './link.js';
export * from './link-message.js';
export * from './link-options.js';
export * from './link-requests.js';
export * from './links.js';
export * from './listing.js';
export * from './monitored.js';
export * from './name-tables.js';
export * from './neighbour.js';
export * from './neighbour-requests.js';
export * from './neighbours.js';
export * from './netns.js';
export * from './nsid.js';
export * from './nsid-requests.js';
export * from './nsids.js';
export * from './protocol.js';
export * from './replay-rules.js';
export * from './route-protocol.js';
export * from './stats.js';
