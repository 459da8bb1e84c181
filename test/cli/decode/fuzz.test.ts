// Any bytes in any datagram: every view tells them, and a line of JSON gives them back. FC_RUNS says how often.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { painter } from '../../../src/cli/decode/colours.js';
import { JsonView } from '../../../src/cli/decode/json.js';
import { RecordedNames } from '../../../src/cli/decode/names.js';
import { StatsView, table } from '../../../src/cli/decode/stats.js';
import { TextView } from '../../../src/cli/decode/text.js';
import { TreeView } from '../../../src/cli/decode/tree.js';
import { kinds } from '../../../src/cli/kinds.js';
import { protocolsWith } from '../../../src/families/families.js';
import { route } from '../../../src/index.js';
import { fromHex, toHex } from '../../../src/netlink/bytes.js';
import { bytesOfLine, type MessageLine } from '../../../src/netlink/capture/line.js';
import { Understanding } from '../../../src/netlink/capture/understanding.js';
import { defaultNames } from '../../../src/rtnl/name-tables.js';
import { datagrams, groups, rows, trees } from '../../fixtures.js';

const test = suite('decode fuzz');

const RUNS = Number(process.env.FC_RUNS ?? 3000);

const protocols = protocolsWith(route);
const names = new RecordedNames(() => defaultNames);
const surroundings = { protocols, kinds, names, tables: () => defaultNames, paint: painter(false), background: undefined, details: 1, statistics: 1 };
const text = new TextView(surroundings);
const tree = new TreeView(surroundings);
const json = new JsonView(surroundings);

interface Recorded {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
}

/** One of each type and length, of all that was recorded. */
function different(): Recorded[] {
  const found = new Map<string, Recorded>();
  for (const [name, byteOrder] of Object.entries(trees)) {
    for (const file of groups(name)) {
      for (const { hex } of datagrams(file)) {
        if (hex.length < 6000) found.set(`${byteOrder} ${hex.slice(8, 16)} ${hex.length}`, { bytes: fromHex(hex), littleEndian: byteOrder === 'little' });
      }
    }
  }
  return [...found.values()];
}

/** A view for each message, and its bytes again. */
function expectTold(bytes: Uint8Array, littleEndian: boolean, family: number, cut: number, time = 1n): void {
  const understanding = new Understanding({ protocols });
  const stats = new StatsView(surroundings);
  const steps = understanding.take({ bytes, littleEndian, family, offset: 0, fullLength: bytes.length + cut, time });
  for (const step of [...steps, ...understanding.end()]) {
    const { message } = step;
    stats.step(step);
    const lines = [text.step(step), tree.step(step)];
    if (message === undefined) continue;
    names.learn(message);
    assert.ok(lines.every((line) => line !== ''));
    const line = JSON.parse(json.step(step)) as MessageLine;
    assert.is(toHex(bytesOfLine(line, protocols)), toHex(message.bytes));
    assert.ok(message.offset + message.bytes.length + message.padding.length <= bytes.length);
  }
  assert.match(stats.end(), / messages, /);
}

const recorded = different();
const family = fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(22) });

test('there is something to change', () => {
  assert.ok(recorded.length > 500, String(recorded.length));
});

test('recorded datagrams with bytes changed, cut anywhere', () => {
  const change = fc.record({ at: fc.nat(3000), value: fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 5, 8, 16, 0x7f, 0x80, 0xff), fc.nat(255)) });
  fc.assert(
    fc.property(
      fc.nat(recorded.length - 1),
      fc.array(change, { maxLength: 5 }),
      fc.option(fc.nat(3000), { freq: 4 }),
      family,
      fc.constantFrom(0, 4),
      // No date is so far away as the last two.
      fc.constantFrom(1n, -1n, 1n << 90n, -(1n << 90n)),
      (which, changes, end, number, cut, time) => {
        const { bytes, littleEndian } = recorded[which] as Recorded;
        const changed = bytes.slice(0, end === null ? bytes.length : 1 + (end % bytes.length));
        for (const { at, value } of changes) changed[at % changed.length] = value;
        expectTold(changed, littleEndian, number, cut, time);
      },
    ),
    { numRuns: RUNS },
  );
});

test('statistics of as many types as no call takes for arguments', () => {
  assert.is(table(new Array<string[]>(130_000).fill(['12', 'a']), 1).length, 130_000 * '  12  a\n'.length);
});

test('whatever broke another decoder, as every type of every family', () => {
  const inputs = rows<{ hex: string }>('vectors/fuzz-rtnetlink-go.jsonl.gz').map(({ hex }) => fromHex(hex));
  let type = 0;
  for (const input of inputs) {
    for (const number of [0, 4, 6, 9, 12, 15, 16]) {
      const bytes = new Uint8Array(16 + input.length);
      bytes.set(input, 16);
      const view = new DataView(bytes.buffer);
      view.setUint32(0, bytes.length, true);
      view.setUint16(4, type++ % 130, true);
      expectTold(bytes, true, number, 0);
    }
  }
});

test.run();
