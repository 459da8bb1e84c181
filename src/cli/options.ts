// The options before the object: `ip`'s, which may be cut short, and our own --record, --replay, --sim, --help, --version.
// iproute2: ip/ip.c: main(), lib/color.c: matches_color().

import { AF_BRIDGE, AF_INET, AF_INET6, AF_MPLS, AF_PACKET, AF_UNSPEC } from '../rtnl/constants.js';
import { invalidWord, matches, parseWhole, UsageError, type Words } from '../rtnl/words.js';
import { ipUsage } from './usage.js';

export type ColourWhen = 'always' | 'auto' | 'never';

export interface Options {
  /** -4, -6, -0, -B, -M, -f: AF_*. */
  family: number;
  details: number;
  statistics: number;
  json: boolean;
  pretty: boolean;
  brief: boolean;
  oneline: boolean;
  numeric: boolean;
  human: boolean;
  iec: boolean;
  force: boolean;
  echo: boolean;
  /** -a: every namespace (`netns delete`, `netns exec`). */
  all: boolean;
  /** -t, counted: a monitor tells when. */
  timestamp: number;
  /** -ts: on the same line, short. */
  shortTimestamp: boolean;
  colour: ColourWhen;
  /** Rounds of a flush, 0 for any number. */
  loops: number;
  /** Bytes of the socket's receive queue. */
  receiveBuffer: number | undefined;
  /** The namespace to act in: the last that was told. */
  netns: string | undefined;
  /** All that were told: `ip` enters one after the other. */
  namespaces: readonly string[];
  batch: string | undefined;
  record: string | undefined;
  replay: string | undefined;
  /** On a simulated kernel, whose state is in that file or goes with the command. */
  sim: { readonly file: string | undefined } | undefined;
  /** Only this is asked for. */
  only: 'help' | 'version' | undefined;
}

/** What may follow `-f`. */
export const FAMILIES: Readonly<Record<string, number>> = { inet: AF_INET, inet6: AF_INET6, link: AF_PACKET, mpls: AF_MPLS, bridge: AF_BRIDGE };

/** Words that say `-f` and the family in one. */
const SHORT_FAMILIES: Readonly<Record<string, number>> = { '-4': AF_INET, '-6': AF_INET6, '-0': AF_PACKET, '-M': AF_MPLS, '-B': AF_BRIDGE };

type Reader = (options: Options, words: Words) => void;

const set =
  (changes: Partial<Options>): Reader =>
  (options) =>
    void Object.assign(options, changes);

const count =
  (key: 'statistics' | 'details'): Reader =>
  (options) =>
    void options[key]++;

/** An option with a value. */
const take =
  (read: (word: string) => Partial<Options>): Reader =>
  (options, words) =>
    void Object.assign(options, read(value(words)));

/** In the order in which a shortened option is looked for. */
const READERS: readonly (readonly [names: readonly string[], read: Reader])[] = [
  [['-loops'], take((word) => ({ loops: Number.parseInt(word, 10) || 0 }))],
  [['-family'], take((word) => ({ family: family(word) }))],
  [['-human', '-human-readable'], set({ human: true })],
  [['-iec'], set({ iec: true })],
  [['-stats', '-statistics'], count('statistics')],
  [['-details'], count('details')],
  [['-resolve'], set({})],
  [['-oneline'], set({ oneline: true })],
  [['-timestamp'], (options) => void options.timestamp++],
  [['-tshort'], (options) => void Object.assign(options, { timestamp: options.timestamp + 1, shortTimestamp: true })],
  [['-Version'], set({ only: 'version' })],
  [['-force'], set({ force: true })],
  [['-batch'], take((batch) => ({ batch }))],
  [['-brief'], set({ brief: true })],
  [['-json'], set({ json: true })],
  [['-pretty'], set({ pretty: true })],
  [['-rcvbuf'], take((word) => ({ receiveBuffer: receiveBuffer(word) }))],
];

/** Those looked for once the word is no family, no colour and no call for help. */
const LATER_READERS: typeof READERS = [
  [['-netns'], (options, words) => enter(options, words.left === 0 ? '(null)' : words.next())],
  [['-Numeric'], set({ numeric: true })],
  [['-all'], set({ all: true })],
];

function enter(options: Options, netns: string): void {
  options.netns = netns;
  options.namespaces = [...options.namespaces, netns];
}

function throwing(error: Error): never {
  throw error;
}

/** The value of an option; `ip` answers a missing one with its usage. */
function value(words: Words): string {
  return words.left > 0 ? words.next() : throwing(new UsageError(ipUsage));
}

function family(name: string): number {
  if (name === 'help') throw new UsageError(ipUsage);
  return (Object.hasOwn(FAMILIES, name) ? FAMILIES[name] : undefined) ?? throwing(invalidWord('invalid protocol family', name));
}

function receiveBuffer(word: string): number {
  const size = parseWhole(word);
  if (size === undefined || size < 0 || size > 0xffffffff) throw new UsageError(`Invalid rcvbuf size '${word}'\n`);
  return size;
}

/** `-c`, `-color=auto`: undefined where the word is none of them. */
function colour(word: string): ColourWhen | undefined {
  const [option = '', when = 'always'] = word.split('=', 2);
  if (!matches(option, '-color')) return undefined;
  return when === '' ? 'always' : when === 'always' || when === 'auto' || when === 'never' ? when : undefined;
}

/** What holds where nothing is told. */
export function noOptions(): Options {
  return {
    family: AF_UNSPEC,
    details: 0,
    statistics: 0,
    json: false,
    pretty: false,
    brief: false,
    oneline: false,
    numeric: false,
    human: false,
    iec: false,
    force: false,
    echo: false,
    all: false,
    timestamp: 0,
    shortTimestamp: false,
    colour: 'never',
    loops: 10,
    receiveBuffer: undefined,
    netns: undefined,
    namespaces: [],
    batch: undefined,
    record: undefined,
    replay: undefined,
    sim: undefined,
    only: undefined,
  };
}

/** Passes the options at the start of `words`. Throws UsageError; what was told before is in `options`. */
export function readOptions(words: Words, options = noOptions()): Options {
  for (let word = words.peek(); word?.startsWith('-'); word = words.peek()) {
    words.next();
    if (word === '--') break;
    readOption(options, word, words);
    if (options.only !== undefined) break;
  }
  return options;
}

function readOption(options: Options, word: string, words: Words): void {
  if (word === '--record') options.record = value(words);
  else if (word === '--replay') options.replay = value(words);
  else if (word === '--sim') options.sim = { file: isSimFile(words.peek()) ? words.next() : undefined };
  else if (word.startsWith('--sim=')) options.sim = { file: word.slice('--sim='.length) };
  else if (word === '--help') options.only = 'help';
  else if (word === '--version') options.only = 'version';
  else readIpOption(options, word.startsWith('--') ? word.slice(1) : word, words);
}

/** No object has a dot or a slash in it: what has is the file of `--sim`. */
export const isSimFile = (word: string | undefined): boolean => word !== undefined && !word.startsWith('-') && /[./]/.test(word);

function readIpOption(options: Options, word: string, words: Words): void {
  const find = (readers: typeof READERS) => readers.find(([names]) => names.some((name) => matches(word, name)))?.[1];
  const shortFamily = SHORT_FAMILIES[word];
  const when = colour(word);
  const early = find(READERS);
  if (shortFamily !== undefined) options.family = shortFamily;
  else if (early !== undefined) early(options, words);
  else if (when !== undefined) options.colour = when;
  else if (matches(word, '-help')) throw new UsageError(ipUsage);
  else if (word === '-echo') options.echo = true;
  else {
    const late = find(LATER_READERS);
    if (late === undefined) throw new UsageError(`Option "${word}" is unknown, try "ip -help".\n`);
    late(options, words);
  }
}
