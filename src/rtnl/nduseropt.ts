// Options of a router advertisement that are for programs, such as name servers: RTM_NEWNDUSEROPT, struct nduseroptmsg and the
// attributes NDUSEROPT_*. include/uapi/linux/rtnetlink.h; net/ipv6/ndisc.c: ndisc_ra_useropt().

import { ipv6 } from '../netlink/address.js';
import { type Attributes, attributes } from '../netlink/attributes.js';
import type { BodyCodec } from '../netlink/body.js';
import { align4, Bytes, equalBytes, type Writer } from '../netlink/bytes.js';
import { expectFields } from '../netlink/codec.js';
import { DecodeError, EncodeError } from '../netlink/errors.js';
import { encoded, note, notesOf, unchanged } from '../netlink/note.js';
import { __s32, __u8, __u16, __u32, type StructCodec, struct } from '../netlink/struct.js';

/** What RTM_NEWNDUSEROPT begins with. */
export const nduseroptmsg = struct('nduseroptmsg', {
  family: __u8,
  pad1: __u8,
  /** Bytes of the options that follow. */
  optsLen: __u16,
  /** Index of the link. */
  index: __s32,
  /** 134, a router advertisement. */
  icmpType: __u8,
  icmpCode: __u8,
  pad2: __u16,
  pad3: __u32,
});

const set = attributes(() => ({
  /** The router. */
  srcaddr: ['NDUSEROPT_SRCADDR', 1, ipv6],
}));

const FIELDS: ReadonlySet<string> = new Set([...nduseroptmsg.keys, 'options']);

/** Options of a router advertisement. */
export type UserOptions = Omit<ReturnType<(typeof nduseroptmsg)['read']>, 'tail'> &
  Attributes<(typeof set)['schema']> & {
    /** The options as they came: type, length in units of 8 bytes, data. */
    options: Uint8Array;
  };

type Head = Partial<Omit<UserOptions, 'srcaddr'>>;

/** The struct, the options, and the padding before the attributes. */
const head = {
  encode(w: Writer, value: Head): void {
    const options = value.options ?? new Uint8Array();
    if (!(options instanceof Uint8Array)) throw new EncodeError('options is a Uint8Array');
    nduseroptmsg.write(w, { ...value, optsLen: value.optsLen ?? options.length });
    w.bytes(options);
  },
};

/** The note under which a head is kept whose bytes its fields do not tell: cut short, or padded otherwise than usual. */
const HEAD = '';

/** Where the options of a body from `start` to `end` end, and where its attributes start. Throws DecodeError where `strict`. */
function boundsOf(b: Bytes, start: number, end: number, optsLen: number): { readonly stop: number; readonly attributesAt: number } {
  const at = start + nduseroptmsg.size;
  if (b.strict && at + optsLen > end) throw new DecodeError('ERR_NETLINK_BOUNDS', `options claim ${optsLen} bytes, ${end - at} are left`, at);
  return { stop: Math.min(end, at + optsLen), attributesAt: Math.min(end, at + align4(optsLen)) };
}

/** The struct; one that is cut short reads as zeros, as in every body. */
function readStruct(b: Bytes, start: number, end: number): ReturnType<(typeof nduseroptmsg)['read']> {
  const { size, name } = nduseroptmsg;
  if (end - start >= size) return nduseroptmsg.read(b, start);
  if (b.strict) throw new DecodeError('ERR_NETLINK_LENGTH', `${name} of ${end - start} bytes, expected ${size}`, start);
  const filled = new Uint8Array(size);
  filled.set(b.array.subarray(start, end));
  return nduseroptmsg.read(new Bytes(filled, b.littleEndian), 0);
}

/** The options stand between the struct and the attributes, which `body` knows nothing of. */
export const nduseroptBody: BodyCodec<UserOptions> = {
  type: nduseroptmsg.name,
  header: nduseroptmsg as StructCodec<unknown>,
  attributes: set as never,
  decode(b, start, end) {
    b.inexact = false;
    const fields = readStruct(b, start, end);
    b.inexact = false;
    const { stop, attributesAt } = boundsOf(b, start, end, fields.optsLen);
    const out = { ...fields, options: b.array.slice(Math.min(start + nduseroptmsg.size, end), stop) };
    const raw = b.array.subarray(start, attributesAt);
    const canonical = encoded(head, out, b.littleEndian);
    // Zeros before the attributes, nothing where there are none: what encode() writes.
    const padded = attributesAt === end ? canonical : Uint8Array.from({ length: align4(canonical.length) }, (_, i) => canonical[i] ?? 0);
    if (!equalBytes(raw, padded)) note(out, HEAD, { raw: raw.slice(), canonical });
    set.decodeInto(out, b, attributesAt, end);
    return out as UserOptions;
  },
  encode(w, value) {
    expectFields(value);
    const start = w.length;
    const bytes = encoded(head, value, w.littleEndian);
    w.bytes(unchanged(notesOf(value)?.get(HEAD), bytes));
    const mark = w.length;
    w.reserve(start + align4(mark - start) - mark);
    const attributesAt = w.length;
    set.encodeFrom(w, value as Record<string, unknown>, FIELDS);
    if (w.length === attributesAt) w.length = mark;
  },
  dissect(b, start, end) {
    return set.dissect(b, boundsOf(b, start, end, readStruct(b, start, end).optsLen).attributesAt, end);
  },
  dissectFields: nduseroptmsg.dissectFields.bind(nduseroptmsg),
};
