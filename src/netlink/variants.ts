// Payloads chosen by a sibling: IFLA_INFO_DATA by IFLA_INFO_KIND, IFLA_AF_SPEC by the family in the message's struct.

import type { When } from './attributes.js';
import type { Codec } from './codec.js';

// biome-ignore lint/suspicious/noExplicitAny: a codec is invariant in its value type; only the mapped type below looks at it
type Codecs = Readonly<Record<string, Codec<any>>>;

/** A line for each of `K`, under its name and the suffix. */
export type Lines<K extends Codecs, Suffix extends string> = { readonly [P in keyof K & string as `${P}${Suffix}`]: readonly [string, number, K[P], When] };

/**
 * Schema lines for attribute `name`, number `type`, one for each value of the sibling `by`: the decoded value stands
 * under the sibling's value plus `suffix`. Put them below the line that says what the payload is for any other value.
 */
export function variants<const K extends Codecs, const Suffix extends string = ''>(name: string, type: number, by: string, codecs: K, suffix?: Suffix): Lines<K, Suffix> {
  return variantsOf(name, type, by, Object.keys(codecs), (is) => codecs[is], suffix) as never;
}

/** The same for codecs that are not at hand: each is asked for when its line is first met, since it may have to be loaded. */
export function variantsOf(name: string, type: number, by: string, among: readonly string[], codecOf: (is: string) => unknown, suffix = ''): Record<string, unknown> {
  const codec = {
    enumerable: true,
    get(this: readonly [string, number, unknown, When]) {
      return codecOf(this[3].is as string);
    },
  };
  const lines: Record<string, unknown> = {};
  for (const is of among) lines[is + suffix] = Object.defineProperty([name, type, undefined, { by, is }], 2, codec);
  return lines;
}
