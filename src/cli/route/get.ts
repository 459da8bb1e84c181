// `route get`: which way a packet would take. iproute2: ip/iproute.c: iproute_get().

import { formatIp } from '../../netlink/address.js';
import { KernelError } from '../../netlink/errors.js';
import { AttributeList } from '../../rtnl/attribute-list.js';
import { AF_INET, AF_INET6, AF_MPLS, AF_UNSPEC, RTM_F_FIB_MATCH, RTM_F_LOOKUP_TABLE, RTM_F_NOTIFY } from '../../rtnl/constants.js';
import { type Route, routeBody } from '../../rtnl/route.js';
import { showRoute } from '../../rtnl/show/route.js';
import { invalidWord, matches, parseWhole, UsageError, type Words } from '../../rtnl/words.js';
import type { RouteMessage } from '../kernel.js';
import { noDevice } from '../link/words.js';
import { ipProtocolWord, numberOf } from '../numbers.js';
import { readAddress, readPrefix } from '../prefix.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { vrfIndex } from '../vrf-table.js';
import { routeContext } from './context.js';
import { routeUsage } from './usage.js';

class Query {
  readonly attributes: AttributeList<Route>;
  family: number;
  dstLen = 0;
  srcLen = 0;
  tos = 0;
  flags = 0;
  mark = 0;
  iif: string | undefined;
  oif: string | undefined;
  connected = false;
  fibMatch = false;
  from = false;
  /** The destination was told. */
  told = false;

  constructor(
    readonly session: Session,
    readonly words: Words,
  ) {
    this.family = session.options.family;
    this.attributes = new AttributeList(routeBody.attributes.schema, () => session.littleEndian);
  }

  add(key: 'dst' | 'src' | 'newdst', family: number, bytes: Uint8Array): void {
    if (this.family === AF_UNSPEC) this.family = family;
    if (family !== AF_MPLS && (bytes.length === 4 || bytes.length === 16)) this.attributes.add(key, formatIp(bytes));
    else if (bytes.length > 0) this.attributes.addRaw(key, bytes);
  }
}

type Read = (query: Query, word: string) => void | Promise<void>;

function number(word: string, why: string, max = 0xffffffff): number {
  const value = parseWhole(word);
  if (value === undefined || value < 0 || value > max) throw invalidWord(why, word);
  return value;
}

function notHelp(word: string): string {
  if (matches(word, 'help')) throw new UsageError(routeUsage);
  return word;
}

const readFrom: Read = (query) => {
  const word = notHelp(query.words.next());
  query.from = true;
  const { family, bytes, length } = readPrefix(word, query.family);
  query.add('src', family, bytes);
  query.srcLen = length;
};

const readVrf: Read = async (query) => {
  const word = query.words.next();
  if ((await vrfIndex(query.session, word)) === 0) throw invalidWord('Invalid VRF\n', word);
  query.oif = word;
};

const readNewDestination: Read = (query) => {
  const word = query.words.next();
  const { family, bytes } = readAddress(word === 'to' ? query.words.next() : word, query.family);
  query.add('newdst', family, bytes);
};

const readProtocol: Read = ({ words, attributes, session }) => void attributes.add('ipProto', ipProtocolWord(words.next(), session.tables));

const readDestination: Read = (query, typed) => {
  const word = notHelp(typed === 'to' ? query.words.next() : typed);
  const { family, bytes, length } = readPrefix(word, query.family);
  query.add('dst', family, bytes);
  const host = query.family === AF_INET ? 32 : query.family === AF_INET6 ? 128 : length;
  if (length !== host) query.session.io.stderr(`Warning: /${length} as prefix is invalid, only /${host} (or none) is supported.\n`);
  query.dstLen = host;
  query.told = true;
};

const short =
  (...names: readonly string[]) =>
  (word: string): boolean =>
    names.some((name) => matches(word, name));

/** In the order in which a word is looked for. */
const READERS: readonly (readonly [is: (word: string) => boolean, read: Read])[] = [
  [
    (word) => word === 'tos' || matches(word, 'dsfield'),
    (query) => {
      query.tos = numberOf('dsfields', query.words.next(), 'TOS value is invalid\n', query.session.tables);
    },
  ],
  [short('from'), readFrom],
  [
    short('iif'),
    (query) => {
      query.iif = query.words.next();
    },
  ],
  [
    short('mark'),
    (query) => {
      query.mark = number(query.words.next(), 'invalid mark value');
    },
  ],
  [
    (word) => matches(word, 'oif') || word === 'dev',
    (query) => {
      query.oif = query.words.next();
    },
  ],
  [
    short('notify'),
    (query) => {
      query.flags |= RTM_F_NOTIFY;
    },
  ],
  [
    short('connected'),
    (query) => {
      query.connected = true;
    },
  ],
  [short('vrf'), readVrf],
  [short('uid'), ({ words, attributes }) => attributes.add('uid', number(words.next(), 'invalid UID\n'))],
  [
    short('fibmatch'),
    (query) => {
      query.fibMatch = true;
    },
  ],
  [(word) => word === 'as', readNewDestination],
  [short('sport'), ({ words, attributes }) => attributes.add('sport', number(words.next(), 'invalid sport\n', 0xffff))],
  [short('dport'), ({ words, attributes }) => attributes.add('dport', number(words.next(), 'invalid dport\n', 0xffff))],
  [short('ipproto'), readProtocol],
];

async function readQuery(words: Words, session: Session): Promise<Query> {
  const query = new Query(session, words);
  while (words.left > 0) {
    const word = words.next();
    const read = READERS.find(([matches]) => matches(word))?.[1] ?? readDestination;
    await read(query, word);
  }
  if (!query.told) throw new UsageError('need at least a destination address\n', 1);
  return query;
}

async function addLink(query: Query, key: 'iif' | 'oif'): Promise<void> {
  const name = query[key];
  if (name === undefined) return;
  const index = await query.session.names.indexOf(name);
  if (index === 0) throw noDevice(name);
  query.attributes.add(key, index);
}

/** Resolves to the exit code. Throws UsageError. */
export async function getRoute(words: Words, session: Session): Promise<number> {
  const query = await readQuery(words, session);
  await addLink(query, 'iif');
  await addLink(query, 'oif');
  if (query.mark !== 0) query.attributes.add('mark', query.mark);
  const family = query.family === AF_UNSPEC ? AF_INET : query.family;
  const flags = query.flags | (family === AF_INET ? RTM_F_LOOKUP_TABLE : 0) | (query.fibMatch ? RTM_F_FIB_MATCH : 0);
  const { dstLen, srcLen, tos } = query;
  const request = { name: 'RTM_GETROUTE', header: {}, body: { family, dstLen, srcLen, tos, flags, ...query.attributes.object() } } as const;
  const answer = await session.kernel.ask(request);
  if (answer instanceof KernelError) return 2;
  await showAnswer(session, answer);
  if (!query.connected || query.from) return 0;
  if (answer.name !== 'RTM_NEWROUTE' || (answer.body.prefsrc === undefined && answer.body.src === undefined)) {
    session.io.stderr('Failed to connect the route\n');
    return 1;
  }
  // Asked once more, and shown outside the array of -j.
  const again = await session.kernel.ask(request);
  if (again instanceof KernelError) return 2;
  await showAnswer(session, again, false);
  return 0;
}

async function showAnswer(session: Session, answer: RouteMessage, json = session.options.json): Promise<void> {
  if (answer.name !== 'RTM_NEWROUTE' && answer.name !== 'RTM_DELROUTE') return;
  const { body, name } = answer;
  const context = await routeContext(session, [body]);
  await show(session, (out, names) => showRoute(out, body, { ...context, names }, name === 'RTM_DELROUTE'), json);
}
