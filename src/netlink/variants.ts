// Payloads chosen by a sibling: IFLA_INFO_DATA by IFLA_INFO_KIND, IFLA_AF_SPEC by the family in the message's struct.

import type { When } from './attributes.js';
import type { Codec } from './codec.js';

// biome-ignore lint/suspicious/noExplicitAny: a codec is invariant in its value type; only the mapped type below looks at it
type Codecs = Readonly<Record<string, Codec<any>>>;

/**
 * Schema lines for attribute `name`, number `type`, one for each value of the sibling `by`: the decoded value stands
 * under the sibling's value plus `suffix`. Put them below the line that says what the payload is for any other value.
 */
export function variants<const K extends Codecs, const Suffix extends string = ''>(
  name: string,
  type: number,
  by: string,
  codecs: K,
  suffix?: Suffix,
): { readonly [P in keyof K & string as `${P}${Suffix}`]: readonly [string, number, K[P], When] } {
  const lines: Record<string, unknown> = {};
  for (const is of Object.keys(codecs)) {
    const line = [name, type, undefined, { by, is }];
    // Some are loaded when they are first met.
    Object.defineProperty(line, 2, { get: () => codecs[is], enumerable: true });
    lines[`${is}${suffix ?? ''}`] = line;
  }
  return lines as never;
}
