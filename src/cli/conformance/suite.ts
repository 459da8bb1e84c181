// Suites of cases: JSON Lines, a header first, then a case a line. guides/conformance.md is the description; it needs no JavaScript.

import type { ByteOrder } from '../../netlink/message.js';
import { at, list, object, parseLines } from './lines.js';
import { parsePattern } from './pattern.js';

export const FORMAT = 'rtnetlink-conformance';
export const VERSION = 1;

/** What must be there for a case to say anything. */
export interface Requirements {
  /** Releases, both included: `6.18` as `max` takes 6.18.44 in. */
  readonly kernel?: { readonly min?: string; readonly max?: string };
  /** Link kinds. */
  readonly kinds?: readonly string[];
  /** `CAP_NET_ADMIN`. */
  readonly capabilities?: readonly string[];
  /** `bare`: a fresh namespace holds a loopback link and nothing else. */
  readonly features?: readonly string[];
}

/** How a socket of a case is opened. All are on that the library's own sockets have on. */
export interface CaseSocket {
  /** Which of the case's namespaces, counted from 0. */
  readonly namespace?: number;
  /** NETLINK_GET_STRICT_CHK, on by default. */
  readonly strict?: boolean;
  /** NETLINK_EXT_ACK, on by default. */
  readonly extendedAck?: boolean;
  /** NETLINK_CAP_ACK, off by default. */
  readonly capAck?: boolean;
}

/** A message that is to come: all of it (`hex`), or how it starts and some of its attributes. */
export interface Expectation {
  /** What it is called. */
  readonly message: string;
  /** For people. */
  readonly text?: string;
  /** A pattern of the whole message. */
  readonly hex?: string;
  /** A pattern of how it starts: nlmsghdr and the struct behind it. Attributes follow, from the next multiple of four. */
  readonly start?: string;
  readonly attributes?: readonly ExpectedAttribute[];
}

/** An attribute that is to be there, or not to be. Others are not looked at. */
export interface ExpectedAttribute {
  /** Numbers from the outermost nest inwards, `18/2/1`. The first of each number counts. */
  readonly path: string;
  /** The same in the kernel's names. */
  readonly name: string;
  /** A pattern of its payload. */
  readonly hex?: string;
  /** The same for people. */
  readonly value?: string;
  readonly absent?: true;
}

export interface ExpectedNotification extends Expectation {
  readonly group: number;
  /** Which of the case's listeners, 0 by default. */
  readonly listener?: number;
}

export interface Step {
  /** A pattern of the datagram that is sent. */
  readonly send?: string;
  /** The same for people, a line a message. */
  readonly text?: readonly string[];
  /** Which of the case's sockets, 0 by default. */
  readonly socket?: number;
  /** Everything that comes back, in order; `any` leaves the order of all but the last open. */
  readonly replies?: readonly Expectation[];
  readonly order?: 'any';
  /** The replies tell what comes about later: it is asked again, for a few seconds, until they are as expected. */
  readonly again?: true;
  /** A namespace that ends. */
  readonly deleteNamespace?: number;
  /** What was told since this was last looked at, in order. Where it is absent nothing is looked at. */
  readonly notifications?: readonly ExpectedNotification[];
}

export interface Case {
  readonly name: string;
  readonly about?: string;
  readonly requires?: Requirements;
  /** How many there are; 1 by default. */
  readonly namespaces?: number;
  /** One in namespace 0 by default. */
  readonly sockets?: readonly CaseSocket[];
  readonly listen?: readonly { readonly namespace?: number; readonly groups: readonly number[] }[];
  /** The suite's steps that come before its own. Listeners join behind them. */
  readonly setup?: string;
  readonly steps: readonly Step[];
}

export interface Suite {
  readonly suite: string;
  readonly description: string;
  readonly byteOrder: ByteOrder;
  /** The kernel whose answers these are. */
  readonly recorded: string;
  readonly requires?: Requirements;
  /** Steps with which several cases begin, by name. */
  readonly setups?: Readonly<Record<string, readonly Step[]>>;
  readonly cases: readonly Case[];
}

/** The steps that come before a case's own. */
export const setupOf = ({ setups = {} }: Suite, { setup }: Case): readonly Step[] => (setup === undefined ? [] : (setups[setup] ?? []));

/** Whether a file is one; its first line tells. */
export function isSuite(text: string): boolean {
  return text.slice(0, 200).includes(`"${FORMAT}"`);
}

/** Throws SuiteError. */
export function parseSuite(path: string, text: string): Suite {
  const [header, ...cases] = parseLines(path, text);
  const setups = at(path, 1, () => checkHeader(header?.value));
  for (const { number, value } of cases) at(path, number, () => checkCase(value, setups));
  return { ...(header?.value as Omit<Suite, 'cases'>), cases: cases.map(({ value }) => value as Case) };
}

type Setups = Readonly<Record<string, unknown>>;

function checkHeader(header: unknown): Setups {
  const { format, version, suite, description, byteOrder, recorded, requires, setups = {} } = object(header, 'the header');
  if (format !== FORMAT) throw new TypeError(`the first line has no "format": "${FORMAT}"`);
  if (version !== VERSION) throw new TypeError(`version ${String(version)} of the format, this reads ${VERSION}`);
  for (const [name, value] of Object.entries({ suite, description, recorded })) if (typeof value !== 'string') throw new TypeError(`the header has no ${name}`);
  if (byteOrder !== 'little' && byteOrder !== 'big') throw new TypeError('byteOrder is "little" or "big"');
  checkRequirements(requires);
  return object(setups, 'setups');
}

function checkCase(one: unknown, setups: Setups): void {
  const { name, requires, namespaces = 1, sockets = [{}], listen = [], setup, steps } = object(one, 'a case');
  if (typeof name !== 'string' || name === '') throw new TypeError('a case without a name');
  checkRequirements(requires);
  const places = count(namespaces, 'namespaces');
  const inside = (value: unknown) => index(object(value, 'a socket or listener').namespace, places, 'namespace');
  const [opened, listening] = [list(sockets, 'sockets'), list(listen, 'listen')];
  for (const socket of opened) inside(socket);
  for (const listener of listening) {
    inside(listener);
    for (const group of list(object(listener, 'a listener').groups, 'groups')) count(group, 'a group');
  }
  if (setup !== undefined && setups[String(setup)] === undefined) throw new TypeError(`the header has no setup ${String(setup)}`);
  const before = setup === undefined ? [] : list(setups[String(setup)], 'a setup');
  if (list(steps, 'steps').length === 0) throw new TypeError('a case without steps');
  for (const [i, step] of [...before, ...list(steps, 'steps')].entries()) {
    const known = object(step, `step ${i + 1}`);
    index(known.socket, opened.length, 'socket');
    index(known.deleteNamespace, places, 'namespace');
    if (known.send !== undefined) parsePattern(String(known.send));
    for (const reply of list(known.replies ?? [], 'replies')) checkExpectation(reply);
    for (const told of list(known.notifications ?? [], 'notifications')) {
      checkExpectation(told);
      count(object(told, 'a notification').group, 'group');
      index(object(told, 'a notification').listener, listening.length, 'listener');
    }
  }
}

function checkExpectation(expected: unknown): void {
  const { message, hex, start, attributes = [] } = object(expected, 'an expected message');
  if (typeof message !== 'string') throw new TypeError('an expected message without its name');
  if ((hex === undefined) === (start === undefined)) throw new TypeError(`${message}: either hex or start`);
  parsePattern(String(hex ?? start));
  for (const attribute of list(attributes, 'attributes')) {
    const { path, name, hex: payload, absent } = object(attribute, 'an attribute');
    if (!/^\d+(\/\d+)*$/.test(String(path)) || typeof name !== 'string') throw new TypeError(`an attribute of ${message} without path or name`);
    if ((payload === undefined) === (absent === undefined)) throw new TypeError(`${name}: either hex or absent`);
    parsePattern(String(payload ?? ''));
  }
}

function checkRequirements(value: unknown): void {
  if (value === undefined) return;
  const { kernel = {}, kinds = [], capabilities = [], features = [], ...others } = object(value, 'requires');
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new TypeError(`requires ${unknown}, of which this knows nothing`);
  for (const words of [kinds, capabilities, features]) list(words, 'what is required');
  for (const release of Object.values(object(kernel, 'kernel'))) if (!/^\d+(\.\d+)*$/.test(String(release))) throw new TypeError(`"${String(release)}" is no release`);
}

function count(value: unknown, what: string): number {
  if (!Number.isInteger(value) || (value as number) < 1) throw new TypeError(`${what} is no number from 1`);
  return value as number;
}

function index(value: unknown, length: number, what: string): void {
  if (value !== undefined && !(Number.isInteger(value) && (value as number) >= 0 && (value as number) < length)) throw new TypeError(`there is no ${what} ${String(value)}`);
}
