// A message of a recording as a line of JSON, with what it belongs to; and its bytes again, from the line alone.

import type { ByteOrder } from '../byte-order.js';
import { equalBytes, fromHex, toHex, Writer } from '../bytes.js';
import { DecodeError, EncodeError } from '../errors.js';
import { type JsonMessage, messageFromJson, messageToJson } from '../json.js';
import { encodeMessage, type MessageHeader } from '../message.js';
import type { Untold } from './captured.js';
import type { CapturedMessage, Cause, EntryError, EntryKind, EntryState, Protocols, Step } from './entry.js';
import { isoTime } from './time.js';
import { unknownFamily } from './unknown-family.js';

/** Why the kernel refused. */
export interface LineError {
  readonly errno: number;
  readonly code: string;
  readonly message: string;
  /** In the request. */
  readonly offset?: number;
  readonly path?: readonly string[];
  readonly missing?: readonly string[];
}

/** What the end of an entry adds to the line of its last message. */
export interface LineOutcome {
  readonly state: EntryState;
  /** Nanoseconds. */
  readonly latency?: number;
  /** Nanoseconds. */
  readonly duration?: number;
  readonly interrupted?: true;
  readonly error?: LineError;
  readonly warning?: string;
}

/** A line of `rtnl decode --json`. Numbers of more than 53 bits are text. */
export interface MessageLine extends Omit<JsonMessage, 'header'> {
  /** Its place among the messages of the recording, from 1. */
  readonly number: number;
  /** Which entry it belongs to, from 1. */
  readonly entry: number;
  readonly kind: EntryKind;
  /** `2026-11-28T18:40:16.744493000Z`; `@` and seconds since 1970 where there is no such date. */
  readonly time?: string;
  readonly direction: 'sent' | 'received';
  readonly family: number;
  readonly socket?: string;
  readonly groups?: number;
  readonly nsid?: number;
  readonly byteOrder: ByteOrder;
  /** Where the datagram's record starts in the recording, and the message in the datagram. */
  readonly at: readonly [record: number, offset: number];
  readonly header?: MessageHeader;
  /** Where encoding the value would not give them back: its bytes. */
  readonly bytes?: string;
  /** What stands in the datagram behind it that is not the usual padding. */
  readonly tail?: string;
  /** Bytes that the recording does not tell: zeros, or a number made up, stand for them. */
  readonly untold?: readonly Untold[];
  readonly cause?: Cause;
  readonly outcome?: LineOutcome;
}

function outcomeOf({ entry: { state, latency, duration, interrupted, error, warning } }: Step): LineOutcome {
  return {
    state,
    ...(latency !== undefined && { latency: Number(latency) }),
    ...(duration !== undefined && { duration: Number(duration) }),
    ...(interrupted && { interrupted }),
    ...(error !== undefined && { error: errorOf(error) }),
    ...(warning?.message !== undefined && { warning: warning.message }),
  };
}

function errorOf({ errno, code, message, extendedAck: { offset, path, missing } }: EntryError): LineError {
  return { errno, code, message, ...(offset !== undefined && { offset }), ...(path !== undefined && { path }), ...(missing !== undefined && { missing }) };
}

/** What stands behind a message, where that is not zeros up to a multiple of four before the next one, or nothing behind the last. */
function tailOf({ offset, bytes, padding, datagram }: CapturedMessage): Uint8Array | undefined {
  const end = offset + bytes.length;
  const usual = end + padding.length === datagram.bytes.length ? 0 : -end & 3;
  return padding.length === usual && padding.every((byte) => byte === 0) ? undefined : padding;
}

/** What a recording does not tell of a message. */
export const untoldIn = ({ offset, bytes, datagram: { untold = [] } }: CapturedMessage): readonly Untold[] =>
  untold.filter((one) => one.offset >= offset && one.offset < offset + bytes.length);

/** The line of a step's message; undefined where it has none. */
export function lineOf(step: Step, protocols: Protocols): MessageLine | undefined {
  const { entry, message, ends } = step;
  if (message === undefined) return undefined;
  const { number, direction, offset, name, body, errors, header } = message;
  const { time, family, socket, groups, nsid, littleEndian, offset: record } = message.datagram;
  const { header: _, ...json } = messageToJson({ name, header: header as MessageHeader, body, errors } as never);
  const tail = tailOf(message);
  const untold = untoldIn(message);
  const line: MessageLine = {
    number,
    entry: entry.id,
    kind: entry.kind,
    ...(time !== undefined && { time: isoTime(time, 9) }),
    direction,
    family,
    ...(socket !== undefined && { socket }),
    ...(groups !== undefined && { groups }),
    ...(nsid !== undefined && { nsid }),
    byteOrder: littleEndian ? 'little' : 'big',
    at: [record, offset],
    ...(header !== undefined && { header }),
    ...json,
    ...(tail !== undefined && { tail: toHex(tail) }),
    ...(untold.length > 0 && { untold }),
    ...(entry.cause !== undefined && { cause: entry.cause }),
    ...(ends && { outcome: outcomeOf(step) }),
  };
  return isExact(message, protocols) ? line : { ...line, bytes: toHex(message.bytes) };
}

function isExact({ name, header, body, bytes, datagram: { family, littleEndian } }: CapturedMessage, protocols: Protocols): boolean {
  try {
    return equalBytes(encoded({ name, header: header ?? {}, body }, family, littleEndian, protocols), bytes);
  } catch (error) {
    if (error instanceof EncodeError) return false;
    throw error;
  }
}

function encoded(
  message: { readonly name: string; readonly header: Partial<MessageHeader>; readonly body: unknown },
  family: number,
  littleEndian: boolean,
  protocols: Protocols,
): Uint8Array {
  const w = new Writer(littleEndian);
  encodeMessage(protocols(family) ?? unknownFamily(family), w, message as never);
  return w.finish();
}

/** The bytes of the message that a line was made of; where its value was changed, those it has now. Throws EncodeError. */
export function bytesOfLine(line: MessageLine, protocols: Protocols): Uint8Array {
  const { bytes, header, family, byteOrder } = line;
  if (bytes === undefined) return encoded(messageFromJson({ ...line, header: (header ?? {}) as MessageHeader }), family, byteOrder === 'little', protocols);
  try {
    return fromHex(bytes);
  } catch (error) {
    throw error instanceof DecodeError ? new EncodeError(error.message).within('bytes') : error;
  }
}
