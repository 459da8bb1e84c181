// An array of 16-bit numbers in one attribute (IFLA_CAN_TERMINATION_CONST) as a list.

import type { Codec } from '../../netlink/codec.js';
import { expectInteger } from '../../netlink/codec.js';
import { DecodeError, EncodeError } from '../../netlink/errors.js';

export const u16List: Codec<number[]> = {
  type: 'u16[]',
  decode(b, start, end) {
    if ((end - start) % 2 !== 0) throw new DecodeError('ERR_NETLINK_LENGTH', `u16 array of ${end - start} bytes, not a multiple of 2`, start);
    const out: number[] = [];
    for (let at = start; at < end; at += 2) out.push(b.view.getUint16(at, b.littleEndian));
    return out;
  },
  encode(w, value: unknown) {
    if (!Array.isArray(value)) throw new EncodeError('expected a list of numbers');
    for (const number of value) {
      expectInteger(number, 0, 0xffff, 'u16');
      const at = w.reserve(2);
      w.view.setUint16(at, number, w.littleEndian);
    }
  },
};
