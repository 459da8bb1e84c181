// `-batch FILE`: a command a line, `#` for comments, a backslash at the end to go on, quotes around words. iproute2: lib/utils.c: do_batch().

import { UsageError } from '../rtnl/words.js';

export interface BatchLine {
  readonly words: readonly string[];
  /** Of its end, from 1. */
  readonly number: number;
}

/** As many words as a line can have. */
const MAX_WORDS = 511;

/**
 * The commands of a batch file. Throws UsageError where a quote is not closed, a line has too many words or the last one goes
 * on, once the lines before it are through; the last of these ends with what they came to.
 */
export function* batchLines(text: string, failedBefore: () => boolean = () => false): Generator<BatchLine> {
  const lines = text.split('\n');
  const ended = lines.at(-1) === '';
  if (ended) lines.pop();
  for (let at = 0; at < lines.length; at++) {
    let line = uncommented(lines[at] as string);
    while (line.endsWith('\\') && (ended || at + 1 < lines.length)) {
      if (at + 1 === lines.length) throw new UsageError('Missing continuation line\n', failedBefore() ? 1 : 0);
      line = line.slice(0, -1) + uncommented(lines[++at] as string);
    }
    const words = splitWords(line);
    if (words.length > 0) yield { words, number: at + 1 };
  }
}

const uncommented = (line: string): string => line.split('#', 1)[0] as string;

/** A quote counts at the start of a word only; between words stand spaces, tabs and the ends of lines. */
function splitWords(line: string): string[] {
  const words: string[] = [];
  const word = /[ \t\r\n]*(?:'([^']*)'|"([^"]*)"|(['"])|([^ \t\r\n]+))/y;
  for (let match = word.exec(line); match !== null; match = word.exec(line)) {
    if (match[3] !== undefined) throw new UsageError('Unterminated quoted string\n', 1);
    if (words.length === MAX_WORDS) throw new UsageError('Too many arguments to command\n', 1);
    words.push(match[1] ?? match[2] ?? (match[4] as string));
  }
  return words;
}
