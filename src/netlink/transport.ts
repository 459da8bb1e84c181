// The one seam between the protocol and whoever answers: types only, the contract in prose.
// Implemented by the kernel socket, by record and replay, and by whatever a user brings.

import type { SysctlKey } from './sysctl-key.js';

/** One datagram as it arrived. */
export interface Datagram {
  /** The receiver's own copy, from which decoded values may borrow for ever; where it is lent, until the next is received. */
  readonly bytes: Uint8Array;
  /** The next one overwrites it: what is kept of it has to be copied. */
  readonly lent?: boolean;
  /** How long the datagram was when it was sent: more than `bytes.length` means that its end was cut off. */
  readonly fullLength: number;
  /** Netlink port of the sender; 0 is the kernel. */
  readonly senderPortId: number;
  /** Id of the namespace a notification comes from, when listening to all of them. */
  readonly nsid?: number;
}

/** How a datagram is read. */
export interface Reception {
  /** Short ones of the kernel's may come joined, one message behind the other, as where it acknowledges many. */
  readonly together?: boolean;
  /** What follows of a long list may be read on another thread meanwhile: see `reading`. */
  readonly ahead?: boolean;
  /** It may be lent. */
  readonly lent?: boolean;
}

/** A network namespace as a request holds it: an open descriptor (a Namespace has one), which stays the caller's, or a process in it. */
export type NamespaceRef = { readonly fd: number } | { readonly pid: number };

/**
 * A netlink socket, or what stands in for one. Datagrams go out whole and in the order of the `send` calls, and are
 * read in the order in which they came.
 */
export interface Transport {
  /** Byte order of whoever answers. */
  readonly littleEndian: boolean;
  /** Our own port, the `nlmsg_pid` of replies; 0 where there is none. */
  readonly portId: number;

  /** What may wait to be read, in the kernel's own count (SO_RCVBUF), where there is such a limit. */
  readonly receiveBuffer?: number;

  /**
   * Hands one datagram over. With `mayWait` false the kernel is known to answer without waiting on locks: it is
   * sent before the call returns, unless an earlier send is still under way. With `mayWait` true the kernel may keep
   * whoever sends it waiting: it is kept off the calling thread, other than where requests like it were seen not to wait,
   * and there for so short a time that the event loop has its turns. Returns nothing when the datagram is already gone,
   * else a promise of that. The bytes are not changed and not kept once sent. The process is kept alive until it is
   * settled: a reply is listened for from then on. Throws or rejects with SystemError.
   */
  send(datagram: Uint8Array, mayWait: boolean): Promise<void> | undefined;

  /**
   * The next datagram, or undefined when none is there; never waits. Throws SystemError: ENOBUFS says that
   * notifications were lost, and the next call goes on with what is left.
   */
  receive(how?: Reception): Datagram | undefined;

  /**
   * Whether another thread is reading: that `receive` has nothing is not the end of what is there then, and the listener is called when more has come.
   * Absent where that is never so.
   */
  readonly reading?: boolean;

  /**
   * From now on `listener` is called, from the event loop, whenever `receive` may have something; undefined
   * ends it. While there is a listener the process is kept alive. Never called from inside another method.
   */
  listen(listener: (() => void) | undefined): void;

  /** Joins or leaves a multicast group (NETLINK_ADD_MEMBERSHIP). Throws SystemError. */
  join(group: number): void;
  /** Leaves a multicast group. Throws SystemError. */
  leave(group: number): void;

  /**
   * Another transport to the same kernel, for traffic that is to be kept apart: in the same network namespace, or in the one
   * that is given. Undefined where there is none. Throws SystemError.
   */
  sibling(options?: { readonly receiveBuffer?: number; readonly allNamespaces?: boolean; readonly netns?: NamespaceRef }): Transport | undefined;

  /** Runs `section` on this thread, inside the network namespace; it must not be asynchronous. Absent where that is none of this machine's. Throws SystemError. */
  inside?<T>(section: () => T): T;

  /** Kernel parameters of that namespace, where whoever answers has some of its own: they are not this machine's then. */
  readonly parameters?: Parameters;

  /**
   * Runs `task` once so many milliseconds are over, by the time that whoever answers lives in: time-outs of requests go by it. The returned
   * function calls it off. Absent where that is the time of this process.
   */
  schedule?(after: number, task: () => void): () => void;

  /** Ends everything; sends under way are waited for. Calling it twice is no error. */
  close(): Promise<void>;
}

/** Kernel parameters of a network namespace. Both methods throw SystemError: `ENOENT` where there is none of that name, `EINVAL` for a value it does not take. */
export interface Parameters {
  /** The value as the kernel writes it, without the last newline. */
  read(key: SysctlKey): string;
  /** Sets it; true and false are 1 and 0. */
  write(key: SysctlKey, value: string | number | boolean): void;
}
