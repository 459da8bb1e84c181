// States of neighbours as they are typed. iproute2: ip/ipneigh.c: nud_state_a2n().

import { NUD_STATES } from '../../rtnl/neighbour.js';
import { matches, parseWhole } from '../../rtnl/words.js';

/** Those that may be cut short; the others must be whole. */
const SHORT: readonly (keyof typeof NUD_STATES)[] = ['permanent', 'reachable', 'failed'];

/** NUD_*, by name or as a number with no more than one bit set; undefined where the word is neither. */
export function neighbourState(word: string): number | undefined {
  const short = SHORT.find((name) => matches(word, name));
  if (short !== undefined) return NUD_STATES[short];
  if (Object.hasOwn(NUD_STATES, word)) return NUD_STATES[word as keyof typeof NUD_STATES];
  const value = parseWhole(word);
  return value === undefined || value < 0 || value > 0xff || (value & (value - 1)) !== 0 ? undefined : value;
}
