// Who decodes and encodes: this library, in this process, or a program that is asked line by line.

import type { ByteOrder } from '../../../netlink/byte-order.js';
import { fromHex, toHex } from '../../../netlink/bytes.js';
import { DecodeError, EncodeError } from '../../../netlink/errors.js';
import { decodeMessages, encodeMessages, type Protocol, toBytes } from '../../../netlink/message.js';
import type { Route } from '../../kernel.js';
import { messageOf, Unsayable } from './build.js';
import { CHECKS, type Check } from './check.js';
import type { Read } from './compare.js';
import type { Answer, Question } from './meaning.js';
import { meanings } from './tell.js';

/** What a codec says of itself. */
export interface Introduction {
  readonly library: string;
  /** What it can be asked for. */
  readonly checks: readonly Check[];
  readonly byteOrders: readonly ByteOrder[];
  /** What it never tells, which is not compared then: `offset`, `length`, `type`, `name`, `sequence`, `port`, `flags` (of attributes), `fields` (of structs), `refusedAt`. */
  readonly silent: readonly string[];
}

/** A codec under test. */
export interface Codec {
  readonly introduction: Introduction;
  /** Rejects with TargetError where there is no answer. */
  ask(question: Question): Promise<Answer>;
  /** Ends all that is left of it. */
  close(): Promise<void>;
}

/** This library. */
export function ownCodec(protocol: Protocol<Route>): Codec {
  return {
    introduction: { library: 'rtnetlink', checks: CHECKS, byteOrders: ['little', 'big'], silent: [] },
    ask: async (question) => answer(protocol, question),
    close: async () => undefined,
  };
}

/** What bytes mean to this library. */
export const reading =
  (protocol: Protocol<Route>): Read =>
  (hex, byteOrder) => {
    try {
      return meanings(protocol, fromHex(hex), byteOrder);
    } catch (error) {
      if (error instanceof DecodeError) return undefined;
      throw error;
    }
  };

function answer(protocol: Protocol<Route>, question: Question): Answer {
  try {
    return answered(protocol, question);
  } catch (error) {
    if (error instanceof Unsayable) return { unsupported: error.message };
    if (error instanceof DecodeError) return { error: { message: error.reason, offset: error.offset, path: error.path } };
    if (error instanceof EncodeError) return { error: { message: error.message, path: error.path } };
    throw error;
  }
}

function answered(protocol: Protocol<Route>, question: Question): Answer {
  if (question.op === 'hello') return { unsupported: 'hello is answered beforehand' };
  const { byteOrder } = question;
  const littleEndian = byteOrder === 'little';
  if (question.op === 'encode')
    return {
      hex: toHex(
        encodeMessages(
          protocol,
          question.messages.map((one) => messageOf(protocol.messages, one, littleEndian)),
          littleEndian,
        ),
      ),
    };
  const bytes = fromHex(question.hex);
  if (question.op === 'decode') return { messages: meanings(protocol, bytes, byteOrder) };
  return { hex: toHex(encodeMessages(protocol, decodeMessages(protocol, toBytes(bytes, { byteOrder })), littleEndian)) };
}
