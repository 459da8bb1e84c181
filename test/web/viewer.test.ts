// The state of the page: reading, what is selected, what each message says.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Viewer } from '../../src/web/viewer.js';
import { rows } from '../fixtures.js';
import { exchange, link, list, notice, request, viewing } from './recordings.js';

const test = suite('viewer');

const pcap = (name: string): Buffer => readFileSync(new URL(`../../fixtures/pcap/${name}`, import.meta.url));
const lines = (viewer: Viewer): string[] => Array.from({ length: viewer.shown.value.count }, (_, place) => viewer.line(place));

test('reads pcap, gzip or not, with as many messages as tshark', async () => {
  const name = 'vm-6.12-x86_64-modes.pcap.gz';
  const viewer = await viewing(pcap(name));
  const plain = await viewing(gunzipSync(pcap(name)));
  assert.is(viewer.recording.value?.compressed, true);
  assert.is(viewer.recording.value?.format, 'pcap');
  assert.equal(lines(viewer), lines(plain));
  assert.ok(viewer.shown.value.count > 600);
});

test('a big-endian recording is told as such and reads as any', async () => {
  const viewer = await viewing(pcap('vm-6.1-s390x-recipe.pcap.gz'));
  assert.is(viewer.recording.value?.bigEndian, true);
  assert.ok(lines(viewer).some((line) => /^\d+: macvlan1@/.test(line)));
});

test('every message of every recorded case has its line, and none of them fails', async () => {
  const [first] = rows<object>('captures/host-6.18/recipe.jsonl.gz');
  assert.ok(first !== undefined);
  const viewer = await viewing(gunzipSync(readFileSync(new URL('../../fixtures/captures/host-6.18/recipe.jsonl.gz', import.meta.url))));
  for (const line of lines(viewer)) assert.ok(line.length > 0);
  assert.is(viewer.progress.value.damage, undefined);
});

test('what a message says', async () => {
  const viewer = await viewing(
    exchange([
      ...list(1, [link(2, 'eth0')]),
      ...request(2, 'RTM_NEWLINK', { ifname: 'macvlan1', link: 2, linkinfo: { kind: 'macvlan', macvlan: { mode: 'bridge' } } }, -17, { message: 'no such luck' }),
      ...request(3, 'RTM_DELLINK', { index: 2 }),
      notice('RTM_NEWADDR', { family: 2, prefixlen: 24, index: 2, local: '192.0.2.1', address: '192.0.2.1', label: 'eth0' }),
    ]),
  );
  assert.equal(lines(viewer), [
    'all',
    '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP link/ether',
    'end of the list of 1 object',
    'ifname macvlan1, link 2 (eth0), linkinfo.kind macvlan, linkinfo.macvlan.mode bridge',
    'EEXIST: no such luck',
    'index 2 (eth0)',
    'acknowledged',
    '2: eth0 inet 192.0.2.1/24 scope global dynamic eth0',
  ]);
});

test('damage: everything before it, then where and why', async () => {
  const whole = gunzipSync(pcap('vm-6.12-x86_64-modes.pcap.gz'));
  const viewer = await viewing(whole.subarray(0, 40_000));
  const { rows, damage, finished } = viewer.progress.value;
  assert.ok(rows > 20);
  assert.ok(finished);
  assert.type(damage?.offset, 'number');
  assert.match(damage?.message ?? '', /byte/);
});

test('what is no recording at all', async () => {
  const viewer = await viewing('It was a dark and stormy night.');
  assert.is(viewer.recording.value, undefined);
  assert.match(viewer.failure.value ?? '', /^test: of no known format/);
});

test('a recording that is opened while another is read takes its place', async () => {
  const viewer = new Viewer(queueMicrotask);
  let release = (): void => undefined;
  const slow = async function* (): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(exchange([notice('RTM_NEWLINK', link(2, 'old'))]));
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    yield new TextEncoder().encode(exchange([notice('RTM_NEWLINK', link(3, 'old'))]));
  };
  const first = viewer.read('first', slow());
  await viewer.read('second', new TextEncoder().encode(exchange([notice('RTM_NEWLINK', link(4, 'new'))])));
  release();
  await first;
  assert.is(viewer.recording.value?.name, 'second');
  assert.is(viewer.progress.value.rows, 1);
});

test('within an exchange, from error to error, from change to change', async () => {
  const viewer = await viewing(exchange([...list(1, [link(1, 'lo'), link(2, 'eth0')]), ...request(2, 'RTM_DELLINK', { index: 9 }, -19), notice('RTM_DELLINK', link(2, 'eth0'))]));
  assert.is(viewer.selected.value, 0);
  viewer.moveInEntry(1);
  viewer.moveInEntry(1);
  assert.is(viewer.selected.value, 2);
  viewer.moveInEntry(-1);
  assert.is(viewer.selected.value, 1);
  viewer.moveToError(1);
  assert.is(viewer.selected.value, 5);
  viewer.moveToError(1);
  assert.is(viewer.selected.value, 5);
  viewer.moveToLinkChange(1);
  assert.is(viewer.selected.value, 6);
  viewer.moveToLinkChange(-1);
  assert.is(viewer.selected.value, 2);
});

test.run();
