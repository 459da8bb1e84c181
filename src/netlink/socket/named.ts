// Network namespaces that have a name: files in /run/netns over which a namespace is mounted, made so that `ip netns`
// finds them and they find what `ip netns` made. Truth: ip-netns(8), iproute2: ip/ipnetns.c, mount_namespaces(7).

import type { Dir } from 'node:fs';
import { EACCES, EAGAIN, EBUSY, EEXIST, EINVAL, ENOENT, EPERM } from '../errno-numbers.js';
import { type Capability, SystemError } from '../errors.js';
import type { Libc } from './libc.js';
import { LOCK_EX, LOCK_NB, MNT_DETACH, MS_BIND, MS_REC, MS_SHARED } from './linux.js';
import { loadLibc } from './load.js';
import { Namespace, type NamespaceTarget, NETNS_DIRECTORY } from './namespace.js';

const { closeSync, constants, mkdirSync, opendirSync, openSync, statSync, unlinkSync } = process.getBuiltinModule('node:fs');

/** Milliseconds for which another process may hold the lock of the directory, which is held for two calls. */
const LOCK_TIMEOUT = 5000;
const NAME_MAX = 255;

/** What was being done when a call failed. */
export type NamingStep = 'directory' | 'lock' | 'share' | 'bind directory' | 'file' | 'namespace' | 'bind' | 'remove' | 'look';

/** A step towards a named namespace, or its end, failed. */
export class NamingError extends SystemError {
  constructor(
    readonly step: NamingStep,
    syscall: string,
    errno: number,
    detail: string,
    capability?: Capability,
  ) {
    super(syscall, errno, capability === undefined ? detail : `${detail}: ${capability} is needed ${neededFor(step, capability)}`, capability);
  }
}

function neededFor(step: NamingStep, capability: Capability): string {
  if (capability === 'CAP_DAC_OVERRIDE') return 'to write where only root may';
  return step === 'namespace' ? 'to make a network namespace' : 'in the user namespace that owns the mounts of this process';
}

export interface NamedOptions {
  readonly libc?: Libc;
  /** Where the names are. */
  readonly directory?: string;
}

/** Names that can be files of the directory. */
export function isNamespaceName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name) && Buffer.byteLength(name) <= NAME_MAX;
}

/**
 * A fresh namespace under that name; the caller closes it, and the name stays. Rejects with SystemError: EEXIST where the name is
 * taken, EPERM and EACCES with the `capability` that is missing, EINVAL for what cannot be a name. Nothing is left behind then.
 */
export async function createNamed(name: string, options: NamedOptions = {}): Promise<Namespace> {
  const { libc = loadLibc() } = options;
  return nameIt(name, options, () => {
    try {
      return Namespace.create(libc);
    } catch (error) {
      throw error instanceof SystemError ? new NamingError('namespace', error.syscall, error.errno, quoted(name), error.capability) : error;
    }
  });
}

/** Gives a namespace that there is a name, another one perhaps. Rejects as {@link createNamed} does. */
export async function attachNamed(name: string, target: NamespaceTarget, options: NamedOptions = {}): Promise<void> {
  const { libc = loadLibc() } = options;
  const namespace = await nameIt(name, options, () => Namespace.open(target, libc));
  namespace.close();
}

async function nameIt(name: string, { libc = loadLibc(), directory = NETNS_DIRECTORY }: NamedOptions, obtain: () => Namespace): Promise<Namespace> {
  assertName(name);
  makeDirectory(directory);
  await shareDirectory(libc, directory);
  const path = `${directory}/${name}`;
  // Not readable by anyone, as long as it is a mere file.
  attempt('file', path, () => closeSync(openSync(path, constants.O_RDONLY | constants.O_CREAT | constants.O_EXCL, 0)));
  let namespace: Namespace | undefined;
  try {
    namespace = obtain();
    mount(libc, 'bind', `/proc/self/fd/${namespace.fd}`, path, MS_BIND);
    return namespace;
  } catch (error) {
    namespace?.close();
    unlinkSync(path);
    throw error;
  }
}

function makeDirectory(directory: string): void {
  try {
    attempt('directory', directory, () => mkdirSync(directory, 0o755));
  } catch (error) {
    if ((error as SystemError).errno !== EEXIST) throw error;
  }
}

/**
 * Makes the directory a mount point that passes on to other mount namespaces what is mounted in it, so that a namespace can go
 * away everywhere when its name does. Doing it twice at once would mount it over itself again and again.
 */
async function shareDirectory(libc: Libc, directory: string): Promise<void> {
  if (tryShare(libc, directory)) return;
  const lock = attempt('lock', directory, () => openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY));
  try {
    await takeLock(libc, lock, directory);
    if (tryShare(libc, directory)) return;
    mount(libc, 'bind directory', directory, directory, MS_BIND | MS_REC);
    mount(libc, 'share', '', directory, MS_SHARED | MS_REC);
  } finally {
    closeSync(lock);
  }
}

/** False where the directory is no mount point. */
function tryShare(libc: Libc, directory: string): boolean {
  try {
    mount(libc, 'share', '', directory, MS_SHARED | MS_REC);
    return true;
  } catch (error) {
    if ((error as SystemError).errno !== EINVAL) throw error;
    return false;
  }
}

/** Whoever holds it does so for a moment: the event loop goes on meanwhile, and a process that never lets go of it stops nobody. */
async function takeLock(libc: Libc, lock: number, directory: string): Promise<void> {
  const start = performance.now();
  for (;;) {
    const result = libc.flock(lock, LOCK_EX | LOCK_NB);
    if (result >= 0) return;
    if (result !== -EAGAIN || performance.now() - start > LOCK_TIMEOUT) throw new NamingError('lock', 'flock', -result, directory);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Takes the name away; the namespace goes with the last that refers to it. Throws SystemError: ENOENT, EPERM, EACCES. */
export function deleteNamed(name: string, { libc = loadLibc(), directory = NETNS_DIRECTORY }: NamedOptions = {}): void {
  assertName(name);
  const path = `${directory}/${name}`;
  const detached = libc.umount2(path, MNT_DETACH);
  try {
    attempt('remove', path, () => unlinkSync(path));
  } catch (error) {
    // What is still mounted cannot be removed: why it is still mounted says more.
    if ((error as SystemError).errno === EBUSY && detached === -EPERM) throw new NamingError('remove', 'umount2', EPERM, path, 'CAP_SYS_ADMIN');
    throw error;
  }
}

/** The names, in the order of the directory. Throws SystemError, but not where there is no directory. */
export function listNamed({ directory = NETNS_DIRECTORY }: Pick<NamedOptions, 'directory'> = {}): string[] {
  let entries: Dir;
  try {
    entries = attempt('look', directory, () => opendirSync(directory));
  } catch (error) {
    if ((error as SystemError).errno === ENOENT) return [];
    throw error;
  }
  const names: string[] = [];
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) names.push(entry.name);
  } finally {
    entries.closeSync();
  }
  return names;
}

/** The name of that namespace, the last in the order of the directory where it has several. Throws SystemError. */
export function identifyNamed(target: NamespaceTarget, { libc = loadLibc(), directory = NETNS_DIRECTORY }: NamedOptions = {}): string | undefined {
  using namespace = Namespace.open(target, libc);
  const wanted = identity(`/proc/self/fd/${namespace.fd}`);
  return listNamed({ directory }).findLast((name) => identity(`${directory}/${name}`) === wanted);
}

/** The processes in that namespace that may be looked at, in the order of /proc. Throws SystemError. */
export function processesIn(target: NamespaceTarget, { libc = loadLibc() }: Pick<NamedOptions, 'libc'> = {}): number[] {
  using namespace = Namespace.open(target, libc);
  const wanted = identity(`/proc/self/fd/${namespace.fd}`);
  return listNamed({ directory: '/proc' })
    .filter((name) => /^\d+$/.test(name) && identity(`/proc/${name}/ns/net`) === wanted)
    .map(Number);
}

/** Device and inode, which tell one namespace from all others; undefined for what is gone or hidden. */
export function identity(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

function assertName(name: string): void {
  if (!isNamespaceName(name)) throw new NamingError('look', 'open', EINVAL, `${quoted(name)} cannot be the name of a network namespace`);
}

function quoted(name: string): string {
  return JSON.stringify(name);
}

function mount(libc: Libc, step: NamingStep, source: string, target: string, flags: number): void {
  const result = libc.mount(source, target, 'none', flags);
  if (result < 0)
    throw new NamingError(step, 'mount', -result, step === 'share' ? `--make-shared ${target}` : `${source} on ${target}`, result === -EPERM ? 'CAP_SYS_ADMIN' : undefined);
}

/** What node throws, as this library's error. */
function attempt<T>(step: NamingStep, path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { errno, syscall } = error as NodeJS.ErrnoException;
    if (errno === undefined) throw error;
    throw new NamingError(step, syscall ?? 'open', -errno, path, -errno === EACCES ? 'CAP_DAC_OVERRIDE' : undefined);
  }
}
