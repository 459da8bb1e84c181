import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, encodeDatagram } from '../../../src/index.js';
import { Bytes, toHex } from '../../../src/netlink/bytes.js';
import { NLMSG_ERROR } from '../../../src/netlink/constants.js';
import { CaptureError } from '../../../src/netlink/errors.js';
import { eachMessage } from '../../../src/netlink/message.js';
import { rows } from '../../fixtures.js';
import { chunks, concat, cooked, fixture, message, read, u16, u32 } from './captures.js';

const test = suite('capture: pcap');

/** What tshark found in a capture. It also counts the header of the request inside each NLMSG_ERROR, and one in the zeros behind a request. */
interface Counted {
  readonly file: string;
  readonly frames: number;
  readonly headers: number;
  readonly errors: number;
  readonly empty: number;
}

const counted = rows<Counted>('pcap/tshark.jsonl');

interface Case {
  readonly name: string;
  readonly argv: readonly string[];
  readonly exchange: readonly { readonly dir: string; readonly hex: string; readonly family?: number }[];
}

for (const { file, ...expected } of counted) {
  test(`counts in ${file} what tshark does, and every message encodes to the same bytes`, async () => {
    const { format, datagrams, error, skipped } = await read(fixture(`pcap/${file}`));
    assert.is(error, undefined);
    assert.is(format, file.includes('pcapng') ? 'pcapng' : 'pcap');
    assert.is(skipped, 0);
    const found = { frames: datagrams.length, headers: 0, errors: 0, empty: 0 };
    for (const datagram of datagrams) {
      if (!file.startsWith('merged')) assert.is(datagram.littleEndian, !file.includes('s390x'));
      assert.is(datagram.family, 0);
      assert.is(datagram.fullLength, datagram.bytes.length);
      let end = 0;
      eachMessage(new Bytes(datagram.bytes, datagram.littleEndian), ({ length, type }, at) => {
        found.headers++;
        if (type === NLMSG_ERROR) {
          found.headers++;
          found.errors++;
        }
        end = at + length;
      });
      if (datagram.bytes.length - end >= 16) {
        found.headers++;
        found.empty++;
      }
      const byteOrder = datagram.littleEndian ? 'little' : 'big';
      const back = encodeDatagram(decodeDatagram(datagram.bytes, { byteOrder }), { byteOrder });
      // iproute2 sends zeros behind its requests.
      assert.is(toHex(back).padEnd(2 * datagram.bytes.length, '0'), toHex(datagram.bytes));
    }
    assert.equal(found, expected);
  });
}

for (const [file, tree] of [
  ['vm-6.1-s390x-recipe', 'vm-6.1-s390x/recipe'],
  ['vm-6.1-s390x-macaddr', 'vm-6.1-s390x/macaddr'],
  ['vm-6.1-x86_64-recipe', 'vm-6.1-x86_64/recipe'],
  ['vm-6.1-x86_64-kinds_vm', 'vm-6.1-x86_64/kinds_vm'],
] as const) {
  test(`has in ${file} what the program's own socket saw, direction included`, async () => {
    const { datagrams } = await read(fixture(`pcap/${file}.pcap.gz`));
    const seen = datagrams.map(({ bytes, direction }) => `${direction === 'sent' ? 'tx' : 'rx'} ${toHex(bytes)}`);
    // nlmon hears its own namespace.
    const elsewhere = (argv: readonly string[]): boolean => argv.includes('-n') || argv.includes('exec');
    const cases = rows<Case>(`captures/${tree}.jsonl.gz`).filter(({ name, argv }) => name.startsWith('nlmon-') && !elsewhere(argv));
    assert.ok(cases.length > 0);
    for (const { name, exchange } of cases) {
      // The end of a dump passes the tap before what another socket does between two reads.
      const first = exchange.find(({ family = 0 }) => family === 0);
      const from = seen.indexOf(`tx ${first?.hex}`);
      for (const { dir, hex, family = 0 } of exchange) assert.ok(family !== 0 || seen.indexOf(`${dir} ${hex}`, from) >= 0, `${name}: ${dir} ${hex}`);
    }
  });
}

function pcap(littleEndian: boolean, { magic = 0xa1b2c3d4, version = [2, 4], linkType = 253 }, ...packets: readonly Uint8Array[]): Uint8Array {
  return concat(u32(littleEndian, magic), u16(littleEndian, ...version), u32(littleEndian, 0, 0, 262144, linkType), ...packets);
}

const packet = (littleEndian: boolean, data: Uint8Array, fullLength = data.length, stamp: readonly [number, number] = [1, 2]): Uint8Array =>
  concat(u32(littleEndian, ...stamp, data.length, fullLength), data);

for (const order of [true, false]) {
  const name = order ? 'little' : 'big';

  test(`reads stamps of micro- and nanoseconds, ${name}-endian`, async () => {
    const data = concat(cooked(16), message(order));
    const micro = await read(pcap(order, {}, packet(order, data)));
    const nano = await read(pcap(order, { magic: 0xa1b23c4d }, packet(order, data)));
    assert.equal(micro.datagrams, [{ bytes: message(order), littleEndian: order, family: 16, direction: 'received', time: 1_000_002_000n, offset: 24, fullLength: 20 - 4 }]);
    assert.is(nano.datagrams[0]?.time, 1_000_000_002n);
  });

  test(`reads Kuznetsov's variant, ${name}-endian`, async () => {
    const data = concat(cooked(0), message(order));
    const { datagrams } = await read(pcap(order, { magic: 0xa1b2cd34 }, concat(u32(order, 1, 2, data.length, data.length, 7, 0), data)));
    assert.equal(
      datagrams.map(({ bytes }) => bytes),
      [message(order)],
    );
  });

  test(`believes what the datagram looks like over the file, ${name}-endian`, async () => {
    // As after a conversion on a machine of the other order.
    const { datagrams } = await read(pcap(!order, {}, packet(!order, concat(cooked(0), message(order)))));
    assert.equal(
      datagrams.map(({ littleEndian }) => littleEndian),
      [order],
    );
  });

  test(`reads the cooked headers of "any", and passes over what is no netlink, ${name}-endian`, async () => {
    const sll = await read(pcap(order, { linkType: 113 }, packet(order, concat(cooked(0), message(order))), packet(order, concat(cooked(0x800, 0, 1), message(order)))));
    assert.is(sll.datagrams.length, 1);
    assert.is(sll.skipped, 1);
    const sll2Header = (hardware: number) => concat(u16(false, 4, 0), u32(false, 9), u16(false, hardware), [7, 0], new Uint8Array(8));
    const sll2 = await read(pcap(order, { linkType: 276 }, packet(order, concat(sll2Header(824), message(order))), packet(order, concat(sll2Header(772), message(order)))));
    assert.equal(
      sll2.datagrams.map(({ family, direction, bytes }) => ({ family, direction, bytes })),
      [{ family: 4, direction: 'sent', bytes: message(order) }],
    );
    assert.is(sll2.skipped, 1);
  });

  test(`tells how much was cut off, ${name}-endian`, async () => {
    const data = concat(cooked(0), message(order).subarray(0, 10));
    const { datagrams, error } = await read(pcap(order, {}, packet(order, data, 16 + 4096)));
    assert.is(error, undefined);
    assert.equal(
      datagrams.map(({ bytes, fullLength }) => [bytes.length, fullLength]),
      [[10, 4096]],
    );
  });

  test(`reads early versions, whose lengths stand the other way round, ${name}-endian`, async () => {
    const data = concat(cooked(0), message(order));
    for (const version of [
      [2, 2],
      [2, 3],
      [543, 0],
    ]) {
      const swapped = concat(u32(order, 1, 2, 999, data.length), data);
      const { datagrams } = await read(pcap(order, { version }, swapped));
      assert.equal(
        datagrams.map(({ fullLength }) => fullLength),
        [999 - 16],
        version.join('.'),
      );
    }
    const { datagrams } = await read(pcap(order, { version: [2, 3] }, packet(order, data, 999)));
    assert.equal(
      datagrams.map(({ fullLength }) => fullLength),
      [999 - 16],
    );
  });
}

test('tells the direction by the packet type, else by what asks and what answers', async () => {
  const types = [
    [6, 'received'],
    [7, 'sent'],
    [4, 'sent'],
  ] as const;
  for (const [type, direction] of types) {
    const { datagrams } = await read(pcap(true, {}, packet(true, concat(cooked(0, type), message(true, 18, 0x301)))));
    assert.is(datagrams[0]?.direction, direction, `${type}`);
  }
  const connector = await read(pcap(true, {}, packet(true, concat(cooked(11), message(true)))));
  assert.is(connector.datagrams[0]?.direction, undefined);
  const uevent = await read(pcap(true, {}, packet(true, concat(cooked(15), [...new TextEncoder().encode('add@/devices/x\0')]))));
  assert.is(uevent.datagrams[0]?.direction, 'received');
});

test('reads the same in chunks of any size', async () => {
  const file = fixture('pcap/vm-6.1-s390x-recipe.pcap.gz');
  const whole = await read(file);
  for (const size of [1, 7, 1000, 65536]) assert.equal(await read(chunks(file, size)), whole, `${size}`);
});

test('reads files of either byte order one behind the other, in chunks of any size', async () => {
  const files = ['vm-6.1-x86_64-recipe', 'vm-6.1-s390x-macaddr', 'vm-6.1-x86_64-recipe'].map((name) => fixture(`pcap/${name}.pcap.gz`));
  const all = concat(...files);
  let before = 0;
  const expected = [];
  for (const file of files) {
    for (const datagram of (await read(file)).datagrams) expected.push({ ...datagram, offset: datagram.offset + before });
    before += file.length;
  }
  for (const size of [65537, all.length]) {
    const { datagrams, error, skipped } = await read(chunks(all, size));
    assert.equal([error, skipped], [undefined, 0]);
    assert.equal(datagrams, expected);
  }
  const small = concat(pcap(true, {}, packet(true, concat(cooked(0), message(true)))), pcap(false, { magic: 0xa1b23c4d }, packet(false, concat(cooked(0), message(false)))));
  for (const size of [1, 5, 23]) {
    const { datagrams } = await read(chunks(small, size));
    assert.equal(
      datagrams.map(({ littleEndian, time }) => [littleEndian, time]),
      [
        [true, 1_000_002_000n],
        [false, 1_000_000_002n],
      ],
    );
  }
});

test('says where a file begins behind another that cannot be read with it', async () => {
  const one = pcap(true, {}, packet(true, concat(cooked(0), message(true))));
  const wrong = async (file: Uint8Array, message: RegExp, offset: number) => {
    const { datagrams, error } = await read(file);
    assert.is(datagrams.length > 0, true);
    assert.instance(error, CaptureError);
    assert.match((error as CaptureError).message, message);
    assert.is((error as CaptureError).offset, offset);
  };
  const section = fixture('pcap/merged-s390x-x86_64.pcapng.gz');
  await wrong(concat(one, section), /a pcapng file begins behind a pcap file/, one.length);
  await wrong(concat(section, one), /a pcap file begins behind a pcapng file/, section.length);
  await wrong(concat(one, pcap(true, { linkType: 1 })), /link type 1 hold no netlink/, one.length);
});

test('hands out everything before the damage, then says where it is', async () => {
  const file = fixture('pcap/vm-6.1-x86_64-recipe.pcap.gz');
  const whole = await read(file);
  const last = whole.datagrams.at(-1);
  const cut = await read(file.subarray(0, file.length - 3));
  assert.equal(cut.datagrams, whole.datagrams.slice(0, -1));
  assert.instance(cut.error, CaptureError);
  assert.is((cut.error as CaptureError).code, 'ERR_CAPTURE_TRUNCATED');
  assert.is((cut.error as CaptureError).offset, last?.offset);
  const absurd = file.slice();
  absurd.set([0xff, 0xff, 0xff, 0xff], (last?.offset ?? 0) + 8);
  const refused = await read(absurd);
  assert.equal(refused.datagrams, cut.datagrams);
  assert.is((refused.error as CaptureError).code, 'ERR_CAPTURE_LIMIT');
  assert.is((refused.error as CaptureError).offset, last?.offset);
});

test('refuses what holds no netlink', async () => {
  const { error } = await read(pcap(true, { linkType: 1 }));
  assert.is((error as CaptureError).code, 'ERR_CAPTURE_FORMAT');
  assert.match((error as CaptureError).message, 'link type 1 hold no netlink');
  const version = await read(pcap(true, { version: [3, 0] }));
  assert.match((version.error as CaptureError).message, 'version 3.0');
});

test.run();
