// What few programs ask for. See ../late.ts.

export { addressLabelBody } from '../address-label.js';
export { AddressLabels } from '../address-labels.js';
export { bridgeGroupBody, bridgeGroupChangeBody, bridgeVlanBody, bridgeVlanDumpBody, tunnelBody } from '../bridge-messages.js';
export { cacheReportBody } from '../cache-report.js';
export { dcbBody } from '../dcb.js';
export { MulticastRoutes } from '../multicast-routes.js';
export { nduseroptBody } from '../nduseropt.js';
export { neighbourTableBody } from '../neighbour-table.js';
export { NeighbourTables } from '../neighbour-tables.js';
export { netconfBody } from '../netconf.js';
export { Netconfs } from '../netconfs.js';
export { nsidBody } from '../nsid.js';
export { Nsids } from '../nsids.js';
export { prefixBody } from '../prefix-message.js';
export { Statistics } from '../statistics.js';
export { getStatsBody, statsBody } from '../stats.js';
export { Tokens } from '../tokens.js';
