// Recordings that no tool makes, but anyone can: long, deep, repeated. They take time linear in their length, and no more stack or memory than there is.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CaptureError } from '../../../src/netlink/errors.js';
import { isLinear } from '../growth.js';
import { chunks, concat, message, type Read, read, u16, u32 } from './captures.js';

const test = suite('capture: hostile');

const text = (...lines: readonly string[]): Uint8Array => new TextEncoder().encode(lines.join('\n'));

const SOCKET = 'socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = 3';
const HEADER = '{nlmsg_len=1000000, nlmsg_type=RTM_NEWROUTE, nlmsg_flags=0, nlmsg_seq=1, nlmsg_pid=0}';

/** A log of one call whose buffer holds this. */
const sent = (said: string, length: number): Uint8Array => text(SOCKET, `sendto(3, ${said}, ${length}, 0, NULL, 0) = ${length}`, '');

/** Attributes of a message in a log. */
const attributes = (...said: readonly string[]): Uint8Array => sent(`[${HEADER}, {rtm_family=AF_INET}, [${said.join(', ')}]]`, 1000000);

async function whole(file: Uint8Array, count: number): Promise<Read> {
  const result = await read(file);
  assert.is(result.error, undefined);
  assert.is(result.datagrams.length, count);
  return result;
}

test('a value that changed a hundred thousand times is the last', async () => {
  const { datagrams } = await whole(sent(`${'1=>'.repeat(100_000)}"ab"`, 2), 1);
  assert.is(new TextDecoder().decode(datagrams[0]?.bytes), 'ab');
});

test('a list of next hops may hold what is none', async () => {
  const hop = '{rtnh_len=8, rtnh_flags=0, rtnh_hops=0, rtnh_ifindex=2}';
  const multipath = (hops: string) => attributes(`[{nla_len=40, nla_type=RTA_MULTIPATH}, ${hops}]`, '[{nla_len=8, nla_type=RTA_OIF}, 2]');
  for (const hops of [`[{foo=1}, ${hop}]`, `[[${hop}], 7]`, `[[], [${hop}], "x"]`]) {
    const [datagram] = (await whole(multipath(hops), 1)).datagrams;
    assert.ok(
      (datagram?.untold ?? []).some(({ offset }) => offset >= 32),
      hops,
    );
  }
});

test('names and addresses of any length', async () => {
  const long = 'a'.repeat(200_000);
  await whole(text(SOCKET, `ioctl(3, SIOCGIFINDEX, {ifr_name="${long}", ifr_ifindex=2}) = 0`, ''), 0);
  await whole(attributes(`[{nla_len=8, nla_type=RTA_OIF}, if_nametoindex("${long}")]`, `[{nla_len=8, nla_type=RTA_DST}, inet_addr("${long}")]`), 1);
});

test('comments of any length', async () => {
  await whole(sent(`/* ${'x'.repeat(1 << 24)} */ "ab"`, 2), 1);
});

test('a call whose messages were all cut off', async () => {
  // As many as no call takes for arguments.
  const count = 130_000;
  await whole(sent(`[${'[{nlmsg_len=20, nlmsg_seq=1}], '.repeat(count)}]`, 20 * count), count);
});

test('a struct of many fields in linear time', () => {
  const fields = (count: number) => {
    const file = attributes(`[{nla_len=${8 * count}, nla_type=5}, {${Array.from({ length: count }, (_, i) => `a${i}=1`).join(', ')}}]`, '[{nla_len=8, nla_type=RTA_OIF}, 2]');
    return () => whole(file, 1);
  };
  return isLinear(8, fields(2000), fields(16_000));
});

test('a call that was interrupted many times in linear time', () => {
  const interrupted = (count: number) => {
    const file = text(SOCKET, '12 recvmsg(3, {msg_name=NULL <unfinished ...>', ...new Array<string>(count).fill('12 <... recvmsg resumed>, msg_name=NULL <unfinished ...>'), '');
    return () => whole(file, 0);
  };
  return isLinear(8, interrupted(2000), interrupted(16_000));
});

test('a line of brackets among numbers in linear time', () => {
  const brackets = (count: number) => {
    const file = text(`0x00, 0x01 ${'('.repeat(count)}&`, '');
    return async () => assert.is((await read(file, { format: 'hex' })).datagrams.length, 0);
  };
  return isLinear(8, brackets(20_000), brackets(160_000));
});

test('lines left out of a hex dump are no more than a socket holds', async () => {
  const dump = (end: string): Uint8Array => text('00000000: 2400 0000 1000 0000 0000 0000 0000 0000', '00000010: 0000 0000 0000 0000 0000 0000 0000 0000', '*', end, '');
  const { datagrams } = await whole(dump('00010020:'), 1);
  assert.is(datagrams[0]?.bytes.length, 0x10020);
  const { error, datagrams: left } = await read(dump('00010030:'));
  assert.instance(error, CaptureError);
  assert.is(left[0]?.bytes.length, 32);
});

/** What a recording comes to in pieces of some sizes, which is the same in all. */
async function inPieces(file: Uint8Array): Promise<Read> {
  const expected = await read(file);
  for (const size of [1, 7, 100, 4096]) {
    const { format, datagrams, error } = await read(chunks(file, size));
    const told = (one: Read) => [one.format, one.datagrams, String(one.error)];
    assert.equal(told({ format: format as string, datagrams, error }), told(expected as Read), `${size}`);
  }
  return expected;
}

test('is of the same format in pieces of any size', async () => {
  const done = message(true);
  const damaged = concat(done, u32(true, 5), u16(true, 3, 2), u32(true, 0, 0));
  assert.is((await inPieces(damaged)).format, undefined);
  assert.is((await inPieces(concat(done, done))).format, 'rtmon');
  assert.is((await inPieces(done)).format, 'rtmon');
  // A log that begins in the midst of a dump, or of a line.
  const call = `recvfrom(3, "${'\\x24\\0\\0\\0\\3\\0\\2\\0\\0\\0\\0\\0\\0\\0\\0\\0'}", 8192, 0, NULL, NULL) = 16`;
  const row = ' | 00000  24 00 00 00 03 00 02 00  00 00 00 00 00 00 00 00  $............... |';
  assert.is((await inPieces(text(row, row, SOCKET, call, ''))).format, 'strace');
  assert.is((await inPieces(text(`x24", "${'\\x24'.repeat(40)}") = 40`, SOCKET, call, ''))).format, 'strace');
  assert.is((await inPieces(text(row, ''))).format, 'hex');
  assert.is((await inPieces(text('00000000: 2400 0000 1000 0000 0000 0000 0000 0000', '', SOCKET, call, ''))).format, 'hex');
});

test.run();
