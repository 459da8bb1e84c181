// Kinds whose links have others below them. See ../late.ts.

export { bondKind } from '../bond.js';
export { bridgeKind } from '../bridge.js';
export { hsrKind } from '../hsr.js';
export { vrfKind } from '../vrf.js';
