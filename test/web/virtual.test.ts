// The part of a long list that is rendered.

import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MAX_HEIGHT, pageOf, scrollTopFor, windowOf } from '../../src/web/virtual.js';

const test = suite('virtual');

const lists = fc.record({ count: fc.integer({ min: 0, max: 3_000_000 }), rowHeight: fc.integer({ min: 16, max: 40 }) });

test('renders what is on the screen and a little around it', () => {
  assert.equal(windowOf({ count: 1000, rowHeight: 20 }, { scrollTop: 2000, height: 100 }), { total: 20_000, uppermost: 100, first: 92, end: 113, top: 1840 });
  assert.equal(windowOf({ count: 3, rowHeight: 20 }, { scrollTop: 0, height: 100 }), { total: 60, uppermost: 0, first: 0, end: 3, top: 0 });
  assert.equal(windowOf({ count: 0, rowHeight: 20 }, { scrollTop: 0, height: 100 }), { total: 0, uppermost: 0, first: 0, end: 0, top: 0 });
});

test('no element is too tall for a browser, and the ends can be reached all the same', () => {
  const rows = { count: 3_000_000, rowHeight: 24 };
  const { total } = windowOf(rows, { scrollTop: 0, height: 500 });
  assert.is(total, MAX_HEIGHT);
  assert.is(windowOf(rows, { scrollTop: total - 500, height: 500 }).end, rows.count);
});

test('the screen is always covered by what is rendered', () => {
  fc.assert(
    fc.property(lists, fc.integer({ min: 50, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (rows, height, part) => {
      const { total } = windowOf(rows, { scrollTop: 0, height });
      const scrollTop = Math.max(0, total - height) * part;
      const { first, end, top } = windowOf(rows, { scrollTop, height });
      assert.ok(first >= 0 && end <= rows.count && first <= end);
      assert.ok(first === 0 || top <= scrollTop);
      assert.ok(end === rows.count || top + (end - first) * rows.rowHeight >= scrollTop + height);
    }),
  );
});

test('scrolling to a row has it on the screen whole', () => {
  fc.assert(
    fc.property(
      lists,
      fc.integer({ min: 50, max: 2000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (rows, height, place, part) => {
        fc.pre(rows.count > 0);
        const row = Math.floor(rows.count * place);
        const { total } = windowOf(rows, { scrollTop: 0, height });
        const scrollTop = scrollTopFor(row, rows, { scrollTop: Math.max(0, total - height) * part, height });
        const { first, top } = windowOf(rows, { scrollTop, height });
        const y = top + (row - first) * rows.rowHeight - scrollTop;
        assert.ok(y >= -0.01 && y + rows.rowHeight <= height + 0.01, `row at ${y} of ${height}`);
        assert.is(scrollTopFor(row, rows, { scrollTop, height }), scrollTop);
      },
    ),
  );
});

test('a page is a screen but one row', () => {
  assert.is(pageOf({ count: 10, rowHeight: 20 }, 100), 4);
  assert.is(pageOf({ count: 10, rowHeight: 20 }, 5), 1);
});

test.run();
