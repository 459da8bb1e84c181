// Room for many datagrams read by one recvmmsg(2): its structures (struct mmsghdr, iovec, sockaddr_nl) are laid out once, in memory that does not move.

import { hostIsLittleEndian } from '../bytes.js';
import { SOCKADDR_NL, wordSize } from './layout.js';
import type { Libc } from './libc.js';
import { MSG_CMSG_CLOEXEC, MSG_DONTWAIT, MSG_TRUNC } from './linux.js';

/** Lengths are those of whole datagrams, whatever fits. */
export const RECEIVE_FLAGS = MSG_DONTWAIT | MSG_TRUNC | MSG_CMSG_CLOEXEC;

// struct mmsghdr: a struct msghdr (name, namelen, iov, iovlen, control, controllen, flags, each on a word of its own) and the length.
export const LENGTH_AT = 7 * wordSize;
export const MMSGHDR = 8 * wordSize;
const IOVEC = 2 * wordSize;
/** Bytes for each struct sockaddr_nl. */
export const NAME = 16;
/** Where in it the port is. */
export const PORT_AT = 4;

/** Memory that is divided among the slots, `size` bytes for each. */
export interface Room {
  readonly bytes: Uint8Array;
  readonly size: number;
}

export class Slots {
  /** The structs mmsghdr, as recvmmsg takes them. */
  readonly headers: Uint8Array;
  /** All structures, in fours. */
  readonly words: Int32Array;
  /** Where the sender of the first datagram is, the others behind it. */
  readonly namesAt: number;
  private readonly structures: DataView;

  /** A datagram goes into a slot of each room, one after the other. */
  constructor(
    libc: Libc,
    readonly count: number,
    rooms: readonly Room[],
  ) {
    const iovecsAt = count * MMSGHDR;
    this.namesAt = iovecsAt + count * rooms.length * IOVEC;
    this.structures = new DataView(new ArrayBuffer(this.namesAt + count * NAME));
    this.headers = new Uint8Array(this.structures.buffer);
    this.words = new Int32Array(this.structures.buffer);
    const base = libc.addressOf(this.headers);
    const starts = rooms.map(({ bytes }) => libc.addressOf(bytes));
    for (let i = 0; i < count; i++) {
      const header = i * MMSGHDR;
      const iovecs = iovecsAt + i * rooms.length * IOVEC;
      this.setWord(header, base + BigInt(this.namesAt + i * NAME));
      this.structures.setUint32(header + wordSize, SOCKADDR_NL, hostIsLittleEndian);
      this.setWord(header + 2 * wordSize, base + BigInt(iovecs));
      this.setWord(header + 3 * wordSize, BigInt(rooms.length));
      rooms.forEach(({ size }, room) => {
        this.setWord(iovecs + room * IOVEC, (starts[room] as bigint) + BigInt(i * size));
        this.setWord(iovecs + room * IOVEC + wordSize, BigInt(size));
      });
    }
  }

  /** How long the datagram in a slot was when it was sent. */
  fullLength(i: number): number {
    return this.structures.getUint32(i * MMSGHDR + LENGTH_AT, hostIsLittleEndian);
  }

  senderPortId(i: number): number {
    return this.structures.getUint32(this.namesAt + i * NAME + PORT_AT, hostIsLittleEndian);
  }

  private setWord(at: number, value: bigint): void {
    if (wordSize === 8) this.structures.setBigUint64(at, value, hostIsLittleEndian);
    else this.structures.setUint32(at, Number(value), hostIsLittleEndian);
  }
}
