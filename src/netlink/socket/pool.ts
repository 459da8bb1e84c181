// What is known of libuv's thread pool, which the whole process shares: who waits there waits behind whatever else is in it, a file on a slow disk or
// a change that the kernel takes seconds for. A list must not, so reading ahead (ahead.ts) is done there only while it comes back soon.

import type { Libc } from './libc.js';

/** Datagrams of long lists that are read on the calling thread after one came late. */
export const LEFT = 256;
const MOST_LEFT = 1 << 15;

/** Milliseconds. What comes back later waited for others, in the pool or in the kernel. */
export const LATE = 20;

export class Pool {
  /** Of ours. */
  private inside = 0;
  /** Datagrams to be read on the calling thread yet. */
  private left = 0;
  /** How many those are after the next that comes late: eight times as many after the one that follows it. */
  private penalty = LEFT;
  /** Where a thread of the pool writes once one is free: in memory that does not move. */
  private readonly sign = new Uint8Array(new ArrayBuffer(8));
  private asked = false;

  /** Asks for a sign of life, which shows in `answers` without a turn of the event loop: others may wait there for a name server. */
  ask({ timeLater }: Libc): void {
    if (this.asked) return;
    this.asked = true;
    this.sign.fill(0);
    timeLater?.(this.sign, () => {
      this.asked = false;
    });
  }

  /** Whether a thread was free since that was asked. */
  get answers(): boolean {
    return this.sign.some((byte) => byte !== 0);
  }

  enter(): void {
    this.inside++;
  }

  leave(): void {
    this.inside--;
  }

  /** Whether nothing of ours is inside: one at a time leaves most of the pool to others, and waits for nothing of ours. */
  get isFree(): boolean {
    return this.inside === 0;
  }

  /** One more datagram of a long list was read on the calling thread: whether what follows may be read in the pool. */
  isWorthwhile(): boolean {
    if (this.left > 0) this.left--;
    return this.left === 0 && this.isFree;
  }

  /** One that was read ahead came back. Whether it did so soon. */
  came(milliseconds: number): boolean {
    if (milliseconds <= LATE) {
      this.penalty = LEFT;
      return true;
    }
    this.left = this.penalty;
    this.penalty = Math.min(this.penalty * 8, MOST_LEFT);
    return false;
  }
}

/** This thread's: other threads' use of it shows by what comes late. */
export const pool = new Pool();
