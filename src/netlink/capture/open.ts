// A recording of any known format, as datagrams.

import type { ByteOrder } from '../byte-order.js';
import { byteAsHex, hostIsLittleEndian, toHex } from '../bytes.js';
import { NETLINK_ROUTE } from '../constants.js';
import { CaptureError } from '../errors.js';
import type { Capture, CaptureFormat, CaptureSource } from './captured.js';
import { DETECTED_BY, detect } from './detect.js';
import { ExchangeReader } from './exchange.js';
import { isGzip } from './gunzip.js';
import { HexReader } from './hex.js';
import { PcapReader } from './pcap.js';
import { PcapngReader } from './pcapng.js';
import type { Reader, Told } from './reader.js';
import { Reading } from './reading.js';
import { RtmonReader } from './rtmon.js';
import { type Pieces, Source, Unpacked } from './source.js';
import { StraceReader } from './strace/reader.js';

/** What a recording cannot tell of itself. */
export interface CaptureOptions {
  /** Read it as this, whatever it looks like. */
  readonly format?: CaptureFormat;
  /** Of the machine it was recorded on, where the recording does not say: as datagrams look, by default, and where they look like neither, this machine's. */
  readonly byteOrder?: ByteOrder;
  /** Netlink family, where the recording does not say; 0 (route) by default. */
  readonly family?: number;
}

const READERS: Readonly<Record<CaptureFormat, (told: Told) => Reader>> = {
  pcap: () => new PcapReader(),
  pcapng: () => new PcapngReader(),
  rtmon: (told) => new RtmonReader(told),
  strace: (told) => new StraceReader(told),
  exchange: (told) => new ExchangeReader(told),
  hex: (told) => new HexReader(told),
};

/**
 * Starts reading a recording, whatever its format, packed with gzip or not. Rejects with CaptureError: ERR_CAPTURE_FORMAT where the format
 * is not known; and with the source's own error where its first bytes cannot be had.
 */
export async function openCapture(source: CaptureSource, options: CaptureOptions = {}): Promise<Capture> {
  const { byteOrder, family = NETLINK_ROUTE } = options;
  const plain = new Source(source);
  try {
    const compressed = isGzip(await plain.peek(2));
    const input = compressed ? new Unpacked(plain) : plain;
    const format = options.format ?? (await formatOf(input));
    const told = { littleEndian: byteOrder === undefined ? hostIsLittleEndian : byteOrder === 'little', family };
    return new Reading(format, compressed, READERS[format](told), input);
  } catch (error) {
    await plain.close();
    throw error;
  }
}

async function formatOf(input: Pieces): Promise<CaptureFormat> {
  for (let count = 1; ; ) {
    const head = await input.peek(count);
    const ended = head.length < count;
    const format = detect(head, ended);
    if (format !== undefined) return format;
    if (ended || head.length >= DETECTED_BY) {
      input.check();
      throw new CaptureError('ERR_CAPTURE_FORMAT', `of no known format: it begins ${shown(head.subarray(0, 16))}`, 0);
    }
    // Not one by one: each look takes as long as there is to look at.
    count = head.length + 1 + (head.length >> 4);
  }
}

/** What others pack with, by its first bytes: gzip alone is unpacked here. */
const PACKERS: readonly (readonly [name: string, magic: string])[] = [
  ['xz', 'fd377a585a00'],
  ['zstd', '28b52ffd'],
  ['bzip2', '425a68'],
  ['zip', '504b0304'],
  ['lz4', '04224d18'],
];

function shown(head: Uint8Array): string {
  if (head.length === 0) return 'and ends at once';
  const text = String.fromCharCode(...head);
  const packer = PACKERS.find(([, magic]) => toHex(head).startsWith(magic))?.[0];
  const bytes = /^[ -~\s]*$/.test(text) ? JSON.stringify(text) : [...head].map((byte) => byteAsHex(byte)).join(' ');
  return packer === undefined ? bytes : `${bytes}, which is ${packer}: unpack it first`;
}
