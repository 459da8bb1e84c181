// What the suites are made of: a definition says what is asked; what is to come of it is recorded from a kernel (record.ts).

import type { Case, Requirements } from '../../src/cli/conformance/suite.js';
import { encodeDatagram } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { NLM_F_ACK, NLM_F_DUMP, NLM_F_REQUEST } from '../../src/netlink/constants.js';

/** A message as the request functions of the library give it. */
export interface Request {
  readonly name: string;
  readonly header: { readonly flags?: number };
  readonly body: object;
}

/** One step: a datagram, and how what comes of it is looked at. */
export interface Asked {
  /** Messages with a header already, or a datagram in hex; its sequence numbers are put in where the runner has them. */
  readonly send?: string;
  readonly messages: number;
  readonly socket?: number;
  readonly order?: 'any';
  /** What is asked for comes about a moment later. */
  readonly again?: true;
  /** Of what is asked for again: a kernel that is recorded has it at once. */
  readonly atOnce?: true;
  readonly deleteNamespace?: number;
  /** What is told is looked at together with what the next step brings. */
  readonly later?: true;
}

/** A case as it is defined: what comes of its steps is yet to be recorded. */
export interface Definition extends Omit<Case, 'steps'> {
  readonly steps: readonly Asked[];
}

export interface SuiteDefinition {
  readonly suite: string;
  readonly description: string;
  readonly requires?: Requirements;
  readonly setups?: Readonly<Record<string, readonly Asked[]>>;
  readonly cases: readonly Definition[];
}

type More = Omit<Asked, 'send' | 'messages'>;

function sent(requests: readonly Request[], flags: number, more: More): Asked {
  const messages = requests.map(({ name, header, body }) => ({ name, header: { ...header, flags: flags | (header.flags ?? 0) }, body }));
  return { send: toHex(encodeDatagram(messages as never, { byteOrder: 'little' })), messages: requests.length, ...more };
}

/** A change that is to be acknowledged. */
export const change = (request: Request, more: More = {}): Asked => sent([request], NLM_F_REQUEST | NLM_F_ACK, more);

/** Several in one datagram. */
export const changes = (requests: readonly Request[], more: More = {}): Asked => sent(requests, NLM_F_REQUEST | NLM_F_ACK, more);

/** A question. */
export const ask = (request: Request, more: More = {}): Asked => sent([request], NLM_F_REQUEST, more);

/** A list. */
export const list = (request: Request, more: More = {}): Asked => sent([request], NLM_F_REQUEST | NLM_F_DUMP, more);

/** Bytes by hand. Blanks are left out. */
export function raw(hex: string, more: More = {}): Asked {
  const bytes = fromHex(hex.replace(/\s+/g, ''));
  return { send: toHex(bytes), messages: bytes.length >= 16 ? 1 : 0, ...more };
}

/** Stands for the descriptor of a namespace of the case. */
export const FD = 0x7fd0_0000;

/** `netns` of a request. */
export const inNamespace = (number: number) => ({ fd: FD + number });
