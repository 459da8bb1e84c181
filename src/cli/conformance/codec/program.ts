// A program that stands for the codec under test: `--target codec:COMMAND`. A question is a line of JSON on its standard input, the answer a line on its
// standard output. It is started once; again, where it ended, found no answer in time, or wrote what is none.

import { Asked } from '../target/asked.js';
import { TargetError } from '../target/target.js';
import { TimeOut, within } from '../time.js';
import { CHECKS } from './check.js';
import type { Answer, Question } from './meaning.js';
import type { Codec, Introduction } from './target.js';

/** Version of the questions and answers. */
const PROTOCOL = 1;
/** Of a line that is no answer, as much as a message holds. */
const SHOWN = 80;
/** Bytes of an answer: the largest message taken apart takes a hundredth. */
const MAX_LINE = 16 << 20;

const ORDERS = ['little', 'big'] as const;
const SILENT: readonly string[] = ['offset', 'length', 'type', 'name', 'flags', 'fields', 'sequence', 'port', 'refusedAt'];

/** Lines to and from a process. */
class LineProgram {
  private readonly asked: Asked<string>;
  private parts: Uint8Array[] = [];

  constructor(command: string) {
    this.asked = new Asked(command, (chunk) => this.read(chunk));
  }

  ask(line: string): Promise<string> {
    return this.asked.ask(`${line}\n`);
  }

  kill(): void {
    this.asked.kill();
  }

  private read(chunk: Uint8Array): void {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([...this.parts, chunk.subarray(from, end)]).toString();
      if (!this.asked.answer(line)) this.asked.spoil(`wrote a line that nobody asked for: ${shown(line)}`);
      this.parts = [];
      from = end + 1;
    }
    this.parts.push(chunk.subarray(from));
    if (this.parts.reduce((sum, { length }) => sum + length, 0) > MAX_LINE) this.asked.spoil(`wrote a line of more than ${MAX_LINE} bytes`);
  }
}

const shown = (line: string): string => JSON.stringify(line.length > SHOWN ? `${line.slice(0, SHOWN)}...` : line);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Rejects with TargetError for what is no answer to such a question. */
function parsed(line: string, wanted: readonly string[]): Readonly<Record<string, unknown>> {
  let answer: unknown;
  try {
    answer = JSON.parse(line);
  } catch {
    throw new TargetError(`answered with what is no JSON: ${shown(line)}`);
  }
  if (!isObject(answer) || !wanted.some((key) => key in answer)) throw new TargetError(`answered with none of ${wanted.join(', ')}: ${shown(line)}`);
  return answer;
}

/** Throws TargetError for an answer whose parts have the wrong types: comparing may then take them for what they are said to be. */
function checked(answer: Readonly<Record<string, unknown>>, line: string): Answer {
  const { messages, hex, error, unsupported } = answer;
  const isNode = (node: unknown): boolean =>
    isObject(node) &&
    (node.attributes === undefined || (Array.isArray(node.attributes) && node.attributes.every(isNode))) &&
    (node.name === undefined || typeof node.name === 'string') &&
    (node.fields === undefined || isObject(node.fields)) &&
    (node.error === undefined || isRefusal(node.error));
  if (messages !== undefined && !(Array.isArray(messages) && messages.every(isNode))) throw new TargetError(`answered with messages of another form: ${shown(line)}`);
  if (hex !== undefined && !(typeof hex === 'string' && /^([\da-f]{2})*$/i.test(hex))) throw new TargetError(`answered with hex that is none: ${shown(line)}`);
  if (error !== undefined && !isRefusal(error)) throw new TargetError(`answered with an error without message: ${shown(line)}`);
  if (unsupported !== undefined && typeof unsupported !== 'string') throw new TargetError(`answered with unsupported, but not what: ${shown(line)}`);
  return answer as Answer;
}

const isRefusal = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.message === 'string' &&
  (value.offset === undefined || typeof value.offset === 'number') &&
  (value.path === undefined || (Array.isArray(value.path) && value.path.every((name) => typeof name === 'string')));

function introduced(line: string): Introduction {
  const { library, checks = CHECKS, byteOrders = ORDERS, silent = [] } = parsed(line, ['library']);
  const among = <T extends string>(value: unknown, all: readonly T[], what: string): readonly T[] => {
    if (!Array.isArray(value) || !value.every((one) => all.includes(one as T)))
      throw new TargetError(`introduced itself with ${what} other than ${all.join(', ')}: ${shown(line)}`);
    return value as T[];
  };
  if (typeof library !== 'string') throw new TargetError(`introduced itself without a name: ${shown(line)}`);
  return { library, checks: among(checks, CHECKS, 'checks'), byteOrders: among(byteOrders, ORDERS, 'byteOrders'), silent: among(silent, SILENT, 'silent') };
}

/** Rejects with TargetError where it cannot be started or does not say what it is. `timeout` in milliseconds, of each answer. */
export async function codecProgram(command: string, timeout: number): Promise<Codec> {
  let program: LineProgram | undefined;
  /** Whatever an ended or garbled program wrote besides would be taken for the answer to the next question. */
  const asked = async <T>(question: Question, read: (line: string) => T): Promise<T> => {
    program ??= new LineProgram(command);
    try {
      return read(await within(timeout, program.ask(JSON.stringify(question))));
    } catch (error) {
      program.kill();
      program = undefined;
      throw error instanceof TimeOut ? new TargetError(`no answer within ${timeout / 1000} s`) : error;
    }
  };
  const hello = (): Promise<Introduction> => asked({ op: 'hello', version: PROTOCOL }, introduced);
  return {
    introduction: await hello(),
    async ask(question) {
      if (program === undefined) await hello();
      const wanted = question.op === 'decode' ? ['messages', 'error', 'unsupported'] : ['hex', 'error', 'unsupported'];
      return asked(question, (line) => checked(parsed(line, wanted), line));
    },
    close: async () => program?.kill(),
  };
}
