// What iproute2 sent in a recorded case, for tests of the request functions.

import * as assert from 'uvu/assert';
import { decodeDatagram, encodeDatagram, type RtnlMessage } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { rows } from '../fixtures.js';

interface Recorded {
  readonly name: string;
  readonly exchange: readonly { readonly dir: 'tx' | 'rx'; readonly hex: string }[];
}

/** Requests of a recorded case that are of this type, as they were sent. */
export function sentIn(tree: string, group: string, name: string, type: string): readonly { readonly message: RtnlMessage; readonly hex: string }[] {
  const recorded = rows<Recorded>(`captures/${tree}/${group}.jsonl.gz`).find((one) => one.name === name);
  const byteOrder = tree.endsWith('s390x') ? 'big' : 'little';
  return (recorded?.exchange ?? []).flatMap(({ dir, hex }) => {
    if (dir !== 'tx') return [];
    const messages = decodeDatagram(fromHex(hex), { byteOrder });
    const [message] = messages;
    return messages.length === 1 && message?.name === type ? [{ message, hex }] : [];
  });
}

/** Fails unless `request`, once it has the sequence and the flags of its kind, is what iproute2 sent in the case. */
export function expectSent(
  tree: string,
  group: string,
  name: string,
  request: { readonly name: string; readonly header: { readonly flags?: number }; readonly body: object },
  flags: number,
): void {
  const [sent] = sentIn(tree, group, name, request.name);
  if (sent === undefined) return assert.unreachable(`${tree} ${group} ${name}: no ${request.name}`);
  const header = { flags: (request.header.flags ?? 0) | flags, sequence: sent.message.header.sequence };
  const bytes = encodeDatagram([{ ...request, header } as never], { byteOrder: tree.endsWith('s390x') ? 'big' : 'little' });
  assert.is(toHex(bytes), sent.hex.slice(0, bytes.length * 2), `${tree} ${name}`);
  assert.match(sent.hex.slice(bytes.length * 2), /^(00)*$/, `${tree} ${name}: more was sent`);
  assert.is(sent.message.header.length, bytes.length, `${tree} ${name}`);
}

interface Request {
  readonly name: string;
  readonly header: { readonly flags?: number };
  readonly body: object;
}

/** Fails unless the request for these words goes out with this type and these flags, and this behind its sequence and port: bytes of a little-endian machine, in hex. */
export function expectBytes(flags: number, words: string, { name, header, body }: Request, typeAndFlags: string, rest: string): void {
  const hex = toHex(encodeDatagram([{ name, header: { flags: (header.flags ?? 0) | flags }, body } as never], { byteOrder: 'little' }));
  assert.equal([hex.slice(8, 16), hex.slice(32)], [typeAndFlags, rest], words);
}

export const ACK = 0x5;
export const GET = 0x1;
export const DUMP = 0x301;
