// Which descriptors of which process are netlink sockets, as far as a log shows.

/** A netlink socket of the log. */
export interface Socket {
  /** `3`, `4711/3`; `4711/3#2` for the second that this process had under the number. */
  readonly name: string;
  readonly family: number;
}

type Table = Map<number, Socket | 'other'>;

/** More processes than this are not kept apart: those that were quiet longest are forgotten. */
const MAX_PROCESSES = 10_000;

/** The sockets of all processes. */
export class Sockets {
  private readonly tables = new Map<string, Table>();
  /** How often a name was given. */
  private readonly names = new Map<string, number>();
  /** What each number was last opened as, by whichever process: a thread's start may not be in the log. */
  private readonly latest = new Map<number, Socket>();

  /** A descriptor of a netlink socket; `other`: of something else. */
  open(pid: string, fd: number, family: number | 'other'): Socket | undefined {
    if (family === 'other') {
      this.table(pid).set(fd, 'other');
      return undefined;
    }
    const name = pid === '' ? `${fd}` : `${pid}/${fd}`;
    const count = (this.names.get(name) ?? 0) + 1;
    if (this.names.size > MAX_PROCESSES) this.names.clear();
    this.names.set(name, count);
    const socket = { name: count === 1 ? name : `${name}#${count}`, family };
    this.table(pid).set(fd, socket);
    this.latest.set(fd, socket);
    return socket;
  }

  find(pid: string, fd: number): Socket | undefined {
    const found = this.tables.get(pid)?.get(fd) ?? this.latest.get(fd);
    return found === 'other' ? undefined : found;
  }

  close(pid: string, fd: number): void {
    const table = this.table(pid);
    if (table.get(fd) === this.latest.get(fd)) this.latest.delete(fd);
    table.delete(fd);
  }

  duplicate(pid: string, fd: number, other: number): void {
    const found = this.tables.get(pid)?.get(fd);
    if (found === undefined) this.table(pid).delete(other);
    else this.table(pid).set(other, found);
  }

  /** A new process or thread: it shares its parent's descriptors, or starts with the same. */
  fork(pid: string, child: string, shares: boolean): void {
    const table = this.table(pid);
    this.tables.set(child, shares ? table : new Map(table));
  }

  exit(pid: string): void {
    this.tables.delete(pid);
  }

  private table(pid: string): Table {
    const found = this.tables.get(pid);
    if (found !== undefined) return found;
    const made: Table = new Map();
    const [oldest] = this.tables.keys();
    if (this.tables.size >= MAX_PROCESSES && oldest !== undefined) this.tables.delete(oldest);
    this.tables.set(pid, made);
    return made;
  }
}
