// gzip files, also of several members one behind the other. RFC 1952.

import { CaptureError } from '../errors.js';
import { Inflate, InflateError } from './inflate.js';

const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const RESERVED = 0xe0;

/** A member's header longer than this is refused: it is there for a name and a comment. */
const MAX_GZIP_HEADER = 1 << 20;

const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) !== 0 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array, before: number): number {
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = (TABLE[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Whether these bytes begin a gzip file. */
export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** Unpacks a gzip file as it arrives. */
export class Gunzip {
  private readonly inflate = new Inflate();
  private state: 'header' | 'body' | 'trailer' | 'padding' = 'header';
  private crc = 0;
  /** Bytes of this member, unpacked. */
  private size = 0;
  /** Of all members. */
  private total = 0;
  /** Where the inflater's input starts in the compressed file. */
  private offset = 0;

  /** Takes the next bytes. Only once `pull` has given all it can. */
  push(piece: Uint8Array): void {
    const { inflate } = this;
    const left = inflate.input.length - inflate.at;
    const joined = left === 0 ? piece : new Uint8Array(left + piece.length);
    if (left > 0) {
      joined.set(inflate.input.subarray(inflate.at));
      joined.set(piece, left);
    }
    this.offset += inflate.at;
    inflate.input = joined;
    inflate.at = 0;
  }

  /** What can be unpacked, a piece of it; undefined where that takes more input. Throws CaptureError, after all that came before the damage. */
  pull(): Uint8Array | undefined {
    for (;;) {
      if (this.state === 'body') {
        const piece = this.body();
        if (piece === undefined || piece.length > 0) return piece;
      } else if (!(this.state === 'header' ? this.header() : this.state === 'trailer' ? this.trailer() : this.padding())) return undefined;
    }
  }

  /** Throws CaptureError where the file ends inside a member. */
  end(): void {
    const { input, at } = this.inflate;
    if (this.state !== 'padding' || at < input.length) throw this.error('ERR_CAPTURE_TRUNCATED', 'the gzip file ends early', input.length);
  }

  private failure: InflateError | undefined;

  /** Undefined where more input is needed, nothing where the member is at its end. */
  private body(): Uint8Array | undefined {
    if (this.failure !== undefined) throw this.error('ERR_CAPTURE_DAMAGED', `gzip: ${this.failure.message}`, this.inflate.at);
    let stopped: string | undefined;
    try {
      stopped = this.inflate.run();
    } catch (error) {
      if (!(error instanceof InflateError)) throw error;
      this.failure = error;
    }
    const piece = this.inflate.take();
    this.crc = crc32(piece, this.crc);
    this.size = (this.size + piece.length) >>> 0;
    this.total += piece.length;
    if (stopped === 'end') {
      this.inflate.next();
      this.state = 'trailer';
    }
    return piece.length === 0 && stopped === 'more input' ? undefined : piece;
  }

  private header(): boolean {
    const { input, at } = this.inflate;
    const left = input.length - at;
    if (left >= 2 && !isGzip(input.subarray(at))) throw this.error('ERR_CAPTURE_DAMAGED', 'what follows a gzip member is none', at);
    if (left < 10) return false;
    const flags = input[at + 3] as number;
    if (input[at + 2] !== 8 || (flags & RESERVED) !== 0) throw this.error('ERR_CAPTURE_FORMAT', 'gzip of a kind that is not known', at);
    let next = at + 10;
    if ((flags & FEXTRA) !== 0) next += 2 + (input[next] ?? 0) + ((input[next + 1] ?? 0) << 8);
    for (const flag of [FNAME, FCOMMENT]) {
      if ((flags & flag) === 0) continue;
      const end = next < input.length ? input.indexOf(0, next) : -1;
      next = end < 0 ? Number.POSITIVE_INFINITY : end + 1;
    }
    if ((flags & FHCRC) !== 0) next += 2;
    if (next > input.length) {
      if (left > MAX_GZIP_HEADER) throw this.error('ERR_CAPTURE_LIMIT', `gzip header of more than ${MAX_GZIP_HEADER} bytes`, at);
      return false;
    }
    this.inflate.at = next;
    this.crc = 0;
    this.size = 0;
    this.state = 'body';
    return true;
  }

  private trailer(): boolean {
    const { input, at } = this.inflate;
    if (input.length - at < 8) return false;
    const view = new DataView(input.buffer, input.byteOffset + at, 8);
    if (view.getUint32(0, true) !== this.crc) throw this.error('ERR_CAPTURE_DAMAGED', 'gzip: the checksum is not that of the contents', at);
    if (view.getUint32(4, true) !== this.size) throw this.error('ERR_CAPTURE_DAMAGED', 'gzip: the length is not that of the contents', at);
    this.inflate.at += 8;
    this.state = 'padding';
    return true;
  }

  /** Zeros may follow a member, as tape drives add them. */
  private padding(): boolean {
    const { inflate } = this;
    while (inflate.at < inflate.input.length && inflate.input[inflate.at] === 0) inflate.at++;
    if (inflate.at === inflate.input.length) return false;
    this.state = 'header';
    return true;
  }

  private error(code: 'ERR_CAPTURE_DAMAGED' | 'ERR_CAPTURE_TRUNCATED' | 'ERR_CAPTURE_FORMAT' | 'ERR_CAPTURE_LIMIT', reason: string, at: number): CaptureError {
    return new CaptureError(code, `${reason}, at byte ${this.offset + at} of the compressed file`, this.total);
  }
}
