// Network namespaces: setns(2), unshare(2), network_namespaces(7). Both calls move the calling thread alone, so a
// section runs from entering to leaving without giving way to anything else.

import { EACCES, EINVAL, EPERM } from '../errno-numbers.js';
/// <reference lib="esnext.disposable" preserve="true" />
import { SystemError } from '../errors.js';
import { told } from '../expect.js';
import type { Libc } from './libc.js';
import { check } from './libc.js';
import { CLONE_NEWNET } from './linux.js';
import { loadLibc } from './load.js';

const { closeSync, fstatSync, openSync, writeSync } = process.getBuiltinModule('node:fs');

/** What becomes of a thread that cannot go back; for tests. Must not return. */
type GiveUp = (message: string) => never;

/**
 * Which network namespace: its name in /run/netns; a path, which has a `/` in it; the id of a process in it; or an open
 * descriptor, which a Namespace has too and which stays the caller's.
 */
export type NamespaceTarget = string | number | { readonly fd: number };

/** Where `ip netns` keeps the names: include/namespace.h of iproute2. */
export const NETNS_DIRECTORY = '/run/netns';

/** The file that a namespace is opened through, and what it is called in errors. */
function pathOf(where: NamespaceTarget): readonly [path: string, name: string] {
  if (typeof where === 'number') return [`/proc/${where}/ns/net`, `network namespace of process ${where}`];
  if (typeof where === 'object' && where !== null && 'fd' in where) return [`/proc/self/fd/${where.fd}`, `network namespace open as descriptor ${where.fd}`];
  if (typeof where !== 'string' || where === '' || where.includes('\0')) {
    throw new SystemError('open', EINVAL, `a network namespace is told by its name, a path, a process id or { fd }, not by ${told(where)}`);
  }
  return [where.includes('/') ? where : `${NETNS_DIRECTORY}/${where}`, `network namespace "${where}"`];
}

/** An open network namespace, which exists for as long as this or anything else refers to it. */
export class Namespace {
  private constructor(
    private descriptor: number,
    private readonly name: string,
    private readonly libc: Libc,
    private readonly giveUp: GiveUp,
  ) {}

  /** A namespace without a name, holding a loopback link that is down. Throws SystemError: EPERM without CAP_SYS_ADMIN. */
  static create(libc: Libc = loadLibc(), giveUp: GiveUp = abort): Namespace {
    const unshare = () => libc.unshare(CLONE_NEWNET);
    const descriptor = elsewhere(libc, 'unshare', unshare, openCurrent, giveUp);
    return new Namespace(descriptor, 'network namespace that was made', libc, giveUp);
  }

  /**
   * Throws SystemError: ENOENT where there is none, EACCES where this process may not look at that one (CAP_SYS_PTRACE).
   * Whether it is a network namespace shows when it is entered.
   */
  static open(where: NamespaceTarget, libc?: Libc, giveUp: GiveUp = abort): Namespace {
    const [path, name] = pathOf(where);
    const calls = libc ?? loadLibc();
    return new Namespace(open(path, name), name, calls, giveUp);
  }

  /** The open descriptor, close-on-exec; -1 once closed. */
  get fd(): number {
    return this.descriptor;
  }

  /** The inode number, which identifies the namespace on this machine while it exists. */
  get id(): number {
    return fstatSync(this.descriptor).ino;
  }

  /**
   * Runs `section` on this thread inside the namespace and returns what it returns. Sockets made in it stay there.
   * Throws SystemError where the namespace cannot be entered (EPERM without CAP_SYS_ADMIN, EINVAL for a file that is none), and TypeError where `section`
   * returned a promise: what it does after its first `await` happens outside. Not being able to leave ends the process.
   */
  run<T>(section: () => T): T {
    const enter = () => {
      const entered = this.libc.setns(this.descriptor, CLONE_NEWNET);
      if (entered === -EINVAL) throw new SystemError('setns', EINVAL, `${this.name}: there is a file, but no namespace behind it`);
      return entered;
    };
    const result = elsewhere(this.libc, 'setns', enter, section, this.giveUp);
    if (isThenable(result)) throw new TypeError('a section inside a network namespace must not be asynchronous');
    return result;
  }

  /** Calling it twice is no error. */
  close(): void {
    if (this.descriptor === -1) return;
    closeSync(this.descriptor);
    this.descriptor = -1;
  }

  /** The same as `close`. */
  [Symbol.dispose](): void {
    this.close();
  }
}

function elsewhere<T>(libc: Libc, syscall: 'setns' | 'unshare', move: () => number, section: () => T, giveUp: GiveUp): T {
  const home = openCurrent();
  try {
    const moved = move();
    if (moved === -EPERM) throw new SystemError(syscall, EPERM, `CAP_SYS_ADMIN is needed to ${syscall === 'setns' ? 'enter' : 'make'} a network namespace`, 'CAP_SYS_ADMIN');
    check(syscall, moved);
    try {
      return section();
    } finally {
      goBack(libc, home, giveUp);
    }
  } finally {
    closeSync(home);
  }
}

/** Anything this thread did from now on would happen in the wrong namespace: there is no going on without. */
function goBack(libc: Libc, home: number, giveUp: GiveUp): void {
  if (libc.setns(home, CLONE_NEWNET) >= 0) return;
  const result = libc.setns(home, CLONE_NEWNET);
  if (result < 0) giveUp(`cannot return to the network namespace this thread came from: ${new SystemError('setns', -result).message}`);
}

function abort(message: string): never {
  writeSync(2, `${message}\n`);
  process.abort();
}

function openCurrent(): number {
  return open('/proc/thread-self/ns/net', 'network namespace of this thread');
}

/** Node opens with O_CLOEXEC. */
function open(path: string, name: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    const errno = error instanceof Error ? (error as NodeJS.ErrnoException).errno : undefined;
    if (errno === undefined) throw error;
    if (-errno === EACCES && path.startsWith('/proc/'))
      throw new SystemError('open', EACCES, `${name}: CAP_SYS_PTRACE is needed to look at a process of another user`, 'CAP_SYS_PTRACE');
    throw new SystemError('open', -errno, name);
  }
}

function isThenable(value: unknown): boolean {
  return value !== null && (typeof value === 'object' || typeof value === 'function') && 'then' in value && typeof value.then === 'function';
}
