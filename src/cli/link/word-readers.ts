// What each word about a link means, in the order in which iproute2 looks a shortened one up. iproute2: ip/iplink.c: iplink_parse().

import { EINVAL } from '../../netlink/errno-numbers.js';
import { IFF_ALLMULTI, IFF_DYNAMIC, IFF_MULTICAST, IFF_NOARP, IFF_NOTRAILERS, IFF_PROMISC, IFF_UP } from '../../rtnl/constants.js';
import { linkAddressWord } from '../../rtnl/kinds/word-values.js';
import { type AnyLink, linkMode, operState } from '../../rtnl/link.js';
import { addrGenMode } from '../../rtnl/link-af.js';
import { duplicateWord, invalidWord, matches, missingWord, onOff, parseOnOff, UsageError, wholeNumber } from '../../rtnl/words.js';
import { isVrf } from '../filter.js';
import { isInterfaceName } from '../link-cache.js';
import { groupNumber, INT_MAX, numberOf } from '../numbers.js';
import type { LinkRequest } from './request.js';
import { readVf } from './vf-words.js';
import { readXdp } from './xdp-words.js';

type Read = (request: LinkRequest, word: string) => void | Promise<void>;

const INT_MIN = -0x80000000;
/** IFALIASZ of if.h. */
const LONGEST_ALIAS = 255;
const GSO_MAX_SEGS = 65535;

/** A word that must be whole, and one that may be cut short. */
const whole =
  (...names: string[]) =>
  (word: string): boolean =>
    names.includes(word);
const short =
  (...names: string[]) =>
  (word: string): boolean =>
    names.some((name) => matches(word, name));
const either =
  (...tests: ((word: string) => boolean)[]) =>
  (word: string): boolean =>
    tests.some((test) => test(word));

/** An `int`, of which the bits go out. */
function integer(word: string, key: string): number {
  return wholeNumber(word, `Invalid "${key}" value\n`, INT_MAX, INT_MIN) >>> 0;
}

function once(request: LinkRequest, key: string, word: string): void {
  if (request.told.has(key)) throw duplicateWord(key, word);
  request.told.add(key);
}

/** `mtu 1400`: an int that may be told once. */
const onceInteger =
  (key: string, attribute: 'mtu' | 'txqlen' | 'numTxQueues' | 'numRxQueues'): Read =>
  (request) => {
    const word = request.words.next();
    once(request, key, word);
    const value = integer(word, key);
    request.attributes.add(attribute, value);
    // -1 is iproute2's own mark for none told yet.
    if (value === 0xffffffff) request.told.delete(key);
  };

const unsigned =
  (key: string, attribute: 'gsoMaxSize' | 'gsoMaxSegs' | 'groMaxSize', max = 0xffffffff): Read =>
  ({ words, attributes }) =>
    attributes.add(attribute, wholeNumber(words.next(), `Invalid "${key}" value\n`, max));

const flag =
  (key: string, bit: number, when = true): Read =>
  (request) => {
    const on = onOff(key, request.words.next());
    request.setFlag(bit, on === when);
  };

const up =
  (on: boolean): Read =>
  (request) =>
    request.setFlag(IFF_UP, on);

function bit(key: 'carrier' | 'protodown', attribute: 'carrier' | 'protoDown'): Read {
  return ({ words, attributes }) => attributes.add(attribute, parseOnOff(key, words.next(), EINVAL) ? 1 : 0);
}

const readName: Read = (request) => {
  const word = request.words.next();
  if (request.name !== undefined) throw duplicateWord('name', word);
  if (!isInterfaceName(word)) throw invalidWord('"name" not a valid ifname', word);
  request.name = word;
  if (request.dev === undefined) {
    request.dev = word;
    request.devIsName = true;
  }
};

const readIndex: Read = (request) => {
  const word = request.words.next();
  if (request.index !== 0) throw duplicateWord('index', word);
  request.index = (Number.parseInt(word, 10) || 0) | 0;
  if (request.index <= 0) throw invalidWord('Invalid "index" value', word);
};

const readLower: Read = (request) => {
  request.link = request.words.next();
};

const readAddress =
  (attribute: 'address' | 'broadcast'): Read =>
  (request) => {
    const address = linkAddressWord(request.words.next());
    request.attributes.add(attribute, address);
    if (attribute === 'address') request.addressLength = Math.ceil(address.length / 3);
  };

const readNetns: Read = (request) => {
  const { words, attributes } = request;
  const word = words.next();
  once(request, 'netns', word);
  request.movesNamespace = true;
  const fd = request.session.namespaces.descriptor(word);
  if (fd !== undefined) return attributes.add('netNsFd', fd);
  attributes.add('netNsPid', integer(word, 'netns'));
};

const readMaster: Read = async ({ words, session, attributes }) => {
  const word = words.next();
  const index = await session.names.indexOf(word);
  if (index === 0) throw invalidWord('Device does not exist\n', word);
  attributes.add('master', index);
};

const readVrf: Read = async ({ words, session, family, attributes }) => {
  const word = words.next();
  const index = await session.names.indexOf(word);
  if (index === 0 || !(await isVrf(session, family, word))) throw invalidWord('Not a valid VRF name\n', word);
  attributes.add('master', index);
};

const readAlias: Read = ({ words, attributes }) => {
  const word = words.next();
  if (Buffer.byteLength(word) > LONGEST_ALIAS) throw invalidWord('alias too long\n', word);
  attributes.add('ifalias', word);
};

const readGroup: Read = (request) => {
  const word = request.words.next();
  if (request.group !== undefined) throw duplicateWord('group', word);
  request.group = groupNumber(word, request.session.tables);
  request.attributes.add('group', request.group);
};

/** A name out of a table, in any case. */
function named<N extends string>(names: Readonly<Record<N, number>>, word: string, why: string): N {
  const name = word.toLowerCase();
  if (!Object.hasOwn(names, name)) throw invalidWord(why, word);
  return name as N;
}

const readAddrGenMode: Read = ({ words, attributes }) => {
  const mode = named(addrGenMode.names, words.next(), 'Invalid address generation mode\n');
  attributes.add('afSpec', { inet6: { addrGenMode: mode } });
};

/** The namespace by its name; one without an id gets one. */
const readLinkNetns: Read = async (request) => {
  const word = request.words.next();
  once(request, 'link-netns/link-netnsid', word);
  const { namespaces } = request.session;
  let id = await namespaces.idOf(word);
  if (typeof id !== 'number' || id < 0) {
    await namespaces.assign(word);
    id = await namespaces.idOf(word);
  }
  if (typeof id !== 'number' || id < 0) throw invalidWord('Invalid "link-netns" value\n', word);
  request.attributes.add('linkNetnsid', id);
};

const readLinkNetnsid: Read = (request) => {
  const word = request.words.next();
  once(request, 'link-netns/link-netnsid', word);
  request.attributes.add('linkNetnsid', wholeNumber(word, 'Invalid "link-netnsid" value\n', INT_MAX, INT_MIN));
};

const readProtoDownReason: Read = ({ words, attributes, session }) => {
  const reason = numberOf('protoDownReasons', words.next(), 'invalid protodown reason\n', session.tables);
  const word = words.next();
  const on = matches(word, 'on');
  if (!on && !matches(word, 'off')) throw new UsageError(`Error: argument of "protodown_reason" must be "on" or "off", not "${word}"\n`, 1);
  const mask = (1 << reason) >>> 0;
  attributes.add('protoDownReason', { mask, value: on ? mask : 0 });
};

const readType: Read = (request) => {
  request.type = request.words.next();
};

const readVfs: Read = async (request) => {
  const vf = integer(request.words.next(), 'vf');
  if (request.dev === undefined) throw missingWord('dev');
  request.attributes.add('vfinfoList', [await readVf(request, vf, request.dev)] as NonNullable<AnyLink['vfinfoList']>);
  if (request.devIsName) request.dev = undefined;
};

const readOneXdp: Read = async (request, word) => {
  request.attributes.add('xdp', await readXdp(request, word));
  if (word === 'xdpoffload' && request.devIsName) request.dev = undefined;
};

const READERS: readonly (readonly [is: (word: string) => boolean, read: Read])[] = [
  [whole('up'), up(true)],
  [whole('down'), up(false)],
  [whole('name'), readName],
  [whole('index'), readIndex],
  [short('link'), readLower],
  [short('address'), readAddress('address')],
  [either(short('broadcast'), whole('brd')), readAddress('broadcast')],
  [either(short('txqueuelen', 'txqlen'), whole('qlen')), onceInteger('txqueuelen', 'txqlen')],
  [whole('mtu'), onceInteger('mtu', 'mtu')],
  [whole('xdpgeneric', 'xdpdrv', 'xdpoffload', 'xdp'), readOneXdp],
  [whole('netns'), readNetns],
  [whole('multicast'), flag('multicast', IFF_MULTICAST)],
  [whole('allmulticast'), flag('allmulticast', IFF_ALLMULTI)],
  [whole('promisc'), flag('promisc', IFF_PROMISC)],
  [whole('trailers'), flag('trailers', IFF_NOTRAILERS, false)],
  [whole('arp'), flag('arp', IFF_NOARP, false)],
  [whole('carrier'), bit('carrier', 'carrier')],
  [whole('vf'), readVfs],
  [short('master'), readMaster],
  [whole('vrf'), readVrf],
  [short('nomaster'), ({ attributes }) => attributes.add('master', 0)],
  [short('dynamic'), flag('dynamic', IFF_DYNAMIC)],
  [short('type'), readType],
  [short('alias'), readAlias],
  [whole('group'), readGroup],
  [whole('mode'), ({ words, attributes }) => attributes.add('linkmode', named(linkMode.names, words.next(), 'Invalid link mode\n'))],
  [whole('state'), ({ words, attributes }) => attributes.add('operstate', named(operState.names, words.next(), 'Invalid operstate\n'))],
  [short('numtxqueues'), onceInteger('numtxqueues', 'numTxQueues')],
  [short('numrxqueues'), onceInteger('numrxqueues', 'numRxQueues')],
  [short('addrgenmode'), readAddrGenMode],
  [short('link-netns'), readLinkNetns],
  [short('link-netnsid'), readLinkNetnsid],
  [whole('protodown'), bit('protodown', 'protoDown')],
  [whole('protodown_reason'), readProtoDownReason],
  [whole('gso_max_size'), unsigned('gso_max_size', 'gsoMaxSize')],
  [whole('gso_max_segs'), unsigned('gso_max_segs', 'gsoMaxSegs', GSO_MAX_SEGS)],
  [whole('gro_max_size'), unsigned('gro_max_size', 'groMaxSize')],
  [whole('parentdev'), ({ words, attributes }) => attributes.add('parentDevName', words.next())],
];

/** How the words behind this one are read; undefined where it is no option. */
export function wordReader(word: string): Read | undefined {
  return READERS.find(([is]) => is(word))?.[1];
}
