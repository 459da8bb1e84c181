// IFLA_AF_SPEC of a request: parameters of IPv4 and IPv6. net/ipv4/devinet.c: inet_set_link_af(); net/ipv6/addrconf.c: inet6_set_link_af().

import { EAFNOSUPPORT, EINVAL } from '../../netlink/errno-numbers.js';
import { AF_INET, AF_INET6, IFA_F_OPTIMISTIC, IFA_F_TENTATIVE, IFF_NOARP } from '../../rtnl/constants.js';
import type { Attribute } from '../attribute.js';
import { ipOf, ipText, isLinkLocal6, isZero } from '../ip.js';
import { INET6 } from '../link/devconf.js';
import type { Device } from '../link/device.js';
import { type ParseContext, type PolicyTable, parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { InetDevice } from './inet-device.js';
import { IF_RS_SENT, type Inet6Device } from './inet6-device.js';
import { announceInet6Link } from './inet6-message.js';

const IFLA_INET_CONF = 1;
/** IN6_ADDR_GEN_MODE_STABLE_PRIVACY: no secret is set that it would need. */
const STABLE_PRIVACY = 2;
const GENERATION_MOST = 3;
const UNPROVEN = IFA_F_TENTATIVE | IFA_F_OPTIMISTIC;
const IFLA_INET6_TOKEN = 7;
const IFLA_INET6_ADDR_GEN_MODE = 8;

const inet6Policy: PolicyTable = {
  maxType: 9,
  rules: { [IFLA_INET6_TOKEN]: { type: 'unspec', length: 16 }, [IFLA_INET6_ADDR_GEN_MODE]: { type: 'u8' }, 9: { type: 'reject' } },
};

const inetPolicy: PolicyTable = { maxType: IFLA_INET_CONF, rules: { [IFLA_INET_CONF]: { type: 'nested' } } };

/** inet_validate_link_af(), inet6_validate_link_af(): before anything of a request is done. Throws Refusal. */
export function validateLinkAf({ inet, inet6 }: Device, family: Attribute, context: ParseContext): void {
  if (family.type === AF_INET && inet !== undefined) return validateInet(inet, family, context);
  if (family.type !== AF_INET6 || inet6 === undefined) throw new Refusal(EAFNOSUPPORT);
  const attributes = parseNested(family, inet6Policy, context);
  if (!attributes.has(IFLA_INET6_TOKEN) && !attributes.has(IFLA_INET6_ADDR_GEN_MODE)) throw new Refusal(EINVAL);
  const mode = attributes.u8(IFLA_INET6_ADDR_GEN_MODE) ?? 0;
  if (mode > GENERATION_MOST || mode === STABLE_PRIVACY) throw new Refusal(EINVAL);
}

function validateInet({ conf }: InetDevice, family: Attribute, context: ParseContext): void {
  for (const { type, length } of parseNested(family, inetPolicy, context).get(IFLA_INET_CONF)?.children() ?? [])
    if (type < 1 || type > conf.length || length < 4) throw new Refusal(EINVAL);
}

/** inet_set_link_af(), inet6_set_link_af(): of what was looked at before, on a link that may have lost the family by what was done since. Throws Refusal. */
export function setLinkAf(dev: Device, family: Attribute): void {
  const { inet, inet6 } = dev;
  if (family.type === AF_INET && inet !== undefined) {
    for (const setting of parseNested(family, inetPolicy, { silent: true }).get(IFLA_INET_CONF)?.children() ?? []) {
      inet.told.add(setting.type - 1);
      inet.conf[setting.type - 1] = setting.s32;
    }
    return;
  }
  if (family.type !== AF_INET6 || inet6 === undefined) throw new Refusal(EAFNOSUPPORT);
  const attributes = parseNested(family, inet6Policy, { silent: true });
  const token = attributes.get(IFLA_INET6_TOKEN);
  if (token !== undefined) setToken(dev, inet6, token);
  const mode = attributes.u8(IFLA_INET6_ADDR_GEN_MODE);
  if (mode !== undefined) inet6.addrGenMode = inet6.conf[INET6.addrGenMode] = mode;
}

/** inet6_set_iftoken(): the half of addresses that routers make with it. Throws Refusal. */
function setToken(dev: Device, inet6: Inet6Device, token: Attribute): void {
  const refuse = (text: string) => new Refusal(EINVAL, text);
  if (dev.loopback) throw refuse('ipv6: Device is loopback');
  if ((dev.flags & IFF_NOARP) !== 0) throw refuse('ipv6: Device does not do neighbour discovery');
  if (!inet6.acceptsAdvertisements) throw refuse('ipv6: Router advertisement is disabled on device');
  if (inet6.setting('routerSolicitations') === 0) throw refuse('Router solicitation is disabled on device');
  const address = ipOf(token.payload, AF_INET6);
  if (!isZero(address) && inet6.ready && [...inet6.addresses].some((one) => isLinkLocal6(one.address) && (one.flags & UNPROVEN) === 0)) inet6.flags |= IF_RS_SENT;
  inet6.token = ipText(`${'0'.repeat(16)}${address.slice(16)}`);
  announceInet6Link(dev);
}
