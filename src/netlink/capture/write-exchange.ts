// Writes exchange lines: a datagram each, in the format of `rtnl --record`. See ../exchange.ts.

import { toHex } from '../bytes.js';
import type { RecordedDatagram } from '../exchange.js';
import { byteOrderOf } from './byte-order.js';
import type { CapturedDatagram } from './captured.js';
import { directionByFlags } from './cooked.js';

/** Writes one recording, datagram by datagram. */
export class ExchangeWriter {
  /** The sockets so far, by their place. */
  private readonly sockets = new Map<string, number>();

  /** A datagram as a recording has it. Where neither it nor its flags tell its direction, it was received. */
  recorded(datagram: CapturedDatagram): RecordedDatagram {
    const { bytes, littleEndian, family, direction = directionByFlags(datagram), time, socket = '', groups, nsid, fullLength } = datagram;
    const sock = this.sockets.get(socket) ?? this.sockets.size;
    this.sockets.set(socket, sock);
    // Most tell it themselves.
    const obvious = byteOrderOf(bytes, fullLength, family, true) === littleEndian && byteOrderOf(bytes, fullLength, family, false) === littleEndian;
    return {
      dir: direction === 'sent' ? 'tx' : 'rx',
      sock,
      hex: toHex(bytes),
      ...(family !== 0 && { family }),
      ...(nsid !== undefined && { nsid }),
      ...(groups !== undefined && { nl_groups: groups }),
      ...(time !== undefined && { time: `${time}` }),
      ...(fullLength > bytes.length && { length: fullLength }),
      ...(!obvious && { byteOrder: littleEndian ? 'little' : 'big' }),
    };
  }

  /** The next line, its end included. */
  write(datagram: CapturedDatagram): string {
    return `${JSON.stringify(this.recorded(datagram))}\n`;
  }
}
