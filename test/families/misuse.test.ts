// A value that does not fit is refused with EncodeError, wherever in a message it stands: JSON that someone edited may have anything anywhere.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { protocolsWith } from '../../src/families/families.js';
import { route } from '../../src/index.js';
import { fromHex, Writer } from '../../src/netlink/bytes.js';
import { EncodeError } from '../../src/netlink/errors.js';
import { type Bodies, decodeMessages, encodeMessage, type Message, toBytes } from '../../src/netlink/message.js';
import { datagrams } from '../fixtures.js';
import { recorded } from './recorded.js';

const test = suite('misuse');

type Holder = Record<string, unknown>;

/** Without what encoding knows beside it. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** Every object and list in a value. */
function holders(value: unknown, out: Holder[] = []): Holder[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return out;
  out.push(value as Holder);
  for (const item of Object.values(value)) holders(item, out);
  return out;
}

const ODD: readonly unknown[] = [null, true, 2 ** 40, 'x', 1n << 70n, [null], {}, Symbol.iterator];

/** Of NETLINK_ROUTE. */
const FILES = ['addr', 'encap', 'errors', 'modes', 'neigh', 'nexthop', 'routes', 'rules'];

interface Example {
  readonly family: number;
  readonly message: Message<Bodies>;
}

/** Of each message that was recorded the one with the most in it. */
function examples(): { readonly all: readonly Example[]; readonly protocols: ReturnType<typeof protocolsWith> } {
  const protocols = protocolsWith(route);
  const best = new Map<string, Example & { readonly size: number }>();
  const add = (hex: string, byteOrder: 'little' | 'big', family: number): void => {
    const protocol = protocols(family);
    if (protocol === undefined) return;
    for (const { name, header, body } of decodeMessages(protocol, toBytes(fromHex(hex), { byteOrder }))) {
      const size = holders(body).reduce((sum, holder) => sum + Object.keys(holder).length, 0);
      const key = `${family} ${name}`;
      if (size > (best.get(key)?.size ?? 0) && size < 120) best.set(key, { family, size, message: { name, header, body: plain(body) } as Message<Bodies> });
    }
  };
  for (const { byteOrder, datagrams: all } of recorded) for (const { hex, family } of all) add(hex, byteOrder, family);
  for (const file of FILES) for (const { hex } of datagrams(`captures/host-6.18/${file}.jsonl.gz`)) add(hex, 'little', 0);
  return { all: [...best.values()], protocols };
}

test('gives bytes or EncodeError for any value at any place of any message', () => {
  const { all, protocols } = examples();
  assert.ok(all.length > 100, String(all.length));
  let refused = 0;
  for (const { family, message } of all) {
    const protocol = protocols(family);
    if (protocol === undefined) throw new Error('no protocol');
    const places: Holder[] = [message as unknown as Holder, ...holders(message.body)];
    for (const holder of places) {
      for (const key of holder === (message as unknown) ? ['body'] : Object.keys(holder)) {
        const before = holder[key];
        for (const odd of ODD) {
          holder[key] = odd;
          try {
            encodeMessage(protocol, new Writer(true), message);
          } catch (error) {
            if (!(error instanceof EncodeError)) throw new Error(`${message.name}: ${String(odd)} as ${key}`, { cause: error });
            refused++;
          }
        }
        holder[key] = before;
      }
    }
  }
  assert.ok(refused > 1000, String(refused));
});

test.run();
