// What rules of nf_tables hold in registers: values, and verdicts. include/uapi/linux/netfilter/nf_tables.h.

import { attributes } from '../../netlink/attributes.js';
import { be32, bytes } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { string } from '../../netlink/text.js';
import { sbe32 } from './numbers.js';

/** NF_* and NFT_*. */
const verdictCode = enumeration(sbe32, { drop: 0, accept: 1, stolen: 2, queue: 3, repeat: 4, continue: -1, break: -2, jump: -3, goto: -4, return: -5 });

export const verdict = attributes(() => ({
  code: ['NFTA_VERDICT_CODE', 1, verdictCode],
  chain: ['NFTA_VERDICT_CHAIN', 2, string],
  chainId: ['NFTA_VERDICT_CHAIN_ID', 3, be32],
}));

/** A value in the byte order of what it is compared with, or a verdict. */
export const data = attributes(() => ({
  value: ['NFTA_DATA_VALUE', 1, bytes],
  verdict: ['NFTA_DATA_VERDICT', 2, verdict],
}));
