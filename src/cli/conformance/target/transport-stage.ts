// A stage over the Transport contract: what answers lies in this process, or in the kernel below it.

import type { Transport } from '../../../netlink/transport.js';
import type { CaseSocket } from '../suite.js';
import type { Port, Stage } from './target.js';

/** A namespace of a stage. */
export interface Place {
  /** By which requests name it. */
  readonly fd: number;
  open(options: CaseSocket): Transport;
  close(): void;
}

interface Opened {
  readonly transport: Transport;
  readonly namespace: number;
}

export class TransportStage implements Stage {
  private readonly places: Place[] = [];
  private readonly sockets: Opened[] = [];

  constructor(
    readonly patience: number,
    private readonly make: () => Place,
    readonly wait: (milliseconds: number) => Promise<void>,
  ) {}

  async createNamespace(): Promise<number> {
    const place = this.make();
    this.places.push(place);
    return place.fd;
  }

  /** A socket keeps its namespace alive: those in it go with it. */
  async deleteNamespace(number: number): Promise<void> {
    for (const { transport } of this.sockets.filter(({ namespace }) => namespace === number)) await transport.close();
    this.places[number]?.close();
  }

  async open(options: CaseSocket): Promise<Port> {
    const { namespace = 0 } = options;
    const place = this.places[namespace];
    if (place === undefined) throw new RangeError(`there is no namespace ${namespace}`);
    const transport = place.open(options);
    this.sockets.push({ transport, namespace });
    return new TransportPort(transport);
  }

  async close(): Promise<void> {
    for (const { transport } of this.sockets) await transport.close();
    for (const place of this.places) place.close();
  }
}

class TransportPort implements Port {
  constructor(private readonly transport: Transport) {}

  get id(): number {
    return this.transport.portId;
  }

  async join(group: number): Promise<void> {
    this.transport.join(group);
  }

  /** What changes something may wait in the kernel. A reply is there when the call returns. */
  async send(datagram: Uint8Array): Promise<void> {
    await this.transport.send(datagram, true);
  }

  received(): readonly Uint8Array[] {
    const out: Uint8Array[] = [];
    for (let next = this.transport.receive(); next !== undefined; next = this.transport.receive()) out.push(next.bytes);
    return out;
  }
}
