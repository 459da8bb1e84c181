// Faults on demand, one by one, as a client of the library meets them.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { KernelError, Rtnl } from '../../src/index.js';
import { addAddressRequest } from '../../src/rtnl/address-requests.js';
import { received, world } from './world.js';

const test = suite('simkernel faults');

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'granted',
    (error) => (error as { code?: string }).code ?? String(error),
  );

const dummy = (name: string) => ({ kind: 'dummy', name }) as const;

test('fails the n-th request of a kind, with errno and words', async () => {
  const { rtnl, kernel } = await world();
  kernel.faults.fail('ENOBUFS', { type: 'RTM_NEWLINK', after: 1, text: 'out of buffers' });
  assert.is(await code(rtnl.links.add(dummy('d0'))), 'granted');
  const error = await rtnl.links.add(dummy('d1')).catch((reason) => reason);
  assert.instance(error, KernelError);
  assert.equal([error.code, error.errno, error.extendedAck?.message], ['ENOBUFS', 105, 'out of buffers']);
  assert.is(await code(rtnl.links.add(dummy('d1'))), 'granted');
  assert.equal(
    (await rtnl.links.list()).map(({ ifname }) => ifname),
    ['lo', 'd0', 'd1'],
  );
});

test('fails as many as it is told to, of one namespace alone, until all is forgotten', async () => {
  const { rtnl, kernel } = await world();
  const there = kernel.createNamespace('there');
  const other = await Rtnl.open({ transport: kernel.transport({ netns: there }) });
  kernel.faults.fail('EBUSY', { type: 'RTM_NEWLINK', times: 3, netns: there });
  assert.is(await code(rtnl.links.add(dummy('d0'))), 'granted');
  assert.equal([await code(other.links.add(dummy('d0'))), await code(other.links.add(dummy('d0')))], ['EBUSY', 'EBUSY']);
  kernel.faults.clear();
  assert.is(await code(other.links.add(dummy('d0'))), 'granted');
  assert.throws(() => kernel.faults.fail('EWHAT'), RangeError);
});

test('fails what stands in a list that is asked for, too', async () => {
  const { rtnl, kernel } = await world();
  kernel.faults.fail('ENOBUFS', { type: 'RTM_GETADDR' });
  assert.is(await code(rtnl.addresses.list()), 'ENOBUFS');
  assert.is((await rtnl.addresses.list()).length, 0);
});

test('strikes one request of a batch, and lets the rest through', async () => {
  const { rtnl, kernel } = await world();
  const { index } = await rtnl.links.add(dummy('d0'));
  kernel.faults.fail('ENOBUFS', { type: 'RTM_NEWADDR', after: 1 });
  const outcomes = await rtnl.batch(['10.0.0.1/24', '10.0.0.2/24', '10.0.0.3/24'].map((address) => addAddressRequest(index, { address })));
  assert.equal(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
});

test('lets a request come in late, by its own clock', async () => {
  const { rtnl, kernel, clock } = await world();
  kernel.faults.delay(500, { type: 'RTM_NEWLINK' });
  let done = false;
  const adding = rtnl.links.add({ ...dummy('d0'), index: 9 }).then(() => {
    done = true;
  });
  await clock.pass(499);
  assert.not(done);
  assert.is(await code(rtnl.links.get(9)), 'ENODEV');
  await clock.pass(1);
  assert.ok(done);
  await adding;
});

test('lets a request never come in: the time-out is by its clock, nothing was done', async () => {
  const { rtnl, kernel, clock } = await world();
  kernel.faults.drop({ type: 'RTM_NEWLINK' });
  let told = '';
  code(rtnl.links.add(dummy('d0'), { timeout: 5000 })).then((outcome) => {
    told = outcome;
  });
  await clock.pass(4999);
  assert.is(told, '');
  await clock.pass(1);
  assert.is(told, 'ERR_NETLINK_TIMEOUT');
  assert.is(await code(rtnl.links.get('d0')), 'ENODEV');
});

test('loses the answer alone: what was asked for is done, and the sender does not know', async () => {
  const { rtnl, kernel } = await world();
  kernel.faults.loseReply({ type: 'RTM_NEWLINK' });
  assert.is(await code(rtnl.links.add(dummy('d0'))), 'ERR_NETLINK_OVERRUN');
  assert.is(await code(rtnl.links.add(dummy('d0'))), 'EEXIST');
  kernel.faults.loseReply({ type: 'RTM_GETLINK' });
  assert.is(await code(rtnl.links.list()), 'ERR_NETLINK_OVERRUN');
  assert.is((await rtnl.links.list()).length, 2);
});

test('interrupts lists, which the client asks for again until it gives up', async () => {
  const { rtnl, kernel } = await world();
  for (let n = 0; n < 20; n++) await rtnl.links.add({ kind: 'dummy' });
  let asked = 0;
  const stop = kernel.transcript(({ direction, bytes }) => {
    if (direction === 'sent' && bytes[kernel.littleEndian ? 4 : 5] === 18) asked++;
  });
  kernel.faults.interrupt({ type: 'RTM_GETLINK' });
  const again = await rtnl.links.list();
  assert.equal([again.length, again.interrupted, asked], [21, false, 2]);
  kernel.faults.interrupt({ type: 'RTM_GETLINK', times: 100 });
  const never = await rtnl.links.list();
  assert.equal([never.length, never.interrupted, asked], [21, true, 8]);
  stop();
});

test('loses a notification, and tells those who listen', async () => {
  const { rtnl, kernel } = await world();
  kernel.faults.overflow({ type: 'RTM_DELLINK' });
  const seen: string[] = [];
  const monitor = rtnl.monitor(['link']);
  await rtnl.links.add(dummy('d0'));
  await rtnl.links.delete('d0');
  await rtnl.links.add(dummy('d1'));
  for await (const event of monitor) {
    seen.push(event.kind === 'message' ? `${event.message.name} ${(event.message.body as { ifname?: string }).ifname}` : event.kind);
    if (seen.at(-1) === 'RTM_NEWLINK d1') break;
  }
  assert.equal(seen, ['RTM_NEWLINK d0', 'overrun', 'RTM_NEWLINK d1']);
});

test('overflows where nobody reads: once told, and going on', async () => {
  const { rtnl, kernel } = await world();
  const listener = kernel.transport({ receiveBuffer: 8192 });
  listener.join(1);
  for (let n = 0; n < 20; n++) await rtnl.links.add({ kind: 'dummy' });
  assert.throws(
    () => listener.receive(),
    (error: { code?: string }) => error.code === 'ENOBUFS',
  );
  const told = received(listener).length;
  assert.ok(told > 0 && told < 20, String(told));
  await rtnl.links.add({ kind: 'dummy' });
  assert.is(received(listener).length, 1);
});

test('leaves a mirror right, whatever is lost, interrupted or late', async () => {
  const { rtnl, kernel, clock } = await world();
  const watch = rtnl.watch(['link']);
  await watch.ready;
  kernel.faults.overflow({ type: 'RTM_NEWLINK', after: 1, times: 2 });
  kernel.faults.interrupt({ type: 'RTM_GETLINK', times: 3 });
  for (const name of ['d0', 'd1', 'd2', 'd3']) await rtnl.links.add(dummy(name));
  kernel.faults.overflow({ type: 'RTM_DELLINK' });
  await rtnl.links.delete('d1');
  await clock.pass(0);
  await watch.settled();
  assert.equal(
    [...watch.current.link.values()].map(({ ifname }) => ifname),
    ['lo', 'd0', 'd2', 'd3'],
  );
  await watch.close();
});

test('hands notifications out in another order, and loses some without a word', async () => {
  const { rtnl, kernel, heard } = await world();
  kernel.faults.hold();
  for (const name of ['d0', 'd1', 'd2']) await rtnl.links.add(dummy(name));
  assert.equal(heard(), []);
  kernel.faults.release((held) => {
    const links = held.filter(({ name, group, netns }) => name === 'RTM_NEWLINK' && group === 1 && netns === kernel.init);
    return [...links].reverse().slice(0, 2);
  });
  assert.equal(heard(), ['NEWLINK d2 down', 'NEWLINK d1 down']);
  kernel.faults.hold();
  await rtnl.links.delete('d2');
  kernel.faults.clear();
  assert.ok(heard().includes('DELLINK d2 down'));
});

test('leaves no link behind where a step of making it elsewhere fails, or its answer is lost', async () => {
  for (const fault of ['fail', 'loseReply'] as const) {
    for (const how of ['add', 'addByMoving'] as const) {
      const steps: string[] = [];
      for (let after = 0; steps.at(-1) !== 'granted'; after++) {
        const { rtnl, kernel } = await world();
        const { pid } = kernel.createNamespace('there');
        const other = await Rtnl.open({ transport: kernel.transport({ netns: pid }) });
        await rtnl.links.add(dummy('d0'));
        if (fault === 'fail') kernel.faults.fail('EBUSY', { type: 'RTM_NEWLINK', after });
        else kernel.faults.loseReply({ type: 'RTM_NEWLINK', after });
        steps.push(await code(rtnl.links[how]({ kind: 'macvlan', link: 'd0', name: 'mine%d', up: true, netns: pid })));
        const names = [...(await rtnl.links.list()), ...(await other.links.list())].map(({ ifname }) => ifname);
        assert.equal(names, steps.at(-1) === 'granted' ? ['lo', 'd0', 'lo', 'mine0'] : ['lo', 'd0', 'lo'], `${how}, ${fault} at step ${after}`);
      }
      const refused = fault === 'fail' ? 'EBUSY' : 'ERR_NETLINK_OVERRUN';
      assert.equal(steps, [...(how === 'add' ? [] : [refused]), refused, refused, refused, 'granted']);
    }
  }
});

test('leaves no link behind that is made elsewhere when its time is over, nor where its name is taken in the meantime', async () => {
  const { rtnl, kernel, clock } = await world();
  const { pid } = kernel.createNamespace('there');
  const other = await Rtnl.open({ transport: kernel.transport({ netns: pid }) });
  await rtnl.links.add(dummy('d0'));
  kernel.faults.drop({ type: 'RTM_NEWLINK', after: 1 });
  const late = code(rtnl.links.addByMoving({ kind: 'macvlan', link: 'd0', name: 'mine', netns: pid }, { timeout: 500 }));
  await clock.pass(500);
  assert.is(await late, 'ERR_NETLINK_TIMEOUT');
  const stop = new AbortController();
  kernel.faults.drop({ type: 'RTM_NEWLINK', after: 2 });
  const stopped = rtnl.links.addByMoving({ kind: 'macvlan', link: 'd0', name: 'mine', netns: pid }, { signal: stop.signal }).catch((reason) => reason);
  await clock.pass(1);
  stop.abort('enough');
  assert.is(await stopped, 'enough');
  const long = { kind: 'dummy', name: 'the-uplink-of-this-host-to-the-world' } as const;
  assert.equal((await Promise.all([code(rtnl.links.add(long)), code(rtnl.links.add(long))])).sort(), ['EEXIST', 'granted']);
  const names = [...(await rtnl.links.list()), ...(await other.links.list())].map(({ ifname }) => ifname);
  assert.equal(names, ['lo', 'd0', 'dummy0', 'lo']);
});

test.run();
