// A shape that comes often gets a function of its own, compiled by V8 from source.ts: what it takes to go from nest to nest is most of the time until V8 has
// optimised shape.ts, and a third of it afterwards. Nothing but speed depends on it: what the function does not make, shape.ts does.

import type { Bytes } from './bytes.js';
import type { Shape } from './shape.js';
import { type Make, Source } from './source.js';
import { firstDifference, Runs, type Sample } from './words.js';

/** After so many sets their function is made, of what varied among them; anew, where something else varies, after eight times as many that it did not make. */
const SETS = 16;
/** Functions that are made, of all shapes together: whoever sends many different ones is not to fill the memory with them. */
const MAX_FUNCTIONS = 256;

/** Where browsers tell whoever serves a page of code made of strings, none is made; nor where that was refused once. */
let allowed = !('SecurityPolicyViolationEvent' in globalThis);
let functions = 0;

/** What is known of one shape. */
export class Compiled {
  private readonly varying: Uint8Array;
  private left = SETS;
  private again = SETS;
  private make: Make | undefined;
  private sample: Sample;

  constructor(private readonly shape: Shape) {
    this.sample = shape.sample;
    this.varying = new Uint8Array(shape.sample.words.length);
  }

  /** The value of the set at `start`, which fits the shape; undefined where it is for the shape to make. Throws DecodeError. */
  decode(b: Bytes, start: number): Record<string, unknown> | undefined {
    if (this.make !== undefined && firstDifference(b.words, start >> 2, this.sample, 0) === this.sample.words.length) {
      const errors = b.errors.length;
      const out = this.make(b, start);
      if (out !== undefined && b.errors.length === errors) return out;
      b.errors.length = errors;
    }
    if (allowed && this.left > 0) this.look(b, start);
    return undefined;
  }

  private look(b: Bytes, start: number): void {
    const { varying, shape } = this;
    const { sample } = shape;
    const { words } = sample;
    for (let word = firstDifference(b.words, start >> 2, sample, 0); word < words.length; word = firstDifference(b.words, start >> 2, sample, word + 1)) varying[word] = 1;
    if (--this.left > 0 || functions === MAX_FUNCTIONS) return;
    this.again *= 8;
    this.left = this.again;
    functions++;
    try {
      const source = new Source(varying);
      const object = shape.write(source, 0);
      this.make = object === undefined ? undefined : source.finish(object);
      this.sample = { words, compared: this.constant() };
    } catch (error) {
      if (!(error instanceof EvalError)) throw error;
      allowed = false;
    }
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
