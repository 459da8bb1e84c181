// What this machine's kernel does for a program: loaded when it is asked for, since no browser has it.

import type { Echo, EchoOptions } from './socket/echo.js';
import type { Namespace, NamespaceTarget } from './socket/namespace.js';
import type { SocketOptions } from './socket/socket.js';
import type { Transport } from './transport.js';

export type { Echo, EchoOptions, Namespace, NamespaceTarget, SocketOptions };

/** A netlink socket. Rejects with SystemError, and with NetlinkError ERR_NETLINK_UNSUPPORTED where the runtime cannot reach AF_NETLINK. */
export async function openSocket(options?: SocketOptions): Promise<Transport> {
  const socket = await import('./socket/socket.js');
  return socket.openSocket(options);
}

/** A fresh network namespace without a name. Rejects with SystemError: EPERM without CAP_SYS_ADMIN. */
export async function createNamespace(): Promise<Namespace> {
  const { Namespace } = await import('./socket/surface.js');
  return Namespace.create();
}

/** The namespace of that name in /run/netns, at that path (with a `/` in it), of that process, or open as that descriptor. Rejects with SystemError: ENOENT. */
export async function openNamespace(where: NamespaceTarget): Promise<Namespace> {
  const { Namespace } = await import('./socket/surface.js');
  return Namespace.open(where);
}

/**
 * Asks `address` for an ICMP or ICMPv6 echo from inside a namespace (`undefined`: from this thread's), over a ping socket: without a
 * program and without CAP_NET_RAW. Where the namespace lets this process's group have no such socket, CAP_NET_ADMIN there is
 * needed. Waits in the event loop. Rejects with SystemError, the signal's reason, EncodeError for what is no address.
 */
export async function echo(namespace: NamespaceTarget | undefined, address: string, options?: EchoOptions): Promise<Echo> {
  const ping = await import('./socket/surface.js');
  return ping.echo(namespace, address, options);
}
