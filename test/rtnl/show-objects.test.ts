// Neighbours, rules, nexthops and ids of namespaces against what iproute2 6.1.0 printed for the same message, text and JSON:
// fixtures/vectors/render.jsonl. Links and addresses: show.test.ts; routes: show-routes.test.ts.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram } from '../../src/index.js';
import { fromHex } from '../../src/netlink/bytes.js';
import { unknownLink } from '../../src/rtnl/show/link-names.js';
import { showNeighbour } from '../../src/rtnl/show/neighbour.js';
import { showNexthop } from '../../src/rtnl/show/nexthop.js';
import { showNsid } from '../../src/rtnl/show/nsid.js';
import { type PrinterOptions, printer } from '../../src/rtnl/show/printer.js';
import { showRule } from '../../src/rtnl/show/rule.js';
import { only, rows, tally } from '../fixtures.js';

interface Row {
  readonly kind: string;
  readonly name: string;
  readonly hex: string;
  readonly context: { readonly names: Readonly<Record<string, string>> };
  readonly expect: { readonly text: string | null; readonly json: unknown };
}

const all = rows<Row>('vectors/render.jsonl');
const objects = all.filter(({ kind }) => !/^(link|addr|route|-6 route)( |$)/.test(kind));

/** What the one namespace was called that had an id when the rows were made. */
const namespaceName = (nsid: number): string | undefined => (nsid === 7 ? 'nsA' : undefined);

function optionsOf(kind: string): PrinterOptions {
  const words = kind.split(' ');
  const count = (word: string): number => words.filter((one) => one === word).length;
  return { details: count('-d'), statistics: count('-s'), oneline: count('-o') > 0 };
}

function shown({ kind, hex, context }: Row, json: boolean): string {
  const message = only(decodeDatagram(fromHex(hex), { byteOrder: 'little', strict: true }));
  const out = printer({ ...optionsOf(kind), json });
  const names = { name: (index: number) => context.names[index] ?? unknownLink(index), flags: () => undefined };
  if (message.name === 'RTM_NEWNEIGH') showNeighbour(out, message.body, { names });
  else if (message.name === 'RTM_NEWRULE') showRule(out, message.body);
  else if (message.name === 'RTM_NEWNSID') showNsid(out, message.body, namespaceName);
  else if (message.name === 'RTM_NEWNEXTHOP') {
    showNexthop(out, message.body, { names });
    out.text('\n');
  } else throw new Error(message.name);
  return out.finish();
}

const test = suite('show: objects');

for (const row of objects) {
  test(`writes ${row.name} as ip does`, () => {
    if (row.expect.text !== null) assert.is(shown(row, false), row.expect.text);
    if (row.expect.json !== null) assert.is(shown(row, true), `${JSON.stringify([row.expect.json])}\n`);
    assert.ok(row.expect.text !== null || row.expect.json !== null, 'nothing to compare');
  });
}

test('a neighbour without a link-layer address shows what stands behind it, by byte order', () => {
  const neighbour = { family: 2, index: 3, state: 0x80, flags: 0, type: 1, dst: '10.0.0.2', lladdr: '' };
  for (const [littleEndian, shown] of [
    [true, '08'],
    [false, '00'],
  ] as const) {
    const out = printer();
    showNeighbour(out, neighbour, { names: { name: unknownLink, flags: () => undefined }, littleEndian });
    assert.is(out.finish(), `10.0.0.2 dev if3 lladdr ${shown} PERMANENT \n`);
  }
});

test('covers all rows that are no link, address or route', () => {
  const words = objects.map(({ kind }) => kind.replaceAll(/ ?-[dso6]( |$)/g, '').trim());
  assert.equal(tally(words), { neigh: 10, 'neigh show proxy': 2, rule: 15, nexthop: 8, 'netns list-id': 2 });
  assert.is(all.length, 211);
});

test.run();
