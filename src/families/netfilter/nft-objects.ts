// What keeps state in nf_tables: counters, quotas and their like, in a rule, beside an element of a set, or by name.
// include/uapi/linux/netfilter/nf_tables.h: NFT_OBJECT_*.

import { ipv4, ipv6 } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { be16, be32, be64, bytes, u8, u32 } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { numbered } from '../../netlink/list.js';
import { string } from '../../netlink/text.js';
import { variants } from '../../netlink/variants.js';

export const counter = attributes(() => ({
  bytes: ['NFTA_COUNTER_BYTES', 1, be64],
  packets: ['NFTA_COUNTER_PACKETS', 2, be64],
  pad: ['NFTA_COUNTER_PAD', 3, bytes],
}));

export const quota = attributes(() => ({
  bytes: ['NFTA_QUOTA_BYTES', 1, be64],
  flags: ['NFTA_QUOTA_FLAGS', 2, be32],
  pad: ['NFTA_QUOTA_PAD', 3, bytes],
  consumed: ['NFTA_QUOTA_CONSUMED', 4, be64],
}));

export const limit = attributes(() => ({
  rate: ['NFTA_LIMIT_RATE', 1, be64],
  unit: ['NFTA_LIMIT_UNIT', 2, be64],
  burst: ['NFTA_LIMIT_BURST', 3, be32],
  type: ['NFTA_LIMIT_TYPE', 4, be32],
  flags: ['NFTA_LIMIT_FLAGS', 5, be32],
  pad: ['NFTA_LIMIT_PAD', 6, bytes],
}));

export const connlimit = attributes(() => ({
  count: ['NFTA_CONNLIMIT_COUNT', 1, be32],
  flags: ['NFTA_CONNLIMIT_FLAGS', 2, be32],
}));

export const last = attributes(() => ({
  set: ['NFTA_LAST_SET', 1, be32],
  msecs: ['NFTA_LAST_MSECS', 2, be64],
  pad: ['NFTA_LAST_PAD', 3, bytes],
}));

export const synproxy = attributes(() => ({
  mss: ['NFTA_SYNPROXY_MSS', 1, be16],
  wscale: ['NFTA_SYNPROXY_WSCALE', 2, u8],
  flags: ['NFTA_SYNPROXY_FLAGS', 3, be32],
}));

const ctHelper = attributes(() => ({
  name: ['NFTA_CT_HELPER_NAME', 1, string],
  l3proto: ['NFTA_CT_HELPER_L3PROTO', 2, be16],
  l4proto: ['NFTA_CT_HELPER_L4PROTO', 3, u8],
}));

const ctTimeout = attributes(() => ({
  l3proto: ['NFTA_CT_TIMEOUT_L3PROTO', 1, be16],
  l4proto: ['NFTA_CT_TIMEOUT_L4PROTO', 2, u8],
  data: ['NFTA_CT_TIMEOUT_DATA', 3, numbered('NFTA_CT_TIMEOUT_DATA', be32)],
}));

const ctExpect = attributes(() => ({
  l3proto: ['NFTA_CT_EXPECT_L3PROTO', 1, be16],
  l4proto: ['NFTA_CT_EXPECT_L4PROTO', 2, u8],
  dport: ['NFTA_CT_EXPECT_DPORT', 3, be16],
  timeout: ['NFTA_CT_EXPECT_TIMEOUT', 4, u32],
  size: ['NFTA_CT_EXPECT_SIZE', 5, u8],
}));

const tunnel = attributes(() => ({
  id: ['NFTA_TUNNEL_KEY_ID', 1, be32],
  ip: ['NFTA_TUNNEL_KEY_IP', 2, attributes(() => ({ src: ['NFTA_TUNNEL_KEY_IP_SRC', 1, ipv4], dst: ['NFTA_TUNNEL_KEY_IP_DST', 2, ipv4] }))],
  ip6: [
    'NFTA_TUNNEL_KEY_IP6',
    3,
    attributes(() => ({ src: ['NFTA_TUNNEL_KEY_IP6_SRC', 1, ipv6], dst: ['NFTA_TUNNEL_KEY_IP6_DST', 2, ipv6], flowlabel: ['NFTA_TUNNEL_KEY_IP6_FLOWLABEL', 3, be32] })),
  ],
  flags: ['NFTA_TUNNEL_KEY_FLAGS', 4, be32],
  tos: ['NFTA_TUNNEL_KEY_TOS', 5, u8],
  ttl: ['NFTA_TUNNEL_KEY_TTL', 6, u8],
  sport: ['NFTA_TUNNEL_KEY_SPORT', 7, be16],
  dport: ['NFTA_TUNNEL_KEY_DPORT', 8, be16],
  opts: ['NFTA_TUNNEL_KEY_OPTS', 9, bytes],
}));

const objectType = enumeration(be32, { counter: 1, quota: 2, ctHelper: 3, limit: 4, connlimit: 5, tunnel: 6, ctTimeout: 7, secmark: 8, ctExpect: 9, synproxy: 10 });

export const objectAttributes = attributes(() => ({
  table: ['NFTA_OBJ_TABLE', 1, string],
  name: ['NFTA_OBJ_NAME', 2, string],
  type: ['NFTA_OBJ_TYPE', 3, objectType],
  data: ['NFTA_OBJ_DATA', 4, bytes],
  use: ['NFTA_OBJ_USE', 5, be32],
  handle: ['NFTA_OBJ_HANDLE', 6, be64],
  pad: ['NFTA_OBJ_PAD', 7, bytes],
  userdata: ['NFTA_OBJ_USERDATA', 8, bytes],
  ...variants('NFTA_OBJ_DATA', 4, 'type', {
    counter,
    quota,
    ctHelper,
    limit,
    connlimit,
    tunnel,
    ctTimeout,
    secmark: attributes(() => ({ ctx: ['NFTA_SECMARK_CTX', 1, string] })),
    ctExpect,
    synproxy,
  }),
}));
