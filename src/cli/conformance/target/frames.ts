// What passes between us and a program under test: frames on its standard input and output. guides/conformance.md describes them byte by byte.
//
//     u32 length of what follows, u8 type, payload; numbers are little-endian

/** Bytes of type and payload at most. */
export const MAX_FRAME = 1 << 20;

/** What we ask for, by type: ASCII letters. Each is answered by any number of datagrams and one end. */
export const HELLO = 0x48;
export const NAMESPACE = 0x4e;
export const DELETE_NAMESPACE = 0x58;
export const SOCKET = 0x53;
export const JOIN = 0x4a;
export const SEND = 0x4d;
export const POLL = 0x50;
export const CLEAR = 0x43;

/** What the program answers. */
export const DATAGRAM = 0x44;
export const END = 0x45;

/** What HELLO says we speak. */
export const PROTOCOL = 1;

/** Of SOCKET. */
export const STRICT = 1;
export const EXTENDED_ACK = 2;
export const CAP_ACK = 4;

export interface Frame {
  readonly type: number;
  readonly payload: Uint8Array;
}

/** A frame's bytes: numbers of four bytes, then the rest. */
export function frame(type: number, numbers: readonly number[], rest: Uint8Array = new Uint8Array()): Uint8Array {
  const out = new Uint8Array(5 + 4 * numbers.length + rest.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, out.length - 4, true);
  out[4] = type;
  for (const [i, number] of numbers.entries()) view.setUint32(5 + 4 * i, number, true);
  out.set(rest, 5 + 4 * numbers.length);
  return out;
}

/** The number of four bytes at `at`. */
export function numberAt({ buffer, byteOffset, byteLength }: Uint8Array, at: number): number {
  return new DataView(buffer, byteOffset, byteLength).getUint32(at, true);
}

/** Puts frames together again from what a pipe hands over. */
export class FrameReader {
  private rest: Uint8Array = new Uint8Array();

  /** The frames that `chunk` completes. Throws RangeError for a length that no frame has. */
  push(chunk: Uint8Array): Frame[] {
    const bytes = new Uint8Array(this.rest.length + chunk.length);
    bytes.set(this.rest);
    bytes.set(chunk, this.rest.length);
    const out: Frame[] = [];
    let at = 0;
    while (at + 4 <= bytes.length) {
      const length = numberAt(bytes, at);
      if (length < 1 || length > MAX_FRAME) throw new RangeError(`a frame of ${length} bytes`);
      if (at + 4 + length > bytes.length) break;
      out.push({ type: bytes[at + 4] as number, payload: bytes.slice(at + 5, at + 4 + length) });
      at += 4 + length;
    }
    this.rest = bytes.slice(at);
    return out;
  }
}
