// The small subsystems of netfilter: accounting, timeouts and helpers of connection tracking, fingerprints of operating systems, hooks,
// extensions of x_tables. include/uapi/linux/netfilter/nfnetlink_acct.h, nfnetlink_cttimeout.h, nfnetlink_cthelper.h, nfnetlink_osf.h,
// nfnetlink_hook.h, nf_tables_compat.h.

import { attributes, flaggedAttributes } from '../../netlink/attributes.js';
import { be16, be32, be64, bytes, u8 } from '../../netlink/codec.js';
import { numbered } from '../../netlink/list.js';
import { NLA_F_NESTED } from '../../netlink/nlattr.js';
import { string } from '../../netlink/text.js';
import { sbe32 } from './numbers.js';

export const accountAttributes = attributes(() => ({
  name: ['NFACCT_NAME', 1, string],
  pkts: ['NFACCT_PKTS', 2, be64],
  bytes: ['NFACCT_BYTES', 3, be64],
  use: ['NFACCT_USE', 4, be32],
  flags: ['NFACCT_FLAGS', 5, be32],
  quota: ['NFACCT_QUOTA', 6, be64],
  filter: ['NFACCT_FILTER', 7, flaggedAttributes(() => ({ mask: ['NFACCT_FILTER_MASK', 1, be32], value: ['NFACCT_FILTER_VALUE', 2, be32] }))],
  pad: ['NFACCT_PAD', 8, bytes],
}));

/** Which timeouts there are depends on the protocol: `data` holds seconds by the number of the protocol's state. */
export const timeoutAttributes = attributes(() => ({
  name: ['CTA_TIMEOUT_NAME', 1, string],
  l3proto: ['CTA_TIMEOUT_L3PROTO', 2, be16],
  l4proto: ['CTA_TIMEOUT_L4PROTO', 3, u8],
  data: ['CTA_TIMEOUT_DATA', 4, numbered('CTA_TIMEOUT_DATA', be32, NLA_F_NESTED)],
  use: ['CTA_TIMEOUT_USE', 5, be32],
}));

const helperPolicy = flaggedAttributes(() => ({
  name: ['NFCTH_POLICY_NAME', 1, string],
  expectMax: ['NFCTH_POLICY_EXPECT_MAX', 2, be32],
  expectTimeout: ['NFCTH_POLICY_EXPECT_TIMEOUT', 3, be32],
}));

export const helperAttributes = attributes(() => ({
  name: ['NFCTH_NAME', 1, string],
  tuple: ['NFCTH_TUPLE', 2, flaggedAttributes(() => ({ l3protonum: ['NFCTH_TUPLE_L3PROTONUM', 1, be16], l4protonum: ['NFCTH_TUPLE_L4PROTONUM', 2, u8] }))],
  queueNum: ['NFCTH_QUEUE_NUM', 3, be32],
  policy: [
    'NFCTH_POLICY',
    4,
    flaggedAttributes(() => ({
      setNum: ['NFCTH_POLICY_SET_NUM', 1, be32],
      set1: ['NFCTH_POLICY_SET1', 2, helperPolicy],
      set2: ['NFCTH_POLICY_SET2', 3, helperPolicy],
      set3: ['NFCTH_POLICY_SET3', 4, helperPolicy],
      set4: ['NFCTH_POLICY_SET4', 5, helperPolicy],
    })),
  ],
  privDataLen: ['NFCTH_PRIV_DATA_LEN', 5, be32],
  status: ['NFCTH_STATUS', 6, be32],
}));

export const fingerprintAttributes = attributes(() => ({ finger: ['OSF_ATTR_FINGER', 1, bytes] }));

const hookChain = attributes(() => ({
  table: ['NFNLA_CHAIN_TABLE', 1, string],
  family: ['NFNLA_CHAIN_FAMILY', 2, u8],
  name: ['NFNLA_CHAIN_NAME', 3, string],
}));

export const hookAttributes = attributes(() => ({
  hooknum: ['NFNLA_HOOK_HOOKNUM', 1, be32],
  priority: ['NFNLA_HOOK_PRIORITY', 2, sbe32],
  dev: ['NFNLA_HOOK_DEV', 3, string],
  functionName: ['NFNLA_HOOK_FUNCTION_NAME', 4, string],
  moduleName: ['NFNLA_HOOK_MODULE_NAME', 5, string],
  chainInfo: ['NFNLA_HOOK_CHAIN_INFO', 6, flaggedAttributes(() => ({ desc: ['NFNLA_HOOK_INFO_DESC', 1, hookChain], type: ['NFNLA_HOOK_INFO_TYPE', 2, be32] }))],
}));

export const compatAttributes = attributes(() => ({
  name: ['NFTA_COMPAT_NAME', 1, string],
  rev: ['NFTA_COMPAT_REV', 2, be32],
  type: ['NFTA_COMPAT_TYPE', 3, be32],
}));
