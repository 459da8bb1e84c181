import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Bytes, toHex } from '../../src/netlink/bytes.js';
import { string, unterminatedString } from '../../src/netlink/text.js';
import { decode, encode, encodeError, hex, inverse } from './wire.js';

const test = suite('text');

const inexact = (codec: typeof string, digits: string) => {
  const b = new Bytes(hex(digits));
  const value = codec.decode(b, 0, b.array.length);
  return { value, inexact: b.inexact };
};

test('ends a string with NUL', () => {
  inverse(string, 'eth0', '6574683000');
  inverse(string, '', '00');
  inverse(string, 'é€😀', 'c3a9e282acf09f988000');
});

test('keeps a byte order mark', () => {
  inverse(string, '\ufeffa', 'efbbbf6100');
});

test('writes a string without NUL where iproute2 does', () => {
  inverse(unterminatedString, 'alias', '616c696173');
  inverse(unterminatedString, '', '');
  inverse(unterminatedString, 'é', 'c3a9');
});

test('reads up to the first NUL, and notices that there is more to restore', () => {
  assert.equal(inexact(string, '61620063'), { value: 'ab', inexact: true });
  assert.equal(inexact(string, '616200'), { value: 'ab', inexact: false });
  assert.equal(inexact(string, '6162'), { value: 'ab', inexact: true });
  assert.equal(inexact(string, ''), { value: '', inexact: true });
  assert.equal(inexact(string, '61620000'), { value: 'ab', inexact: true });
  assert.equal(inexact(unterminatedString, '6162'), { value: 'ab', inexact: false });
  assert.equal(inexact(unterminatedString, '616200'), { value: 'ab', inexact: true });
});

test('reads bytes that are not UTF-8 as replacement characters, and notices', () => {
  assert.equal(inexact(string, 'ff6100'), { value: '\ufffda', inexact: true });
  assert.equal(inexact(string, 'c3a900'), { value: 'é', inexact: false });
  // A replacement character that was really there.
  assert.equal(inexact(string, 'efbfbd00'), { value: '\ufffd', inexact: false });
  // Overlong and surrogate forms.
  for (const wrong of ['c08000', 'eda08000', 'f5808080']) assert.ok(inexact(string, wrong).inexact, wrong);
});

test('tells names of the same hash apart', () => {
  const names = Array.from({ length: 5000 }, (_, i) => `veth${i.toString(36)}`);
  const wire = names.map((name) => encode(string, name));
  for (let round = 0; round < 2; round++) for (const [i, bytes] of wire.entries()) assert.is(decode(string, bytes), names[i]);
  const long = 'x'.repeat(5000);
  assert.is(decode(string, encode(string, long)), long);
});

test('refuses what is no string, and NUL inside one', () => {
  assert.is(encodeError(() => encode(string, 5 as unknown as string)).message, 'expected a string, got number');
  assert.is(encodeError(() => encode(string, 'a\0b')).message, 'a string cannot hold NUL');
  assert.is(encodeError(() => encode(unterminatedString, 'a\0')).message, 'a string cannot hold NUL');
});

test('leaves no trace behind of what it wrote before it met a wide character', () => {
  assert.is(toHex(encode(string, `${'a'.repeat(10)}é`)), `${'61'.repeat(10)}c3a900`);
});

test.run();
