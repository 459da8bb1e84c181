// Faults on demand, and the transcript of all that was said.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { KernelError, Rtnl } from '../../src/index.js';
import { isOverrun } from '../../src/netlink/errors.js';
import { Replay } from '../../src/netlink/replay.js';
import type { SimulatedSocket } from '../../src/simkernel/socket.js';
import { exchangeLine, type Transcribed } from '../../src/simkernel/transcript.js';
import { received, world } from './world.js';

const test = suite('simkernel faults');

const RTM_NEWLINK = 16;
const ENOMEM = 12;

/** What is under way gets as far as it can. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'granted',
    (error) => (error as { code?: string }).code ?? String(error),
  );

test('fails the request it is told to', async () => {
  const { rtnl, kernel } = await world();
  kernel.faults.fail(ENOMEM, { type: RTM_NEWLINK, after: 1, text: 'out of memory' });
  assert.is(await code(rtnl.links.add({ kind: 'dummy', name: 'd0' })), 'granted');
  try {
    await rtnl.links.add({ kind: 'dummy', name: 'd1' });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, KernelError);
    assert.is((error as KernelError).message.includes('out of memory'), true);
  }
  assert.is(await code(rtnl.links.add({ kind: 'dummy', name: 'd1' })), 'granted');
});

test('answers late by its own clock, or never', async () => {
  const { rtnl, kernel, clock } = await world();
  kernel.faults.delay(500, { type: RTM_NEWLINK });
  let done = false;
  const adding = rtnl.links.add({ kind: 'dummy', name: 'd0', index: 9 }).then(() => {
    done = true;
  });
  await turn();
  clock.advance(499);
  await turn();
  assert.not(done);
  clock.advance(1);
  await adding;
  kernel.faults.drop({ type: RTM_NEWLINK });
  assert.is(await code(rtnl.links.set(9, { up: true }, { timeout: 1 })), 'ERR_NETLINK_TIMEOUT');
});

test('interrupts a dump, which the client asks for again', async () => {
  const { kernel } = await world();
  const transport = kernel.transport({ readSize: 0 }) as SimulatedSocket;
  const rtnl = await Rtnl.open({ transport });
  for (let n = 0; n < 20; n++) await rtnl.links.add({ kind: 'dummy' });
  const asked: number[] = [];
  const stop = kernel.transcript(({ direction, bytes }) => {
    if (direction === 'sent' && bytes[4] === 18) asked.push(bytes[6] as number);
    if (direction === 'received' && asked.length === 1) kernel.faults.interrupt(transport);
  });
  const list = await rtnl.links.list();
  stop();
  assert.is(asked.length, 2);
  assert.equal([list.length, list.interrupted], [21, false]);
});

test('tells a subscriber that does not read that it has missed something, once, and goes on', async () => {
  const { rtnl, kernel } = await world();
  const listener = kernel.transport({ receiveBuffer: 8192 });
  listener.join(1);
  for (let n = 0; n < 20; n++) await rtnl.links.add({ kind: 'dummy' });
  assert.throws(() => listener.receive(), isOverrun);
  const told = received(listener).length;
  assert.ok(told > 0 && told < 20);
  await rtnl.links.add({ kind: 'dummy' });
  assert.is(received(listener).length, 1);
});

test('hands notifications out in another order', async () => {
  const { rtnl, kernel, heard } = await world();
  kernel.subscribers.hold();
  for (const name of ['d0', 'd1']) await rtnl.links.add({ kind: 'dummy', name });
  assert.equal(heard(), []);
  kernel.subscribers.release((waiting) => waiting.reverse());
  assert.equal(
    heard().filter((line) => line.includes('LINK')),
    ['NEWLINK d1 down', 'NEWLINK d0 down'],
  );
});

test('notes all that was said, so that it replays', async () => {
  const { kernel } = await world();
  const said: Transcribed[] = [];
  const stop = kernel.transcript((datagram) => said.push(datagram));
  const talk = async (rtnl: Rtnl) => {
    await rtnl.links.add({ kind: 'dummy', name: 'd0', address: '02:00:00:00:00:01' });
    return (await rtnl.links.list()).map(({ index, ifname, address }) => `${index} ${ifname} ${address}`);
  };
  const first = await talk(await Rtnl.open({ transport: kernel.transport() }));
  stop();
  assert.equal(first, ['1 lo 00:00:00:00:00:00', '2 d0 02:00:00:00:00:01']);
  const replay = new Replay(said.map(exchangeLine));
  assert.equal(await talk(await Rtnl.open({ transport: replay })), first);
});

test.run();
