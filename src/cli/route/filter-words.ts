// The words that say which routes. iproute2: ip/iproute.c: iproute_list_flush_or_save().

import { AF_UNSPEC, ROUTE_TYPES } from '../../rtnl/constants.js';
import { namedNumber } from '../../rtnl/name-tables.js';
import { invalidWord, matches, parseWhole, UsageError, type Words } from '../../rtnl/words.js';
import { noDevice } from '../link/words.js';
import { numberOf } from '../numbers.js';
import { readPrefix } from '../prefix.js';
import type { Session } from '../session.js';
import { vrfTable } from '../vrf-table.js';
import { type Match, noFilter, type RouteFilter } from './filter.js';
import { routeUsage } from './usage.js';
import { familyOf, realmsOf, routeType } from './values.js';

interface Reading {
  readonly filter: RouteFilter;
  readonly words: Words;
  readonly session: Session;
  iif?: string;
  oif?: string;
}

type Read = (reading: Reading, word: string) => void | Promise<void>;

function matchOf(word: string, family: number): Match {
  const { bytes, length, explicit, ...prefix } = readPrefix(word, family);
  return { family: prefix.family, bytes, bits: length, told: explicit || word === 'default' };
}

const readTable: Read = ({ filter, words, session }) => {
  const word = words.next();
  const table = namedNumber(session.tables.tables, word, 0xffffffff);
  if (table !== undefined) filter.table = table;
  else if (word === 'all') filter.table = 0;
  else if (word === 'cache') filter.cloned = true;
  else if (word === 'help') throw new UsageError(routeUsage);
  else throw invalidWord('table id value is invalid\n', word);
};

const readVrf: Read = async ({ filter, words, session }) => {
  const word = words.next();
  const table = await vrfTable(session, word);
  if (table === 0) throw invalidWord('Invalid VRF\n', word);
  filter.table = table;
  filter.types = ~((1 << ROUTE_TYPES.local) | (1 << ROUTE_TYPES.broadcast));
};

/** A name or a number; `all` takes back what was asked for. */
const readNamed =
  (key: 'protocol' | 'scope', table: 'protocols' | 'scopes'): Read =>
  ({ filter, words, session }) => {
    const word = words.next();
    const value = namedNumber(session.tables[table], word, 255);
    if (value !== undefined) filter[key] = value;
    else if (word === 'all') delete filter[key];
    else throw invalidWord(`invalid "${key}"\n`, word);
  };

const readType: Read = ({ filter, words }) => {
  const word = words.next();
  const type = routeType(word);
  if (type === undefined) throw invalidWord('node type value is invalid\n', word);
  filter.types = 1 << type;
};

const readNumber =
  (key: 'mark' | 'metric', why: string): Read =>
  ({ filter, words }) => {
    const word = words.next();
    const value = parseWhole(word);
    if (value === undefined || value < 0 || value > 0xffffffff) throw invalidWord(why, word);
    filter[key] = value;
  };

const readVia: Read = ({ filter, words, session }) => {
  const word = words.next();
  const family = familyOf(word);
  filter.gateway = matchOf(family === AF_UNSPEC ? word : words.next(), family === AF_UNSPEC ? session.options.family : family);
};

/** `5/` is about the realm that packets come from, `6` and `/6` about the one they go to. */
const readRealms: Read = ({ filter, words, session }) => {
  const word = words.next();
  const value = realmsOf(word, 'invalid realms\n', session.tables);
  let mask = 0xffffffff;
  if ((value & 0xffff) === 0 && word.endsWith('/')) mask = (mask & ~0xffff) >>> 0;
  if (value <= 0xffff && (!word.includes('/') || word.startsWith('/'))) mask &= 0xffff;
  filter.realms = { value, mask };
};

/** `root PREFIX`, `match PREFIX`, `exact PREFIX`, or the prefix alone, which is exact. */
function readEnd(reading: Reading, word: string, keys: readonly ['root' | 'fromRoot', 'match' | 'fromMatch']): void {
  const { filter, words, session } = reading;
  const kind = ['root', 'match', 'exact'].find((kind) => matches(word, kind));
  const match = matchOf(kind === undefined ? word : words.next(), session.options.family);
  if (kind !== 'match') filter[keys[0]] = match;
  if (kind !== 'root') filter[keys[1]] = match;
}

const short =
  (...names: readonly string[]) =>
  (word: string): boolean =>
    names.some((name) => matches(word, name));
const is =
  (...names: readonly string[]) =>
  (word: string): boolean =>
    names.includes(word);

/** In the order in which a word is looked for. */
const READERS: readonly (readonly [is: (word: string) => boolean, read: Read])[] = [
  [short('table'), readTable],
  [short('vrf'), readVrf],
  [
    short('cached', 'cloned'),
    ({ filter }) => {
      filter.cloned = true;
    },
  ],
  [
    (word) => word === 'tos' || matches(word, 'dsfield'),
    ({ filter, words, session }) => {
      filter.tos = numberOf('dsfields', words.next(), 'TOS value is invalid\n', session.tables);
    },
  ],
  [short('protocol'), readNamed('protocol', 'protocols')],
  [short('scope'), readNamed('scope', 'scopes')],
  [short('type'), readType],
  [
    is('dev', 'oif'),
    (reading) => {
      reading.oif = reading.words.next();
    },
  ],
  [
    is('iif'),
    (reading) => {
      reading.iif = reading.words.next();
    },
  ],
  [is('mark'), readNumber('mark', 'invalid mark value')],
  [(word) => short('metric', 'priority')(word) || word === 'preference', readNumber('metric', '"metric" value is invalid\n')],
  [is('via'), readVia],
  [
    is('src'),
    ({ filter, words, session }) => {
      filter.source = matchOf(words.next(), session.options.family);
    },
  ],
  [short('realms'), readRealms],
  [short('from'), (reading) => readEnd(reading, reading.words.next(), ['fromRoot', 'fromMatch'])],
];

/** Reads all the words. Throws UsageError. */
export async function readRouteFilter(words: Words, session: Session): Promise<RouteFilter> {
  const reading: Reading = { filter: noFilter(), words, session };
  while (words.left > 0) {
    const word = words.next();
    const read = READERS.find(([matches]) => matches(word))?.[1];
    if (read !== undefined) await read(reading, word);
    else readEnd(reading, matches(word, 'to') ? words.next() : word, ['root', 'match']);
  }
  const { filter } = reading;
  if (reading.iif !== undefined) filter.iif = await indexOf(session, reading.iif);
  if (reading.oif !== undefined) filter.oif = await indexOf(session, reading.oif);
  return filter;
}

async function indexOf(session: Session, name: string): Promise<number> {
  const index = await session.names.indexOf(name);
  if (index === 0) throw noDevice(name);
  return index;
}
