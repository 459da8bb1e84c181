// The words of `rtnl decode`.

import type { ParseArgsConfig } from 'node:util';
import type { ByteOrder } from '../../netlink/byte-order.js';
import type { CaptureFormat } from '../../netlink/capture/captured.js';
import { UsageError } from '../../rtnl/words.js';
import type { ColourWhen } from '../options.js';
import { readOwnOptions } from '../own-options.js';
import { familyNumber } from './families.js';
import { decodeUsage } from './usage.js';

/** How messages are told. */
export type ViewName = 'text' | 'tree' | 'json' | 'stats' | 'as' | 'serve' | 'none';

/** Which messages are told. Those of one kind are alternatives, empty ones let all pass. */
export interface Filters {
  /** Numbers of entries, from and to. */
  readonly entries: readonly (readonly [from: number, to: number])[];
  readonly types: readonly string[];
  readonly links: readonly string[];
  readonly ports: readonly number[];
  readonly sockets: readonly string[];
  readonly families: readonly number[];
  readonly errors: boolean;
}

export interface DecodeOptions {
  /** `-` is standard input. */
  readonly file: string;
  readonly view: ViewName;
  /** Of `as`: the command. */
  readonly as: readonly string[];
  /** Namespaces that the command finds. */
  readonly namespaces: readonly string[];
  readonly filters: Filters;
  readonly write: string | undefined;
  /** Of `serve`: the port, 0 for any; and whether a browser is to be started. */
  readonly listen: number;
  readonly open: boolean;
  readonly follow: boolean;
  readonly details: number;
  readonly statistics: number;
  readonly format: CaptureFormat | undefined;
  readonly byteOrder: ByteOrder | undefined;
  readonly colour: ColourWhen;
}

const flag = { type: 'boolean' } as const;
const word = { type: 'string' } as const;
const words = { type: 'string', multiple: true } as const;

const KNOWN = {
  tree: flag,
  json: flag,
  stats: flag,
  as: word,
  serve: flag,
  listen: word,
  open: flag,
  netns: words,
  write: word,
  entry: words,
  type: words,
  link: words,
  errors: flag,
  port: words,
  socket: words,
  family: words,
  details: { ...flag, short: 'd' },
  statistics: { ...flag, short: 's' },
  follow: { ...flag, short: 'f' },
  format: word,
  'byte-order': word,
  color: word,
  help: { ...flag, short: 'h' },
} as const satisfies ParseArgsConfig['options'];

const FORMATS: readonly CaptureFormat[] = ['pcap', 'pcapng', 'rtmon', 'strace', 'exchange', 'hex'];

function wrong(why: string): UsageError {
  return new UsageError(`rtnl decode: ${why}\n`);
}

function oneOf<T extends string>(option: string, value: string | undefined, choices: readonly T[]): T | undefined {
  const found = choices.find((choice) => choice === value);
  if (value !== undefined && found === undefined) throw wrong(`--${option} takes ${choices.join(', ')}, not "${value}"`);
  return found;
}

/** Throws UsageError. */
export function readDecodeOptions(argv: readonly string[]): DecodeOptions {
  const { values, positionals } = readOwnOptions(argv, KNOWN, wrong);
  if (values.help || positionals[0] === 'help') throw new UsageError(decodeUsage, 0, true);
  if (positionals.length > 1) throw wrong(`one file, not "${positionals[1]}" as well`);
  const views = (['tree', 'json', 'stats', 'as', 'serve'] as const).filter((view) => values[view] !== undefined);
  if (views.length > 1) throw wrong(`--${views[0]} or --${views[1]}, not both`);
  return {
    file: positionals[0] ?? '-',
    view: views[0] ?? (values.write === undefined ? 'text' : 'none'),
    as: commandOf(values.as),
    namespaces: listed(values.netns ?? []),
    filters: filtersOf(values),
    write: values.write,
    listen: portOf(values.listen),
    open: values.open ?? false,
    follow: values.follow ?? false,
    details: values.details ? 1 : 0,
    statistics: values.statistics ? 1 : 0,
    format: oneOf('format', values.format, FORMATS),
    byteOrder: oneOf('byte-order', values['byte-order'], ['little', 'big']),
    colour: oneOf('color', values.color, ['always', 'auto', 'never']) ?? 'auto',
  };
}

type Values = ReturnType<typeof readOwnOptions<typeof KNOWN>>['values'];

/** `ip -d link`, in words: quotes are not looked at, no word of `ip` has a space. */
function commandOf(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const command = text.split(/\s+/).filter((part) => part !== '');
  if (command[0] !== 'ip' && command[0] !== 'rtnl') throw wrong(`--as takes a command of ip, not "${text}"`);
  return command.slice(1);
}

function filtersOf({ entry = [], type = [], link = [], port = [], socket = [], family = [], errors = false }: Values): Filters {
  return {
    entries: listed(entry).map(rangeOf),
    types: listed(type).map((name) => name.toUpperCase()),
    links: link,
    ports: listed(port).map((text) => numberOf('port', text)),
    sockets: socket,
    families: listed(family).map(familyOf),
    errors,
  };
}

/** `a,b` counts as both. */
function listed(all: readonly string[]): string[] {
  return all.flatMap((text) => text.split(','));
}

function numberOf(option: string, text: string): number {
  if (!/^\d+$/.test(text)) throw wrong(`--${option} takes a number, not "${text}"`);
  return Number(text);
}

function portOf(text = '0'): number {
  const port = numberOf('listen', text);
  if (port > 65_535) throw wrong(`no port is ${text}`);
  return port;
}

function rangeOf(text: string): readonly [number, number] {
  const [, from, to = from] = /^(\d+)(?:-(\d*))?$/.exec(text) ?? [];
  if (from === undefined) throw wrong(`--entry takes numbers as in "3-9,12", not "${text}"`);
  return [Number(from), to === '' ? Number.POSITIVE_INFINITY : Number(to)];
}

function familyOf(text: string): number {
  const family = familyNumber(text);
  if (family === undefined) throw wrong(`no family is called "${text}"`);
  return family;
}
