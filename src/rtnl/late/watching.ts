// What hears of changes. See ../late.ts.

export { Subscription } from '../../netlink/subscription.js';
export { expectMonitorOptions, groupsOfAll, isAbout } from '../monitored.js';
export { heardOf, Watch } from '../watch/watch.js';
