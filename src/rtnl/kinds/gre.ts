// gre (IP in GRE), gretap (Ethernet in GRE) and erspan (a mirror of traffic), over IPv4. net/ipv4/ip_gre.c.

import { EncodeError } from '../../netlink/errors.js';
import type { LinkKind } from '../kind.js';
import { expectBooleans } from './attribute-options.js';
import { type Gre, greData } from './gre-data.js';
import { applyGre, ERSPAN_KEYS, type ErspanOptions, GRE_KEYS, type GreOptions } from './gre-settings.js';
import { addGroupKeys, type Gre4Settings, gre4Attributes, gre4Settings } from './gre4-settings.js';
import { applyEncap } from './tunnel-encap.js';
import { anyTold, integerOption, tosOption, ttlOption } from './tunnel-options.js';

/** Options of GRE over IPv4. In a change, what is left out stays as it is. */
export interface Gre4Options extends GreOptions {
  /** 1 to 255; `inherit` (0) takes it from the inner packet and is the default. */
  readonly ttl?: number | 'inherit';
  /** 0 to 255; `inherit` (1) takes it from the inner packet. */
  readonly tos?: number | 'inherit';
  /** Discover the path's MTU; on by default. */
  readonly pmtudisc?: boolean;
  /** Fragment what says "don't fragment" as well; gretap without `pmtudisc`. */
  readonly ignoreDf?: boolean;
  /** Mark of the packets that go out. */
  readonly fwmark?: number;
}

const KEYS: readonly (keyof Gre4Options)[] = [...GRE_KEYS, 'ttl', 'tos', 'pmtudisc', 'ignoreDf', 'fwmark'];

function apply(settings: Gre4Settings, options: Gre4Options & ErspanOptions): void {
  applyGre(settings, options, false);
  const { ttl, tos, pmtudisc, ignoreDf, fwmark, encap } = options;
  if (ttl !== undefined) settings.ttl = ttlOption(ttl);
  if (tos !== undefined) settings.tos = tosOption(tos);
  if (pmtudisc !== undefined) settings.pmtudisc = pmtudisc ? 1 : 0;
  if (ignoreDf !== undefined) settings.ignoreDf = ignoreDf ? 1 : 2;
  if (fwmark !== undefined) settings.fwmark = integerOption('fwmark', fwmark, 0xffffffff);
  if (encap !== undefined) applyEncap(settings.encap, encap);
  addGroupKeys(settings, () => {
    throw new EncodeError('a tunnel to a group needs a local address');
  });
}

const convert =
  (kind: string, isErspan = false) =>
  (options: Gre4Options & ErspanOptions, current?: Gre): Gre | undefined => {
    if (!anyTold(kind, options, isErspan ? [...KEYS, ...ERSPAN_KEYS] : KEYS)) return undefined;
    expectBooleans(options, ['pmtudisc', 'ignoreDf']);
    const settings = gre4Settings(current);
    apply(settings, options);
    return gre4Attributes(settings, isErspan);
  };

const gre = convert('gre');
const gretap = convert('gretap');
const erspan = convert('erspan', true);
const shared = { data: greData, links: ['dev'], wholeChange: true } as const;

/** IP in GRE over IPv4. */
export const greKind = {
  ...shared,
  add: (options: Gre4Options) => gre(options),
  change: (options: Gre4Options, current?: Gre) => gre(options, current),
} satisfies LinkKind<Gre, never, Gre4Options, Gre4Options>;

/** Ethernet in GRE over IPv4. */
export const gretapKind = {
  ...shared,
  add: (options: Gre4Options) => gretap(options),
  change: (options: Gre4Options, current?: Gre) => gretap(options, current),
} satisfies LinkKind<Gre, never, Gre4Options, Gre4Options>;

/** A mirror of traffic in GRE over IPv4. */
export const erspanKind = {
  ...shared,
  add: (options: Gre4Options & ErspanOptions) => erspan(options),
  change: (options: Gre4Options & ErspanOptions, current?: Gre) => erspan(options, current),
} satisfies LinkKind<Gre, never, Gre4Options & ErspanOptions, Gre4Options & ErspanOptions>;
