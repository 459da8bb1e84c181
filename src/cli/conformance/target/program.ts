// A program under test as a process: commands in, datagrams and ends out. Whatever it does but answer is a TargetError.

import { toHex } from '../../../netlink/bytes.js';
import { Asked } from './asked.js';
import { DATAGRAM, END, type Frame, FrameReader, frame, numberAt } from './frames.js';

/** Of what is no frame. */
const GARBAGE = 16;

interface Answer {
  readonly errno: number;
  readonly data: Uint8Array;
}

export class Program {
  private readonly asked: Asked<Answer>;
  private readonly reader = new FrameReader();
  private readonly inboxes = new Map<number, Uint8Array[]>();

  constructor(command: string) {
    this.asked = new Asked(command, (chunk) => this.read(chunk));
  }

  /** Whether it can be asked for something. */
  get ready(): boolean {
    return this.asked.ready;
  }

  /** Asks for one thing. Rejects with TargetError. */
  ask(type: number, numbers: readonly number[] = [], rest?: Uint8Array): Promise<Answer> {
    return this.asked.ask(frame(type, numbers, rest));
  }

  /** What came for a socket since it was last asked. */
  received(socket: number): readonly Uint8Array[] {
    const all = this.inboxes.get(socket) ?? [];
    this.inboxes.delete(socket);
    return all;
  }

  /** Ends it and what it started. */
  kill(): void {
    this.asked.kill();
  }

  private read(chunk: Uint8Array): void {
    try {
      for (const one of this.reader.push(chunk)) this.take(one);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.asked.spoil(`wrote what is no frame: ${error.message}, in ${toHex(chunk.subarray(0, GARBAGE))}`);
    }
  }

  private take({ type, payload }: Frame): void {
    if (type === DATAGRAM && payload.length >= 4) {
      const socket = numberAt(payload, 0);
      this.inboxes.set(socket, [...(this.inboxes.get(socket) ?? []), payload.subarray(4)]);
    } else if (type !== END || payload.length < 4 || !this.asked.answer({ errno: numberAt(payload, 0), data: payload.subarray(4) }))
      throw new RangeError(`one of type 0x${type.toString(16)} and ${payload.length} bytes`);
  }
}
