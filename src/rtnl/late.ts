// Parts of rtnetlink that many programs never use. In the package for Node each is a file of its own, loaded when it is first asked for here
// (scripts/late.ts); everywhere else they are there from the start. So whoever wants none of a part must not ask for it before it is used.

import * as elsewhereModule from './late/elsewhere.js';
import * as neighboursModule from './late/neighbours.js';
import * as routingModule from './late/routing.js';
import * as seldomModule from './late/seldom.js';
import * as trafficModule from './late/traffic.js';
import * as watchingModule from './late/watching.js';

export const elsewhere = () => elsewhereModule;
export const neighbours = () => neighboursModule;
export const routing = () => routingModule;
export const seldom = () => seldomModule;
export const watching = () => watchingModule;
export const traffic = () => trafficModule;
