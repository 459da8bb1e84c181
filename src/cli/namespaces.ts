// The named namespaces that a command meets: those of this machine, or those that a recording's setup made. And which id each
// has, asked of the kernel when one is first needed. iproute2: ip/ipnetns.c: netns_map_init(), get_netnsid_from_name().

import { EEXIST, ENOENT } from '../netlink/errno-numbers.js';
import { KernelError, SystemError } from '../netlink/errors.js';
import { NamingError } from '../netlink/socket/named.js';
import { NETNS_DIRECTORY } from '../netlink/socket/namespace.js';
import { setNsidRequest } from '../rtnl/nsid-requests.js';
import { UsageError } from '../rtnl/words.js';
import type { Kernel } from './kernel.js';

/** Named network namespaces, and what can be done with them. Failures are SystemErrors, NamingErrors where a name is given or taken. */
export interface NamespaceFiles {
  /** The names in the order of the directory; undefined where there is none. */
  list(): readonly string[] | undefined;
  /** An open descriptor of the one with that name, or path with a `/` in it; the caller closes it. Undefined where it cannot be opened. */
  open(name: string): number | undefined;
  close(descriptor: number): void;
  /** A fresh one under that name. */
  create(name: string): Promise<void>;
  /** Gives the one that a process is in a name. */
  attach(name: string, pid: number): Promise<void>;
  /** Takes a name away. */
  delete(name: string): void;
  /** The name of the one that a process is in, or that the command is in: the one `named`, where it was told to go there. */
  identify(pid: number | undefined, named: string | undefined): string | undefined;
  /** The ids of the processes in that one. */
  processes(name: string): readonly number[];
  /** Names that come and go, until the returned function is called. Throws UsageError. */
  watch(changed: (name: string) => void, failed: (error: Error) => void): () => void;
  /** Runs a program in that one. Resolves to its exit code. Rejects with UsageError. */
  execute(name: string, command: readonly string[]): Promise<number>;
  /** The same of one that is in no VRF: where the command is, or in the one `named`, where it was told to go there. */
  executeOutsideVrfs(named: string | undefined, command: readonly string[]): Promise<number>;
}

/** Which names there were once these commands had run, the one made last first: so the file system that /run is lists them. */
export function recordedNames(setup: readonly string[]): string[] {
  const names: string[] = [];
  for (const line of setup) {
    if (/#\s*rc=[1-9]/.test(line)) continue;
    for (const [, all, verb = '', name = ''] of line.matchAll(/\bip((?:\s+-\S+(?:\s+(?!netns\b)[^\s-]\S*)?)*)\s+netns\s+(\w+)(?:\s+([^\s;&|]+))?/g)) {
      if ('delete'.startsWith(verb)) {
        const gone = all !== undefined && /\s-a/.test(all) ? names.length : names.includes(name) ? 1 : 0;
        names.splice(gone > 1 ? 0 : Math.max(0, names.indexOf(name)), gone);
      } else if (('add'.startsWith(verb) || 'attach'.startsWith(verb)) && name !== '' && !names.includes(name)) names.unshift(name);
    }
  }
  return names;
}

/** Descriptors are numbers of another process there: requests are compared without them. */
export function recordedNamespaces(setup: readonly string[], during = ''): NamespaceFiles {
  // What was made while the command ran is not there when it begins, and counts as there from then on.
  let names = recordedNames(setup);
  const later = recordedNames([...setup, ...during.split('\n').filter((line) => !/\bnetns\s+d/.test(line))]);
  return {
    ...toldNamespaces(later),
    list() {
      const listed = names;
      names = later;
      return listed;
    },
  };
}

async function startNothing(): Promise<never> {
  throw new UsageError('a recording starts no program\n', 1);
}

/** Those with these names, in this order. They are only told of: nothing is made, and nothing can be run in them. */
export function toldNamespaces(names: readonly string[]): NamespaceFiles {
  const assertFree = async (name: string) => {
    if (names.includes(name)) throw new NamingError('file', 'open', EEXIST, `${NETNS_DIRECTORY}/${name}`);
  };
  return {
    list: () => names,
    open: (name) => (name.includes('/') || names.includes(name) ? 0 : undefined),
    close: () => undefined,
    create: assertFree,
    attach: assertFree,
    delete(name) {
      if (!names.includes(name)) throw new NamingError('remove', 'unlink', ENOENT, `${NETNS_DIRECTORY}/${name}`);
    },
    identify(pid, named) {
      if (pid !== undefined) throw new SystemError('open', ENOENT, `network namespace of process ${pid}`);
      return named;
    },
    processes(name) {
      if (!names.includes(name)) throw new SystemError('open', ENOENT, `network namespace "${name}"`);
      return [];
    },
    watch: () => () => undefined,
    execute: startNothing,
    executeOutsideVrfs: startNothing,
  };
}

/** Names by id, and ids by name. */
export class NamespaceNames {
  private readonly byId = new Map<number, string>();
  /** Open files that requests refer to. */
  private readonly descriptors: number[] = [];
  /** Names are known: asking is over. */
  ready = false;

  constructor(
    readonly files: NamespaceFiles,
    private readonly kernel: Kernel,
  ) {}

  /** A descriptor for a request to name, which stays open as long as the session. */
  descriptor(name: string): number | undefined {
    const descriptor = this.files.open(name);
    if (descriptor !== undefined) this.descriptors.push(descriptor);
    return descriptor;
  }

  /** -1 where it has no id, undefined where there is no such namespace, KernelError where the kernel says it is none. */
  async idOf(name: string): Promise<number | undefined | KernelError> {
    const fd = this.files.open(name);
    if (fd === undefined) return undefined;
    try {
      const answer = await this.kernel.ask({ name: 'RTM_GETNSID', header: {}, body: { fd } });
      if (answer instanceof KernelError) return answer;
      return answer.name === 'RTM_NEWNSID' ? (answer.body.nsid ?? -1) : -1;
    } finally {
      this.files.close(fd);
    }
  }

  /** Has the kernel give it an id. What it has against that is told. */
  async assign(name: string): Promise<void> {
    const fd = this.files.open(name);
    if (fd === undefined) return;
    try {
      await this.kernel.change(setNsidRequest({ fd }, 'auto'));
    } finally {
      this.files.close(fd);
    }
  }

  /** Asks for the id of every name, once. */
  async prepare(): Promise<void> {
    if (this.ready) return;
    this.ready = true;
    for (const name of this.files.list() ?? []) {
      const id = await this.idOf(name);
      if (typeof id === 'number' && id >= 0 && !this.byId.has(id)) this.byId.set(id, name);
    }
  }

  /** Asks whether a name has this id, up to the first that has. */
  async find(id: number): Promise<void> {
    for (const name of this.files.list() ?? []) {
      if ((await this.idOf(name)) !== id) continue;
      this.byId.set(id, name);
      return;
    }
  }

  forget(id: number): void {
    this.byId.delete(id);
  }

  /** Once they are known. */
  name(id: number): string | undefined {
    return this.byId.get(id);
  }

  close(): void {
    for (const descriptor of this.descriptors) this.files.close(descriptor);
  }
}
