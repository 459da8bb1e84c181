// The expressions that rules of nf_tables are made of; one table, as nft_expr_type_get() knows them by name. Registers are NFT_REG_*, NFT_REG32_*.
// include/uapi/linux/netfilter/nf_tables.h, nf_tables_compat.h.

import { type AttributeCodec, attributes, type Schema } from '../../netlink/attributes.js';
import { be16, be32, be64, bytes, type Codec, u8 } from '../../netlink/codec.js';
import { list } from '../../netlink/list.js';
import { string } from '../../netlink/text.js';
import { variants } from '../../netlink/variants.js';
import { data } from './nft-data.js';
import { connlimit, counter, last, limit, quota, synproxy } from './nft-objects.js';

const immediate = attributes(() => ({
  dreg: ['NFTA_IMMEDIATE_DREG', 1, be32],
  data: ['NFTA_IMMEDIATE_DATA', 2, data],
}));

const bitwise = attributes(() => ({
  sreg: ['NFTA_BITWISE_SREG', 1, be32],
  dreg: ['NFTA_BITWISE_DREG', 2, be32],
  len: ['NFTA_BITWISE_LEN', 3, be32],
  mask: ['NFTA_BITWISE_MASK', 4, data],
  xor: ['NFTA_BITWISE_XOR', 5, data],
  op: ['NFTA_BITWISE_OP', 6, be32],
  data: ['NFTA_BITWISE_DATA', 7, data],
  sreg2: ['NFTA_BITWISE_SREG2', 8, be32],
}));

const byteorder = attributes(() => ({
  sreg: ['NFTA_BYTEORDER_SREG', 1, be32],
  dreg: ['NFTA_BYTEORDER_DREG', 2, be32],
  op: ['NFTA_BYTEORDER_OP', 3, be32],
  len: ['NFTA_BYTEORDER_LEN', 4, be32],
  size: ['NFTA_BYTEORDER_SIZE', 5, be32],
}));

const cmp = attributes(() => ({
  sreg: ['NFTA_CMP_SREG', 1, be32],
  op: ['NFTA_CMP_OP', 2, be32],
  data: ['NFTA_CMP_DATA', 3, data],
}));

const range = attributes(() => ({
  sreg: ['NFTA_RANGE_SREG', 1, be32],
  op: ['NFTA_RANGE_OP', 2, be32],
  fromData: ['NFTA_RANGE_FROM_DATA', 3, data],
  toData: ['NFTA_RANGE_TO_DATA', 4, data],
}));

const lookup = attributes(() => ({
  set: ['NFTA_LOOKUP_SET', 1, string],
  sreg: ['NFTA_LOOKUP_SREG', 2, be32],
  dreg: ['NFTA_LOOKUP_DREG', 3, be32],
  setId: ['NFTA_LOOKUP_SET_ID', 4, be32],
  flags: ['NFTA_LOOKUP_FLAGS', 5, be32],
}));

const payload = attributes(() => ({
  dreg: ['NFTA_PAYLOAD_DREG', 1, be32],
  base: ['NFTA_PAYLOAD_BASE', 2, be32],
  offset: ['NFTA_PAYLOAD_OFFSET', 3, be32],
  len: ['NFTA_PAYLOAD_LEN', 4, be32],
  sreg: ['NFTA_PAYLOAD_SREG', 5, be32],
  csumType: ['NFTA_PAYLOAD_CSUM_TYPE', 6, be32],
  csumOffset: ['NFTA_PAYLOAD_CSUM_OFFSET', 7, be32],
  csumFlags: ['NFTA_PAYLOAD_CSUM_FLAGS', 8, be32],
}));

const exthdr = attributes(() => ({
  dreg: ['NFTA_EXTHDR_DREG', 1, be32],
  type: ['NFTA_EXTHDR_TYPE', 2, u8],
  offset: ['NFTA_EXTHDR_OFFSET', 3, be32],
  len: ['NFTA_EXTHDR_LEN', 4, be32],
  flags: ['NFTA_EXTHDR_FLAGS', 5, be32],
  op: ['NFTA_EXTHDR_OP', 6, be32],
  sreg: ['NFTA_EXTHDR_SREG', 7, be32],
}));

const hash = attributes(() => ({
  sreg: ['NFTA_HASH_SREG', 1, be32],
  dreg: ['NFTA_HASH_DREG', 2, be32],
  len: ['NFTA_HASH_LEN', 3, be32],
  modulus: ['NFTA_HASH_MODULUS', 4, be32],
  seed: ['NFTA_HASH_SEED', 5, be32],
  offset: ['NFTA_HASH_OFFSET', 6, be32],
  type: ['NFTA_HASH_TYPE', 7, be32],
  setName: ['NFTA_HASH_SET_NAME', 8, string],
  setId: ['NFTA_HASH_SET_ID', 9, be32],
}));

const meta = attributes(() => ({
  dreg: ['NFTA_META_DREG', 1, be32],
  key: ['NFTA_META_KEY', 2, be32],
  sreg: ['NFTA_META_SREG', 3, be32],
}));

const rt = attributes(() => ({
  dreg: ['NFTA_RT_DREG', 1, be32],
  key: ['NFTA_RT_KEY', 2, be32],
}));

const socket = attributes(() => ({
  key: ['NFTA_SOCKET_KEY', 1, be32],
  dreg: ['NFTA_SOCKET_DREG', 2, be32],
  level: ['NFTA_SOCKET_LEVEL', 3, be32],
}));

const ct = attributes(() => ({
  dreg: ['NFTA_CT_DREG', 1, be32],
  key: ['NFTA_CT_KEY', 2, be32],
  direction: ['NFTA_CT_DIRECTION', 3, u8],
  sreg: ['NFTA_CT_SREG', 4, be32],
}));

const flowOffload = attributes(() => ({
  tableName: ['NFTA_FLOW_TABLE_NAME', 1, string],
}));

const log = attributes(() => ({
  group: ['NFTA_LOG_GROUP', 1, be16],
  prefix: ['NFTA_LOG_PREFIX', 2, string],
  snaplen: ['NFTA_LOG_SNAPLEN', 3, be32],
  qthreshold: ['NFTA_LOG_QTHRESHOLD', 4, be16],
  level: ['NFTA_LOG_LEVEL', 5, be32],
  flags: ['NFTA_LOG_FLAGS', 6, be32],
}));

const queue = attributes(() => ({
  num: ['NFTA_QUEUE_NUM', 1, be16],
  total: ['NFTA_QUEUE_TOTAL', 2, be16],
  flags: ['NFTA_QUEUE_FLAGS', 3, be16],
  sregQnum: ['NFTA_QUEUE_SREG_QNUM', 4, be32],
}));

const reject = attributes(() => ({
  type: ['NFTA_REJECT_TYPE', 1, be32],
  icmpCode: ['NFTA_REJECT_ICMP_CODE', 2, u8],
}));

const nat = attributes(() => ({
  type: ['NFTA_NAT_TYPE', 1, be32],
  family: ['NFTA_NAT_FAMILY', 2, be32],
  regAddrMin: ['NFTA_NAT_REG_ADDR_MIN', 3, be32],
  regAddrMax: ['NFTA_NAT_REG_ADDR_MAX', 4, be32],
  regProtoMin: ['NFTA_NAT_REG_PROTO_MIN', 5, be32],
  regProtoMax: ['NFTA_NAT_REG_PROTO_MAX', 6, be32],
  flags: ['NFTA_NAT_FLAGS', 7, be32],
}));

const tproxy = attributes(() => ({
  family: ['NFTA_TPROXY_FAMILY', 1, be32],
  regAddr: ['NFTA_TPROXY_REG_ADDR', 2, be32],
  regPort: ['NFTA_TPROXY_REG_PORT', 3, be32],
}));

const masq = attributes(() => ({
  flags: ['NFTA_MASQ_FLAGS', 1, be32],
  regProtoMin: ['NFTA_MASQ_REG_PROTO_MIN', 2, be32],
  regProtoMax: ['NFTA_MASQ_REG_PROTO_MAX', 3, be32],
  regFullcone: ['NFTA_MASQ_REG_FULLCONE', 4, u8],
}));

const redir = attributes(() => ({
  regProtoMin: ['NFTA_REDIR_REG_PROTO_MIN', 1, be32],
  regProtoMax: ['NFTA_REDIR_REG_PROTO_MAX', 2, be32],
  flags: ['NFTA_REDIR_FLAGS', 3, be32],
}));

const dup = attributes(() => ({
  sregAddr: ['NFTA_DUP_SREG_ADDR', 1, be32],
  sregDev: ['NFTA_DUP_SREG_DEV', 2, be32],
}));

const fwd = attributes(() => ({
  sregDev: ['NFTA_FWD_SREG_DEV', 1, be32],
  sregAddr: ['NFTA_FWD_SREG_ADDR', 2, be32],
  nfproto: ['NFTA_FWD_NFPROTO', 3, be32],
}));

const objref = attributes(() => ({
  immType: ['NFTA_OBJREF_IMM_TYPE', 1, be32],
  immName: ['NFTA_OBJREF_IMM_NAME', 2, string],
  setSreg: ['NFTA_OBJREF_SET_SREG', 3, be32],
  setName: ['NFTA_OBJREF_SET_NAME', 4, string],
  setId: ['NFTA_OBJREF_SET_ID', 5, be32],
}));

const fib = attributes(() => ({
  dreg: ['NFTA_FIB_DREG', 1, be32],
  result: ['NFTA_FIB_RESULT', 2, be32],
  flags: ['NFTA_FIB_FLAGS', 3, be32],
}));

const osf = attributes(() => ({
  dreg: ['NFTA_OSF_DREG', 1, be32],
  ttl: ['NFTA_OSF_TTL', 2, u8],
  flags: ['NFTA_OSF_FLAGS', 3, be32],
}));

const xfrm = attributes(() => ({
  dreg: ['NFTA_XFRM_DREG', 1, be32],
  key: ['NFTA_XFRM_KEY', 2, be32],
  dir: ['NFTA_XFRM_DIR', 3, u8],
  spnum: ['NFTA_XFRM_SPNUM', 4, be32],
}));

const numgen = attributes(() => ({
  dreg: ['NFTA_NG_DREG', 1, be32],
  modulus: ['NFTA_NG_MODULUS', 2, be32],
  type: ['NFTA_NG_TYPE', 3, be32],
  offset: ['NFTA_NG_OFFSET', 4, be32],
  setName: ['NFTA_NG_SET_NAME', 5, string],
  setId: ['NFTA_NG_SET_ID', 6, be32],
}));

const match = attributes(() => ({ name: ['NFTA_MATCH_NAME', 1, string], rev: ['NFTA_MATCH_REV', 2, be32], info: ['NFTA_MATCH_INFO', 3, bytes] }));
const target = attributes(() => ({ name: ['NFTA_TARGET_NAME', 1, string], rev: ['NFTA_TARGET_REV', 2, be32], info: ['NFTA_TARGET_INFO', 3, bytes] }));
const tunnel = attributes(() => ({ key: ['NFTA_TUNNEL_KEY', 1, be32], dreg: ['NFTA_TUNNEL_DREG', 2, be32], mode: ['NFTA_TUNNEL_MODE', 3, be32] }));

/** Expressions hold expressions. */
const inside: Codec<unknown> = {
  type: 'nest',
  decode: (b, start, end) => expression.decode(b, start, end),
  encode: (w, value) => expression.encode(w, value as never),
  dissect: (b, start, end) => expression.dissect(b, start, end),
};

const dynset = attributes(() => ({
  setName: ['NFTA_DYNSET_SET_NAME', 1, string],
  setId: ['NFTA_DYNSET_SET_ID', 2, be32],
  op: ['NFTA_DYNSET_OP', 3, be32],
  sregKey: ['NFTA_DYNSET_SREG_KEY', 4, be32],
  sregData: ['NFTA_DYNSET_SREG_DATA', 5, be32],
  timeout: ['NFTA_DYNSET_TIMEOUT', 6, be64],
  expr: ['NFTA_DYNSET_EXPR', 7, inside],
  pad: ['NFTA_DYNSET_PAD', 8, bytes],
  flags: ['NFTA_DYNSET_FLAGS', 9, be32],
  expressions: ['NFTA_DYNSET_EXPRESSIONS', 10, list('NFTA_LIST_ELEM', 1, inside)],
}));

const inner = attributes(() => ({
  num: ['NFTA_INNER_NUM', 1, be32],
  type: ['NFTA_INNER_TYPE', 2, be32],
  flags: ['NFTA_INNER_FLAGS', 3, be32],
  hdrsize: ['NFTA_INNER_HDRSIZE', 4, be32],
  expr: ['NFTA_INNER_EXPR', 5, inside],
}));

/** An expression by its name, and what is its own. */
export const expression: AttributeCodec<Schema> = attributes(() => ({
  name: ['NFTA_EXPR_NAME', 1, string],
  data: ['NFTA_EXPR_DATA', 2, bytes],
  ...variants('NFTA_EXPR_DATA', 2, 'name', {
    immediate,
    bitwise,
    byteorder,
    cmp,
    range,
    lookup,
    payload,
    exthdr,
    hash,
    meta,
    rt,
    socket,
    ct,
    flow_offload: flowOffload,
    log,
    queue,
    reject,
    nat,
    tproxy,
    masq,
    redir,
    dup,
    fwd,
    objref,
    fib,
    osf,
    xfrm,
    numgen,
    match,
    target,
    tunnel,
    dynset,
    inner,
    counter,
    limit,
    quota,
    connlimit,
    last,
    synproxy,
  }),
}));

/** Several. */
export const expressions = list('NFTA_LIST_ELEM', 1, expression);
