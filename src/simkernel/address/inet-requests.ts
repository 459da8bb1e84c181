// RTM_NEWADDR, RTM_DELADDR and RTM_GETADDR of IPv4. net/ipv4/devinet.c: inet_rtm_newaddr(), inet_rtm_deladdr(), inet_dump_ifaddr().

import { NLM_F_EXCL, NLM_F_REPLACE } from '../../netlink/constants.js';
import { EADDRNOTAVAIL, EEXIST, EINVAL, ENOBUFS, ENODEV } from '../../netlink/errno-numbers.js';
import { ifaddrmsg } from '../../rtnl/address.js';
import { AF_INET, IFA_F_MCAUTOJOIN } from '../../rtnl/constants.js';
import type { Attributes } from '../attribute.js';
import type { DumpPlan } from '../dump.js';
import { ipOf } from '../ip.js';
import type { NetNamespace } from '../namespace.js';
import type { PolicyTable } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import { prefixOf } from './address-list.js';
import { autojoin, autoleave } from './autojoin.js';
import { modifyPrefixMetric } from './connected.js';
import { deleteAddress, insertAddress, sameAddress, setLifetime, watchLifetime } from './inet-addresses.js';
import type { InetAddress } from './inet-device.js';
import { announceInet, inetMessage } from './inet-message.js';
import { FOREVER } from './lifetime.js';

/** IFA_*. */
export const IFA = { address: 1, local: 2, label: 3, broadcast: 4, cacheinfo: 6, flags: 8, rtPriority: 9, targetNetnsid: 10, proto: 11 } as const;

const policy: PolicyTable = {
  maxType: 11,
  // biome-ignore format: as the kernel numbers them
  rules: {
    1: { type: 'u32' }, 2: { type: 'u32' }, 3: { type: 'string', length: 15 }, 4: { type: 'u32' }, 6: { type: 'unspec', length: 16 }, 8: { type: 'u32' }, 9: { type: 'u32' },
    10: { type: 's32' }, 11: { type: 'u8' },
  },
};

/** struct ifa_cacheinfo: the lifetimes asked for; forever where none are. */
export function lifetimes(attributes: Attributes): { readonly valid: number; readonly preferred: number } | undefined {
  const info = attributes.get(IFA.cacheinfo);
  if (info === undefined) return undefined;
  const { view, littleEndian } = info.bytes;
  return { preferred: view.getUint32(info.start, littleEndian), valid: view.getUint32(info.start + 4, littleEndian) };
}

const addressOf = (attributes: Attributes, type: number): string | undefined => {
  const attribute = attributes.get(type);
  return attribute === undefined ? undefined : ipOf(attribute.payload, AF_INET);
};

export function newInetAddress(request: Request): void {
  const header = request.struct(ifaddrmsg);
  const attributes = request.attributes(ifaddrmsg.size, policy);
  if (header.prefixlen > 32) throw new Refusal(EINVAL, 'ipv4: Invalid prefix length');
  const local = addressOf(attributes, IFA.local);
  if (local === undefined) throw new Refusal(EINVAL, 'ipv4: Local address is not supplied');
  const asked = lifetimes(attributes);
  if (asked !== undefined && (asked.valid === 0 || asked.preferred > asked.valid)) throw new Refusal(EINVAL, 'ipv4: address lifetime invalid');
  const { valid, preferred } = asked ?? { valid: FOREVER, preferred: FOREVER };
  const dev = request.ns.links.get(header.index);
  if (dev === undefined) throw new Refusal(ENODEV, 'ipv4: Device not found');
  if (dev.inet === undefined) throw new Refusal(ENOBUFS);
  dev.inet.tellAll();
  const now = request.kernel.ticks;
  const broadcast = addressOf(attributes, IFA.broadcast);
  const ifa: InetAddress = {
    dev,
    local,
    address: addressOf(attributes, IFA.address) ?? local,
    broadcast: broadcast === '00000000' ? undefined : broadcast,
    prefixlen: header.prefixlen,
    scope: header.scope,
    flags: attributes.u32(IFA.flags) ?? header.flags8,
    label: attributes.string(IFA.label) ?? dev.name,
    priority: attributes.u32(IFA.rtPriority) ?? 0,
    protocol: attributes.u8(IFA.proto) ?? 0,
    valid,
    preferred,
    created: now,
    updated: now,
  };
  const existing = sameAddress(dev.inet.addresses, ifa);
  if (existing !== undefined) return change(existing, ifa, request);
  setLifetime(ifa, valid, preferred);
  if ((ifa.flags & IFA_F_MCAUTOJOIN) !== 0) autojoin(dev, ifa.address);
  insertAddress(ifa, request);
}

function change(existing: InetAddress, { priority, protocol, valid, preferred }: InetAddress, request: Request): void {
  if ((request.flags & NLM_F_EXCL) !== 0 || (request.flags & NLM_F_REPLACE) === 0) throw new Refusal(EEXIST, 'ipv4: Address already assigned');
  if (existing.priority !== priority) {
    modifyPrefixMetric(existing, priority);
    existing.priority = priority;
  }
  existing.protocol = protocol;
  setLifetime(existing, valid, preferred);
  watchLifetime(existing);
  announceInet('RTM_NEWADDR', existing, request);
}

export function deleteInetAddress(request: Request): void {
  const header = request.struct(ifaddrmsg);
  const attributes = request.attributes(ifaddrmsg.size, policy);
  const inet = request.ns.links.get(header.index)?.inet;
  if (inet === undefined) throw new Refusal(ENODEV, 'ipv4: Device not found');
  const local = addressOf(attributes, IFA.local);
  const label = attributes.string(IFA.label);
  const address = addressOf(attributes, IFA.address);
  const { prefixlen } = header;
  const { addresses } = inet;
  const told = address === undefined ? addresses : addresses.sharing({ address, prefixlen });
  const fitting = [...(local === undefined ? told : addresses.own(local))].filter(
    (ifa) => (label === undefined || ifa.label === label) && (address === undefined || prefixOf(ifa) === prefixOf({ address, prefixlen })),
  );
  const found = fitting.length < 2 ? fitting[0] : [...addresses].find((ifa) => fitting.includes(ifa));
  if (found === undefined) throw new Refusal(EADDRNOTAVAIL, 'ipv4: Address not found');
  autoleave(found.dev, found.address);
  deleteAddress(found, request);
}

/** What a strict request for a list may ask for: the namespace, the link. */
export function dumpFilter(
  request: Request,
  words: 'ipv4' | 'ipv6',
  policy: PolicyTable,
): { readonly ns: NetNamespace; readonly index: number; readonly target: number | undefined } {
  const { ns, strict } = request;
  if (!strict) return { ns, index: 0, target: undefined };
  const header = request.struct(ifaddrmsg, `${words}: Invalid header for address dump request`);
  if (header.prefixlen !== 0 || header.flags8 !== 0 || header.scope !== 0) throw new Refusal(EINVAL, `${words}: Invalid values in header for address dump request`);
  request.answersFiltered = header.index !== 0;
  const attributes = request.attributes(ifaddrmsg.size, policy, 'legacy');
  for (const { type } of attributes.present()) if (type !== IFA.targetNetnsid) throw new Refusal(EINVAL, `${words}: Unsupported attribute in dump request`);
  const target = attributes.s32(IFA.targetNetnsid);
  const asked = target === undefined ? ns : ns.nsids.find(target);
  if (asked === undefined) throw new Refusal(EINVAL, `${words}: Invalid target network namespace id`);
  return { ns: asked, index: header.index, target };
}

export function dumpInetAddresses(request: Request): DumpPlan {
  const { ns, index, target } = dumpFilter(request, 'ipv4', policy);
  return {
    messages: (function* () {
      if (index !== 0 && ns.links.get(index)?.inet === undefined) throw new Refusal(ENODEV);
      for (const dev of index === 0 ? ns.links.all() : [ns.links.get(index)]) {
        for (const ifa of [...(dev?.inet?.addresses ?? [])]) yield () => inetMessage('RTM_NEWADDR', ifa, target);
      }
    })(),
    // inet_base_seq(); of one link nobody looks.
    ...(index === 0 && { generation: () => ns.inet.generation + ns.links.generation }),
    split: true,
    filtered: index === 0 ? undefined : 'all',
  };
}
