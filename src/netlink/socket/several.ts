// Reads many datagrams with one recvmmsg(2): thousands of acknowledgements come one to a datagram, and entering the kernel for each takes longer
// than what it does there. Each has room of its own for the longest; memory is taken only by what comes.

import { hostIsLittleEndian } from '../bytes.js';
import { SOCKADDR_NL, wordSize } from './layout.js';
import type { Libc } from './libc.js';
import { MSG_CMSG_CLOEXEC, MSG_DONTWAIT, MSG_TRUNC } from './linux.js';

/** Datagrams read at once, at most. */
const SLOTS = 32;

// struct mmsghdr: a struct msghdr (name, namelen, iov, iovlen, control, controllen, flags, each on a word of its own) and the length.
const lengthAt = 7 * wordSize;
const MMSGHDR = 8 * wordSize;
const IOVEC = 2 * wordSize;
const NAME = 16;
const iovecsAt = SLOTS * MMSGHDR;
const namesAt = iovecsAt + SLOTS * IOVEC;

export class Several {
  private readonly structures = new DataView(new ArrayBuffer(namesAt + SLOTS * NAME));
  private readonly headers = new Uint8Array(this.structures.buffer);
  private readonly memory: Uint8Array;
  /** The first `headLength` bytes of each. */
  private readonly heads: readonly Uint8Array[];

  /** `size` bytes of room for each. */
  constructor(
    private readonly libc: Libc,
    private readonly size: number,
    headLength: number,
  ) {
    this.memory = new Uint8Array(new ArrayBuffer(SLOTS * size));
    this.heads = Array.from({ length: SLOTS }, (_, i) => this.memory.subarray(i * size, i * size + headLength));
    const base = libc.addressOf(this.headers);
    const memory = libc.addressOf(this.memory);
    for (let i = 0; i < SLOTS; i++) {
      const header = i * MMSGHDR;
      const iovec = iovecsAt + i * IOVEC;
      this.setWord(header, base + BigInt(namesAt + i * NAME));
      this.structures.setUint32(header + wordSize, SOCKADDR_NL, hostIsLittleEndian);
      this.setWord(header + 2 * wordSize, base + BigInt(iovec));
      this.setWord(header + 3 * wordSize, 1n);
      this.setWord(iovec, memory + BigInt(i * size));
      this.setWord(iovec + wordSize, BigInt(size));
    }
  }

  /** How many were read or, negative, the errno. What fails behind the first is told by the next call. */
  read(fd: number): number {
    return this.libc.recvmmsg(fd, this.headers, SLOTS, MSG_DONTWAIT | MSG_TRUNC | MSG_CMSG_CLOEXEC);
  }

  /** Bytes of the datagram when it was sent. */
  lengthOf(i: number): number {
    return this.structures.getUint32(i * MMSGHDR + lengthAt, hostIsLittleEndian);
  }

  senderOf(i: number): number {
    return this.structures.getUint32(namesAt + i * NAME + 4, hostIsLittleEndian);
  }

  headOf(i: number): Uint8Array {
    return this.heads[i] as Uint8Array;
  }

  copyOf(i: number): Uint8Array {
    return this.memory.slice(i * this.size, i * this.size + Math.min(this.lengthOf(i), this.size));
  }

  private setWord(at: number, value: bigint): void {
    if (wordSize === 8) this.structures.setBigUint64(at, value, hostIsLittleEndian);
    else this.structures.setUint32(at, Number(value), hostIsLittleEndian);
  }
}
