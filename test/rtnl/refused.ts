// Calls that are to be refused before anything is changed, by a client whose caller has no types.

import * as assert from 'uvu/assert';
import { EncodeError, Rtnl } from '../../src/index.js';
import { SimulatedKernel, VirtualClock } from '../../src/simkernel/surface.js';

/** A client as one without types has it. */
// biome-ignore lint/suspicious/noExplicitAny: the point of it
export type Untyped = any;

/** Fails where anything was changed. */
export async function withClient(use: (rtnl: Untyped, typed: Rtnl, kernel: SimulatedKernel) => Promise<void>): Promise<void> {
  const kernel = new SimulatedKernel({ clock: new VirtualClock() });
  const rtnl = await Rtnl.open({ transport: kernel.transport() });
  await rtnl.links.add({ kind: 'veth', name: 'eth0', up: true, peer: { name: 'peer0' } });
  await rtnl.addresses.add({ dev: 'eth0', address: '172.16.10.5/24' });
  let changes = 0;
  const stop = kernel.transcript(({ direction, bytes }) => {
    // What only asks is of a type whose last two bits are 10.
    if (direction === 'sent' && ((bytes[kernel.littleEndian ? 4 : 5] as number) & 3) !== 2) changes++;
  });
  await use(rtnl, rtnl, kernel);
  assert.is(changes, 0, 'nothing was changed');
  stop();
  await rtnl.close();
}

/** Rejects, with an EncodeError that says so, where the caller waits. */
export async function refused(words: RegExp, call: () => unknown): Promise<void> {
  let waiting: unknown;
  try {
    waiting = call();
  } catch (error) {
    assert.unreachable(`thrown at once, not where the caller waits: ${String(error)}`);
  }
  try {
    await waiting;
  } catch (error) {
    assert.instance(error, EncodeError, `${call}: ${String(error)}`);
    assert.match((error as Error).message, words, String(call));
    return;
  }
  assert.unreachable(`${call} was taken`);
}
