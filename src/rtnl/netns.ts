// Network namespaces by name, as `ip netns` has them: what a program opens, makes and removes. Everything is loaded when it
// is first asked for.

import type { Namespace, NamespaceTarget } from '../netlink/socket/namespace.js';

export type { Namespace, NamespaceTarget };

const socket = () => import('../netlink/socket/surface.js');

/**
 * Network namespaces. All reject with SystemError, whose `code` is the errno's name and whose `capability` is what was missing
 * on EPERM and EACCES, and with NetlinkError `ERR_NETLINK_UNSUPPORTED` where the runtime can make no system calls.
 */
export const netns = {
  /**
   * A fresh namespace, holding a loopback link that is down. With a name it is one that `ip netns` sees, and it stays until the
   * name is deleted; without, it goes away with the last that refers to it. The caller closes what comes back (`using`).
   * Needs CAP_SYS_ADMIN, for a name over the mounts as well, and the right to write in /run (CAP_DAC_OVERRIDE). `EEXIST` where the
   * name is taken. Nothing is left behind where a step fails. It happens on this thread, which waits for what locks the kernel takes.
   */
  async create(name?: string): Promise<Namespace> {
    if (name !== undefined) return (await socket()).createNamed(name);
    return (await socket()).Namespace.create();
  },

  /** The namespace of that name, path, process or descriptor; the caller closes it. `ENOENT` where there is none. Whether a file is one shows when it is entered: `EINVAL`. */
  async open(where: NamespaceTarget): Promise<Namespace> {
    return (await socket()).Namespace.open(where);
  },

  /** Takes the name away. The namespace goes with the last that refers to it: a process, an open descriptor, a client or a watch in it. `ENOENT`. */
  async delete(name: string): Promise<void> {
    (await socket()).deleteNamed(name);
  },

  /** The names, in the order of the directory, as `ip netns list` has them. */
  async list(): Promise<string[]> {
    return (await socket()).listNamed();
  },

  /** Gives the namespace of a process (or any other) a name; `EEXIST` where it is taken. */
  async attach(name: string, to: NamespaceTarget): Promise<void> {
    await (await socket()).attachNamed(name, to);
  },

  /** The name of the namespace that a process is in; of this thread, by default. Undefined where it has none. */
  async identify(where: NamespaceTarget = '/proc/thread-self/ns/net'): Promise<string | undefined> {
    return (await socket()).identifyNamed(where);
  },

  /** The ids of the processes in that namespace, of those that may be looked at. `ENOENT`. */
  async pids(where: NamespaceTarget): Promise<number[]> {
    return (await socket()).processesIn(where);
  },
} as const;
