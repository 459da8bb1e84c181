// Tables, chains, rules, sets and flowtables of nf_tables. include/uapi/linux/netfilter/nf_tables.h; net/netfilter/nf_tables_api.c.

import { attributes } from '../../netlink/attributes.js';
import { be16, be32, be64, bytes, u8 } from '../../netlink/codec.js';
import { list, looseList } from '../../netlink/list.js';
import { repeated } from '../../netlink/repeated.js';
import { string } from '../../netlink/text.js';
import { data, verdict } from './nft-data.js';
import { expression, expressions } from './nft-expressions.js';
import { counter } from './nft-objects.js';
import { sbe32 } from './numbers.js';

const devices = attributes(() => ({ name: ['NFTA_DEVICE_NAME', 1, repeated(string)], prefix: ['NFTA_DEVICE_PREFIX', 2, repeated(string)] }));

const hook = attributes(() => ({
  hooknum: ['NFTA_HOOK_HOOKNUM', 1, be32],
  priority: ['NFTA_HOOK_PRIORITY', 2, sbe32],
  dev: ['NFTA_HOOK_DEV', 3, string],
  devs: ['NFTA_HOOK_DEVS', 4, devices],
}));

export const tableAttributes = attributes(() => ({
  name: ['NFTA_TABLE_NAME', 1, string],
  flags: ['NFTA_TABLE_FLAGS', 2, be32],
  use: ['NFTA_TABLE_USE', 3, be32],
  handle: ['NFTA_TABLE_HANDLE', 4, be64],
  pad: ['NFTA_TABLE_PAD', 5, bytes],
  userdata: ['NFTA_TABLE_USERDATA', 6, bytes],
  owner: ['NFTA_TABLE_OWNER', 7, be32],
}));

export const chainAttributes = attributes(() => ({
  table: ['NFTA_CHAIN_TABLE', 1, string],
  handle: ['NFTA_CHAIN_HANDLE', 2, be64],
  name: ['NFTA_CHAIN_NAME', 3, string],
  hook: ['NFTA_CHAIN_HOOK', 4, hook],
  policy: ['NFTA_CHAIN_POLICY', 5, be32],
  use: ['NFTA_CHAIN_USE', 6, be32],
  type: ['NFTA_CHAIN_TYPE', 7, string],
  counters: ['NFTA_CHAIN_COUNTERS', 8, counter],
  pad: ['NFTA_CHAIN_PAD', 9, bytes],
  flags: ['NFTA_CHAIN_FLAGS', 10, be32],
  id: ['NFTA_CHAIN_ID', 11, be32],
  userdata: ['NFTA_CHAIN_USERDATA', 12, bytes],
}));

const ruleCompat = attributes(() => ({
  proto: ['NFTA_RULE_COMPAT_PROTO', 1, be32],
  flags: ['NFTA_RULE_COMPAT_FLAGS', 2, be32],
}));

export const ruleAttributes = attributes(() => ({
  table: ['NFTA_RULE_TABLE', 1, string],
  chain: ['NFTA_RULE_CHAIN', 2, string],
  handle: ['NFTA_RULE_HANDLE', 3, be64],
  expressions: ['NFTA_RULE_EXPRESSIONS', 4, expressions],
  compat: ['NFTA_RULE_COMPAT', 5, ruleCompat],
  position: ['NFTA_RULE_POSITION', 6, be64],
  userdata: ['NFTA_RULE_USERDATA', 7, bytes],
  pad: ['NFTA_RULE_PAD', 8, bytes],
  id: ['NFTA_RULE_ID', 9, be32],
  positionId: ['NFTA_RULE_POSITION_ID', 10, be32],
  chainId: ['NFTA_RULE_CHAIN_ID', 11, be32],
}));

const setDescription = attributes(() => ({
  size: ['NFTA_SET_DESC_SIZE', 1, be32],
  concat: [
    'NFTA_SET_DESC_CONCAT',
    2,
    list(
      'NFTA_LIST_ELEM',
      1,
      attributes(() => ({ len: ['NFTA_SET_FIELD_LEN', 1, be32] })),
    ),
  ],
}));

/** Times are in milliseconds. */
export const nftSetAttributes = attributes(() => ({
  table: ['NFTA_SET_TABLE', 1, string],
  name: ['NFTA_SET_NAME', 2, string],
  flags: ['NFTA_SET_FLAGS', 3, be32],
  keyType: ['NFTA_SET_KEY_TYPE', 4, be32],
  keyLen: ['NFTA_SET_KEY_LEN', 5, be32],
  dataType: ['NFTA_SET_DATA_TYPE', 6, be32],
  dataLen: ['NFTA_SET_DATA_LEN', 7, be32],
  policy: ['NFTA_SET_POLICY', 8, be32],
  desc: ['NFTA_SET_DESC', 9, setDescription],
  id: ['NFTA_SET_ID', 10, be32],
  timeout: ['NFTA_SET_TIMEOUT', 11, be64],
  gcInterval: ['NFTA_SET_GC_INTERVAL', 12, be32],
  userdata: ['NFTA_SET_USERDATA', 13, bytes],
  pad: ['NFTA_SET_PAD', 14, bytes],
  objType: ['NFTA_SET_OBJ_TYPE', 15, be32],
  handle: ['NFTA_SET_HANDLE', 16, be64],
  expr: ['NFTA_SET_EXPR', 17, expression],
  expressions: ['NFTA_SET_EXPRESSIONS', 18, expressions],
  type: ['NFTA_SET_TYPE', 19, string],
  count: ['NFTA_SET_COUNT', 20, be32],
}));

const setElement = attributes(() => ({
  key: ['NFTA_SET_ELEM_KEY', 1, data],
  data: ['NFTA_SET_ELEM_DATA', 2, data],
  flags: ['NFTA_SET_ELEM_FLAGS', 3, be32],
  timeout: ['NFTA_SET_ELEM_TIMEOUT', 4, be64],
  expiration: ['NFTA_SET_ELEM_EXPIRATION', 5, be64],
  userdata: ['NFTA_SET_ELEM_USERDATA', 6, bytes],
  expr: ['NFTA_SET_ELEM_EXPR', 7, expression],
  pad: ['NFTA_SET_ELEM_PAD', 8, bytes],
  objref: ['NFTA_SET_ELEM_OBJREF', 9, string],
  keyEnd: ['NFTA_SET_ELEM_KEY_END', 10, data],
  expressions: ['NFTA_SET_ELEM_EXPRESSIONS', 11, expressions],
}));

export const setElementsAttributes = attributes(() => ({
  table: ['NFTA_SET_ELEM_LIST_TABLE', 1, string],
  set: ['NFTA_SET_ELEM_LIST_SET', 2, string],
  elements: ['NFTA_SET_ELEM_LIST_ELEMENTS', 3, looseList('NFTA_LIST_ELEM', 1, setElement)],
  setId: ['NFTA_SET_ELEM_LIST_SET_ID', 4, be32],
}));

export const generationAttributes = attributes(() => ({
  id: ['NFTA_GEN_ID', 1, be32],
  procPid: ['NFTA_GEN_PROC_PID', 2, be32],
  procName: ['NFTA_GEN_PROC_NAME', 3, string],
}));

const flowtableHook = attributes(() => ({
  num: ['NFTA_FLOWTABLE_HOOK_NUM', 1, be32],
  priority: ['NFTA_FLOWTABLE_HOOK_PRIORITY', 2, sbe32],
  devs: ['NFTA_FLOWTABLE_HOOK_DEVS', 3, devices],
}));

export const flowtableAttributes = attributes(() => ({
  table: ['NFTA_FLOWTABLE_TABLE', 1, string],
  name: ['NFTA_FLOWTABLE_NAME', 2, string],
  hook: ['NFTA_FLOWTABLE_HOOK', 3, flowtableHook],
  use: ['NFTA_FLOWTABLE_USE', 4, be32],
  handle: ['NFTA_FLOWTABLE_HANDLE', 5, be64],
  pad: ['NFTA_FLOWTABLE_PAD', 6, bytes],
  flags: ['NFTA_FLOWTABLE_FLAGS', 7, be32],
}));

export const traceAttributes = attributes(() => ({
  table: ['NFTA_TRACE_TABLE', 1, string],
  chain: ['NFTA_TRACE_CHAIN', 2, string],
  ruleHandle: ['NFTA_TRACE_RULE_HANDLE', 3, be64],
  type: ['NFTA_TRACE_TYPE', 4, be32],
  verdict: ['NFTA_TRACE_VERDICT', 5, verdict],
  id: ['NFTA_TRACE_ID', 6, be32],
  llHeader: ['NFTA_TRACE_LL_HEADER', 7, bytes],
  networkHeader: ['NFTA_TRACE_NETWORK_HEADER', 8, bytes],
  transportHeader: ['NFTA_TRACE_TRANSPORT_HEADER', 9, bytes],
  iif: ['NFTA_TRACE_IIF', 10, be32],
  iiftype: ['NFTA_TRACE_IIFTYPE', 11, be16],
  oif: ['NFTA_TRACE_OIF', 12, be32],
  oiftype: ['NFTA_TRACE_OIFTYPE', 13, be16],
  mark: ['NFTA_TRACE_MARK', 14, be32],
  nfproto: ['NFTA_TRACE_NFPROTO', 15, be32],
  policy: ['NFTA_TRACE_POLICY', 16, be32],
  pad: ['NFTA_TRACE_PAD', 17, bytes],
  ctId: ['NFTA_TRACE_CT_ID', 18, be32],
  ctDirection: ['NFTA_TRACE_CT_DIRECTION', 19, u8],
  ctStatus: ['NFTA_TRACE_CT_STATUS', 20, be32],
  ctState: ['NFTA_TRACE_CT_STATE', 21, be32],
}));
