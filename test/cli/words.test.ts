// Words no recording has: what main() does with any of them, and the readers below it.

import { array, asyncProperty, assert as check, constantFrom, oneof, string } from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { batchLines } from '../../src/cli/batch.js';
import { globMatches } from '../../src/cli/glob.js';
import { isMulticast, readAddress, readPrefix, samePrefix } from '../../src/cli/prefix.js';
import { readCases } from '../../src/cli/recordings.js';
import { AttributeList } from '../../src/rtnl/attribute-list.js';
import { AF_INET, AF_INET6, AF_PACKET, AF_UNSPEC } from '../../src/rtnl/constants.js';
import { type AnyLink, linkBody } from '../../src/rtnl/link.js';
import { UsageError } from '../../src/rtnl/words.js';
import { recordings, replayed, rtnl, withFile } from './recordings.js';

const test = suite('words');

const [recorded] = readCases(recordings('host-6.18').filters as string);
const exchange = recorded?.exchange ?? [];

const GRAMMAR =
  'link address add set del show flush change replace save property help dev name up down mtu 1400 type macvlan veth peer mode bridge index 5 group vf 0 mac 02:00:00:00:00:01 eth0 mv0 to scope label master 10.0.0.1/24 brd + - valid_lft forever -4 -6 -j -d -s -br -o -c -batch -loops -f inet vlan xdp off netns 1 alias altname arp on';

test('main() never throws, whatever the words', async () => {
  const word = oneof({ weight: 5, arbitrary: constantFrom(...GRAMMAR.split(' ')) }, { weight: 1, arbitrary: string() });
  await withFile(JSON.stringify({ exchange }), async (path) => {
    await check(
      asyncProperty(array(word, { maxLength: 9 }), async (words) => {
        if (words.some((one) => /^-+b/.test(one) || /^--re/.test(one))) return;
        const { code } = await rtnl('--replay', path, ...words);
        assert.ok(Number.isInteger(code) && code >= 0 && code <= 255);
      }),
      { numRuns: 300 },
    );
  });
});

test('an attribute told twice goes out twice, the last one in its own place', () => {
  const list = new AttributeList<AnyLink>(linkBody({}).attributes.schema, () => true);
  list.add('mtu', 1400);
  list.add('ifalias', 'a');
  list.add('mtu', 1500);
  list.add('mtu', 1600);
  assert.equal(list.object(), {
    '#4': { flags: 0, payload: Uint8Array.of(0x78, 5, 0, 0) },
    ifalias: 'a',
    '#4.2': { flags: 0, payload: Uint8Array.of(0xdc, 5, 0, 0) },
    mtu: 1600,
  });
});

test('a batch has comments, continued lines and quotes', () => {
  const lines = [...batchLines("link show # all\n\n  # nothing\nlink set \\\n  eth0 up\naddr add \"1 2\" '' it's\n")];
  assert.equal(lines, [
    { words: ['link', 'show'], number: 1 },
    { words: ['link', 'set', 'eth0', 'up'], number: 5 },
    { words: ['addr', 'add', '1 2', '', "it's"], number: 6 },
  ]);
  assert.throws(() => [...batchLines('link "show')], /Unterminated quoted string/);
});

test('a batch stops at what fails, or with -force goes on; a wrong word ends it', async () => {
  const failing = 'link frob nosuch\nlink show nosuch0\n';
  await withFile('frob\nlink help\n', async (path) => {
    const stopped = await rtnl('-batch', path);
    assert.is(stopped.code, 1);
    assert.match(stopped.stderr, /^Object "frob" .*\nCommand failed .*:1\n$/);
    assert.is((await rtnl('-force', '-batch', path)).code, 255);
  });
  await withFile(failing, async (path) => assert.is((await rtnl('-batch', path)).code, 255));
});

test('patterns match as in the shell', () => {
  for (const [pattern, text, matches] of [
    ['e*', 'eth0', true],
    ['e?h0', 'eth0', true],
    ['eth[0-3]', 'eth2', true],
    ['eth[!0-3]', 'eth2', false],
    ['eth[^4]', 'eth2', true],
    ['eth[]x]', 'eth]', true],
    ['eth[', 'eth[', true],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['a.c', 'abc', false],
    ['mv0:*', 'mv0:web', true],
  ] as const) {
    assert.is(globMatches(pattern, text), matches, `${pattern} ${text}`);
  }
});

test('addresses are read leniently, lengths are not', () => {
  const inet = (text: string) => readPrefix(text, AF_UNSPEC);
  assert.equal(inet('10.8/16'), { family: AF_INET, bytes: Uint8Array.of(10, 8, 0, 0), length: 16, explicit: true });
  assert.equal(inet('0x0a.010.1'), { family: AF_INET, bytes: Uint8Array.of(10, 8, 1, 0), length: 32, explicit: false });
  assert.is(inet('10.0.0.1/255.255.255.0').length, 24);
  assert.is(inet('10.0.0.1/255.255.255.255').length, 32);
  assert.is(inet('2001:db8::1/64').family, AF_INET6);
  assert.equal(readPrefix('default', AF_INET6), { family: AF_INET6, bytes: new Uint8Array(16), length: 0, explicit: false });
  assert.equal(inet('any').bytes, new Uint8Array());
  for (const wrong of ['10.0.0.1/33', '10.0.0.256', '10..1', '1.2.3.4.5', '10.0.0.1/', '10.0.0.1/255.0.255.0', 'any/8', '::1/129', '::g', '08.1.1.1']) {
    assert.throws(
      () => inet(wrong),
      (error: unknown) => error instanceof UsageError && error.exitCode === 1 && error.message === `Error: any valid prefix is expected rather than "${wrong}".\n`,
    );
  }
  assert.throws(() => readPrefix('10.0.0.1', AF_PACKET), /may be inet prefix, but it is not allowed in this context/);
  assert.throws(() => readAddress('::1', AF_INET), /Error: inet address is expected rather than "::1"/);
});

test('prefixes are compared bit by bit', () => {
  const bytes = (text: string) => readAddress(text, AF_UNSPEC).bytes;
  assert.ok(samePrefix(bytes('10.1.255.0'), bytes('10.1.128.0'), 17));
  assert.not(samePrefix(bytes('10.1.255.0'), bytes('10.1.128.0'), 18));
  assert.ok(samePrefix(bytes('10.1.2.3'), bytes('10.1.2.3'), 32));
  assert.ok(isMulticast(readAddress('224.0.0.1', AF_UNSPEC)));
  assert.ok(isMulticast(readAddress('ff02::1', AF_UNSPEC)));
  assert.not(isMulticast(readAddress('fe80::1', AF_UNSPEC)));
});

test('the name of a link that is nowhere is no reason to ask for ever', async () => {
  const { code, stdout } = await replayed({ argv: ['ip', 'link', 'show', 'type', 'macvlan'], exchange });
  assert.is(code, 0);
  assert.match(stdout, /^\d+: mv0@/);
});

test.run();
