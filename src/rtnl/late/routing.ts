// Routes, what they go through, and the rules that choose among them. See ../late.ts.

export { nexthopBody } from '../nexthop.js';
export { Nexthops } from '../nexthops.js';
export { routeBody } from '../route.js';
export { Routes } from '../routes.js';
export { ruleBody } from '../rule.js';
export { Rules } from '../rules.js';
