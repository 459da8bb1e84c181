// What the page knows of the families, and a message decoded without being kept: searching a long recording must not fill the memory.

import { route } from '../index.js';
import { Bytes } from '../netlink/bytes.js';
import type { CapturedMessage, Protocols } from '../netlink/capture/entry.js';
import { NETLINK_ROUTE } from '../netlink/constants.js';
import { DecodeError } from '../netlink/errors.js';
import { type Bodies, decodeMessage, type Protocol } from '../netlink/message.js';

/** The messages of each family that is known. */
export const protocols: Protocols = (family) => (family === NETLINK_ROUTE ? (route as unknown as Protocol<Bodies>) : undefined);

/** A message and its body, as `name` tells. */
export interface Decoded {
  readonly name: string;
  readonly body: unknown;
  /** Attributes that did not decode. */
  readonly errors?: readonly DecodeError[];
}

/** What a message holds; undefined where it does not decode. */
export function decoded({ datagram, header, offset }: CapturedMessage): Decoded | undefined {
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
export function hasErrors(message: CapturedMessage): boolean {
  const { header, datagram } = message;
  if (header === undefined || protocols(datagram.family) === undefined) return message.errors.length > 0;
  const what = decoded(message);
  return what === undefined || (what.errors?.length ?? 0) > 0;
}
