// What families have of their own: datagrams without headers, lengths that leave the header out, structs by family or flags.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { auditProtocol, familyName, netfilterProtocol, protocolOf, sockDiagProtocol, ueventProtocol, xfrmProtocol } from '../../src/families/surface.js';
import { decodeDatagram, dissectDatagram, encodeDatagram } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { DecodeError } from '../../src/netlink/errors.js';
import { only } from '../fixtures.js';
import { concat, decodeError, hex } from '../netlink/wire.js';
import { caseOf } from './recorded.js';

const test = suite('families');

const ORDERS = ['little', 'big'] as const;
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

test('names the families as linux/netlink.h does, and has a protocol for all but route', () => {
  assert.equal([0, 4, 6, 12, 15, 16, 17, 22, 23, 255].map(familyName), [
    'NETLINK_ROUTE',
    'NETLINK_SOCK_DIAG',
    'NETLINK_XFRM',
    'NETLINK_NETFILTER',
    'NETLINK_KOBJECT_UEVENT',
    'NETLINK_GENERIC',
    '#17',
    'NETLINK_SMC',
    '#23',
    '#255',
  ]);
  assert.is(protocolOf(0), undefined);
  for (let family = 1; family < 40; family++) assert.ok(protocolOf(family), String(family));
});

test('a family that nothing is known about is told by number, and dissected as far as its bytes go', () => {
  const protocol = protocolOf(8)!;
  const datagram = hex('20000000 0c00 0000 01000000 00000000 1000 0180 0600 0100 aabb 0000 0400 0200');
  const { name, body } = only(decodeDatagram(datagram, { byteOrder: 'little', protocol }));
  assert.is(name, '#12');
  assert.equal(body, datagram.subarray(16));
  const [message] = dissectDatagram(datagram, { byteOrder: 'little', protocol });
  assert.is(message?.children?.[0]?.name, '#1');
  assert.equal(
    message?.children?.[0]?.children?.map((node) => node.name),
    ['#1', '#2'],
  );
});

test('a uevent is a datagram without a header', () => {
  const protocol = ueventProtocol();
  const [first] = caseOf('udev-monitor');
  const bytes = fromHex(first?.hex as string);
  const { name, body, header } = only(decodeDatagram(bytes, { byteOrder: 'little', protocol }));
  assert.is(name, 'uevent');
  assert.is(header.length, bytes.length);
  const { action, devpath, properties } = body as { action: string; devpath: string; properties: Record<string, string> };
  assert.equal([action, devpath, properties.SUBSYSTEM], ['add', '/devices/virtual/net/v1', 'net']);
  const [node] = dissectDatagram(bytes, { protocol });
  assert.equal(
    node?.fields?.map((field) => [field.name, field.value]),
    [
      ['action', 'add'],
      ['devpath', '/devices/virtual/net/v1'],
    ],
  );
  assert.is(node?.children?.[0]?.name, 'ACTION');
  assert.equal(
    node?.children?.map(({ offset, length }) => bytes[offset + length - 1]),
    node?.children?.map(() => 0),
  );
});

test('keeps what text does not tell: lines twice, without an end, without a value', () => {
  const protocol = ueventProtocol();
  for (const text of ['add@/x\0A=1\0A=2\0', 'add@/x\0A=1', 'add\0', '', '\0', '@\0=\0', 'change@/a@b\0NOVALUE\0B=c=d\0', 'add@/x\0é=ü\0', '1=2', 'add@/x\x003=4\x001=2\0']) {
    const bytes = ascii(text);
    const messages = decodeDatagram(bytes, { protocol });
    assert.is(messages.length, text === '' ? 0 : 1);
    assert.is(toHex(encodeDatagram(messages, { protocol })), toHex(bytes), JSON.stringify(text));
  }
  const bad = hex('616464 40 ff fe 00 ff 3d 80 00');
  assert.is(toHex(encodeDatagram(decodeDatagram(bad, { protocol }), { protocol })), toHex(bad));
  assert.throws(() => encodeDatagram([{ name: 'uevent', header: {}, body: { properties: { A: '\0' } } }], { protocol }), /cannot hold NUL/);
});

test('reads what udev sends on', () => {
  const protocol = ueventProtocol();
  const properties = { ACTION: 'add', DEVPATH: '/devices/x', SUBSYSTEM: 'net' };
  for (const byteOrder of ORDERS) {
    const bytes = encodeDatagram([{ name: 'libudev', header: {}, body: { properties, filterSubsystemHash: 0xabcd } }], { byteOrder, protocol });
    assert.is(toHex(bytes.subarray(0, 12)), '6c69627564657600feedcafe');
    const { name, body } = only(decodeDatagram(bytes, { byteOrder, protocol }));
    assert.is(name, 'libudev');
    const { magic, headerSize, propertiesOff, propertiesLen, filterSubsystemHash, properties: told } = body as Record<string, unknown>;
    assert.equal([magic, headerSize, propertiesOff, propertiesLen, filterSubsystemHash, told], [0xfeedcafe, 40, 40, bytes.length - 40, 0xabcd, properties]);
    assert.equal(
      dissectDatagram(bytes, { byteOrder, protocol })[0]?.children?.map((node) => node.name),
      Object.keys(properties),
    );
    // Between header and properties, and behind them.
    const moved = concat(bytes.subarray(0, 40), hex('01020304'), bytes.subarray(40), hex('05'));
    new DataView(moved.buffer).setUint32(16, 44, byteOrder === 'little');
    const again = decodeDatagram(moved, { byteOrder, protocol });
    assert.equal((only(again).body as { properties: unknown }).properties, properties);
    assert.is(toHex(encodeDatagram(again, { byteOrder, protocol })), toHex(moved));
  }
});

test('reads records for the audit daemon, whose length leaves their header out', () => {
  const protocol = auditProtocol();
  const told = caseOf('audit').map(({ hex: digits }) => only(decodeDatagram(fromHex(digits), { byteOrder: 'little', protocol })));
  const record = told.find(({ name }) => name === 'AUDIT_CONFIG_CHANGE');
  assert.is(record?.header.bodyLength, true);
  assert.match((record?.body as { text?: string } | undefined)?.text ?? '', /^audit\(\d+\.\d+:\d+\): op=set audit_enabled=0 /);
  // As listeners of its group get it, with its whole length.
  const heard = caseOf('audit-readlog').map(({ hex: digits }) => only(decodeDatagram(fromHex(digits), { byteOrder: 'little', protocol })));
  assert.equal(
    heard.map(({ name, header }) => [name, header.bodyLength]),
    [
      ['AUDIT_USER', undefined],
      ['AUDIT_CONFIG_CHANGE', undefined],
    ],
  );
  // Of any length, also one shorter than a header, and followed by nothing that looks like a message.
  for (const byteOrder of ORDERS) {
    for (let length = 1; length < 60; length++) {
      const bytes = encodeDatagram([{ name: 'AUDIT_SYSCALL', header: { bodyLength: true }, body: { text: 'x'.repeat(length) } }], { byteOrder, protocol });
      assert.is(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, byteOrder === 'little'), length);
      const messages = decodeDatagram(bytes, { byteOrder, protocol });
      assert.equal(only(messages).body, { text: 'x'.repeat(length) });
      assert.is(toHex(encodeDatagram(messages, { byteOrder, protocol })), toHex(bytes));
    }
    const two = encodeDatagram(
      [
        { name: 'AUDIT_GET', header: { sequence: 1 }, body: { mask: 1 } },
        { name: 'AUDIT_TRIM', header: { sequence: 2 }, body: {} },
      ],
      { byteOrder, protocol },
    );
    assert.equal(
      decodeDatagram(two, { byteOrder, protocol }).map(({ name }) => name),
      ['AUDIT_GET', 'AUDIT_TRIM'],
    );
  }
  const unknown = encodeDatagram([{ name: 'UNKNOWN[1999]', header: {}, body: { text: 'a' } }], { protocol });
  assert.is(only(decodeDatagram(unknown, { protocol })).name, 'UNKNOWN[1999]');
});

test('a socket is asked for and told in the structs of its family', () => {
  const protocol = sockDiagProtocol();
  const named = (name: string) => caseOf(name).flatMap(({ hex: digits }) => decodeDatagram(fromHex(digits), { byteOrder: 'little', protocol }));
  const tcp = named('ss-tcp');
  const info = tcp.map(({ body }) => (body as { info?: { sndMss: number; wscale: { snd: number } } }).info).find((one) => one !== undefined && one.sndMss > 0);
  assert.ok((info?.sndMss ?? 0) > 500 && (info?.wscale.snd ?? 99) < 15);
  assert.ok(tcp.some(({ body }) => (body as { id?: { src: string; sport: number } }).id?.sport === 8080));
  assert.ok(named('ss-unix').some(({ body }) => (body as { name?: string }).name === '/run/u'));
  assert.ok(named('ss-udp').some(({ body }) => (body as { id?: { src: string } }).id?.src === '::1'));
  // Of a family that is not known here: bytes, and back.
  const odd = hex('18000000 1400 0200 01000000 00000000 63010203 0800 0100');
  const { name, body } = only(decodeDatagram(odd, { byteOrder: 'little', protocol }));
  assert.equal([name, body], ['SOCK_DIAG_BY_FAMILY', odd.subarray(16)]);
  assert.is(toHex(encodeDatagram([{ name, header: { flags: 2, sequence: 1 }, body }], { byteOrder: 'little', protocol })), toHex(odd));
});

test('all states are asked for without a struct, one by its own', () => {
  const protocol = xfrmProtocol();
  for (const byteOrder of ORDERS) {
    const list = encodeDatagram([{ name: 'XFRM_MSG_GETSA', header: { flags: 0x301 }, body: { protoFilter: 50 } }], { byteOrder, protocol });
    assert.is(list.length, 24);
    assert.equal(only(decodeDatagram(list, { byteOrder, protocol })).body, { protoFilter: 50 });
    const one = encodeDatagram([{ name: 'XFRM_MSG_GETSA', header: { flags: 1 }, body: { daddr: '2001:db8::1', family: 10, spi: 256, proto: 50 } }], { byteOrder, protocol });
    assert.is(one.length, 40);
    assert.equal(only(decodeDatagram(one, { byteOrder, protocol })).body, { daddr: '2001:db8::1', spi: 256, family: 10, proto: 50 });
  }
});

test('rules of nf_tables are told down to what an expression compares', () => {
  const protocol = netfilterProtocol();
  const messages = caseOf('nft-list').flatMap(({ hex: digits }) => decodeDatagram(fromHex(digits), { byteOrder: 'little', protocol }));
  const jump = messages.flatMap(({ body }) => (body as { expressions?: { immediate?: { data?: { verdict?: { code: string; chain?: string } } } }[] }).expressions ?? []);
  assert.ok(jump.some(({ immediate }) => immediate?.data?.verdict?.code === 'jump' && immediate.data.verdict.chain === 'other'));
  const priorities = messages.flatMap(({ name, body }) => (name === 'NFT_MSG_NEWCHAIN' ? [(body as { hook?: { priority: number } }).hook?.priority] : []));
  assert.ok(priorities.includes(-100) && priorities.includes(100), priorities.join());
});

test('a struct that is cut short, or text, in a message of any length is refused or read', () => {
  for (const family of [4, 6, 9, 11, 12, 16, 21]) {
    const protocol = protocolOf(family)!;
    for (let length = 16; length < 60; length++) {
      const bytes = new Uint8Array(length);
      const view = new DataView(bytes.buffer);
      view.setUint32(0, length, true);
      view.setUint16(4, family === 9 ? 1001 : 0x12, true);
      try {
        assert.is(toHex(encodeDatagram(decodeDatagram(bytes, { byteOrder: 'little', protocol }), { byteOrder: 'little', protocol })), toHex(bytes), `${family}, ${length}`);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
      }
    }
  }
  assert.is(decodeError(() => decodeDatagram(hex('0102'), { protocol: auditProtocol() })).code, 'ERR_NETLINK_BOUNDS');
});

test.run();
