// bareudp as `ip` reads and prints it. iproute2: ip/iplink_bareudp.c.

import type { KindCommand, KindContext } from '../kind-command.js';
import { ethernetProtocolName } from '../show/names.js';
import type { Printer } from '../show/printer.js';
import { matches, missingWord, type Words, wholeNumber } from '../words.js';
import type { Bareudp } from './bareudp.js';
import { Once, type OptionWord, type Read, type Reading, readOptions, short } from './option-words.js';
import { ethernetProtocolWord, kindError } from './word-values.js';

function show(out: Printer, { port, ethertype, srcportMin, multiprotoMode }: Bareudp): void {
  if (port !== undefined) out.both('dstport', port, `dstport ${port} `);
  if (ethertype !== undefined) {
    const name = ethernetProtocolName(ethertype, out);
    out.both('ethertype', name, `ethertype ${name} `);
  }
  if (srcportMin !== undefined) out.both('srcportmin', srcportMin, `srcportmin ${srcportMin} `);
  out.both('multiproto', multiprotoMode === true, multiprotoMode === true ? 'multiproto ' : 'nomultiproto ');
}

interface BareudpReading extends Reading {
  readonly once: Once;
  port?: number;
  ethertype?: number;
  srcportMin?: number;
  multiproto: boolean;
}

/** The next word, of an option told once. */
function value({ words, once }: BareudpReading, key: string): string {
  const word = words.next();
  once.check(key, key, word);
  return word;
}

const multiproto =
  (on: boolean): Read<BareudpReading> =>
  (reading, word) => {
    reading.once.check('multiproto', word, word);
    reading.multiproto = on;
  };

const OPTIONS: readonly OptionWord<BareudpReading>[] = [
  [
    short('dstport'),
    (reading) => {
      reading.port = wholeNumber(value(reading, 'dstport'), 'dstport', 0xffff);
    },
  ],
  [
    short('ethertype'),
    (reading) => {
      reading.ethertype = ethernetProtocolWord(value(reading, 'ethertype'), 'ethertype');
    },
  ],
  [
    short('srcportmin'),
    (reading) => {
      reading.srcportMin = wholeNumber(value(reading, 'srcportmin'), 'srcportmin', 0xffff);
    },
  ],
  [short('multiproto'), multiproto(true)],
  [short('nomultiproto'), multiproto(false)],
];

async function words(words: Words, context: KindContext): Promise<Bareudp | undefined> {
  if (words.left === 0) return undefined;
  const reading: BareudpReading = { words, context, once: new Once(), multiproto: false };
  await readOptions(reading, OPTIONS, (word) => kindError(matches(word, 'help') ? usage : `bareudp: unknown command "${word}"?\n${usage}`));
  const { port, ethertype, srcportMin } = reading;
  if (port === undefined) throw missingWord('dstport');
  if (ethertype === undefined) throw missingWord('ethertype');
  return { port, ethertype, ...(srcportMin !== undefined && { srcportMin }), ...(reading.multiproto && { multiprotoMode: true as const }) };
}

const usage = `Usage: ... bareudp dstport PORT
\t\tethertype PROTO
\t\t[ srcportmin PORT ]
\t\t[ [no]multiproto ]

Where:\tPORT  := UDP_PORT
\tPROTO := ETHERTYPE

Note: ETHERTYPE can be given as number or as protocol name ("ipv4", "ipv6",
      "mpls_uc", etc.).
`;

/** What the command reads and prints. */
export const bareudpCommand = { show, words, usage } satisfies KindCommand<Bareudp>;
