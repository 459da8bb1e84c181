// Decompresses deflate as its bytes arrive. RFC 1951. DecompressionStream will not do: in browsers it refuses what stands behind the first member of a gzip
// file, and everywhere it drops what it had read before damage and cannot say where that is.

import { type Huffman, huffman, MAX_CODE_BITS, QUICK_BITS, slowly } from './huffman.js';

const WINDOW = 1 << 15;
const ROOM = 1 << 16;
const LONGEST_MATCH = 258;

const END_OF_BLOCK = 256;

/** Base and extra bits of the lengths from symbol 257 on, and of distances. */
const LENGTHS = Int32Array.of(3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258);
const LENGTH_BITS = Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0);
const DISTANCES = Int32Array.from({ length: 30 }, (_, i) => (i < 2 ? i + 1 : ((2 + (i & 1)) << ((i >> 1) - 1)) + 1));
const DISTANCE_BITS = Int32Array.from({ length: 30 }, (_, i) => (i < 2 ? 0 : (i >> 1) - 1));

/** In which order the lengths of the code for lengths come. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** What {@link Inflate.run} stopped at. */
export type Stopped = 'more input' | 'full' | 'end';

/** Bytes that are no deflate. */
export class InflateError extends Error {
  override readonly name = 'InflateError';
}

/** A deflate stream. Feed `input`, call `run`, take what is there. */
export class Inflate {
  /** What came and is not used up, from `at` on. */
  input: Uint8Array = new Uint8Array(0);
  at = 0;
  /** Bits taken from the input and not used. */
  private hold = 0;
  private bits = 0;
  private state: 'header' | 'stored' | 'codes' | 'end' = 'header';
  private last = false;
  private stored = 0;
  private lengths: Huffman = FIXED_LENGTHS;
  private distances: Huffman = FIXED_DISTANCES;
  private readonly out = new Uint8Array(WINDOW + ROOM + LONGEST_MATCH);
  private written = 0;
  private taken = 0;
  /** Where this stream's own output starts in `out`: what distances may reach. */
  private start = 0;

  /** Decompresses until the input is used up, the output full, or the stream at its end. Throws InflateError. */
  run(): Stopped {
    for (;;) {
      if (this.written >= WINDOW + ROOM) return 'full';
      if (this.state === 'end') return 'end';
      const done = this.state === 'header' ? this.header() : this.state === 'stored' ? this.copy() : this.codes();
      this.settle();
      if (!done) return this.written >= WINDOW + ROOM ? 'full' : 'more input';
    }
  }

  /** What was decompressed since the last time, in memory of its own. */
  take(): Uint8Array {
    const out = this.out.slice(this.taken, this.written);
    const gone = this.written - WINDOW;
    if (gone > 0) {
      this.out.copyWithin(0, gone, this.written);
      this.written = WINDOW;
      this.start = Math.max(0, this.start - gone);
    }
    this.taken = this.written;
    return out;
  }

  /** Begins another stream; whole bytes that were taken ahead go back to the input. */
  next(): void {
    this.at -= this.bits >> 3;
    this.hold = 0;
    this.bits = 0;
    this.state = 'header';
    this.last = false;
    this.start = this.written;
  }

  /** Each of these returns false, with everything as it was, where the input does not suffice. */
  private header(): boolean {
    const { at, hold, bits } = this;
    if (this.readHeader()) return true;
    this.at = at;
    this.hold = hold;
    this.bits = bits;
    return false;
  }

  private readHeader(): boolean {
    const last = this.bitsOf(1) === 1;
    const type = this.bitsOf(2);
    if (type === 3 && !this.lacking()) throw new InflateError('block of a type that does not exist');
    if (type === 0) {
      this.bitsOf(this.bits & 7);
      const length = this.bitsOf(16);
      const inverse = this.bitsOf(16);
      if (this.lacking()) return false;
      if (length !== (~inverse & 0xffff)) throw new InflateError('stored block whose length is not repeated inverted');
      this.stored = length;
      this.state = 'stored';
    } else if (type === 1) {
      if (this.lacking()) return false;
      this.lengths = FIXED_LENGTHS;
      this.distances = FIXED_DISTANCES;
      this.state = 'codes';
    } else if (!this.readCodes()) return false;
    this.last = last;
    return true;
  }

  private readCodes(): boolean {
    const literals = this.bitsOf(5) + 257;
    const distances = this.bitsOf(5) + 1;
    const count = this.bitsOf(4) + 4;
    const lengths = new Uint8Array(320);
    for (let i = 0; i < count; i++) lengths[ORDER[i] as number] = this.bitsOf(3);
    if (this.lacking()) return false;
    const code = huffman(lengths.subarray(0, 19));
    if (code === undefined) throw new InflateError('code lengths that make no code');
    lengths.fill(0, 0, 19);
    const total = literals + distances;
    for (let i = 0; i < total; ) {
      const symbol = this.symbol(code);
      const [repeat, value] = symbol < 16 ? [1, symbol] : symbol === 16 ? [3 + this.bitsOf(2), lengths[i - 1]] : symbol === 17 ? [3 + this.bitsOf(3), 0] : [11 + this.bitsOf(7), 0];
      if (this.lacking()) return false;
      if (symbol < 0 || value === undefined || i + repeat > total) throw new InflateError('code lengths that are too many');
      lengths.fill(value, i, i + repeat);
      i += repeat;
    }
    const literal = huffman(lengths.subarray(0, literals));
    const distance = huffman(lengths.subarray(literals, total));
    if (literal === undefined || distance === undefined || lengths[END_OF_BLOCK] === 0) throw new InflateError('code lengths that make no code');
    this.lengths = literal;
    this.distances = distance;
    this.state = 'codes';
    return true;
  }

  private copy(): boolean {
    // What was taken ahead are whole bytes here.
    this.at -= this.bits >> 3;
    this.hold = 0;
    this.bits = 0;
    const count = Math.min(this.stored, this.input.length - this.at, WINDOW + ROOM - this.written);
    this.out.set(this.input.subarray(this.at, this.at + count), this.written);
    this.at += count;
    this.written += count;
    this.stored -= count;
    if (this.stored > 0) return false;
    this.state = this.last ? 'end' : 'header';
    return true;
  }

  /** Until the block ends. Here the time is spent, so everything is in locals; a symbol is done whole or not at all. */
  private codes(): boolean {
    const { input, out, start } = this;
    const { quick } = this.lengths;
    const { quick: quickDistance } = this.distances;
    const mask = (1 << QUICK_BITS) - 1;
    let { at, hold, bits, written } = this;
    let ended = false;
    let failure = '';
    while (written < WINDOW + ROOM) {
      const before = at;
      const heldBefore = hold;
      const bitsBefore = bits;
      while (bits < MAX_CODE_BITS) {
        hold |= (input[at++] as number) << bits;
        bits += 8;
      }
      let found = quick[hold & mask] as number;
      if (found === 0) found = slowly(this.lengths, hold);
      hold >>>= found & 15;
      bits -= found & 15;
      const symbol = found >> 4;
      let length = 0;
      let distance = 0;
      let wrong = found === 0;
      if (symbol > END_OF_BLOCK) {
        const extra = (LENGTH_BITS[symbol - 257] as number) | 0;
        while (bits < 5) {
          hold |= (input[at++] as number) << bits;
          bits += 8;
        }
        length = (LENGTHS[symbol - 257] as number) + (hold & ((1 << extra) - 1));
        hold >>>= extra;
        bits -= extra;
        while (bits < MAX_CODE_BITS) {
          hold |= (input[at++] as number) << bits;
          bits += 8;
        }
        found = quickDistance[hold & mask] as number;
        if (found === 0) found = slowly(this.distances, hold);
        hold >>>= found & 15;
        bits -= found & 15;
        const code = found >> 4;
        const more = (DISTANCE_BITS[code] as number) | 0;
        while (bits < 13) {
          hold |= (input[at++] as number) << bits;
          bits += 8;
        }
        distance = (DISTANCES[code] as number) + (hold & ((1 << more) - 1));
        hold >>>= more;
        bits -= more;
        wrong = found === 0 || symbol > 285 || code > 29;
      }
      // Behind the end of the input come zeros: whether any of them was used shows here.
      if (at > input.length && 8 * (at - input.length) > bits) {
        at = before;
        hold = heldBefore;
        bits = bitsBefore;
        break;
      }
      if (wrong || distance > written - start) {
        failure = wrong ? 'bits that are no code' : `distance of ${distance}, ${written - start} are there`;
        break;
      }
      if (symbol < END_OF_BLOCK) out[written++] = symbol;
      else if (symbol === END_OF_BLOCK) {
        ended = true;
        break;
      } else {
        for (const end = written + length; written < end; written++) out[written] = out[written - distance] as number;
      }
    }
    this.at = at;
    this.hold = hold;
    this.bits = bits;
    this.written = written;
    if (failure !== '') throw new InflateError(failure);
    if (ended) this.state = this.last ? 'end' : 'header';
    return ended;
  }

  private bitsOf(count: number): number {
    while (this.bits < count) {
      this.hold |= (this.input[this.at++] as number) << this.bits;
      this.bits += 8;
    }
    const value = this.hold & ((1 << count) - 1);
    this.hold >>>= count;
    this.bits -= count;
    return value;
  }

  private symbol(code: Huffman): number {
    while (this.bits < MAX_CODE_BITS) {
      this.hold |= (this.input[this.at++] as number) << this.bits;
      this.bits += 8;
    }
    const found = (code.quick[this.hold & ((1 << QUICK_BITS) - 1)] as number) || slowly(code, this.hold);
    this.hold >>>= found & 15;
    this.bits -= found & 15;
    return found === 0 ? -1 : found >> 4;
  }

  /** Forgets the zeros that were taken behind the end of the input. */
  private settle(): void {
    const excess = this.at - this.input.length;
    if (excess <= 0) return;
    this.at -= excess;
    this.bits -= 8 * excess;
    this.hold &= (1 << this.bits) - 1;
  }

  /** Whether more was used than there is. */
  private lacking(): boolean {
    return this.at > this.input.length && 8 * (this.at - this.input.length) > this.bits;
  }
}

const fixed = (lengths: Uint8Array): Huffman => huffman(lengths) as Huffman;
const FIXED_LENGTHS: Huffman = fixed(Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)));
const FIXED_DISTANCES: Huffman = fixed(new Uint8Array(32).fill(5));
