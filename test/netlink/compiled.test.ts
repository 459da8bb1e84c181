// Functions made for shapes that come often: src/netlink/compiled.ts, source.ts. What they give is what decoding gives.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, encodeDatagram } from '../../src/index.js';
import { attributes } from '../../src/netlink/attributes.js';
import { body } from '../../src/netlink/body.js';
import { type Codec, bytes as opaque, u8 } from '../../src/netlink/codec.js';
import { DecodeError } from '../../src/netlink/errors.js';
import { __u32, struct } from '../../src/netlink/struct.js';
import { expectSame, outcome, type Sample, samples } from './samples.js';
import { attribute, concat, decode, orders, word } from './wire.js';

const test = suite('compiled shapes');

/** Sets after which there is a function, and some in which it is at work. */
const OFTEN = 40;

/** How many functions were made of strings meanwhile. */
function functionsMade(work: () => void): number {
  const real = globalThis.Function;
  let count = 0;
  globalThis.Function = new Proxy(real, {
    construct(target, args) {
      count++;
      return Reflect.construct(target, args);
    },
  });
  try {
    work();
  } finally {
    globalThis.Function = real;
  }
  return count;
}

/** One of each type and length, those of most bytes first. */
function different(all: readonly Sample[]): Sample[] {
  const found = new Map(all.map((sample) => [`${sample.type} ${sample.body.length}`, sample]));
  return [...found.values()].sort((a, b) => b.body.length - a.body.length);
}

const changed = ({ body, ...rest }: Sample, at: number, byte: number): Sample => {
  const copy = body.slice();
  copy[at % copy.length] = byte;
  return { ...rest, body: copy };
};

for (const byteOrder of orders) {
  const some = different(samples[byteOrder]);

  test(`gives what decoding gives, whatever varied before and varies now: ${byteOrder} endian`, () => {
    assert.ok(some.length > 30, `${some.length}`);
    const places = fc.array(fc.nat(), { minLength: 1, maxLength: 4 });
    const made = functionsMade(() => {
      for (const sample of some.slice(0, 50)) {
        fc.assert(
          fc.property(places, places, fc.array(fc.nat(255), { minLength: OFTEN, maxLength: OFTEN }), (before, now, bytes) => {
            bytes.forEach((byte, i) => void outcome(changed(sample, before[i % before.length] as number, byte), false, 0));
            expectSame(sample, false);
            for (const at of [...before, ...now]) for (const byte of bytes.slice(0, 6)) expectSame(changed(sample, at, byte), false);
          }),
          { numRuns: 8 },
        );
      }
    });
    // Not each has one: a change that another shape makes of the message is none.
    assert.ok(made > 20, `${made}`);
  });
}

test('a nest that varies beyond its shape takes no function away', () => {
  const made = functionsMade(() => {
    for (let i = 0; i < 4 * OFTEN; i++) {
      const linkinfo = i % 2 === 0 ? ({ kind: 'macvlan', macvlan: { mode: 'bridge' } } as const) : ({ kind: 'macvtap', macvtap: { mode: 'vepa' } } as const);
      const datagram = encodeDatagram([{ name: 'RTM_NEWLINK', header: {}, body: { index: i, txqlen: 9, linkinfo } }], { byteOrder: 'little' });
      const [message] = decodeDatagram(datagram, { byteOrder: 'little' });
      assert.equal(message?.body, { family: 0, type: 0, index: i, flags: 0, change: 0, txqlen: 9, linkinfo });
    }
  });
  assert.ok(made > 0);
});

const number = struct('number', { number: __u32 });

test('an error in a nest is met once for each set, and told as ever', () => {
  let calls = 0;
  const odd: Codec<number> = {
    type: 'odd',
    decode(b, start) {
      calls++;
      if (b.array[start] !== 0) throw new DecodeError('ERR_NETLINK_BOUNDS', 'odd', start);
      return 0;
    },
    encode: (w) => w.reserve(1),
  };
  const inner = attributes(() => ({ plain: ['PLAIN', 1, u8], odd: ['ODD', 2, odd] }));
  const nest = attributes(() => ({ inner: ['INNER', 1, inner] }));
  const codec = body(
    number,
    attributes(() => ({ nest: ['NEST', 1, nest] })),
  );
  const set = (index: number, payload: number) => concat(word(index), attribute(1, attribute(1, concat(attribute(1, Uint8Array.of(5)), attribute(2, Uint8Array.of(payload))))));
  const sets = 40 * OFTEN;
  for (const payload of [0, 1]) {
    calls = 0;
    for (let i = 0; i < sets; i++) {
      const value = decode(codec, set(i, payload)) as { readonly nest?: { readonly inner?: Readonly<Record<string, { readonly error?: DecodeError }>> } };
      assert.is(value.nest?.inner?.['#2']?.error?.message, payload === 0 ? undefined : 'NEST > INNER > ODD: odd at byte 24');
    }
    // Until it is learnt anew from one that has it.
    assert.ok(calls < 1.1 * sets, `${calls}`);
  }
});

test('shapes that are not met any more leave their functions to others', () => {
  const set = attributes(() => ({ first: ['FIRST', 1, u8], second: ['SECOND', 2, opaque] }));
  const sized = () => body(number, set);
  const made = (codec: ReturnType<typeof sized>, sizes: number, turns: number) =>
    functionsMade(() => {
      for (let turn = 0; turn < turns; turn++) {
        for (let size = 0; size < sizes; size++) {
          // One of the next length that goes to the same place ends what is known of those before.
          const bytes = concat(word(0), attribute(1, Uint8Array.of(0)), attribute(2, new Uint8Array(4 * (size + 64 * turn))));
          for (let i = 0; i < OFTEN; i++) {
            bytes[0] = i;
            bytes[8] = i;
            decode(codec, bytes);
          }
        }
      }
    });
  assert.ok(made(sized(), 64, 5) > 256);
  assert.ok(made(sized(), 4, 1) >= 4);
});

/** A link with a name and an index of its own. */
function link(index: number, name: string): Uint8Array {
  const body = concat(word(0), word(index), word(0), word(0), attribute(3, concat(new TextEncoder().encode(name), Uint8Array.of(0))), attribute(4, word(1500)));
  return concat(word(16 + body.length), Uint8Array.of(16, 0, 0, 0), word(0), word(0), body);
}

test('padding is kept of what varies', () => {
  const macvlan = (flag: 'nodst' | 'nopromisc') =>
    encodeDatagram([{ name: 'RTM_NEWLINK', header: {}, body: { linkinfo: { kind: 'macvlan', macvlan: { flags: [flag], mode: 'bridge' } } } }], { byteOrder: 'little' });
  const [one, other] = [macvlan('nodst'), macvlan('nopromisc')];
  const at = one.findIndex((byte, i) => byte !== other[i]);
  for (let i = 0; i < OFTEN; i++) decodeDatagram(i % 2 === 0 ? one : other, { byteOrder: 'little' });
  for (const padding of [0, 1, 0x80]) {
    for (const datagram of [one, other]) {
      const padded = datagram.slice();
      padded[at + 3] = padding;
      assert.equal(encodeDatagram(decodeDatagram(padded, { byteOrder: 'little' }), { byteOrder: 'little' }), padded);
    }
  }
});

test('numbers that vary among the links of a datagram are those of each', () => {
  const conf = (i: number) => Int32Array.from({ length: 33 }, (_, n) => (n === 5 && i % 3 === 0 ? i : 1));
  const names = Array.from({ length: OFTEN }, (_, i) => ({ name: 'RTM_NEWLINK' as const, header: {}, body: { index: i, afSpec: { inet: { conf: conf(i) } } } }));
  const datagram = encodeDatagram(names, { byteOrder: 'little' });
  for (let time = 0; time < 4; time++) {
    const confs = decodeDatagram(datagram, { byteOrder: 'little' }).map((message) => (message.name === 'RTM_NEWLINK' ? message.body.afSpec?.inet?.conf : undefined));
    assert.equal(
      confs.map((one) => [...(one as Int32Array)]),
      names.map((_, i) => [...conf(i)]),
    );
  }
});

test('names that take the same room, numbers of which some vary: one function; another where the clock has ticked since', () => {
  const decoded = (datagram: Uint8Array) =>
    decodeDatagram(datagram, { byteOrder: 'little' })[0] as unknown as { body: { ifname: string; afSpec: { inet6: { cacheinfo: { tstamp: number } } } } };
  const made = functionsMade(() => {
    for (let i = 0; i < 300; i++) {
      const name = `a${i + (i < 20 ? 1000 : 0)}${i > 40 ? 'x' : 'yy'}`;
      const cacheinfo = { maxReasmLen: 65535, tstamp: 7000 + Math.floor(i / 60), reachableTime: 1, retransTime: 1 };
      const datagram = encodeDatagram(
        [
          {
            name: 'RTM_NEWLINK',
            header: {},
            body: { index: i, ifname: name, mtu: 1400, afSpec: { inet6: { cacheinfo, stats: BigUint64Array.from({ length: 5 }, (_, n) => BigInt(n === i % 5 ? i : 0)) } } },
          },
        ],
        { byteOrder: 'little' },
      );
      const { body } = decoded(datagram);
      assert.is(body.ifname, name);
      assert.is(body.afSpec.inet6.cacheinfo.tstamp, cacheinfo.tstamp);
      assert.equal(encodeDatagram(decodeDatagram(datagram, { byteOrder: 'little' }), { byteOrder: 'little' }), datagram);
    }
  });
  assert.is(made, 2);
});

test('each value is an object of its own', () => {
  const links = Array.from({ length: OFTEN }, (_, i) => decodeDatagram(link(i, 'name0'), { byteOrder: 'little' })[0] as unknown as { body: { ifname: string; index: number } });
  for (const { body } of links) body.ifname += 'x';
  assert.equal(
    links.map(({ body }) => [body.index, body.ifname]),
    links.map((_, i) => [i, 'name0x']),
  );
});

/** What a program says that decodes a link of this name often, with what is done before it imports anything. */
function program(name: string, before = '', ...options: string[]): string {
  const index = new URL('../../src/index.ts', import.meta.url).href;
  const datagram = JSON.stringify([...link(7, name)]);
  const code = `${before};
    const real = globalThis.Function; let made = 0;
    globalThis.Function = new Proxy(real, { construct(target, args) { made++; return Reflect.construct(target, args); } });
    const { decodeDatagram } = await import(${JSON.stringify(index)});
    let last;
    for (let i = 0; i < 200; i++) [last] = decodeDatagram(Uint8Array.from(${datagram}), { byteOrder: 'little' });
    console.log(made, last.body.index, last.body.mtu, last.body.ifname);`;
  return execFileSync(process.execPath, [...options, '--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
    timeout: 120_000,
  }).trim();
}

test('one function is made where that is allowed, and tried once where it is not; none where a browser would tell of it', () => {
  assert.is(program('p0'), '1 7 1500 p0');
  assert.is(program('p0', '', '--disallow-code-generation-from-strings'), '1 7 1500 p0');
  assert.is(program('p0', 'globalThis.Function = function () { throw new TypeError("none") }'), '1 7 1500 p0');
  assert.is(program('p0', 'globalThis.SecurityPolicyViolationEvent = class {}'), '0 7 1500 p0');
});

test('text from the wire is no code', () => {
  const hostile = "'};throw 1;({'`\\u0027\"\u2028\n*/";
  assert.is(program(hostile), `1 7 1500 ${hostile}`);
});

test.run();
