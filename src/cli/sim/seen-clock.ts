// The time of a simulated machine as a command sees it: what has happened happened at times that are written down; whoever only looks
// sees a later one, at which nothing has happened yet.

import { VirtualClock } from '../../simkernel/clock.js';

export class SeenClock extends VirtualClock {
  private seen = 0;

  override now(): number {
    return Math.max(super.now(), this.seen);
  }

  /** Lets it be `time`, as something is done. Times do not go back. */
  moveTo(time: number): void {
    this.seen = 0;
    this.advance(Math.max(0, time - super.now()));
  }

  /** Looks at `time`, until when nothing falls due. */
  look(time: number): void {
    this.seen = time;
  }
}
