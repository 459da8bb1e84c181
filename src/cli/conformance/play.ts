// Plays one case on a stage: sends what it says, and holds what comes back and what is told against what it expects.

import { align4, Bytes, equalBytes, toHex } from '../../netlink/bytes.js';
import { NLMSG_HDRLEN, readHeader } from '../../netlink/message.js';
import { compare, type Reading, told } from './compare.js';
import { fill, Names, parsePattern } from './pattern.js';
import type { Case, Expectation, ExpectedNotification, Step } from './suite.js';
import type { Port, Stage } from './target/target.js';

/** One thing in which a case and what happened differ. */
export interface Failure {
  /** Which step, counted from 1; 0 where it is none of them. */
  readonly step: number;
  /** What was sent in it. */
  readonly request: string;
  /** `reply 1`, `notification 2 of group 1`. */
  readonly message: string;
  /** `errno`, `IFLA_MTU`. */
  readonly what: string;
  readonly expected: string;
  readonly got: string;
  /** From the start of the message. */
  readonly offset?: number;
}

/** Milliseconds between two looks at whether more has come. */
const PAUSE = 2;

/** Sockets of one listener: one that hears all its groups, in order, and one for each group, which tells who was told. */
interface Listener {
  readonly all: Inbox;
  readonly groups: ReadonlyMap<number, Inbox>;
}

/** What one socket received and nobody looked at yet. */
export class Inbox {
  readonly messages: Uint8Array[] = [];

  constructor(
    readonly port: Port,
    private readonly littleEndian: boolean,
  ) {}

  take(): void {
    for (const datagram of this.port.received()) this.messages.push(...messagesOf(datagram, this.littleEndian));
  }
}

/** The messages of a datagram. What is none, as it stands. */
export function messagesOf(datagram: Uint8Array, littleEndian: boolean): Uint8Array[] {
  const bytes = new Bytes(datagram, littleEndian);
  const out: Uint8Array[] = [];
  let at = 0;
  while (at < datagram.length) {
    const length = at + NLMSG_HDRLEN > datagram.length ? 0 : readHeader(bytes, at).length;
    if (length < NLMSG_HDRLEN || at + length > datagram.length) return [...out, datagram.subarray(at)];
    out.push(datagram.subarray(at, at + length));
    at += align4(length);
  }
  return out;
}

/** Waits until so many messages have come, or no more are to be expected. */
export async function collect(stage: Stage, inbox: Inbox, wanted: number): Promise<void> {
  inbox.take();
  for (let waited = 0; inbox.messages.length < wanted && waited < stage.patience; waited += PAUSE) {
    await stage.wait(PAUSE);
    inbox.take();
  }
}

/** A case set up: its namespaces, sockets and listeners. */
export class Play {
  private readonly names = new Names();
  private readonly sockets: Inbox[] = [];
  private readonly listeners: Listener[] = [];
  private sent = 0;

  private constructor(
    private readonly one: Case,
    private readonly setup: readonly Step[],
    private readonly stage: Stage,
    private readonly reading: Reading,
  ) {}

  /** `setup` are steps that come first. Rejects with what the stage rejects with. */
  static async open(one: Case, setup: readonly Step[], stage: Stage, reading: Reading): Promise<Play> {
    const play = new Play(one, setup, stage, reading);
    await play.open();
    return play;
  }

  private async open(): Promise<void> {
    const { namespaces = 1, sockets = [{}] } = this.one;
    for (let i = 0; i < namespaces; i++) this.names.set(`fd${i}`, this.number(await this.stage.createNamespace()));
    for (const [i, socket] of sockets.entries()) {
      const port = await this.stage.open(socket);
      this.names.set(`port${i}`, this.number(port.id));
      this.sockets.push(this.inbox(port));
    }
  }

  /** From now on listeners hear. */
  async listen(): Promise<void> {
    for (const { namespace = 0, groups } of this.one.listen ?? []) {
      const heard = async (joined: readonly number[]) => {
        const port = await this.stage.open({ namespace });
        for (const group of joined) await port.join(group);
        return this.inbox(port);
      };
      const all = await heard(groups);
      const each = new Map<number, Inbox>();
      for (const group of groups) each.set(group, await heard([group]));
      this.listeners.push({ all, groups: each });
    }
  }

  /** All that differs in the first step in which something does; empty where nothing does. */
  async run(): Promise<readonly Failure[]> {
    for (const [i, step] of [...this.setup, ...this.one.steps].entries()) {
      if (i === this.setup.length) await this.listen();
      const failures = [...(await this.ask(step)), ...(await this.heard(step.notifications))];
      if (failures.length > 0)
        return failures.map((failure) => ({ step: i + 1, request: step.text?.join('; ') ?? (step.deleteNamespace === undefined ? '' : 'end of a namespace'), ...failure }));
    }
    return (await this.left()).map((failure) => ({ step: 0, request: '', ...failure }));
  }

  private inbox(port: Port): Inbox {
    return new Inbox(port, this.reading.littleEndian);
  }

  private number(value: number): Uint8Array {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value, this.reading.littleEndian);
    return bytes;
  }

  /** What a name stands for; undefined where that is not known yet. */
  valueOf(name: string): Uint8Array | undefined {
    return this.names.get(name);
  }

  /** All that was told since somebody looked, in order, with the group that each was told to. */
  async overheard(): Promise<{ readonly listener: number; readonly group: number; readonly bytes: Uint8Array }[]> {
    for (const { all } of this.listeners) all.take();
    // The kernel tells one socket after the other.
    await this.stage.wait(PAUSE);
    return this.listeners.flatMap(({ all, groups }, listener) => {
      for (const inbox of groups.values()) inbox.take();
      return all.messages.splice(0).map((bytes) => {
        const [group, inbox] = [...groups].find(([, { messages }]) => messages[0] !== undefined && equalBytes(messages[0], bytes)) ?? [];
        if (group === undefined || inbox === undefined) throw new TypeError(`a message that no group was told: ${toHex(bytes)}`);
        inbox.messages.shift();
        return { listener, group, bytes };
      });
    });
  }

  /** Sends what a step says; what came of it. */
  async exchange(step: Step): Promise<readonly Uint8Array[]> {
    const { send, socket = 0, replies = [], deleteNamespace } = step;
    if (deleteNamespace !== undefined) await this.stage.deleteNamespace(deleteNamespace);
    if (send === undefined) return [];
    for (const [, name = ''] of send.matchAll(/<(seq\d+)>/g)) if (this.names.get(name) === undefined) this.names.set(name, this.number(++this.sent));
    const inbox = this.sockets[socket] as Inbox;
    await inbox.port.send(fill(parsePattern(send), this.names));
    await collect(this.stage, inbox, replies.length);
    return inbox.messages.splice(0);
  }

  private async ask(step: Step): Promise<Found[]> {
    const { send, replies = [], order, again = false } = step;
    for (let waited = 0; ; waited += PAUSE) {
      const came = await this.exchange(step);
      if (send === undefined) return [];
      const found = order === 'any' ? this.unordered(replies, came) : this.ordered('reply', replies, came);
      if (found.length === 0 || !again || waited >= this.stage.patience) return found;
      await this.stage.wait(PAUSE);
    }
  }

  private ordered(kind: string, expected: readonly Expectation[], came: readonly Uint8Array[]): Found[] {
    const out: Found[] = [];
    for (const [i, one] of expected.entries()) {
      const message = `${kind} ${i + 1}`;
      const bytes = came[i];
      if (bytes === undefined) return [...out, { message, what: 'message', expected: titleOf(one), got: 'nothing' }];
      const difference = compare(one, bytes, this.names, this.reading);
      if (difference !== undefined) out.push({ message, ...difference });
      // Behind a message too many or too few everything differs.
      if (difference?.what === 'message') return out;
    }
    const more = came.slice(expected.length);
    return more.length === 0
      ? out
      : [...out, { message: `${kind} ${expected.length + 1}`, what: 'message', expected: 'nothing more', got: more.map((bytes) => told(bytes, this.reading)).join(', ') }];
  }

  /** Each message against what it fits; the last of a list ends it and has its place. */
  private unordered(expected: readonly Expectation[], came: readonly Uint8Array[]): Found[] {
    const left = came.slice(0, -1);
    const missing: Expectation[] = [];
    for (const one of expected.slice(0, -1)) {
      const at = left.findIndex((bytes) => compare(one, bytes, this.names, this.reading) === undefined);
      if (at < 0) missing.push(one);
      else left.splice(at, 1);
    }
    const out: Found[] = missing.map((one, i) => {
      const like = left[i];
      const difference = like === undefined ? undefined : compare(one, like, this.names, this.reading);
      return { message: `${titleOf(one)} of the list`, ...(difference ?? { what: 'message', expected: titleOf(one), got: 'nothing like it' }) };
    });
    for (const bytes of left.slice(missing.length)) out.push({ message: 'list', what: 'message', expected: 'nothing more', got: `${told(bytes, this.reading)} ${toHex(bytes)}` });
    return [...out, ...this.ordered('end of the list, reply', expected.slice(-1), came.slice(-1))];
  }

  private async heard(expected: readonly ExpectedNotification[] | undefined): Promise<Found[]> {
    if (expected === undefined) return [];
    const out: Found[] = [];
    for (const [i, { all, groups }] of this.listeners.entries()) {
      const own = expected.filter(({ listener = 0 }) => listener === i);
      const where = this.listeners.length === 1 ? '' : ` to listener ${i}`;
      await collect(this.stage, all, own.length);
      const names = this.names.copy();
      const inOrder = this.ordered(`notification${where}`, own, all.messages.splice(0));
      this.names.adopt(names);
      const byGroup: Found[] = [];
      for (const [group, inbox] of groups) {
        const ofGroup = own.filter((one) => one.group === group);
        await collect(this.stage, inbox, ofGroup.length);
        byGroup.push(...this.ordered(`notification${where} of group ${group},`, ofGroup, inbox.messages.splice(0)));
      }
      // The same twice says nothing more: by group where a group has other ones, else the order among them.
      out.push(...(byGroup.length > 0 ? byGroup : inOrder));
    }
    return out;
  }

  /** What came behind the last step, and nobody expected. */
  private async left(): Promise<Found[]> {
    await this.stage.wait(PAUSE);
    const out: Found[] = [];
    for (const [i, inbox] of this.sockets.entries()) {
      inbox.take();
      out.push(...this.ordered(`reply on socket ${i}, behind the last step,`, [], inbox.messages));
    }
    const looked = this.one.steps.at(-1)?.notifications !== undefined;
    for (const { all } of looked ? this.listeners : []) {
      all.take();
      out.push(...this.ordered('notification behind the last step,', [], all.messages));
    }
    return out;
  }
}

type Found = Omit<Failure, 'step' | 'request'>;

const titleOf = ({ message, text }: Expectation): string => (text === undefined ? message : `${message} ${text}`);
