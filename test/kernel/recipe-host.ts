// A host of recipe.test.ts: a thread that moves into a network namespace for good and speaks UDP there. A test may not run ping:
// an echo over UDP finds the same neighbours on the same paths.

import { createSocket } from 'node:dgram';
import { parentPort, workerData } from 'node:worker_threads';
import { CLONE_NEWNET } from '../../src/netlink/socket/linux.js';
import { loadLibc } from '../../src/netlink/socket/load.js';

export type Order = { readonly id: number } & ({ readonly echo: string } | { readonly reach: string; readonly within: number });

const PORT = 7777;
const { netns } = workerData as { readonly netns: number };
if (loadLibc().setns(netns, CLONE_NEWNET) < 0) throw new Error('setns failed');

/** Whether an echo comes back from there. Asked every 50 ms: the first ones may go before neighbours are found. */
function reach(address: string, within: number): Promise<boolean> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    const finish = (reached: boolean): void => {
      clearInterval(asking);
      clearTimeout(giving_up);
      socket.close();
      resolve(reached);
    };
    socket.on('message', (_, { address: from }) => from === address && finish(true));
    socket.on('error', () => undefined);
    const ask = (): void => socket.send('?', PORT, address, () => undefined);
    const asking = setInterval(ask, 50);
    const giving_up = setTimeout(finish, within, false);
    ask();
  });
}

function echo(address: string): Promise<boolean> {
  const socket = createSocket('udp4');
  socket.on('message', (message, { port, address: from }) => socket.send(message, port, from, () => undefined));
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.bind(PORT, address, () => resolve(true));
  });
}

parentPort?.on('message', async (order: Order) => {
  const result = 'echo' in order ? await echo(order.echo) : await reach(order.reach, order.within);
  parentPort?.postMessage({ id: order.id, result });
});
