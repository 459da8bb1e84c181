// What a random sequence is made of: verbs, each with the things it can be said about.

import * as fc from 'fast-check';
import type { Answer, Place } from './place.js';

/** The options of a verb as JSON holds them; those of the library's own request functions, with links by name. */
export type Spec = Readonly<Record<string, unknown>>;

export interface Verb {
  /** How often, beside the others. */
  readonly weight: number;
  readonly spec: fc.Arbitrary<Spec>;
  /** Does it in a namespace; `other` is the one beside it. Throws EncodeError for what the library does not send. */
  perform(place: Place, spec: Spec, other: Place): Answer;
  /** As a person would type it. */
  command(spec: Spec): string;
}

/** The names of a small world, so that they meet. */
export const LINKS = ['lo', 'v0', 'v1', 'w0', 'w1', 'b0', 'b1', 'i0', 'm0', 'm1', 'm2', 't0', 'd0', 'd1', 'l0', 'l1', 'l2'] as const;
export const link = fc.constantFrom(...LINKS);

export const mac = fc.integer({ min: 1, max: 12 }).map((number) => `02:00:00:00:00:${number.toString(16).padStart(2, '0')}`);

/** One of a few, of which the first is likelier. */
export const mostly = <T>(first: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

/** Settings of which some are there: from `least` to `most` of them. */
export function some(
  settings: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  { least = 0, most = 2 }: { readonly least?: number; readonly most?: number } = {},
): fc.Arbitrary<Spec> {
  const one = fc.oneof(...Object.entries(settings).map(([key, arbitrary]) => arbitrary.map((value) => ({ [key]: value }))));
  return fc.array(one, { minLength: least, maxLength: most }).map((all) => Object.assign({}, ...all) as Spec);
}

/** Both. */
export const and = (...parts: readonly fc.Arbitrary<Spec>[]): fc.Arbitrary<Spec> => fc.tuple(...parts).map((all) => Object.assign({}, ...all) as Spec);

/** Options in words: `key value`, where nothing else is said of a key. */
export function words(spec: Spec, say: Readonly<Record<string, ((value: never, spec: Spec) => string) | string>> = {}): string {
  return Object.entries(spec)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => {
      const how = say[key];
      if (typeof how === 'function') return how(value as never, spec);
      if (how === undefined && value === true) return key;
      if (how === undefined && value === false) return `no${key}`;
      const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
      return how === '' ? shown : `${how ?? key} ${shown}`;
    })
    .filter((word) => word !== '')
    .join(' ');
}
