// A machine whose kernel is simulated: the names its network namespaces have, and where its sockets are opened.

import { EEXIST, ENOENT } from '../../netlink/errno-numbers.js';
import { SystemError } from '../../netlink/errors.js';
import { NamingError } from '../../netlink/socket/named.js';
import { NETNS_DIRECTORY } from '../../netlink/socket/namespace.js';
import type { Transport } from '../../netlink/transport.js';
import { SimulatedKernel, type SimulatedTransportOptions } from '../../simkernel/kernel.js';
import type { NetNamespace } from '../../simkernel/namespace.js';

/** The process that every machine has. */
const INIT_PID = 1;

export class SimulatedMachine {
  /** The one made last first: so the file system that /run is lists them. */
  private readonly names = new Map<string, NetNamespace>();
  private readonly watchers = new Set<(name: string) => void>();

  constructor(readonly kernel: SimulatedKernel = new SimulatedKernel()) {}

  list(): readonly string[] {
    return [...this.names.keys()].reverse();
  }

  /** By a name, by a path as /run and /proc have them, or by the id of a process. */
  find(where: string | number): NetNamespace | undefined {
    if (typeof where === 'number') return where === INIT_PID ? this.kernel.init : this.kernel.findNamespace('pid', where);
    if (!where.includes('/')) return this.names.get(where);
    const [, name] = /^(?:\/var)?\/run\/netns\/([^/]+)$/.exec(where) ?? [];
    if (name !== undefined) return this.names.get(name);
    const [, pid] = /^\/proc\/(\d+)\/ns\/net$/.exec(where) ?? [];
    return pid === undefined ? undefined : this.find(Number(pid));
  }

  /** The name of a namespace, the one given first where it has several. */
  nameOf(ns: NetNamespace): string | undefined {
    for (const [name, named] of this.names) if (named === ns) return name;
    return undefined;
  }

  /** A fresh namespace, which goes with its name; without one it is ended by whoever made it. Throws NamingError EEXIST. */
  create(name?: string): NetNamespace {
    if (name !== undefined) this.assertFree(name);
    const ns = this.kernel.createNamespace(name);
    if (name !== undefined) this.set(name, ns);
    return ns;
  }

  /** Gives a namespace a name, another one perhaps. Throws NamingError EEXIST. */
  attach(name: string, ns: NetNamespace): void {
    this.assertFree(name);
    this.set(name, ns);
  }

  /** Takes a name away, and with its last name the namespace. Throws NamingError ENOENT. */
  delete(name: string): void {
    const ns = this.names.get(name);
    if (ns === undefined) throw new NamingError('remove', 'unlink', ENOENT, `${NETNS_DIRECTORY}/${name}`);
    this.names.delete(name);
    if (this.nameOf(ns) === undefined && ns !== this.kernel.init) this.kernel.deleteNamespace(ns);
    for (const watcher of this.watchers) watcher(name);
  }

  /** Ends a namespace that has no name. */
  end(ns: NetNamespace): void {
    this.kernel.deleteNamespace(ns);
  }

  /** A socket of the simulated kernel, as the library opens those of the real one. */
  open(options: SimulatedTransportOptions): Transport {
    return this.kernel.transport(options);
  }

  /** Throws SystemError ENOENT where there is none. */
  expect(where: string | number): NetNamespace {
    const ns = this.find(where);
    if (ns === undefined) throw new SystemError('open', ENOENT, typeof where === 'number' ? `network namespace of process ${where}` : `network namespace "${where}"`);
    return ns;
  }

  /** Calls `changed` with each name that comes or goes, until the returned function is called. Here nothing fails: see LastingMachine. */
  watch(changed: (name: string) => void, _failed: (error: Error) => void): () => void {
    this.watchers.add(changed);
    return () => void this.watchers.delete(changed);
  }

  private set(name: string, ns: NetNamespace): void {
    this.names.set(name, ns);
    for (const watcher of this.watchers) watcher(name);
  }

  private assertFree(name: string): void {
    if (this.names.has(name)) throw new NamingError('file', 'open', EEXIST, `${NETNS_DIRECTORY}/${name}`);
  }
}
