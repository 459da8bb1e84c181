// Link kinds against what kernels 6.1 and 6.18 and iproute2 6.1.0 said, in either byte order.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toHex } from '../../src/netlink/bytes.js';
import { encodeMessages } from '../../src/netlink/message.js';
import type { KindCommand } from '../../src/rtnl/kind-command.js';
import { decode, infoData, kindNamed, protocol, rows, shown, wordsToHex } from './kinds-fixtures.js';

interface Shown {
  tree: string;
  name: string;
  byteOrder: 'little' | 'big';
  kind: string;
  slave?: true;
  json: boolean;
  /** What `ip -d link` printed after the kind, or as the value of info_data. */
  shown: string;
  message: string;
}

interface Worded {
  tree: string;
  name: string;
  byteOrder: 'little' | 'big';
  kind: string;
  words: string[];
  /** What was sent; where nothing was, what `ip` said instead. */
  request?: string;
  rc?: number;
  stderr?: string;
}

const showRows = rows<Shown>('kinds-show.jsonl');
const wordRows = rows<Worded>('kinds-words.jsonl');

const test = suite('kinds');

test('each recorded message decodes strictly, knows all attributes of its kind, and encodes to the same bytes', () => {
  for (const { name, byteOrder, kind, slave, message } of showRows) {
    const little = byteOrder === 'little';
    const decoded = decode(message, little);
    assert.is(toHex(encodeMessages(protocol, [decoded], little)), message, name);
    assert.is(decoded.errors, undefined, name);
    const info = decoded.body.linkinfo as Readonly<Record<string, object>>;
    const unknown = Object.keys(info[slave ? `${kind}_slave` : kind] ?? {}).filter((key) => key.startsWith('#'));
    assert.equal(unknown, [], name);
  }
});

test('each recorded request decodes and encodes to the same bytes', () => {
  for (const { name, byteOrder, request } of wordRows) {
    if (request === undefined) continue;
    const little = byteOrder === 'little';
    assert.is(toHex(encodeMessages(protocol, [decode(request, little)], little)), request, name);
  }
});

test('a link is shown as ip shows it, in text and JSON', () => {
  for (const { tree, name, byteOrder, kind, slave, json, shown: expected, message } of showRows) {
    const info = decode(message, byteOrder === 'little').body.linkinfo as Readonly<Record<string, unknown>>;
    const known = kindNamed(kind);
    const show = (slave ? known.showSlave : known.show) as NonNullable<KindCommand['show']>;
    assert.is(shown(show, info[slave ? `${kind}_slave` : kind], { json }), expected, `${tree} ${name}`);
  }
});

for (const { tree, name, byteOrder, kind, words, request, rc, stderr } of wordRows) {
  // The file descriptor of a namespace is not in the words.
  if (words.includes('netns') || kindNamed(kind).words === undefined) continue;
  if (request !== undefined) {
    test(`type ${kind} ${words.join(' ')} goes out as ip sends it (${tree}, ${name})`, async () => {
      assert.is(await wordsToHex(kind, words, byteOrder === 'little'), infoData(request, byteOrder === 'little'));
    });
  } else {
    test(`type ${kind} ${words.join(' ')} is refused as ip refuses it (${tree}, ${name})`, async () => {
      try {
        await wordsToHex(kind, words);
      } catch (error) {
        assert.is((error as { exitCode: number }).exitCode, rc);
        assert.is((error as Error).message, stderr);
        return;
      }
      assert.unreachable();
    });
  }
}

test.run();
