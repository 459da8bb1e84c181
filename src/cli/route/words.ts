// The words that say what a route shall be. iproute2: ip/iproute.c: iproute_modify().

import { ROUTER_PREFERENCES, RTNH_F_ONLINK } from '../../rtnl/constants.js';
import { garbageWord, invalidWord, matches, parseWhole, UsageError, type Words } from '../../rtnl/words.js';
import { encapWords } from '../encap/words.js';
import { numberOf } from '../numbers.js';
import { readAddress, readPrefix } from '../prefix.js';
import type { Session } from '../session.js';
import { vrfTable } from '../vrf-table.js';
import { FASTOPEN_READER, METRIC_READERS } from './metric-words.js';
import { readNexthops, viaBytes } from './nexthop-words.js';
import { RouteRequest } from './request.js';
import { routeUsage } from './usage.js';
import { familyOf, realmsOf, routeType } from './values.js';

type Read = (request: RouteRequest, word: string) => void | Promise<void>;
type Reader = readonly [is: (word: string) => boolean, read: Read];

const is =
  (...names: readonly string[]) =>
  (word: string): boolean =>
    names.includes(word);

/** `names` may be cut short; `whole` may not. */
const short =
  (names: readonly string[], whole: readonly string[] = []) =>
  (word: string): boolean =>
    names.some((name) => matches(word, name)) || whole.includes(word);

function whole(word: string, why: string, max = 0xffffffff): number {
  const value = parseWhole(word);
  if (value === undefined || value < 0 || value > max) throw invalidWord(why, word);
  return value;
}

const readSource: Read = (request) => {
  const { family, bytes } = readAddress(request.words.next(), request.family);
  request.settle(family);
  request.addAddress('prefsrc', family, bytes);
};

const readNewDestination: Read = (request) => {
  const word = request.words.next();
  const { family, bytes } = readAddress(word === 'to' ? request.words.next() : word, request.family);
  request.settle(family);
  request.addAddress('newdst', family, bytes);
};

const readVia: Read = (request, typed) => {
  if (request.gateway) throw invalidWord('use nexthop syntax to specify multiple via\n', typed);
  request.gateway = true;
  const word = request.words.next();
  const named = familyOf(word);
  const address = readAddress(named === 0 ? word : request.words.next(), named === 0 ? request.family : named);
  request.settle(address.family);
  if (address.family === request.family) request.addAddress('gateway', address.family, address.bytes);
  else request.attributes.addRaw('via', viaBytes(address, request.session.littleEndian));
};

const readFrom: Read = (request) => {
  const { family, bytes, length } = readPrefix(request.words.next(), request.family);
  request.settle(family);
  if (bytes.length > 0) request.addAddress('src', family, bytes);
  request.srcLen = length;
};

const readTable: Read = (request) => setTable(request, numberOf('tables', request.words.next(), '"table" value is invalid\n', request.session.tables));

const readVrf: Read = async (request) => {
  const word = request.words.next();
  const table = await vrfTable(request.session, word);
  if (table === 0) throw invalidWord('Invalid VRF\n', word);
  setTable(request, table);
};

/** rtm_table has eight bits. */
function setTable(request: RouteRequest, table: number): void {
  request.table = table < 256 ? table : 0;
  if (table >= 256) request.attributes.add('table', table);
  request.tableTold = true;
}

const readPreference: Read = ({ words, attributes }) => {
  const word = words.next();
  const named = Object.hasOwn(ROUTER_PREFERENCES, word) ? ROUTER_PREFERENCES[word as keyof typeof ROUTER_PREFERENCES] : undefined;
  attributes.add('pref', named ?? whole(word, '"pref" value is invalid\n', 255));
};

const readTtlPropagate: Read = ({ words, attributes }) => {
  const word = words.next();
  const told = matches(word, 'enabled') ? 1 : matches(word, 'disabled') ? 0 : undefined;
  if (told === undefined) throw invalidWord('"ttl-propagate" value is invalid\n', word);
  attributes.add('ttlPropagate', told);
};

const readEncap: Read = async ({ words, session, attributes }) => {
  for (const [key, value] of Object.entries(await encapWords(words, session))) attributes.add(key as 'encapType', value as never);
};

const readNhid: Read = (request) => {
  request.nhid = whole(request.words.next(), '"id" value is invalid\n');
  request.attributes.add('nhId', request.nhid);
};

/** In the order in which a word is looked for. */
const READERS: readonly Reader[] = [
  [is('src'), readSource],
  [is('as'), readNewDestination],
  [is('via'), readVia],
  [is('from'), readFrom],
  [
    short(['dsfield'], ['tos']),
    (request) => {
      request.tos = numberOf('dsfields', request.words.next(), '"tos" value is invalid\n', request.session.tables);
    },
  ],
  [is('expires'), ({ words, attributes }) => attributes.add('expires', whole(words.next(), '"expires" value is invalid\n'))],
  [short(['metric', 'priority'], ['preference']), ({ words, attributes }) => attributes.add('priority', whole(words.next(), '"metric" value is invalid\n'))],
  [
    is('scope'),
    (request) => {
      request.scope = numberOf('scopes', request.words.next(), 'invalid "scope" value\n', request.session.tables);
    },
  ],
  ...METRIC_READERS,
  [short(['realms']), ({ words, attributes, session }) => attributes.add('flow', realmsOf(words.next(), '"realm" value is invalid\n', session.tables))],
  [
    is('onlink'),
    (request) => {
      request.flags |= RTNH_F_ONLINK;
    },
  ],
  [is('nhid'), readNhid],
  [
    short(['protocol']),
    (request) => {
      request.protocol = numberOf('protocols', request.words.next(), '"protocol" value is invalid\n', request.session.tables);
    },
  ],
  [short(['table']), readTable],
  [short(['vrf']), readVrf],
  [
    is('dev', 'oif'),
    (request) => {
      request.dev = request.words.next();
    },
  ],
  [short(['pref']), readPreference],
  [is('encap'), readEncap],
  [is('ttl-propagate'), readTtlPropagate],
  FASTOPEN_READER,
];

const readDestination: Read = (request, typed) => {
  const { words } = request;
  let word = typed === 'to' ? words.next() : typed;
  const type = /^\d/.test(word) ? undefined : routeType(word);
  if (type !== undefined) {
    request.type = type;
    word = words.next();
  }
  if (matches(word, 'help')) throw new UsageError(routeUsage);
  if (request.told) throw garbageWord('to', word);
  const { family, bytes, length } = readPrefix(word, request.family);
  request.settle(family);
  request.dstLen = length;
  request.told = true;
  if (bytes.length > 0) request.addAddress('dst', family, bytes);
};

/** Reads all the words up to the first `nexthop`, whose turn comes last. Throws UsageError. */
export async function readRouteWords(words: Words, session: Session): Promise<RouteRequest> {
  const request = new RouteRequest(session, words);
  while (words.left > 0 && words.peek() !== 'nexthop') {
    const word = words.next();
    const read = READERS.find(([matches]) => matches(word))?.[1] ?? readDestination;
    await read(request, word);
  }
  if (!request.told) throw new UsageError(routeUsage);
  return request;
}

/** Reads the next hops, if any are told. Throws UsageError. */
export async function readRouteNexthops(request: RouteRequest): Promise<void> {
  if (request.words.left > 0) request.nexthops = await readNexthops(request);
}
