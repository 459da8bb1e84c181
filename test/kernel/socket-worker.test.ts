// Sockets in worker threads, in every binding that this runtime has: a worker may end at any time, listening or not.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as assert from 'uvu/assert';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { openSocket } from '../../src/netlink/socket/socket.js';
import { bundled } from '../bundled.js';
import { bindings, descriptors, drain, kernelSuite, linkRequest, RTM_NEWLINK } from './kernel.js';

/** How a worker of socket-worker.ts ends once it has heard enough. */
export type Ending = 'close' | 'exit' | 'wait';

const test = kernelSuite('socket in a worker');

for (const { binding } of bindings()) {
  for (const ending of ['close', 'exit', 'wait'] as const) {
    const title = { close: 'ends once its socket is closed', exit: 'may exit while it listens', wait: 'may be terminated while it listens' }[ending];
    test(`${binding}: a worker ${title}`, async () => {
      using netns = Namespace.create();
      const socket = openSocket({ binding, netns });
      let flooding = true;
      const flood = (): void => {
        if (!flooding) return;
        for (let i = 0; i < 20; i++) socket.send(linkRequest(RTM_NEWLINK, 0, { index: 1, up: i % 2 === 0 }), false);
        drain(socket);
        setImmediate(flood);
      };
      // Notifications keep coming while the workers end.
      flood();
      const before = descriptors();
      try {
        for (let i = 0; i < 5; i++) {
          const workerData = { binding, netns: `/proc/self/fd/${netns.fd}`, ending };
          const worker = new Worker(bundled(new URL('socket-worker.ts', import.meta.url)), { workerData });
          const gone = new Promise((resolve) => worker.once('exit', resolve));
          const [heard] = await once(worker, 'message');
          assert.is(heard, 'heard');
          if (ending === 'wait') await worker.terminate();
          // The library closes what the worker left open.
          assert.is(await gone, ending === 'wait' ? 1 : 0);
          assert.equal(descriptors(), before);
        }
      } finally {
        flooding = false;
        await socket.close();
      }
    });
  }
}

test.run();
