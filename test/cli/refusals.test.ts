// What is said when the kernel refuses, or warns, or echoes: made-up exchanges, since recordings have few of them.

import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeDatagram } from '../../src/index.js';
import { toHex } from '../../src/netlink/bytes.js';
import type { RecordedDatagram } from '../../src/netlink/exchange.js';
import { replayed, rtnl, withFile } from './recordings.js';

const test = suite('refusals');

type Sent = Parameters<typeof encodeDatagram>[0][number];

const datagram = (dir: 'tx' | 'rx', messages: readonly Sent[]): RecordedDatagram => ({ dir, sock: 0, hex: toHex(encodeDatagram(messages, { byteOrder: 'little' })) });

/** A request, and what the kernel said to it; `sequence` ties them together. */
const tx = (sequence: number, name: string, flags: number, body: object) => datagram('tx', [{ name, header: { sequence, flags }, body } as never]);
const rx = (sequence: number, name: string, body: object, flags = 0) => datagram('rx', [{ name, header: { sequence, flags }, body } as never]);
const request = { length: 32, type: 16, flags: 5, sequence: 1, portId: 0 };
const answer = (sequence: number, error: number, message?: string) =>
  rx(sequence, 'NLMSG_ERROR', { error, request, ...(message !== undefined && { extendedAck: { message } }) }, message === undefined ? 0x100 : 0x300);
const done = (sequence: number, error = 0, message?: string) =>
  rx(sequence, 'NLMSG_DONE', { error, ...(message !== undefined && { extendedAck: { message } }) }, message === undefined ? 2 : 0x202);

const lo = { index: 1, flags: 9, type: 772, ifname: 'lo', mtu: 65536, txqlen: 1000 };
const own = { family: 2, prefixlen: 8, scope: 254, index: 1, address: '127.0.0.1', local: '127.0.0.1', label: 'lo' };
const lookUp = [tx(1, 'RTM_GETLINK', 1, { extMask: 9, ifname: 'lo' }), rx(1, 'RTM_NEWLINK', lo)];
const ask = (words: string, exchange: readonly RecordedDatagram[]) => replayed({ argv: ['ip', ...words.split(' ')], exchange });

test("a refusal is told in the kernel's words, else as strerror(3) has them", async () => {
  const set = (flags: number) => tx(2, 'RTM_NEWLINK', flags, { index: 1, mtu: 9 });
  assert.equal(await ask('link set lo mtu 9', [...lookUp, set(5), answer(2, -22)]), { code: 2, stdout: '', stderr: 'RTNETLINK answers: Invalid argument\n' });
  assert.equal(await ask('link set lo mtu 9', [...lookUp, set(5), answer(2, -22, 'too small')]), { code: 2, stdout: '', stderr: 'Error: too small.\n' });
  assert.equal(await ask('link set lo mtu 9', [...lookUp, set(5), answer(2, 0, 'be careful.')]), { code: 0, stdout: '', stderr: 'Warning: be careful.\n' });
});

test('a dump that fails ends in an empty list and code 0', async () => {
  const dump = tx(1, 'RTM_GETLINK', 0x301, { family: 17, extMask: 9 });
  assert.equal(await ask('link', [dump, answer(1, -1)]), { code: 0, stdout: '', stderr: 'RTNETLINK answers: Operation not permitted\nDump terminated\n' });
  assert.equal(await ask('-j link', [dump, done(1, -95)]), { code: 0, stdout: '[]\n', stderr: 'Dump terminated\n' });
  assert.equal(await ask('link', [dump, done(1, -90)]), { code: 0, stdout: '', stderr: 'Error: Buffer too small for object.\nDump terminated\n' });
  const addresses = tx(2, 'RTM_GETADDR', 0x301, {});
  const links = [tx(1, 'RTM_GETLINK', 0x301, { extMask: 9 }), rx(1, 'RTM_NEWLINK', lo, 2), done(1)];
  assert.equal(await ask('-j address', [...links, addresses, done(2, -22, 'no')]), { code: 0, stdout: '[]\n', stderr: 'Error: no.\nDump terminated\n' });
});

test('a link that is gone when it is asked for is told twice', async () => {
  const gone = [...lookUp, tx(2, 'RTM_GETLINK', 1, { family: 17, ifname: 'lo', extMask: 1 }), answer(2, -19)];
  assert.equal(await ask('-j link show lo', gone), { code: 1, stdout: '[]\n', stderr: 'RTNETLINK answers: No such device\nCannot send link get request: No such device\n' });
  const byIndex = [...lookUp, tx(2, 'RTM_GETLINK', 1, { index: 1, extMask: 9 }), answer(2, -19)];
  assert.equal(await ask('address show lo', byIndex), { code: 0, stdout: '', stderr: 'RTNETLINK answers: No such device\nCannot send link request: No such device\n' });
});

test('a flush stops at a refusal, but not at an address that is gone', async () => {
  const list = [...lookUp, tx(2, 'RTM_GETADDR', 0x301, { index: 1 }), rx(2, 'RTM_NEWADDR', own, 2), done(2), tx(3, 'RTM_DELADDR', 1, own)];
  assert.equal(await ask('address flush dev lo', [...list, answer(3, -1)]), { code: 255, stdout: '', stderr: 'Failed to send flush request: Operation not permitted\n' });
  const gone = [...list, answer(3, -99), tx(4, 'RTM_GETADDR', 0x301, { index: 1 }), done(4)];
  assert.equal(await ask('-s address flush dev lo', gone), { code: 0, stdout: '\n*** Round 1, deleting 1 addresses ***\n*** Flush is complete after 1 round ***\n', stderr: '' });
  const terminated = [...lookUp, tx(2, 'RTM_GETADDR', 0x301, { index: 1 }), answer(2, -1)];
  assert.equal(await ask('address flush dev lo', terminated), { code: 1, stdout: '', stderr: 'RTNETLINK answers: Operation not permitted\nFlush terminated\n' });
  const again = await ask('-l 1 address flush dev lo', [...list]);
  assert.equal(again, { code: 255, stdout: '', stderr: '*** Flush remains incomplete after 1 rounds. ***\n' });
});

test('-echo shows what became of the request', async () => {
  const set = [...lookUp, tx(2, 'RTM_NEWLINK', 13, { index: 1, mtu: 65536 }), rx(2, 'RTM_NEWLINK', lo), answer(2, 0)];
  const shown = await ask('-echo link set lo mtu 65536', set);
  assert.is(shown.code, 0);
  assert.match(shown.stdout, /^1: lo: <NO-CARRIER,LOOPBACK,UP> mtu 65536 /);
  const body = { family: 2, prefixlen: 8, scope: 254, index: 1, local: '127.0.0.2', address: '127.0.0.2' };
  const add = [...lookUp, tx(2, 'RTM_NEWADDR', 0x60d, body), rx(2, 'RTM_NEWADDR', { ...body, label: 'lo' }), answer(2, 0)];
  const added = await ask('-echo address add 127.0.0.2/8 dev lo', add);
  assert.match(added.stdout, /^1: lo {4}inet 127\.0\.0\.2\/8 scope host /);
});

test('rates of a virtual function that are not told stay as they are', async () => {
  const rate = (min: number) => ({ rate: { vf: 3, minTxRate: min, maxTxRate: 50 } });
  const list = [...lookUp, tx(2, 'RTM_GETLINK', 0x301, { extMask: 1 }), rx(2, 'RTM_NEWLINK', { ...lo, numVf: 1, vfinfoList: [rate(10)] }, 2), done(2)];
  const set = [tx(3, 'RTM_NEWLINK', 5, { index: 1, vfinfoList: [rate(20)] }), answer(3, 0)];
  assert.equal(await ask('link set lo vf 3 min_tx_rate 20', [...list, ...set]), { code: 0, stdout: '', stderr: '' });
  assert.equal(await ask('link set lo vf 3 min_tx_rate 60', list), { code: 1, stdout: '', stderr: 'Invalid min_tx_rate 60 - must be <= max_tx_rate 50\n' });
  assert.equal(await ask('link set lo vf 4 min_tx_rate 60', list), { code: 1, stdout: '', stderr: 'Cannot find VF 4\n' });
});

test('--record writes a case even where the kernel was not reached', async () => {
  await withFile('', async (path) => {
    const { code } = await rtnl('--record', path, '-n', 'no-such-namespace', 'link');
    assert.is(code, 255);
    assert.match(readFileSync(path, 'utf8'), /^\{"name":"--record .*"argv":\["ip","-n","no-such-namespace","link"\]/);
  });
});

test.run();
