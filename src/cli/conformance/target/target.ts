// Who is put to the test: what answers requests, whatever it is. A stage is a fresh set of namespaces and sockets for one case.

import type { ByteOrder } from '../../../netlink/byte-order.js';
import type { CaseSocket } from '../suite.js';

/** Something that answers rtnetlink requests. */
export interface Target {
  /** As it was asked for: `kernel`, `exec:COMMAND`. */
  readonly name: string;
  /** The release it is, or behaves like. */
  readonly kernel: string;
  readonly byteOrder: ByteOrder;
  /** How many cases at a time are of use. */
  readonly jobs: number;
  /** Whether the capability is to be had. */
  may(capability: string): boolean;
  /** Rejects with Unsupported, SystemError, TargetError. */
  stage(): Promise<Stage>;
  /** Ends all that is left of it. */
  close(): Promise<void>;
}

/** What one case is played on. */
export interface Stage {
  /** Milliseconds to wait for what is told later, before it counts as not told. */
  readonly patience: number;
  /** Makes the next namespace; the descriptor by which requests name it. */
  createNamespace(): Promise<number>;
  deleteNamespace(number: number): Promise<void>;
  open(socket: CaseSocket): Promise<Port>;
  /** Lets time pass, and takes in what came. */
  wait(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/** A socket on a stage. */
export interface Port {
  readonly id: number;
  join(group: number): Promise<void>;
  /** Resolves once what comes of it at once has come. */
  send(datagram: Uint8Array): Promise<void>;
  /** Datagrams that have come since it was last asked. */
  received(): readonly Uint8Array[];
}

/** The target cannot do what a case asks for; the case is skipped. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}

/** The target failed in a way that says nothing about netlink: it died, does not answer, or wrote garbage. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  constructor(
    message: string,
    /** It had time enough. */
    readonly late = false,
  ) {
    super(message);
  }
}
