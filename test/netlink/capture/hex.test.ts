import { readdirSync } from 'node:fs';
import { inspect } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromHex, toHex } from '../../../src/netlink/bytes.js';
import type { CaptureError } from '../../../src/netlink/errors.js';
import { rows } from '../../fixtures.js';
import { chunks, fixture, message, read } from './captures.js';

const test = suite('capture: hex dumps');

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const datagrams = rows<{ readonly hex: string }>('hex/datagrams.jsonl').map(({ hex }) => hex);

/** The datagrams of a dump, in hex; fails where reading it did. */
async function hexes(text: string, byteOrder: 'little' | 'big' = 'little'): Promise<string[]> {
  const { format, datagrams: found, error } = await read(encode(text), { byteOrder });
  assert.is(error, undefined);
  assert.is(format, 'hex');
  return found.map(({ bytes }) => toHex(bytes));
}

for (const file of readdirSync(new URL('../../../fixtures/hex/', import.meta.url)).filter((name) => name.endsWith('.txt'))) {
  test(`reads ${file}`, async () => {
    for (const source of [fixture(`hex/${file}`), chunks(fixture(`hex/${file}`), 100)]) {
      const { format, datagrams: found, error } = await read(source, { byteOrder: 'little' });
      assert.is(error, undefined);
      assert.is(format, 'hex');
      assert.equal(
        found.map(({ bytes }) => toHex(bytes)),
        datagrams,
      );
      assert.ok(found.every(({ littleEndian, family, fullLength, bytes }) => littleEndian && family === 0 && fullLength === bytes.length));
    }
  });
}

const [first = '', second = ''] = datagrams;
const bytes = (hex: string): string[] => hex.match(/../g) ?? [];
const rowsOf = (hex: string, count: number): string[][] => Array.from({ length: Math.ceil(hex.length / 2 / count) }, (_, i) => bytes(hex).slice(i * count, (i + 1) * count));
const offset = (i: number, digits: number): string => (16 * i).toString(16).padStart(digits, '0');
const ascii = (row: readonly string[]): string => row.map((byte) => (byte >= '20' && byte < '7f' ? String.fromCharCode(Number.parseInt(byte, 16)) : '.')).join('');

/** Of the other tools: what they write of a datagram. */
const FORMS: Readonly<Record<string, (hex: string) => string>> = {
  'Wireshark, "as hex dump"': (hex) =>
    rowsOf(hex, 16)
      .map((row, i) => `${offset(i, 4)}   ${row.join(' ').padEnd(47)}   ${ascii(row)}`)
      .join('\n'),
  'Wireshark before 3, with a gap in the middle': (hex) =>
    rowsOf(hex, 16)
      .map((row, i) => `${offset(i, 4)}  ${[row.slice(0, 8).join(' '), row.slice(8).join(' ')].join('  ').padEnd(48)}   ${ascii(row)}`)
      .join('\n'),
  'Wireshark, "as a hex stream"': (hex) => hex,
  'Wireshark, "as C array"': (hex) =>
    `/* Frame (${hex.length / 2} bytes) */\nstatic const unsigned char pkt1[${hex.length / 2}] = {\n${rowsOf(hex, 8)
      .map((row) => `${row.map((byte) => `0x${byte}`).join(', ')}, /* ${ascii(row)} */`)
      .join('\n')}\n};\n`,
  'Wireshark, "as escaped string"': (hex) =>
    rowsOf(hex, 16)
      .map((row) => `"${row.map((byte) => `\\x${byte}`).join('')}" \\`)
      .join('\n'),
  'tcpdump -x': (hex) =>
    `22:54:58.145496 Out netlink\n${rowsOf(hex, 16)
      .map((row, i) => `\t0x${offset(i, 4)}:  ${row.join('').replace(/(....)(?=.)/g, '$1 ')}`)
      .join('\n')}`,
  "the kernel's log": (hex) =>
    rowsOf(hex, 16)
      .map((row, i) => `[  12.345678] nlmsg: ${offset(i, 8)}: ${row.join(' ')}  ${ascii(row)}`)
      .join('\n'),
  "the kernel's log, by four bytes": (hex) =>
    rowsOf(hex, 16)
      .map((row, i) => `${offset(i, 8)}: ${(row.join('').match(/.{8}/g) ?? []).map((word) => bytes(word).reverse().join('')).join(' ')}`)
      .join('\n'),
  'strace -e read': (hex) =>
    rowsOf(hex, 16)
      .map((row, i) => ` | ${offset(i, 5)}  ${[row.slice(0, 8).join(' '), row.slice(8).join(' ')].join('  ').padEnd(48)}  ${ascii(row).padEnd(16)} |`)
      .join('\n'),
  Node: (hex) => inspect(Buffer.from(fromHex(hex.slice(0, 100)))),
  'upper case, with dashes': (hex) => bytes(hex.toUpperCase()).join('-'),
  'lines of one list': (hex) =>
    `let data: Vec<u8> = vec![\n${rowsOf(hex, 12)
      .map((row) => `    ${row.map((byte) => `0x${byte}`).join(', ')}, // ${ascii(row)}`)
      .join('\n')}\n];`,
};

for (const [form, write] of Object.entries(FORMS)) {
  test(`reads the form of ${form}`, async () => {
    const expected = form === 'Node' ? datagrams.map((hex) => hex.slice(0, 100)) : datagrams;
    assert.equal(await hexes(`# what was said\n${write(first)}\n\n${write(second)}\n`), expected);
    assert.equal(await hexes(`${write(second)}\n# and then\n${write(first)}`), [...expected].reverse());
  });
}

test('tells messages apart that stand one behind the other, a line each', async () => {
  const [request, done] = [toHex(message(true, 18, 0x301)), toHex(message(true, 3, 2))];
  assert.equal(await hexes([request, done, request, ''].join('\n')), [request, done, request]);
  // On one line they are one datagram.
  assert.equal(await hexes(`${request}${done}\n`), [request + done]);
  // As are two lines without a whole message on the first.
  assert.equal(await hexes(`${request.slice(0, 16)}\n${request.slice(16)}\n`), [request]);
});

test('takes the zeros behind a request for a part of it', async () => {
  const padded = toHex(message(true, 18, 0x301)) + '00'.repeat(40);
  assert.equal(await hexes((padded.match(/.{1,32}/g) ?? []).join('\n')), [padded]);
});

test('reads words of two and four bytes in either byte order', async () => {
  const big = toHex(message(false, 16, 0, 7, [0, 1, 0, 1, 0, 0, 0, 5]));
  const words = (hex: string, width: number, swapped: boolean): string =>
    (hex.match(new RegExp(`.{${2 * width}}`, 'g')) ?? []).map((word) => `0x${swapped ? bytes(word).reverse().join('') : word}`).join(', ');
  for (const width of [2, 4]) {
    assert.equal(await hexes(`{ ${words(big, width, false)} }`, 'big'), [big]);
    assert.equal(await hexes(`{ ${words(toHex(message(true)), width, true)} }`), [toHex(message(true))]);
  }
});

test('takes off the header that captures put before a datagram, and believes it', async () => {
  const cooked = `00040338${'00'.repeat(10)}0010${toHex(message(false, 18, 0x301))}`;
  const { datagrams: found } = await read(encode(cooked));
  assert.equal(found, [{ bytes: message(false, 18, 0x301), littleEndian: false, family: 16, direction: 'sent', offset: 0, fullLength: 16 }]);
});

test('goes by what it is told where the dump says nothing', async () => {
  const { datagrams: found } = await read(encode('deadbeef'.repeat(5)), { byteOrder: 'big', family: 12 });
  assert.equal(
    found.map(({ littleEndian, family }) => [littleEndian, family]),
    [[false, 12]],
  );
});

test('says how much of a dump is missing', async () => {
  const { datagrams: found } = await read(encode(second.slice(0, 400)), { byteOrder: 'little' });
  assert.equal(
    found.map(({ bytes: some, fullLength }) => [some.length, fullLength]),
    [[200, second.length / 2]],
  );
});

test('hands out everything before damage, then says where it is', async () => {
  const dump = FORMS['Wireshark, "as hex dump"'] as (hex: string) => string;
  const text = `${dump(first)}\n\n${dump(second).split('\n').toSpliced(3, 1).join('\n')}`;
  const { datagrams: found, error } = await read(encode(text));
  // Of the one that is damaged, what came before it.
  assert.equal(
    found.map((one) => toHex(one.bytes)),
    [first, second.slice(0, 96)],
  );
  assert.is((error as CaptureError).code, 'ERR_CAPTURE_DAMAGED');
  assert.match((error as CaptureError).message, 'goes on at 0040, 48 bytes came before it');
  assert.is((error as CaptureError).offset, text.indexOf('\n0040', dump(first).length) + 1);
  const endless = await read(encode('00000000: 2400 0000 1a00 0103 bdc6 046b 0000 0000\n*\nffffff00: 00\n'));
  assert.match((endless.error as CaptureError).message, 'repeated lines came before it');
  const odd = await read(encode('00000000: 2400 0000 1a00 0103 bdc6 046b 0000 0000\n*\n00000029: 00\n'));
  assert.match((odd.error as CaptureError).message, 'goes on at 00000029');
});

test('says where a line of a dump has something else in its midst', async () => {
  for (const line of ['00000010: 0102 zz03 0405', 'x 01 02 03 04 05 06 07 08 09 zz', '00000010: 0102 0304 05x6 0708']) {
    const { datagrams: found, error } = await read(encode(`00000000: 2400 0000 1a00 0103 bdc6 046b 0000 0000\n${line}\n`));
    assert.is(found.length, 1, line);
    assert.match((error as CaptureError).message, 'something else in its midst');
    assert.is((error as CaptureError).offset, 50);
  }
});

test('takes no words for a dump', async () => {
  for (const text of ['deadbeef\n', 'A face, a cafe.\n', '0x10\n', '12:30:45\n', '#include <stdio.h>\nint main() { return 0xff; }\n']) {
    assert.is(((await read(encode(text))).error as CaptureError).code, 'ERR_CAPTURE_FORMAT', text);
  }
});

test.run();
