// What the page knows of the families, and a message decoded without being kept: searching a long recording must not fill the memory.

import { protocolsWith } from '../families/families.js';
import { route } from '../index.js';
import { Bytes } from '../netlink/bytes.js';
import type { CapturedMessage, Protocols } from '../netlink/capture/entry.js';
import { DecodeError } from '../netlink/errors.js';
import { decodeMessage } from '../netlink/message.js';

/** The messages of every family, for one recording: what it tells of generic netlink's families is learned from it. */
export function protocolsOfRecording(): Protocols {
  return protocolsWith(route);
}

/** A message and its body, as `name` tells. */
export interface Decoded {
  readonly name: string;
  readonly body: unknown;
  /** Attributes that did not decode. */
  readonly errors?: readonly DecodeError[];
}

/** What a message holds; undefined where it does not decode. */
export function decoded({ datagram, header, offset }: CapturedMessage, protocols: Protocols): Decoded | undefined {
  const protocol = protocols(datagram.family);
  if (header === undefined || protocol === undefined || header.length > datagram.bytes.length - offset) return undefined;
  try {
    return decodeMessage(protocol, new Bytes(datagram.bytes, datagram.littleEndian), header, offset);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** Whether there is something in a message that does not decode. */
export function hasErrors(message: CapturedMessage, protocols: Protocols): boolean {
  if (message.header === undefined) return message.errors.length > 0;
  const what = decoded(message, protocols);
  return what === undefined || (what.errors?.length ?? 0) > 0;
}
