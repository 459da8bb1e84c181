// Bodies that are one payload and hold no attributes: a struct alone, text.

import type { Bytes, Writer } from '../netlink/bytes.js';
import { equalBytes } from '../netlink/bytes.js';
import { type Codec, expectFields } from '../netlink/codec.js';
import { EncodeError } from '../netlink/errors.js';
import { encoded, note, notesOf, unchanged } from '../netlink/note.js';
import type { StructCodec } from '../netlink/struct.js';
import { text } from '../netlink/text.js';
import { exactlyInUtf8 } from '../netlink/utf8.js';
import type { FamilyBody } from './protocol.js';

/** The note under which a payload is kept that its value does not tell. */
const PAYLOAD = '';

type Value = Record<string, unknown>;

/** A body of a payload whose value is an object. What is not there at all decodes to no field, and an object without fields to no byte. */
export function payloadBody<T extends object>(codec: Codec<T>): FamilyBody {
  const inner = codec as unknown as Codec<Value>;
  const whole: Pick<Codec<Value>, 'encode'> = {
    encode(w: Writer, value) {
      expectFields(value);
      if (Object.keys(value).length > 0) inner.encode(w, value);
    },
  };
  return {
    type: codec.type.replace(/^struct /, ''),
    decode(b: Bytes, start, end) {
      if (start === end) return {};
      b.inexact = false;
      const value = inner.decode(b, start, end);
      b.inexact = false;
      const raw = b.array.slice(start, end);
      const canonical = encoded(whole, value, b.littleEndian);
      if (!equalBytes(raw, canonical)) note(value, PAYLOAD, { raw, canonical });
      return value;
    },
    encode(w, value) {
      expectFields(value);
      const kept = notesOf(value)?.get(PAYLOAD);
      if (kept === undefined) whole.encode(w, value as Value);
      else w.bytes(unchanged(kept, encoded(whole, value as Value, w.littleEndian)));
    },
    dissect: (b, start, end) => inner.dissect?.(b, start, end) ?? [],
    dissectFields: (b, start, end) => inner.dissectFields?.(b, start, end) ?? [],
  };
}

/** A struct and nothing else. One that has grown keeps its `tail`. */
export const structBody = <T extends object>(one: StructCodec<T>): FamilyBody => payloadBody(one);

/** Text up to the end; its senders do not agree on whether a NUL ends it. */
export const textBody: FamilyBody = payloadBody<{ text: string }>({
  type: 'text',
  decode(b, start, end) {
    let stop = end;
    while (stop > start && b.array[stop - 1] === 0) stop--;
    return { text: text(b, start, stop) };
  },
  encode(w, { text }: { readonly text: unknown }) {
    if (typeof text !== 'string') throw new EncodeError(`expected text, got ${typeof text}`);
    w.bytes(exactlyInUtf8(text));
  },
  dissectFields(b, start, end) {
    return start === end ? [] : [{ name: 'text', offset: start, length: end - start, value: (textBody.decode(b, start, end) as { text: string }).text }];
  },
});
