// A recording understood: each datagram is taken in turn, and what it does to the entries is told. What is remembered meanwhile is bounded.

import { Bytes } from '../bytes.js';
import { GENL_ID_CTRL, NETLINK_GENERIC, NLM_F_MULTI, NLMSG_MIN_TYPE } from '../constants.js';
import type { Bodies, Protocol } from '../message.js';
import { asksForDump } from './asking.js';
import type { CapturedDatagram } from './captured.js';
import { Draft } from './draft.js';
import type { CapturedMessage, Entry, EntryKind, Step, UnderstandingOptions } from './entry.js';
import { framesOf } from './framing.js';
import { Taken } from './message.js';
import { OpenEntries } from './open-entries.js';
import { causeOf, entryOf, hasFlagsOfRequest } from './pairing.js';
import { unknownFamily } from './unknown-family.js';

/** Messages that an entry keeps where nothing else is asked for. */
export const KEPT_MESSAGES = 16;

/** A datagram that is this many times smaller than the buffer it lies in is copied where it is kept. */
const SPARSE = 4;

/** What has been recorded so far, as entries. */
export class Understanding {
  private readonly entries = new OpenEntries();
  private readonly protocols: (family: number) => Protocol<Bodies> | undefined;
  private readonly keep: number;
  private messages = 0;
  private begun = 0;

  constructor({ protocols = () => undefined, keep = KEPT_MESSAGES }: UnderstandingOptions = {}) {
    this.protocols = protocols;
    this.keep = keep;
  }

  /** What the next datagram does: a step for each of its messages, and for each entry that it ends. */
  take(datagram: CapturedDatagram): Step[] {
    const { littleEndian, family } = datagram;
    let kept = this.keep === Number.POSITIVE_INFINITY ? datagram : compact(datagram);
    const b = new Bytes(kept.bytes, littleEndian);
    const protocol = this.protocols(family) ?? unknownFamily(family);
    const steps: Step[] = [];
    const frames = framesOf(b, protocol);
    const [first, second] = frames;
    // One by one: programs send many requests in a datagram.
    if (second === undefined && first?.header !== undefined && hasFlagsOfRequest({ datagram, header: first.header }, this.entries)) kept = { ...kept, direction: 'received' };
    for (const frame of frames) {
      this.messages++;
      const message = new Taken(this.messages, kept, b, frame, protocol);
      if (family === NETLINK_GENERIC && message.header?.type === GENL_ID_CTRL) message.learn();
      this.place(message, steps);
    }
    return steps;
  }

  /** The recording is over: entries that are still open have no more to come. */
  end(): Step[] {
    return [...this.entries.all()].map((entry) => {
      this.entries.end(entry);
      return giveUp(entry);
    });
  }

  private place(message: Taken, steps: Step[]): void {
    if (message.isText) steps.push(this.single(message, 'notification'));
    else if (message.isDamaged) steps.push(this.single(message, 'damaged'));
    else if ((message.header?.type ?? 0) < NLMSG_MIN_TYPE && !message.concludes) steps.push(this.single(message, 'control'));
    else if (message.direction === 'sent') this.begin(message, asksForDump(message) ? 'dump' : 'request', message, steps);
    else this.receive(message, steps);
  }

  private receive(message: Taken, steps: Step[]): void {
    const entry = entryOf(message, this.entries);
    if (entry !== undefined) steps.push(this.continue(entry, message, false));
    // The end of something that began before the recording did, or a part of it.
    else if (message.concludes || ((message.header?.flags ?? 0) & NLM_F_MULTI) !== 0 || message.datagram.groups === 0) this.begin(message, 'orphan', undefined, steps);
    else steps.push(this.single(message, 'notification'));
  }

  /** An entry to which more may come. */
  private begin(message: Taken, kind: EntryKind, request: CapturedMessage | undefined, steps: Step[]): void {
    const entry = new Draft(++this.begun, kind, message, request, this.keep);
    const oldest = this.entries.add(entry);
    steps.push(this.continue(entry, message, true));
    if (oldest !== undefined) steps.push(giveUp(oldest));
  }

  private continue(entry: Draft, message: Taken, begins: boolean): Step {
    entry.add(message);
    const ends = message !== entry.request && this.isEnd(entry, message);
    if (ends) this.entries.end(entry);
    else this.entries.renew(entry);
    return { entry, message, begins, ends };
  }

  /** Whether a reply is the last one. */
  private isEnd(entry: Draft, message: Taken): boolean {
    const { flags = 0, portId = 0 } = message.header ?? {};
    entry.answer(portId);
    if (message.concludes) {
      entry.conclude(message, this.protocols(entry.family) ?? unknownFamily(entry.family));
      return true;
    }
    const more = (flags & NLM_F_MULTI) !== 0 || entry.kind === 'dump' || entry.acknowledges;
    if (!more && entry.state !== 'failed') entry.state = 'done';
    return !more;
  }

  /** An entry of one message. */
  private single(message: Taken, kind: EntryKind): Step {
    const entry = new Draft(++this.begun, kind, message, undefined, this.keep);
    entry.add(message);
    entry.state = 'done';
    if (kind === 'notification') {
      const cause = causeOf(message, this.entries);
      if (cause !== undefined) entry.cause = cause;
    }
    return { entry, message, begins: true, ends: true };
  }
}

function giveUp(entry: Draft): Step {
  entry.state = 'unanswered';
  return { entry, begins: false, ends: true };
}

/** One whose bytes hold no more memory than they need: readers hand out parts of large buffers. */
function compact(datagram: CapturedDatagram): CapturedDatagram {
  const { bytes } = datagram;
  return bytes.buffer.byteLength < SPARSE * bytes.length ? datagram : { ...datagram, bytes: bytes.slice() };
}

/** The steps of a recording, as it is read. What reading it throws is thrown once all that came before is through. */
export async function* understand(datagrams: AsyncIterable<CapturedDatagram> | Iterable<CapturedDatagram>, options?: UnderstandingOptions): AsyncGenerator<Step, void, undefined> {
  const understanding = new Understanding(options);
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const datagram of datagrams) yield* understanding.take(datagram);
  } catch (error) {
    failure = { error };
  }
  yield* understanding.end();
  if (failure !== undefined) throw failure.error;
}

/** A whole recording. */
export interface Understood {
  readonly entries: readonly Entry[];
  /** Why there is no more of it: what reading it threw. */
  readonly error?: unknown;
}

/** The entries of a whole recording, with all their messages. */
export async function entriesOf(
  datagrams: AsyncIterable<CapturedDatagram> | Iterable<CapturedDatagram>,
  options: Pick<UnderstandingOptions, 'protocols'> = {},
): Promise<Understood> {
  const entries: Entry[] = [];
  try {
    for await (const { entry, begins } of understand(datagrams, { ...options, keep: Number.POSITIVE_INFINITY })) if (begins) entries.push(entry);
  } catch (error) {
    return { entries, error };
  }
  return { entries };
}
