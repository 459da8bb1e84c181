// Every message of rtnetlink in fixtures/, once: sequence and port aside.

import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ByteOrder } from '../../src/netlink/byte-order.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { DecodeError } from '../../src/netlink/errors.js';
import { eachMessage, toBytes } from '../../src/netlink/message.js';

const fixtures = new URL('../../fixtures/', import.meta.url);

/** One message, and where it was found. */
export interface FoundMessage {
  readonly byteOrder: ByteOrder;
  readonly hex: string;
  readonly from: string;
}

interface Datagram {
  readonly hex: string;
  readonly family?: number;
}

/** A row of any file there: a case, a datagram, a vector. */
interface Row {
  readonly name?: string;
  readonly byteOrder?: ByteOrder;
  readonly exchange?: readonly Datagram[];
  readonly family?: number;
  readonly hex?: string;
  readonly nlmsg?: string;
  readonly message?: string;
  readonly request?: string;
}

function rows(path: string): Row[] {
  const bytes = readFileSync(new URL(path, fixtures));
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

const files = (folder: string): string[] =>
  readdirSync(new URL(`${folder}/`, fixtures), { recursive: true, encoding: 'utf8' })
    // Fuzzed bodies have no headers.
    .filter((name) => /\.jsonl(\.gz)?$/.test(name) && !name.startsWith('fuzz-'))
    .sort()
    .map((name) => `${folder}/${name}`);

function datagramsOf({ exchange = [], family = 0, hex, nlmsg, message, request }: Row): string[] {
  const own = family === 0 ? [hex, nlmsg, message, request] : [];
  return [...exchange.filter(({ family = 0 }) => family === 0).map(({ hex }) => hex), ...own.filter((one) => one !== undefined)];
}

/** Datagrams whose framing is broken are left out. */
export function recordedMessages(): FoundMessage[] {
  const seen = new Set<string>();
  const out: FoundMessage[] = [];
  for (const path of ['captures', 'vectors'].flatMap(files)) {
    for (const row of rows(path)) {
      const byteOrder = row.byteOrder ?? (path.includes('s390x') ? 'big' : 'little');
      const from = `${path.replace(/^captures\/|\.jsonl(\.gz)?$/g, '')} ${row.name ?? ''}`.trim();
      for (const hex of datagramsOf(row))
        for (const one of split(hex, byteOrder)) {
          const key = `${byteOrder}${one.slice(0, 16)}${one.slice(32)}`;
          if (seen.has(key)) continue;
          seen.add(key);
          out.push({ byteOrder, hex: one, from });
        }
    }
  }
  return out;
}

function split(hex: string, byteOrder: ByteOrder): string[] {
  const out: string[] = [];
  const bytes = fromHex(hex);
  try {
    eachMessage(toBytes(bytes, { byteOrder }), ({ length }, at) => out.push(toHex(bytes.subarray(at, at + length))));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return out;
}
