// `npm run suites:codec`: writes the suites for codecs, suites/codec/, from what fixtures/ holds and from messages made by hand.

import { writeFileSync } from 'node:fs';
import { CODEC_FORMAT, CODEC_VERSION, type CodecCase } from '../src/cli/conformance/codec/case.js';
import type { Check } from '../src/cli/conformance/codec/check.js';
import { judgeBytes } from '../src/cli/conformance/codec/compare.js';
import { ownCodec } from '../src/cli/conformance/codec/target.js';
import { meanings } from '../src/cli/conformance/codec/tell.js';
import type { Route } from '../src/cli/kernel.js';
import { route } from '../src/index.js';
import type { ByteOrder } from '../src/netlink/byte-order.js';
import { toHex } from '../src/netlink/bytes.js';
import type { Protocol } from '../src/netlink/message.js';
import { joined } from './codec/bytes.js';
import { damaged } from './codec/damaged.js';
import { made } from './codec/made.js';
import { recordedMessages } from './codec/messages.js';
import { type Candidate, candidate, select } from './codec/select.js';

const ORDERS: readonly ByteOrder[] = ['little', 'big'];
const suites = new URL('../suites/codec/', import.meta.url);
const own = ownCodec(route as unknown as Protocol<Route>);

/** Whether the meaning says all that the bytes do: encoding it gives them. Messages that our own library has no values for are asked of nobody. */
async function checksOf(one: Omit<CodecCase, 'checks'>): Promise<readonly Check[]> {
  const answer = await own.ask({ op: 'encode', byteOrder: one.byteOrder, messages: one.messages ?? [] });
  const encodes = 'hex' in answer && judgeBytes({ ...one, checks: [] }, answer.hex, true).wrong.length === 0;
  return encodes ? ['decode', 'encode', 'roundtrip'] : ['decode', 'roundtrip'];
}

const kindOf = ({ meaning: { attributes = [] } }: Candidate): string => {
  const inside = attributes.find(({ name }) => name === 'IFLA_LINKINFO')?.attributes ?? attributes;
  const kind = ['IFLA_INFO_KIND', 'IFLA_INFO_SLAVE_KIND', 'TCA_KIND'].flatMap((name) => inside.find((one) => one.name === name)?.value ?? [])[0];
  return typeof kind === 'string' ? ` ${kind}` : '';
};

async function recorded(): Promise<CodecCase[]> {
  const chosen = select(recordedMessages().flatMap((found) => candidate(found) ?? []));
  const numbers = new Map<string, number>();
  return Promise.all(
    chosen.map(async (one) => {
      const { hex, byteOrder, from, meaning } = one;
      const title = `${meaning.name ?? `type ${meaning.type}`}${kindOf(one)}, ${byteOrder}-endian`;
      const number = (numbers.get(title) ?? 0) + 1;
      numbers.set(title, number);
      const found = { name: `${title} ${number}`, from, byteOrder, hex, messages: [meaning] };
      return { ...found, checks: await checksOf(found) };
    }),
  );
}

async function byHand(): Promise<CodecCase[]> {
  const out: CodecCase[] = [];
  for (const { name, pieces, checks } of made) {
    for (const byteOrder of ORDERS) {
      const bytes = joined(pieces, byteOrder);
      const one = { name: `${name}, ${byteOrder}-endian`, from: 'by hand', byteOrder, hex: toHex(bytes), messages: meanings(route, bytes, byteOrder) };
      if (checks?.includes('decode') === false) out.push({ ...one, checks, messages: [] });
      else out.push({ ...one, checks: checks ?? (await checksOf(one)) });
    }
  }
  return out;
}

const bad = (): CodecCase[] =>
  damaged.flatMap(({ name, pieces, refuse }) =>
    // What is to be endured is large, and the same in either.
    (refuse === undefined ? ORDERS.slice(0, 1) : ORDERS).map((byteOrder) => ({
      name: `${name}, ${byteOrder}-endian`,
      from: 'by hand',
      checks: ['decode'] as const,
      byteOrder,
      hex: toHex(joined(pieces, byteOrder)),
      ...(refuse !== undefined && { refuse }),
    })),
  );

function write(suite: string, description: string, cases: readonly CodecCase[]): void {
  const header = { format: CODEC_FORMAT, version: CODEC_VERSION, suite, description };
  const lines = cases.map(({ name, from, checks, byteOrder, hex, messages, refuse }) => ({
    name,
    from,
    checks,
    byteOrder,
    hex,
    ...(checks.includes('decode') && { messages }),
    refuse,
  }));
  const text = [header, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
  writeFileSync(new URL(`${suite}.jsonl`, suites), text);
  process.stdout.write(`${suite}: ${cases.length} cases, ${text.length} bytes\n`);
}

write('codec-messages', 'Messages that kernels and programs sent, and some made by hand: what they mean, and their bytes.', [...(await recorded()), ...(await byHand())]);
write('codec-damaged', 'Datagrams that are damaged: what must be refused of each.', bad());
