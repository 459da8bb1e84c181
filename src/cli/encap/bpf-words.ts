// The words behind `encap bpf`. Programs are not loaded here. iproute2: ip/iproute_lwtunnel.c: parse_encap_bpf(), lwt_parse_bpf().

import type { BpfEncap } from '../../rtnl/encap/others.js';
import { invalidWord, UsageError, type Words, wholeNumber } from '../../rtnl/words.js';

const USAGE = `Usage: ip route ... encap bpf [ in BPF ] [ out BPF ] [ xmit BPF ] [...]
BPF := obj FILE [ section NAME ] [ verbose ]
`;

/** Only the first `headroom` counts. */
export function bpfWords(words: Words): BpfEncap {
  const data: BpfEncap = {};
  for (let word = words.peek(); word !== undefined; word = words.peek()) {
    words.next();
    if (word === 'in' || word === 'out' || word === 'xmit') {
      throw readProgram(words);
    } else if (word === 'headroom') {
      const value = words.next();
      const headroom = wholeNumber(value, 'headroom is invalid\n');
      if (headroom === 0) throw invalidWord('headroom is invalid\n', value);
      data.xmitHeadroom ??= headroom;
    } else if (word === 'help') {
      throw new UsageError(USAGE);
    } else {
      words.back();
      break;
    }
  }
  return data;
}

/** How programs are told: those that are no more than a name are refused as by `ip`, the others because nothing here loads them. */
const SOURCES: readonly string[] = ['object-file', 'object-pinned', 'pinned'];

/** The error for any program. */
export function readProgram(words: Words): UsageError {
  const source = words.next();
  if (!SOURCES.some((name) => source !== '' && name.startsWith(source))) {
    return new UsageError(`What mode is "${source}"?\nFailed to parse eBPF program: Operation not permitted\n`);
  }
  const file = words.next();
  return new UsageError(`BPF programs are not loaded here: load "${file}" by other means and hand its descriptor to the library.\n`);
}
