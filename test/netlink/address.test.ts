import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatIp, ip, ipv4, ipv6, linkAddress, mac, parseIp, parseIpv4, parseIpv6, parseLinkAddress } from '../../src/netlink/address.js';
import { toHex } from '../../src/netlink/bytes.js';
import { decode, encode, encodeError, hex, inverse, refusesLength } from './wire.js';

const test = suite('address');

test('writes link-layer addresses of any length', () => {
  inverse(linkAddress, '02:00:5e:10:00:01', '02005e100001');
  inverse(linkAddress, '0a:00:00:01', '0a000001');
  inverse(linkAddress, '', '');
  inverse(linkAddress, 'ff', 'ff');
  inverse(mac, 'fe:dc:ba:98:76:54', 'fedcba987654');
  assert.equal(parseLinkAddress('2:0:5E:1:A:F'), hex('02005e010a0f'));
});

test('refuses what is no link-layer address', () => {
  for (const wrong of ['02:00:5e:10:00:', ':', '02-00', 'g0:00', '@0:00', '`', '0/', '100:00', ' 1', '0x1']) {
    assert.is(encodeError(() => encode(linkAddress, wrong)).message, `'${wrong}' is no link-layer address`);
  }
  assert.is(encodeError(() => encode(mac, '02:00:5e')).message, `'02:00:5e' is no MAC address: 3 bytes, not 6`);
  for (const codec of [linkAddress, mac, ip, ipv4, ipv6]) assert.is(encodeError(() => encode(codec, 7 as unknown as string)).message, 'expected an address as text, got number');
  refusesLength(mac, 5, 'MAC of 5 bytes, expected 6');
});

test('tells IPv4 from IPv6 by length', () => {
  inverse(ip, '192.0.2.255', 'c00002ff');
  inverse(ip, '2001:db8::1', '20010db8000000000000000000000001');
  inverse(ipv4, '0.0.0.0', '00000000');
  inverse(ipv6, 'ff02::1:ff00:0', 'ff0200000000000000000001ff000000');
  refusesLength(ip, 5, 'IP address of 5 bytes, expected 4 or 16');
  refusesLength(ipv4, 16, 'IPv4 of 16 bytes, expected 4');
  refusesLength(ipv6, 4, 'IPv6 of 4 bytes, expected 16');
  assert.is(encodeError(() => encode(ipv4, '::1')).message, `'::1' is no IPv4 address`);
  assert.is(encodeError(() => encode(ipv6, '10.0.0.1')).message, `'10.0.0.1' is no IPv6 address`);
});

test('writes IPv6 as inet_ntop does', () => {
  const cases: [string, string][] = [
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['00010000000000000000000000000000', '1::'],
    ['00010000000200000000000300000004', '1:0:2::3:0:4'],
    ['00010000000000020000000000000003', '1:0:0:2::3'],
    ['00010002000000000003000000000004', '1:2::3:0:0:4'],
    ['00010000000200030004000500060007', '1:0:2:3:4:5:6:7'],
    ['000000000000000000000000c0000201', '::192.0.2.1'],
    ['00000000000000000000ffffc0000201', '::ffff:192.0.2.1'],
    ['0000000000000000fffffffec0000201', '::ffff:fffe:c000:201'],
    ['00000000000000000000000000010000', '::0.1.0.0'],
    ['fe80000000000000020000fffe000001', 'fe80::200:ff:fe00:1'],
    ['00000000000000000000000100020003', '::1:2:3'],
    ['00010000000000000000000000000002', '1::2'],
    ['0000000000010001000affffc0000201', '::1:1:a:ffff:c000:201'],
    ['0001000000000000000000000000ffff', '1::ffff'],
    ['000100000000000000000000ffff0001', '1::ffff:1'],
  ];
  for (const [digits, text] of cases) {
    assert.is(formatIp(hex(digits)), text);
    assert.is(toHex(parseIp(text)), digits);
  }
});

test('writes IPv4 addresses that differ in one byte, one after the other', () => {
  for (const [digits, text] of [
    ['0a010203', '10.1.2.3'],
    ['0a050203', '10.5.2.3'],
    ['0b050203', '11.5.2.3'],
    ['0b054203', '11.5.66.3'],
    ['0b054263', '11.5.66.99'],
  ] as const) {
    assert.is(formatIp(hex(digits)), text);
    assert.equal(parseIpv4(text), hex(digits));
  }
});

test('an address that is none leaves the one before it as it was', () => {
  inverse(ip, '10.0.0.1', '0a000001');
  assert.is(encodeError(() => encode(ip, '172.16.0.256')).message, `'172.16.0.256' is no IP address`);
  inverse(ip, '10.0.0.1', '0a000001');
});

test('reads back every IPv6 address it writes', () => {
  const sparse = fc.array(fc.oneof({ arbitrary: fc.constant(0), weight: 2 }, fc.integer({ min: 0, max: 0xffff }), fc.constant(0xffff)), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(sparse, (words) => {
      const bytes = Uint8Array.from(words.flatMap((value) => [value >> 8, value & 0xff]));
      const text = decode(ipv6, bytes);
      assert.ok(isIPv6(text), text);
      assert.is(toHex(encode(ipv6, text)), toHex(bytes));
    }),
    { numRuns: 2000 },
  );
});

test('takes exactly the texts that are addresses', () => {
  const piece = fc.constantFrom('0', '1', 'ffff', '10000', '255', '256', '01', 'g', ':', '::', '.', '1.2.3.4', '');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('', ':', '.'), (pieces, separator) => {
      const text = pieces.join(separator);
      assert.is(parseIpv4(text) !== undefined, isIPv4(text), text);
      assert.is(parseIpv6(text) !== undefined, isIPv6(text), text);
    }),
    { numRuns: 5000 },
  );
  for (const good of ['1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8', '1:2:3:4:5:6:1.2.3.4', '::1.2.3.4', '1::1.2.3.4', 'ABCD::']) assert.is(parseIpv6(good)?.length, 16, good);
  for (const bad of [
    '',
    '1::2::3',
    ':1.2.3.4',
    '1.2.3.4',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '::01.2.3.4',
    '1:',
    ':1',
    '::1.2.3',
    '::@',
    '1:2:3:4:5:6:7:1.2.3.4',
    '1::2:3:4:5:6:7:1.2.3.4',
  ])
    assert.is(parseIpv6(bad), undefined, bad);
  for (const bad of ['1.2.3.', '1.2.3', '.1.2.3', '1.2.3.4.5', '1.2.3./', '1.2.3.-1', ' 1.2.3.4', '1.2.3.4 ']) assert.is(parseIpv4(bad), undefined, bad);
  assert.is(encodeError(() => parseIp('host')).message, `'host' is no IP address`);
});

test.run();
