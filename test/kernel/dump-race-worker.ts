// Makes and removes links of a namespace as fast as it can, until it is told to stop.

import { parentPort, workerData } from 'node:worker_threads';
import { kinds, Rtnl } from '../../src/index.js';
import { addLinkRequest, deleteLinkRequest } from '../../src/rtnl/surface.js';

const { path, base, count } = workerData as { path: string; base: number; count: number };

let over = false;
parentPort?.once('message', () => {
  over = true;
});

const rtnl = await Rtnl.open({ netns: path });
let changes = 0;
for (let i = 0; !over; i = (i + 1) % count) {
  const index = base + i;
  await rtnl.batch([addLinkRequest(kinds, { kind: 'bridge', name: `come${i}`, index }), deleteLinkRequest(index)]);
  changes++;
  if (changes === 1) parentPort?.postMessage('started');
}
await rtnl.close();
parentPort?.postMessage(changes);
