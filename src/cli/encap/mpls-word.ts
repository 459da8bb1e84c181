// A stack of MPLS labels as it is typed: 100/200. iproute2: lib/mpls_pton.c.

import { MPLS_LABEL_MAX } from '../../rtnl/encap/mpls.js';
import { parseWhole, wrongAddress } from '../../rtnl/words.js';

/** What iproute2's addresses have room for. */
const MAX_LABELS = 64;

/** Labels from the outermost on. Throws UsageError, exit code 1. */
export function mplsLabelWord(word: string): number[] {
  const wrong = (first = '') => wrongAddress(`${first}Error: mpls address is expected rather than "${word}".\n`);
  const parts = word.split('/');
  const labels = parts.slice(0, MAX_LABELS).map((part) => parseWhole(part) ?? -1);
  if (labels.some((label) => label < 0 || label > MPLS_LABEL_MAX)) throw wrong();
  if (parts.length > MAX_LABELS) throw wrong('Error: too many labels.\n');
  return labels;
}
