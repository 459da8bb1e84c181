// Links and addresses against what iproute2 6.1.0 printed for the same message, text and JSON: fixtures/vectors/render.jsonl.

import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kinds as commandKinds } from '../../src/cli/kinds.js';
import { macvlanKind, macvtapKind } from '../../src/macvlan/kind.js';
import { fromHex } from '../../src/netlink/bytes.js';
import { decodeMessages, toBytes } from '../../src/netlink/message.js';
import { dummyKind } from '../../src/rtnl/kinds/dummy.js';
import { vethKind } from '../../src/rtnl/kinds/veth.js';
import { routeProtocol } from '../../src/rtnl/protocol.js';
import { showAddress } from '../../src/rtnl/show/address.js';
import type { ShowContext } from '../../src/rtnl/show/context.js';
import { showLink } from '../../src/rtnl/show/link.js';
import { unknownLink } from '../../src/rtnl/show/link-names.js';
import { type PrinterOptions, printer } from '../../src/rtnl/show/printer.js';

interface Row {
  readonly kind: string;
  readonly name: string;
  readonly hex: string;
  readonly context: { readonly names: Record<string, string>; readonly flags: Record<string, number> };
  readonly expect: { readonly text: string | null; readonly json: unknown };
}

const kinds = { macvlan: macvlanKind, macvtap: macvtapKind, veth: vethKind, dummy: dummyKind };
const protocol = routeProtocol(kinds);
const rows = readFileSync(new URL('../../fixtures/vectors/render.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Row)
  .filter(({ kind }) => /^(link|addr)( |$)/.test(kind));

function optionsOf(kind: string): PrinterOptions {
  const words = kind.split(' ');
  const count = (word: string): number => words.filter((one) => one === word).length;
  return { details: count('-d'), statistics: count('-s'), oneline: count('-o') > 0, brief: count('-br') > 0 };
}

function shown(row: Row, json: boolean): string {
  const context: ShowContext = {
    names: { name: (index) => row.context.names[index] ?? unknownLink(index), flags: (index) => row.context.flags[index] },
    kinds: commandKinds,
    command: row.kind.startsWith('link') ? 'link' : 'addr',
  };
  const [message] = decodeMessages(protocol, toBytes(fromHex(row.hex), { byteOrder: 'little' }));
  const out = printer({ ...optionsOf(row.kind), json });
  out.openObject();
  if (message?.name === 'RTM_NEWLINK') showLink(out, message.body, context);
  else if (message?.name === 'RTM_NEWADDR') showAddress(out, message.body, context);
  else throw new Error(`${row.name} is a ${message?.name}`);
  out.closeObject();
  return out.finish();
}

/** Counters may have gone on between the message and the JSON: their names are compared, not their values. */
function withoutCounts(value: unknown, counters = false): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return counters ? typeof value : value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutCounts(item, counters || key.startsWith('stats'))]));
}

const Show = suite('show: render vectors');

for (const row of rows) {
  Show(`writes ${row.name} as ip does`, () => {
    if (row.expect.text !== null) assert.is(shown(row, false), row.expect.text);
    if (row.expect.json === null) return;
    const [json] = JSON.parse(shown(row, true)) as unknown[];
    assert.equal(withoutCounts(json), withoutCounts(row.expect.json));
    assert.is(JSON.stringify(withoutCounts(json)), JSON.stringify(withoutCounts(row.expect.json)), 'the order of keys');
  });
}

Show('covers all rows of links and addresses, and every kind among them', () => {
  assert.is(rows.length, 78);
  const shownKinds = rows.flatMap(({ expect: { json } }) => (json as { linkinfo?: { info_kind?: string } } | null)?.linkinfo?.info_kind ?? []);
  assert.equal(
    [...new Set(shownKinds)].filter((kind) => !Object.hasOwn(kinds, kind)),
    [],
  );
});

Show.run();
