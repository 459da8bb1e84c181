// A number that netfilter has and others have not.

import { type Codec, expectInteger, expectLength } from '../../netlink/codec.js';

/** A signed number of 32 bits, big-endian whatever the host: priorities of hooks, verdicts. */
export const sbe32: Codec<number> = {
  type: 'sbe32',
  decode(b, start, end) {
    expectLength(start, end, 4, 'sbe32');
    return b.view.getInt32(start, false);
  },
  encode(w, value) {
    expectInteger(value, -0x80000000, 0x7fffffff, 'sbe32');
    const at = w.reserve(4);
    w.view.setInt32(at, value, false);
  },
};
