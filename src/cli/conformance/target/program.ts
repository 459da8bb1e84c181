// A program under test as a process: commands in, datagrams and ends out. Whatever it does but answer is a TargetError.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { toHex } from '../../../netlink/bytes.js';
import { DATAGRAM, END, type Frame, FrameReader, frame, numberAt } from './frames.js';
import { TargetError } from './target.js';

/** Of what it wrote on standard error, as much as a message holds. */
const STDERR = 300;
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
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly reader = new FrameReader();
  private readonly inboxes = new Map<number, Uint8Array[]>();
  private readonly atExit = () => this.kill();
  private pending: Pending | undefined;
  private failure: TargetError | undefined;
  private stderr = '';

  /** Through the shell, as a process group of its own: what it starts ends with it. */
  constructor(private readonly command: string) {
    this.child = spawn(command, { shell: true, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdout.on('data', (chunk: Uint8Array) => this.read(chunk));
    this.child.stderr.on('data', (chunk: Uint8Array) => {
      this.stderr = `${this.stderr}${Buffer.from(chunk).toString()}`.slice(-STDERR);
    });
    // Whoever is gone does not read: how it went is told by `close`.
    this.child.stdin.on('error', () => undefined);
    this.child.on('error', (error) => this.fail(`cannot be started: ${error.message}`));
    this.child.on('close', (code, signal) => this.fail(signal === null ? `ended with code ${code}` : `was ended by ${signal}`));
    process.once('exit', this.atExit);
  }

  /** Whether it can be asked for something. */
  get ready(): boolean {
    return this.failure === undefined && this.pending === undefined;
  }

  /** Asks for one thing. Rejects with TargetError. */
  ask(type: number, numbers: readonly number[] = [], rest?: Uint8Array): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) return reject(this.failure);
      this.pending = { resolve, reject };
      this.child.stdin.write(frame(type, numbers, rest));
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
    process.off('exit', this.atExit);
    this.inboxes.clear();
    const { pid } = this.child;
    if (pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  private read(chunk: Uint8Array): void {
    if (this.failure !== undefined) return;
    try {
      for (const one of this.reader.push(chunk)) this.take(one);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.fail(`wrote what is no frame: ${error.message}, in ${toHex(chunk.subarray(0, GARBAGE))}`);
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

  private fail(how: string): void {
    const said = this.stderr.trim().replace(/\s+/g, ' ');
    this.failure ??= new TargetError(`${this.command} ${how}${said === '' ? '' : `: ${said}`}`);
    this.pending?.reject(this.failure);
    this.pending = undefined;
  }
}
