// Requests that went out in one datagram and are settled one by one. Most come to an acknowledgement that tells nothing: only
// what more is told of becomes a Pending, since they come by the thousand.

import { align4, type Bytes } from './bytes.js';
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
  private open: number;
  /** Those that are settled are the first, and all were done. */
  private inOrder: boolean;
  /** Of all of them; and where in it the request is that was looked for last. */
  private bytes: Bytes | undefined;
  private at = 0;

  /** `first` is the sequence of the first; `messages` and `outcomes` are those of the whole batch, of which this is a part. */
  constructor(
    private readonly part: Part,
    private readonly first: number,
    private readonly messages: readonly { readonly name: string }[],
    private readonly outcomes: Outcomes<P>,
    private readonly littleEndian: boolean,
  ) {
    this.open = part.encoded;
    this.inOrder = part.encoded === part.count;
  }

  get datagram(): Uint8Array {
    return this.part.datagram;
  }

  get settled(): boolean {
    return this.open === 0;
  }

  has(sequence: number): boolean {
    return sequence >= this.first && sequence < this.first + this.part.count;
  }

  /** So many from one of its own on are done. How many of them are its own. */
  acknowledge(sequence: number, count: number): number {
    const { outcomes, part } = this;
    const at = sequence - this.first;
    const own = Math.min(count, part.count - at);
    const from = part.from + at;
    let settled = own;
    this.inOrder &&= at === part.count - this.open;
    if (this.inOrder) {
      outcomes.fill(DONE, from, from + own);
    } else {
      for (let index = from; index < from + own; index++) {
        if (outcomes[index] === undefined) outcomes[index] = DONE;
        else settled--;
      }
    }
    this.close(settled);
    return own;
  }

  /** One of its own, for more to be told of it; undefined where it is settled. */
  begin(sequence: number): Pending<P> | undefined {
    const index = this.part.from + sequence - this.first;
    if (this.outcomes[index] !== undefined) return undefined;
    this.bytes ??= toBytes(this.datagram, { byteOrder: this.littleEndian ? 'little' : 'big' });
    this.inOrder = false;
    const { array, view, littleEndian } = this.bytes;
    const at = this.find(sequence, view);
    const { name } = this.messages[index] as { name: string };
    const done = (value: Acknowledgement<Message<P>>) => this.settle(index, { status: 'fulfilled', value });
    const pending = new Pending<P>('ack', name, undefined, acknowledgement, done, (reason) => this.settle(index, { status: 'rejected', reason }));
    pending.bytes = array.subarray(at, at + view.getUint32(at, littleEndian));
    pending.flags = view.getUint16(at + 6, littleEndian);
    pending.sequence = sequence;
    this.begun.push(pending);
    return pending;
  }

  /** Where in the datagram it stands. They are told of in order. */
  private find(sequence: number, view: DataView): number {
    if (view.getUint32(this.at + 8, this.littleEndian) > sequence) this.at = 0;
    while (view.getUint32(this.at + 8, this.littleEndian) !== sequence) this.at += align4(view.getUint32(this.at, this.littleEndian));
    return this.at;
  }

  /** What is open will not be told of. */
  settleRest(outcome: (index: number) => Outcomes<P>[number]): void {
    const { from, count } = this.part;
    for (let index = from; index < from + count; index++) if (this.outcomes[index] === undefined) this.settle(index, outcome(index));
  }

  private settle(index: number, outcome: Outcomes<P>[number]): void {
    if (this.outcomes[index] !== undefined) return;
    this.outcomes[index] = outcome;
    this.close(1);
  }

  /** So many more are settled. */
  private close(count: number): void {
    this.open -= count;
    if (count > 0 && this.open === 0) this.onSettled?.();
  }
}

export function acknowledgement<P extends Bodies>({ replies, extendedAck }: Reply<P>): Acknowledgement<Message<P>> {
  return extendedAck === undefined ? { replies } : { replies, extendedAck };
}
