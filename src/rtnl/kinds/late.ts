// Link kinds that many programs never meet: loaded as the parts of ../late.ts are.

import * as mastersModule from './late/masters.js';
import * as othersModule from './late/others.js';
import * as tunnelsModule from './late/tunnels.js';

export const masters = () => mastersModule;
export const tunnels = () => tunnelsModule;
export const others = () => othersModule;
