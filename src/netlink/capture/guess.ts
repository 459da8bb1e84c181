// Attributes of a message that nobody has described: behind which struct they may stand. All families put one of whole words, or
// none, before them.

import type { Bytes } from '../bytes.js';
import type { Dissection } from '../dissection.js';
import { unknownNode } from '../unknown.js';

/** The longest struct that is looked behind: struct tcmsg has 20 bytes, struct xfrm_userpolicy_info 168. */
const LONGEST_STRUCT = 256;

/** What looks like attributes up to `end`, behind some struct at `start`; undefined where nothing does. */
export function guessAttributes(b: Bytes, start: number, end: number): readonly Dissection[] | undefined {
  for (let at = start + 4; at <= start + LONGEST_STRUCT && at < end; at += 4) {
    const { children } = unknownNode({ name: '', type: 0, flags: 0, offset: at, length: end - at, payload: 'bytes' }, b, at, end);
    if (children !== undefined) return children;
  }
  return undefined;
}
