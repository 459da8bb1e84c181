// A program under test as a process: what it writes, and how it ended. Whoever speaks to it makes sense of what it writes.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { TargetError } from './target.js';

/** Of what it wrote on standard error, as much as a message holds. */
const STDERR = 300;

export class Child {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly atExit = () => this.kill();
  private stderr = '';
  private ended: TargetError | undefined;

  /** Through the shell, as a process group of its own: what it starts ends with it. `failed` is called once, when it is of no more use. */
  constructor(
    private readonly command: string,
    read: (chunk: Uint8Array) => void,
    private readonly failed: (error: TargetError) => void,
  ) {
    this.child = spawn(command, { shell: true, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdout.on('data', (chunk: Uint8Array) => {
      if (this.ended === undefined) read(chunk);
    });
    this.child.stderr.on('data', (chunk: Uint8Array) => {
      this.stderr = `${this.stderr}${Buffer.from(chunk).toString()}`.slice(-STDERR);
    });
    // Whoever is gone does not read: how it went is told by `close`.
    this.child.stdin.on('error', () => undefined);
    this.child.on('error', (error) => this.fail(`cannot be started: ${error.message}`));
    this.child.on('close', (code, signal) => this.fail(signal === null ? `ended with code ${code}` : `was ended by ${signal}`));
    process.once('exit', this.atExit);
  }

  /** Why it is of no more use; undefined while it is. */
  get failure(): TargetError | undefined {
    return this.ended;
  }

  write(bytes: Uint8Array | string): void {
    this.child.stdin.write(bytes);
  }

  /** Says that it is of no more use. */
  fail(how: string): void {
    if (this.ended !== undefined) return;
    const said = this.stderr.trim().replace(/\s+/g, ' ');
    this.ended = new TargetError(`${this.command} ${how}${said === '' ? '' : `: ${said}`}`);
    this.failed(this.ended);
  }

  /** Ends it and what it started. */
  kill(): void {
    process.off('exit', this.atExit);
    const { pid } = this.child;
    if (pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
