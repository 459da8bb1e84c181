// What of links themselves is loaded as the parts of late.ts are, which need all of links.

import * as raritiesModule from './late/rarities.js';

export const rarities = () => raritiesModule;
