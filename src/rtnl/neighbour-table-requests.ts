// The requests for tables of neighbours as pure functions. iproute2: ip/ipntable.c: ipntable_modify().

import { NLM_F_REPLACE } from '../netlink/constants.js';
import { EncodeError } from '../netlink/errors.js';
import { AF_UNSPEC, IP_FAMILIES } from './constants.js';
import { numberOf } from './expect.js';
import type { NeighbourTable } from './neighbour-table.js';

/** Parameters of a table, of one link or for links to come, in the words of `man ip-ntable`. Times are in milliseconds. */
export interface NeighbourTableParameters {
  /** A neighbour is taken to be there this long after it was heard of; drawn anew now and then from around this. */
  readonly baseReachable?: number | bigint;
  /** Between two solicitations. */
  readonly retrans?: number | bigint;
  /** After which one that nobody uses may go. */
  readonly gcStale?: number | bigint;
  /** Before a stale one that is used is probed. */
  readonly delayProbe?: number | bigint;
  /** Packets that may wait for an answer. */
  readonly queue?: number;
  /** Probes handed to a program before others are sent. */
  readonly appProbes?: number;
  /** Solicitations to the address last known, before others are asked. */
  readonly ucastProbes?: number;
  /** Solicitations to all, after which a neighbour counts as failed. */
  readonly mcastProbes?: number;
  /** At most this long before an anycast address answers. */
  readonly anycastDelay?: number | bigint;
  /** At most this long before a proxied address answers. */
  readonly proxyDelay?: number | bigint;
  /** Requests for proxied addresses that may wait. */
  readonly proxyQueue?: number;
  /** During which an entry is not overwritten. */
  readonly locktime?: number | bigint;
}

/** What of a table is to change. They are sent in the order in which they are given, parameters last. */
export interface NeighbourTableOptions extends NeighbourTableParameters {
  /** `arp_cache` or `ndisc_cache`. */
  readonly name: string;
  /** `inet` has arp_cache, `inet6` has ndisc_cache; both by default. */
  readonly family?: keyof typeof IP_FAMILIES;
  /** Entries below which none is dropped. Of the initial namespace only, as the next three. */
  readonly thresh1?: number;
  /** Entries above which old ones are dropped. */
  readonly thresh2?: number;
  /** The most there may be. */
  readonly thresh3?: number;
  /** Milliseconds between two looks for entries to drop. */
  readonly gcInterval?: number | bigint;
}

type Parms = NonNullable<NeighbourTable['parms']>;

/** Numbers of 64 bits are bigint on the wire; what is no whole number is refused there. */
const wide = (value: unknown): unknown => (typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value);
const big =
  (key: keyof Parms) =>
  (value: unknown): Parms =>
    ({ [key]: wide(value) }) as Parms;
const small =
  (key: keyof Parms) =>
  (value: unknown): Parms =>
    ({ [key]: value }) as Parms;

const PARAMETERS: Readonly<Record<keyof NeighbourTableParameters, (value: unknown) => Parms>> = {
  baseReachable: big('baseReachableTime'),
  retrans: big('retransTime'),
  gcStale: big('gcStaletime'),
  delayProbe: big('delayProbeTime'),
  queue: small('queueLen'),
  appProbes: small('appProbes'),
  ucastProbes: small('ucastProbes'),
  mcastProbes: small('mcastProbes'),
  anycastDelay: big('anycastDelay'),
  proxyDelay: big('proxyDelay'),
  proxyQueue: small('proxyQlen'),
  locktime: big('locktime'),
};

const isParameter = (key: string): key is keyof NeighbourTableParameters => Object.hasOwn(PARAMETERS, key);

/** Throws EncodeError. With an `index`, parameters are those of that link, else those of links to come. */
export function setNeighbourTableRequest(spec: NeighbourTableOptions, index?: number) {
  const body: Partial<NeighbourTable> = { family: spec.family === undefined ? AF_UNSPEC : numberOf(IP_FAMILIES, spec.family, 'family') };
  const parms: Parms = index === undefined ? {} : { ifindex: index };
  for (const [key, value] of Object.entries(spec)) {
    if (value === undefined || key === 'family' || key === 'dev') continue;
    if (isParameter(key)) Object.assign(parms, PARAMETERS[key](value));
    else if (key === 'gcInterval') Object.assign(body, { [key]: wide(value) });
    else if (['name', 'thresh1', 'thresh2', 'thresh3'].includes(key)) Object.assign(body, { [key]: value });
    else throw new EncodeError(`tables of neighbours have no option ${key}`);
  }
  if (Object.keys(parms).length > 0) body.parms = parms;
  return { name: 'RTM_SETNEIGHTBL', header: { flags: NLM_F_REPLACE }, body } as const;
}

/** Filters the kernel itself applies. */
export interface NeighbourTableFilter {
  /** `inet` has arp_cache, `inet6` has ndisc_cache; both by default. */
  readonly family?: keyof typeof IP_FAMILIES;
}

/** Of both families, where none is given. */
export function listNeighbourTablesRequest({ family }: NeighbourTableFilter = {}) {
  return { name: 'RTM_GETNEIGHTBL', header: {}, body: { family: family === undefined ? AF_UNSPEC : numberOf(IP_FAMILIES, family, 'family') } } as const;
}
