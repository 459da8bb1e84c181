// IFLA_AF_SPEC of a request: parameters of IPv4 and IPv6. net/ipv4/devinet.c: inet_set_link_af(); net/ipv6/addrconf.c: inet6_set_link_af().

import { EAFNOSUPPORT, EINVAL } from '../../netlink/errno-numbers.js';
import type { Attribute } from '../attribute.js';
import { INET6 } from '../link/devconf.js';
import type { Device } from '../link/device.js';
import { type PolicyTable, parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';

const IFLA_INET_CONF = 1;
/** IN6_ADDR_GEN_MODE_STABLE_PRIVACY: no secret is set that it would need. */
const STABLE_PRIVACY = 2;
const IFLA_INET6_TOKEN = 7;
const IFLA_INET6_ADDR_GEN_MODE = 8;

const inet6Policy: PolicyTable = {
  maxType: 9,
  rules: { [IFLA_INET6_TOKEN]: { type: 'unspec', length: 16 }, [IFLA_INET6_ADDR_GEN_MODE]: { type: 'u8' }, 9: { type: 'reject' } },
};

/** Throws Refusal. */
export function inetSetLinkAf(dev: Device, family: Attribute, request: Request): void {
  if (dev.inet === undefined) throw new Refusal(EAFNOSUPPORT);
  const conf = parseNested(family, { maxType: IFLA_INET_CONF, rules: { [IFLA_INET_CONF]: { type: 'nested' } } }, request.context).get(IFLA_INET_CONF);
  for (const setting of conf?.children() ?? []) {
    if (setting.type < 1 || setting.type > dev.inet.conf.length || setting.length < 4) throw new Refusal(EINVAL);
    dev.inet.conf[setting.type - 1] = setting.s32;
  }
}

/** Throws Refusal. */
export function inet6SetLinkAf(dev: Device, family: Attribute, request: Request): void {
  if (dev.inet6 === undefined) throw new Refusal(EAFNOSUPPORT);
  const attributes = parseNested(family, inet6Policy, request.context);
  const mode = attributes.u8(IFLA_INET6_ADDR_GEN_MODE);
  if (mode !== undefined) {
    // No secret can be set that addresses could be made of.
    if (mode > 3 || mode === STABLE_PRIVACY) throw new Refusal(EINVAL);
    dev.inet6.addrGenMode = mode;
    dev.inet6.conf[INET6.addrGenMode] = mode;
  }
}
