// What a program answered, held against what a datagram means: what is wrong, and what it does not take apart.

import { toHex } from '../../../netlink/bytes.js';
import { NLMSG_HDRLEN } from '../../../netlink/message.js';
import type { CodecCase } from './case.js';
import type { Attribute, Meaning, Refusal } from './meaning.js';
import { type Difference, difference, differs, plain, untold } from './values.js';

/** Something other than the case says. */
export interface Wrong {
  /** Where: names from the message down. */
  readonly message: string;
  /** `offset`, `value`, the name of a field. */
  readonly what: string;
  readonly expected: string;
  readonly got: string;
  /** From the start of the datagram. */
  readonly offset?: number;
}

/** Both empty where all is right. */
export interface Judgement {
  readonly wrong: Wrong[];
  /** Right as far as it goes: bytes where there is more to tell, a struct without some of its fields. */
  readonly less: string[];
}

/** What a program said beforehand that it does not tell. */
export type Silence = ReadonlySet<string>;

const HEADER = ['offset', 'length', 'type', 'flags', 'sequence', 'port'] as const;
/** Bytes shown from where bytes differ. */
const AROUND = 8;
/** Of a value, as much as is shown. */
const LONGEST = 200;

const named = ({ name, type }: { readonly name?: string; readonly type?: number }): string => name ?? `#${type}`;

class Comparison implements Judgement {
  readonly wrong: Wrong[] = [];
  readonly less: string[] = [];

  constructor(
    private readonly silence: Silence,
    private readonly hex: string,
  ) {}

  messages(wanted: readonly Meaning[], got: readonly Meaning[]): void {
    if (wanted.length !== got.length) this.say('the datagram', 'messages', wanted.length, got.length);
    for (const [i, one] of wanted.entries()) {
      const answer = got[i];
      if (answer !== undefined) this.message(one, answer, wanted.length > 1 ? `${named(one)}[${i}]` : named(one));
    }
  }

  private message(wanted: Meaning, got: Meaning, path: string): void {
    for (const key of HEADER) this.told(wanted[key], got[key], key, path);
    if (got.error !== undefined) return this.say(path, 'message', 'to be decoded', `refused: ${got.error.message}`);
    if (got.payload !== undefined && got.attributes === undefined && wanted.attributes !== undefined) return this.raw(wanted, got, path);
    this.name(wanted.name, got.name, path);
    const { fields, request, payload, attributes } = wanted;
    if (fields !== undefined) this.fields(fields, got.fields, path);
    if (request !== undefined) {
      if (got.request === undefined) this.less.push(`${path}: the header of the request`);
      else this.differ(difference({ ...request }, { ...got.request }), `${path} > request`);
    }
    // Of a message taken apart there may be no bytes left to tell.
    if (payload !== undefined && got.attributes === undefined) {
      if (got.payload === undefined) this.less.push(`${path}: its payload`);
      else this.differ(differs({ kind: 'bytes', value: payload }, got.payload), path);
    }
    if (attributes !== undefined) this.attributes(attributes, got.attributes ?? [], path);
  }

  /** A message not taken apart: right if its bytes are those that stand there. */
  private raw({ offset = 0, length = 0 }: Meaning, { payload = '' }: Meaning, path: string): void {
    const wrong = differs({ kind: 'bytes', value: this.hex.slice(2 * (offset + NLMSG_HDRLEN), 2 * (offset + length)) }, payload);
    if (wrong === undefined) this.less.push(`${path} as bytes`);
    else this.differ(wrong, path, offset);
  }

  private fields(wanted: NonNullable<Attribute['fields']>, got: Attribute['fields'], path: string): void {
    if (got === undefined) return this.silence.has('fields') ? undefined : this.say(path, 'fields', Object.keys(wanted).join(', '), 'none');
    this.differ(difference(wanted, got), path);
    this.lacks(untold(wanted, got), path);
  }

  private attributes(wanted: readonly Attribute[], got: readonly Attribute[], path: string): void {
    const left = [...got];
    for (const [one, answer] of pairs(wanted, left)) {
      const name = `${path} > ${named(one)}`;
      if (answer !== undefined) this.attribute(one, answer, name);
      else if (wanted.some((other) => sameLine(other, one) && wanted.indexOf(other) > wanted.indexOf(one))) this.less.push(`${name}: all but the last of it`);
      else this.say(name, 'attribute', 'to be told', 'nothing', one.offset);
    }
    for (const one of left) this.say(`${path} > ${named(one)}`, 'attribute', 'not to be there', JSON.stringify(one.value ?? null));
  }

  private attribute(wanted: Attribute, got: Attribute, path: string): void {
    for (const key of ['type', 'offset'] as const) this.told(wanted[key], got[key], key, path);
    this.told(wanted.length, got.length, wanted.kind === 'string' && wanted.value === got.value ? NUL : 'length', path);
    if (!this.silence.has('flags')) {
      this.told(wanted.nested ?? false, got.nested ?? false, 'NLA_F_NESTED', path);
      this.told(wanted.netByteOrder ?? false, got.netByteOrder ?? false, 'NLA_F_NET_BYTEORDER', path);
    }
    if (got.error !== undefined) return wanted.error === undefined ? this.say(path, 'attribute', 'to be decoded', `refused: ${got.error.message}`, wanted.offset) : undefined;
    // A library that does not know an attribute has neither its name nor what is in it.
    if (got.kind === 'bytes' && (wanted.kind !== 'bytes' || got.name === undefined)) return this.bytes(wanted, got, path);
    this.name(wanted.name, got.name, path);
    // What has no name here another may know better.
    if (wanted.name === undefined && got.name !== undefined) return;
    if (wanted.kind === 'bytes' && (got.attributes !== undefined || (typeof got.value === 'object' && got.value !== null && !Array.isArray(got.value)))) return;
    if (wanted.attributes !== undefined) {
      if (wanted.fields !== undefined) this.fields(wanted.fields, got.fields, path);
      if (got.attributes === undefined) this.say(path, 'attribute', 'attributes inside', JSON.stringify(got.value ?? null), wanted.offset);
      else this.attributes(wanted.attributes, got.attributes, path);
      return;
    }
    if (got.value === undefined) return this.say(path, 'value', JSON.stringify(wanted.value ?? null), 'none', wanted.offset);
    this.differ(differs(wanted, got.value), path, wanted.offset);
    this.lacks(untold(wanted.value ?? null, got.value), path);
  }

  /** Told as bytes: right if they are those that stand there. */
  private bytes({ name, offset = 0, length = 0, kind = '' }: Attribute, { value = null }: Attribute, path: string): void {
    const there = this.hex.slice(2 * (offset + 4), 2 * (offset + length));
    const wrong = differs({ kind: 'bytes', value: there }, value);
    if (wrong !== undefined) this.differ(wrong, path, offset);
    else if (kind !== 'bytes') this.less.push(`${path}: ${kind} as bytes`);
    else if (name !== undefined) this.less.push(`${path}: its name`);
  }

  private name(wanted: string | undefined, got: string | undefined, path: string): void {
    if (wanted !== undefined && !(got === undefined && this.silence.has('name')) && (got === undefined || plain(got) !== plain(wanted)))
      this.say(path, 'name', wanted, got ?? 'none');
  }

  private told(wanted: number | boolean | undefined, got: number | boolean | undefined, key: string, path: string): void {
    if (wanted !== undefined && wanted !== got && !(got === undefined && this.silence.has(key === NUL ? 'length' : key))) this.say(path, key, wanted, got ?? 'none');
  }

  private differ(found: Difference | undefined, path: string, offset?: number): void {
    if (found !== undefined) this.say(path, found.at === '' ? 'value' : found.at, found.expected, found.got, offset);
  }

  private lacks(names: readonly string[], path: string): void {
    if (names.length > 0) this.less.push(`${path}: ${names.join(', ')}`);
  }

  private say(message: string, what: string, expected: string | number | boolean, got: string | number | boolean, offset?: number): void {
    this.wrong.push({ message, what, expected: short(String(expected)), got: short(String(got)), ...(offset !== undefined && { offset }) });
  }
}

/** The length of a string whose text is right: a NUL more or less. */
const NUL = 'length with NUL';

const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text);

const sameLine = (one: Attribute, other: Attribute): boolean => one.type === other.type && one.name === other.name;

/** By number where it is told, else by name. */
const matches = (wanted: Attribute, got: Attribute): boolean =>
  got.type !== undefined && wanted.type !== undefined ? got.type === wanted.type : got.name !== undefined && wanted.name !== undefined && plain(got.name) === plain(wanted.name);

/** The nth of a type with the nth of that type; where there are fewer, with the last. Takes what it finds out of `left`. */
function pairs(wanted: readonly Attribute[], left: Attribute[]): (readonly [Attribute, Attribute | undefined])[] {
  const found = new Map<Attribute, Attribute>();
  for (const one of wanted) {
    const open = wanted.filter((other) => !found.has(other) && sameLine(other, one));
    const answers = left.filter((answer) => matches(one, answer));
    if (open[0] !== one || answers.length < open.length) continue;
    const [answer] = answers;
    if (answer === undefined) continue;
    found.set(one, answer);
    left.splice(left.indexOf(answer), 1);
  }
  // Of two the last counts: it is held against the only one told.
  for (const one of [...wanted].reverse()) {
    if (found.has(one)) continue;
    const at = left.findLastIndex((answer) => matches(one, answer));
    if (at >= 0) found.set(one, left.splice(at, 1)[0] as Attribute);
  }
  return wanted.map((one) => [one, found.get(one)]);
}

/** What was decoded of good bytes. */
export function judgeMeaning({ hex, messages = [] }: CodecCase, got: readonly Meaning[], silence: Silence): Judgement {
  const comparison = new Comparison(silence, hex);
  comparison.messages(messages, got);
  return comparison;
}

function refused(attributes: readonly Attribute[]): (readonly [path: readonly string[], Refusal])[] {
  return attributes.flatMap(({ name, type, error, attributes: inside = [] }) => [
    ...(error === undefined ? [] : [[[name ?? `#${type}`, ...(error.path ?? [])], error] as const]),
    ...refused(inside).map(([path, refusal]) => [[name ?? `#${type}`, ...path], refusal] as const),
  ]);
}

/** How far down a path somebody tells bytes, and so does not say whether they are good; undefined where they were taken apart. */
function keptAsBytes(nodes: readonly (Attribute | Meaning)[], path: readonly string[], above: readonly string[] = []): string | undefined {
  const [name, ...rest] = path;
  const node = name === undefined ? undefined : nodes.find((one) => one.name === name);
  if (node === undefined) return undefined;
  const here = [...above, name as string];
  return ('payload' in node && node.attributes === undefined) || ('kind' in node && node.kind === 'bytes') ? here.join(' > ') : keptAsBytes(node.attributes ?? [], rest, here);
}

/** What was refused of bad bytes: the whole, or one attribute. */
export function judgeRefusal({ refuse, hex }: CodecCase, answer: { readonly messages: readonly Meaning[] } | { readonly error: Refusal }, silence: Silence): Judgement {
  if (refuse === undefined) return { wrong: [], less: [] };
  const { offset: at, length, path, why } = refuse;
  const refusals =
    'error' in answer
      ? [answer.error]
      : answer.messages.flatMap(({ error, attributes = [] }) => [
          ...(error === undefined ? [] : [error]),
          ...refused(attributes).map(([path, { message, offset }]) => ({ message, path, ...(offset !== undefined && { offset }) })),
        ]);
  const said = (expected: string, got: string): Judgement => ({ wrong: [{ message: path.join(' > ') || 'the datagram', what: 'refusal', expected, got, offset: at }], less: [] });
  const bytes = 'messages' in answer ? keptAsBytes(answer.messages, path) : undefined;
  if (refusals.length === 0 && bytes !== undefined) return { wrong: [], less: [`${bytes} as bytes`] };
  if (refusals.length === 0) return said(`one, since ${why}: ${around(hex, at)}`, 'none: taken for good');
  const placed = refusals.flatMap(({ offset }) => offset ?? []);
  if (placed.length === 0) return silence.has('refusedAt') ? { wrong: [], less: [] } : said('an offset', 'none');
  return placed.some((offset) => offset >= at && offset <= at + length)
    ? { wrong: [], less: [] }
    : said(`at byte ${at} to ${at + length}, since ${why}`, `at byte ${placed.join(', ')}`);
}

/** NLA_F_NESTED of nests is the sender's choice. */
function withoutNested(hex: string, { messages = [], byteOrder }: CodecCase): string {
  const bytes = Buffer.from(hex, 'hex');
  const clear = ({ kind, offset = 0, attributes = [] }: Attribute): void => {
    const high = offset + (byteOrder === 'little' ? 3 : 2);
    if (kind !== 'struct rtnexthop' && high < bytes.length) bytes[high] = (bytes[high] as number) & 0x7f;
    for (const one of attributes) clear(one);
  };
  for (const { attributes = [] } of messages) for (const one of attributes) if (one.attributes !== undefined || one.nested) clear(one);
  return toHex(bytes);
}

/** What bytes mean; undefined of those that mean nothing. */
export type Read = (hex: string, byteOrder: CodecCase['byteOrder']) => readonly Meaning[] | undefined;

/** Offsets differ behind whatever has another length. */
const FOLLOWING: Silence = new Set(['offset']);

/** Where other bytes mean something else: without the lengths of what is around it. */
function meaningDiffers(one: CodecCase, got: string, read: Read): Wrong[] {
  const meanings = read(got, one.byteOrder);
  if (meanings === undefined || one.messages === undefined) return [];
  const { wrong } = judgeMeaning(one, meanings.map(withoutOffsets), FOLLOWING);
  return wrong.filter(({ what, message }) => what !== 'length' || !wrong.some((other) => other.message.startsWith(`${message} > `)));
}

function withoutOffsets<T extends Attribute | Meaning>(node: T): T {
  const { offset: _, attributes, ...rest } = node;
  return { ...rest, ...(attributes !== undefined && { attributes: attributes.map(withoutOffsets) }) } as unknown as T;
}

/** Bytes that are to be those of the case; `freely` but for NLA_F_NESTED. `read` finds out what it is that differs. */
export function judgeBytes(one: CodecCase, got: string, freely: boolean, read?: Read): Judgement {
  const [wanted, answer] = freely ? [withoutNested(one.hex, one), withoutNested(got.toLowerCase(), one)] : [one.hex, got.toLowerCase()];
  if (wanted === answer) return { wrong: [], less: [] };
  const wrong = read === undefined ? [] : meaningDiffers(one, got, read);
  const others = wrong.filter(({ what }) => what !== NUL);
  if (wrong.length > 0) return { wrong: others, less: wrong.filter(({ what }) => what === NUL).map(({ message }) => `${message}: whether it had a NUL`) };
  let at = 0;
  while (2 * at < wanted.length && wanted.slice(2 * at, 2 * at + 2) === answer.slice(2 * at, 2 * at + 2)) at++;
  const size = answer.length === wanted.length ? '' : ` of ${answer.length / 2} bytes`;
  const message = nameAt(one.messages ?? [], at);
  return { wrong: [{ message, what: 'bytes', offset: at, expected: `${around(wanted, at)} of ${wanted.length / 2} bytes`, got: `${around(answer, at)}${size}` }], less: [] };
}

const around = (hex: string, at: number): string => hex.slice(2 * at, 2 * (at + AROUND)) || 'nothing';

/** The innermost thing that has the byte. */
function nameAt(messages: readonly Meaning[], at: number): string {
  const inside = (nodes: readonly (Attribute | Meaning)[]): string[] => {
    const node = nodes.find(({ offset = 0, length = 0 }) => at >= offset && at < offset + length);
    return node === undefined ? [] : [named(node), ...inside(node.attributes ?? [])];
  };
  const path = inside(messages);
  return path.length === 0 ? 'the datagram' : path.join(' > ');
}
