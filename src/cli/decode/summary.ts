// A decoded value on one line, for what has no text of its own in `ip`: `ifname mv0, link 2, linkinfo.kind macvlan`.

import { toHex } from '../../netlink/bytes.js';

/** Bytes of a value that are written out. */
const MAX_BYTES = 32;

function bytes(value: Uint8Array): string {
  return `0x${toHex(value.subarray(0, MAX_BYTES))}${value.length > MAX_BYTES ? `... (${value.length} bytes)` : ''}`;
}

function word(value: unknown): string {
  if (typeof value === 'string') return /^[^\s,"]+$/.test(value) ? value : JSON.stringify(value);
  return String(value);
}

/** A value in brackets, or as it is. */
export function plain(value: unknown): string {
  if (value instanceof Uint8Array) return bytes(value);
  if (ArrayBuffer.isView(value)) return `[${Array.from(value as unknown as Iterable<unknown>).join(' ')}]`;
  if (Array.isArray(value)) return `[${value.map(plain).join(' ')}]`;
  if (typeof value === 'object' && value !== null) return `{${summary(value)}}`;
  return word(value);
}

function isRaw(value: object): value is { readonly payload: Uint8Array } {
  return 'payload' in value && value.payload instanceof Uint8Array && 'flags' in value;
}

/** Fields and attributes by their keys, what is nested by its path. Fields of the message's struct that are zero say nothing. */
export function summary(body: object, zero: ReadonlySet<string> = new Set()): string {
  const parts: string[] = [];
  const add = (path: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) parts.push(value === true ? path : `${path} ${plain(value)}`);
    else if (isRaw(value)) parts.push(`${path} ${bytes(value.payload)}`);
    else for (const [key, inside] of Object.entries(value)) add(`${path}.${key}`, inside);
  };
  for (const [key, value] of Object.entries(body)) if (!(zero.has(key) && (value === 0 || value === 0n))) add(key, value);
  return parts.join(', ');
}
