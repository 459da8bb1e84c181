// The words after `type geneve`. iproute2: ip/iplink_geneve.c: geneve_parse_opt().

import { formatIp } from '../../netlink/address.js';
import { AttributeList } from '../attribute-list.js';
import { AF_UNSPEC } from '../constants.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import { invalidWord, matches, type Words, wholeNumber } from '../words.js';
import { type Geneve, geneveData } from './geneve-data.js';
import { showGeneve } from './geneve-show.js';
import { serviceWord } from './option-values.js';
import { Once, type OptionWord, type Read, type Reading, readOptions, short, whole } from './option-words.js';
import { dontFragmentWord, isMulticast, ttlWord } from './vxlan-words.js';
import { kindError } from './word-values.js';

/** What `ip link help geneve` prints. */
const geneveUsage = `Usage: ... geneve id VNI
\t\tremote ADDR
\t\t[ ttl TTL ]
\t\t[ tos TOS ]
\t\t[ df DF ]
\t\t[ flowlabel LABEL ]
\t\t[ dstport PORT ]
\t\t[ [no]external ]
\t\t[ [no]udpcsum ]
\t\t[ [no]udp6zerocsumtx ]
\t\t[ [no]udp6zerocsumrx ]
\t\t[ innerprotoinherit ]

Where:\tVNI   := 0-16777215
\tADDR  := IP_ADDRESS
\tTOS   := { NUMBER | inherit }
\tTTL   := { 1..255 | auto | inherit }
\tDF    := { unset | set | inherit }
\tLABEL := 0-1048575
`;

interface GeneveReading extends Reading {
  readonly data: AttributeList<Geneve>;
  readonly once: Once;
  /** What goes out when all is read. */
  readonly later: Partial<Pick<Geneve, 'id' | 'ttl' | 'tos' | 'label' | 'port' | 'udpCsum' | 'udpZeroCsum6Tx' | 'udpZeroCsum6Rx'>>;
  remote: string | undefined;
  external: boolean;
  innerProtoInherit: boolean;
}

/** The next word, of an option told once. */
function value({ words, once }: GeneveReading, key: string): string {
  const word = words.next();
  once.check(key, key, word);
  return word;
}

const readRemote: Read<GeneveReading> = (reading) => {
  const word = value(reading, 'remote');
  const address = reading.context.address(word, AF_UNSPEC);
  if (address.bytes.length === 0 || isMulticast(address)) throw invalidWord('invalid remote address', word);
  reading.remote = formatIp(address.bytes);
};

const readTtl: Read<GeneveReading> = (reading) => {
  const word = value(reading, 'ttl');
  if (word === 'inherit') reading.data.add('ttlInherit', 1);
  else if (word !== 'auto') reading.later.ttl = ttlWord(word);
};

const number =
  (key: 'id' | 'label' | 'port', name: string, why: string, max: number): Read<GeneveReading> =>
  (reading) => {
    reading.later[key] = wholeNumber(value(reading, name), why, max);
  };

const external =
  (on: boolean): Read<GeneveReading> =>
  (reading, word) => {
    reading.once.check('external', word, word);
    reading.external = on;
  };

const checksum =
  (key: 'udpCsum' | 'udpZeroCsum6Tx' | 'udpZeroCsum6Rx', on: 0 | 1): Read<GeneveReading> =>
  ({ once, later }, word) => {
    once.check(key, word, word);
    later[key] = on;
  };

const OPTIONS: readonly OptionWord<GeneveReading>[] = [
  [short('id', 'vni'), number('id', 'id', 'invalid id', 0xffffff)],
  [short('remote'), readRemote],
  [short('ttl', 'hoplimit'), readTtl],
  [
    short('tos', 'dsfield'),
    (reading) => {
      reading.later.tos = serviceWord(value(reading, 'tos'), reading.context);
    },
  ],
  [short('df'), (reading) => reading.data.add('df', dontFragmentWord(value(reading, 'df')))],
  [short('label', 'flowlabel'), number('label', 'flowlabel', 'invalid flowlabel', 0xfffff)],
  [short('dstport'), number('port', 'dstport', 'dstport', 0xffff)],
  [short('external'), external(true)],
  [short('noexternal'), external(false)],
  [short('udpcsum'), checksum('udpCsum', 1)],
  [short('noudpcsum'), checksum('udpCsum', 0)],
  [short('udp6zerocsumtx'), checksum('udpZeroCsum6Tx', 1)],
  [short('noudp6zerocsumtx'), checksum('udpZeroCsum6Tx', 0)],
  [short('udp6zerocsumrx'), checksum('udpZeroCsum6Rx', 1)],
  [short('noudp6zerocsumrx'), checksum('udpZeroCsum6Rx', 0)],
  [
    whole('innerprotoinherit'),
    (reading, word) => {
      reading.once.check('innerprotoinherit', word, word);
      reading.innerProtoInherit = true;
    },
  ],
];

/** `df` and an inherited `ttl` in the order typed, then all else. */
async function geneveWords(words: Words, context: KindContext): Promise<Geneve | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<Geneve>(geneveData.schema, () => context.littleEndian);
  const reading: GeneveReading = { words, context, data, once: new Once(), later: {}, remote: undefined, external: false, innerProtoInherit: false };
  await readOptions(reading, OPTIONS, (word) => kindError(matches(word, 'help') ? geneveUsage : `geneve: unknown command "${word}"?\n${geneveUsage}`));
  finish(reading);
  return data.object();
}

function finish({ context, data, once, later, remote, external, innerProtoInherit }: GeneveReading): void {
  const changing = !context.adding && !context.deleting;
  if (external && later.id !== undefined) throw kindError("geneve: both 'external' and vni cannot be specified\n");
  if (!external && later.id === undefined) throw kindError('geneve: missing virtual network identifier\n');
  if (!external && !changing && remote === undefined) throw kindError('geneve: remote link partner not specified\n');
  data.add('id', later.id ?? 0);
  if (remote !== undefined) data.add(remote.includes(':') ? 'remote6' : 'remote', remote);
  if (!changing || once.has('flowlabel')) data.add('label', later.label ?? 0);
  if (!changing || once.has('ttl')) data.add('ttl', later.ttl ?? 0);
  if (!changing || once.has('tos')) data.add('tos', later.tos ?? 0);
  if (later.port) data.add('port', later.port);
  if (external) data.add('collectMetadata', true);
  if (innerProtoInherit) data.add('innerProtoInherit', true);
  for (const key of ['udpCsum', 'udpZeroCsum6Tx', 'udpZeroCsum6Rx'] as const) {
    const on = later[key];
    if (on !== undefined) data.add(key, on);
  }
}

/** What the command reads and prints. */
export const geneveCommand = { show: showGeneve, words: geneveWords, usage: geneveUsage } satisfies KindCommand<Geneve>;
