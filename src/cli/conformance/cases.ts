// Puts cases to a target, each on a stage of its own and in bounded time.

import { SystemError } from '../../netlink/errors.js';
import type { Protocol } from '../../netlink/message.js';
import type { Route } from '../kernel.js';
import { Play } from './play.js';
import { Available } from './requirements.js';
import type { Result } from './result.js';
import { type Case, type Suite, setupOf } from './suite.js';
import { type Stage, type Target, TargetError, Unsupported } from './target/target.js';
import { TimeOut, within } from './time.js';

/** Cases in a row that may run out of time before the rest is not tried. */
const PATIENCE = 3;

/** What is put to a target, and how long a case may take in milliseconds. */
export interface Limits {
  readonly timeout: number;
  /** Whatever release a case is for. */
  readonly anyKernel?: boolean;
}

export class Runner {
  private readonly available = new Map<boolean, Available>();
  private late = 0;

  constructor(
    private readonly target: Target,
    private readonly protocol: Protocol<Route>,
    private readonly limits: Limits,
  ) {}

  async run(suite: Suite, one: Case): Promise<Result> {
    const start = performance.now();
    const done = (outcome: Result['outcome'], more: Pick<Result, 'reason'> & Partial<Result> = {}): Result => ({
      suite: suite.suite,
      name: one.name,
      outcome,
      failures: [],
      time: performance.now() - start,
      ...more,
    });
    if (this.late >= PATIENCE) return done('failed', { reason: `not tried: the ${PATIENCE} cases before found no end` });
    const littleEndian = suite.byteOrder === 'little';
    const reading = { protocol: this.protocol, littleEndian, kernel: this.target.kernel };
    const available = this.available.get(littleEndian) ?? new Available(this.target, reading, this.limits.anyKernel);
    this.available.set(littleEndian, available);
    let stage: Stage | undefined;
    const play = async (): Promise<Result> => {
      const lacking = await available.lacking(suite, one);
      if (lacking !== undefined) return done('skipped', { reason: lacking });
      stage = await this.target.stage();
      const failures = await (await Play.open(one, setupOf(suite, one), stage, reading)).run();
      return done(failures.length === 0 ? 'passed' : 'failed', { failures });
    };
    try {
      const result = await within(this.limits.timeout, play());
      this.late = 0;
      return result;
    } catch (error) {
      if (error instanceof TimeOut || (error instanceof TargetError && error.late)) this.late++;
      else this.late = 0;
      if (error instanceof Unsupported) return done('skipped', { reason: error.message });
      if (error instanceof TimeOut || error instanceof TargetError || error instanceof SystemError) return done('failed', { reason: error.message });
      throw error;
    } finally {
      await this.end(stage);
    }
  }

  /** What does not end is left to the end of the process. */
  private async end(stage: Stage | undefined): Promise<void> {
    try {
      await within(this.limits.timeout, stage?.close() ?? Promise.resolve());
    } catch (error) {
      if (!(error instanceof TimeOut || error instanceof TargetError)) throw error;
    }
  }
}
