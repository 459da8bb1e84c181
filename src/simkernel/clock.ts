// The time a simulated kernel lives in. It has none of its own: timers run when whoever holds the clock lets time pass.

import { turn } from '../netlink/turn.js';

/** What the kernel's timers run on. Times are in milliseconds since the kernel started. */
export interface Clock {
  /** The time. */
  now(): number;
  /** Runs `task` once `after` milliseconds are over; the returned function calls it off. */
  schedule(after: number, task: () => void): () => void;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
  cancelled: boolean;
}

/** A clock that stands still but for `advance`: tests need no sleep. */
export class VirtualClock implements Clock {
  private time = 0;
  private order = 0;
  /** A heap: the earliest first. */
  private readonly timers: Timer[] = [];

  /** The time. */
  now(): number {
    return this.time;
  }

  /** When something falls due next; undefined where nothing waits. */
  get next(): number | undefined {
    while (this.timers[0]?.cancelled === true) this.pop();
    return this.timers[0]?.at;
  }

  /** Runs `task` once `after` milliseconds are over. */
  schedule(after: number, task: () => void): () => void {
    const timer: Timer = { at: this.time + Math.max(0, after), order: this.order++, task, cancelled: false };
    this.push(timer);
    return () => {
      timer.cancelled = true;
    };
  }

  /** Lets time pass: whatever falls due runs, in order, and sees the time it was due at. */
  advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (let next = this.timers[0]; next !== undefined && next.at <= end; next = this.timers[0]) {
      this.pop();
      if (next.cancelled) continue;
      this.time = next.at;
      next.task();
    }
    this.time = end;
  }

  /** The same for programs that await: before, between and after what falls due each of them gets as far as it can. Resolves when they have. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (await turns(); (this.timers[0]?.at ?? Number.POSITIVE_INFINITY) <= end; await turns()) this.advance((this.timers[0] as Timer).at - this.time);
    this.advance(end - this.time);
  }

  private push(timer: Timer): void {
    const heap = this.timers;
    let at = heap.push(timer) - 1;
    for (let up = (at - 1) >> 1; at > 0 && before(timer, heap[up] as Timer); up = (at - 1) >> 1) {
      heap[at] = heap[up] as Timer;
      at = up;
    }
    heap[at] = timer;
  }

  private pop(): void {
    const heap = this.timers;
    const last = heap.pop() as Timer;
    if (heap.length === 0) return;
    let at = 0;
    for (let down = 1; down < heap.length; down = 2 * at + 1) {
      if (down + 1 < heap.length && before(heap[down + 1] as Timer, heap[down] as Timer)) down++;
      if (!before(heap[down] as Timer, last)) break;
      heap[at] = heap[down] as Timer;
      at = down;
    }
    heap[at] = last;
  }
}

/** Of the event loop, for what awaits one thing after the other: more than the library takes for any answer. */
const TURNS = 10;

async function turns(): Promise<void> {
  for (let taken = 0; taken < TURNS; taken++) await turn();
}

const before = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
