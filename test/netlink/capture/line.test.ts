// Lines of JSON: the bytes of every message again, from the line alone, whatever state it was in.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { protocolsWith } from '../../../src/families/families.js';
import { route } from '../../../src/index.js';
import { fromHex, toHex } from '../../../src/netlink/bytes.js';
import type { CapturedDatagram } from '../../../src/netlink/capture/captured.js';
import type { Protocols, Step } from '../../../src/netlink/capture/entry.js';
import { bytesOfLine, lineOf, type MessageLine } from '../../../src/netlink/capture/line.js';
import { openCapture } from '../../../src/netlink/capture/open.js';
import { Understanding } from '../../../src/netlink/capture/understanding.js';
import { EncodeError } from '../../../src/netlink/errors.js';
import { groups, rows, trees } from '../../fixtures.js';
import { concat, fixture, message, u32 } from './captures.js';

const test = suite('line');

/** Of one recording. */
let protocols: Protocols = protocolsWith(route);
const PCAPS = [...rows<{ file: string }>('pcap/tshark.jsonl'), ...rows<{ file: string }>('pcap/changes.jsonl')].map(({ file }) => `pcap/${file}`);

/** Lines of a datagram, through text. */
function linesOf(steps: readonly Step[]): { step: Step; line: MessageLine }[] {
  return steps.flatMap((step) => {
    const line = lineOf(step, protocols);
    return line === undefined ? [] : [{ step, line: JSON.parse(JSON.stringify(line)) as MessageLine }];
  });
}

/** The bytes of a datagram, from its lines. */
function datagramOf(lines: readonly MessageLine[]): string {
  return lines
    .map((line, i) => {
      const bytes = toHex(bytesOfLine(line, protocols));
      return bytes + (line.tail ?? (i < lines.length - 1 ? '00'.repeat((-bytes.length / 2) & 3) : ''));
    })
    .join('');
}

for (const path of [...PCAPS, ...Object.keys(trees).flatMap(groups)]) {
  test(`gives the bytes of every datagram again: ${path}`, async () => {
    protocols = protocolsWith(route);
    const understanding = new Understanding({ protocols });
    let last = '';
    for await (const datagram of await openCapture(fixture(path))) {
      const steps = understanding.take(datagram);
      const hex = toHex(datagram.bytes);
      // The same links over and over.
      const what = hex.slice(0, 16) + hex.slice(32);
      if (what === last) continue;
      last = what;
      const lines = linesOf(steps);
      assert.ok(datagramOf(lines.map(({ line }) => line)) === hex, hex.slice(0, 200));
      for (const { step, line } of lines) {
        assert.is(toHex(bytesOfLine(line, protocols)), toHex(step.message?.bytes ?? new Uint8Array()));
        assert.is(line.bytes, undefined, JSON.stringify(line));
      }
    }
  });
}

const take = (bytes: Uint8Array, more: Partial<CapturedDatagram> = {}) =>
  linesOf(new Understanding({ protocols }).take({ bytes, littleEndian: true, family: 0, offset: 24, fullLength: bytes.length, ...more }));

test('keeps the bytes of what is damaged, cut off or of no known family', () => {
  const link = message(true, 16, 0, 0, new Array(16).fill(0));
  for (const [bytes, more] of [
    [concat(link, [1, 2, 3])],
    [concat(link, u32(true, 99, 0x10, 0, 0))],
    [concat(link, new Uint8Array(40))],
    [concat(u32(true, 17, 0x10, 0, 0), [1, 9, 9, 9], link)],
    [link.subarray(0, 20), { fullLength: 32 }],
    [concat(u32(true, 40, 0x10, 0, 0), new Uint8Array(16), [200, 0, 1, 0, 0, 0, 0, 0])],
    [new Uint8Array()],
    [new TextEncoder().encode('add@/devices/virtual/net/mv0'), { family: 15 }],
    [message(true, 33, 5, 7, [1, 2, 3, 4]), { family: 16 }],
    [message(false, 16, 0, 0, new Array(16).fill(0)), { littleEndian: false }],
  ] as [Uint8Array, Partial<CapturedDatagram>?][]) {
    assert.is(datagramOf(take(bytes, more).map(({ line }) => line)), toHex(bytes));
  }
});

test('tells what a message belongs to, and what came of it', () => {
  const request = fromHex(
    '5c0000001000050634000000000000000000000000000000000000000000000008000500030000001500030061616161616161616161616161616161000000001c0012000c0001006d6163766c616e000c0002000800010004000000',
  );
  const reply = rows<{ name: string; hex: string }>('vectors/kernel-replies.jsonl').find(({ name }) => name === 'create: name 16 chars')?.hex ?? '';
  const understanding = new Understanding({ protocols });
  const at = (bytes: Uint8Array, time: bigint) =>
    linesOf(understanding.take({ bytes, littleEndian: true, family: 0, offset: 24, fullLength: bytes.length, time, socket: '3' })).map(({ line }) => line)[0];
  const first = at(request, 1795475171302224001n);
  assert.equal(
    [first?.number, first?.entry, first?.kind, first?.time, first?.direction, first?.socket, first?.at, first?.outcome],
    [1, 1, 'request', '2026-11-23T23:06:11.302224001Z', 'sent', '3', [24, 0], undefined],
  );
  assert.equal(at(fromHex(reply), 1795475171302324001n)?.outcome, {
    state: 'failed',
    latency: 100000,
    duration: 100000,
    error: { errno: 34, code: 'ERANGE', message: 'Attribute failed policy validation', offset: 40, path: ['RTM_NEWLINK', 'IFLA_IFNAME'] },
  });
});

test('tells what the recording does not, of each message of a datagram its own', () => {
  const link = message(true, 16, 0, 0, new Array(16).fill(0));
  const untold = [20, 52].map((offset) => ({ offset, length: 4, said: 'if_nametoindex("eth0")' }));
  assert.equal(
    take(concat(link, link), { untold }).map(({ line }) => line.untold),
    untold.map((one) => [one]),
  );
  assert.is(take(link)[0]?.line.untold, undefined);
});

test('tells any time, also such as are no dates', () => {
  const told = [-1n, 253_402_300_800_000_000_001n, (1n << 64n) * 1_000_000_000n, -(1n << 64n) * 1_000_000_000n - 1n].map((time) => take(message(true), { time })[0]?.line.time);
  assert.equal(told, ['1969-12-31T23:59:59.999999999Z', '+010000-01-01T00:00:00.000000001Z', '@18446744073709551616.000000000', '@-18446744073709551616.000000001']);
});

test('a value that was changed in a line is encoded as it is there', () => {
  const [{ line } = { line: undefined }] = take(message(true, 16, 0, 0, new Array(16).fill(0)));
  assert.ok(line);
  const changed = { ...line, body: { ...(line.body as object), ifname: 'e0' } };
  assert.is(toHex(bytesOfLine(changed as MessageLine, protocols)), `28000000${toHex(message(true, 16, 0, 0, new Array(16).fill(0))).slice(8)}0700030065300000`);
  assert.throws(
    () => bytesOfLine({ ...line, bytes: 'x' }, protocols),
    (error: Error) => error instanceof EncodeError,
  );
});

test.run();
