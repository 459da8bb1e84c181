import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toHex } from '../../../src/netlink/bytes.js';
import { CaptureError } from '../../../src/netlink/errors.js';
import { groups, rows, trees } from '../../fixtures.js';
import { chunks, fixture, message, read } from './captures.js';

const test = suite('capture: exchange lines');

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const hex = toHex(message(true));

interface Case {
  readonly name: string;
  readonly exchange: readonly { readonly dir: string; readonly sock: number; readonly hex: string; readonly family?: number; readonly nl_groups?: number }[];
}

for (const [tree, byteOrder] of Object.entries(trees)) {
  test(`reads every datagram of every case of ${tree}, in its byte order`, async () => {
    for (const file of groups(tree).filter((name) => !/scale|grammar/.test(name))) {
      const expected = rows<Case>(file).flatMap(({ name, exchange }) =>
        exchange.map((one) => ({ dir: one.dir, hex: one.hex, socket: `${name}/${one.sock}`, family: one.family ?? 0, groups: one.nl_groups, order: byteOrder })),
      );
      const { datagrams, error, format } = await read(fixture(file));
      assert.is(error, undefined, file);
      assert.is(format, 'exchange');
      assert.equal(
        datagrams.map(({ bytes, direction, socket, family, groups, littleEndian }) => ({
          dir: direction === 'sent' ? 'tx' : 'rx',
          hex: toHex(bytes),
          socket,
          family,
          groups,
          order: littleEndian ? 'little' : 'big',
        })),
        expected,
        file,
      );
    }
  });
}

test('reads a datagram a line, an exchange alone, and text over several lines', async () => {
  const one = { dir: 'rx', sock: 2, hex, family: 16, nsid: -1 };
  const expected = { bytes: message(true), littleEndian: true, family: 16, direction: 'received', socket: '2', nsid: -1, fullLength: 16 };
  for (const [source, offset] of [
    [JSON.stringify(one), 0],
    [`\uFEFF${JSON.stringify([one])}\n`, 4],
    [JSON.stringify([one], undefined, 2), 4],
    [`[\n${JSON.stringify(one)}]`, 2],
  ] as const) {
    const { datagrams, error } = await read(text(source));
    assert.is(error, undefined);
    assert.equal(datagrams, [{ ...expected, offset }]);
  }
  assert.equal((await read(text('[]'))).datagrams, []);
});

test('takes the sockets of two exchanges for different ones', async () => {
  const exchange = [{ dir: 'tx', sock: 0, hex }];
  const sockets = async (...lines: unknown[]) => (await read(text(lines.map((line) => JSON.stringify(line)).join('\n')))).datagrams.map(({ socket }) => socket);
  assert.equal(await sockets({ exchange }, { exchange }, { name: 'last', exchange }), ['0', '#2/0', 'last/0']);
  assert.equal(await sockets(exchange, exchange), ['0', '#2/0']);
});

test('goes by the machine of a case where the bytes tell nothing', async () => {
  const odd = { dir: 'rx', sock: 0, hex: '01010101' };
  const { datagrams } = await read(
    text(`${JSON.stringify({ arch: 's390x', exchange: [odd] })}${JSON.stringify({ arch: 'x86_64', exchange: [odd, { ...odd, byteOrder: 'big' }] })}`),
    {
      byteOrder: 'little',
    },
  );
  assert.equal(
    datagrams.map(({ littleEndian }) => littleEndian),
    [false, true, false],
  );
});

test('reads the same in chunks of any size', async () => {
  const file = fixture('start/ip-d-link-s390x.jsonl');
  const whole = await read(file);
  assert.ok(whole.datagrams.length > 1);
  for (const size of [1, 3, 100, 5000]) assert.equal(await read(chunks(file, size)), whole, `${size}`);
});

test('hands out everything before the damage, then says where it is', async () => {
  const good = `{"name":"a","exchange":[{"dir":"tx","sock":0,"hex":"${hex}"},`;
  const broken: readonly (readonly [string, string, number])[] = [
    [`${good}{"dir":"tx","hex":"12`, 'ERR_CAPTURE_TRUNCATED', 0],
    [`${good}{"dir":"tx","hex":"123"}]}`, 'ERR_CAPTURE_DAMAGED', 19],
    [`${good}{"dir":"tx","hex":"12x4"}]}`, 'ERR_CAPTURE_DAMAGED', 21],
    [`${good}{"dir":"up","hex":"12"}]}`, 'ERR_CAPTURE_DAMAGED', 0],
    [`${good}{"sock":true,"hex":"12"}]}`, 'ERR_CAPTURE_DAMAGED', 0],
    [`${good}{"family":65536,"hex":"12"}]}`, 'ERR_CAPTURE_DAMAGED', 0],
    [`${good}{"nl_groups":-1,"hex":"12"}]}`, 'ERR_CAPTURE_DAMAGED', 0],
    [`${good}{"length":4294967296,"hex":"12"}]}`, 'ERR_CAPTURE_DAMAGED', 0],
    [`${good}{"dir":"tx"}]}`, 'ERR_CAPTURE_DAMAGED', 0],
    [`${good}{"dir":"tx" "hex":"12"}]}`, 'ERR_CAPTURE_DAMAGED', 12],
    [`${good}{"dir":"tx","hex":nul}]}`, 'ERR_CAPTURE_DAMAGED', 18],
    [`${good}{"dir":"t\nx"}]}`, 'ERR_CAPTURE_DAMAGED', 9],
    [`${good}]`, 'ERR_CAPTURE_DAMAGED', 0],
    [`${good}${'['.repeat(70)}`, 'ERR_CAPTURE_LIMIT', 62],
    [`${good}{"family":${'1'.repeat(70)}}`, 'ERR_CAPTURE_LIMIT', 10],
  ];
  for (const [source, code, at] of broken) {
    const { datagrams, error } = await read(text(source));
    assert.is(datagrams.length, 1, source);
    assert.instance(error, CaptureError, source);
    const { code: given, offset } = error as CaptureError;
    assert.is(given, code, source);
    assert.is(offset, code === 'ERR_CAPTURE_TRUNCATED' ? source.length : good.length + at, source);
  }
  const { error } = await read(text('{"name":"a"}'));
  assert.is((error as CaptureError).code, 'ERR_CAPTURE_DAMAGED');
});

test('keeps nothing of what it does not read: a long output is passed over', async () => {
  const long = { stdout: 'x'.repeat(3_000_000), exchange: [{ dir: 'rx', sock: 0, hex }] };
  const { datagrams } = await read(chunks(text(JSON.stringify(long)), 65536));
  assert.is(datagrams.length, 1);
  const { error } = await read(text(JSON.stringify({ name: 'x'.repeat(5000), exchange: [] })));
  assert.is((error as CaptureError).code, 'ERR_CAPTURE_LIMIT');
});

test.run();
