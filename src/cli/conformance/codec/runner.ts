// Puts the cases of a codec suite to a codec: a result for each check of each case.

import type { Result } from '../result.js';
import { TargetError } from '../target/target.js';
import type { CodecCase, CodecSuite } from './case.js';
import type { Check } from './check.js';
import { type Judgement, judgeBytes, judgeMeaning, judgeRefusal, type Read } from './compare.js';
import type { Answer, Question } from './meaning.js';
import type { Codec } from './target.js';

/** Failures in a row without an answer before the rest is not tried: each costs as long as an answer may take. */
const PATIENCE = 10;
/** Of what is told in less than there is, as much as is named. */
const NAMED = 3;

/** One check of a case, under a name of its own. */
export interface CodecTask {
  readonly suite: string;
  readonly name: string;
  readonly one: CodecCase;
  readonly check: Check;
}

/** What there is to be asked of a codec. */
export const tasksOf = ({ suite, cases }: CodecSuite): CodecTask[] => cases.flatMap((one) => one.checks.map((check) => ({ suite, name: `${check}: ${one.name}`, one, check })));

type Verdict = Pick<Result, 'outcome' | 'reason' | 'failures'>;

const skipped = (reason: string): Verdict => ({ outcome: 'skipped', reason, failures: [] });
const failed = (reason: string): Verdict => ({ outcome: 'failed', reason, failures: [] });

export class CodecRunner {
  private readonly silence: ReadonlySet<string>;
  private silent = 0;

  constructor(
    private readonly codec: Codec,
    private readonly read: Read,
  ) {
    this.silence = new Set(codec.introduction.silent);
  }

  async run({ suite, name, one, check }: CodecTask): Promise<Result> {
    const start = performance.now();
    const verdict = await this.verdict(one, check);
    return { suite, name, ...verdict, time: performance.now() - start };
  }

  private async verdict(one: CodecCase, check: Check): Promise<Verdict> {
    const { checks, byteOrders } = this.codec.introduction;
    if (!checks.includes(check)) return skipped(`the codec has no ${check}`);
    if (!byteOrders.includes(one.byteOrder)) return skipped(`the codec is not for ${one.byteOrder}-endian`);
    if (this.silent >= PATIENCE) return failed(`not tried: the ${PATIENCE} before had no answer`);
    try {
      const answer = await this.codec.ask(questionOf(one, check));
      this.silent = 0;
      return this.judged(one, check, answer);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      this.silent++;
      return failed(error.message);
    }
  }

  private judged(one: CodecCase, check: Check, answer: Answer): Verdict {
    if ('unsupported' in answer) return skipped(`the codec cannot: ${answer.unsupported}`);
    const isGood = one.messages !== undefined || check !== 'decode';
    if ('error' in answer && isGood) return failed(`refused: ${answer.error.message}`);
    const { wrong, less } = this.judgement(one, check, answer);
    if (wrong.length > 0) return { outcome: 'failed', failures: wrong.map((one) => ({ step: 0, request: '', ...one })) };
    if (less.length === 0) return { outcome: 'passed', failures: [] };
    const more = less.length > NAMED ? ` and ${less.length - NAMED} more` : '';
    return skipped(`right, but it does not tell all: ${less.slice(0, NAMED).join('; ')}${more}`);
  }

  private judgement(one: CodecCase, check: Check, answer: Exclude<Answer, { unsupported: string }>): Judgement {
    if ('hex' in answer) return judgeBytes(one, answer.hex, check === 'encode', this.read);
    return 'messages' in answer && one.messages !== undefined ? judgeMeaning(one, answer.messages, this.silence) : judgeRefusal(one, answer, this.silence);
  }
}

function questionOf({ byteOrder, hex, messages = [] }: CodecCase, check: Check): Question {
  return check === 'encode' ? { op: 'encode', byteOrder, messages } : { op: check, byteOrder, hex };
}
