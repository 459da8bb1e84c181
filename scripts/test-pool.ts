// Deals test files out among processes, each of which runs one at a time (test-worker.ts). One that hangs, or ends before its time, fails its file.

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Counts {
  readonly total: number;
  readonly passed: number;
  readonly skipped: number;
}

/** What a process is told: a file to run, and what to have in its environment; no file, to end. */
export interface Order {
  readonly file?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What became of a file. */
export interface Outcome extends Counts {
  readonly file: string;
  readonly output: string;
  readonly seconds: number;
}

const WORKER = fileURLToPath(new URL('test-worker.ts', import.meta.url));

export class Worker {
  private readonly child: ChildProcess;
  private readonly ended: Promise<string>;
  private output = '';
  private told: (() => void) | undefined;

  /** Whether it can be given another file. */
  alive = true;

  /** `limit` in seconds, of a file and of the end. */
  constructor(
    private readonly limit: number,
    env: NodeJS.ProcessEnv,
  ) {
    this.child = spawn(process.execPath, ['--import', 'tsx', WORKER], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true, env });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        if (text.includes('\0')) this.told?.();
      });
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        this.alive = false;
        resolve(signal === null ? `ended with code ${code}` : `was ended by ${signal}`);
      });
    });
  }

  async run(file: string, env: Readonly<Record<string, string>>): Promise<Outcome> {
    const start = performance.now();
    this.output = '';
    const answered = new Promise<undefined>((resolve) => {
      this.told = () => resolve(undefined);
    });
    this.send({ file, env });
    const how = await this.within(Promise.race([answered, this.ended]));
    const [output = '', counts] = this.output.split('\0');
    const outcome = { file, seconds: (performance.now() - start) / 1000 };
    if (how === undefined && counts !== undefined) return { ...outcome, output, ...(JSON.parse(counts) as Counts) };
    return { ...outcome, output: `${output}\n  FAIL  the process ${how}\n`, total: 1, passed: 0, skipped: 0 };
  }

  /** Resolves to what is wrong with the way it ended; undefined where nothing is. */
  async close(): Promise<string | undefined> {
    this.output = '';
    this.send({});
    const how = await this.within(this.ended);
    return how === 'ended with code 0' ? undefined : `a process, when there was nothing left to do, ${how}\n${this.output}`;
  }

  /** One that is gone says so by its end. */
  private send(order: Order): void {
    this.child.send(order, () => undefined);
  }

  /** A kernel call that never returns cannot be interrupted: the process ends, and what it started. */
  private async within<T>(work: Promise<T>): Promise<T | string> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => {
        this.alive = false;
        process.kill(-(this.child.pid ?? 0), 'SIGKILL');
        resolve(`found no end in ${this.limit} s`);
      }, this.limit * 1000);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
