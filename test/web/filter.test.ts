// The words of the filter.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseFilter } from '../../src/web/filter.js';
import type { Viewer } from '../../src/web/viewer.js';
import { exchange, link, list, notice, request, viewing } from './recordings.js';

const test = suite('filter');

const RECORDING = exchange([
  ...list(1, [link(1, 'lo'), link(2, 'eth0'), link(3, 'veth1')]),
  ...request(2, 'RTM_NEWLINK', { family: 0, index: 0, ifname: 'macvlan1', link: 2, linkinfo: { kind: 'macvlan' } }, -17),
  notice('RTM_NEWADDR', { family: 2, prefixlen: 24, index: 2, local: '192.0.2.1', address: '192.0.2.1', label: 'eth0' }),
  notice('RTM_NEWADDR', { family: 10, prefixlen: 64, index: 3, address: 'fe80::1' }),
  notice('RTM_NEWROUTE', { family: 2, dstLen: 24, table: 254, dst: '198.51.100.0', oif: 3 }),
  notice('RTM_NEWLINK', link(4, 'inner'), { nsid: 5, sock: 1 }),
]);

/** Numbers of the messages that are left. */
async function left(viewer: Viewer, filter: string): Promise<number[]> {
  await viewer.setFilter(filter);
  const { count } = viewer.shown.value;
  return Array.from({ length: count }, (_, place) => viewer.rowAt(place) + 1);
}

async function filtered(filter: string): Promise<number[]> {
  return left(await viewing(RECORDING), filter);
}

test('splits at spaces, keeps what is quoted, knows its fields', () => {
  const text = (value: string, negated = false) => ({ field: 'text', values: [value], negated });
  assert.equal(parseFilter('Eth0  "mtu 1500" -down'), [text('eth0'), text('mtu 1500'), text('down', true)]);
  assert.equal(parseFilter('type:newlink,DELLINK -link:"a b" error'), [
    { field: 'type', values: ['newlink', 'dellink'], negated: false },
    { field: 'link', values: ['a b'], negated: true },
    { field: 'error', values: [''], negated: false },
  ]);
  assert.equal(parseFilter('fe80::1 02:00:00:00:00:01 constructor:x'), [text('fe80::1'), text('02:00:00:00:00:01'), text('constructor:x')]);
  assert.equal(parseFilter('type: link:'), []);
  assert.equal(parseFilter('"unfinished word'), [text('unfinished word')]);
});

test('no filter leaves everything', async () => {
  const viewer = await viewing(RECORDING);
  assert.equal(viewer.shown.value, { rows: undefined, count: 11, complete: true });
  assert.equal(await left(viewer, 'no such thing'), []);
  assert.equal((await left(viewer, '')).length, 11);
});

test('free text is looked for in what the list shows', async () => {
  assert.equal(await filtered('192.0.2.1'), [8]);
  assert.equal(await filtered('ETH0 mtu'), [3]);
  assert.equal(await filtered('newaddr -192.0.2.1'), [9]);
  assert.equal(await filtered('fe80::1'), [9]);
});

test('type: by a part of the name or the number', async () => {
  assert.equal(await filtered('type:newaddr,newroute'), [8, 9, 10]);
  assert.equal(await filtered('type:18'), [1]);
  assert.equal(await filtered('type:rtm_*route'), [10]);
  assert.equal(await filtered('-type:link -type:done'), [7, 8, 9, 10]);
});

test('link: what is about a link or names it; acknowledgements go with their request', async () => {
  assert.equal(await filtered('link:eth0'), [3, 6, 7, 8]);
  assert.equal(await filtered('link:2'), [3, 6, 7, 8]);
  assert.equal(await filtered('link:veth*'), [4, 9, 10]);
  assert.equal(await filtered('link:macvlan1'), [6, 7]);
  assert.equal(await filtered('link:eth'), []);
});

test('family: of addresses and of netlink', async () => {
  assert.equal(await filtered('family:inet'), [8, 10]);
  assert.equal(await filtered('family:inet6'), [9]);
  assert.equal((await filtered('family:route')).length, 11);
  assert.equal(await filtered('family:generic'), []);
});

test('error: what was refused, with its reason', async () => {
  assert.equal(await filtered('error'), [6, 7]);
  assert.equal(await filtered('error:eexist'), [6, 7]);
  assert.equal(await filtered('error:17'), [6, 7]);
  assert.equal(await filtered('error:ENOENT'), []);
});

test('is: port: seq: nsid:', async () => {
  assert.equal(await filtered('is:notification'), [8, 9, 10, 11]);
  assert.equal(await filtered('is:request'), [1, 6]);
  assert.equal(await filtered('is:reply'), [2, 3, 4, 5, 7]);
  assert.equal(await filtered('is:dump'), [1, 2, 3, 4, 5]);
  assert.equal(await filtered('is:sent'), [1, 6]);
  assert.equal(await filtered('port:7'), [1, 2, 3, 4, 5, 6, 7]);
  assert.equal(await filtered('port:1'), [11]);
  assert.equal(await filtered('seq:2'), [6, 7]);
  assert.equal(await filtered('nsid:5'), [11]);
});

test('what is selected keeps its place, and moving goes among what is left', async () => {
  const viewer = await viewing(RECORDING);
  viewer.select(4);
  await viewer.setFilter('type:newaddr');
  assert.is(viewer.placeOf(4), 0);
  viewer.move(1);
  assert.is(viewer.selected.value, 7);
  viewer.move(1);
  viewer.move(1);
  assert.is(viewer.selected.value, 8);
  viewer.move(-99);
  assert.is(viewer.selected.value, 7);
});

test.run();
