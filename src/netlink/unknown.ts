// What nothing is known about, taken apart as far as its bytes tell: attributes in attributes, where they are well formed.
// For dissections alone; decoded values keep such bytes as they are, since a guess may be wrong.

import { align4, type Bytes, MAX_NESTING } from './bytes.js';
import { type Dissection, withCodec } from './dissection.js';
import { NLA_F_NESTED, NLA_TYPE_MASK } from './nlattr.js';

/** Numbers of attributes in nests that are not flagged: an enum of more is rare, a number that looks like one is not. */
const LIKELY = 0x1ff;

/** A name for each number that has one; `#N` for the others. */
const NUMBERS = { nameOf: (type: number) => `#${type}` };

/**
 * Whether the bytes are attributes from first to last, padded with zeros. Without NLA_F_NESTED to say so, a single word
 * does not count: a number may look like an empty attribute.
 */
function isNest({ view, array, littleEndian }: Bytes, start: number, end: number, flagged: boolean): boolean {
  if (end - start < (flagged ? 4 : 8)) return false;
  let at = start;
  while (end - at >= 4) {
    const length = view.getUint16(at, littleEndian);
    const type = view.getUint16(at + 2, littleEndian) & NLA_TYPE_MASK;
    if (length < 4 || length > end - at || (!flagged && type > LIKELY)) return false;
    const next = Math.min(end, at + align4(length));
    for (let i = at + length; i < next; i++) if (array[i] !== 0) return false;
    at = next;
  }
  return at === end;
}

function nodes(b: Bytes, start: number, end: number): Dissection[] {
  const out: Dissection[] = [];
  for (let at = start; at < end; ) {
    const length = b.view.getUint16(at, b.littleEndian);
    const header = b.view.getUint16(at + 2, b.littleEndian);
    const type = header & NLA_TYPE_MASK;
    out.push(unknownNode({ name: `#${type}`, type, flags: header & ~NLA_TYPE_MASK, offset: at, length, payload: 'bytes' }, b, at + 4, at + length));
    at += align4(length);
  }
  return out;
}

/** The node that `base` describes, with what its payload from `start` up to `end` seems to hold. */
export function unknownNode(base: Dissection, b: Bytes, start: number, end: number): Dissection {
  if (b.depth >= MAX_NESTING || !isNest(b, start, end, (base.flags & NLA_F_NESTED) !== 0)) return { ...base, value: b.array.subarray(start, end) };
  b.depth++;
  const children = nodes(b, start, end);
  b.depth--;
  return withCodec({ ...base, payload: 'nest', children }, NUMBERS);
}
