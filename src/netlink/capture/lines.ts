// Cuts a stream of bytes into lines of text.

import { CaptureError } from '../errors.js';

/** A line longer than this is refused. strace tells a byte in up to four characters. */
export const MAX_LINE: number = 1 << 26;

const NEWLINE = 0x0a;

/** Feeds the lines of a stream to `take`, without their ends, each with where it starts in the recording and whether it had an end. */
export class Lines {
  /** The beginning of a line whose end has not come. */
  private held: Uint8Array = new Uint8Array(0);
  private holding = 0;
  private offset = 0;

  constructor(private readonly take: (line: Uint8Array, offset: number, whole: boolean) => void) {}

  push(piece: Uint8Array): void {
    let at = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, at)) {
      if (this.holding > 0) {
        this.hold(piece.subarray(at, end));
        this.takeHeld(this.offset + end, true);
      } else this.line(piece.subarray(at, end), this.offset + at, true);
      at = end + 1;
    }
    if (at < piece.length) this.hold(piece.subarray(at));
    this.offset += piece.length;
  }

  /** The last line may lack its end. */
  end(): void {
    if (this.holding > 0) this.takeHeld(this.offset, false);
  }

  private takeHeld(offset: number, whole: boolean): void {
    const line = this.held.subarray(0, this.holding);
    const start = offset - this.holding;
    this.holding = 0;
    this.line(line, start, whole);
  }

  private line(line: Uint8Array, offset: number, whole: boolean): void {
    this.take(line.at(-1) === 0x0d ? line.subarray(0, -1) : line, offset, whole);
  }

  private hold(more: Uint8Array): void {
    const need = this.holding + more.length;
    if (need > MAX_LINE) throw new CaptureError('ERR_CAPTURE_LIMIT', `line of more than MAX_LINE bytes, which is ${MAX_LINE}`, this.offset);
    if (need > this.held.length) {
      const grown = new Uint8Array(Math.max(256, 2 * need));
      grown.set(this.held.subarray(0, this.holding));
      this.held = grown;
    }
    this.held.set(more, this.holding);
    this.holding = need;
  }
}
