// The forwarding table of a simulated bridge, and the addresses that links receive: what differs from a real one by time, and what no suite looks at.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Rtnl } from '../../src/index.js';
import { world } from './world.js';

const test = suite('simkernel forwarding');

const one = '02:00:00:00:01:01';
const two = '02:00:00:00:01:02';

/** b0 with the port v0, all up. */
async function bridged() {
  const all = await world();
  const { links } = all.rtnl;
  await links.add({ kind: 'veth', name: 'v0', address: '02:00:00:00:00:02', peer: { name: 'v1' } });
  await links.add({ kind: 'bridge', name: 'b0', address: '02:00:00:00:00:05', up: true });
  await links.set('v1', { up: true });
  await links.set('v0', { master: 'b0', up: true });
  all.heard();
  return all;
}

const entries = async (rtnl: Rtnl, dev?: string): Promise<string[]> =>
  [...(await rtnl.fdb.list(dev === undefined ? {} : { dev }))].flatMap(({ lladdr, master }) => (master === undefined ? [] : [lladdr as string]));
const received = async (rtnl: Rtnl, dev: string): Promise<string[]> =>
  [...(await rtnl.fdb.list({ dev }))].flatMap(({ lladdr, master }) => (master === undefined ? [lladdr as string] : []));

test('entries are listed the last first, those of a port with it', async () => {
  const { rtnl } = await bridged();
  await rtnl.fdb.add({ dev: 'v0', lladdr: one, master: true });
  await rtnl.fdb.add({ dev: 'v0', lladdr: two, master: true, state: 'static' });
  assert.equal(await entries(rtnl, 'v0'), [two, one, '02:00:00:00:00:02']);
  assert.equal(await entries(rtnl, 'b0'), ['02:00:00:00:00:05']);
});

test('an entry ages, unless it is told anew; one that is static does not', async () => {
  const { rtnl, clock, heard } = await bridged();
  await rtnl.fdb.add({ dev: 'v0', lladdr: one, master: true, state: 'dynamic' });
  await rtnl.fdb.add({ dev: 'v0', lladdr: two, master: true, state: 'static' });
  heard();
  clock.advance(200_000);
  await rtnl.fdb.replace({ dev: 'v0', lladdr: one, master: true, state: 'dynamic', use: true });
  clock.advance(200_000);
  assert.ok((await entries(rtnl)).includes(one));
  clock.advance(100_000);
  assert.not.ok((await entries(rtnl)).includes(one));
  assert.ok((await entries(rtnl)).includes(two));
  assert.equal(
    heard().filter((line) => line.includes(one)),
    [`DELNEIGH ${one}`],
  );
});

test('a port that goes down forgets what ages', async () => {
  const { rtnl } = await bridged();
  await rtnl.fdb.add({ dev: 'v0', lladdr: one, master: true, state: 'dynamic' });
  await rtnl.fdb.add({ dev: 'v0', lladdr: two, master: true });
  await rtnl.links.set('v0', { up: false });
  assert.equal(await entries(rtnl, 'v0'), [two, '02:00:00:00:00:02']);
});

test('a bridge that is deleted does not take the address back that a passthru macvlan gave it', async () => {
  const { rtnl, heard } = await bridged();
  await rtnl.links.add({ kind: 'macvlan', name: 'm0', link: 'b0', mode: 'passthru' });
  await rtnl.links.set('m0', { address: '02:00:00:00:00:77' });
  heard();
  await rtnl.links.delete('b0');
  assert.equal(
    heard().filter((line) => line.startsWith('NEWNEIGH')),
    [],
  );
});

test('what a macvlan is to receive, the link below receives while both are up', async () => {
  const { rtnl } = await world();
  await rtnl.links.add({ kind: 'dummy', name: 'd0', up: true });
  await rtnl.links.add({ kind: 'macvlan', name: 'm0', link: 'd0', mode: 'passthru' });
  await rtnl.fdb.add({ dev: 'm0', lladdr: one });
  assert.not.ok((await received(rtnl, 'd0')).includes(one));
  await rtnl.links.set('m0', { up: true });
  assert.ok((await received(rtnl, 'd0')).includes(one));
  assert.is((await rtnl.links.get('d0')).promiscuity, 2, 'passthru, and for an address that it does not filter by');
  await rtnl.fdb.delete({ dev: 'm0', lladdr: one });
  assert.not.ok((await received(rtnl, 'd0')).includes(one));
});

test.run();
