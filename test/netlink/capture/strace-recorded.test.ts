// The logs of strace in fixtures/ against what was sent and received when `rtnl --record` ran the same commands, and against the bytes where strace dumped them.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, route } from '../../../src/index.js';
import { toHex } from '../../../src/netlink/bytes.js';
import type { CapturedDatagram } from '../../../src/netlink/capture/captured.js';
import { numberOf } from '../../../src/netlink/capture/strace/constants.js';
import { tally } from '../../fixtures.js';
import { fixture, read } from './captures.js';

const test = suite('capture: strace and the real bytes');

/** What differs by run: indexes, addresses, counters, times, sequence numbers; and what a request asked to be left out. */
const BY_RUN = new Set(
  'index link oif address broadcast lladdr permAddress stats stats64 icmp6stats cacheinfo carrierChanges carrierUpCount carrierDownCount promiscuity sequence portId nsid fd extMask'.split(
    ' ',
  ),
);

function comparable(value: unknown, key = ''): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map((one) => comparable(one));
  if (ArrayBuffer.isView(value)) return [...(value as unknown as Iterable<unknown>)].map(String);
  if (typeof value === 'bigint') return `${value}`;
  // How far the kernel was with duplicate address detection and with soliciting routers.
  if (key === 'flags8' || (key === 'flags' && typeof value === 'number')) return (value as number) & ~0x50;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !BY_RUN.has(name))
      .map(([name, one]) => [name, comparable(one, name)]),
  );
}

interface Compared {
  readonly name: string;
  readonly text: string;
}

/** The messages of each datagram; what was cut off is named so. */
function messages(datagrams: readonly CapturedDatagram[]): Compared[] {
  return datagrams.flatMap(({ bytes, fullLength, littleEndian, direction }) => {
    if (bytes.length < fullLength) return [{ name: `${direction} cut`, text: '' }];
    return decodeDatagram(bytes, { byteOrder: littleEndian ? 'little' : 'big' }).map(({ name, body, errors, header }) => {
      assert.is(errors, undefined);
      return { name: `${direction} ${name}`, text: JSON.stringify([direction, name, header.flags, comparable(body)]) };
    });
  });
}

/** What each has that the other has not, by name. */
function difference(some: readonly Compared[], others: readonly Compared[]): Record<string, number> {
  const left = others.map(({ text }) => text);
  const alone = some.filter(({ text }) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return tally(alone.map(({ name }) => name));
}

/** iproute2 6.1 asks whether the kernel takes a request that it refuses: we know. */
const PROBE = { 'sent RTM_NEWLINK': 1, 'received NLMSG_ERROR': 1 };

/** The commands, and what the log (of iproute2) and the recording (of `rtnl`) have alone. */
const CASES: readonly (readonly [name: string, logged: Record<string, number>, recorded: Record<string, number>])[] = [
  ['01-link-add-macvlan', PROBE, {}],
  ['02-link-add-macvlan-bridge', PROBE, {}],
  ['03-addr-add', {}, {}],
  ['04-link-set-up', PROBE, {}],
  ['05-addr-show', {}, {}],
  ['07-d-link-show-dev', PROBE, {}],
  ['08-route', {}, {}],
  // It looks links up before it knows that there is nothing to show; the day's neighbours.
  ['10-neigh', { 'sent RTM_GETLINK': 1, 'received RTM_NEWLINK': 5, 'received NLMSG_DONE': 1 }, { 'received RTM_NEWNEIGH': 6 }],
  // strace could not tell the family of a socket of another namespace, and cut the strings.
  ['13-n-d-link', { 'received cut': 2 }, { 'received RTM_NEWLINK': 2 }],
  ['15-link-del-missing', PROBE, {}],
  ['16-link-del', PROBE, {}],
  ['17-netns-list', { 'sent RTM_GETNSID': 1, 'received RTM_NEWNSID': 1 }, {}],
  ['18-j-d-link', {}, {}],
  ['19-6-route', {}, {}],
];

const recorded = await read(fixture('strace/recorded.jsonl.gz'));

for (const [name, onlyLogged, onlyRecorded] of CASES) {
  test(`the log of ${name} decodes to what was recorded`, async () => {
    const { format, datagrams, error } = await read(fixture(`strace/${name}.txt`));
    assert.is(error, undefined);
    assert.is(format, 'strace');
    const log = messages(datagrams);
    const recording = messages(recorded.datagrams.filter(({ socket }) => socket?.startsWith(`${name}/`)));
    assert.ok(log.length > 1 && recording.length > 1);
    assert.equal(difference(log, recording), onlyLogged);
    assert.equal(difference(recording, log), onlyRecorded);
  });
}

test('a log without netlink holds none, one of a program that was executed all of its', async () => {
  assert.equal((await read(fixture('strace/11-netns-add.txt'))).datagrams, []);
  const { datagrams } = await read(fixture('strace/14-netns-exec.txt'));
  assert.equal(tally(messages(datagrams).map(({ name }) => name)), {
    'sent RTM_GETLINK': 1,
    'received cut': 2,
    'received NLMSG_DONE': 1,
    'sent RTM_GETNSID': 1,
    'received RTM_NEWNSID': 1,
  });
});

test('what is put together from symbols is what was dumped', async () => {
  const text = new TextDecoder('latin1').decode(fixture('strace/dumped.txt.gz'));
  const exact = (await read(new TextEncoder().encode(text))).datagrams;
  const symbols = text.split('\n').filter((line) => !/^ [*|=] /.test(line));
  const { datagrams, error } = await read(new TextEncoder().encode(symbols.join('\n')), { byteOrder: 'little' });
  assert.is(error, undefined);
  assert.is(datagrams.length, exact.length);
  assert.ok(datagrams.length > 700);
  const said: string[] = [];
  for (const [i, datagram] of datagrams.entries()) {
    const dumped = exact[i] as CapturedDatagram;
    const { offset: _, untold = [], bytes, ...rest } = datagram;
    const { offset: __, bytes: real, ...expected } = dumped;
    assert.equal(rest, expected);
    const filled = bytes.slice();
    for (const { offset, length, said: what } of untold) {
      filled.set(real.subarray(offset, offset + length), offset);
      said.push(what.replace(/"[^"]+"/, 'NAME'));
      // Zeros, where nothing was printed.
      if (what === 'no message') assert.ok(real.subarray(offset, offset + length).every((byte) => byte === 0));
    }
    assert.is(toHex(filled), toHex(real), symbols[0]);
  }
  const { 'if_nametoindex(NAME)': links = 0, 'no message': tails = 0, ...others } = tally(said);
  assert.ok(links > 100 && tails > 10);
  // One byte of six is printed of the address of a bridge's port, and one of twelve of a request that is too short for its type.
  assert.equal(
    Object.keys(others).filter((what) => !/^[0-9a-f]{2}$|^\{ifi_family\.{3}\}$/.test(what)),
    [],
  );
});

test('the numbers behind names are those of the schemas', () => {
  let count = 0;
  const visit = (schema: unknown, seen: Set<unknown>): void => {
    if (typeof schema !== 'object' || schema === null || seen.has(schema)) return;
    seen.add(schema);
    for (const value of Object.values(schema)) {
      if (Array.isArray(value) && typeof value[0] === 'string' && /^[A-Z]+[A-Z0-9]*_[A-Z0-9_]+$/.test(value[0]) && typeof value[1] === 'number') {
        const number = numberOf(value[0]);
        if (number !== undefined) {
          count++;
          assert.is(number, value[1], value[0]);
        }
      }
      visit(value, seen);
    }
  };
  for (const [name, [type, body]] of Object.entries(route.messages)) {
    assert.ok(numberOf(name) === undefined || numberOf(name) === type, name);
    visit(body, new Set());
  }
  assert.ok(count > 150, `${count}`);
});

test.run();
