// The file that a simulated machine's state lives in: a header, then all that was done to it, in order. Commands append to it, each
// line in one write, and read what others appended: the order of the lines is the order in which it happened, for everyone.

import { EACCES, ENOSPC } from '../../netlink/errno-numbers.js';
import { SystemError } from '../../netlink/errors.js';
import { UsageError } from '../../rtnl/words.js';
import { because, printable } from '../files.js';
import { type Entry, parseEntry } from './act.js';

const { closeSync, constants, fstatSync, openSync, readSync, writeSync } = process.getBuiltinModule('node:fs');

/** What is known of the machine from its beginning on. */
export interface StateHeader {
  /** Version of the format. */
  readonly 'rtnl-sim': 1;
  /** The release its kernel behaves like. */
  readonly kernel: '6.18';
  /** Of its hardware addresses. */
  readonly seed: number;
  readonly byteOrder: 'little' | 'big';
  /** When it started, in milliseconds since 1970. */
  readonly start: number;
}

const PIECE = 1 << 20;
const NEWLINE = 10;
/** Ends a line that broke off, as a command that was killed or found no space leaves it: what it tells never came about. */
const VOID = '!';

export class StateFile {
  readonly header: StateHeader;
  private readonly fd: number;
  /** It can be written. */
  readonly writable: boolean;
  /** How far it was read. */
  private offset = 0;
  private line = 0;
  /** What was read of a line that has no end so far. */
  private rest: Buffer = Buffer.alloc(0);

  /** Makes the file where there is none, with what `fresh` says. Throws FileError where it cannot be opened, UsageError where it is something else. */
  constructor(
    readonly path: string,
    fresh: StateHeader,
  ) {
    try {
      [this.fd, this.writable] = open(path);
    } catch (error) {
      throw because(path, error);
    }
    try {
      const stats = fstatSync(this.fd);
      if (!stats.isFile()) throw new UsageError(`rtnl: ${path} is no regular file: the state of a simulated kernel cannot live there\n`, 1);
      if (stats.size === 0 && this.writable) this.write(Buffer.from(`${JSON.stringify(fresh)}\n`));
      const first = this.lines().next();
      if (first.done === true) this.line++;
      this.header = this.parse(() => headerOf(first.done === true ? this.rest.toString() : first.value));
    } catch (error) {
      this.close();
      throw error instanceof SystemError ? new UsageError(`rtnl: ${error.message}\n`, 1) : error;
    }
  }

  /** What was done since it was read last. Throws UsageError at a line that is damaged. */
  *entries(): Generator<Entry> {
    for (const line of this.lines()) {
      // Two that made the file at once both wrote a header.
      if (line === '' || line.startsWith('{"rtnl-sim"')) continue;
      const entry = line.endsWith(VOID) ? whole(line.slice(0, -VOID.length)) : this.parse(() => parseEntry(line));
      if (entry !== undefined) yield entry;
    }
  }

  /** True where nothing else was appended since it was read last: it is not read again then. Throws SystemError. */
  append(entry: Entry): boolean {
    if (!this.writable) throw new SystemError('open', EACCES, this.path);
    const bytes = Buffer.from(`${this.rest.length > 0 ? `${VOID}\n` : ''}${JSON.stringify(entry)}\n`);
    this.write(bytes);
    if (this.rest.length > 0 || this.size() !== this.offset + bytes.length) return false;
    this.offset += bytes.length;
    this.line++;
    return true;
  }

  close(): void {
    closeSync(this.fd);
  }

  /** In one piece: what was written of half a line others may have added to by now. Throws SystemError. */
  private write(bytes: Uint8Array): void {
    let written: number;
    try {
      written = writeSync(this.fd, bytes);
    } catch (error) {
      throw systemError('write', error, this.path);
    }
    if (written < bytes.length) throw new SystemError('write', ENOSPC, this.path);
  }

  /** Throws UsageError where the file has no name any more: nobody would hear of what is written there. */
  private size(): number {
    const { size, nlink } = fstatSync(this.fd);
    if (nlink === 0) throw new UsageError(`rtnl: ${this.path} was deleted or replaced meanwhile\n`, 1);
    return size;
  }

  private *lines(): Generator<string> {
    for (;;) {
      const end = this.rest.indexOf(NEWLINE);
      if (end >= 0) {
        const line = this.rest.toString('utf8', 0, end);
        this.rest = this.rest.subarray(end + 1);
        this.line++;
        yield line;
        continue;
      }
      if (this.size() <= this.offset) return;
      const piece = Buffer.alloc(PIECE);
      const length = readSync(this.fd, piece, 0, PIECE, this.offset);
      this.offset += length;
      this.rest = Buffer.concat([this.rest, piece.subarray(0, length)]);
    }
  }

  private parse<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
      throw new UsageError(`rtnl: ${this.path}, line ${this.line}: ${printable(error.message)}\n`, 1);
    }
  }
}

const systemError = (syscall: string, error: unknown, path: string): SystemError => new SystemError(syscall, -((error as NodeJS.ErrnoException).errno ?? 0), path);

/** What may not be written is read: it can be looked at. Pipes and the like are not waited for. */
function open(path: string): readonly [fd: number, writable: boolean] {
  try {
    return [openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NONBLOCK, 0o666), true];
  } catch (error) {
    try {
      return [openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), false];
    } catch {
      throw error;
    }
  }
}

/** An act whose line wants nothing but its end. */
function whole(line: string): Entry | undefined {
  try {
    return parseEntry(line);
  } catch {
    return undefined;
  }
}

/** Throws TypeError. */
function headerOf(line: string): StateHeader {
  let header: Partial<StateHeader> | null = null;
  try {
    header = JSON.parse(line) as Partial<StateHeader> | null;
  } catch {
    // Any file may have been named.
  }
  if (header?.['rtnl-sim'] === undefined) throw new TypeError(line === '' ? 'the file is empty, and may not be written' : 'this is not the state of a simulated kernel');
  const { 'rtnl-sim': version, kernel, seed, byteOrder, start } = header;
  if (version !== 1) throw new TypeError(`format ${version}, where 1 is known`);
  if (kernel !== '6.18') throw new TypeError(`kernel ${kernel}, where 6.18 is known`);
  if (!Number.isInteger(seed) || !Number.isFinite(start) || (byteOrder !== 'little' && byteOrder !== 'big')) throw new TypeError('the header is incomplete');
  return header as StateHeader;
}
