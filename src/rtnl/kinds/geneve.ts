// geneve: Ethernet or IP in UDP, with a network identifier and options. What the kernel refuses: drivers/net/geneve.c: geneve_validate(), geneve_nl2info().

import { EncodeError } from '../../netlink/errors.js';
import { expectObject } from '../expect.js';
import type { LinkKind } from '../kind.js';
import { expectBooleans, expectOptions } from './attribute-options.js';
import { type Geneve, geneveData } from './geneve-data.js';
import { addressOf, integerOption, isMulticastAddress, tosOption, ttlOption } from './tunnel-options.js';

/** Options of a GENEVE tunnel that is made. */
export interface GeneveAdd {
  /** The network identifier, 0 to 16777215: wanted unless `external`. */
  readonly id?: number;
  /** The other end, IPv4 or IPv6: wanted unless `external`. */
  readonly remote?: string;
  /** The address to send from. Newer than Linux 7.1. */
  readonly local?: string;
  /** 1 to 255; `auto` leaves it to the kernel, `inherit` takes it from the inner packet. */
  readonly ttl?: number | 'auto' | 'inherit';
  /** 0 to 255; `inherit` (1) takes it from the inner packet. */
  readonly tos?: number | 'inherit';
  /** "Don't fragment" in the outer IPv4 header. */
  readonly df?: 'unset' | 'set' | 'inherit';
  /** IPv6 flow label, 20 bits. */
  readonly flowlabel?: number;
  /** UDP port to send to; 6081 by default. */
  readonly dstport?: number;
  /** UDP ports to send from. Linux 6.16. */
  readonly srcport?: { readonly min: number; readonly max: number };
  /** Routes and filters say for each packet where it goes. */
  readonly external?: boolean;
  /** UDP checksums over IPv4. */
  readonly udpcsum?: boolean;
  /** Send without UDP checksums over IPv6. */
  readonly udp6zerocsumtx?: boolean;
  /** Accept what comes without UDP checksums over IPv6. */
  readonly udp6zerocsumrx?: boolean;
  /** Packets of any protocol, not Ethernet frames alone. */
  readonly innerprotoinherit?: true;
  /** Linux 7.0. */
  readonly groHint?: true;
}

/** The id, `dstport`, `external` and the checksums cannot be changed: told, they must be as they are. */
export type GeneveChange = GeneveAdd;

const SWITCHES = ['external', 'udpcsum', 'udp6zerocsumtx', 'udp6zerocsumrx', 'innerprotoinherit', 'groHint'] as const;
const KEYS: readonly (keyof GeneveAdd)[] = ['id', 'remote', 'local', 'ttl', 'tos', 'df', 'flowlabel', 'dstport', 'srcport', ...SWITCHES];

const bit = (on: boolean): 0 | 1 => (on ? 1 : 0);

function first({ ttl, df }: GeneveAdd): Geneve {
  return { ...(ttl === 'inherit' && { ttlInherit: 1 }), ...(df !== undefined && { df }) };
}

function checked(text: string): { readonly text: string; readonly is6: boolean } {
  if (isMulticastAddress(text)) throw new EncodeError(`'${text}' is a multicast address`);
  return addressOf(text);
}

function remoteEnd(remote: string | undefined): Geneve {
  if (remote === undefined) return {};
  const { text, is6 } = checked(remote);
  return is6 ? { remote6: text } : { remote: text };
}

function localEnd(local: string | undefined): Geneve {
  if (local === undefined) return {};
  const { text, is6 } = checked(local);
  return is6 ? { local6: text } : { local: text };
}

function last({ dstport, external, innerprotoinherit, udpcsum, udp6zerocsumtx, udp6zerocsumrx, srcport, groHint, local }: GeneveAdd): Geneve {
  return {
    ...(dstport !== undefined && dstport !== 0 && { port: dstport }),
    ...(external && { collectMetadata: true as const }),
    ...(innerprotoinherit && { innerProtoInherit: true as const }),
    ...(udpcsum !== undefined && { udpCsum: bit(udpcsum) }),
    ...(udp6zerocsumtx !== undefined && { udpZeroCsum6Tx: bit(udp6zerocsumtx) }),
    ...(udp6zerocsumrx !== undefined && { udpZeroCsum6Rx: bit(udp6zerocsumrx) }),
    ...(srcport !== undefined && { portRange: { low: srcport.min, high: srcport.max } }),
    ...(groHint && { groHint: true as const }),
    ...localEnd(local),
  };
}

/** `always`: what is not told goes out as 0. */
function middle({ id, remote, flowlabel, ttl, tos }: GeneveAdd, always: boolean): Geneve {
  return {
    ...((always || id !== undefined) && { id: integerOption('id', id ?? 0, 0xffffff) }),
    ...remoteEnd(remote),
    ...((always || flowlabel !== undefined) && { label: integerOption('flowlabel', flowlabel ?? 0, 0xfffff) }),
    ...((always || ttl !== undefined) && { ttl: ttl === undefined || ttl === 'auto' ? 0 : ttlOption(ttl) }),
    ...((always || tos !== undefined) && { tos: tosOption(tos ?? 0) }),
  };
}

function expectGeneve(options: GeneveAdd): void {
  expectOptions('geneve', options, KEYS);
  expectBooleans(options, SWITCHES);
  if (options.srcport !== undefined) expectObject(options.srcport, 'srcport');
}

function add(options: GeneveAdd): Geneve {
  expectGeneve(options);
  const { id, remote, external } = options;
  if (external && id !== undefined) throw new EncodeError('external links have no id');
  if (!external && (id === undefined || remote === undefined)) throw new EncodeError('a geneve needs an id and a remote, or to be external');
  return { ...first(options), ...middle(options, true), ...last(options) };
}

function change(options: GeneveChange): Geneve | undefined {
  expectGeneve(options);
  const data = { ...first(options), ...middle(options, false), ...last(options) };
  return Object.keys(data).length === 0 ? undefined : data;
}

/** Ethernet or IP in UDP. A change tells the kernel only what is told. */
export const geneveKind = { data: geneveData, add, change } satisfies LinkKind<Geneve, never, GeneveAdd, GeneveChange>;
