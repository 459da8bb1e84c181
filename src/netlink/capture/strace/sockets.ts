// Which descriptors of which process are netlink sockets, as far as a log shows.

/** A netlink socket of the log. */
export interface Socket {
  /** `3`, `4711/3`; `4711/3#2` for the second that this process had under the number. */
  readonly name: string;
  readonly family: number;
}

/** The descriptors of a process, or of several that share them. `other` is what is no netlink socket, where another process has one under the number. */
type Table = Map<number, Socket | 'other'>;

interface Process {
  table: Table;
  /** The table is another's as well, until one of them changes it. */
  borrowed: boolean;
}

/** Of more, all is forgotten and learned again. Maps that lose their oldest one by one become slow. */
const MAX_PROCESSES = 4096;
const MAX_DESCRIPTORS = 256;
const MAX_NAMES = 1 << 16;

/** The sockets of all processes. */
export class Sockets {
  private readonly processes = new Map<string, Process>();
  /** How often a name was given. */
  private readonly names = new Map<string, number>();
  /** What each number was last opened as, by whichever process: a thread's start may not be in the log. */
  private readonly latest = new Map<number, Socket>();

  /** A descriptor of a netlink socket. */
  open(pid: string, fd: number, family: number): Socket {
    const name = pid === '' ? `${fd}` : `${pid}/${fd}`;
    const count = (this.names.get(name) ?? 0) + 1;
    set(this.names, name, count, MAX_NAMES);
    const socket = { name: count === 1 ? name : `${name}#${count}`, family };
    set(this.own(pid), fd, socket, MAX_DESCRIPTORS);
    set(this.latest, fd, socket, MAX_NAMES);
    return socket;
  }

  /** A descriptor of something else. */
  openOther(pid: string, fd: number): void {
    if (this.latest.has(fd)) set(this.own(pid), fd, 'other', MAX_DESCRIPTORS);
    else this.close(pid, fd);
  }

  find(pid: string, fd: number): Socket | undefined {
    const found = this.processes.get(pid)?.table.get(fd) ?? this.latest.get(fd);
    return found === 'other' ? undefined : found;
  }

  close(pid: string, fd: number): void {
    const found = this.processes.get(pid)?.table.get(fd);
    if (found === undefined) return;
    if (found === this.latest.get(fd)) this.latest.delete(fd);
    this.own(pid).delete(fd);
  }

  duplicate(pid: string, fd: number, other: number): void {
    const found = this.processes.get(pid)?.table.get(fd);
    if (found === undefined) this.openOther(pid, other);
    else set(this.own(pid), other, found, MAX_DESCRIPTORS);
  }

  /** A new process or thread: it shares its parent's descriptors, or starts with the same. */
  fork(pid: string, child: string, shares: boolean): void {
    const parent = this.processes.get(pid) ?? { table: new Map(), borrowed: false };
    set(this.processes, pid, parent, MAX_PROCESSES);
    if (!shares) parent.borrowed = true;
    set(this.processes, child, shares ? parent : { table: parent.table, borrowed: true }, MAX_PROCESSES);
  }

  exit(pid: string): void {
    this.processes.delete(pid);
  }

  /** The table of a process, to be changed. */
  private own(pid: string): Table {
    const found = this.processes.get(pid);
    if (found === undefined) {
      const table: Table = new Map();
      set(this.processes, pid, { table, borrowed: false }, MAX_PROCESSES);
      return table;
    }
    if (found.borrowed) {
      found.table = new Map(found.table);
      found.borrowed = false;
    }
    return found.table;
  }
}

function set<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  if (map.size >= most && !map.has(key)) map.clear();
  map.set(key, value);
}
