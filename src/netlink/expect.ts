// What a caller without types hands over by mistake: said by an error of ours, where the caller waits, before anything is sent.

import { EncodeError } from './errors.js';
import type { RequestOptions } from './request.js';

/** A value as errors tell it: text in quotes, so that '5' is told from 5. */
export function told(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** Whether it is text, and in the table. What is no text would be made some of first, which not everything can. */
export function isWordOf<T extends object>(table: T, word: unknown): word is keyof T & string {
  return typeof word === 'string' && Object.hasOwn(table, word);
}

/** Throws EncodeError where it has options by inheritance: whoever copies it leaves those behind. */
export function expectOwn(value: object, what: string): void {
  for (const key in value) if (!Object.hasOwn(value, key)) throw new EncodeError(`${what}: ${key} is inherited, and options are an object's own`);
}

/** Throws EncodeError unless it is an array. */
export function expectArray(value: unknown, what: string): void {
  if (!Array.isArray(value)) throw new EncodeError(`${what}: expected an array, got ${told(value)}`);
}

/** The same. Throws EncodeError for what only looks like yes or no: 'false' would be yes. */
export function expectBoolean(value: unknown, what: string): boolean {
  if (typeof value !== 'boolean') throw new EncodeError(`${what} is true or false, not ${told(value)}`);
  return value;
}

/** Throws EncodeError for what can call nothing off. */
export function expectSignal(signal: unknown): void {
  const { throwIfAborted, addEventListener } = (signal ?? {}) as Partial<AbortSignal>;
  if (signal === undefined || (typeof throwIfAborted === 'function' && typeof addEventListener === 'function')) return;
  throw new EncodeError(`signal is an AbortSignal, not ${told(signal)}`);
}

const WAITING = { signal: true, timeout: true, maxBytes: true, about: true } as const;

/** The same options. Throws EncodeError for what are none, or say no time, and the signal's reason where it has aborted. */
export function expectWaiting<O extends RequestOptions>(options: O): O {
  if (typeof options !== 'object' || options === null) throw new EncodeError(`options of a request: expected an object, got ${told(options)}`);
  for (const key in options) if (!Object.hasOwn(WAITING, key)) throw new EncodeError(`requests have no option ${key}; known: ${Object.keys(WAITING).join(', ')}`);
  expectOwn(options, 'options of a request');
  const { signal, timeout, maxBytes, about } = options;
  expectSignal(signal);
  if (timeout !== undefined && !(typeof timeout === 'number' && timeout >= 0)) throw new EncodeError(`timeout is a number of milliseconds from 0 on, not ${told(timeout)}`);
  if (maxBytes !== undefined && !(typeof maxBytes === 'number' && maxBytes >= 0)) throw new EncodeError(`maxBytes is a number of bytes from 0 on, not ${told(maxBytes)}`);
  if (about !== undefined && typeof about !== 'string') throw new EncodeError(`about is text, not ${told(about)}`);
  signal?.throwIfAborted();
  return options;
}

/** The flags it is to have beside those of its kind. Throws EncodeError for what is no message. */
export function flagsOf(message: { readonly header: { readonly flags?: number } }): number {
  const header = (message as { readonly header?: { readonly flags?: number } | null } | null | undefined)?.header;
  if (typeof header !== 'object' || header === null) throw new EncodeError(`a message is an object with name, header and body, not ${told(message)}`);
  return header.flags ?? 0;
}
