// A bridge that looks at who wants which group listens to the groups of those that do. net/bridge/br_multicast.c: br_multicast_join_snoopers(),
// br_multicast_toggle().

import type { Bridge } from './bridge-state.js';

/** INADDR_ALLSNOOPERS_GROUP, ff02::6a. */
const ALL_SNOOPERS = 'e000006a';
const ALL_SNOOPERS6 = 'ff02000000000000000000000000006a';

export function listen({ dev }: Bridge): void {
  dev.inet?.multicast.join(ALL_SNOOPERS);
  dev.inet6?.multicast.join(ALL_SNOOPERS6);
}

export function stopListening({ dev }: Bridge): void {
  dev.inet?.multicast.leave(ALL_SNOOPERS);
  dev.inet6?.multicast.leave(ALL_SNOOPERS6);
}

export function changeSnooping(bridge: Bridge, on: boolean): void {
  const { settings, dev } = bridge;
  if ((settings.mcastSnooping !== 0) === on) return;
  settings.mcastSnooping = on ? 1 : 0;
  if (!on) stopListening(bridge);
  else if (dev.up) listen(bridge);
}
