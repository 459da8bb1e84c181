// All that was said, as readers of recordings hand it out: for the writers of `rtnetlink/capture`, and whatever reads such datagrams.

import type { CapturedDatagram } from '../netlink/capture/captured.js';
import type { SimulatedSocket } from './socket.js';

/** Is handed each datagram as it passes: what is sent when it is sent, what is received when it is read. Times are those of the kernel's clock. */
export type Transcriber = (datagram: CapturedDatagram) => void;

/** What is known of a datagram that was received. */
export interface Origin {
  /** Of a notification: sockaddr_nl's nl_groups. */
  readonly groups?: number;
  /** The namespace it came from. */
  readonly nsid?: number;
}

/** Those who keep a transcript. */
export class Transcript {
  private readonly transcribers = new Set<Transcriber>();
  /** Bytes said so far. */
  private said = 0;

  add(transcriber: Transcriber): () => void {
    this.transcribers.add(transcriber);
    return () => this.transcribers.delete(transcriber);
  }

  note({ ns, number, littleEndian, kernel }: SimulatedSocket, direction: 'sent' | 'received', bytes: Uint8Array, origin: Origin = {}): void {
    if (this.transcribers.size === 0) return;
    const time = BigInt(Math.round(kernel.clock.now() * 1e6));
    const datagram: CapturedDatagram = { bytes, littleEndian, family: 0, direction, time, socket: `${ns.name}/${number}`, offset: this.said, fullLength: bytes.length, ...origin };
    this.said += bytes.length;
    for (const transcriber of this.transcribers) transcriber(datagram);
  }
}
