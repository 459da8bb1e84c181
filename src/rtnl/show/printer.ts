// Where shown things go: text as `ip` writes it and JSON as `ip -j` does, from one walk. iproute2: lib/json_print.c.

import { type Background, type Colour, coloured } from './colour.js';
import { type Json, JsonWriter } from './json-writer.js';

export type { Background, Colour } from './colour.js';
export { Digits, type Json } from './json-writer.js';

/** One output, either text or JSON; each method writes to the one it is for. */
export interface Printer {
  readonly json: boolean;
  /** -d */
  readonly details: number;
  /** -s, counted */
  readonly statistics: number;
  /** -br */
  readonly brief: boolean;
  /** -o */
  readonly oneline: boolean;
  /** -N: numbers where there are names for them. */
  readonly numeric: boolean;
  /** -h: counters with a suffix, in powers of 1000 (`si`) or, with -iec, of 1024; undefined writes them out. */
  readonly human: 'si' | 'iec' | undefined;
  /** -o: a backslash instead of a newline. */
  readonly newline: string;
  /** Text only. */
  text(text: string): void;
  /** JSON only: a member of the object that is open, or with no key an element of the array. */
  member(key: string | undefined, value: Json): void;
  /** Both: `text` for text, `key` and `value` for JSON. */
  both(key: string | undefined, value: Json, text: string, colour?: Colour): void;
  /** JSON only. */
  openObject(key?: string): void;
  closeObject(): void;
  openArray(key?: string): void;
  closeArray(): void;
}

/** A printer as who made it holds it: with its output. */
export interface Output extends Printer {
  /** What was written since the last call: for output that goes on, as a monitor's does. */
  drain(): string;
  /** What was written since the last drain, closed: nothing may be written after it. */
  finish(): string;
}

export interface PrinterOptions {
  readonly json?: boolean;
  /** -p: JSON over several lines. */
  readonly pretty?: boolean;
  readonly details?: number;
  readonly statistics?: number;
  readonly oneline?: boolean;
  readonly brief?: boolean;
  readonly numeric?: boolean;
  readonly human?: 'si' | 'iec';
  /** Text in colours, chosen for this background; JSON never has any. */
  readonly colour?: Background;
}

/** A printer of text, or of JSON: then all that is shown stands in one array. */
export function printer(options: PrinterOptions = {}): Output {
  return options.json === true ? new JsonPrinter(options) : new TextPrinter(options);
}

abstract class Settings {
  readonly details: number;
  readonly statistics: number;
  readonly brief: boolean;
  readonly oneline: boolean;
  readonly numeric: boolean;
  readonly human: 'si' | 'iec' | undefined;
  readonly newline: string;

  constructor({ details = 0, statistics = 0, brief = false, oneline = false, numeric = false, human }: PrinterOptions) {
    this.details = details;
    this.statistics = statistics;
    this.brief = brief;
    this.oneline = oneline;
    this.numeric = numeric;
    this.human = human;
    this.newline = oneline ? '\\' : '\n';
  }
}

class TextPrinter extends Settings implements Output {
  readonly json = false;
  private readonly background: Background | undefined;
  private out = '';

  constructor(options: PrinterOptions) {
    super(options);
    this.background = options.colour;
  }

  text(text: string): void {
    this.out += text;
  }

  both(_key: string | undefined, _value: Json, text: string, colour?: Colour): void {
    this.out += colour === undefined || this.background === undefined ? text : coloured(text, colour, this.background);
  }

  drain(): string {
    const out = this.out;
    this.out = '';
    return out;
  }

  finish(): string {
    return this.drain();
  }

  member(): void {}
  openObject(): void {}
  closeObject(): void {}
  openArray(): void {}
  closeArray(): void {}
}

class JsonPrinter extends Settings implements Output {
  readonly json = true;
  private readonly writer: JsonWriter;

  constructor(options: PrinterOptions) {
    super(options);
    this.writer = new JsonWriter(options.pretty === true);
    this.writer.open('[');
  }

  text(): void {}

  member(key: string | undefined, value: Json): void {
    if (key !== undefined) this.writer.name(key);
    this.writer.value(value);
  }

  both(key: string | undefined, value: Json): void {
    this.member(key, value);
  }

  openObject(key?: string): void {
    if (key !== undefined) this.writer.name(key);
    this.writer.open('{');
  }

  closeObject(): void {
    this.writer.close('}');
  }

  openArray(key?: string): void {
    if (key !== undefined) this.writer.name(key);
    this.writer.open('[');
  }

  closeArray(): void {
    this.writer.close(']');
  }

  drain(): string {
    return this.writer.drain();
  }

  finish(): string {
    this.writer.close(']');
    this.writer.end();
    return this.writer.drain();
  }
}
