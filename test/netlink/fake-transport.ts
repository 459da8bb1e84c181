// A Transport whose other end is the test: it sees what was sent, and decides what is there to be read, and when.

import { type Bodies, decodeMessages, type Encodable, encodeMessages, type Message, type Protocol, toBytes } from '../../src/netlink/message.js';
import { Queue } from '../../src/netlink/queue.js';
import type { Datagram, Reception, Transport } from '../../src/netlink/transport.js';

export const PORT = 4242;

export interface Sent {
  readonly bytes: Uint8Array;
  readonly mayWait: boolean;
}

type Behaviour = (sent: Sent) => Promise<void> | undefined;

export class FakeTransport<P extends Bodies = Bodies> implements Transport {
  readonly portId = PORT;
  readonly sent: Sent[] = [];
  readonly groups = new Set<number>();
  closes = 0;
  /** How often `receive` was called. */
  reads = 0;
  /** Whether more is on its way here. */
  reading = false;
  /** Of each call of `receive`, whether what follows might have been read ahead. */
  readonly ahead: boolean[] = [];
  /** What happens when something is sent, after it was noted in `sent`. May throw, reject, reply. */
  onSend: Behaviour = () => undefined;
  onJoin: (group: number) => void = () => undefined;
  onListen: () => void = () => undefined;
  siblings: FakeTransport<P>[] | undefined;
  private readonly queue = new Queue<Datagram | Error>();
  private listener: (() => void) | undefined;

  constructor(
    readonly protocol: Protocol<P>,
    readonly littleEndian = true,
  ) {}

  /** The messages of the n-th datagram that was sent; from the end where `n` is negative. */
  messages(n: number): Message<P>[] {
    return decodeMessages(this.protocol, toBytes((this.sent.at(n) as Sent).bytes, { byteOrder: this.byteOrder }));
  }

  /** Sequence of the first message of the n-th datagram. */
  sequence(n: number): number {
    return (this.messages(n)[0] as Message<P>).header.sequence;
  }

  private get byteOrder() {
    return this.littleEndian ? 'little' : 'big';
  }

  encode(...messages: readonly (Encodable<P> | Message<P>)[]): Uint8Array {
    return encodeMessages(this.protocol, messages, this.littleEndian);
  }

  /** Puts a datagram, or an error to be thrown, where `receive` finds it. Does not wake anybody. */
  put(datagram: Uint8Array | Error, { senderPortId = 0, fullLength, nsid }: { senderPortId?: number; fullLength?: number; nsid?: number } = {}): this {
    if (datagram instanceof Error) this.queue.push(datagram);
    else this.queue.push({ bytes: datagram, fullLength: fullLength ?? datagram.length, senderPortId, ...(nsid !== undefined && { nsid }) });
    return this;
  }

  /** What the event loop does when there is something to read: calls the listener for as long as it reads. */
  wake(): this {
    let before: number;
    do {
      before = this.reads;
      this.listener?.();
    } while (this.queue.length > 0 && this.reads > before);
    return this;
  }

  /** One turn of the event loop. */
  wakeOnce(): void {
    this.listener?.();
  }

  get listening(): boolean {
    return this.listener !== undefined;
  }

  /** Datagrams not yet read. */
  get unread(): number {
    return this.queue.length;
  }

  send(bytes: Uint8Array, mayWait: boolean): Promise<void> | undefined {
    const sent = { bytes: bytes.slice(), mayWait };
    this.sent.push(sent);
    return this.onSend(sent);
  }

  receive({ ahead }: Reception = {}): Datagram | undefined {
    this.reads++;
    this.ahead.push(ahead === true);
    const next = this.queue.shift();
    if (next instanceof Error) throw next;
    return next;
  }

  listen(listener: (() => void) | undefined): void {
    if (listener !== undefined) this.onListen();
    this.listener = listener;
  }

  join(group: number): void {
    this.onJoin(group);
    this.groups.add(group);
  }

  leave(group: number): void {
    this.groups.delete(group);
  }

  sibling(): Transport | undefined {
    if (this.siblings === undefined) return undefined;
    const sibling = new FakeTransport<P>(this.protocol, this.littleEndian);
    this.siblings.push(sibling);
    return sibling;
  }

  async close(): Promise<void> {
    this.closes++;
  }
}

/** How a promise came out, without waiting for one that has not. */
export async function outcome(promise: Promise<unknown>): Promise<unknown> {
  const open = Symbol('open');
  // Enough turns of the microtask queue for a chain of a few `then`.
  let result: unknown = open;
  promise.then(
    (value) => (result = value),
    (error) => (result = error),
  );
  for (let i = 0; i < 20; i++) await undefined;
  return result === open ? 'open' : result;
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not reject');
}
