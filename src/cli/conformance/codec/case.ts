// Cases of the codec suite: JSON Lines, a header first. guides/conformance.md is the description; it needs no JavaScript.

import type { ByteOrder } from '../../../netlink/message.js';
import { at, list, object, parseLines } from '../lines.js';
import type { Meaning } from './meaning.js';

export const CODEC_FORMAT = 'rtnetlink-conformance-codec';
export const CODEC_VERSION = 1;

/**
 * What a case checks: `decode` the bytes to the meaning (or to a refusal), `encode` the meaning to the bytes, `roundtrip`: decode, encode what came out, and have the
 * bytes again, unknown attributes, padding and flag bits included.
 */
export type Check = 'decode' | 'encode' | 'roundtrip';
export const CHECKS: readonly Check[] = ['decode', 'encode', 'roundtrip'];

/** What is bad about bytes. */
export interface Refuse {
  /** Where what must be refused starts, from the start of the datagram, and how many bytes it claims or has. */
  readonly offset: number;
  readonly length: number;
  /** Names from the message down. */
  readonly path: readonly string[];
  readonly why: string;
}

export interface CodecCase {
  readonly name: string;
  /** Where the bytes come from. */
  readonly from: string;
  readonly checks: readonly Check[];
  readonly byteOrder: ByteOrder;
  readonly hex: string;
  /** What good bytes mean; absent where it is not looked at. */
  readonly messages?: readonly Meaning[];
  /** Of bad bytes. */
  readonly refuse?: Refuse;
}

export interface CodecSuite {
  readonly suite: string;
  readonly description: string;
  readonly cases: readonly CodecCase[];
}

/** Whether a file is one; its first line tells. */
export function isCodecSuite(text: string): boolean {
  return text.slice(0, 200).includes(`"${CODEC_FORMAT}"`);
}

/** Throws SuiteError. */
export function parseCodecSuite(path: string, text: string): CodecSuite {
  const [header, ...cases] = parseLines(path, text);
  at(path, 1, () => checkHeader(header?.value));
  for (const { number, value } of cases) at(path, number, () => checkCase(value));
  return { ...(header?.value as Omit<CodecSuite, 'cases'>), cases: cases.map(({ value }) => value as CodecCase) };
}

function checkHeader(header: unknown): void {
  const { format, version, suite, description } = object(header, 'the header');
  if (format !== CODEC_FORMAT) throw new TypeError(`the first line has no "format": "${CODEC_FORMAT}"`);
  if (version !== CODEC_VERSION) throw new TypeError(`version ${String(version)} of the format, this reads ${CODEC_VERSION}`);
  for (const [name, value] of Object.entries({ suite, description })) if (typeof value !== 'string') throw new TypeError(`the header has no ${name}`);
}

function checkCase(one: unknown): void {
  const { name, checks, byteOrder, hex, messages, refuse } = object(one, 'a case');
  if (typeof name !== 'string' || name === '') throw new TypeError('a case without a name');
  if (byteOrder !== 'little' && byteOrder !== 'big') throw new TypeError('byteOrder is "little" or "big"');
  if (typeof hex !== 'string' || !/^([\da-f]{2})*$/.test(hex)) throw new TypeError('hex is lowercase hex');
  const known = list(checks, 'checks');
  for (const check of known) if (!CHECKS.includes(check as Check)) throw new TypeError(`there is no check ${String(check)}`);
  if (messages !== undefined) for (const message of list(messages, 'messages')) object(message, 'a message');
  else if (known.includes('encode')) throw new TypeError('nothing to encode: there are no messages');
  if (refuse === undefined) return;
  const { offset, length, path, why } = object(refuse, 'refuse');
  if (typeof offset !== 'number' || typeof length !== 'number' || typeof why !== 'string') throw new TypeError('refuse has offset, length and why');
  list(path, 'path');
}
