// Requests that went out in one datagram and are settled one by one. Most come to an acknowledgement that tells nothing: only
// what more is told of becomes a Pending, since they come by the thousand.

import type { Bodies, Message } from './message.js';
import { toBytes } from './message.js';
import type { Part } from './parts.js';
import { Pending, type Reply } from './pending.js';
import type { Acknowledgement } from './request.js';

/** What each request of a batch came to; undefined where that is open. */
export type Outcomes<P extends Bodies> = (PromiseSettledResult<Acknowledgement<Message<P>>> | undefined)[];

/** A bare acknowledgement: one object for the thousands that come to it. */
const DONE = Object.freeze({ status: 'fulfilled', value: Object.freeze({ replies: Object.freeze([]) }) } as const);

export class Group<P extends Bodies> {
  /** Its bytes are on their way. */
  sending = false;
  /** Those of which more was told than that they are done. */
  readonly begun: Pending<P>[] = [];
  /** Called once each is settled. */
  onSettled: (() => void) | undefined;
  private open = 0;

  /** `first` is the sequence of the first; `messages` and `outcomes` are those of the whole batch, of which this is a part. */
  constructor(
    private readonly part: Part,
    private readonly first: number,
    private readonly messages: readonly { readonly name: string }[],
    private readonly outcomes: Outcomes<P>,
    private readonly littleEndian: boolean,
  ) {
    for (let index = part.from; index < part.from + part.starts.length; index++) if (outcomes[index] === undefined) this.open++;
  }

  get datagram(): Uint8Array {
    return this.part.datagram;
  }

  get settled(): boolean {
    return this.open === 0;
  }

  has(sequence: number): boolean {
    return sequence >= this.first && sequence < this.first + this.part.starts.length;
  }

  /** One of its own is done. */
  acknowledge(sequence: number): void {
    this.settle(this.part.from + sequence - this.first, DONE);
  }

  /** One of its own, for more to be told of it; undefined where it is settled. */
  begin(sequence: number): Pending<P> | undefined {
    const at = sequence - this.first;
    const index = this.part.from + at;
    if (this.outcomes[index] !== undefined) return undefined;
    const { view, array } = toBytes(this.datagram.subarray(this.part.starts[at]), { byteOrder: this.littleEndian ? 'little' : 'big' });
    const pending = new Pending<P>('ack', (this.messages[index] as { name: string }).name, (reply, reason) =>
      this.settle(index, reply === undefined ? { status: 'rejected', reason } : { status: 'fulfilled', value: acknowledgement(reply) }),
    );
    pending.bytes = array.subarray(0, view.getUint32(0, this.littleEndian));
    pending.flags = view.getUint16(6, this.littleEndian);
    pending.sequence = sequence;
    this.begun.push(pending);
    return pending;
  }

  /** What is open will not be told of. */
  settleRest(outcome: (index: number) => Outcomes<P>[number]): void {
    const { from, starts } = this.part;
    for (let index = from; index < from + starts.length; index++) if (this.outcomes[index] === undefined) this.settle(index, outcome(index));
  }

  private settle(index: number, outcome: Outcomes<P>[number]): void {
    if (this.outcomes[index] !== undefined) return;
    this.outcomes[index] = outcome;
    if (--this.open === 0) this.onSettled?.();
  }
}

export function acknowledgement<P extends Bodies>({ replies, extendedAck }: Reply<P>): Acknowledgement<Message<P>> {
  return extendedAck === undefined ? { replies } : { replies, extendedAck };
}
