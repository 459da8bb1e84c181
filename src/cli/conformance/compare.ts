// A message beside what was expected of it: the first thing that differs, said so that whoever wrote the other side knows where to look.

import { align4, Bytes, toHex } from '../../netlink/bytes.js';
import { NLMSG_DONE, NLMSG_ERROR } from '../../netlink/constants.js';
import type { Dissection } from '../../netlink/dissection.js';
import { errnoName } from '../../netlink/errno.js';
import { DecodeError } from '../../netlink/errors.js';
import { decodeMessages, dissectMessages, type ErrorBody, NLMSG_HDRLEN, type Protocol, readHeader } from '../../netlink/message.js';
import { eachAttribute, NLA_TYPE_MASK } from '../../netlink/nlattr.js';
import type { Route } from '../kernel.js';
import { fill, firstDifference, lengthOf, type Names, type Pattern, parsePattern } from './pattern.js';
import { compareRelease } from './release.js';
import type { Expectation, ExpectedAttribute } from './suite.js';

/** One thing that is other than expected. */
export interface Difference {
  /** Where: `errno`, `IFA_LABEL`, `nlmsg_flags`. */
  readonly what: string;
  readonly expected: string;
  readonly got: string;
  /** From the start of the message, where it is a matter of bytes. */
  readonly offset?: number;
}

/** What bytes are decoded with. */
export interface Reading {
  readonly protocol: Protocol<Route>;
  readonly littleEndian: boolean;
  /** The release that answers; where it is absent, one that knows all. */
  readonly kernel?: string;
}

/** Bytes that are shown of a value. */
const SHOWN = 48;

/** How a message differs from what was expected; undefined where it does not. Learns names where it does not. */
export function compare(expected: Expectation, message: Uint8Array, names: Names, reading: Reading): Difference | undefined {
  const learnt = names.copy();
  const found = expected.hex === undefined ? inParts(expected, message, learnt, reading) : whole(parsePattern(expected.hex), expected, message, learnt, reading);
  if (found === undefined) names.adopt(learnt);
  return found;
}

function whole(pattern: Pattern, expected: Expectation, message: Uint8Array, names: Names, reading: Reading): Difference | undefined {
  const offset = firstDifference(pattern, message, names);
  if (offset === undefined) return undefined;
  return inOutcome(expected, fill(pattern, names), message, reading) ?? inBytes(fill(pattern, names), message, offset, reading);
}

function inParts({ message: name, start = '', attributes = [] }: Expectation, message: Uint8Array, names: Names, reading: Reading): Difference | undefined {
  const pattern = parsePattern(start);
  const length = lengthOf(pattern);
  const offset = firstDifference(pattern, message.subarray(0, length), names);
  if (offset !== undefined) {
    const other = inOutcome({ message: name }, fill(pattern, names), message, reading);
    return other ?? inBytes(fill(pattern, names), message.subarray(0, length), offset, reading);
  }
  for (const attribute of attributes) {
    if (attribute.since !== undefined && reading.kernel !== undefined && compareRelease(reading.kernel, attribute.since) < 0) continue;
    const found = inAttribute(attribute, message, align4(length), names, reading);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inAttribute({ path, name, hex, absent }: ExpectedAttribute, message: Uint8Array, from: number, names: Names, { littleEndian }: Reading): Difference | undefined {
  const found = payloadAt(message, from, path.split('/').map(Number), littleEndian);
  if (absent) return found === undefined ? undefined : { what: name, expected: 'no such attribute', got: shown(found.payload), offset: found.offset };
  const pattern = parsePattern(hex ?? '');
  const wanted = () => shown(fill(pattern, names));
  if (found === undefined) return { what: name, expected: wanted(), got: 'no such attribute' };
  const offset = firstDifference(pattern, found.payload, names);
  return offset === undefined ? undefined : { what: name, expected: wanted(), got: shown(found.payload), offset: found.offset + offset };
}

/** The payload of the attribute at a path of numbers; undefined where there is none. */
function payloadAt(message: Uint8Array, from: number, path: readonly number[], littleEndian: boolean): { readonly payload: Uint8Array; readonly offset: number } | undefined {
  const bytes = new Bytes(message, littleEndian);
  let [start, end] = [from, message.length];
  for (const number of path) {
    let inside: readonly [number, number] | undefined;
    try {
      eachAttribute(bytes, start, end, (header, at, length) => {
        if ((header & NLA_TYPE_MASK) === number) inside ??= [at + 4, at + length];
      });
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
    if (inside === undefined) return undefined;
    [start, end] = inside;
  }
  return { payload: message.subarray(start, end), offset: start };
}

/** That one is an error and the other is not, or says something else. */
function inOutcome({ message: name }: Expectation, expected: Uint8Array, message: Uint8Array, reading: Reading): Difference | undefined {
  const [wanted, got] = [typeOf(expected, reading), typeOf(message, reading)];
  if (wanted !== got) return { what: 'message', expected: name, got: told(message, reading) };
  if (wanted !== NLMSG_ERROR && wanted !== NLMSG_DONE) return undefined;
  const [a, b] = [outcomeOf(expected, reading), outcomeOf(message, reading)];
  if (a === undefined || b === undefined) return undefined;
  for (const what of Object.keys(a) as (keyof Outcome)[]) if (a[what] !== b[what]) return { what, expected: a[what], got: b[what] };
  return undefined;
}

interface Outcome {
  readonly errno: string;
  readonly 'extended ACK text': string;
  readonly 'extended ACK offset': string;
  readonly 'extended ACK policy': string;
  readonly 'missing attribute': string;
}

const NOTHING = 'none';

function outcomeOf(message: Uint8Array, { protocol, littleEndian }: Reading): Outcome | undefined {
  const body = decoded(message, { protocol, littleEndian })?.body as Partial<ErrorBody> | undefined;
  if (body?.error === undefined) return undefined;
  const { message: text, offset, policy, missingType, missingNest } = body.extendedAck ?? {};
  return {
    errno: body.error === 0 ? '0' : errnoName(-body.error),
    'extended ACK text': text === undefined ? NOTHING : JSON.stringify(text),
    'extended ACK offset': offset === undefined ? NOTHING : String(offset),
    'extended ACK policy': policy === undefined ? NOTHING : JSON.stringify(policy, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    'missing attribute': missingType === undefined ? NOTHING : `${missingType}${missingNest === undefined ? '' : ` in the nest at ${missingNest}`}`,
  };
}

function decoded(message: Uint8Array, { protocol, littleEndian }: Reading) {
  try {
    return decodeMessages(protocol, new Bytes(message, littleEndian))[0];
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** What a message is, and of one that refuses, which errno. */
export function told(message: Uint8Array, reading: Reading): string {
  const one = decoded(message, reading);
  if (one === undefined) return shown(message);
  const { error } = one.body as Partial<ErrorBody>;
  return one.name === 'NLMSG_ERROR' || one.name === 'NLMSG_DONE' ? `${one.name} ${error ? errnoName(-error) : '0'}` : one.name;
}

function typeOf(message: Uint8Array, { littleEndian }: Reading): number | undefined {
  return message.length < NLMSG_HDRLEN ? undefined : readHeader(new Bytes(message, littleEndian), 0).type;
}

/** Of nlmsghdr, by where they stand. */
const HEADER: readonly (readonly [end: number, name: string])[] = [
  [4, 'nlmsg_len'],
  [6, 'nlmsg_type'],
  [8, 'nlmsg_flags'],
  [12, 'nlmsg_seq'],
  [16, 'nlmsg_pid'],
];

function inBytes(expected: Uint8Array, message: Uint8Array, offset: number, reading: Reading): Difference {
  // A length is the sum of what follows: what follows says more.
  const behind = offset < 4 ? laterDifference(expected, message) : offset;
  const [wanted, got] = [placeIn(expected, behind, reading), placeIn(message, behind, reading)];
  const same = wanted.name === got.name;
  const what = same ? got.name : `${wanted.name || 'end'} at offset ${behind}`;
  const show = ({ name, payload }: Place, other: Uint8Array) =>
    `${same || name === '' ? '' : `${name} `}${payload.length === 0 ? 'nothing' : shown(payload.length === other.length ? payload : other)}`;
  return { what, expected: show(wanted, wanted.payload), got: show(got, got.payload), offset: behind };
}

function laterDifference(expected: Uint8Array, message: Uint8Array): number {
  const shorter = Math.min(expected.length, message.length);
  for (let at = 4; at < shorter; at++) if (expected[at] !== message[at]) return at;
  return shorter;
}

interface Place {
  readonly name: string;
  readonly payload: Uint8Array;
}

/** What stands at an offset: a field of a header, or the innermost attribute and what it holds. */
function placeIn(message: Uint8Array, offset: number, { protocol, littleEndian }: Reading): Place {
  if (offset >= message.length) return { name: '', payload: new Uint8Array() };
  const [, field] = HEADER.find(([end]) => offset < end) ?? [];
  if (field !== undefined) {
    const start = HEADER.reduce((start, [end]) => (end <= offset ? end : start), 0);
    return { name: field, payload: message.subarray(start, HEADER.find(([end]) => end > start)?.[0]) };
  }
  try {
    let nodes: readonly Dissection[] | undefined = dissectMessages(protocol, new Bytes(message, littleEndian));
    const path: Dissection[] = [];
    while (nodes !== undefined) {
      const inside: Dissection | undefined = nodes.find((node) => offset >= node.offset && offset < node.offset + align4(node.length));
      if (inside !== undefined) path.push(inside);
      nodes = inside?.children;
    }
    const [top, ...nested] = path;
    const last = nested.at(-1);
    if (last !== undefined) return { name: nested.map(({ name }) => name).join(' > '), payload: message.subarray(last.offset + 4, last.offset + last.length) };
    const part = top?.fields?.find((one) => offset >= one.offset && offset < one.offset + one.length);
    if (part !== undefined) return { name: part.name, payload: message.subarray(part.offset, part.offset + part.length) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return { name: 'bytes', payload: message.subarray(offset, offset + 8) };
}

function shown(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'empty';
  return `${toHex(bytes.subarray(0, SHOWN))}${bytes.length > SHOWN ? `... (${bytes.length} bytes)` : ''}`;
}
