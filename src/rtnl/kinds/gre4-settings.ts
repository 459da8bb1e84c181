// What GRE over IPv4 has, while it is put together.

import type { Gre } from './gre-data.js';
import { erspanAttributes, type GreSettings, greFlagNames, greSettings } from './gre-settings.js';
import { greFlags } from './tunnel-data.js';
import { encapAttributes } from './tunnel-encap.js';

/** What GRE over IPv4 has beside. */
export interface Gre4Settings extends GreSettings {
  pmtudisc: number;
  /** 2 sends that it is off. */
  ignoreDf: number;
  tos: number;
}

/** Of a link that has `data`. */
export function gre4Settings(data: Gre = {}): Gre4Settings {
  return { ...greSettings(data), pmtudisc: data.pmtudisc ?? 1, ignoreDf: data.ignoreDf ? 1 : 0, tos: data.tos ?? 0 };
}

/** An external tunnel has nothing else. */
export function gre4Attributes(settings: Gre4Settings, isErspan: boolean): Gre {
  if (settings.external) return { collectMetadata: true };
  const { ikey, okey, iflags, oflags, local, remote, pmtudisc, ignoreDf, tos, link, ttl, fwmark, encap } = settings;
  return {
    ...{ ikey, okey, iflags: greFlagNames(iflags), oflags: greFlagNames(oflags) },
    ...(local !== undefined && { local }),
    ...(remote !== undefined && { remote }),
    pmtudisc,
    ...(ignoreDf !== 0 && { ignoreDf: ignoreDf & 1 }),
    tos,
    ...(link !== 0 && { link }),
    ...{ ttl, fwmark },
    ...(isErspan && erspanAttributes(settings)),
    ...encapAttributes(encap),
  };
}

/** A group as the other end is a key as well, and needs an address to send from. `refuse` throws. */
export function addGroupKeys(settings: Gre4Settings, refuse: (why: string) => never): void {
  const { remote, local } = settings;
  const bytes = remote?.split('.').map(Number) ?? [0];
  if ((bytes[0] as number) >> 4 !== 0xe) return;
  const key = bytes.reduce((value, byte) => value * 256 + byte, 0);
  if (settings.ikey === 0) Object.assign(settings, { ikey: key, iflags: settings.iflags | greFlags.names.key });
  if (settings.okey === 0) Object.assign(settings, { okey: key, oflags: settings.oflags | greFlags.names.key });
  if (local === undefined) refuse('A broadcast tunnel requires a source address.');
}
