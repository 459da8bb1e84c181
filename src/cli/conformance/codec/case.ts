// Cases of the codec suite: JSON Lines, a header first. guides/conformance.md is the description; it needs no JavaScript.

import type { ByteOrder } from '../../../netlink/byte-order.js';
import { inside } from '../forms.js';
import { at, caseTitle, checkFormat, type Line, namedApart, parseLines } from '../lines.js';
import type { Check } from './check.js';
import { caseForm, headerForm } from './forms.js';
import type { Meaning } from './meaning.js';

export const CODEC_FORMAT = 'rtnetlink-conformance-codec';
export const CODEC_VERSION = 1;

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
  readonly from?: string;
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
  const [first, ...others] = parseLines(path, text);
  at(path, 1, () => checkHeader(first?.value));
  for (const { number, value } of others) at(path, number, () => checkCase(value));
  return { ...(first?.value as Omit<CodecSuite, 'cases'>), cases: namedApart(path, others as readonly Line<CodecCase>[]) };
}

function checkHeader(value: unknown): void {
  checkFormat(value, CODEC_FORMAT, CODEC_VERSION);
  headerForm(value, 'the header');
}

function checkCase(value: unknown): void {
  inside(caseTitle(value), () => {
    caseForm(value, 'the case');
    checkSense(value as CodecCase);
  });
}

/** What would be asked of nobody, or held against nothing, is a mistake. Throws TypeError. */
function checkSense({ checks, hex, messages, refuse }: CodecCase): void {
  if (checks.length === 0) throw new TypeError('checks is empty');
  for (const [i, check] of checks.entries()) if (checks.indexOf(check) < i) throw new TypeError(`checks has ${check} twice`);
  if (messages === undefined && checks.includes('encode')) throw new TypeError('nothing to encode: there are no messages');
  if (refuse === undefined) return;
  if (messages !== undefined) throw new TypeError('either messages or refuse');
  if (!checks.includes('decode')) throw new TypeError('refuse is for decode');
  if (refuse.offset > hex.length / 2) throw new TypeError(`refuse from offset ${refuse.offset} on, and there are ${hex.length / 2} bytes`);
}
