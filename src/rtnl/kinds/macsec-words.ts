// The words after `type macsec`. iproute2: ip/ipmacsec.c: macsec_parse_opt(), get_sci_portaddr().

import { parseLinkAddress } from '../../netlink/address.js';
import { toHex } from '../../netlink/bytes.js';
import { AttributeList } from '../attribute-list.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import type { Printer } from '../show/printer.js';
import { duplicateWord, garbageWord, invalidWord, matches, parseOnOff, UsageError, type Words, wholeNumber } from '../words.js';
import { CIPHERS, type Cipher, type Macsec, macsecData } from './macsec-data.js';
import { decimalWord } from './option-values.js';
import { type OptionWord, type Read, type Reading, readOptions, whole } from './option-words.js';
import { kindError, linkAddressWord } from './word-values.js';

/** What `ip link help macsec` prints. */
const macsecUsage = `Usage: ... macsec [ [ address <lladdr> ] port { 1..2^16-1 } | sci <u64> ]
                  [ cipher { default | gcm-aes-128 | gcm-aes-256 | gcm-aes-xpn-128 | gcm-aes-xpn-256 } ]
                  [ icvlen { 8..16 } ]
                  [ encrypt { on | off } ]
                  [ send_sci { on | off } ]
                  [ end_station { on | off } ]
                  [ scb { on | off } ]
                  [ protect { on | off } ]
                  [ replay { on | off} window { 0..2^32-1 } ]
                  [ validate { strict | check | disabled } ]
                  [ encodingsa { 0..3 } ]
                  [ offload { mac | phy | off } ]
`;

/** What no window has: iproute2's own mark for none told. */
const NO_WINDOW = 0xffffffff;

interface MacsecReading extends Reading {
  readonly data: AttributeList<Macsec>;
  cipher?: Cipher;
  icvLen?: number;
  encodingSa?: number;
  window: number;
  replay?: boolean;
  sendSci: boolean;
  endStation: boolean;
  scb: boolean;
}

/** Up to 64 bits in hexadecimal as 16 digits. */
function sciWord(word: string): string {
  const digits = /^\s*\+?(?:0[xX])?0*([0-9a-fA-F]{0,16})$/.exec(word)?.[1];
  if (digits === undefined || !/[0-9a-fA-F]$/.test(word)) throw invalidWord('expected sci', word);
  return digits.toLowerCase().padStart(16, '0');
}

/** Six bytes, zero where fewer were typed. What is behind the sixth is not looked at. */
function addressWord(word: string): string {
  const parts = word.split(':');
  try {
    const bytes = new Uint8Array(6);
    bytes.set(parseLinkAddress(linkAddressWord(word.includes('.') ? word : parts.slice(0, 6).join(':'))));
    return toHex(bytes);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // Its own reading has cut the word at the first colon by then.
    throw new UsageError(error.message + invalidWord('expected lladdr', word.includes('.') ? word : (parts[0] as string)).message);
  }
}

const hexPort = (port: number): string => port.toString(16).padStart(4, '0');

/** The identifier, or the port, which come first. */
function readSci({ words, data }: MacsecReading): void {
  let sci = '0'.repeat(16);
  let port = 0;
  let address: string | undefined;
  let told = false;
  for (let done = false; !done && words.left > 0; ) {
    if (words.accept('sci')) {
      if (address !== undefined) throw invalidWord('expected port', 'sci');
      sci = sciWord(words.next());
      done = true;
    } else if (words.accept('port')) {
      const word = words.next();
      port = wholeNumber(word, 'expected port', 0xffff);
      if (port === 0) throw invalidWord('expected port != 0', word);
      if (address !== undefined) sci = address + hexPort(port);
      done = true;
    } else if (words.accept('address')) {
      address = addressWord(words.next());
    } else {
      break;
    }
    told = true;
  }
  if (!told) return;
  if (/[^0]/.test(sci)) data.add('sci', sci);
  else data.add('port', port);
}

const onOff =
  (name: string, key: 'encrypt' | 'protect' | 'incSci' | 'es' | 'scb', flag?: 'sendSci' | 'endStation' | 'scb'): Read<MacsecReading> =>
  (reading) => {
    const on = parseOnOff(name, reading.words.next(), 1);
    if (flag !== undefined) reading[flag] = on;
    reading.data.add(key, on ? 1 : 0);
  };

/** One of `names`, which may be cut short. */
function oneOf<const N extends string>(key: string, word: string, names: readonly N[]): N {
  const name = names.find((one) => matches(word, one));
  if (name === undefined) throw kindError(`Error: argument of "${key}" must be one of ${names.map((one) => `"${one}", `).join('')}not "${word}"\n`);
  return name;
}

const readCipher: Read<MacsecReading> = (reading) => {
  const word = reading.words.next();
  if (reading.cipher !== undefined) throw duplicateWord('cipher', word);
  const name = word === word.toUpperCase() && word !== 'DEFAULT' ? word.toLowerCase() : word;
  if (!Object.hasOwn(CIPHERS, name)) throw invalidWord('expected: default, gcm-aes-128, gcm-aes-256, gcm-aes-xpn-128 or gcm-aes-xpn-256', word);
  reading.cipher = name as Cipher;
};

const readIcvLen: Read<MacsecReading> = (reading) => {
  const word = reading.words.next();
  if (reading.icvLen !== undefined) throw duplicateWord('icvlen', word);
  reading.icvLen = decimalWord(word, 'expected ICV length', 255);
  if (reading.icvLen < 8 || reading.icvLen > 16) throw invalidWord('ICV length must be in the range {8..16}', word);
};

const OPTIONS: readonly OptionWord<MacsecReading>[] = [
  [whole('cipher'), readCipher],
  [whole('icvlen'), readIcvLen],
  [whole('encrypt'), onOff('encrypt', 'encrypt')],
  [whole('send_sci'), onOff('send_sci', 'incSci', 'sendSci')],
  [whole('end_station'), onOff('end_station', 'es', 'endStation')],
  [whole('scb'), onOff('scb', 'scb', 'scb')],
  [whole('protect'), onOff('protect', 'protect')],
  [
    whole('replay'),
    (reading) => {
      reading.replay = parseOnOff('replay', reading.words.next(), 1);
    },
  ],
  [
    whole('window'),
    (reading) => {
      reading.window = wholeNumber(reading.words.next(), 'expected replay window size');
    },
  ],
  [whole('validate'), ({ data, words }) => data.add('validation', oneOf('validate', words.next(), ['disabled', 'check', 'strict']))],
  [
    whole('encodingsa'),
    (reading) => {
      if (reading.encodingSa !== undefined) throw garbageWord('encodingsa', 'encodingsa');
      reading.encodingSa = wholeNumber(reading.words.next(), 'expected an { 0..3 }', 3);
    },
  ],
  [whole('offload'), ({ data, words }) => data.add('offload', oneOf('offload', words.next(), ['off', 'phy', 'mac']))],
];

/** The identifier first, then in the order typed; cipher, length, replay and association last. */
async function macsecWords(words: Words, context: KindContext): Promise<Macsec | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<Macsec>(macsecData.schema, () => context.littleEndian);
  const reading: MacsecReading = { words, context, data, window: NO_WINDOW, sendSci: false, endStation: false, scb: false };
  readSci(reading);
  await readOptions(reading, OPTIONS, (word) => kindError(`macsec: unknown command "${word}"?\n${macsecUsage}`));
  finish(reading);
  return data.object();
}

function finish({ data, cipher, icvLen, encodingSa, window, replay, sendSci, endStation, scb }: MacsecReading): void {
  if ((sendSci && (endStation || scb)) || (endStation && scb)) throw kindError('invalid combination of send_sci/end_station/scb\n');
  if (window !== NO_WINDOW && replay === undefined) {
    throw kindError(`replay window set, but replay protection not enabled. did you mean 'replay on window ${window}'?\n`);
  }
  if (window === NO_WINDOW && replay) throw kindError("replay protection enabled, but no window set. did you mean 'replay on window VALUE'?\n");
  if (cipher !== undefined) data.add('cipherSuite', cipher);
  if (icvLen !== undefined) data.add('icvLen', icvLen);
  if (replay !== undefined) {
    data.add('window', window);
    data.add('replayProtect', replay ? 1 : 0);
  }
  if (encodingSa !== undefined) data.add('encodingSa', encodingSa);
}

/** iproute2: ip/ipmacsec.c: macsec_print_opt(). */
function show(out: Printer, data: Macsec): void {
  const line = (key: string, value: string | number | undefined, word = key) => {
    if (value !== undefined) out.both(key, value, `${word} ${value} `);
  };
  const flag = (key: string, value: number | undefined, word = key) => {
    if (value !== undefined) out.both(key, value !== 0, `${word} ${value === 0 ? 'off' : 'on'} `);
  };
  line('sci', data.sci);
  flag('protect', data.protect);
  line('cipher_suite', cipherName(data.cipherSuite), 'cipher');
  line('icv_len', data.icvLen, 'icvlen');
  line('encoding_sa', data.encodingSa, 'encodingsa');
  line('validation', named(data.validation), 'validate');
  line('offload', named(data.offload));
  flag('encrypt', data.encrypt);
  flag('inc_sci', data.incSci, 'send_sci');
  flag('es', data.es, 'end_station');
  flag('scb', data.scb);
  flag('replay_protect', data.replayProtect, 'replay');
  line('window', data.window === undefined ? undefined : data.window | 0);
}

const named = (value: string | number | undefined): string | undefined => (typeof value === 'number' ? '(unknown)' : value);

function cipherName(cipher: Macsec['cipherSuite']): string | undefined {
  if (typeof cipher === 'bigint') return '(unknown)';
  return cipher === 'default' ? 'GCM-AES-128' : cipher?.toUpperCase();
}

/** What the command reads and prints. */
export const macsecCommand = { show, words: macsecWords, usage: macsecUsage } satisfies KindCommand<Macsec>;
