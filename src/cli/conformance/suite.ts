// Suites of cases: JSON Lines, a header first, then a case a line. guides/conformance.md is the description; it needs no JavaScript.

import type { ByteOrder } from '../../netlink/byte-order.js';
import { inside } from './forms.js';
import { at, caseTitle, checkFormat, type Line, namedApart, parseLines } from './lines.js';
import { checkSense } from './sense.js';
import { caseForm, headerForm } from './suite-forms.js';

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
  /** `bare`: a fresh namespace holds a loopback link and nothing else. `vlanless`: a new bridge has no VLANs. */
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
  /** A kernel release: on those before it the attribute is not looked at. */
  readonly since?: string;
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
  const [first, ...others] = parseLines(path, text);
  at(path, 1, () => checkHeader(first?.value));
  const header = first?.value as Omit<Suite, 'cases'>;
  for (const { number, value } of others) at(path, number, () => checkCase(value, header));
  return { ...header, cases: namedApart(path, others as readonly Line<Case>[]) };
}

function checkHeader(value: unknown): void {
  checkFormat(value, FORMAT, VERSION);
  headerForm(value, 'the header');
}

function checkCase(value: unknown, header: Omit<Suite, 'cases'>): void {
  inside(caseTitle(value), () => {
    caseForm(value, 'the case');
    checkSense(value as Case, header);
  });
}
