// Attributes of links that few links have. See ../link-rarities.ts.

export { bridgeAfSpec } from '../bridge-link.js';
export { bridgePortData } from '../kinds/bridge-port-data.js';
export { multicastTable } from '../multicast-table.js';
