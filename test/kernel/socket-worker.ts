// The worker of socket-worker.test.ts: opens a socket, makes a request, listens, and ends as it is told.

import { parentPort, workerData } from 'node:worker_threads';
import type { BindingName } from '../../src/netlink/socket/native.js';
import { openSocket } from '../../src/netlink/socket/socket.js';
import { linkRequest, messageTypes, RTM_GETLINK, RTM_NEWLINK, RTNLGRP_LINK } from './kernel.js';
import type { Ending } from './socket-worker.test.js';

const { binding, netns, ending } = workerData as { readonly binding: BindingName; readonly netns: string; readonly ending: Ending };
const socket = openSocket({ binding, netns });

await socket.send(linkRequest(RTM_GETLINK, 0, { index: 1 }), true);
const reply = socket.receive();
if (reply === undefined || messageTypes(reply.bytes)[0] !== RTM_NEWLINK) throw new Error('no reply');

let heard = 0;
socket.join(RTNLGRP_LINK);
socket.listen(() => {
  try {
    while (socket.receive() !== undefined) heard++;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOBUFS')) throw error;
  }
  if (heard < 50) return;
  heard = Number.NEGATIVE_INFINITY;
  parentPort?.postMessage('heard');
  if (ending === 'exit') process.exit();
  if (ending === 'close') void socket.close();
});
