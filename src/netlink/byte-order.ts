// Whose bytes: netlink is in the byte order of the machine whose kernel speaks it.

import { hostIsLittleEndian } from './bytes.js';
import { EncodeError } from './errors.js';
import { told } from './expect.js';

/** Of the machine whose kernel wrote the bytes. */
export type ByteOrder = 'little' | 'big';

/** The host's where nothing is said. Throws EncodeError for what is no byte order. */
export function isLittleEndian(byteOrder: ByteOrder | undefined): boolean {
  if (byteOrder === undefined) return hostIsLittleEndian;
  if (byteOrder !== 'little' && byteOrder !== 'big') throw new EncodeError(`byteOrder is little or big, not ${told(byteOrder)}`);
  return byteOrder === 'little';
}
