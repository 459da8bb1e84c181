// amt: automatic multicast tunnelling, RFC 7450. include/uapi/linux/amt.h: IFLA_AMT_*; drivers/net/amt.c: amt_policy, amt_fill_info();
// iproute2: ip/iplink_amt.c.

import { formatIp, ip } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { be16, u32, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { EncodeError } from '../../netlink/errors.js';
import { AttributeList } from '../attribute-list.js';
import { AF_UNSPEC } from '../constants.js';
import type { KindContext, LinkKind } from '../kind.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import { type Words, wholeNumber } from '../words.js';
import { expectOptions } from './attribute-options.js';
import { endOption } from './gre-settings.js';
import { deviceWord } from './option-values.js';
import { Once, type OptionWord, type Read, type Reading, readOptions, whole } from './option-words.js';
import { integerOption, linkOption } from './tunnel-options.js';
import { kindError } from './word-values.js';

const amtData = attributes({
  mode: ['IFLA_AMT_MODE', 1, enumeration(u32, { gateway: 0, relay: 1 })],
  /** UDP port of the relay: the other end's for a gateway, its own for a relay. */
  relayPort: ['IFLA_AMT_RELAY_PORT', 2, be16],
  /** UDP port of the gateway: its own; without use for a relay. */
  gatewayPort: ['IFLA_AMT_GATEWAY_PORT', 3, be16],
  /** Index of the link to send from. */
  link: ['IFLA_AMT_LINK', 4, u32],
  localIp: ['IFLA_AMT_LOCAL_IP', 5, ip],
  /** Read-only: the relay that a gateway found. */
  remoteIp: ['IFLA_AMT_REMOTE_IP', 6, ip],
  /** Where a gateway looks for a relay. */
  discoveryIp: ['IFLA_AMT_DISCOVERY_IP', 7, ip],
  maxTunnels: ['IFLA_AMT_MAX_TUNNELS', 8, u32],
});

/** What IFLA_INFO_DATA of an amt link holds. */
export type Amt = Value<typeof amtData>;

/** Options of an amt link; none can be changed later. */
export interface AmtAdd {
  /** Which end this is. */
  readonly mode: 'gateway' | 'relay';
  /** The link to send from, by index or name. */
  readonly dev: string | number;
  /** The address to send from, IPv4. */
  readonly local: string;
  /** Where a gateway looks for a relay, IPv4: wanted for `gateway`. */
  readonly discovery?: string;
  /** UDP port of the relay; 2268 by default. */
  readonly relayPort?: number;
  /** UDP port of the gateway; 2268 by default. */
  readonly gatewayPort?: number;
  /** How many gateways a relay serves; 128 by default. */
  readonly maxTunnels?: number;
}

function add(options: AmtAdd): Amt {
  expectOptions('amt', options, ['mode', 'dev', 'local', 'discovery', 'relayPort', 'gatewayPort', 'maxTunnels']);
  const { mode, dev, local, discovery, relayPort, gatewayPort, maxTunnels } = options;
  if (mode !== 'gateway' && mode !== 'relay') throw new EncodeError(`'${String(mode)}' is none of gateway, relay`);
  if (mode === 'gateway' && discovery === undefined) throw new EncodeError('a gateway needs discovery, where it looks for a relay');
  return {
    mode,
    localIp: endOption(local, false) ?? '0.0.0.0',
    ...(discovery !== undefined && { discoveryIp: endOption(discovery, false) ?? '0.0.0.0' }),
    link: linkOption('dev', dev),
    ...(gatewayPort !== undefined && { gatewayPort: integerOption('gatewayPort', gatewayPort, 0xffff) }),
    ...(relayPort !== undefined && { relayPort: integerOption('relayPort', relayPort, 0xffff) }),
    ...(maxTunnels !== undefined && { maxTunnels: integerOption('maxTunnels', maxTunnels, 0xffffffff) }),
  };
}

function show(out: Printer, data: Amt, names: LinkNames): void {
  if (typeof data.mode === 'string') out.both('mode', data.mode, `${data.mode} `);
  const line = (key: string, value: string | number | undefined, word = key) => {
    if (value !== undefined) out.both(key, value, `${word} ${value} `);
  };
  line('gateway_port', data.gatewayPort);
  line('relay_port', data.relayPort);
  line('local', data.localIp);
  line('remote', data.remoteIp);
  line('discovery', data.discoveryIp);
  line('link', data.link === undefined ? undefined : names.name(data.link), 'dev');
  line('max_tunnels', data.maxTunnels);
}

interface AmtReading extends Reading {
  readonly data: AttributeList<Amt>;
  readonly once: Once;
  /** That of the address to look for a relay at. */
  family: number;
}

const readAddress =
  (key: 'localIp' | 'discoveryIp', name: string): Read<AmtReading> =>
  (reading) => {
    const word = reading.words.next();
    reading.once.check(key, name, word);
    const { family, bytes } = reading.context.address(word, reading.family);
    if (key === 'discoveryIp') reading.family = family;
    if (family === AF_UNSPEC) return;
    if (bytes.length === 0) reading.data.addRaw(key, bytes);
    else reading.data.add(key, formatIp(bytes));
  };

const number =
  (key: 'relayPort' | 'gatewayPort' | 'maxTunnels', name: string, max: number): Read<AmtReading> =>
  ({ data, words }) =>
    data.add(key, wholeNumber(words.next(), name, max));

const OPTIONS: readonly OptionWord<AmtReading>[] = [
  [
    whole('mode'),
    ({ data, words }) => {
      const word = words.next();
      if (word !== 'gateway' && word !== 'relay') throw kindError(usage);
      data.add('mode', word);
    },
  ],
  [whole('relay_port'), number('relayPort', 'relay_port', 0xffff)],
  [whole('gateway_port'), number('gatewayPort', 'gateway_port', 0xffff)],
  [whole('max_tunnels'), number('maxTunnels', 'max_tunnels', 0xffffffff)],
  [whole('dev'), async (reading) => reading.data.add('link', await deviceWord(reading))],
  [whole('local'), readAddress('localIp', 'local')],
  [whole('discovery'), readAddress('discoveryIp', 'discovery')],
];

async function words(words: Words, context: KindContext): Promise<Amt | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<Amt>(amtData.schema, () => context.littleEndian);
  const reading: AmtReading = { words, context, data, once: new Once(), family: AF_UNSPEC };
  await readOptions(reading, OPTIONS, (word) => kindError(word === 'help' ? usage : `amt: unknown command "${word}"?\n${usage}`));
  return data.object();
}

const usage = `Usage: ... amt
               [ discovery IP_ADDRESS ]
               [ mode MODE ]
               [ local ADDR ]
               [ dev PHYS_DEV ]
               [ relay_port PORT ]
               [ gateway_port PORT ]
               [ max_tunnels NUMBER ]

Where: ADDR\t:= { IP_ADDRESS }
       MODE\t:= { gateway | relay }
`;

/** Automatic multicast tunnelling. */
export const amtKind = { data: amtData, add, links: ['dev'], show, words, usage } satisfies LinkKind<Amt, never, AmtAdd, never>;
