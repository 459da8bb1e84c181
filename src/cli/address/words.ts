// The words that say what an address shall be. iproute2: ip/ipaddress.c: ipaddr_modify().

import { formatIp } from '../../netlink/address.js';
import { type Address, addressBody } from '../../rtnl/address.js';
import { AttributeList } from '../../rtnl/attribute-list.js';
import { AF_INET, AF_INET6, AF_UNSPEC, INFINITY_LIFE_TIME } from '../../rtnl/constants.js';
import { duplicateWord, garbageWord, invalidWord, matches, parseWhole, UsageError, type Words, wholeNumber } from '../../rtnl/words.js';
import { numberOf } from '../numbers.js';
import { type Prefix, readAddress, readPrefix } from '../prefix.js';
import type { Session } from '../session.js';
import { addressUsage } from '../usage.js';
import { ADDRESS_FLAGS } from './flags.js';

/** An address while its words are read. */
export class AddressRequest {
  readonly attributes: AttributeList<Address>;
  family: number;
  prefixLength = 0;
  scope: number | undefined;
  flags = 0;
  dev: string | undefined;
  local: Prefix | undefined;
  /** As typed. */
  localWord = '';
  peer: Prefix | undefined;
  /** `+` and `-` stand for all ones and all zeros behind the prefix. */
  broadcast: '+' | '-' | 'told' | undefined;
  anycast = false;
  valid: number | undefined;
  preferred: number | undefined;

  constructor(
    readonly session: Session,
    readonly words: Words,
  ) {
    this.family = session.options.family;
    this.attributes = new AttributeList(addressBody.attributes.schema, () => session.littleEndian);
  }

  /** Adds an address; `any` has no bytes, which no address as text can say. */
  addAddress(key: 'address' | 'local' | 'broadcast' | 'anycast', bytes: Uint8Array): void {
    if (bytes.length > 0) this.attributes.add(key, formatIp(bytes));
    else this.attributes.addRaw(key, bytes);
  }
}

type Read = (request: AddressRequest, word: string) => void;

const readPeer: Read = (request) => {
  const word = request.words.next();
  if (request.peer !== undefined && request.peer.bytes.length > 0) throw duplicateWord('peer', word);
  const peer = readPrefix(word, request.family);
  request.peer = peer;
  if (request.family === AF_UNSPEC) request.family = peer.family;
  request.addAddress('address', peer.bytes);
  request.prefixLength = peer.length;
};

const readBroadcast: Read = (request) => {
  const word = request.words.next();
  if (request.broadcast !== undefined) throw duplicateWord('broadcast', word);
  request.broadcast = word === '+' || word === '-' ? word : 'told';
  if (request.broadcast === 'told') readOther(request, 'broadcast', word);
};

const readAnycast: Read = (request) => {
  const word = request.words.next();
  if (request.anycast) throw duplicateWord('anycast', word);
  request.anycast = true;
  readOther(request, 'anycast', word);
};

function readOther(request: AddressRequest, key: 'broadcast' | 'anycast', word: string): void {
  const { family, bytes } = readAddress(word, request.family);
  if (request.family === AF_UNSPEC) request.family = family;
  request.addAddress(key, bytes);
}

const readLifetime =
  (key: 'valid' | 'preferred', name: string): Read =>
  (request, word) => {
    if (request[key] !== undefined) throw duplicateWord(name, word);
    const seconds = request.words.next();
    request[key] = seconds === 'forever' ? INFINITY_LIFE_TIME : wholeNumber(seconds, `${name} value`);
  };

const readMetric: Read = ({ words, attributes }) => {
  const word = words.next();
  const metric = parseWhole(word);
  if (metric === undefined || metric < 0 || metric > 0xffffffff) throw invalidWord('"metric" value is invalid\n', word);
  attributes.add('rtPriority', metric);
};

const readFlag: Read = (request, word) => {
  const flag = ADDRESS_FLAGS.get(word);
  if (flag === undefined) return;
  const warn = (why: string) => request.session.io.stderr(`Warning: ${word} option ${why}\n`);
  if (flag.readonly) warn('is not mutable from userspace');
  else if (flag.v6only && request.family !== AF_INET6) warn('can be set only for IPv6 addresses');
  else request.flags |= flag.mask;
};

const readLocal: Read = (request, typed) => {
  const word = typed === 'local' ? request.words.next() : typed;
  if (matches(word, 'help')) throw new UsageError(addressUsage);
  if (request.local !== undefined && request.local.bytes.length > 0) throw garbageWord('local', word);
  const local = readPrefix(word, request.family);
  request.local = local;
  request.localWord = word;
  if (request.family === AF_UNSPEC) request.family = local.family;
  request.addAddress('local', local.bytes);
};

const readScope: Read = (request) => {
  request.scope = numberOf('scopes', request.words.next(), 'invalid scope value.', request.session.tables);
};

const readDev: Read = (request) => {
  request.dev = request.words.next();
};

const READERS: readonly (readonly [is: (word: string) => boolean, read: Read])[] = [
  [(word) => word === 'peer' || word === 'remote', readPeer],
  [(word) => matches(word, 'broadcast') || word === 'brd', readBroadcast],
  [(word) => word === 'anycast', readAnycast],
  [(word) => word === 'scope', readScope],
  [(word) => word === 'dev', readDev],
  [(word) => word === 'label', ({ words, attributes }) => attributes.add('label', words.next())],
  [(word) => ['metric', 'priority', 'preference'].some((name) => matches(word, name)), readMetric],
  [(word) => matches(word, 'valid_lft'), readLifetime('valid', 'valid_lft')],
  [(word) => matches(word, 'preferred_lft'), readLifetime('preferred', 'preferred_lft')],
  [(word) => ADDRESS_FLAGS.has(word), readFlag],
];

/** Reads all the words. Throws UsageError. */
export function readAddressWords(words: Words, session: Session): AddressRequest {
  const request = new AddressRequest(session, words);
  while (words.left > 0) {
    const word = words.next();
    const read = READERS.find(([is]) => is(word))?.[1] ?? readLocal;
    read(request, word);
  }
  return request;
}

/** Whether the address is of this machine alone: 127.0.0.0/8. */
export function isLoopback({ family, bytes }: Prefix): boolean {
  return family === AF_INET && bytes[0] === 127;
}
