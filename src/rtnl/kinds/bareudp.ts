// bareudp: packets of one protocol in UDP. include/uapi/linux/if_link.h: IFLA_BAREUDP_*; drivers/net/bareudp.c: bareudp_policy,
// bareudp_fill_info(); iproute2: ip/iplink_bareudp.c.

import { attributes } from '../../netlink/attributes.js';
import { be16, flag, u16, type Value } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import type { KindContext, LinkKind } from '../kind.js';
import { ETHERNET_PROTOCOLS, ethernetProtocolName } from '../show/names.js';
import type { Printer } from '../show/printer.js';
import { matches, missingWord, type Words, wholeNumber } from '../words.js';
import { expectOptions } from './attribute-options.js';
import { Once, type OptionWord, type Read, type Reading, readOptions, short } from './option-words.js';
import { integerOption } from './tunnel-options.js';
import { ethernetProtocolWord, kindError } from './word-values.js';

const bareudpData = attributes({
  /** UDP port to send to and to listen on. */
  port: ['IFLA_BAREUDP_PORT', 1, be16],
  /** ETH_P_*: what it carries. */
  ethertype: ['IFLA_BAREUDP_ETHERTYPE', 2, be16],
  /** Lowest UDP port to send from. */
  srcportMin: ['IFLA_BAREUDP_SRCPORT_MIN', 3, u16],
  /** With IPv4 IPv6 as well, with MPLS its multicast. */
  multiprotoMode: ['IFLA_BAREUDP_MULTIPROTO_MODE', 4, flag],
});

/** What IFLA_INFO_DATA of a bareudp link holds. */
export type Bareudp = Value<typeof bareudpData>;

/** Options of a bareudp link; none can be changed later. */
export interface BareudpAdd {
  /** UDP port to send to and to listen on. */
  readonly dstport: number;
  /** What it carries: ETH_P_*, or a name as `ipv4`, `ipv6`, `mpls_uc`. */
  readonly ethertype: number | string;
  /** Lowest UDP port to send from. */
  readonly srcportmin?: number;
  /** With IPv4 IPv6 as well, with MPLS its multicast. */
  readonly multiproto?: boolean;
}

/** A name in any case, as `ip` knows it. Throws EncodeError. */
function protocolOption(name: string): number {
  const known = name.toLowerCase();
  if (known === 'ipv4') return 0x0800;
  const found = [...ETHERNET_PROTOCOLS].find(([, one]) => one.toLowerCase() === known)?.[0];
  if (found === undefined) throw new EncodeError(`'${name}' is no Ethernet protocol`);
  return found;
}

function add(options: BareudpAdd): Bareudp {
  expectOptions('bareudp', options, ['dstport', 'ethertype', 'srcportmin', 'multiproto']);
  const { dstport, ethertype, srcportmin, multiproto } = options;
  return {
    port: integerOption('dstport', dstport, 0xffff),
    ethertype: typeof ethertype === 'number' ? integerOption('ethertype', ethertype, 0xffff) : protocolOption(ethertype),
    ...(srcportmin !== undefined && { srcportMin: integerOption('srcportmin', srcportmin, 0xffff) }),
    ...(multiproto && { multiprotoMode: true as const }),
  };
}

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

/** Packets of one protocol in UDP. */
export const bareudpKind = { data: bareudpData, add, show, words, usage } satisfies LinkKind<Bareudp, never, BareudpAdd, never>;
