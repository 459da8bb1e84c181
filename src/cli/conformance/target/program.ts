// A program under test as a process: commands in, datagrams and ends out. Whatever it does but answer is a TargetError.

import { toHex } from '../../../netlink/bytes.js';
import { Child } from './child.js';
import { DATAGRAM, END, type Frame, FrameReader, frame, numberAt } from './frames.js';
import type { TargetError } from './target.js';

/** Of what is no frame. */
const GARBAGE = 16;

interface Answer {
  readonly errno: number;
  readonly data: Uint8Array;
}

interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: TargetError) => void;
}

export class Program {
  private readonly child: Child;
  private readonly reader = new FrameReader();
  private readonly inboxes = new Map<number, Uint8Array[]>();
  private pending: Pending | undefined;

  constructor(command: string) {
    this.child = new Child(
      command,
      (chunk) => this.read(chunk),
      (error) => {
        this.pending?.reject(error);
        this.pending = undefined;
      },
    );
  }

  /** Whether it can be asked for something. */
  get ready(): boolean {
    return this.child.failure === undefined && this.pending === undefined;
  }

  /** Asks for one thing. Rejects with TargetError. */
  ask(type: number, numbers: readonly number[] = [], rest?: Uint8Array): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.child.failure !== undefined) return reject(this.child.failure);
      this.pending = { resolve, reject };
      this.child.write(frame(type, numbers, rest));
    });
  }

  /** What came for a socket since it was last asked. */
  received(socket: number): readonly Uint8Array[] {
    const all = this.inboxes.get(socket) ?? [];
    this.inboxes.delete(socket);
    return all;
  }

  /** Ends it and what it started. */
  kill(): void {
    this.inboxes.clear();
    this.child.kill();
  }

  private read(chunk: Uint8Array): void {
    try {
      for (const one of this.reader.push(chunk)) this.take(one);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.child.fail(`wrote what is no frame: ${error.message}, in ${toHex(chunk.subarray(0, GARBAGE))}`);
      this.kill();
    }
  }

  private take({ type, payload }: Frame): void {
    if (type === DATAGRAM && payload.length >= 4) {
      const socket = numberAt(payload, 0);
      this.inboxes.set(socket, [...(this.inboxes.get(socket) ?? []), payload.subarray(4)]);
    } else if (type === END && payload.length >= 4 && this.pending !== undefined) {
      const { resolve } = this.pending;
      this.pending = undefined;
      resolve({ errno: numberAt(payload, 0), data: payload.subarray(4) });
    } else throw new RangeError(`one of type 0x${type.toString(16)} and ${payload.length} bytes`);
  }
}
