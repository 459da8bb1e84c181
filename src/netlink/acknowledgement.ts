// Acknowledgements that tell nothing but that a request is done, seen without decoding them: they come by the thousand.

import { hostIsLittleEndian } from './bytes.js';
import { NLM_F_CAPPED, NLMSG_ERROR } from './constants.js';
import { NLMSG_HDRLEN } from './message.js';

/** Bytes of an NLMSG_ERROR with the header of the request. */
export const BARE_ACKNOWLEDGEMENT = 2 * NLMSG_HDRLEN + 4;

/** The second word of an NLMSG_ERROR as it stands in this machine's memory: type and flags. */
const ACKNOWLEDGES = hostIsLittleEndian ? NLMSG_ERROR : NLMSG_ERROR << 16;
const CAPPED = hostIsLittleEndian ? NLM_F_CAPPED << 16 : NLM_F_CAPPED;

/**
 * How many acknowledgements that tell nothing beside stand from word `at` on, each of the request behind that of the one before and all for the same
 * port. They are of this machine's byte order.
 */
export function bareAcknowledgements(words: Int32Array, at: number, end: number): number {
  const portId = words[at + 3];
  const last = end - (BARE_ACKNOWLEDGEMENT >> 2);
  let sequence = words[at + 2] as number;
  let next = at;
  for (; next <= last && words[next] === BARE_ACKNOWLEDGEMENT; next += BARE_ACKNOWLEDGEMENT >> 2) {
    if (((words[next + 1] as number) & ~CAPPED) !== ACKNOWLEDGES || words[next + 4] !== 0 || words[next + 2] !== sequence || words[next + 3] !== portId) break;
    sequence = (sequence + 1) | 0;
  }
  return (next - at) / (BARE_ACKNOWLEDGEMENT >> 2);
}
