// Tells the format of a recording by its first bytes, never by its name.

import type { CaptureFormat } from './captured.js';
import { pcapMagic } from './pcap.js';

/** So many bytes tell any format. */
export const DETECTED_BY = 4096;

/** Whether a recording is gzip: RFC 1952. */
export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** The format that begins with these bytes; undefined where it is none of them, or they are too few to tell. */
export function detect(head: Uint8Array): CaptureFormat | undefined {
  if (pcapMagic(head) !== undefined) return 'pcap';
  return isJson(head) ? 'exchange' : undefined;
}

/** An object with a key, an array of such objects, or what is left where these are empty. */
const isJson = (head: Uint8Array): boolean => /^(\uFEFF)?\s*(\[\s*)*(\{\s*"|\[\s*\])/.test(new TextDecoder('utf-8', { ignoreBOM: true }).decode(head));
