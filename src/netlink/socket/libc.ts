// The few C library calls that the socket and namespaces are made of, and how their failures become errors.
// Truth: socket(2), netlink(7), recvmsg(2), setns(2), unshare(2), mount(2), umount(2), flock(2).

import { SystemError } from '../errors.js';
import type { BindingName, CType, CValue, Native } from './native.js';
import { uvWatch } from './uv.js';

/** A descriptor whose readability the event loop watches. */
export interface Watch {
  /** No calls until `resume`, and the loop is not kept alive: cheap, where a request is answered and the next one comes soon. */
  pause(): void;
  resume(): void;
  /** Ends it: the descriptor may be closed as soon as this returns. */
  close(): void;
}

/**
 * Every call answers as the kernel does: with what the call returned or, negative, with the errno it failed with, taken
 * before anything else could change it.
 */
export interface Libc {
  readonly binding: BindingName;

  socket(domain: number, type: number, protocol: number): number;
  bind(fd: number, address: Uint8Array): number;
  /** `length` holds a socklen_t: the room in `address` on entry, what the kernel has on return. */
  getsockname(fd: number, address: Uint8Array, length: Uint32Array): number;
  setsockopt(fd: number, level: number, option: number, value: Uint8Array): number;
  /** `length` holds a socklen_t: the room in `value` on entry, what the kernel has on return. */
  getsockopt(fd: number, level: number, option: number, value: Uint8Array, length: Uint32Array): number;
  /** To whom a socket sends that was not told: of a netlink socket the kernel. */
  send(fd: number, datagram: Uint8Array): number;
  sendto(fd: number, datagram: Uint8Array, flags: number, address: Uint8Array): number;
  /** `header` is a struct msghdr. */
  recvmsg(fd: number, header: Uint8Array, flags: number): number;
  /** `headers` holds `count` structs mmsghdr. */
  recvmmsg(fd: number, headers: Uint8Array, count: number, flags: number): number;
  /** The same on another thread: `headers` and what they lead to must stay where they are until `done` is called, from the event loop. Absent where the binding has no such calls. */
  recvmmsgLater?(fd: number, headers: Uint8Array, count: number, flags: number, done: (result: number) => void): void;
  /** time(2) on another thread: into `seconds`, which is 8 bytes long and must stay where it is until `done` is called. Absent as above. */
  timeLater?(seconds: Uint8Array, done: () => void): void;
  close(fd: number): number;
  /** Has `fd` closed when this thread ends without having done so, as a worker that is terminated; the result takes that back. */
  closeAtExit(fd: number): () => void;
  setns(fd: number, type: number): number;
  unshare(flags: number): number;
  /** `data` is NULL. */
  mount(source: string, target: string, type: string, flags: number): number;
  umount2(target: string, flags: number): number;
  flock(fd: number, operation: number): number;

  /** Where the first byte lies in memory. */
  addressOf(bytes: Uint8Array): bigint;

  /**
   * Calls `ready` from this thread's event loop, for as long as `fd` is readable or has an error to report, once per
   * turn. Keeps the loop alive. Throws SystemError.
   */
  watch(fd: number, ready: () => void): Watch;
}

export function libcThrough(native: Native): Libc {
  const answer = (result: number | bigint): number => {
    const returned = Number(result);
    return returned === -1 ? -native.errno() : returned;
  };
  const early = !isFirstThread(native);
  // When they are first called: few programs mount anything.
  const bound = (name: string, result: 'int' | 'ssize', ...parameters: readonly CType[]): ((...values: readonly CValue[]) => number) => {
    let call = early ? native.bind(name, result, parameters) : undefined;
    return (...values) => {
      call ??= native.bind(name, result, parameters);
      return answer(call(...values));
    };
  };
  const bind = bound('bind', 'int', 'int', 'pointer', 'unsigned');
  const setsockopt = bound('setsockopt', 'int', 'int', 'int', 'int', 'pointer', 'unsigned');
  // Called for every datagram: without a list of their arguments in between.
  const send = native.bind('send', 'ssize', ['int', 'pointer', 'size', 'int']);
  const recvmsg = native.bind('recvmsg', 'ssize', ['int', 'pointer', 'int']);
  const sendto = bound('sendto', 'ssize', 'int', 'pointer', 'size', 'int', 'pointer', 'unsigned');
  const mount = bound('mount', 'int', 'pointer', 'pointer', 'pointer', 'size', 'pointer');
  const umount2 = bound('umount2', 'int', 'pointer', 'int');
  const closeItself = native.symbol('close');
  const recvmmsg = bound('recvmmsg', 'int', 'int', 'pointer', 'unsigned', 'int', 'pointer');
  const bindLater = () => native.bindLater?.('recvmmsg', 'int', ['int', 'pointer', 'unsigned', 'int', 'pointer']);
  let recvmmsgLater = early ? bindLater() : undefined;
  const bindTime = () => native.bindLater?.('time', 'ssize', ['pointer']);
  let timeLater = early ? bindTime() : undefined;
  let watching = early ? uvWatch(native) : undefined;
  return {
    binding: native.name,
    socket: bound('socket', 'int', 'int', 'int', 'int'),
    bind: (fd, address) => bind(fd, address, address.length),
    getsockname: bound('getsockname', 'int', 'int', 'pointer', 'pointer'),
    setsockopt: (fd, level, option, value) => setsockopt(fd, level, option, value, value.length),
    getsockopt: bound('getsockopt', 'int', 'int', 'int', 'int', 'pointer', 'pointer'),
    send: (fd, datagram) => answer(send(fd, datagram, BigInt(datagram.length), 0)),
    sendto: (fd, datagram, flags, address) => sendto(fd, datagram, BigInt(datagram.length), flags, address, address.length),
    recvmsg: (fd, header, flags) => answer(recvmsg(fd, header, flags)),
    recvmmsg: (fd, headers, count, flags) => recvmmsg(fd, headers, count, flags, 0n),
    ...(native.bindLater !== undefined && {
      recvmmsgLater(fd, headers, count, flags, done) {
        recvmmsgLater ??= bindLater();
        recvmmsgLater?.((result) => done(answer(result)), fd, headers, count, flags, 0n);
      },
      timeLater(seconds, done) {
        timeLater ??= bindTime();
        timeLater?.(done, seconds);
      },
    }),
    close: bound('close', 'int', 'int'),
    closeAtExit: (fd) => native.atExit(closeItself, BigInt(fd)),
    setns: bound('setns', 'int', 'int', 'int'),
    unshare: bound('unshare', 'int', 'int'),
    mount: (source, target, type, flags) => mount(text(source), text(target), text(type), BigInt(flags), 0n),
    umount2: (target, flags) => umount2(text(target), flags),
    flock: bound('flock', 'int', 'int', 'int'),
    addressOf: (bytes) => native.addressOf(bytes),
    // Many programs do without: what answers a request is there when it was sent.
    watch(fd, ready) {
      watching ??= uvWatch(native);
      return watching(fd, ready);
    },
  };
}

/**
 * Any other thread may be ended by this one, as workers are, and koffi takes the whole process along where that happens while it binds: those bind
 * all that they may need when they begin. gettid(2), which C libraries have had since 2019 and 2021.
 */
function isFirstThread(native: Native): boolean {
  try {
    return Number(native.bind('gettid', 'int', [])()) === process.pid;
  } catch {
    return false;
  }
}

/** A char *. */
function text(value: string): Uint8Array {
  return new TextEncoder().encode(`${value}\0`);
}

/** The result of a call, or SystemError where it failed: the only place where one becomes the other. */
export function check(syscall: string, result: number, detail?: string): number {
  if (result < 0) throw new SystemError(syscall, -result, detail);
  return result;
}
