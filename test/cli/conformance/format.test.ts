// Patterns, suites and the words of the command.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fill, firstDifference, Names, parsePattern } from '../../../src/cli/conformance/pattern.js';
import { FrameReader, frame, MAX_FRAME } from '../../../src/cli/conformance/target/frames.js';
import { fromHex, toHex } from '../../../src/netlink/bytes.js';
import { recordings, rtnl, withFile } from '../recordings.js';

const test = suite('conformance format');

const header = { format: 'rtnetlink-conformance', version: 1, suite: 'own', description: 'd', byteOrder: 'little', recorded: '6.18' };
const lines = (...all: readonly object[]): string => all.map((line) => JSON.stringify(line)).join('\n');

test('a pattern is bytes and names', () => {
  const pattern = parsePattern('0102<seq1><*stamp:2>ff<mac1:6>');
  const names = new Names([['seq1', fromHex('0a000000')]]);
  assert.is(toHex(fill(pattern, names)), '01020a0000000000ff000000000000');
  assert.is(firstDifference(pattern, fromHex('01020a0000001234ff020000000001'), names), undefined);
  assert.is(toHex(names.get('mac1') ?? new Uint8Array()), '020000000001');
  assert.is(firstDifference(pattern, fromHex('01020a0000005678ff020000000002'), names), 14);
  assert.is(firstDifference(pattern, fromHex('01020b0000005678ff020000000001'), names), 2);
  assert.is(firstDifference(pattern, fromHex('01020a00'), names), 4);
  assert.is(firstDifference(pattern, fromHex('01020a0000005678ff02000000000100'), names), 15);
});

test('what is no pattern is told', () => {
  for (const wrong of ['0g', 'FF', '<seq1', '<1>', '< a>', '<a:>']) assert.throws(() => parsePattern(wrong), /is neither bytes in hex, in lowercase, nor a name/, wrong);
  for (const wrong of ['0', '00123', '001<seq1>']) assert.throws(() => parsePattern(wrong), /ends hex of an odd number of digits/, wrong);
  for (const wrong of ['<prot0>', '<*use>', '<seq0>', '<port01>']) assert.throws(() => parsePattern(wrong), /is none of the given names, .* and tells no length/, wrong);
  for (const wrong of ['<seq1:4>', '<fd0:8>']) assert.throws(() => parsePattern(wrong), /is given without a length/, wrong);
  for (const wrong of ['<mac1:0>', '<mac1:99999999999>']) assert.throws(() => parsePattern(wrong), /has no length from 1 to 65535/, wrong);
});

const one = { name: 'a', steps: [{ send: '00' }] };

test('frames come together again however they are cut', () => {
  const bytes = [...frame(0x4d, [1, 2], fromHex('aabbcc')), ...frame(0x43, [])];
  const reader = new FrameReader();
  const out = bytes.flatMap((byte) => reader.push(Uint8Array.of(byte)));
  assert.equal(
    out.map(({ type, payload }) => [type, toHex(payload)]),
    [
      [0x4d, '0100000002000000aabbcc'],
      [0x43, ''],
    ],
  );
  assert.throws(() => new FrameReader().push(fromHex('00000000')), /a frame of 0 bytes/);
  assert.throws(() => new FrameReader().push(Uint8Array.from(frame(0, []).with(3, 1))), new RegExp(`a frame of ${(1 << 24) + 1} bytes`));
  assert.ok(MAX_FRAME < 1 << 24);
});

test('lists and chooses cases', async () => {
  const { stdout } = await rtnl('conformance', '--list', '--filter', 'newroute: ok', '--filter', 'newneigh: ok');
  assert.is(stdout, 'kernel-replies/newroute: ok\nkernel-replies/newneigh: ok\n');
});

test('refuses words it does not take', async () => {
  const said = async (...argv: string[]) => (await rtnl('conformance', ...argv)).stderr;
  assert.match(await said(), /a recording, or --target and suites/);
  assert.match(await said('--target', 'nothing'), /--target takes kernel, sim, exec:COMMAND, codec or codec:COMMAND, not "nothing"/);
  assert.match(await said('--target', 'exec: '), /--target takes/);
  assert.match(await said('--target', 'sim', '--filter', 'mtuu'), /no case has "mtuu" in its SUITE\/NAME/);
  assert.match(await said('--target', 'sim', '--report', 'html'), /--report takes text, tap, junit, json, not "html"/);
  assert.match(await said('--target', 'sim', '--timeout', 'soon'), /--timeout takes seconds/);
  assert.match(await said('--target', 'sim', '--jobs', '0'), /--jobs takes a number from 1 to 999, not "0"/);
  assert.match(await said('--target', 'exec:true', '--jobs', '2'), /--jobs is for kernel and sim/);
  assert.match(await said('--target', 'codec', '--any-kernel'), /--any-kernel is for what answers requests/);
  assert.match(await said('--wrong'), /Unknown option '--wrong'/);
  assert.match(await withFile(lines(header, one), (path) => said(path)), /a suite needs a --target/);
  assert.match(await said('--target', 'sim', recordings('host-6.18').addr as string), /is no suite/);
  assert.match((await rtnl('conformance', '--help')).stdout, /^Usage: rtnl conformance/);
});

test.run();
