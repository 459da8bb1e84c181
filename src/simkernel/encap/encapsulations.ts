// The encapsulations there are.

import { ip6EncapOps, ipEncapOps } from './ip.js';
import { mplsEncapOps } from './mpls.js';
import type { EncapOps } from './ops.js';
import { seg6EncapOps } from './seg6.js';
import { seg6localEncapOps } from './seg6local.js';

export const encapsulations: readonly EncapOps[] = [mplsEncapOps, ipEncapOps, ip6EncapOps, seg6EncapOps, seg6localEncapOps];
