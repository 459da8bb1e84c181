// A shape that comes often gets a function of its own, compiled by V8 from source.ts: what it takes to go from nest to nest is most of the time until V8 has
// optimised shape.ts, and a third of it afterwards. Nothing but speed depends on it: what the function does not make, shape.ts does.

import type { Bytes } from './bytes.js';
import type { Shape } from './shape.js';
import { type Make, Source } from './source.js';
import { firstDifference, Runs, type Sample } from './words.js';

/** After so many sets their function is made, of what varied among them. */
const SETS = 16;
/** Anew after so many that it did not make, since something else varies, and ever after eight times as many: the links of a list were made by and by, and so not all in one tick of the clock. */
const OTHERS = 8;
/** Functions that there are, of all shapes together: whoever sends many different ones is not to fill the memory with them. */
const MAX_FUNCTIONS = 256;

/** Where browsers tell whoever serves a page of code made of strings, none is made; nor where that was refused once. */
let allowed = !('SecurityPolicyViolationEvent' in globalThis);
let functions = 0;

/** What is known of one shape. */
export class Compiled {
  private readonly varying: Uint8Array;
  /** Sets until a function is made; 0 where none will be. */
  private left = SETS;
  private again = OTHERS;
  private make: Make | undefined;
  private sample: Sample;

  constructor(private readonly shape: Shape) {
    this.sample = shape.sample;
    this.varying = new Uint8Array(shape.sample.words.length);
  }

  /** Whether there is a function. */
  get isMade(): boolean {
    return this.make !== undefined;
  }

  /** The value of the set at `start`, which fits the shape; undefined where it is for the shape to make. Throws DecodeError. */
  decode(b: Bytes, start: number): Record<string, unknown> | undefined {
    const { make, sample } = this;
    if (make === undefined || firstDifference(b.words, start >> 2, sample, 0) < sample.words.length) return undefined;
    const errors = b.errors.length;
    const out = make(b, start);
    if (out === undefined) b.errors.length = errors;
    return out;
  }

  /** Learns from the set at `start`, which the shape has made and in which this word is the first that is not as in the sample. */
  look(b: Bytes, start: number, difference: number): void {
    if (this.left === 0) return;
    const { varying, shape } = this;
    for (let word = difference; word < varying.length; word = firstDifference(b.words, start >> 2, shape.sample, word + 1)) varying[word] = 1;
    if (--this.left === 0) this.renew();
  }

  /** Makes the function, where there may be one. */
  private renew(): void {
    if (!allowed || (this.make === undefined && functions === MAX_FUNCTIONS)) return;
    const { shape, varying, make } = this;
    const source = new Source(varying, shape.littleEndian);
    const object = shape.write(source, 0);
    // Where more varies it will not be easier.
    if (object === undefined) return;
    try {
      this.make = source.finish(object);
    } catch {
      allowed = false;
      return;
    }
    if (make === undefined) functions++;
    this.sample = { words: shape.sample.words, compared: this.constant() };
    this.left = this.again;
    this.again *= 8;
  }

  /** Gives the function up: others may have one in its place. */
  forget(): void {
    if (this.make !== undefined) functions--;
    this.make = undefined;
  }

  /** Those of the words that decide for the shape that do not vary. */
  private constant(): Int32Array {
    const { varying } = this;
    const { compared } = this.shape.sample;
    const runs = new Runs();
    for (let run = 0; run < compared.length; run += 2) {
      for (let word = compared[run] as number; word < (compared[run + 1] as number); word++) if (varying[word] === 0) runs.add(word, word + 1);
    }
    return runs.finish();
  }
}
