// A dump is one message over and over. What an attribute set decoded to is remembered by the sequence of its attributes:
// the next of the same sequence starts as a copy of it, and only what differs is decoded and stored.

import { align4, type Bytes } from './bytes.js';
import { DecodeError } from './errors.js';
import { notesOf } from './note.js';
import { Template } from './template.js';

/** Longer sets are decoded without. */
const MAX_ATTRIBUTES = 100;
/** Shapes remembered for each attribute set: a power of 2. */
const SLOTS = 64;

/** The attribute headers of the set scanned last: valid until the next is. */
const scanned = new Uint16Array(MAX_ATTRIBUTES);
let count = 0;
let hash = 0;

export function overrun(length: number, left: number, at: number): DecodeError {
  return new DecodeError('ERR_NETLINK_BOUNDS', `attribute claims ${length} bytes, ${left} are left`, at);
}

export function leftover(left: number, at: number): DecodeError {
  return new DecodeError('ERR_NETLINK_BOUNDS', `${left} bytes left over after the last attribute`, at);
}

/** Walks the attributes from `start` up to `end`. Throws DecodeError where their lengths are wrong. */
function scan({ view, littleEndian }: Bytes, start: number, end: number): void {
  let at = start;
  count = 0;
  hash = 0;
  while (end - at >= 4) {
    const length = view.getUint16(at, littleEndian);
    if (length < 4 || length > end - at) throw overrun(length, end - at, at);
    const header = view.getUint16(at + 2, littleEndian);
    if (count < MAX_ATTRIBUTES) scanned[count] = header;
    hash = (Math.imul(hash, 31) + header) | 0;
    count++;
    at += align4(length);
  }
  if (at < end) throw leftover(end - at, at);
}

/** What one sequence of attributes decodes to: its keys, and what they held when it was learnt. */
export interface Shape {
  /** Keys that come before those of the attributes: a message's struct. */
  readonly prefix: readonly string[];
  readonly headers: readonly number[];
  readonly littleEndian: boolean;
  /** `prefix`, then a key for each attribute. */
  readonly keys: readonly string[];
  /** What `template` holds; undefined for what is no primitive. */
  readonly values: readonly unknown[];
  readonly template: Template;
  /** The bytes they were decoded from, and where each attribute stands there; -1 for one that has to be decoded every time. */
  readonly sample: DataView;
  readonly offsets: readonly number[];
  uses: number;
}

/** Whether the attribute at `at`, padding included, is the very one whose value the template holds. */
export function isUnchanged({ sample, offsets }: Shape, index: number, view: DataView, at: number, next: number): boolean {
  const from = offsets[index] as number;
  if (from < 0) return false;
  // The length stands in the first word: what differs in length differs there.
  for (let i = 0; i < next - at; i += 4) if (view.getUint32(at + i) !== sample.getUint32(from + i)) return false;
  return true;
}

/** The shapes in which one attribute set came lately. */
export class Shapes {
  private readonly slots: (Shape | undefined)[] = new Array(SLOTS).fill(undefined);

  /** No old value may stand under the keys in `unstable`: they are read while the object is being filled, or depend on it. */
  constructor(private readonly unstable: ReadonlySet<string>) {}

  /** The shape of the attributes from `start` up to `end`, if they came in this sequence before. Throws DecodeError where their lengths are wrong. */
  find(prefix: readonly string[], b: Bytes, start: number, end: number): Shape | undefined {
    scan(b, start, end);
    const shape = this.slots[hash & (SLOTS - 1)];
    if (shape === undefined || shape.prefix !== prefix || shape.headers.length !== count || shape.littleEndian !== b.littleEndian) return undefined;
    for (let i = 0; i < count; i++) if (shape.headers[i] !== scanned[i]) return undefined;
    shape.uses++;
    return shape;
  }

  /** Remembers `value` as what the attributes from `start` up to `end` decode to; `shape` is the one it was made with. */
  learn(prefix: readonly string[], b: Bytes, start: number, end: number, value: Readonly<Record<string, unknown>>, shape?: Shape): void {
    // The first link of a dump, the loopback, is unlike the others: learn again, ever more rarely.
    if (shape !== undefined && (shape.uses & (shape.uses - 1)) !== 0) return;
    scan(b, start, end);
    const keys = Object.keys(value);
    if (count > MAX_ATTRIBUTES || keys.length !== prefix.length + count || ((end - start) & 3) !== 0) return;
    const values = keys.map((key) => (typeof value[key] === 'object' || this.unstable.has(key) ? undefined : value[key]));
    const notes = notesOf(value);
    const offsets: number[] = [];
    for (let at = start, i = prefix.length; at < end; i++) {
      offsets.push(values[i] === undefined || notes?.has(keys[i] as string) ? -1 : at - start);
      at += align4(b.view.getUint16(at, b.littleEndian));
    }
    this.slots[hash & (SLOTS - 1)] = {
      prefix,
      headers: Array.from(scanned.subarray(0, count)),
      littleEndian: b.littleEndian,
      keys,
      values,
      template: shape?.template.update(values) ?? new Template(keys, values),
      sample: new DataView(b.array.slice(start, end).buffer),
      offsets,
      uses: shape?.uses ?? 0,
    };
  }
}
