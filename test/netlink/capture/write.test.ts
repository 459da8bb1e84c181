// What we write, we read back; and tshark, where there is one, dissects it.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CapturedDatagram } from '../../../src/netlink/capture/captured.js';
import { ExchangeWriter } from '../../../src/netlink/capture/write-exchange.js';
import { PcapngWriter } from '../../../src/netlink/capture/write-pcapng.js';
import { concat, fixture, message, read } from './captures.js';

const test = suite('capture: writers');

function pcapng(datagrams: readonly CapturedDatagram[]): Uint8Array {
  const writer = new PcapngWriter();
  return new Uint8Array(Buffer.concat([...datagrams.map((one) => writer.write(one)), writer.end()]));
}

function exchange(datagrams: readonly CapturedDatagram[]): Uint8Array {
  const writer = new ExchangeWriter();
  return new TextEncoder().encode(datagrams.map((one) => writer.write(one)).join(''));
}

/** Without what depends on the format: where it stands, and the interface. */
const essence = ({ offset: _, interface: __, ...rest }: CapturedDatagram) => rest;

const FILES = ['pcap/vm-6.1-s390x-recipe.pcap.gz', 'pcap/vm-6.1-x86_64-recipe.pcap.gz', 'pcap/merged-s390x-x86_64.pcapng.gz', 'captures/vm-6.1-s390x/monitor.jsonl.gz'];

for (const file of FILES) {
  test(`writes ${file} as pcapng, and reads it back the same`, async () => {
    const { datagrams } = await read(fixture(file));
    const back = await read(pcapng(datagrams));
    assert.is(back.error, undefined);
    assert.equal(back.datagrams.map(essence), datagrams.map(essence));
  });

  test(`writes ${file} as exchange lines, and reads it back the same`, async () => {
    const { datagrams } = await read(fixture(file));
    const back = await read(exchange(datagrams));
    assert.is(back.error, undefined);
    const sockets = [...new Set(datagrams.map(({ socket }) => socket))];
    assert.equal(
      back.datagrams.map(essence),
      datagrams.map(essence).map((one) => ({ ...one, socket: `${sockets.indexOf(one.socket)}` })),
    );
  });
}

/** Datagrams that a reader could have handed out. */
const anyDatagram: fc.Arbitrary<CapturedDatagram> = fc
  .record(
    {
      littleEndian: fc.boolean(),
      body: fc.uint8Array({ maxLength: 50 }),
      cut: fc.nat(70),
      more: fc.nat(1000),
      family: fc.nat(21),
      direction: fc.constantFrom('sent' as const, 'received' as const),
      // 64 bits of a stamp end in 2554, and damaged recordings have times beyond.
      time: fc.bigInt({ min: -(1n << 70n), max: 1n << 70n }),
      socket: fc.string(),
      groups: fc.nat(),
      nsid: fc.integer({ min: -1, max: 0x7fffffff }),
      untold: fc.array(fc.record({ offset: fc.nat(50), length: fc.nat(8), said: fc.string() }, { noNullPrototype: true }), { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ['littleEndian', 'body', 'cut', 'more', 'family', 'direction'] },
  )
  .map(({ body, cut, more, ...rest }) => {
    const whole = concat(message(rest.littleEndian, 16, 0, 1, [...body]));
    const bytes = whole.subarray(0, Math.max(4, whole.length - cut));
    return { ...rest, bytes, offset: 0, fullLength: Math.max(whole.length, bytes.length + (more > 900 ? more : 0)) };
  });

test('any datagrams come back from pcapng, with all that is known of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyDatagram, { maxLength: 8 }), async (datagrams) => {
      const { error, datagrams: back } = await read(pcapng(datagrams));
      assert.is(error, undefined);
      assert.equal(back.map(essence), datagrams.map(essence));
    }),
  );
});

test('any datagrams come back from exchange lines', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyDatagram, { minLength: 1, maxLength: 8 }), async (datagrams) => {
      const { error, datagrams: back } = await read(exchange(datagrams));
      assert.is(error, undefined);
      const plain = ({ socket: _, untold: __, ...rest }: ReturnType<typeof essence>) => rest;
      assert.equal(back.map(essence).map(plain), datagrams.map(essence).map(plain));
    }),
  );
});

test('says that there is more than a comment can', async () => {
  const untold = Array.from({ length: 3000 }, (_, offset) => ({ offset, length: 4, said: 'if_nametoindex("eth0")' }));
  const { datagrams } = await read(pcapng([{ bytes: message(true), littleEndian: true, family: 0, offset: 0, fullLength: 16, untold }]));
  assert.equal(
    datagrams[0]?.untold?.map(({ said }) => said),
    ['more than a comment can say'],
  );
});

const tshark = spawnSync('tshark', ['--version']).error === undefined;

for (const file of FILES) {
  (tshark ? test : test.skip)(`tshark dissects what we write of ${file}, as it does what we read it from`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rtnl-capture-'));
    try {
      const { datagrams } = await read(fixture(file));
      const path = join(folder, 'ours.pcapng');
      writeFileSync(path, pcapng(datagrams));
      const ask = (from: string, ...words: string[]): string =>
        execFileSync('tshark', ['-r', from, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 27 });
      assert.is(ask(path, '-Y', '_ws.malformed'), '');
      const fields = ['frame.time_epoch', 'netlink.family', 'netlink.hdr_len', 'netlink.hdr_flags', 'netlink.hdr_seq', 'netlink-route.ifi_index', 'netlink-route.ifla_attr_type'];
      const all = ['-T', 'fields', ...fields.flatMap((field) => ['-e', field])];
      const lines = ask(path, ...all)
        .trimEnd()
        .split('\n');
      assert.is(lines.length, datagrams.length);
      if (!file.includes('pcap/')) return;
      const original = join(folder, 'original');
      writeFileSync(original, fixture(file));
      if (!file.includes('merged'))
        assert.equal(
          lines,
          ask(original, ...all)
            .trimEnd()
            .split('\n'),
        );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test.run();
