// The words after `type vxlan`. iproute2: ip/iplink_vxlan.c: vxlan_parse_opt().

import { formatIp } from '../../netlink/address.js';
import { AttributeList } from '../attribute-list.js';
import { AF_INET, AF_INET6, AF_UNSPEC } from '../constants.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import { invalidWord, matches, type Words, wholeNumber } from '../words.js';
import { serviceWord } from './option-values.js';
import { Once, type OptionWord, type Read, type Reading, readOptions, short, whole } from './option-words.js';
import { type Vxlan, vxlanData } from './vxlan-data.js';
import { showVxlan } from './vxlan-show.js';
import { vxlanUsage } from './vxlan-usage.js';
import { kindError } from './word-values.js';

/** An address as typed: `any` has a family only where another address gives one, and no bytes. */
interface Typed {
  readonly family: number;
  readonly bytes: Uint8Array;
}

const NONE: Typed = { family: AF_UNSPEC, bytes: new Uint8Array() };

interface VxlanReading extends Reading {
  readonly data: AttributeList<Vxlan>;
  readonly once: Once;
  local: Typed;
  remote: Typed;
  id: number | undefined;
  learning: 0 | 1;
  port: number;
  external: boolean;
  vnifilter: boolean;
}

const isAddress = ({ family }: Typed): boolean => family !== AF_UNSPEC;

/** Whether it is a group's. */
export const isMulticast = ({ family, bytes: [first = 0] }: Typed): boolean => (family === AF_INET ? first >> 4 === 0xe : family === AF_INET6 && first === 0xff);

/** The next word, of an option told once. */
function value({ words, once }: VxlanReading, what: string, key: string): string {
  const word = words.next();
  once.check(what, key, word);
  return word;
}

const readRemote =
  (key: 'group' | 'remote'): Read<VxlanReading> =>
  (reading) => {
    const wantsGroup = key === 'group';
    if (isAddress(reading.remote) && isMulticast(reading.remote) !== wantsGroup) throw kindError('vxlan: both group and remote cannot be specified\n');
    const word = value(reading, 'remote', key);
    reading.remote = reading.context.address(word, reading.local.family);
    if (!isAddress(reading.remote) || isMulticast(reading.remote) !== wantsGroup) throw invalidWord(`invalid ${key} address`, word);
  };

const readLocal: Read<VxlanReading> = (reading) => {
  const word = value(reading, 'local', 'local');
  reading.local = reading.context.address(word, reading.remote.family);
  if (!isAddress(reading.local) || isMulticast(reading.local)) throw invalidWord('invalid local address', word);
};

const readId: Read<VxlanReading> = (reading) => {
  reading.id = wholeNumber(value(reading, 'id', 'id'), 'invalid id', 0xffffff);
};

const readDevice: Read<VxlanReading> = async (reading) => {
  reading.data.add('link', await reading.context.linkIndex(value(reading, 'dev', 'dev')));
};

/** A time to live up to 255. */
export function ttlWord(word: string): number {
  const ttl = wholeNumber(word, 'invalid TTL');
  if (ttl > 255) throw invalidWord('TTL must be <= 255', word);
  return ttl;
}

const readTtl: Read<VxlanReading> = (reading) => {
  const word = value(reading, 'ttl', 'ttl');
  if (word === 'inherit') reading.data.add('ttlInherit', true);
  else reading.data.add('ttl', word === 'auto' ? 0 : ttlWord(word));
};

/** Throws UsageError. */
export function dontFragmentWord(word: string): 'unset' | 'set' | 'inherit' {
  if (word !== 'unset' && word !== 'set' && word !== 'inherit') throw invalidWord("DF must be 'unset', 'set' or 'inherit'", word);
  return word;
}

const readPorts: Read<VxlanReading> = (reading) => {
  const low = wholeNumber(value(reading, 'srcport', 'srcport'), 'min port', 0xffff);
  const high = wholeNumber(reading.words.next(), 'max port', 0xffff);
  if (low !== 0 || high !== 0) reading.data.add('portRange', { low, high });
};

const readExternal: Read<VxlanReading> = (reading, word) => {
  reading.once.check('external', word, word);
  reading.external = true;
  reading.learning = 0;
  reading.data.add('collectMetadata', 1);
};

const readNoExternal: Read<VxlanReading> = (reading, word) => {
  reading.once.check('external', word, word);
  reading.external = false;
  reading.data.add('collectMetadata', 0);
};

const learning =
  (on: 0 | 1): Read<VxlanReading> =>
  (reading, word) => {
    reading.once.check('learning', word, word);
    reading.learning = on;
  };

type Switch = 'proxy' | 'rsc' | 'l2miss' | 'l3miss' | 'udpCsum' | 'udpZeroCsum6Tx' | 'udpZeroCsum6Rx' | 'remcsumTx' | 'remcsumRx';

/** `proxy` and `noproxy`; either may be cut short, in the order given. */
function onOff(name: string, key: Switch, onFirst: boolean): OptionWord<VxlanReading>[] {
  const option = (word: string, on: 0 | 1): OptionWord<VxlanReading> => [
    short(word),
    ({ data, once }, typed) => {
      once.check(key, typed, typed);
      data.add(key, on);
    },
  ];
  const both = [option(name, 1), option(`no${name}`, 0)];
  return onFirst ? both : both.reverse();
}

const flag =
  (key: 'gbp' | 'gpe'): Read<VxlanReading> =>
  ({ data, once }, word) => {
    once.check(key, word, word);
    data.add(key, true);
  };

const vnifilter =
  (on: 0 | 1): Read<VxlanReading> =>
  (reading, word) => {
    reading.once.check('vnifilter', word, word);
    reading.data.add('vnifilter', on);
    if (on === 1) reading.vnifilter = true;
  };

/** A number, or a word that stands for 0. */
const numberOr =
  (key: 'ageing' | 'limit', name: string, none: string, why: string): Read<VxlanReading> =>
  (reading) => {
    const word = value(reading, key, name);
    reading.data.add(key, word === none ? 0 : wholeNumber(word, why));
  };

const OPTIONS: readonly OptionWord<VxlanReading>[] = [
  [short('id', 'vni'), readId],
  [short('group'), readRemote('group')],
  [short('remote'), readRemote('remote')],
  [short('local'), readLocal],
  [short('dev'), readDevice],
  [short('ttl', 'hoplimit'), readTtl],
  [short('tos', 'dsfield'), (reading) => reading.data.add('tos', serviceWord(value(reading, 'tos', 'tos'), reading.context))],
  [short('df'), (reading) => reading.data.add('df', dontFragmentWord(value(reading, 'df', 'df')))],
  [short('label', 'flowlabel'), (reading) => reading.data.add('label', wholeNumber(value(reading, 'label', 'flowlabel'), 'invalid flowlabel', 0xfffff))],
  [short('ageing'), numberOr('ageing', 'ageing', 'none', 'ageing timer')],
  [short('maxaddress'), numberOr('limit', 'maxaddress', 'unlimited', 'max addresses')],
  [short('port', 'srcport'), readPorts],
  [
    short('dstport'),
    (reading) => {
      reading.port = wholeNumber(value(reading, 'port', 'dstport'), 'dst port', 0xffff);
    },
  ],
  [short('nolearning'), learning(0)],
  [short('learning'), learning(1)],
  ...onOff('proxy', 'proxy', false),
  ...onOff('rsc', 'rsc', false),
  ...onOff('l2miss', 'l2miss', false),
  ...onOff('l3miss', 'l3miss', false),
  ...onOff('udpcsum', 'udpCsum', true),
  ...onOff('udp6zerocsumtx', 'udpZeroCsum6Tx', true),
  ...onOff('udp6zerocsumrx', 'udpZeroCsum6Rx', true),
  ...onOff('remcsumtx', 'remcsumTx', true),
  ...onOff('remcsumrx', 'remcsumRx', true),
  [short('external'), readExternal],
  [short('noexternal'), readNoExternal],
  [short('gbp'), flag('gbp')],
  [short('gpe'), flag('gpe')],
  [whole('vnifilter'), vnifilter(1)],
  [whole('novnifilter'), vnifilter(0)],
];

/** In the order typed; the id, the addresses, learning and the port last. */
async function vxlanWords(words: Words, context: KindContext): Promise<Vxlan | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<Vxlan>(vxlanData.schema, () => context.littleEndian);
  const reading: VxlanReading = {
    ...{ words, context, data, once: new Once() },
    ...{ local: NONE, remote: NONE, id: undefined, learning: 1, port: 0, external: false, vnifilter: false },
  };
  await readOptions(reading, OPTIONS, (word) => kindError(matches(word, 'help') ? vxlanUsage : `vxlan: unknown command "${word}"?\n${vxlanUsage}`));
  finish(reading);
  return data.object();
}

function finish(reading: VxlanReading): void {
  const { context, data, once, id, local, remote, learning } = reading;
  const changing = !context.adding && !context.deleting;
  check(reading, changing);
  const port = once.has('port') || !once.has('gpe') ? reading.port : 4790;
  if (!once.has('port') && !once.has('gpe') && !changing) {
    context.warn(
      'vxlan: destination port not specified\nWill use Linux kernel default (non-standard value)\n' +
        "Use 'dstport 4789' to get the IANA assigned value\nUse 'dstport 0' to get default and quiet this message\n",
    );
  }
  if (id !== undefined) data.add('id', id);
  if (isAddress(local)) addAddress(data, local.family === AF_INET ? 'local' : 'local6', local);
  if (isAddress(remote)) addAddress(data, remote.family === AF_INET ? 'group' : 'group6', remote);
  if (!isAddress(local) && !isAddress(remote)) {
    if (context.family === AF_INET) data.add('group', '0.0.0.0');
    if (context.family === AF_INET6) data.add('group6', '::');
  }
  if (!changing || once.has('learning')) data.add('learning', learning);
  if (port !== 0) data.add('port', port);
}

function check({ once, id, remote, external, vnifilter }: VxlanReading, changing: boolean): void {
  if (!external && vnifilter) throw kindError("vxlan: vnifilter is valid only when 'external' is set\n");
  if (external && id !== undefined) throw kindError("vxlan: both 'external' and vni cannot be specified\n");
  if (!external && id === undefined && !changing) throw kindError('vxlan: missing virtual network identifier\n');
  if (isMulticast(remote) && !once.has('dev')) throw kindError("vxlan: 'group' requires 'dev' to be specified\n");
}

/** `any` goes out without bytes. */
function addAddress(data: AttributeList<Vxlan>, key: 'local' | 'local6' | 'group' | 'group6', { bytes }: Typed): void {
  if (bytes.length === 0) data.addRaw(key, bytes);
  else data.add(key, formatIp(bytes));
}

/** What the command reads and prints. */
export const vxlanCommand = { show: showVxlan, words: vxlanWords, usage: vxlanUsage } satisfies KindCommand<Vxlan>;
