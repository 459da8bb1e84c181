// A transport that notes down what passes through another one.

import { toHex } from './bytes.js';
import type { RecordedDatagram } from './exchange.js';
import type { Transport } from './transport.js';

/** Passes everything on to `inner`, and each datagram sent or received from the kernel to `sink`, in order. Siblings are recorded too, as sockets 1, 2, ... */
export function record(inner: Transport, sink: (datagram: RecordedDatagram) => void): Transport {
  let sockets = 0;
  const wrap = (transport: Transport): Transport => {
    const sock = sockets++;
    const inside = transport.inside?.bind(transport);
    const { parameters } = transport;
    const schedule = transport.schedule?.bind(transport);
    return {
      littleEndian: transport.littleEndian,
      portId: transport.portId,
      ...(transport.receiveBuffer !== undefined && { receiveBuffer: transport.receiveBuffer }),
      send(datagram, mayWait) {
        const sending = transport.send(datagram, mayWait);
        sink({ dir: 'tx', sock, hex: toHex(datagram) });
        return sending;
      },
      receive() {
        const datagram = transport.receive();
        if (datagram?.senderPortId === 0) sink({ dir: 'rx', sock, hex: toHex(datagram.bytes), ...(datagram.nsid !== undefined && { nsid: datagram.nsid }) });
        return datagram;
      },
      listen: (listener) => transport.listen(listener),
      join: (group) => transport.join(group),
      leave: (group) => transport.leave(group),
      sibling(options) {
        const sibling = transport.sibling(options);
        return sibling && wrap(sibling);
      },
      ...(inside !== undefined && { inside }),
      ...(parameters !== undefined && { parameters }),
      ...(schedule !== undefined && { schedule }),
      close: () => transport.close(),
    };
  };
  return wrap(inner);
}
