// Requests that come by the thousand are much alike: what is as in the one before is copied, and only what differs is encoded, in its place.

import type { PayloadCodec } from './body.js';
import type { Writer } from './bytes.js';
import type { Codec } from './codec.js';
import { notesOf } from './note.js';
import type { StructCodec } from './struct.js';
import type { StructField } from './struct-field.js';

/** Longer ones are not remembered. */
const MAX_BYTES = 1 << 10;
/** Stencils remembered for each name, by the number of keys: a power of 2. */
const SLOTS = 16;
/** What comes in ever other lengths is no longer tried. */
const MAX_MISSES = 32;

/** Where the value of a key stands, from `at` to `end` in the bytes: a field of the struct, which itself starts at `start`, or what an attribute holds. */
export interface Place {
  readonly at: number;
  readonly end: number;
  readonly field?: { readonly head: Pick<StructCodec<unknown>, 'put'>; readonly start: number; readonly line: StructField };
  readonly codec?: Codec<unknown>;
}

/** A message on its way out. */
interface Outgoing {
  readonly name: string;
  readonly header: { readonly flags?: number; readonly portId?: number; readonly bodyLength?: true };
  readonly body: unknown;
}

/** In place of a value: it is encoded each time. */
const VARIES = Symbol('varies');

/** Keys, values and bytes of one message, which others are made of. */
interface Stencil {
  readonly littleEndian: boolean;
  readonly flags: number | undefined;
  readonly keys: readonly string[];
  readonly values: unknown[];
  /** Undefined where there is no value, and nothing in the bytes. */
  readonly places: readonly (Place | undefined)[];
  /** Zeros where it varies. */
  readonly bytes: Uint8Array;
}

interface Slot {
  stencil: Stencil | undefined;
  misses: number;
}

/** The value under that key is encoded each time from now on. */
function vary({ values, places, bytes }: Stencil, i: number): void {
  values[i] = VARIES;
  const place = places[i];
  if (place !== undefined) bytes.fill(0, place.at, place.end);
}

function undo(w: Writer, start: number, end: number): false {
  w.array.fill(0, start, Math.max(w.length, end));
  w.length = start;
  return false;
}

/** What is encoded as it stands there: it was not decoded from bytes that its values do not tell, nor says its header more than its flags. */
const isPlain = ({ header: { portId, bodyLength }, body }: Outgoing): boolean => portId === undefined && bodyLength === undefined && notesOf(body as object) === undefined;

/** The stencils of a family whose messages are told by their names and flags alone. */
export class Stencils {
  private readonly slots = new Map<string, (Slot | undefined)[]>();

  /** False where nothing was written; else all of the message but its flags and its sequence. In one piece, as it is gone through by the thousand. */
  write(w: Writer, message: Outgoing): boolean {
    const slots = this.slots.get(message.name);
    if (slots === undefined || !isPlain(message)) return false;
    const body = message.body as Readonly<Record<string, unknown>>;
    const own = Object.keys(body);
    const stencil = slots[own.length & (SLOTS - 1)]?.stencil;
    if (stencil === undefined) return false;
    const { littleEndian, flags, keys, values, places, bytes } = stencil;
    const { length } = keys;
    if (own.length !== length || message.header.flags !== flags || w.littleEndian !== littleEndian) return false;
    const start = w.reserve(bytes.length);
    const end = w.length;
    w.array.set(bytes, start);
    try {
      for (let i = 0; i < length; i++) {
        const key = own[i] as string;
        const item = body[key];
        if (key !== keys[i]) return undo(w, start, end);
        if (item === values[i]) continue;
        const place = places[i];
        if (item === undefined || place === undefined) return undo(w, start, end);
        if (values[i] !== VARIES) {
          vary(stencil, i);
          w.array.fill(0, start + place.at, start + place.end);
        }
        const { codec, field } = place;
        if (codec === undefined) {
          field?.head.put(w, start + field.start, field.line, item);
        } else {
          w.length = start + place.at;
          codec.encode(w, item);
          if (w.length !== start + place.end) return undo(w, start, end);
        }
      }
    } catch {
      // What is wrong is told by who encodes it from the start.
      return undo(w, start, end);
    }
    w.length = end;
    return true;
  }

  /** The message was encoded from `start` on, its body from `bodyStart`. */
  wrote(w: Writer, message: Outgoing, codec: Pick<PayloadCodec<never>, 'places'>, start: number, bodyStart: number): void {
    if (codec.places === undefined || !isPlain(message)) return;
    const { name } = message;
    const slots = this.slots.get(name) ?? new Array<Slot | undefined>(SLOTS).fill(undefined);
    this.slots.set(name, slots);
    const index = Object.keys(message.body as object).length & (SLOTS - 1);
    const slot = slots[index] ?? { stencil: undefined, misses: 0 };
    slots[index] = slot;
    // What comes once is not worth it.
    if (++slot.misses > 1 && (slot.misses & (slot.misses - 1)) === 0) this.learn(slot, w, message, codec as Required<typeof codec>, start, bodyStart);
  }

  private learn(slot: Slot, w: Writer, message: Outgoing, codec: Required<Pick<PayloadCodec<never>, 'places'>>, start: number, bodyStart: number): void {
    const body = message.body as Readonly<Record<string, unknown>>;
    const keys = Object.keys(body);
    const places = slot.misses > MAX_MISSES || w.length - start > MAX_BYTES ? undefined : codec.places(w, body, start, bodyStart);
    const values = keys.map((key) => body[key]);
    slot.stencil = places && { littleEndian: w.littleEndian, flags: message.header.flags, keys, values, places, bytes: w.array.slice(start, w.length) };
    if (slot.stencil !== undefined) for (let i = 0; i < values.length; i++) if (typeof values[i] === 'object') vary(slot.stencil, i);
  }
}
