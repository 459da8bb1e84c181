// Link kinds and suites of counters that few kernels have: messages made by hand, and what iproute2 6.1.0 printed when it was
// given them in the kernel's stead. Link 500 is k0, no other is there but lo.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kinds } from '../../src/cli/kinds.js';
import { route } from '../../src/index.js';
import { Bytes, fromHex, toHex } from '../../src/netlink/bytes.js';
import { decodeMessages, encodeMessages } from '../../src/netlink/message.js';
import { defaultNames } from '../../src/rtnl/name-tables.js';
import { showLink } from '../../src/rtnl/show/link.js';
import { type LinkNames, unknownLink } from '../../src/rtnl/show/link-names.js';
import { printer } from '../../src/rtnl/show/printer.js';
import { BadCounters, shownOrder, showStatsSuite } from '../../src/rtnl/show/stats-suites.js';
import { statsSuites } from '../../src/rtnl/stats-suites.js';
import { rows } from '../fixtures.js';

const test = suite('show kinds');

interface Row {
  readonly options: readonly string[];
  readonly message: string;
  readonly stdout: string;
}

const NAMES = new Map([
  [500, 'k0'],
  [1, 'lo'],
]);
const names: LinkNames = { name: (index) => NAMES.get(index) ?? unknownLink(index), flags: (index) => (index === 1 ? 8 : undefined) };

const decoded = (hex: string) => decodeMessages(route, new Bytes(fromHex(hex), true, true));

test('links are shown as ip shows them', () => {
  const all = rows<Row>('vectors/kinds-render.jsonl.gz');
  assert.ok(all.length > 100);
  for (const { options, message, stdout } of all) {
    const [link] = decoded(message);
    if (link?.name !== 'RTM_NEWLINK') throw new Error('expected a link');
    const out = printer({ json: options.includes('-j'), details: 1, statistics: options.includes('-s') ? 1 : 0 });
    out.openObject();
    showLink(out, link.body as never, { names, kinds, tables: defaultNames, command: 'link' });
    out.closeObject();
    assert.is(out.finish(), stdout);
  }
});

test('suites of counters are shown as ip shows them', () => {
  for (const { options, message, stdout } of rows<Row>('vectors/stats-suites.jsonl.gz')) {
    const [stats] = decoded(message);
    if (stats?.name !== 'RTM_NEWSTATS') throw new Error('expected counters');
    const all = options.includes('-d');
    const out = printer({
      json: options.includes('-j'),
      details: all ? 1 : 0,
      statistics: all ? 2 : 1,
      oneline: options.includes('-o'),
      ...(options.includes('-h') && { human: 'si' as const }),
    });
    for (const one of shownOrder(statsSuites(kinds), true)) showStatsSuite(out, stats.body as never, one, kinds, names);
    out.text(out.newline);
    assert.is(out.finish(), stdout);
  }
});

test('the messages encode to the bytes they came from', () => {
  for (const file of ['vectors/kinds-render.jsonl.gz', 'vectors/stats-suites.jsonl.gz']) {
    for (const { message } of rows<Row>(file)) assert.is(toHex(encodeMessages(route, decoded(message), true)), message);
  }
});

test('the suites come in the order of the builds of iproute2', () => {
  const path = (littleEndian: boolean) => shownOrder(statsSuites(kinds), littleEndian).map((one) => one.path.join(' '));
  assert.equal(path(true).slice(0, 4), ['afstats mpls', 'link', 'offload l3_stats', 'offload hw_stats_info']);
  assert.equal(path(false).slice(0, 4), ['offload hw_stats_info', 'afstats mpls', 'link', 'offload l3_stats']);
  assert.is(path(true).length, 11);
});

test('counters that say neither yes nor no end it', () => {
  const info = statsSuites(kinds).find(({ path }) => path[1] === 'hw_stats_info');
  if (info === undefined) throw new Error('no such suite');
  const stats = (request: number) => ({ ifindex: 500, linkOffloadXstats: { hwStatsInfo: { l3Stats: { request, used: 7 } } } });
  assert.throws(
    () => showStatsSuite(printer(), stats(2) as never, info, kinds, names),
    (error: unknown) => error instanceof BadCounters && error.message === 'Invalid value for request: expected 0 or 1, got 2.\n',
  );
  const out = printer();
  showStatsSuite(out, stats(1) as never, info, kinds, names, []);
  assert.is(out.finish(), '500: k0:\n    l3_stats on\n');
});

test.run();
