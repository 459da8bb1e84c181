// A socket of a machine that lasts: what it sends is written down where it changes something, and before it asks or hears it sees what others did.

import { Bytes, toHex } from '../../netlink/bytes.js';
import { NLM_F_DUMP, NLMSG_MIN_TYPE } from '../../netlink/constants.js';
import { DecodeError } from '../../netlink/errors.js';
import { eachMessage } from '../../netlink/message.js';
import { sysctlParts } from '../../netlink/sysctl-key.js';
import type { Datagram, Parameters as KernelParameters, Transport } from '../../netlink/transport.js';
import type { SimulatedSocket } from '../../simkernel/socket.js';
import type { LastingMachine } from './lasting-machine.js';

export class LastingSocket implements Transport {
  readonly littleEndian: boolean;
  readonly portId: number;
  readonly receiveBuffer: number;
  readonly parameters: KernelParameters;
  private readonly groups = new Set<number>();
  private listener: (() => void) | undefined;
  private unfollow: (() => void) | undefined;

  constructor(
    private readonly machine: LastingMachine,
    private readonly inner: SimulatedSocket,
  ) {
    const { littleEndian, portId, receiveBuffer, parameters, ns } = inner;
    this.littleEndian = littleEndian;
    this.portId = portId;
    this.receiveBuffer = receiveBuffer;
    this.parameters = {
      read(key) {
        machine.look();
        return parameters.read(key);
      },
      write(key, value) {
        const parts = sysctlParts(key)?.join('/') ?? '';
        machine.perform({ do: 'sysctl', in: ns.fd, key: parts, value: String(value === true || value === false ? Number(value) : value) }, () => parameters.write(key, value));
      },
    };
  }

  send(datagram: Uint8Array, mayWait: boolean): Promise<void> | undefined {
    const { machine, inner } = this;
    machine.look();
    if (this.changesNothing(datagram)) return inner.send(datagram, mayWait);
    return machine.perform({ do: 'send', in: inner.ns.fd, hex: toHex(datagram) }, () => inner.send(datagram, mayWait));
  }

  receive(): Datagram | undefined {
    if (this.unfollow !== undefined) this.machine.look();
    return this.inner.receive();
  }

  listen(listener: (() => void) | undefined): void {
    this.inner.listen(listener);
    this.listener = listener;
    this.follow();
  }

  join(group: number): void {
    this.inner.join(group);
    this.groups.add(group);
    this.follow();
  }

  leave(group: number): void {
    this.inner.leave(group);
    this.groups.delete(group);
    this.follow();
  }

  sibling(options?: Parameters<Transport['sibling']>[0]): Transport {
    return new LastingSocket(this.machine, this.inner.sibling(options));
  }

  close(): Promise<void> {
    this.listener = undefined;
    this.follow();
    return this.inner.close();
  }

  /** Whoever waits for notifications waits for what others do. */
  private follow(): void {
    const wanted = this.listener !== undefined && this.groups.size > 0;
    if (wanted) this.unfollow ??= this.machine.follow(() => this.listener?.());
    else if (this.unfollow !== undefined) {
      this.unfollow();
      this.unfollow = undefined;
    }
  }

  /** Whether it asks alone. Where links are about to be looked at, asking for one has that done. */
  private changesNothing(datagram: Uint8Array): boolean {
    let asks = true;
    try {
      eachMessage(new Bytes(datagram, this.littleEndian), ({ type, flags }) => {
        const gets = type >= NLMSG_MIN_TYPE && (type & 3) === 2;
        if (!gets || (this.machine.kernel.unsettled && (flags & NLM_F_DUMP) === 0)) asks = false;
      });
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      return false;
    }
    return asks;
  }
}
