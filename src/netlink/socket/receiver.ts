// Reads datagrams with recvmsg(2): its structures (struct msghdr, iovec, sockaddr_nl, cmsghdr) are laid out once, in
// memory that does not move, and used for every call.

import { hostIsLittleEndian } from '../bytes.js';
import { EAGAIN, EINTR } from '../errno-numbers.js';
import type { Datagram, Reception } from '../transport.js';
import { Ahead, goesOn } from './ahead.js';
import { SOCKADDR_NL, wordSize } from './layout.js';
import type { Libc } from './libc.js';
import { check } from './libc.js';
import { NETLINK_LISTEN_ALL_NSID, SOL_NETLINK } from './linux.js';
import { pool } from './pool.js';
import { Several } from './several.js';
import { RECEIVE_FLAGS } from './slots.js';

/** Bytes read at once at first: the kernel fills no datagram of a dump beyond 32 KiB, whatever the room. */
export const RECEIVE_BUFFER_START = 64 * 1024;
/** Bytes a receive buffer grows to when datagrams do not fit. */
const RECEIVE_BUFFER_LIMIT = 4 * 1024 * 1024;

/** Datagrams up to this long share buffers: one for each costs more than receiving it. What borrows from one holds the whole. */
const SMALL = 256;
const MIDDLING = 2048;
const SHARED = 8 * 1024;

/** Where in a word its lower 32 bits are. */
const lowAt = hostIsLittleEndian ? 0 : wordSize - 4;

const MSGHDR = 7 * wordSize;
const CMSGHDR = wordSize + 8;
const CONTROL = 64;

// struct msghdr: name, namelen, iov, iovlen, control, controllen, flags; each begins on a word of its own.
const nameLengthAt = wordSize;
const controlLengthAt = 5 * wordSize;
const iovecAt = MSGHDR;
const nameAt = iovecAt + 2 * wordSize;
const controlAt = nameAt + 16;

export class Receiver {
  private readonly structures = new DataView(new ArrayBuffer(controlAt + CONTROL));
  private readonly header = new Uint8Array(this.structures.buffer);
  private buffer: Uint8Array;
  private head = new Uint8Array(SMALL);
  private longHead = new Uint8Array(MIDDLING);
  private shared = new Uint8Array(SHARED);
  private used = 0;
  private several: Several | undefined;
  /** Where another thread has read for this one. */
  ahead: Ahead | undefined;

  /**
   * `allNamespaces` where the socket listens to all of them: the kernel says of each datagram where it is from. `ready` is called from the event
   * loop when datagrams were read on another thread.
   */
  constructor(
    private readonly libc: Libc,
    private readonly ready: () => void,
    private readonly allNamespaces = false,
    private readonly threads = pool,
    private readonly now = () => performance.now(),
  ) {
    const base = libc.addressOf(this.header);
    this.setWord(0, base + BigInt(nameAt));
    this.structures.setUint32(nameLengthAt, SOCKADDR_NL, hostIsLittleEndian);
    this.setWord(2 * wordSize, base + BigInt(iovecAt));
    this.setWord(3 * wordSize, 1n);
    if (allNamespaces) this.setWord(4 * wordSize, base + BigInt(controlAt));
    this.buffer = this.allocate(RECEIVE_BUFFER_START);
  }

  /**
   * The next datagram, or undefined when none is there. A datagram that did not fit makes room for the next like it. `together` reads many at
   * once and joins acknowledgements, `ahead` reads what follows of a long list on another thread meanwhile.
   */
  receive(fd: number, { together = false, ahead = false, lent = false }: Reception = {}): Datagram | undefined {
    if (this.ahead?.active === true) return this.receiveAhead(fd, this.ahead, lent);
    if (this.allNamespaces) return this.receiveOne(fd, lent);
    if (!together && this.several?.isLeft !== true) {
      const datagram = this.receiveOne(fd, lent);
      if (ahead && datagram !== undefined && goesOn(datagram.bytes)) this.readOn(fd);
      return datagram;
    }
    this.several ??= new Several(this.libc, RECEIVE_BUFFER_START);
    return this.several.receive(fd);
  }

  private receiveAhead(fd: number, ahead: Ahead, lent: boolean): Datagram | undefined {
    const datagram = ahead.receive(fd, lent);
    if (datagram !== undefined && datagram.fullLength > this.buffer.length) this.grow(datagram.fullLength);
    return datagram;
  }

  private readOn(fd: number): void {
    const read = this.libc.recvmmsgLater;
    if (read === undefined || !this.threads.isWorthwhile()) return;
    if (this.ahead?.size !== this.buffer.length) this.ahead = new Ahead(this.libc, read, this.buffer.length, this.threads, this.ready, this.now);
    this.ahead.begin(fd);
  }

  private receiveOne(fd: number, lent: boolean): Datagram | undefined {
    let fullLength: number;
    do {
      // The kernel leaves there what it used of it.
      if (this.allNamespaces) this.structures.setUint32(controlLengthAt + lowAt, CONTROL, hostIsLittleEndian);
      fullLength = this.libc.recvmsg(fd, this.header, RECEIVE_FLAGS);
      if (fullLength === -EAGAIN) return undefined;
    } while (fullLength === -EINTR);
    check('recvmsg', fullLength);
    const bytes = lent ? this.buffer.subarray(0, fullLength) : fullLength > MIDDLING ? this.buffer.slice(0, fullLength) : this.share(fullLength);
    const senderPortId = this.structures.getUint32(nameAt + 4, hostIsLittleEndian);
    const nsid = this.allNamespaces ? this.nsid() : undefined;
    if (fullLength > this.buffer.length) this.grow(fullLength);
    return nsid === undefined ? { bytes, fullLength, senderPortId, lent } : { bytes, fullLength, senderPortId, lent, nsid };
  }

  private share(length: number): Uint8Array {
    const head = length > SMALL ? this.longHead : this.head;
    if (this.used + head.length > SHARED) {
      this.shared = new Uint8Array(SHARED);
      this.used = 0;
    }
    // What is copied too much the next one overwrites.
    this.shared.set(head, this.used);
    const bytes = this.shared.subarray(this.used, this.used + length);
    // Numbers of 64 bits are looked at in place where they are aligned.
    this.used = (this.used + length + 7) & ~7;
    return bytes;
  }

  /** The 32-bit id that NETLINK_LISTEN_ALL_NSID puts beside a notification. */
  private nsid(): number | undefined {
    const end = controlAt + this.length(controlLengthAt);
    let at = controlAt;
    while (at + CMSGHDR <= end) {
      const length = this.length(at);
      if (length < CMSGHDR) break;
      const level = this.structures.getInt32(at + wordSize, hostIsLittleEndian);
      const type = this.structures.getInt32(at + wordSize + 4, hostIsLittleEndian);
      if (level === SOL_NETLINK && type === NETLINK_LISTEN_ALL_NSID && length >= CMSGHDR + 4) {
        return this.structures.getInt32(at + CMSGHDR, hostIsLittleEndian);
      }
      at += Math.ceil(length / wordSize) * wordSize;
    }
    return undefined;
  }

  private grow(wanted: number): void {
    let size = this.buffer.length;
    while (size < wanted && size < RECEIVE_BUFFER_LIMIT) size *= 2;
    this.buffer = this.allocate(Math.min(size, RECEIVE_BUFFER_LIMIT));
  }

  private allocate(size: number): Uint8Array {
    const buffer = new Uint8Array(new ArrayBuffer(size));
    this.setWord(iovecAt, this.libc.addressOf(buffer));
    this.setWord(iovecAt + wordSize, BigInt(size));
    this.head = buffer.subarray(0, SMALL);
    this.longHead = buffer.subarray(0, MIDDLING);
    return buffer;
  }

  /** A size_t, of which none here takes more than 32 bits. */
  private length(at: number): number {
    return this.structures.getUint32(at + lowAt, hostIsLittleEndian);
  }

  private setWord(at: number, value: bigint): void {
    if (wordSize === 8) this.structures.setBigUint64(at, value, hostIsLittleEndian);
    else this.structures.setUint32(at, Number(value), hostIsLittleEndian);
  }
}
