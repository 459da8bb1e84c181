// amt as `ip` reads and prints it. iproute2: ip/iplink_amt.c.

import { formatIp } from '../../netlink/address.js';
import { AttributeList } from '../attribute-list.js';
import { AF_UNSPEC } from '../constants.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import { type Words, wholeNumber } from '../words.js';
import { type Amt, amtData } from './amt.js';
import { deviceWord } from './option-values.js';
import { Once, type OptionWord, type Read, type Reading, readOptions, whole } from './option-words.js';
import { kindError } from './word-values.js';

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

/** What the command reads and prints. */
export const amtCommand = { show, words, usage } satisfies KindCommand<Amt>;
