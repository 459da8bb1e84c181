// nlmsghdr, and a datagram as the messages it holds. include/uapi/linux/netlink.h; net/netlink/af_netlink.c: netlink_ack().

import type { PayloadCodec } from './body.js';
import { type ByteOrder, isLittleEndian } from './byte-order.js';
import { align4, Bytes, Writer } from './bytes.js';
import { expectInteger, bytes as opaque, s32 } from './codec.js';
import { NLM_F_ACK_TLVS, NLM_F_CAPPED, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR, NLMSG_MIN_TYPE, NLMSG_NOOP, NLMSG_OVERRUN } from './constants.js';
import { type Dissection, withCodec } from './dissection.js';
import { DecodeError, EncodeError } from './errors.js';
import { expectBoolean, told } from './expect.js';
import { type ExtendedAckAttributes, nlmsgerrAttributes } from './extack.js';
import { encoded, note, notesOf, unchanged } from './note.js';
import type { Stencils } from './stencil.js';
import { __u16, __u32, struct } from './struct.js';
import { unknownNode } from './unknown.js';

/** Bytes of a nlmsghdr. */
export const NLMSG_HDRLEN = 16;

/** A datagram or message longer than this is refused: the kernel's own limit for one dump datagram is 32 KiB. */
export const MAX_DATAGRAM = 64 << 20;

/** The header of every message: `linux/netlink.h`. */
export const nlmsghdr = struct('nlmsghdr', { length: __u32, type: __u16, flags: __u16, sequence: __u32, portId: __u32 });

/** What a nlmsghdr holds beside length and type. */
export interface MessageHeader {
  /** nlmsg_len: header and body, without padding. Computed when encoding. */
  length: number;
  type: number;
  flags: number;
  sequence: number;
  portId: number;
  /** nlmsg_len counts the body alone: so the kernel writes to its audit daemon, which takes it for granted. */
  bodyLength?: true;
}

/** The header at `at`, of which all bytes are there. Written out: this is read with every message. */
export function readHeader({ view, littleEndian }: Bytes, at: number): MessageHeader {
  return {
    length: view.getUint32(at, littleEndian),
    type: view.getUint16(at + 4, littleEndian),
    flags: view.getUint16(at + 6, littleEndian),
    sequence: view.getUint32(at + 8, littleEndian),
    portId: view.getUint32(at + 12, littleEndian),
  };
}

/** The note of a message behind which there are other bytes than zeros up to a multiple of four; and of an NLMSG_ERROR whose echoed request is padded so. */
const PADDING = '';

/** What NLMSG_ERROR says: `error` is 0 for an acknowledgement, else a negative errno. */
export interface ErrorBody {
  error: number;
  /** The header of the request it is about, and where the kernel echoed it whole, the request's body. */
  request: MessageHeader & { body?: Uint8Array };
  extendedAck?: ExtendedAckAttributes;
}

/** The errno by which a request was refused; 0 where it was not. Of the wrong sign, as some modules of kernels return it, it is no success either. */
export function errnoIn({ name, body }: { readonly name: string; readonly body: unknown }): number {
  const { error = 0 } = body as ErrorBody | DoneBody;
  return name === 'NLMSG_ERROR' ? Math.abs(error) : Math.max(-error, 0);
}

/** What NLMSG_DONE says: `error` is the dump's result, a negative errno where it failed; some senders leave it out. */
export interface DoneBody {
  error?: number;
  extendedAck?: ExtendedAckAttributes;
}

/** The messages of a protocol by name, each with its number and its body. */
// biome-ignore lint/suspicious/noExplicitAny: a body codec is invariant in its value type; only Message below looks at it
export type Bodies = Readonly<Record<string, readonly [type: number, body: PayloadCodec<any>]>>;

interface Common {
  header: MessageHeader;
  /** Attributes that did not decode and were kept raw. */
  errors?: readonly DecodeError[];
}

/** One message of a protocol: `name` tells which, and with it the type of `body`. */
export type Message<P extends Bodies = Record<never, never>> =
  | { [K in keyof P & string]: Common & { name: K; body: P[K] extends readonly [number, { decode(...bytes: never[]): infer T }] ? T : never } }[keyof P & string]
  | (Common & { name: 'NLMSG_ERROR'; body: ErrorBody })
  | (Common & { name: 'NLMSG_DONE'; body: DoneBody })
  /** A type the protocol does not know, and the control types without a body of their own. */
  | (Common & { name: `#${number}` | 'NLMSG_NOOP' | 'NLMSG_OVERRUN'; body: Uint8Array });

/** What a message is called, its number, and how its body is read and written. */
export interface Identity {
  readonly name: string;
  /** nlmsg_type; undefined where the message's own header must tell. */
  readonly type: number | undefined;
  /** undefined for the control messages, and for bytes. */
  // biome-ignore lint/suspicious/noExplicitAny: as in Bodies
  readonly body: PayloadCodec<any> | undefined;
}

/** How the datagrams of a family are divided that is not divided by the kernel's rules alone. */
export interface Framing {
  /** Bytes of header before a message's body. */
  readonly headerLength: number;
  /** As {@link eachMessage}. */
  each(b: Bytes, visit: (header: MessageHeader, at: number) => void): void;
}

/** The messages of one netlink family: their names, numbers and bodies. */
export interface Protocol<P extends Bodies> {
  readonly messages: P;
  /** What there is beside nlmsghdr after nlmsghdr. */
  readonly framing?: Framing;
  /** What is known of messages encoded before, where name and flags alone tell what a message is. */
  readonly stencils?: Stencils;
  /** The name of a message by its number alone; `#N` where there is none. */
  nameOf(type: number): string;
  /** What a message is whose header was read and stands before `start`: told by its type, in some families by its flags and first bytes as well. */
  identify(header: MessageHeader, b: Bytes, start: number, end: number): Identity;
  /** Whether what was asked for under the one name can come under the other; any can, where nothing is said. */
  answers?(asked: string, came: string): boolean;
  /** The message that is to be encoded; undefined where none has such a name. */
  resolve(message: { readonly name: string; readonly header: Partial<MessageHeader>; readonly body: unknown }): Identity | undefined;
}

const control = (name: string, type: number): Identity => ({ name, type, body: undefined });
const CONTROL = [control('NLMSG_NOOP', NLMSG_NOOP), control('NLMSG_ERROR', NLMSG_ERROR), control('NLMSG_DONE', NLMSG_DONE), control('NLMSG_OVERRUN', NLMSG_OVERRUN)];

/** What a message is where its family has no other word for it: a control message, or a number. */
export function anonymous(type: number): Identity {
  return CONTROL.find((one) => one.type === type) ?? control(`#${type}`, type);
}

/** The inverse of {@link anonymous}, by name. */
export function resolveAnonymous(name: string): Identity | undefined {
  return CONTROL.find((one) => one.name === name) ?? (name.startsWith('#') ? { name, type: undefined, body: undefined } : undefined);
}

/** How bytes are read. */
export interface DecodeOptions {
  /** Whose bytes they are; the machine's own by default. */
  readonly byteOrder?: ByteOrder;
  /** Throw where an attribute does not decode or a struct has another size, instead of keeping it raw. */
  readonly strict?: boolean;
}

/** Bytes with their byte order, the host's by default. */
export function toBytes(datagram: Uint8Array, { byteOrder, strict = false }: DecodeOptions = {}): Bytes {
  if (datagram.length > MAX_DATAGRAM) throw new DecodeError('ERR_NETLINK_LIMIT', `datagram of ${datagram.length} bytes, MAX_DATAGRAM is ${MAX_DATAGRAM}`, 0);
  return new Bytes(datagram, isLittleEndian(byteOrder), expectBoolean(strict, 'strict'));
}

/**
 * Calls `visit` for each message of a datagram, `from` where one begins. Zero bytes behind the last one are passed over (iproute2 sends
 * sizeof(req)); anything else that is no message throws DecodeError.
 */
export function eachMessage(b: Bytes, visit: (header: MessageHeader, at: number) => void, from = 0): void {
  let at = from;
  for (let header = headerAt(b, at); header !== undefined; header = headerAt(b, at)) {
    visit(header, at);
    at += align4(header.length);
  }
}

/** The header of the message that begins at `at` in a datagram that ends at `end`; undefined where there is none but zero bytes, if any. Throws DecodeError. */
export function headerAt(b: Bytes, at: number, end = b.array.length): MessageHeader | undefined {
  const left = end - at;
  if (left < NLMSG_HDRLEN) {
    if (left > 0 && !allZero(b.array, at, end)) throw new DecodeError('ERR_NETLINK_BOUNDS', `${left} bytes left over after the last message`, at);
    return undefined;
  }
  const header = readHeader(b, at);
  const { length } = header;
  if (length >= NLMSG_HDRLEN && length <= left) return header;
  if (length === 0 && allZero(b.array, at, end)) return undefined;
  throw new DecodeError('ERR_NETLINK_BOUNDS', `message claims ${length} bytes, ${left} are left`, at);
}

/** The same for a protocol, whose datagrams may be divided otherwise. */
export function eachMessageOf<P extends Bodies>({ framing }: Protocol<P>, b: Bytes, visit: (header: MessageHeader, at: number) => void): void {
  if (framing === undefined) eachMessage(b, visit);
  else framing.each(b, visit);
}

/** Where the body of the message at `at` starts and ends. */
export function bodyRange<P extends Bodies>({ framing }: Protocol<P>, { length, bodyLength }: MessageHeader, at: number): { start: number; end: number } {
  const size = framing?.headerLength ?? NLMSG_HDRLEN;
  return { start: at + size, end: at + length + (bodyLength === true ? size : 0) };
}

function allZero(array: Uint8Array, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (array[i] !== 0) return false;
  return true;
}

/** The messages of a datagram, in order. Throws DecodeError. */
export function decodeMessages<P extends Bodies>(protocol: Protocol<P>, b: Bytes): Message<P>[] {
  const out: Message<P>[] = [];
  eachMessageOf(protocol, b, (header, at) => {
    const message = decodeMessage(protocol, b, header, at);
    const end = at + header.length;
    if ((end & 3) !== 0 && header.bodyLength !== true) keepPadding(message, b, end);
    out.push(message);
  });
  return out;
}

function keepPadding(message: object, { array }: Bytes, end: number): void {
  const padding = array.slice(end, align4(end));
  if (!allZero(padding, 0, padding.length)) note(message, PADDING, { padding });
}

/** The message whose header, already read, stands at `at`. Throws DecodeError. */
export function decodeMessage<P extends Bodies>(protocol: Protocol<P>, b: Bytes, header: MessageHeader, at: number): Message<P> {
  const { start, end } = bodyRange(protocol, header, at);
  const { name, body: codec } = protocol.identify(header, b, start, end);
  const errors = b.errors.length;
  const { depth } = b;
  try {
    const body = codec === undefined ? decodeControl(name, b, header.flags, start, end) : codec.decode(b, start, end);
    const message = { name, header, body } as Message<P>;
    if (b.errors.length > errors) message.errors = b.errors.slice(errors).map((error) => error.within(name));
    return message;
  } catch (error) {
    b.depth = depth;
    throw error instanceof DecodeError ? error.within(name) : error;
  }
}

function decodeControl(name: string, b: Bytes, flags: number, start: number, end: number): ErrorBody | DoneBody | Uint8Array {
  if (name === 'NLMSG_ERROR') return decodeError(b, flags, start, end);
  if (name === 'NLMSG_DONE') return decodeDone(b, flags, start, end);
  return b.held(start, end);
}

/** Of the request, the kernel echoes at least the header; of the rest nothing in an acknowledgement or when NLM_F_CAPPED is set. */
function decodeError(b: Bytes, flags: number, start: number, end: number): ErrorBody {
  if (end - start < 4 + NLMSG_HDRLEN) throw new DecodeError('ERR_NETLINK_BOUNDS', `nlmsgerr of ${end - start} bytes, expected at least 20`, start);
  const error = b.view.getInt32(start, b.littleEndian);
  const request = readHeader(b, start + 4) as ErrorBody['request'];
  let at = start + 4 + NLMSG_HDRLEN;
  let padding = b.array.subarray(at, at);
  const echoed = request.length - NLMSG_HDRLEN;
  if ((flags & NLM_F_CAPPED) === 0 && echoed > 0 && echoed <= end - at) {
    request.body = b.held(at, at + echoed);
    padding = b.array.subarray(at + echoed, Math.min(end, at + align4(echoed)));
    at += echoed + padding.length;
  }
  const tlvs = (flags & NLM_F_ACK_TLVS) !== 0;
  if (!tlvs && at < end) throw new DecodeError('ERR_NETLINK_BOUNDS', `${end - at} bytes left over after the request`, at);
  const out: ErrorBody = tlvs ? { error, request, extendedAck: nlmsgerrAttributes.decode(b, at, end) } : { error, request };
  const padded = tlvs ? align4(echoed) - echoed : 0;
  if (request.body !== undefined && (padding.length !== padded || !allZero(padding, 0, padding.length))) {
    note(out, PADDING, { raw: b.array.slice(start, end), canonical: encoded({ encode: writeError }, out, b.littleEndian) });
  }
  return out;
}

function decodeDone(b: Bytes, flags: number, start: number, end: number): DoneBody {
  if (end === start) return {};
  if (end - start < 4) throw new DecodeError('ERR_NETLINK_BOUNDS', `NLMSG_DONE of ${end - start} bytes, expected none or at least 4`, start);
  const error = b.view.getInt32(start, b.littleEndian);
  if ((flags & NLM_F_ACK_TLVS) !== 0) return { error, extendedAck: nlmsgerrAttributes.decode(b, start + 4, end) };
  if (end - start > 4) throw new DecodeError('ERR_NETLINK_BOUNDS', `${end - start - 4} bytes left over in NLMSG_DONE`, start + 4);
  return { error };
}

/** What is needed to encode a message: the type is taken from `name`, the length from what was written. */
export type Encodable<P extends Bodies> = {
  [K in keyof P & string]: { name: K; header: Partial<MessageHeader>; body: P[K] extends readonly [number, { encode(w: Writer, value: infer T): void }] ? T : never };
}[keyof P & string];

/** Appends one message, padded to 4 bytes but for the last one of a datagram; `as` may say otherwise than its header. Throws EncodeError. */
export function encodeMessage<P extends Bodies>(
  protocol: Protocol<P>,
  w: Writer,
  message: Encodable<P> | Message<P>,
  as?: { readonly flags: number; readonly sequence: number },
): void {
  const { name, body } = message as { readonly name: string; readonly body: unknown };
  if (typeof body !== 'object' || body === null) throw new EncodeError(`expected an object, got ${told(body)}`).within(name);
  w.pad();
  const { flags = 0, sequence = 0 } = as ?? message.header;
  const { stencils } = protocol;
  const start = w.length;
  if (stencils === undefined || (flags & 0xffff) !== flags || sequence >>> 0 !== sequence || !stencils.write(w, message)) return encodeAnew(protocol, w, message, flags, sequence);
  w.view.setUint16(start + 6, flags, w.littleEndian);
  w.view.setUint32(start + 8, sequence, w.littleEndian);
}

function encodeAnew<P extends Bodies>(protocol: Protocol<P>, w: Writer, message: Encodable<P> | Message<P>, flags: number, sequence: number): void {
  const { name, header } = message;
  const { portId = 0 } = header;
  const known = protocol.resolve(message);
  const type = known?.type ?? header.type;
  if (known === undefined || type === undefined) throw new EncodeError(`no message is named ${name}`);
  const size = protocol.framing?.headerLength ?? NLMSG_HDRLEN;
  const at = w.reserve(size);
  try {
    expectInteger(type, 0, 0xffff, 'nlmsg_type');
    expectInteger(flags, 0, 0xffff, 'nlmsg_flags');
    expectInteger(sequence, 0, 0xffffffff, 'nlmsg_seq');
    expectInteger(portId, 0, 0xffffffff, 'nlmsg_pid');
    if (known.body !== undefined) known.body.encode(w, message.body as never);
    else if (name === 'NLMSG_ERROR') encodeError(w, message.body as ErrorBody);
    else if (name === 'NLMSG_DONE') encodeDone(w, message.body as DoneBody);
    else opaque.encode(w, message.body as Uint8Array);
  } catch (error) {
    throw error instanceof EncodeError ? error.within(name) : error;
  }
  if (size < NLMSG_HDRLEN) return;
  const { view, littleEndian } = w;
  view.setUint32(at, w.length - at - (header.bodyLength === true ? size : 0), littleEndian);
  view.setUint16(at + 4, type, littleEndian);
  view.setUint16(at + 6, flags, littleEndian);
  view.setUint32(at + 8, sequence, littleEndian);
  if (portId !== 0) view.setUint32(at + 12, portId, littleEndian);
  if (known.body !== undefined) protocol.stencils?.wrote(w, message, known.body, at, at + size);
}

function encodeError(w: Writer, body: ErrorBody): void {
  const kept = notesOf(body)?.get(PADDING);
  if (kept === undefined) writeError(w, body);
  else w.bytes(unchanged(kept, encoded({ encode: writeError }, body, w.littleEndian)));
}

function writeError(w: Writer, { error, request, extendedAck }: ErrorBody): void {
  s32.encode(w, error);
  nlmsghdr.write(w, request);
  if (request.body !== undefined) opaque.encode(w, request.body);
  if (extendedAck === undefined) return;
  w.reserve(align4(w.length) - w.length);
  nlmsgerrAttributes.encode(w, extendedAck);
}

function encodeDone(w: Writer, { error, extendedAck }: DoneBody): void {
  if (error === undefined) return;
  s32.encode(w, error);
  if (extendedAck !== undefined) nlmsgerrAttributes.encode(w, extendedAck);
}

/** The datagram that holds `messages`, in order. Throws EncodeError. */
export function encodeMessages<P extends Bodies>(protocol: Protocol<P>, messages: readonly (Encodable<P> | Message<P>)[], littleEndian: boolean): Uint8Array {
  const w = new Writer(littleEndian);
  for (const message of messages) {
    encodeMessage(protocol, w, message);
    const padding = notesOf(message)?.get(PADDING)?.padding;
    if (padding !== undefined && padding.length <= (-w.length & 3)) w.bytes(padding);
  }
  return w.finish();
}

/** A datagram as a tree of what each byte range is. Throws DecodeError where the framing of messages is broken. */
export function dissectMessages<P extends Bodies>(protocol: Protocol<P>, b: Bytes): Dissection[] {
  const out: Dissection[] = [];
  eachMessageOf(protocol, b, (header, at) => out.push(dissectMessage(protocol, b, header, at)));
  return out;
}

/** The same of the message whose header, already read, stands at `at`. Below an NLMSG_ERROR stand the request it repeats, and its extended ACK. */
export function dissectMessage<P extends Bodies>(protocol: Protocol<P>, b: Bytes, header: MessageHeader, at: number): Dissection {
  const { start, end } = bodyRange(protocol, header, at);
  const { name, body } = protocol.identify(header, b, start, end);
  const base = { name, type: header.type, flags: header.flags, offset: at, length: end - at, payload: body?.type ?? 'bytes' };
  const { depth } = b;
  try {
    if (body !== undefined) return withCodec({ ...base, fields: body.dissectFields(b, start, end), children: body.dissect(b, start, end) }, body.attributes ?? body);
    const value = decodeControl(name, b, header.flags, start, end);
    if (value instanceof Uint8Array) return unknownNode(base, b, start, end);
    const children = dissectControl(protocol, b, header, start, end);
    return children.length === 0 ? { ...base, value } : { ...base, value, children };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    b.depth = depth;
    return { ...base, value: b.array.subarray(start, end), error };
  }
}

/** What decodes has these where they are looked for. */
function dissectControl<P extends Bodies>(protocol: Protocol<P>, b: Bytes, { type, flags }: MessageHeader, start: number, end: number): Dissection[] {
  const tlvs = (flags & NLM_F_ACK_TLVS) !== 0;
  if (type === NLMSG_DONE) return tlvs && end > start ? nlmsgerrAttributes.dissect(b, start + 4, end) : [];
  if (type !== NLMSG_ERROR) return [];
  const at = start + 4;
  const request = readHeader(b, at);
  const whole = (flags & NLM_F_CAPPED) === 0 && request.length > NLMSG_HDRLEN && request.length <= end - at;
  // An error about an error, and so on, would nest as deep as the datagram is long.
  const repeated = whole && request.type >= NLMSG_MIN_TYPE ? [dissectMessage(protocol, b, request, at)] : [];
  const behind = at + (whole ? align4(request.length) : NLMSG_HDRLEN);
  return tlvs ? [...repeated, ...nlmsgerrAttributes.dissect(b, Math.min(behind, end), end)] : repeated;
}

/** Whether a message asks for something, rather than answers or announces. */
export function isRequest({ type, flags }: MessageHeader): boolean {
  return type >= NLMSG_MIN_TYPE && (flags & NLM_F_REQUEST) !== 0;
}
