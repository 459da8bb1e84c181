// The worker of ahead.test.ts: lists over and over, and ends, or is ended, while another thread reads for it.

import { parentPort, workerData } from 'node:worker_threads';
import { Rtnl } from '../../src/index.js';
import { loadLibc } from '../../src/netlink/socket/load.js';
import type { BindingName } from '../../src/netlink/socket/native.js';
import { pool } from '../../src/netlink/socket/pool.js';
import { openSocket } from '../../src/netlink/socket/socket.js';

const { binding, netns, ending } = workerData as { readonly binding: BindingName; readonly netns: string; readonly ending: 'exit' | 'terminate' };
// However busy this machine is.
Object.assign(pool, { isWorthwhile: () => pool.isFree, came: () => true });
const libc = loadLibc(binding);
let calls = 0;
const transport = openSocket({
  netns,
  binding: {
    ...libc,
    recvmmsgLater(...all) {
      libc.recvmmsgLater?.(...all);
      if (++calls !== 7) return;
      parentPort?.postMessage('reading');
      if (ending === 'exit') process.exit();
    },
  },
});
const rtnl = await Rtnl.open({ transport });
for (;;) await rtnl.routes.list({ family: 'inet' });
