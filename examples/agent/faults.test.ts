// What the agent does when something goes wrong, or when time passes: on the simulated kernel alone. Nothing here sleeps.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { decodeDatagram } from 'rtnetlink';
import { openCapture, PcapngWriter } from 'rtnetlink/capture';
import { type SimulatedWorld, simulated } from './worlds.js';

const spec = ({ containers: [netns] }: SimulatedWorld) => ({ id: 'one', netns, parent: 'eth0', mode: 'bridge', address: '172.16.10.5/24', gateway: '172.16.10.1' }) as const;

/** The container that the agent is to look after, and why it cannot reach the switch; undefined where it can. */
const lost = ({ kernel, containers: [netns] }: SimulatedWorld) => {
  const { reachable, why } = kernel.reach(netns, '172.16.10.1');
  return reachable ? undefined : why;
};

test('says where it is lost what siblings in mode vepa send each other', async () => {
  await using net = await simulated();
  const [one, two] = net.containers;
  await net.during(net.agent.attach({ ...spec(net), mode: 'vepa' }));
  await net.during(net.agent.attach({ ...spec(net), mode: 'vepa', id: 'two', netns: two, address: '172.16.10.6/24' }));
  const { why } = net.kernel.reach(one, '172.16.10.6');
  assert.equal(why, 'nobody answers for 172.16.10.6 on eth0 in one: eth0 is in vepa mode and port port0 of br0 does not hairpin');
});

test('asks again, later and later, while the kernel is busy', async () => {
  await using net = await simulated();
  net.kernel.faults.fail('EBUSY', { type: 'RTM_NEWLINK', times: 2, text: 'come back later' });
  net.kernel.faults.fail('ENOBUFS', { type: 'RTM_NEWROUTE' });
  const attaching = net.agent.attach(spec(net));
  await net.clock.pass(299);
  assert.equal(lost(net), 'one has no route to 172.16.10.1');
  assert.deepEqual(
    net.log.filter((line) => line.includes('EBUSY')),
    ['one: EBUSY, again in 100 ms: RTM_NEWLINK eth0: come back later (EBUSY)', 'one: EBUSY, again in 200 ms: RTM_NEWLINK eth0: come back later (EBUSY)'],
  );
  await net.during(attaching);
  assert.equal(lost(net), undefined);
});

test('gives up in the end, and leaves nothing behind', async () => {
  await using net = await simulated();
  net.kernel.faults.fail('ENOBUFS', { type: 'RTM_NEWADDR', times: 100 });
  await assert.rejects(net.during(net.agent.attach(spec(net))), { code: 'ENOBUFS' });
  assert.deepEqual(
    (await net.inside[0].links.list()).map(({ ifname }) => ifname),
    ['lo'],
  );
});

test('takes up what it made when the answer was lost, or comes too late', async () => {
  for (const fault of ['loseReply', 'drop', 'delay'] as const) {
    await using net = await simulated();
    if (fault === 'delay') net.kernel.faults.delay(7000, { type: 'RTM_NEWLINK' });
    else net.kernel.faults[fault]({ type: 'RTM_NEWLINK' });
    await net.during(net.agent.attach(spec(net)));
    assert.equal(lost(net), undefined);
    assert.match(net.log.join('\n'), fault === 'loseReply' ? /ERR_NETLINK_OVERRUN, again in 100 ms/ : /ERR_NETLINK_TIMEOUT, again in 100 ms/);
  }
});

test('is not misled by lists that change under it, by lost notifications, or by their order', async () => {
  await using net = await simulated();
  const { faults } = net.kernel;
  const [inside] = net.inside;
  faults.interrupt({ type: 'RTM_GETROUTE', times: 2 });
  await net.during(net.agent.attach(spec(net)));

  faults.overflow({ type: 'RTM_DELADDR' });
  await inside.addresses.delete({ dev: 'eth0', address: '172.16.10.5/24' });
  assert.match(lost(net) ?? '', /^one has no route/);
  await net.clock.pass(1000);
  assert.equal(lost(net), undefined);
  assert.ok(net.log.includes('one: notifications were lost: all is listed again'));

  faults.hold();
  await inside.links.set('eth0', { up: false });
  await inside.links.delete('eth0');
  // What the groups tell has no order among them: routes first, links last.
  faults.release((held) => [...held].sort((a, b) => b.group - a.group));
  await net.clock.pass(1000);
  assert.equal(lost(net), undefined);
});

test('waits for a parent that is gone', async () => {
  await using net = await simulated();
  await net.during(net.agent.attach(spec(net)));
  await net.host.links.delete('eth0');
  await net.clock.pass(1000);
  assert.match(net.log.at(-1) ?? '', /^one: failed: .*eth0.*ENODEV/);
  await net.host.links.add({ kind: 'veth', name: 'eth0', up: true, peer: { name: 'far0' } });
  await net.clock.pass(1000);
  assert.equal((await net.inside[0].links.get('eth0')).linkinfo?.kind, 'macvlan');
});

test('is ready when duplicate address detection is through, and not before', async () => {
  await using net = await simulated();
  let ready = false;
  const attaching = net.agent.attach({ ...spec(net), address: 'fd00::5/64', gateway: 'fd00::1' }).then(() => {
    ready = true;
  });
  await net.clock.pass(900);
  assert.ok(!ready);
  await net.during(attaching);
  assert.ok(net.clock.now() >= 1000 && net.clock.now() <= 2200, `${net.clock.now()} ms`);
});

test('renews what it holds for a time, and holds it no longer when it is gone itself', async () => {
  await using net = await simulated();
  const [inside] = net.inside;
  const addresses = async () => (await inside.addresses.list({ family: 'inet' })).map(({ local }) => local);
  await net.during(net.agent.attach({ ...spec(net), lease: 3600 }));
  await net.clock.pass(24 * 3600 * 1000);
  assert.deepEqual(await addresses(), ['172.16.10.5']);
  // As if it had been killed: what it asks for from now on never comes in.
  net.kernel.faults.drop({ times: 1e6 });
  await net.clock.pass(3601 * 1000);
  net.kernel.faults.clear();
  assert.deepEqual(await addresses(), []);
});

test('asks for no more than it needs, as a recording of all that was said shows', async () => {
  await using net = await simulated();
  const writer = new PcapngWriter();
  const written: Uint8Array[] = [];
  const stop = net.kernel.transcript((datagram) => written.push(writer.write(datagram)));
  net.kernel.faults.fail('EBUSY', { type: 'RTM_NEWLINK', text: 'come back later' });
  await net.during(net.agent.attach(spec(net)));
  stop();
  const recording = Buffer.concat([...written, writer.end()]);
  const changes: string[] = [];
  for await (const { bytes, direction } of await openCapture(recording)) {
    if (direction === 'sent') changes.push(...decodeDatagram(bytes).flatMap(({ name }) => (name.startsWith('RTM_GET') ? [] : [name])));
  }
  assert.deepEqual(changes, ['RTM_NEWLINK', 'RTM_NEWLINK', 'RTM_NEWLINK', 'RTM_NEWADDR', 'RTM_NEWROUTE']);
  if (process.env.RECORDING !== undefined) writeFileSync(process.env.RECORDING, recording);
});
