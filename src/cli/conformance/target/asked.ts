// A program under test that is asked one thing at a time. What questions and answers look like is its user's business.

import { Child } from './child.js';
import type { TargetError } from './target.js';

interface Pending<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: TargetError) => void;
}

export class Asked<Answer> {
  private readonly child: Child;
  private pending: Pending<Answer> | undefined;

  /** `read` takes what the program writes. */
  constructor(command: string, read: (chunk: Uint8Array) => void) {
    this.child = new Child(command, read, (error) => {
      this.pending?.reject(error);
      this.pending = undefined;
    });
  }

  /** Whether it can be asked for something. */
  get ready(): boolean {
    return this.child.failure === undefined && this.pending === undefined;
  }

  /** Rejects with TargetError. */
  ask(question: Uint8Array | string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.child.failure !== undefined) return reject(this.child.failure);
      this.pending = { resolve, reject };
      this.child.write(question);
    });
  }

  /** Hands the answer over; false where nobody asked. */
  answer(answer: Answer): boolean {
    const { pending } = this;
    this.pending = undefined;
    pending?.resolve(answer);
    return pending !== undefined;
  }

  /** It wrote what nobody can use: says so, and ends it. */
  spoil(how: string): void {
    this.child.fail(how);
    this.kill();
  }

  /** Ends it and what it started. */
  kill(): void {
    this.child.kill();
  }
}
