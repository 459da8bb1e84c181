// The links a recording tells of, as they were at each message.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scopeOf } from '../../src/web/link-history.js';
import type { Viewer } from '../../src/web/viewer.js';
import { exchange, type Line, link, list, notice, request, viewing } from './recordings.js';

const test = suite('link-history');

const historyOf = (lines: readonly Line[]): Promise<Viewer> => viewing(exchange(lines));

/** Name and master of every link after message `at`. */
function linksAt({ recording: { value } }: Viewer, at: number): string[] {
  const links = value?.links.linksAt('', at) ?? [];
  return links.map(({ scope, facts: { index, name, master = 0 } }) => `${scope.nsid ?? ''}:${index} ${name}${master === 0 ? '' : ` in ${master}`}`).sort();
}

test('follows links through notifications', async () => {
  const viewer = await historyOf([
    notice('RTM_NEWLINK', link(1, 'lo')),
    notice('RTM_NEWLINK', link(2, 'eth0')),
    notice('RTM_NEWLINK', link(2, 'wan')),
    notice('RTM_DELLINK', link(2, 'wan')),
  ]);
  assert.equal(linksAt(viewer, 0), []);
  assert.equal(linksAt(viewer, 2), [':1 lo', ':2 eth0']);
  assert.equal(linksAt(viewer, 3), [':1 lo', ':2 wan']);
  assert.equal(linksAt(viewer, 4), [':1 lo']);
  assert.equal(viewer.recording.value?.links.changes, [1, 2, 3, 4]);
});

test('a message that changes nothing is no change', async () => {
  const viewer = await historyOf([notice('RTM_NEWLINK', link(1, 'lo')), notice('RTM_NEWLINK', link(1, 'lo', { txqlen: 5 }))]);
  assert.equal(viewer.recording.value?.links.changes, [1]);
});

test('a list that is whole tells of the links that went away in silence', async () => {
  const viewer = await historyOf([...list(1, [link(1, 'lo'), link(2, 'eth0')]), ...list(2, [link(1, 'lo')])]);
  assert.equal(linksAt(viewer, 4), [':1 lo', ':2 eth0']);
  assert.equal(linksAt(viewer, 7), [':1 lo']);
});

test('a list that asks for some tells of these alone', async () => {
  const [ask, ...answer] = list(2, [link(3, 'port', { master: 9 })]);
  const some = { ...(ask as Line), messages: [{ name: 'RTM_GETLINK', body: { family: 0, master: 9 }, header: { sequence: 2, flags: 0x301 } }] };
  const viewer = await historyOf([...list(1, [link(1, 'lo')]), some, ...answer]);
  assert.equal(linksAt(viewer, 99), [':1 lo', ':3 port in 9']);
});

test('requests that succeeded count where nothing is announced; those that were refused do not', async () => {
  const before = list(1, [link(1, 'lo'), link(2, 'eth0'), link(3, 'br0')]);
  const viewer = await historyOf([
    ...before,
    ...request(2, 'RTM_NEWLINK', { family: 0, index: 2, master: 3 }),
    ...request(3, 'RTM_NEWLINK', { family: 0, index: 1, ifname: 'other' }, -16),
    ...request(4, 'RTM_NEWLINK', { family: 0, index: 2, ifname: 'eth1' }),
    ...request(5, 'RTM_DELLINK', { family: 0, ifname: 'br0' }),
    ...request(6, 'RTM_NEWLINK', { family: 0, index: 2, netNsPid: 4711 }),
  ]);
  assert.equal(linksAt(viewer, 7), [':1 lo', ':2 eth0 in 3', ':3 br0']);
  assert.equal(linksAt(viewer, 11), [':1 lo', ':2 eth1 in 3', ':3 br0']);
  assert.equal(linksAt(viewer, 13), [':1 lo', ':2 eth1 in 3']);
  assert.equal(linksAt(viewer, 15), [':1 lo']);
});

test('flags that are set and unset by requests', async () => {
  const viewer = await historyOf([...list(1, [link(2, 'eth0', { flags: 0x1002 })]), ...request(2, 'RTM_NEWLINK', { family: 0, index: 2, flags: 1, change: 1 })]);
  assert.is(viewer.recording.value?.links.linksAt('', 9)[0]?.facts.flags, 0x1003);
});

test('a name is one link at a time', async () => {
  const viewer = await historyOf([notice('RTM_NEWLINK', link(5, 'macvlan1')), notice('RTM_NEWLINK', link(6, 'macvlan1'))]);
  assert.equal(linksAt(viewer, 2), [':6 macvlan1']);
});

test('what bridges tell of their ports is a part', async () => {
  const viewer = await historyOf([
    notice('RTM_NEWLINK', link(2, 'eth0', { address: '02:00:00:00:00:02' })),
    notice('RTM_NEWLINK', { family: 7, index: 2, flags: 0x1043, ifname: 'eth0', master: 9 }),
    notice('RTM_DELLINK', { family: 7, index: 2, flags: 0x1043, ifname: 'eth0', master: 9 }),
  ]);
  assert.equal(linksAt(viewer, 2), [':2 eth0 in 9']);
  assert.is(viewer.recording.value?.links.linksAt('', 2)[0]?.facts.address, '02:00:00:00:00:02');
  assert.equal(linksAt(viewer, 3), [':2 eth0']);
});

test('namespaces are kept apart', async () => {
  const viewer = await historyOf([notice('RTM_NEWLINK', link(2, 'eth0')), notice('RTM_NEWLINK', link(2, 'inner'), { nsid: 4 })]);
  assert.equal(linksAt(viewer, 2), ['4:2 inner', ':2 eth0']);
});

test('the cases of a recording are kept apart', async () => {
  const one = (name: string, ifname: string) => `${JSON.stringify({ name, exchange: [JSON.parse(exchange([notice('RTM_NEWLINK', link(2, ifname))]))] })}\n`;
  const viewer = await viewing(`${one('first', 'eth0')}${one('second/part', 'wan')}`);
  const { rows, links } = viewer.recording.value as NonNullable<typeof viewer.recording.value>;
  assert.equal(
    rows.map(({ message }) => scopeOf(message).group),
    ['first', 'second/part'],
  );
  assert.equal(
    links.linksAt('second/part', 2).map(({ facts }) => facts.name),
    ['wan'],
  );
});

test('a link is called as it was called then, or as it is first called later', async () => {
  const viewer = await historyOf([
    notice('RTM_NEWADDR', { family: 2, prefixlen: 8, index: 2, local: '10.0.0.1' }),
    notice('RTM_NEWLINK', link(2, 'eth0')),
    notice('RTM_NEWLINK', link(2, 'wan')),
    notice('RTM_DELLINK', link(2, 'wan')),
  ]);
  const { links } = viewer.recording.value as NonNullable<typeof viewer.recording.value>;
  const scope = { group: '', nsid: undefined };
  assert.equal(
    [1, 2, 3, 4].map((at) => links.find(scope, 2, at)?.name),
    ['eth0', 'eth0', 'wan', 'wan'],
  );
  assert.is(links.find(scope, 7, 1), undefined);
});

test('a message that breaks off tells what comes before the break', async () => {
  const [whole = ''] = exchange([notice('RTM_NEWLINK', { ...link(2, 'eth0'), master: 9 })]).split('\n');
  const line = JSON.parse(whole) as { hex: string };
  // The last attribute claims more than there is.
  const hex = line.hex.replace(/08000a0009000000$/, 'ff000a0009000000');
  assert.is.not(hex, line.hex);
  const viewer = await viewing(JSON.stringify({ ...line, hex }));
  assert.equal(linksAt(viewer, 1), [':2 eth0']);
});

test.run();
