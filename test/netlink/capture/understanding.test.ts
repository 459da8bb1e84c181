// What belongs together in recordings: those of nlmon, which tell no sockets and no directions, and those of programs.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { route } from '../../../src/index.js';
import type { CapturedDatagram } from '../../../src/netlink/capture/captured.js';
import type { Entry, Protocols, Step } from '../../../src/netlink/capture/entry.js';
import { openCapture } from '../../../src/netlink/capture/open.js';
import { MAX_OPEN_ENTRIES } from '../../../src/netlink/capture/open-entries.js';
import { entriesOf, Understanding, understand } from '../../../src/netlink/capture/understanding.js';
import { groups, rows, tally, trees } from '../../fixtures.js';
import { concat, fixture, u16, u32 } from './captures.js';
import { answer, datagram, steps, told } from './conversations.js';

const test = suite('understanding');

const protocols: Protocols = (family) => (family === 0 ? route : undefined);

async function understood(path: string): Promise<readonly Entry[]> {
  const { entries, error } = await entriesOf(await openCapture(fixture(path)), { protocols });
  assert.is(error, undefined);
  return entries;
}

const outcomes = (entries: readonly Entry[]): Record<string, number> => tally(entries.map(({ kind, state }) => `${kind} ${state}`));

const PCAPS = rows<{ file: string; headers: number; errors: number; empty: number }>('pcap/tshark.jsonl');

/** By hand, with tshark's help: requests and lists in each. No one listened to notifications. */
const OUTCOMES: Readonly<Record<string, Record<string, number>>> = {
  'vm-6.1-s390x-macaddr.pcap.gz': { 'request failed': 254, 'request done': 523, 'dump done': 6 },
  'vm-6.1-s390x-recipe.pcap.gz': { 'dump done': 50, 'request failed': 18, 'request done': 59 },
  'vm-6.1-x86_64-kinds_vm.pcap.gz': { 'request failed': 233, 'request done': 325, 'dump done': 12 },
  'vm-6.1-x86_64-recipe.pcap.gz': { 'dump done': 50, 'request failed': 18, 'request done': 59 },
  'vm-6.12-x86_64-modes.pcap.gz': { 'request done': 196, 'dump done': 32, 'request failed': 6 },
  // The first packets of two recordings, up to a request of each.
  'merged-s390x-x86_64.pcapng.gz': { 'dump done': 8, 'request failed': 6, 'request done': 16, 'dump unanswered': 2 },
  // A flush asks for no acknowledgement.
  'vm-6.12-x86_64-neigh.pcap.gz': { 'request done': 46, 'dump done': 96, 'request unanswered': 9 },
};

for (const { file } of PCAPS) {
  test(`every reply finds its request: ${file}`, async () => {
    const entries = await understood(`pcap/${file}`);
    assert.equal(outcomes(entries), OUTCOMES[file]);
    for (const { kind, messages, latency, duration, count, request, port } of entries) {
      assert.is(messages.length, count);
      assert.is(request, messages[0]);
      if (count === 1) continue;
      assert.ok(latency !== undefined && duration !== undefined && latency >= 0n && latency <= duration);
      assert.ok(messages.slice(1).every(({ header }) => header?.sequence === request?.header?.sequence && header?.portId === port));
      if (kind === 'dump') assert.is(messages.at(-1)?.name, 'NLMSG_DONE');
    }
  });
}

test('entries hold every message of a recording once, in order', async () => {
  for (const path of [...PCAPS.map(({ file }) => `pcap/${file}`), ...Object.keys(trees).flatMap(groups)]) {
    const numbers: number[] = [];
    const begun = new Set<number>();
    for await (const { entry, message, begins } of understand(await openCapture(fixture(path)), { protocols, keep: 2 })) {
      if (message !== undefined) numbers.push(message.number);
      assert.is(begins, !begun.has(entry.id), path);
      begun.add(entry.id);
      assert.ok(entry.messages.length <= 2);
    }
    assert.equal(
      numbers,
      numbers.map((_, i) => i + 1),
      path,
    );
    assert.is(Math.max(0, ...begun), begun.size);
  }
});

test('an error tells the attribute at fault in the request', async () => {
  const paths = JSON.parse(new TextDecoder().decode(fixture('vectors/kernel-replies-paths.json'))) as Record<string, { offset: number; path: readonly string[] }>;
  const asked = rows<{ name: string; request: string; hex?: string }>('vectors/kernel-replies.jsonl').filter(({ name, hex }) => hex !== undefined && Object.hasOwn(paths, name));
  assert.ok(asked.length > 3);
  const lines = asked.flatMap(({ request, hex }, sock) => [
    { dir: 'tx', sock, hex: request },
    { dir: 'rx', sock, hex },
  ]);
  const { entries } = await entriesOf(await openCapture(new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join('')), { byteOrder: 'little' }), {
    protocols,
  });
  assert.equal(Object.fromEntries(entries.map(({ error }, i) => [asked[i]?.name, { offset: error?.extendedAck.offset, path: error?.extendedAck.path }])), paths);
});

test('a notification tells the request that caused it', async () => {
  const entries = await understood('vectors/notifications.jsonl');
  assert.equal(outcomes(entries), { 'request done': 24, 'notification done': 49, 'request failed': 1, 'dump done': 1 });
  const told = entries.flatMap(({ name, cause }) => (cause === undefined || cause.by === 'time' ? [] : [`${name} by ${cause.by} of ${entries[cause.entry - 1]?.name}`]));
  assert.equal(told, [
    'RTM_NEWADDR by sequence of RTM_NEWADDR',
    'RTM_NEWROUTE by sequence of RTM_NEWROUTE',
    'RTM_NEWRULE by sequence of RTM_NEWRULE',
    'RTM_NEWNEIGH by port of RTM_NEWNEIGH',
    'RTM_NEWNEXTHOP by sequence of RTM_NEWNEXTHOP',
  ]);
  const deleted = entries.find(({ name, kind }) => name === 'RTM_DELLINK' && kind === 'request');
  const consequences = entries.filter(({ cause }) => cause?.entry === deleted?.id).map(({ name }) => name);
  assert.equal(tally(consequences), { RTM_NEWLINK: 2, RTM_DELNEIGH: 3, RTM_DELROUTE: 5, RTM_DELADDR: 3, RTM_DELNETCONF: 2, RTM_DELLINK: 1 });
});

test('programs of which one monitors what the others do', async () => {
  const entries = await understood('vectors/changes.strace.gz');
  const requests = entries.filter(({ kind, name }) => kind === 'request' && !name.includes('GET'));
  assert.equal(tally(requests.map(({ name, state, error }) => `${name} ${state} ${error?.code ?? ''}`.trim())), {
    // `ip` tries an empty one first.
    'RTM_NEWLINK failed ENODEV': 7,
    'RTM_NEWLINK done': 5,
    'RTM_NEWLINK failed EEXIST': 1,
    'RTM_NEWADDR done': 1,
    'RTM_NEWROUTE done': 1,
    'RTM_NEWRULE done': 1,
    'RTM_NEWNEIGH done': 1,
    // It reads the echo, and the acknowledgement no more.
    'RTM_NEWADDR unanswered': 1,
    'RTM_DELLINK done': 1,
  });
  const told = entries.flatMap(({ name, cause }) => (cause === undefined || cause.by === 'time' ? [] : [`${name} by ${cause.by} of ${entries[cause.entry - 1]?.name}`]));
  assert.equal(told, [
    'RTM_NEWADDR by sequence of RTM_NEWADDR',
    'RTM_NEWROUTE by sequence of RTM_NEWROUTE',
    'RTM_NEWRULE by sequence of RTM_NEWRULE',
    'RTM_NEWNEIGH by port of RTM_NEWNEIGH',
    'RTM_NEWADDR by sequence of RTM_NEWADDR',
  ]);
  assert.ok(entries.filter(({ kind }) => kind === 'dump').every(({ state }) => state === 'done'));
  assert.ok(entries.every(({ kind }) => kind !== 'orphan' && kind !== 'damaged'));
});

const ends = (all: readonly Step[]): number[] => all.filter(({ ends }) => ends).map(({ entry }) => entry.id);

test('two programs may use one sequence at the same time', () => {
  const [first, second, third] = [told(16, 5, 7, 0), told(20, 5, 7, 0), told(16, 5, 7, 0, new Array(24).fill(0))];
  const { entries } = steps(first, second, third, answer(third, -17, 301, 7), answer(second, 0, 302, 7), answer(first, -1, 303, 7));
  assert.equal(
    entries.map(({ port, error, state }) => [port, error?.code, state]),
    [
      [303, 'EPERM', 'failed'],
      [302, undefined, 'done'],
      [301, 'EEXIST', 'failed'],
    ],
  );
});

test('lists of two programs that run at once stay apart once their ports are known', () => {
  const list = told(18, 0x301, 7, 0);
  const { entries } = steps(list, told(16, 2, 7, 301), list, told(16, 2, 7, 302), told(16, 2, 7, 301), told(3, 2, 7, 302, [0, 0, 0, 0]), told(3, 2, 7, 301, [0, 0, 0, 0]));
  assert.equal(
    entries.map(({ port, count, replies }) => [port, count, replies]),
    [
      [301, 4, 2],
      [302, 3, 1],
    ],
  );
});

test('a list that things changed under is marked, one that is refused or breaks off failed', () => {
  const list = told(18, 0x301, 7, 0);
  const { entries } = steps(
    list,
    told(16, 0x12, 7, 301),
    told(3, 2, 7, 301, [0, 0, 0, 0]),
    list,
    told(16, 2, 7, 301),
    told(3, 2, 7, 301, [...u32(true, -105 >>> 0)]),
    list,
    answer(list, -95, 301, 7),
  );
  assert.equal(
    entries.map(({ kind, interrupted, state, error, replies }) => [kind, interrupted, state, error?.code, replies]),
    [
      ['dump', true, 'done', undefined, 1],
      ['dump', false, 'failed', 'ENOBUFS', 1],
      ['dump', false, 'failed', 'EOPNOTSUPP', 0],
    ],
  );
});

test('replies to what came before the recording are one entry, up to their end', () => {
  const { entries, steps: all } = steps(told(16, 2, 7, 301), told(16, 2, 7, 301), told(3, 2, 7, 301, [0, 0, 0, 0]), answer(told(16, 5, 9, 0), -17, 302, 9));
  assert.equal(
    entries.map(({ kind, count, state, error }) => [kind, count, state, error?.code]),
    [
      ['orphan', 3, 'done', undefined],
      ['orphan', 1, 'failed', 'EEXIST'],
    ],
  );
  assert.equal(ends(all), [1, 2]);
});

test('a request that nothing answers is open up to the end, a late reply ends it once more', () => {
  const get = told(18, 1, 7, 0);
  const { entries, steps: all } = steps(get, told(16, 0, 7, 301), told(16, 0, 7, 301), told(24, 1, 8, 0));
  assert.equal(
    entries.map(({ state, count }) => [state, count]),
    [
      ['done', 3],
      ['unanswered', 1],
    ],
  );
  assert.equal(ends(all), [1, 1, 2]);
});

test('only so many requests are waited for', () => {
  const understanding = new Understanding({ protocols });
  const given: number[] = [];
  for (let i = 1; i <= MAX_OPEN_ENTRIES + 3; i++) {
    for (const { entry, ends } of understanding.take(datagram(told(16, 1, i, 0)))) if (ends) given.push(entry.id);
  }
  assert.equal(given, [1, 2, 3]);
  const late = understanding.take(datagram(answer(told(16, 1, 2, 0), -17, 301, 2)));
  assert.equal(
    late.map(({ entry, begins, ends }) => [entry.id, entry.error?.code, begins, ends]),
    [[2, 'EEXIST', false, true]],
  );
  assert.is(understanding.end().length, MAX_OPEN_ENTRIES);
});

test('an echo belongs to its request, what others are told of it does not', () => {
  const socket = (one: Uint8Array, socket: string, groups?: number) => datagram(one, { socket, ...(groups !== undefined && { groups }) });
  const add = told(16, 0x60d, 7, 0);
  const { entries } = steps(socket(add, '0'), socket(told(16, 0, 7, 301), '1'), socket(told(16, 0, 7, 301), '0', 1), socket(answer(add, 0, 301, 7), '0'));
  assert.equal(
    entries.map(({ kind, count, cause }) => [kind, count, cause]),
    [
      ['request', 3, undefined],
      ['notification', 1, { entry: 1, by: 'sequence' }],
    ],
  );
});

test('what the kernel asks of a daemon is no request, and what happens to come meanwhile no reply', () => {
  const { entries } = steps(told(16, 5, 0, 0), told(30, 1, 0, 0), told(28, 0, 0, 0), told(16, 0, 0, 0));
  assert.equal(
    entries.map(({ kind, name, cause }) => [kind, name, cause?.by]),
    [
      ['request', 'RTM_NEWLINK', undefined],
      ['notification', 'RTM_GETNEIGH', 'time'],
      ['notification', 'RTM_NEWNEIGH', 'time'],
      ['notification', 'RTM_NEWLINK', 'time'],
    ],
  );
});

test('nothing is dropped: control messages, damage, what is cut off, families that are unknown', () => {
  const link = told(16, 0, 7, 301);
  const { steps: all, entries } = steps(
    told(1, 0, 0, 0, []),
    told(4, 0, 0, 0, []),
    concat(link, [1, 2, 3]),
    concat(link, u32(true, 99), u16(true, 16, 0), u32(true, 0, 0)),
    datagram(told(18, 0x301, 7, 0).subarray(0, 24), { fullLength: 32 }),
    datagram(new Uint8Array()),
    datagram(new TextEncoder().encode('add@/devices/virtual/net/mv0'), { family: 15 }),
    datagram(told(0x21, 0x301, 3, 0, [1, 2, 3, 4, 8, 0, 1, 0, 5, 0, 0, 0, 12, 0, 2, 128, 8, 0, 3, 0, 7, 0, 0, 0]), { family: 16 }),
  );
  assert.equal(
    entries.map(({ kind, name, family, truncated, messages: [first] }) => [kind, name, family, truncated, first?.bytes.length, first?.errors.map(({ message }) => message)]),
    [
      ['control', 'NLMSG_NOOP', 0, false, 16, []],
      ['control', 'NLMSG_OVERRUN', 0, false, 16, []],
      ['notification', 'RTM_NEWLINK', 0, false, 32, []],
      ['damaged', 'damaged', 0, false, 3, ['3 bytes left over after the last message at byte 32']],
      ['notification', 'RTM_NEWLINK', 0, false, 32, []],
      ['damaged', 'RTM_NEWLINK', 0, false, 16, ['message claims 99 bytes, 16 are left at byte 32']],
      ['dump', 'RTM_GETLINK', 0, true, 24, ['message claims 32 bytes, 24 are left at byte 0']],
      ['damaged', 'damaged', 0, false, 0, ['0 bytes that hold no message at byte 0']],
      ['notification', '#0', 15, false, 28, []],
      ['dump', '#33', 16, false, 40, []],
    ],
  );
  assert.is(all.filter(({ message }) => message !== undefined).length, entries.length);
  assert.equal(entries[6]?.messages[0]?.body, new Uint8Array(8));
  assert.equal(
    entries[9]?.messages[0]?.dissect()?.children?.map(({ name, offset, length, children }) => [name, offset, length, children?.length]),
    [
      ['#1', 20, 8, undefined],
      ['#2', 28, 12, 1],
    ],
  );
});

test('whatever comes, each message is handed out once, and what is remembered is bounded', () => {
  const any = fc.record({
    type: fc.constantFrom(2, 3, 16, 18, 20, 22, 24, 26, 28, 29, 30, 44),
    flags: fc.constantFrom(0, 1, 2, 5, 0x12, 0x301, 0x605, 0xd),
    sequence: fc.integer({ min: 0, max: 3 }),
    port: fc.integer({ min: 0, max: 2 }),
    size: fc.integer({ min: 0, max: 40 }),
    cut: fc.nat(8),
    socket: fc.option(fc.constantFrom('0', '1'), { nil: undefined }),
    time: fc.option(fc.bigInt({ min: 0n, max: 1n << 40n }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 60 }), (all) => {
      const understanding = new Understanding({ protocols, keep: 3 });
      const open = new Set<number>();
      let last = 0;
      let count = 0;
      for (const { type, flags, sequence, port, size, cut, socket, time } of all) {
        const whole = told(type, flags, sequence, port, new Array(size).fill(0));
        const bytes = whole.subarray(0, whole.length - cut);
        const done = understanding.take(datagram(bytes, { fullLength: whole.length, ...(socket !== undefined && { socket }), ...(time !== undefined && { time }) }));
        for (const { entry, message, begins, ends } of done) {
          if (begins) assert.is(entry.id, ++last);
          if (message !== undefined) assert.is(message.number, ++count);
          if (ends) open.delete(entry.id);
          else open.add(entry.id);
          if (entry.cause !== undefined) assert.ok(entry.cause.entry < entry.id);
          message?.dissect();
        }
      }
      assert.equal(
        understanding
          .end()
          .map(({ entry }) => entry.id)
          .filter((id) => !open.has(id)),
        [],
      );
    }),
    { numRuns: 300 },
  );
});

test('a recording that breaks off is understood up to there', async () => {
  function* broken(): Generator<CapturedDatagram> {
    yield datagram(told(18, 0x301, 7, 0));
    throw new Error('gone');
  }
  const { entries, error } = await entriesOf(broken(), { protocols });
  assert.equal(outcomes(entries), { 'dump unanswered': 1 });
  assert.is((error as Error).message, 'gone');
});

test.run();
