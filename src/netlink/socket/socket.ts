// The kernel behind the Transport contract: an AF_NETLINK socket. Truth: netlink(7), net/netlink/af_netlink.c.

import { hostIsLittleEndian } from '../bytes.js';
import { EINVAL, ENOPROTOOPT, EPERM } from '../errno-numbers.js';
import { NetlinkError, SystemError } from '../errors.js';
import type { Datagram, Reception, Transport } from '../transport.js';
import { anyPort, int } from './layout.js';
import type { Libc, Watch } from './libc.js';
import { check } from './libc.js';
import {
  AF_NETLINK,
  NETLINK_ADD_MEMBERSHIP,
  NETLINK_CAP_ACK,
  NETLINK_DROP_MEMBERSHIP,
  NETLINK_EXT_ACK,
  NETLINK_GET_STRICT_CHK,
  NETLINK_LISTEN_ALL_NSID,
  NETLINK_ROUTE,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_SNDBUF,
  SO_SNDBUFFORCE,
  SOCK_CLOEXEC,
  SOCK_RAW,
  SOL_NETLINK,
  SOL_SOCKET,
} from './linux.js';
import { loadLibc } from './load.js';
import { Namespace, type NamespaceTarget } from './namespace.js';
import type { BindingName } from './native.js';
import { Receiver } from './receiver.js';
import { Sender } from './sender.js';

/** Bytes of the socket's receive queue unless asked otherwise: some 7,000 notifications of links. It takes memory only where it fills. */
export const RECEIVE_QUEUE = 8 * 1024 * 1024;

/** How a socket is opened. */
export interface SocketOptions {
  /** Where the socket lives: a name in /run/netns, a path with a `/` in it, a process id, or an open descriptor (a Namespace has one), which stays the caller's. */
  readonly netns?: NamespaceTarget;
  /** Bytes that may wait to be read before notifications are lost, 8 MiB by default; without CAP_NET_ADMIN at most net.core.rmem_max. */
  readonly receiveBuffer?: number;
  /** Bytes of the longest datagram that can be sent, and more; without CAP_NET_ADMIN at most net.core.wmem_max. */
  readonly sendBuffer?: number;
  /** Errors say what was wrong and where (NETLINK_EXT_ACK). On by default. */
  readonly extendedAck?: boolean;
  /** Dump requests are checked, and filtered by what they name (NETLINK_GET_STRICT_CHK, Linux 4.20). On by default. */
  readonly strict?: boolean;
  /** Errors repeat the header of the request alone (NETLINK_CAP_ACK). */
  readonly capAck?: boolean;
  /** Notifications come from every namespace that has an id in this one (NETLINK_LISTEN_ALL_NSID, needs CAP_NET_BROADCAST). */
  readonly allNamespaces?: boolean;
  /** The netlink family, NETLINK_ROUTE by default. */
  readonly protocol?: number;
  /** How the C library is reached: the best this runtime has by default. */
  readonly binding?: BindingName | Libc;
}

/**
 * Opens a netlink socket. Throws SystemError, and NetlinkError ERR_NETLINK_UNSUPPORTED where the runtime has no way to
 * make system calls.
 */
export function openSocket(options: SocketOptions = {}): Transport {
  const { binding, netns } = options;
  const libc = typeof binding === 'object' ? binding : loadLibc(binding);
  // One of our own, so that a sibling can be opened there whatever becomes of the caller's.
  const namespace = netns === undefined ? undefined : Namespace.open(netns, libc);
  try {
    const make = () => check('socket', libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, options.protocol ?? NETLINK_ROUTE));
    const fd = namespace === undefined ? make() : namespace.run(make);
    try {
      configure(libc, fd, options);
      return new KernelSocket(libc, fd, bind(libc, fd), receiveBufferOf(libc, fd), namespace, options);
    } catch (error) {
      libc.close(fd);
      throw error;
    }
  } catch (error) {
    namespace?.close();
    throw error;
  }
}

function configure(libc: Libc, fd: number, options: SocketOptions): void {
  const { receiveBuffer = RECEIVE_QUEUE, sendBuffer, extendedAck = true, strict = true, capAck = false, allNamespaces = false } = options;
  resize(libc, fd, SO_RCVBUFFORCE, SO_RCVBUF, receiveBuffer);
  if (sendBuffer !== undefined) resize(libc, fd, SO_SNDBUFFORCE, SO_SNDBUF, sendBuffer);
  for (const [option, wanted] of [
    [NETLINK_EXT_ACK, extendedAck],
    [NETLINK_GET_STRICT_CHK, strict],
    [NETLINK_CAP_ACK, capAck],
  ] as const) {
    if (!wanted) continue;
    const result = libc.setsockopt(fd, SOL_NETLINK, option, int(1));
    if (result !== -ENOPROTOOPT) check('setsockopt', result);
  }
  if (allNamespaces) {
    const result = libc.setsockopt(fd, SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, int(1));
    if (result === -EPERM) throw new SystemError('setsockopt', EPERM, 'CAP_NET_BROADCAST is needed to listen to all namespaces', 'CAP_NET_BROADCAST');
    check('setsockopt', result);
  }
}

function resize(libc: Libc, fd: number, force: number, otherwise: number, bytes: number): void {
  const result = libc.setsockopt(fd, SOL_SOCKET, force, int(bytes));
  check('setsockopt', result === -EPERM ? libc.setsockopt(fd, SOL_SOCKET, otherwise, int(bytes)) : result);
}

/** The port the kernel chose. */
function bind(libc: Libc, fd: number): number {
  const address = anyPort();
  check('bind', libc.bind(fd, address));
  check('getsockname', libc.getsockname(fd, address, Uint32Array.of(address.length)));
  return new DataView(address.buffer).getUint32(4, hostIsLittleEndian);
}

/** What the kernel made of the size asked for: twice as much, or less where net.core.rmem_max is less. */
function receiveBufferOf(libc: Libc, fd: number): number {
  const value = int(0);
  check('getsockopt', libc.getsockopt(fd, SOL_SOCKET, SO_RCVBUF, value, Uint32Array.of(value.length)));
  return new DataView(value.buffer).getInt32(0, hostIsLittleEndian);
}

class KernelSocket implements Transport {
  readonly littleEndian = hostIsLittleEndian;
  private readonly receiver: Receiver;
  private readonly sender: Sender;
  private readonly keepAtExit: () => void;
  private listener: (() => void) | undefined;
  private watch: Watch | undefined;
  /** Whether the descriptor is watched. */
  private watching = false;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly libc: Libc,
    private readonly fd: number,
    readonly portId: number,
    readonly receiveBuffer: number,
    private readonly namespace: Namespace | undefined,
    private readonly options: SocketOptions,
  ) {
    this.receiver = new Receiver(libc, () => this.listener?.(), options.allNamespaces);
    this.sender = new Sender(libc, fd);
    this.keepAtExit = libc.closeAtExit(fd);
  }

  send(datagram: Uint8Array, mayWait: boolean): Promise<void> | undefined {
    this.assertOpen();
    return this.sender.send(datagram, mayWait);
  }

  receive(how?: Reception): Datagram | undefined {
    this.assertOpen();
    try {
      return this.receiver.receive(this.fd, how);
    } finally {
      if (this.receiver.ahead !== undefined) this.attend();
    }
  }

  get reading(): boolean {
    return this.receiver.ahead?.reading === true;
  }

  listen(listener: (() => void) | undefined): void {
    if (listener !== undefined) this.assertOpen();
    this.listener = listener;
    this.attend();
    // What was read already wakes nobody.
    if (listener !== undefined && this.receiver.ahead?.isLeft === true) setImmediate(() => this.listener?.());
  }

  join(group: number): void {
    this.membership(NETLINK_ADD_MEMBERSHIP, group);
  }

  leave(group: number): void {
    this.membership(NETLINK_DROP_MEMBERSHIP, group);
  }

  sibling({ netns, ...options }: NonNullable<Parameters<Transport['sibling']>[0]> = {}): Transport {
    this.assertOpen();
    const { netns: _, ...same } = this.options;
    const where = netns === undefined ? this.namespace : 'fd' in netns ? netns : netns.pid;
    return openSocket({ ...same, ...(where !== undefined && { netns: where }), ...options });
  }

  inside<T>(section: () => T): T {
    this.assertOpen();
    return this.namespace === undefined ? section() : this.namespace.run(section);
  }

  close(): Promise<void> {
    this.closing ??= this.release();
    return this.closing;
  }

  /** The descriptor is watched while somebody listens, other than where another thread reads it: it would be readable all the time. */
  private attend(): void {
    const wanted = this.listener !== undefined && this.receiver.ahead?.active !== true;
    if (wanted === this.watching) return;
    if (!wanted) this.watch?.pause();
    else if (this.watch === undefined) this.watch = this.libc.watch(this.fd, () => this.listener?.());
    else this.watch.resume();
    this.watching = wanted;
  }

  private async release(): Promise<void> {
    this.listen(undefined);
    this.watch?.close();
    await Promise.all([this.sender.idle(), this.receiver.ahead?.end()]);
    this.namespace?.close();
    this.keepAtExit();
    check('close', this.libc.close(this.fd));
  }

  private membership(option: number, group: number): void {
    this.assertOpen();
    const result = this.libc.setsockopt(this.fd, SOL_NETLINK, option, int(group));
    check('setsockopt', result, `multicast group ${group}${result === -EINVAL ? ', which this kernel does not have' : ''}`);
  }

  private assertOpen(): void {
    if (this.closing !== undefined) throw new NetlinkError('ERR_NETLINK_CLOSED', 'the netlink socket is closed');
  }
}
