import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toHex, Writer } from '../../src/netlink/bytes.js';
import { encodeMessage, type Protocol } from '../../src/netlink/message.js';
import { protocol } from '../../src/netlink/protocol.js';
import { addressBody } from '../../src/rtnl/address.js';

const test = suite('stencil');

const RUNS = Number(process.env.FC_RUNS ?? 2000);

const messages = { RTM_NEWADDR: [20, addressBody], RTM_DELADDR: [21, addressBody] } as const;
type Any = Protocol<Record<never, never>>;
const made = () => protocol(messages) as unknown as Any;
/** The same, that remembers nothing. */
const forgetful = (): Any => {
  const { stencils: _, ...rest } = made();
  return rest;
};

interface Sent {
  readonly name: string;
  readonly header: { readonly flags?: number; readonly portId?: number };
  readonly body: Readonly<Record<string, unknown>>;
}

/** What it comes to: where in the writer, or why not. */
function put(its: Any, w: Writer, message: Sent, sequence: number): string {
  const end = w.length;
  try {
    encodeMessage(its, w, message as never, { flags: (message.header.flags ?? 0) | 5, sequence });
  } catch (error) {
    w.array.fill(0, end, w.length);
    w.length = end;
    return String(error);
  }
  return toHex(w.array.subarray(end, w.length));
}

const addresses = fc.constantFrom('10.0.0.1', '10.0.0.2', '192.168.255.255', '::1', '2001:db8::7', 'none', undefined);
const numbers = fc.constantFrom(0, 1, 2, 255, 256, 0xffffffff, -1, 0.5, undefined);
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  family: fc.constantFrom(2, 10),
  prefixlen: numbers,
  index: numbers,
  local: addresses,
  address: addresses,
  label: fc.constantFrom('a', 'b', 'longer', '', undefined),
  rtPriority: numbers,
  cacheinfo: fc.constantFrom(undefined, { preferred: 1, valid: 2, cstamp: 0, tstamp: 0 }, { preferred: 3, valid: 4, cstamp: 5, tstamp: 6 }),
  '#77': fc.constantFrom({ flags: 0, payload: Uint8Array.of(1, 2, 3) }, { flags: 0x8000, payload: Uint8Array.of(4) }),
};

/** Bodies that have the same keys in the same order, mostly. */
const bodies = fc.shuffledSubarray(Object.keys(values)).chain((keys) => {
  const one = fc.record(Object.fromEntries(keys.map((key) => [key, values[key] as fc.Arbitrary<unknown>])));
  const fewer = fc.tuple(one, fc.nat(12)).map(([body, at]) => Object.fromEntries(Object.entries(body).filter((_, i) => i !== at)));
  return fc.array(fewer, { minLength: 2, maxLength: 16 });
});

test('what is much like the one before is encoded as if there had been none, or refused for the same reason', () => {
  fc.assert(
    fc.property(
      bodies,
      fc.infiniteStream(fc.constantFrom('RTM_NEWADDR', 'RTM_DELADDR')),
      fc.infiniteStream(fc.constantFrom({}, {}, { flags: 0x600 }, { portId: 9 })),
      fc.boolean(),
      (all, names, headers, littleEndian) => {
        const [remembering, plain] = [made(), forgetful()];
        const [fast, slow] = [new Writer(littleEndian, 64), new Writer(littleEndian, 64)];
        for (const [i, body] of all.entries()) {
          const message: Sent = { name: names.next().value, header: headers.next().value, body };
          assert.is(put(remembering, fast, message, i), put(plain, slow, message, i));
        }
        assert.is(toHex(fast.finish()), toHex(slow.finish()));
        assert.ok(fast.array.subarray(fast.length).every((byte) => byte === 0));
      },
    ),
    { numRuns: RUNS },
  );
});

test('the third of its kind is made of the second, in either byte order', () => {
  for (const littleEndian of [true, false]) {
    const its = made();
    const w = new Writer(littleEndian);
    const message = (last: number): Sent => ({
      name: 'RTM_NEWADDR',
      header: {},
      body: { family: 2, index: 7, local: `10.0.0.${last}`, cacheinfo: { preferred: last, valid: 9, cstamp: 0, tstamp: 0 } },
    });
    for (const last of [1, 2]) {
      assert.not.ok(its.stencils?.write(w, message(last)));
      put(its, w, message(last), last);
    }
    const start = w.length;
    assert.ok(its.stencils?.write(w, message(3)));
    assert.is(toHex(w.array.subarray(start + 16, w.length)), put(forgetful(), new Writer(littleEndian), message(3), 3).slice(32));
    assert.not.ok(its.stencils?.write(new Writer(!littleEndian), message(3)));
  }
});

test('objects are encoded each time, be they the same: they may have changed', () => {
  const its = made();
  const w = new Writer();
  const cacheinfo = { preferred: 1, valid: 1, cstamp: 0, tstamp: 0 };
  const message: Sent = { name: 'RTM_NEWADDR', header: {}, body: { family: 2, cacheinfo } };
  for (let i = 0; i < 4; i++) {
    cacheinfo.valid = i;
    assert.is(put(its, w, message, i), put(forgetful(), new Writer(), message, i));
  }
});

test('a body that tells no places is never remembered', () => {
  const { places: _, ...body } = addressBody;
  const its = protocol({ RTM_NEWADDR: [20, body] }) as unknown as Any;
  const w = new Writer();
  const message: Sent = { name: 'RTM_NEWADDR', header: {}, body: { family: 2 } };
  for (let i = 0; i < 5; i++) put(its, w, message, i);
  assert.not.ok(its.stencils?.write(w, message));
});

test.run();
