// Plays a definition on a kernel and writes down what came: a case. Twice, and what differs from one time to the other is no expectation.

import { setTimeout } from 'node:timers/promises';
import { messagesOf, Play } from '../../src/cli/conformance/play.js';
import type { Case, Expectation, ExpectedNotification, Step } from '../../src/cli/conformance/suite.js';
import type { Target } from '../../src/cli/conformance/target/target.js';
import { summary } from '../../src/cli/decode/summary.js';
import type { Route } from '../../src/cli/kernel.js';
import { type Dissection, decodeDatagram, dissectDatagram, route } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { NLM_F_ACK, NLM_F_APPEND, NLM_F_CREATE, NLM_F_DUMP, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from '../../src/netlink/constants.js';
import { DecodeError } from '../../src/netlink/errors.js';
import type { Protocol } from '../../src/netlink/message.js';
import { type Asked, type Definition, FD } from './define.js';
import { expectationOf, Known } from './expect.js';

/** Milliseconds in which a kernel's workers have told what they have to tell. */
const QUIET = 30;
/** Milliseconds in which a namespace has ended. */
const ENDING = 1000;
const reading = { protocol: route as unknown as Protocol<Route>, littleEndian: true };

/** The datagram of a step with names for sequence numbers and descriptors. */
function patternOf({ send = '', messages }: Asked, first: number): string {
  const datagram = fromHex(send);
  const parts = messages === 0 ? [] : messagesOf(datagram, true);
  let out = '';
  let at = 0;
  for (const [i, part] of parts.entries()) {
    const end = i === parts.length - 1 ? datagram.length : at + ((part.length + 3) & ~3);
    out += `${toHex(datagram.subarray(at, at + 8))}<seq${first + i}>${withDescriptors(toHex(datagram.subarray(at + 12, end)))}`;
    at = end;
  }
  return out + toHex(datagram.subarray(at));
}

function withDescriptors(hex: string): string {
  return hex
    .replace(/(?:[0-9a-f]{2})/g, (byte) => `${byte} `)
    .replace(/([0-9a-f]{2}) ([0-9a-f]{2}) d0 7f /g, (_, low: string, high: string) => `<fd${Number.parseInt(high + low, 16)}>`)
    .replaceAll(' ', '');
}

const WORDS: readonly (readonly [bit: number, name: string])[] = [
  [NLM_F_ACK, 'ack'],
  [NLM_F_ECHO, 'echo'],
];
const CHANGING: readonly (readonly [bit: number, name: string])[] = [
  [NLM_F_REPLACE, 'replace'],
  [NLM_F_EXCL, 'excl'],
  [NLM_F_CREATE, 'create'],
  [NLM_F_APPEND, 'append'],
];

/** What a datagram asks for, a line a message. */
function told(send: string): string[] {
  try {
    return decodeDatagram(fromHex(send), { byteOrder: 'little' }).map(({ name, header: { flags }, body }) => {
      const dump = (flags & NLM_F_DUMP) === NLM_F_DUMP && /GET/.test(name);
      const words = [...(/GET/.test(name) ? [] : CHANGING), ...WORDS].filter(([bit]) => (flags & bit) !== 0).map(([, word]) => word);
      const contents = body instanceof Uint8Array ? (body.length === 0 ? '' : `0x${toHex(body)}`) : summary(body as object, new Set(Object.keys(body as object)));
      return [name, ...(dump ? ['dump'] : words), contents]
        .filter((part) => part !== '')
        .join(' ')
        .replace(/\b21446\d{5}\b/g, (number) => `<fd${Number(number) - FD}>`);
    });
  } catch (error) {
    if (error instanceof DecodeError) return [`no whole message: ${send}`];
    throw error;
  }
}

/** The names of the attributes that a datagram has. */
function attributesIn(send: string): string[] {
  const namesIn = (nodes: readonly Dissection[] = []): string[] => nodes.flatMap(({ name, children }) => [name, ...namesIn(children)]);
  try {
    return namesIn(dissectDatagram(fromHex(send), { byteOrder: 'little' }));
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}

/** What the kernel makes of a definition, once; the steps of its setup are in it. */
async function recordOnce(definition: Definition, before: readonly Asked[], target: Target): Promise<Case> {
  const { steps: own, ...rest } = definition;
  const asked = [...before, ...own];
  const listens = (i: number) => definition.listen !== undefined && i >= before.length;
  const steps: Step[] = [];
  let first = 1;
  for (const one of asked) {
    const { send, messages, later: _, atOnce: __, ...more } = one;
    steps.push({ ...more, ...(send !== undefined && { send: patternOf(one, first), text: told(send) }) });
    first += messages;
  }
  const one: Case = { ...rest, steps };
  const stage = await target.stage();
  try {
    const play = await Play.open(one, [], stage, reading);
    const known = new Known(
      steps.map(({ send = '' }) => send),
      new Set(asked.flatMap(({ send = '' }) => attributesIn(send))),
    );
    const out: Step[] = [];
    for (const [i, step] of steps.entries()) {
      if (i === before.length) await play.listen();
      // Sockets in different namespaces may have the same number: what comes is for the one that asked.
      const { socket = 0 } = step;
      known.numbers.set(toHex(play.valueOf(`port${socket}`) ?? new Uint8Array()), `<port${socket}>`);
      if (step.again && !asked[i]?.atOnce) await setTimeout(3 * QUIET);
      const came = await play.exchange(step);
      if (listens(i)) await setTimeout(step.deleteNamespace === undefined ? QUIET : ENDING);
      const requests = (step.send ?? '').split(/(?=[0-9a-f]{16}<seq)/);
      for (const [, name = ''] of (step.send ?? '').matchAll(/<(seq\d+)>/g)) known.numbers.set(toHex(play.valueOf(name) ?? new Uint8Array()), `<${name}>`);
      const replies = came.map((bytes) =>
        expectationOf(
          bytes,
          known,
          requests.find((request) => answers(bytes, request, play)),
        ),
      );
      if (step.order === 'any') replies.splice(0, replies.length - 1, ...replies.slice(0, -1).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)));
      const look = listens(i) && asked[i]?.later === undefined;
      const notifications = look ? (await play.overheard()).map(({ listener, group, bytes }) => notified(listener, group, expectationOf(bytes, known, undefined))) : undefined;
      out.push({ ...step, ...(step.send !== undefined && { replies }), ...(notifications && { notifications }) });
    }
    return { ...rest, steps: out };
  } finally {
    await stage.close();
  }
}

function notified(listener: number, group: number, expected: Expectation): ExpectedNotification {
  return { group, ...(listener !== 0 && { listener }), ...expected };
}

function answers(bytes: Uint8Array, request: string, play: Play): boolean {
  const name = /<(seq\d+)>/.exec(request)?.[1];
  return name !== undefined && toHex(bytes.subarray(8, 12)) === toHex(play.valueOf(name) ?? new Uint8Array());
}

/** The kernel did not do the same twice. */
export class Unstable extends Error {}

/** Throws Unstable where recordings are not the same. */
export async function record(definition: Definition, before: readonly Asked[], target: Target, times = 3): Promise<Case> {
  const all = await Promise.all(Array.from({ length: times }, () => recordOnce(definition, before, target)));
  const [first, ...others] = all as [Case, ...Case[]];
  for (const [i, step] of first.steps.entries()) {
    const other = others.map(({ steps }) => steps[i]).find((one) => JSON.stringify(one) !== JSON.stringify(step));
    if (other !== undefined) throw new Unstable(`step ${i + 1} (${step.text?.join('; ')}): ${messagesIn(step)}, another time ${messagesIn(other)}`);
  }
  return first;
}

const messagesIn = ({ replies = [], notifications = [] }: Step): string => [...replies, ...notifications].map(({ message, text }) => `${message} ${text}`).join(', ');
