// Every error this library throws, and the stable `code` of each. README lists the same table.

import { type ErrnoName, errnoName, errnoText } from './errno.js';
import type { ExtendedAck } from './extack.js';

/** What a caller can match on, besides errno names: a code never changes its meaning. */
export type NetlinkErrorCode =
  /** A length field claims more bytes than there are, or less than its own header. */
  | 'ERR_NETLINK_BOUNDS'
  /** A payload has a length its type cannot have. */
  | 'ERR_NETLINK_LENGTH'
  /** Attributes nested deeper than `MAX_NESTING`. */
  | 'ERR_NETLINK_DEPTH'
  /** A named limit on size or number was passed. */
  | 'ERR_NETLINK_LIMIT'
  /** A value that its attribute cannot hold, or an attribute that does not exist. */
  | 'ERR_NETLINK_VALUE'
  /** No reply within the time the caller allowed. */
  | 'ERR_NETLINK_TIMEOUT'
  /** The client was closed, before or while the request was under way. */
  | 'ERR_NETLINK_CLOSED'
  /** The kernel dropped notifications because they were not read fast enough. */
  | 'ERR_NETLINK_OVERRUN'
  /** A datagram did not fit the receive buffer even after it grew. */
  | 'ERR_NETLINK_TRUNCATED'
  /** Things changed while a dump was handed out message by message. */
  | 'ERR_NETLINK_INTERRUPTED'
  /** The kernel answered with something that does not belong to the request. */
  | 'ERR_NETLINK_REPLY'
  /** A replayed exchange holds no such request. */
  | 'ERR_NETLINK_REPLAY'
  /** The runtime offers no way to reach AF_NETLINK. */
  | 'ERR_NETLINK_UNSUPPORTED';

/** What can be wrong with a recording. */
export type CaptureErrorCode =
  /** Of no format that is known, or one without netlink in it. */
  | 'ERR_CAPTURE_FORMAT'
  /** It holds what its format cannot have. */
  | 'ERR_CAPTURE_DAMAGED'
  /** It ends inside a record. */
  | 'ERR_CAPTURE_TRUNCATED'
  /** A named limit was passed. */
  | 'ERR_CAPTURE_LIMIT';

/** What goes wrong between the caller and the kernel without either's bytes being at fault. */
export class NetlinkError extends Error {
  override readonly name: string = 'NetlinkError';
  constructor(
    readonly code: NetlinkErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What a refused call or request would have needed: capabilities(7). */
export type Capability = 'CAP_NET_ADMIN' | 'CAP_SYS_ADMIN' | 'CAP_NET_BROADCAST' | 'CAP_NET_RAW' | 'CAP_DAC_OVERRIDE' | 'CAP_SYS_PTRACE';

/** A libc call of the socket shim failed: `code` is the errno's name, `syscall` the call. */
export class SystemError extends Error {
  override readonly name: string = 'SystemError';
  readonly code: ErrnoName;
  constructor(
    readonly syscall: string,
    readonly errno: number,
    detail = '',
    /** What was missing, where that is known; the message says what it is needed for. */
    readonly capability?: Capability,
  ) {
    super(`${syscall}: ${errnoText(errno)}${detail && ` (${detail})`}`);
    this.code = errnoName(errno);
  }
}

/** Whether a transport says that datagrams were lost. By its code: a transport may come from another copy of this library, or from none. */
export function isOverrun(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === 'ENOBUFS';
}

/** Bytes that are not what they claim to be. `offset` counts from the start of the datagram. */
export class DecodeError extends Error {
  override readonly name: string = 'DecodeError';
  /** Names from the message down to the attribute at fault, as the kernel spells them. */
  readonly path: string[] = [];
  constructor(
    readonly code: 'ERR_NETLINK_BOUNDS' | 'ERR_NETLINK_LENGTH' | 'ERR_NETLINK_DEPTH' | 'ERR_NETLINK_LIMIT',
    /** Without path and offset. */
    readonly reason: string,
    readonly offset: number,
  ) {
    super();
    this.describe();
  }

  /** Called by whoever catches the error on its way up, with the name of what it was decoding. */
  within(name: string): this {
    this.path.unshift(name);
    this.describe();
    return this;
  }

  private describe(): void {
    this.message = `${this.path.length > 0 ? `${this.path.join(' > ')}: ` : ''}${this.reason} at byte ${this.offset}`;
  }
}

/** A recording that is not what it claims to be. `offset` counts from the start of the recording, unpacked where that is compressed. */
export class CaptureError extends Error {
  override readonly name: string = 'CaptureError';
  constructor(
    readonly code: CaptureErrorCode,
    reason: string,
    readonly offset: number,
    options?: ErrorOptions,
  ) {
    super(`${reason}, at byte ${offset} of the recording`, options);
  }
}

/** A value that cannot be encoded: thrown before anything is sent. */
export class EncodeError extends Error {
  override readonly name: string = 'EncodeError';
  readonly code = 'ERR_NETLINK_VALUE';
  readonly path: string[] = [];
  constructor(private readonly reason: string) {
    super(reason);
  }

  /** The same error as seen from the attribute, struct or message around it. */
  within(name: string): this {
    this.path.unshift(name);
    this.message = `${this.path.join(' > ')}: ${this.reason}`;
    return this;
  }
}

/** The request that the kernel refused. */
export interface RefusedRequest {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  /** The whole message, as it was sent. */
  readonly bytes: Uint8Array;
  /** `RTM_NEWLINK`, where the protocol is known. */
  readonly name: string;
  /** What it was about: the name of a link, an address. */
  readonly about?: string;
}

/** The kernel refused a request: `code` is the errno's name, `message` the kernel's own words where it gave any. */
export class KernelError extends Error {
  override readonly name: string = 'KernelError';
  readonly code: ErrnoName;
  /** The messages of a list that came before it broke off; undefined where the kernel refused to begin, and for what is no list. */
  declare readonly received?: readonly unknown[];
  constructor(
    /** Positive, as in errno(3). */
    readonly errno: number,
    readonly request: RefusedRequest,
    readonly extendedAck: ExtendedAck = {},
    received?: readonly unknown[],
  ) {
    super(kernelMessage(errno, request, extendedAck));
    this.code = errnoName(errno);
    // A listing of the error need not repeat them.
    Object.defineProperty(this, 'received', { value: received });
  }

  /** What was missing where the kernel refuses without a word: it asks for CAP_NET_ADMIN before it looks at a change. */
  get capability(): Capability | undefined {
    return this.code === 'EPERM' && this.extendedAck.message === undefined ? 'CAP_NET_ADMIN' : undefined;
  }
}

function kernelMessage(errno: number, request: RefusedRequest, { message, path, missing }: ExtendedAck): string {
  const words = message ?? errnoText(errno);
  const where = path !== undefined ? ` at ${path.join(' > ')}` : missing !== undefined ? `, missing ${missing.join(' > ')}` : '';
  const code = errnoName(errno);
  const needed = code === 'EPERM' && message === undefined ? ': CAP_NET_ADMIN is needed, in every network namespace that it is about' : '';
  return `${request.name}${request.about === undefined ? '' : ` ${request.about}`}: ${words}${where} (${code})${needed}`;
}
