// Labels that are pushed. net/mpls/mpls_iptunnel.c: mpls_build_state(), mpls_fill_encap_info(); net/mpls/af_mpls.c: nla_get_labels().

import { EINVAL } from '../../netlink/errno-numbers.js';
import type { Attribute } from '../attribute.js';
import { type PolicyTable, parseNested } from '../policy.js';
import { Refusal } from '../refusal.js';
import { type EncapOps, type Part, written } from './ops.js';

/** MPLS_IPTUNNEL_*. */
const PART = { dst: 1, ttl: 2 } as const;
const policy: PolicyTable = { maxType: 2, rules: { 1: { type: 'unspec', length: 4 }, 2: { type: 'u8' } } };

const MOST = 30;
const IMPLICIT_NULL = 3;

/** The stack is kept as it came: all that it may hold beside labels is the mark at its bottom. Throws Refusal. */
function expectLabels({ bytes: { view }, at: offset, start, end, length }: Attribute): void {
  const wrong = (text: string) => new Refusal(EINVAL, text, { offset });
  if ((length & 3) !== 0 || length / 4 > 255) throw wrong('Invalid length for labels attribute');
  if (length / 4 > MOST) throw new Refusal(EINVAL, 'Too many labels');
  for (let at = end - 4; at >= start; at -= 4) {
    const entry = view.getUint32(at, false);
    const bottom = (entry & 0x100) !== 0;
    if ((entry & 0xff) !== 0) throw wrong('TTL in label must be 0');
    if ((entry & 0xe00) !== 0) throw wrong('Traffic class in label must be 0');
    if (bottom !== (at === end - 4)) throw wrong(bottom ? 'BOS bit can only be set in first label' : 'BOS bit must be set in first label');
    if (entry >>> 12 === IMPLICIT_NULL) throw wrong('Implicit NULL Label (3) can not be used in encapsulation');
  }
}

export const mplsEncapOps: EncapOps = {
  name: 'mpls',
  type: 1,
  build(attribute) {
    const attributes = parseNested(attribute, policy);
    const labels = attributes.get(PART.dst);
    const ttl = attributes.get(PART.ttl);
    if (labels === undefined) throw new Refusal(EINVAL, 'MPLS_IPTUNNEL_DST attribute is missing');
    expectLabels(labels);
    const parts: Part[] = [[PART.dst, labels.payload.slice()]];
    if (ttl !== undefined) parts.push([PART.ttl, ttl.payload.slice(0, 1)]);
    return written(attribute, parts);
  },
};
