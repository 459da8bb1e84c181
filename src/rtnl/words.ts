// The words of a command line, read one by one, and the errors `ip` gives for a wrong one. iproute2: lib/utils.c.

/** A wrong command line: `message` is what `ip` prints on standard error, with its newlines. Nothing was sent. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(
    message: string,
    readonly exitCode: number = 255,
    /** Print on standard output, as help that was asked for. */
    readonly toStdout: boolean = false,
    /** A batch ends with it, whatever it was told: `ip` leaves where it finds such a word. */
    readonly ends: boolean = exitCode === 255,
  ) {
    super(message);
  }
}

/** `Error: argument "foo" is wrong: ...` */
export function invalidWord(why: string, word: string): UsageError {
  return new UsageError(`Error: argument "${word}" is wrong: ${why}\n`);
}

/** What is no address, as `message` says. */
export function wrongAddress(message: string): UsageError {
  return new UsageError(message, 1, false, true);
}

/** `Error: argument "name" is required` */
export function missingWord(key: string): UsageError {
  return new UsageError(`Error: argument "${key}" is required\n`);
}

/** `Error: duplicate "mtu": "9000" is the second value.` */
export function duplicateWord(key: string, word: string): UsageError {
  return new UsageError(`Error: duplicate "${key}": "${word}" is the second value.\n`);
}

/** `Error: either "dev" is duplicate, or "foo" is a garbage.` */
export function garbageWord(key: string, word: string): UsageError {
  return new UsageError(`Error: either "${key}" is duplicate, or "${word}" is a garbage.\n`);
}

/** `Command line is not complete. Try option "help"` */
export function incomplete(): UsageError {
  return new UsageError('Command line is not complete. Try option "help"\n');
}

/** Whether `word` is a prefix of `of`: iproute2's matches(), true for a match. */
export function matches(word: string, of: string): boolean {
  return word !== '' && of.startsWith(word);
}

/** A cursor over words. */
export class Words {
  private at = 0;
  constructor(private readonly words: readonly string[]) {}

  /** How many are left. */
  get left(): number {
    return this.words.length - this.at;
  }

  /** The current word, which stays; undefined at the end. */
  peek(): string | undefined {
    return this.words[this.at];
  }

  /** The current word, passed. Throws UsageError at the end: use it where a value must follow (NEXT_ARG). */
  next(): string {
    const word = this.words[this.at];
    if (word === undefined) throw incomplete();
    this.at++;
    return word;
  }

  /** Passes the current word if it is exactly this one. */
  accept(word: string): boolean {
    if (this.peek() !== word) return false;
    this.at++;
    return true;
  }

  /** Goes back one word (PREV_ARG). */
  back(): void {
    this.at--;
  }

  /** All that is left, passed. */
  rest(): string[] {
    const rest = this.words.slice(this.at);
    this.at = this.words.length;
    return rest;
  }
}

/**
 * A whole number as strtoul(3) with base 0 reads it (decimal, 0x hex, 0 octal), from `min` to `max`. Throws UsageError with `why`,
 * naming the word, as get_u32() and its like make iproute2 do.
 */
export function wholeNumber(word: string, why: string, max = 0xffffffff, min = 0): number {
  const value = parseWhole(word);
  if (value === undefined || value < min || value > max) throw invalidWord(why, word);
  return value;
}

/** The number a word says in C's notation, undefined where it says none. */
export function parseWhole(word: string): number | undefined {
  const match = /^([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/.exec(word.trimStart());
  if (match === null) return undefined;
  const digits = match[2] as string;
  const magnitude = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return match[1] === '-' ? -magnitude : magnitude;
}

/** `on` or `off` in full, as on_off() of ip/iplink.c has it. Throws UsageError. */
export function onOff(key: string, word: string): boolean {
  if (word === 'on') return true;
  if (word === 'off') return false;
  throw new UsageError(`Error: argument of "${key}" must be "on" or "off", not "${word}"\n`, 1);
}

/** `off` or `on` as parse_on_off() of lib/utils.c takes them, either cut short: `o` is off. Throws UsageError; the code, and whether a batch ends with it, depend on who asks. */
export function parseOnOff(key: string, word: string, exitCode: number, ends = false): boolean {
  if (matches(word, 'off')) return false;
  if (matches(word, 'on')) return true;
  throw new UsageError(`Error: argument of "${key}" must be one of "off", "on", not "${word}"\n`, exitCode, false, ends);
}
