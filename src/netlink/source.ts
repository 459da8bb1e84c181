// The code of a function that makes one value over and over: a literal for each object in it, in which what does not vary stands already. V8 makes an object of
// a literal in one step, be the code optimised or not.

import type { Bytes } from './bytes.js';
import type { Kind, Word } from './struct-field.js';

/** V8 keeps an object of a literal of more keys as a hash table. */
const MAX_KEYS = 120;
/** Objects in one value. */
const MAX_OBJECTS = 64;

/** What came from a datagram stands in code where it cannot be taken for anything but what it is. */
const PLAIN = /^[\w.:-]*$/;

/** Makes the value of what stands at `start`; undefined where it has to be decoded. Throws DecodeError. */
export type Make = (bytes: Bytes, start: number) => Record<string, unknown> | undefined;

/** Of a struct, what has bytes in a word. */
interface Words {
  wordAt(word: number): Word;
}

/** How a number is read: a DataView's method, and whether its byte order is that of the datagram. */
const READS: Readonly<Partial<Record<Kind, readonly [method: string, ordered: boolean]>>> = {
  u8: ['Uint8', false],
  s8: ['Int8', false],
  u16: ['Uint16', true],
  u32: ['Uint32', true],
  s32: ['Int32', true],
  u64: ['BigUint64', true],
  be16: ['Uint16', false],
  be32: ['Uint32', false],
};

/** Where the function is put together. In its code `b` are the bytes, `s` is where the value starts. */
export class Source {
  /** Nests around what is being written. */
  depth = 0;
  private readonly passed: unknown[] = [];
  private readonly lines: string[] = [];
  private objects = 0;
  private values = 0;

  /** `varying` is not 0 for each word that varies, counted from where the value starts. */
  constructor(
    private readonly varying: Uint8Array,
    private readonly littleEndian: boolean,
  ) {}

  /** Whether there is a word that varies, from `from` up to `to` in bytes. */
  varies(from: number, to: number): boolean {
    const { varying } = this;
    for (let word = from >> 2; word < to >> 2; word++) if (varying[word] !== 0) return true;
    return false;
  }

  /** Takes all words there for such as vary: the code looks for itself what they are. */
  vary(from: number, to: number): void {
    this.varying.fill(1, from >> 2, to >> 2);
  }

  /** The name by which the code knows something that is passed to it. */
  pass(item: unknown): string {
    const known = this.passed.indexOf(item);
    return `k${known < 0 ? this.passed.push(item) - 1 : known}`;
  }

  /** So many bytes behind the start. */
  at(bytes: number): string {
    return `s+${bytes}`;
  }

  /** One step, before whatever is written next. */
  step(code: string): void {
    this.lines.push(code);
  }

  /** Writes what stands one nest deeper, with all its steps: none of them where that gives nothing. */
  nested(write: () => string | undefined): string | undefined {
    const { length } = this.lines;
    this.depth++;
    const code = write();
    this.depth--;
    if (code === undefined) this.lines.length = length;
    return code;
  }

  /** Makes an object of these keys and values, in their order; for some there is code. Returns its name, undefined where it would be no use. */
  object(values: Readonly<Record<string, unknown>>, code?: ReadonlyMap<string, string>): string | undefined {
    const keys = Object.keys(values);
    if (keys.length > MAX_KEYS || keys.includes('__proto__') || ++this.objects > MAX_OBJECTS) return undefined;
    const name = `o${this.objects}`;
    this.step(`const ${name}={${keys.map((key) => `${JSON.stringify(key)}:${code?.get(key) ?? this.constant(values[key])}`).join()}}`);
    return name;
  }

  /** The value of an expression, which may be that there is none. */
  take(expression: string): string {
    const name = `v${this.values++}`;
    this.step(`const ${name}=${expression};if(${name}===undefined)return`);
    return name;
  }

  /** Code for those fields that vary, of a struct of so many words at `at`; undefined where some are no numbers. */
  fields(struct: Words, at: number, words: number): Map<string, string> | undefined {
    const code = new Map<string, string>();
    for (let word = 0; word < words; word++) {
      const from = at + (word << 2);
      if (!this.varies(from, from + 4)) continue;
      const { fields, padding, plain } = struct.wordAt(word);
      if (!plain) return undefined;
      for (let byte = 0; byte < 4; byte++) if (((padding >> byte) & 1) !== 0) this.step(`if(b.array[${this.at(from + byte)}]!==0)return`);
      for (const { key, kind, at: offset } of fields) {
        const [method, ordered] = READS[kind] as readonly [string, boolean];
        code.set(key, `b.view.get${method}(${this.at(at + offset)}${ordered && this.littleEndian ? ',true' : ''})`);
      }
    }
    return code;
  }

  /** It is given up where the code, if there is some, gives another value. */
  expect(code: string | undefined, value: unknown): void {
    if (code !== undefined) this.step(`if(${code}!==${this.constant(value)})return`);
  }

  /** The function that gives `object`. Throws where code may not be made of strings: EvalError, or what whoever forbids it prefers. */
  finish(object: string): Make {
    const names = this.passed.map((_, i) => `k${i}`);
    const make = new Function(...names, `return(b,s)=>{${this.lines.join(';')};return ${object}}`);
    return make(...this.passed) as Make;
  }

  private constant(value: unknown): string {
    if (typeof value === 'string') return PLAIN.test(value) ? `'${value}'` : this.pass(value);
    if (typeof value === 'bigint') return `${value}n`;
    return Number.isSafeInteger(value) || typeof value === 'boolean' || value === undefined ? `${value}` : this.pass(value);
  }
}
