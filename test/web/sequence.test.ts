// Who talked to whom, and on which lanes.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Row } from '../../src/web/recording.js';
import { Sequence } from '../../src/web/sequence.js';
import { exchange, type Line, link, list, notice, request, viewing } from './recordings.js';

const test = suite('sequence');

async function sequenceOf(lines: readonly Line[]): Promise<Sequence> {
  const { recording } = await viewing(exchange(lines));
  const rows = recording.value?.rows ?? [];
  return new Sequence((place): Row | undefined => rows[place], rows.length);
}

const from = (sock: number, lines: readonly Line[]): Line[] => lines.map((line) => ({ ...line, sock }));
const lanes = ({ lanes }: Sequence): string[][] => lanes.map((those) => those.map(({ label, first, last }) => `${label} ${first}-${last}`));

test('sockets that are not there at the same time share a lane', async () => {
  const sequence = await sequenceOf([...from(0, request(1, 'RTM_DELLINK', { index: 3 })), ...from(1, request(2, 'RTM_DELLINK', { index: 4 }))]);
  assert.is(sequence.listeners, undefined);
  assert.is(sequence.kernel, 0);
  assert.equal(lanes(sequence), [[], ['socket 0 0-1', 'socket 1 2-3']]);
});

test('those that are have lanes of their own', async () => {
  const [ask, answer] = from(0, request(1, 'RTM_DELLINK', { index: 3 })) as [Line, Line];
  const sequence = await sequenceOf([ask, ...from(1, request(2, 'RTM_DELLINK', { index: 4 })), answer]);
  assert.equal(lanes(sequence), [[], ['socket 0 0-3'], ['socket 1 1-2']]);
  assert.equal(
    [0, 1, 2, 3].map((place) => sequence.arrow(place)),
    [
      { from: 1, to: 0 },
      { from: 2, to: 0 },
      { from: 0, to: 2 },
      { from: 0, to: 1 },
    ],
  );
});

test('a notification goes to the socket that heard it', async () => {
  const sequence = await sequenceOf([notice('RTM_NEWLINK', link(2, 'eth0'), { sock: 3 })]);
  assert.equal(lanes(sequence), [[], ['socket 3 0-0']]);
  assert.equal(sequence.arrow(0), { from: 0, to: 1 });
});

test('who is on a lane, who comes next, who was last', async () => {
  const sequence = await sequenceOf([...from(0, list(1, [link(2, 'eth0')])), ...from(1, list(2, [link(2, 'eth0')]))]);
  assert.is(sequence.at(1, 0)?.label, 'socket 0');
  assert.is(sequence.at(1, 2)?.label, 'socket 0');
  assert.is(sequence.at(1, 3)?.label, 'socket 1');
  assert.is(sequence.at(1, 99)?.label, 'socket 1');
  assert.is(sequence.at(0, 0), undefined);
});

test('nothing at all', async () => {
  const sequence = new Sequence(() => undefined, 0);
  assert.equal(sequence.lanes.length, 1);
  assert.is(sequence.arrow(0), undefined);
});

test.run();
