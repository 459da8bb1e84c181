// What GRE over IPv6 has, while it is put together.

import type { Gre } from './gre-data.js';
import { erspanAttributes, type GreSettings, greFlagNames, greSettings } from './gre-settings.js';
import { encapAttributes } from './tunnel-encap.js';
import { ENCAP_FLAGS, HOP_LIMIT, type Tunnel6Settings, tunnel6FlagNames, tunnel6Settings } from './tunnel6.js';

/** What GRE over IPv6 has. */
export type Gre6Settings = GreSettings & Tunnel6Settings;

/** Of a link that has `data`. */
export function gre6Settings(data: Gre = {}): Gre6Settings {
  return { ...greSettings(data, HOP_LIMIT, ENCAP_FLAGS), ...tunnel6Settings(data) };
}

/** An external tunnel has nothing else. */
export function gre6Attributes(settings: Gre6Settings): Gre {
  if (settings.external) return { collectMetadata: true };
  const { ikey, okey, iflags, oflags, local, remote, link, ttl, encapLimit, flowinfo, flags, fwmark, encap } = settings;
  return {
    ...{ ikey, okey, iflags: greFlagNames(iflags), oflags: greFlagNames(oflags) },
    ...(local !== undefined && { local }),
    ...(remote !== undefined && { remote }),
    ...(link !== 0 && { link }),
    ...{ ttl, encapLimit, flowinfo, flags: tunnel6FlagNames(flags), fwmark },
    // Of a version that a newer kernel has nothing is known.
    ...(settings.erspanVer <= 2 && erspanAttributes(settings)),
    ...encapAttributes(encap),
  };
}
