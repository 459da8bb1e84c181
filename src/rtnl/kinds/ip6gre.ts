// ip6gre (IP in GRE), ip6gretap (Ethernet in GRE) and ip6erspan (a mirror of traffic), over IPv6. net/ipv6/ip6_gre.c.

import type { LinkKind } from '../kind.js';
import { type Gre, greData } from './gre-data.js';
import { applyGre, ERSPAN_KEYS, type ErspanOptions, GRE_KEYS, type GreOptions } from './gre-settings.js';
import { gre6Attributes, gre6Settings } from './gre6-settings.js';
import { applyEncap } from './tunnel-encap.js';
import { anyTold } from './tunnel-options.js';
import { applyTunnel6, TUNNEL6_KEYS, type Tunnel6Options } from './tunnel6.js';

/** Options of GRE over IPv6. In a change, what is left out stays as it is. */
export interface Gre6Options extends GreOptions, Tunnel6Options {}

const KEYS: readonly (keyof Gre6Options)[] = [...GRE_KEYS, ...TUNNEL6_KEYS];

const convert =
  (kind: string, isErspan = false) =>
  (options: Gre6Options & ErspanOptions, current?: Gre): Gre | undefined => {
    if (!anyTold(kind, options, isErspan ? [...KEYS, ...ERSPAN_KEYS] : KEYS)) return undefined;
    const settings = gre6Settings(current);
    applyGre(settings, options, true);
    applyTunnel6(settings, options);
    if (options.encap !== undefined) applyEncap(settings.encap, options.encap);
    return gre6Attributes(settings);
  };

const ip6gre = convert('ip6gre');
const ip6gretap = convert('ip6gretap');
const ip6erspan = convert('ip6erspan', true);

const shared = { data: greData, links: ['dev'], wholeChange: true } as const;

/** IP in GRE over IPv6. */
export const ip6greKind = {
  ...shared,
  add: (options: Gre6Options) => ip6gre(options),
  change: (options: Gre6Options, current?: Gre) => ip6gre(options, current),
} satisfies LinkKind<Gre, never, Gre6Options, Gre6Options>;

/** Ethernet in GRE over IPv6. */
export const ip6gretapKind = {
  ...shared,
  add: (options: Gre6Options) => ip6gretap(options),
  change: (options: Gre6Options, current?: Gre) => ip6gretap(options, current),
} satisfies LinkKind<Gre, never, Gre6Options, Gre6Options>;

/** A mirror of traffic in GRE over IPv6. */
export const ip6erspanKind = {
  ...shared,
  add: (options: Gre6Options & ErspanOptions) => ip6erspan(options),
  change: (options: Gre6Options & ErspanOptions, current?: Gre) => ip6erspan(options, current),
} satisfies LinkKind<Gre, never, Gre6Options & ErspanOptions, Gre6Options & ErspanOptions>;
