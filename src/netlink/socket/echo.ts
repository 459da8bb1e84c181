// Who reaches whom: ICMP and ICMPv6 echo over ping sockets, which need neither a program nor CAP_NET_RAW, only a group that
// net.ipv4.ping_group_range of the namespace lets have one. Truth: net/ipv4/ping.c, icmp(7), include/uapi/linux/icmp.h.

import { parseIp } from '../address.js';
import { hostIsLittleEndian } from '../bytes.js';
import { errnoName } from '../errno.js';
import { EACCES, EAGAIN, EINTR, ENOBUFS, EREMOTEIO } from '../errno-numbers.js';
import { int, wordSize } from './layout.js';
import type { Libc, Watch } from './libc.js';
import { check } from './libc.js';
import {
  AF_INET,
  AF_INET6,
  IP_RECVERR,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_RECVERR,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  SO_BINDTODEVICE,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOL_SOCKET,
} from './linux.js';
import { loadLibc } from './load.js';
import { Namespace, type NamespaceTarget } from './namespace.js';
import { readSysctl, writeSysctl } from './sysctl.js';

const { readSync } = process.getBuiltinModule('node:fs');

/** How an echo is asked for. */
export interface EchoOptions {
  /** Milliseconds until it counts as not reached; 1000 by default. */
  readonly timeout?: number;
  /** Milliseconds after which it is asked again, until the time is out; 200 by default. */
  readonly interval?: number;
  /** Ends it before its time. */
  readonly signal?: AbortSignal;
  /** The address it is sent from; the kernel chooses by default. */
  readonly source?: string;
  /** The name of the link it leaves through (SO_BINDTODEVICE). An address within a link needs it, or `%eth0` behind it. */
  readonly dev?: string;
  /** Bytes behind the ICMP header, 16 to 65000; 56 by default. */
  readonly size?: number;
  /** How the C library is reached. */
  readonly libc?: Libc;
}

/** What came of an echo request. */
export type Echo =
  | {
      readonly reachable: true;
      /** Milliseconds from a request to its reply. */
      readonly ms: number;
    }
  | {
      readonly reachable: false;
      /** `unreachable`: this host or a router said so, and `code` how; `timeout`: nobody said anything. */
      readonly reason: 'unreachable' | 'timeout';
      /** `ENETUNREACH`, `EHOSTUNREACH`, `EACCES` ... */
      readonly code?: string;
      /** Milliseconds until that was known. */
      readonly ms: number;
    };

const HEADER = 8;
const MIN_SIZE = 16;
const MAX_SIZE = 65000;

interface Family {
  readonly domain: number;
  readonly protocol: number;
  readonly request: number;
  readonly reply: number;
  /** The socket option that has errors told. */
  readonly errors: readonly [level: number, option: number];
}

const V4: Family = { domain: AF_INET, protocol: IPPROTO_ICMP, request: 8, reply: 0, errors: [IPPROTO_IP, IP_RECVERR] };
const V6: Family = { domain: AF_INET6, protocol: IPPROTO_ICMPV6, request: 128, reply: 129, errors: [IPPROTO_IPV6, IPV6_RECVERR] };

/**
 * Asks `address` for an echo from inside a namespace, or from this thread's (`undefined`). Waits in the event loop, never in the
 * thread. Rejects with SystemError where no such socket can be had (EACCES: CAP_NET_ADMIN in the namespace is needed to let this
 * group have one; ENODEV, EADDRNOTAVAIL for `dev` and `source`), with the signal's reason, with EncodeError for what is no address.
 */
export async function echo(namespace: NamespaceTarget | undefined, address: string, options: EchoOptions = {}): Promise<Echo> {
  const { signal, size = 56, libc = loadLibc() } = options;
  signal?.throwIfAborted();
  if (!Number.isInteger(size) || size < MIN_SIZE || size > MAX_SIZE) throw new RangeError(`size is a whole number from ${MIN_SIZE} to ${MAX_SIZE}, not ${size}`);
  const [bare = '', zone] = address.split('%', 2);
  const to = parseIp(bare);
  const scope = zone !== undefined && /^\d+$/.test(zone) ? Number(zone) : 0;
  const dev = options.dev ?? (scope === 0 ? zone : undefined);
  const family = to.length === 4 ? V4 : V6;
  const fd = openInside(libc, namespace, family);
  const release = libc.closeAtExit(fd);
  try {
    check('setsockopt', libc.setsockopt(fd, ...family.errors, int(1)));
    if (dev !== undefined) check('setsockopt', libc.setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, new TextEncoder().encode(`${dev}\0`)), `link ${dev}`);
    if (options.source !== undefined) check('bind', libc.bind(fd, socketAddress(parseIp(options.source), scope)), options.source);
    return await new Exchange(libc, fd, family, socketAddress(to, scope), process.getBuiltinModule('node:crypto').randomBytes(size), options).run();
  } finally {
    release();
    libc.close(fd);
  }
}

function openInside(libc: Libc, target: NamespaceTarget | undefined, family: Family): number {
  if (target === undefined) return openPing(libc, family);
  using namespace = Namespace.open(target, libc);
  return namespace.run(() => openPing(libc, family));
}

/** Where this process's group may have no such socket, it may for as long as it takes to open one. */
function openPing(libc: Libc, { domain, protocol }: Family): number {
  const open = () => libc.socket(domain, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
  const fd = open();
  if (fd !== -EACCES) return check('socket', fd);
  const key = 'net.ipv4.ping_group_range';
  const before = readSysctl(key);
  const group = process.getegid?.() ?? 0;
  writeSysctl(key, `${group} ${group}`);
  try {
    return check('socket', open());
  } finally {
    // Groups that this process's user namespace has no numbers for cannot be written back: then it keeps to this group.
    try {
      writeSysctl(key, before);
    } catch {}
  }
}

/** A sockaddr_in or sockaddr_in6 with port 0. */
function socketAddress(address: Uint8Array, scope: number): Uint8Array {
  const bytes = new Uint8Array(address.length === 4 ? 16 : 28);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, address.length === 4 ? AF_INET : AF_INET6, hostIsLittleEndian);
  bytes.set(address, address.length === 4 ? 4 : 8);
  if (address.length === 16) view.setUint32(24, scope, hostIsLittleEndian);
  return bytes;
}

/** One or more requests over one socket, and the first word of what became of them. */
class Exchange {
  private readonly started = performance.now();
  /** When each request went out. */
  private readonly sent: number[] = [];
  private readonly packet: Uint8Array;
  private readonly received: Uint8Array;
  private settle: (outcome: Echo) => void = () => undefined;
  private fail: (error: unknown) => void = () => undefined;
  private readonly outcome: Promise<Echo>;

  constructor(
    private readonly libc: Libc,
    private readonly fd: number,
    private readonly family: Family,
    private readonly to: Uint8Array,
    private readonly token: Uint8Array,
    private readonly options: EchoOptions,
  ) {
    this.packet = new Uint8Array(HEADER + token.length);
    this.packet[0] = family.request;
    this.packet.set(token, HEADER);
    this.received = new Uint8Array(HEADER + token.length);
    this.outcome = new Promise((resolve, reject) => {
      this.settle = resolve;
      this.fail = reject;
    });
  }

  async run(): Promise<Echo> {
    const { timeout = 1000, interval = 200, signal } = this.options;
    const onAbort = () => this.fail(signal?.reason);
    let watch: Watch | undefined;
    const over = setTimeout(() => this.guard(() => this.end()), timeout);
    const again = setInterval(() => this.guard(() => this.send()), Math.max(1, interval));
    signal?.addEventListener('abort', onAbort);
    try {
      watch = this.libc.watch(this.fd, () => this.guard(() => this.receive()));
      this.send();
      return await this.outcome;
    } finally {
      watch?.close();
      clearTimeout(over);
      clearInterval(again);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  private guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.fail(error);
    }
  }

  private elapsed(since = this.started): number {
    return performance.now() - since;
  }

  private unreachable(errno: number): void {
    this.settle({ reachable: false, reason: 'unreachable', code: errnoName(errno), ms: this.elapsed() });
  }

  /** The kernel fills in identifier and checksum. What it cannot send at all has no way there. */
  private send(): void {
    new DataView(this.packet.buffer).setUint16(6, this.sent.length & 0xffff);
    this.sent.push(performance.now());
    const result = this.libc.sendto(this.fd, this.packet, MSG_DONTWAIT, this.to);
    if (result >= 0 || result === -EAGAIN || result === -EINTR || result === -ENOBUFS) return;
    this.unreachable(-result);
  }

  private receive(): void {
    for (;;) {
      const result = this.read();
      if (result === -EAGAIN) break;
      if (result >= 0) this.look(this.received.subarray(0, result));
      // A redirect is on its way all the same.
      else if (result !== -EINTR && result !== -EREMOTEIO) return this.unreachable(-result);
      else this.dropError();
    }
    this.dropError();
  }

  /** In a program that was busy a reply may have come in time without having been read. */
  private end(): void {
    this.receive();
    this.settle({ reachable: false, reason: 'timeout', ms: this.elapsed() });
  }

  /** Bytes read, or a negative errno, which is also what an ICMP error says. */
  private read(): number {
    try {
      return readSync(this.fd, this.received);
    } catch (error) {
      const { errno } = error as NodeJS.ErrnoException;
      if (errno === undefined) throw error;
      return errno;
    }
  }

  /** A queued error keeps the socket ready: it goes with a read of nothing, a struct msghdr of zeros. */
  private dropError(): void {
    const nothing = new Uint8Array(7 * wordSize);
    while (this.libc.recvmsg(this.fd, nothing, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0) nothing.fill(0);
  }

  /** Replies to others do not come here, but late ones to an earlier user of the same identifier may. */
  private look(reply: Uint8Array): void {
    if (reply.length !== this.packet.length || reply[0] !== this.family.reply) return;
    const sent = this.sent[new DataView(reply.buffer, reply.byteOffset).getUint16(6)];
    if (sent === undefined || !reply.subarray(HEADER).every((byte, i) => byte === this.token[i])) return;
    this.settle({ reachable: true, ms: this.elapsed(sent) });
  }
}
