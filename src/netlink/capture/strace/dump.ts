// The bytes that strace writes behind a call for -e read= and -e write=: exact, where the arguments are abbreviated.

const BUFFER = /^ \* \d+ bytes in buffer \d+$/;
const VECTOR = /^ = \d+ buffers in vector (\d+)$/;
const ROW = /^ \| [0-9a-f]{5,} {2}([0-9a-f ]{48})/;

/** Collects the rows behind one call. */
export class Dump {
  /** By the message of the call, of which sendmmsg and recvmmsg have several. */
  readonly messages: number[][] = [[]];
  private at = 0;

  /** Whether the line belongs to a dump. */
  take(line: string): boolean {
    if (BUFFER.test(line)) return true;
    const vector = VECTOR.exec(line);
    if (vector !== null) {
      this.at = Math.min(Number(vector[1]), this.messages.length);
      this.messages[this.at] ??= [];
      return true;
    }
    const row = ROW.exec(line);
    if (row === null) return false;
    for (const [byte] of (row[1] ?? '').matchAll(/[0-9a-f]{2}/g)) this.messages[this.at]?.push(Number.parseInt(byte, 16));
    return true;
  }
}
