// Encapsulation in IPv4 or IPv6. net/ipv4/ip_tunnel_core.c: ip_tun_build_state(), ip_tun_fill_encap_info(), ip6_tun_build_state().
// Options of Geneve, VXLAN and ERSPAN headers are refused: the kernel that is simulated dies of them.

import { EOPNOTSUPP } from '../../netlink/errno-numbers.js';
import type { Attribute, Attributes } from '../attribute.js';
import { type PolicyTable, parseNested, type Rule } from '../policy.js';
import { Refusal } from '../refusal.js';
import { type EncapOps, held, written } from './ops.js';

/** LWTUNNEL_IP_*; those of IPv6 have the same numbers. */
const PART = { id: 1, dst: 2, src: 3, ttl: 4, tos: 5, flags: 6, opts: 8 } as const;

const policyWith = (address: Rule): PolicyTable => ({
  maxType: 8,
  strictFrom: PART.opts,
  rules: { 1: { type: 'u64' }, 2: address, 3: address, 4: { type: 'u8' }, 5: { type: 'u8' }, 6: { type: 'u16' }, 8: { type: 'nested' } },
});

/** IP_TUNNEL_GENEVE_OPT_BIT, _VXLAN_OPT_, _ERSPAN_OPT_, _GTP_OPT_: said by the options themselves. */
const OPTIONS_PRESENT = 0xd800;

function flagsOf(attributes: Attributes): Uint8Array {
  const flags = (attributes.get(PART.flags)?.be16 ?? 0) & ~OPTIONS_PRESENT;
  return Uint8Array.of(flags >> 8, flags & 0xff);
}

function buildWith(policy: PolicyTable, size: number): EncapOps['build'] {
  return (attribute: Attribute) => {
    const attributes = parseNested(attribute, policy);
    if ((attributes.get(PART.opts)?.length ?? 0) > 0) throw new Refusal(EOPNOTSUPP);
    return written(attribute, [
      [PART.id, held(attributes, PART.id, 8)],
      [PART.dst, held(attributes, PART.dst, size)],
      [PART.src, held(attributes, PART.src, size)],
      [PART.tos, held(attributes, PART.tos, 1)],
      [PART.ttl, held(attributes, PART.ttl, 1)],
      [PART.flags, flagsOf(attributes)],
    ]);
  };
}

export const ipEncapOps: EncapOps = { name: 'ip', type: 2, build: buildWith(policyWith({ type: 'u32' }), 4) };

export const ip6EncapOps: EncapOps = { name: 'ip6', type: 4, build: buildWith(policyWith({ type: 'unspec', length: 16 }), 16) };
