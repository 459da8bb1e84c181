// Reads JSON as it comes, of any length, and keeps only what is asked for: a case's output may be as long as the traffic.
// RFC 8259, one value behind the other, as in lines of JSON.

import { CaptureError } from '../errors.js';

/** Nested deeper than this is refused. */
const MAX_JSON_NESTING = 64;

/** What happens in the text. `depth` counts the objects and arrays around it. */
export interface JsonListener {
  /** An object or array begins. `key` is what it stands under, where that is in an object. */
  opened(kind: 'object' | 'array', depth: number, key: string | undefined, offset: number): void;
  closed(kind: 'object' | 'array', depth: number): void;
  /** How many bytes of the value under `key` are wanted at most; 0 to pass over it. */
  wants(depth: number, key: string | undefined): number;
  /** A string, without its quotes and with its escapes, or a number, true, false or null. */
  scalar(text: Uint8Array, isString: boolean, depth: number, key: string | undefined, offset: number): void;
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or }' | ', or ]';

const QUOTE = 0x22;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const BACKSLASH = 0x5c;
const MAX_KEY = 256;
const MAX_BARE = 64;
const BARE = /^(?:-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)$/;

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Digits, letters, `+`, `-` and `.`: what numbers, true, false and null are made of. */
const isBare = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x2d || byte === 0x2b || byte === 0x2e || byte === 0x45;

const utf8 = new TextDecoder();

/** Tells a listener what a text holds. */
export class JsonScanner {
  private expected: Expected = 'value';
  /** The objects and arrays around here, each with the key that is being read in it. */
  private readonly open: { readonly kind: 'object' | 'array'; key: string | undefined }[] = [];
  /** The string or bare word that is being read. */
  private token: 'none' | 'string' | 'bare' = 'none';
  private tokenOffset = 0;
  private escaped = false;
  /** How much of the token may be kept, and what was. */
  private wanted = 0;
  private kept: Uint8Array = new Uint8Array(0);
  private length = 0;
  private offset = 0;

  constructor(private readonly listener: JsonListener) {}

  /** Throws CaptureError where it is no JSON. */
  push(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length) {
      if (this.token === 'string') at = this.string(piece, at);
      else if (this.token === 'bare') at = this.bare(piece, at);
      else if (this.structure(piece[at] as number, this.offset + at)) at++;
    }
    this.offset += piece.length;
  }

  /** Throws CaptureError where the text ends inside a value. */
  end(): void {
    if (this.token === 'bare') this.finishToken();
    if (this.open.length > 0 || this.token === 'string') throw new CaptureError('ERR_CAPTURE_TRUNCATED', 'the JSON ends inside a value', this.offset);
  }

  /** Whether the byte is done with: false where a bare word begins with it. */
  private structure(byte: number, offset: number): boolean {
    if (isSpace(byte) || (offset < 3 && byte === BYTE_ORDER_MARK[offset])) return true;
    const { expected } = this;
    const isValue = expected === 'value' || expected === 'value or ]';
    if (byte === QUOTE && (isValue || expected === 'key' || expected === 'key or }')) this.beginToken('string', offset + 1);
    else if (isValue && byte === 0x7b) this.begin('object', 'key or }', offset);
    else if (isValue && byte === 0x5b) this.begin('array', 'value or ]', offset);
    else if (isValue && isBare(byte)) {
      this.beginToken('bare', offset);
      return false;
    } else if (byte === 0x3a && expected === ':') this.expected = 'value';
    else if (byte === 0x2c && expected === ', or }') this.expected = 'key';
    else if (byte === 0x2c && expected === ', or ]') this.expected = 'value';
    else if (byte === 0x7d && (expected === ', or }' || expected === 'key or }')) this.finish('object');
    else if (byte === 0x5d && (expected === ', or ]' || expected === 'value or ]')) this.finish('array');
    else throw new CaptureError('ERR_CAPTURE_DAMAGED', `no JSON: ${shown(byte)} where ${expected} should stand`, offset);
    return true;
  }

  private begin(kind: 'object' | 'array', expected: Expected, offset: number): void {
    const depth = this.open.length;
    if (depth === MAX_JSON_NESTING) throw new CaptureError('ERR_CAPTURE_LIMIT', `JSON nested more than ${MAX_JSON_NESTING} deep`, offset);
    this.listener.opened(kind, depth, this.key, offset);
    this.open.push({ kind, key: undefined });
    this.expected = expected;
  }

  private finish(kind: 'object' | 'array'): void {
    this.open.pop();
    this.listener.closed(kind, this.open.length);
    this.afterValue();
  }

  private afterValue(): void {
    const around = this.open.at(-1);
    this.expected = around === undefined ? 'value' : around.kind === 'object' ? ', or }' : ', or ]';
  }

  private get key(): string | undefined {
    return this.open.at(-1)?.key;
  }

  private get isKey(): boolean {
    return this.expected === 'key' || this.expected === 'key or }';
  }

  private beginToken(token: 'string' | 'bare', offset: number): void {
    this.token = token;
    this.tokenOffset = offset;
    this.length = 0;
    this.wanted = token === 'bare' ? MAX_BARE : this.isKey ? MAX_KEY : this.listener.wants(this.open.length, this.key);
  }

  private string(piece: Uint8Array, from: number): number {
    let at = from;
    let { escaped } = this;
    for (; at < piece.length; at++) {
      const byte = piece[at] as number;
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) break;
      else if (byte < 0x20) throw new CaptureError('ERR_CAPTURE_DAMAGED', `no JSON: ${shown(byte)} in a string`, this.offset + at);
    }
    this.escaped = escaped;
    if (at === piece.length) {
      this.keep(piece.subarray(from));
      return at;
    }
    // Most lie within one piece, and need no copy.
    if (this.length === 0) this.finishToken(piece.subarray(from, at));
    else {
      this.keep(piece.subarray(from, at));
      this.finishToken();
    }
    return at + 1;
  }

  private bare(piece: Uint8Array, from: number): number {
    let at = from;
    while (at < piece.length && isBare(piece[at] as number)) at++;
    this.keep(piece.subarray(from, at));
    if (at < piece.length) this.finishToken();
    return at;
  }

  private keep(bytes: Uint8Array): void {
    if (this.wanted === 0) return;
    const need = this.length + bytes.length;
    this.checkWanted(need);
    if (need > this.kept.length) {
      const grown = new Uint8Array(Math.max(64, 2 * need));
      grown.set(this.kept.subarray(0, this.length));
      this.kept = grown;
    }
    this.kept.set(bytes, this.length);
    this.length = need;
  }

  private checkWanted(length: number): void {
    if (length > this.wanted) throw new CaptureError('ERR_CAPTURE_LIMIT', `${this.isKey ? 'key' : `value of ${this.key}`} of more than ${this.wanted} bytes`, this.tokenOffset);
  }

  private finishToken(text: Uint8Array = this.kept.subarray(0, this.length)): void {
    const isString = this.token === 'string';
    this.token = 'none';
    if (this.isKey) {
      this.checkWanted(text.length);
      const around = this.open.at(-1);
      if (around !== undefined) around.key = utf8.decode(text);
      this.expected = ':';
      return;
    }
    if (!isString && !BARE.test(utf8.decode(text))) throw new CaptureError('ERR_CAPTURE_DAMAGED', `no JSON: ${utf8.decode(text)}`, this.tokenOffset);
    if (this.wanted > 0) {
      this.checkWanted(text.length);
      this.listener.scalar(text, isString, this.open.length, this.key, this.tokenOffset);
    }
    this.afterValue();
  }
}

const shown = (byte: number): string => (byte > 0x20 && byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `byte 0x${byte.toString(16).padStart(2, '0')}`);
