// macsec: IEEE 802.1AE, frames sealed on the way to the next hop. What the kernel refuses: drivers/net/macsec.c: macsec_validate_attr(),
// macsec_newlink(), macsec_changelink(). Keys are not rtnetlink's.

import { EncodeError } from '../../netlink/errors.js';
import { told } from '../../netlink/expect.js';
import { expectObject } from '../expect.js';
import type { LinkKind } from '../kind.js';
import { expectBooleans, expectOptions } from './attribute-options.js';
import { type Cipher, type Macsec, macsecData } from './macsec-data.js';
import { integerOption } from './tunnel-options.js';

/** What can be told of a MACsec link that is made or changed. */
export interface MacsecChange {
  /** Encrypt, not only authenticate; off by default. */
  readonly encrypt?: boolean;
  /** Tell the channel's identifier in every frame; on by default, and not together with the two that follow. */
  readonly sendSci?: boolean;
  /** The channel is that of an end station. */
  readonly endStation?: boolean;
  /** Single copy broadcast. */
  readonly scb?: boolean;
  /** Protect what is sent; on by default. */
  readonly protect?: boolean;
  /** What happens to frames that do not check: dropped (`strict`), counted (`check`), nothing; `strict` by default. */
  readonly validate?: 'disabled' | 'check' | 'strict';
  /** Who does the work; `off`, the kernel, by default. */
  readonly offload?: 'off' | 'phy' | 'mac';
  /** Replay protection: how many packets late one may be, or false for none. */
  readonly replay?: { readonly window: number } | false;
  /** Which association frames are sent with, 0 to 3. */
  readonly encodingsa?: number;
  /** `gcm-aes-128` by default. */
  readonly cipher?: Cipher;
  /** Bytes of the integrity check value, 8 to 16; 16 by default. */
  readonly icvlen?: number;
}

/** Options of a MACsec link that is made. */
export interface MacsecAdd extends MacsecChange {
  /** The link below, by name or index. */
  readonly link: string | number;
  /** The channel's identifier, 16 hexadecimal digits: a MAC, then a port. */
  readonly sci?: string;
  /** With the link's own MAC instead of `sci`; 1 to 65535, 1 by default. */
  readonly port?: number;
}

const SWITCHES = ['encrypt', 'sendSci', 'endStation', 'scb', 'protect'] as const;
const KEYS: readonly (keyof MacsecChange)[] = [...SWITCHES, 'validate', 'offload', 'replay', 'encodingsa', 'cipher', 'icvlen'];

const bit = (on: boolean): 0 | 1 => (on ? 1 : 0);

type Converter<K extends keyof MacsecChange> = (value: NonNullable<MacsecChange[K]>) => Partial<Macsec>;

/** Options that become attributes in the order given. */
const CONVERTERS: { readonly [K in Exclude<keyof MacsecChange, 'replay' | 'encodingsa' | 'cipher' | 'icvlen'>]-?: Converter<K> } = {
  encrypt: (on) => ({ encrypt: bit(on) }),
  sendSci: (on) => ({ incSci: bit(on) }),
  endStation: (on) => ({ es: bit(on) }),
  scb: (on) => ({ scb: bit(on) }),
  protect: (on) => ({ protect: bit(on) }),
  validate: (validation) => ({ validation }),
  offload: (offload) => ({ offload }),
};

function convert(options: MacsecChange): Macsec {
  expectBooleans(options, SWITCHES);
  const { replay, encodingsa, cipher, icvlen, sendSci, endStation, scb } = options;
  if (replay !== undefined && replay !== false) expectObject(replay, 'replay');
  if ((sendSci && (endStation || scb)) || (endStation && scb)) throw new EncodeError('sendSci, endStation and scb do not go together');
  if (icvlen !== undefined && !(Number.isInteger(icvlen) && icvlen >= 8 && icvlen <= 16)) throw new EncodeError(`icvlen is 8 to 16, not ${told(icvlen)}`);
  const data: Macsec = {};
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || !Object.hasOwn(CONVERTERS, key)) continue;
    Object.assign(data, (CONVERTERS[key as keyof typeof CONVERTERS] as (value: unknown) => Partial<Macsec>)(value));
  }
  if (cipher !== undefined) data.cipherSuite = cipher;
  if (icvlen !== undefined) data.icvLen = icvlen;
  if (replay !== undefined)
    Object.assign(data, { window: replay === false ? 0xffffffff : integerOption('window', replay.window, 0xffffffff), replayProtect: bit(replay !== false) });
  if (encodingsa !== undefined) data.encodingSa = integerOption('encodingsa', encodingsa, 3);
  return data;
}

const unlessEmpty = (data: Macsec): Macsec | undefined => (Object.keys(data).length === 0 ? undefined : data);

function add(options: MacsecAdd): Macsec | undefined {
  expectOptions('macsec', options, [...KEYS, 'link', 'sci', 'port']);
  const { sci, port } = options;
  if (sci !== undefined && port !== undefined) throw new EncodeError('a port is part of the sci');
  if (port === 0) throw new EncodeError('port is 1 to 65535');
  const channel = sci !== undefined ? { sci } : port !== undefined ? { port: integerOption('port', port, 0xffff) } : {};
  return unlessEmpty({ ...channel, ...convert(options) });
}

function change(options: MacsecChange): Macsec | undefined {
  expectOptions('macsec', options, KEYS);
  return unlessEmpty(convert(options));
}

/** IEEE 802.1AE; its keys are told by generic netlink. */
export const macsecKind = { data: macsecData, add, change } satisfies LinkKind<Macsec, never, MacsecAdd, MacsecChange>;
