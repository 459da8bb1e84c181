// Numbers and times as the page writes them.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clock, counted, cut, dateAndClock, duration, elapsed, grouped, size } from '../../src/web/text.js';

const test = suite('text');

test('numbers, with narrow spaces between thousands', () => {
  assert.equal([0, 999, 1000, 1_234_567].map(grouped), ['0', '999', '1\u202f000', '1\u202f234\u202f567']);
  assert.equal([counted(1, 'message'), counted(2000, 'message'), counted(2, 'reply', 'replies')], ['1 message', '2\u202f000 messages', '2 replies']);
});

test('sizes', () => {
  assert.equal([0, 1023, 1024, 1536, 10_240, 5 << 20, 3 * 2 ** 30].map(size), ['0 B', '1023 B', '1.0 KiB', '1.5 KiB', '10 KiB', '5.0 MiB', '3.0 GiB']);
});

test('lengths of time', () => {
  assert.equal([0n, 999n, 1500n, 11_791_000n, 533_000n, 1_000_000_000n, 12_345_678_901n, -1500n].map(duration), [
    '0 ns',
    '999 ns',
    '1.50 \u00b5s',
    '11.8 ms',
    '533 \u00b5s',
    '1 s',
    '12.3 s',
    '\u22121.50 \u00b5s',
  ]);
  assert.equal([0n, 1_500_000_999n, -1_000n].map(elapsed), ['0.000000', '1.500000', '\u22120.000001']);
});

test('times that are no dates', () => {
  const far = (1n << 64n) * 1_000_000_000n;
  assert.equal([clock(far), dateAndClock(-far)], ['@18446744073709551616.000000', '@-18446744073709551616.000000']);
});

test('what is too long is cut', () => {
  assert.equal([cut('abc', 3), cut('abcd', 3)], ['abc', 'ab\u2026']);
});

test.run();
