// Random numbers from a seed: the same run gives the same addresses. The generator is mulberry32.

import { byteAsHex } from '../netlink/bytes.js';

/** A stream of random numbers. */
export class Random {
  constructor(private state: number) {}

  /** 32 random bits. */
  bits(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return limit <= 0 ? 0 : this.bits() % limit;
  }

  /** A locally administered unicast address: eth_random_addr(). */
  mac(): string {
    const high = this.bits();
    const low = this.bits();
    const bytes = [((high >>> 24) & 0xfe) | 0x02, (high >>> 16) & 0xff, (high >>> 8) & 0xff, high & 0xff, (low >>> 8) & 0xff, low & 0xff];
    return bytes.map((byte) => byteAsHex(byte)).join(':');
  }
}
