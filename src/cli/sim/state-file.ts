// The file that a simulated machine's state lives in: a header, then all that was done to it, in order. Commands append to it, each
// line in one write, and read what others appended: the order of the lines is the order in which it happened, for everyone.

import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { EACCES } from '../../netlink/errno-numbers.js';
import { SystemError } from '../../netlink/errors.js';
import { UsageError } from '../../rtnl/words.js';
import { type Entry, parseEntry } from './act.js';

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

  /** Makes the file where there is none, with what `fresh` says. Throws UsageError where it cannot be opened, or is something else. */
  constructor(
    readonly path: string,
    fresh: StateHeader,
  ) {
    [this.fd, this.writable] = open(path);
    try {
      if (fstatSync(this.fd).size === 0 && this.writable) writeSync(this.fd, `${JSON.stringify(fresh)}\n`);
      const first = this.lines().next();
      this.header = this.parse(() => headerOf(first.done === true ? '' : first.value));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** What was done since it was read last. Throws UsageError at a line that is damaged. */
  *entries(): Generator<Entry> {
    for (const line of this.lines()) {
      // Two that made the file at once both wrote a header; an empty line ends one that broke off.
      if (line !== '' && !line.startsWith('{"rtnl-sim"')) yield this.parse(() => parseEntry(line));
    }
  }

  /** True where nothing else was appended since it was read last: it is not read again then. Throws SystemError. */
  append(entry: Entry): boolean {
    if (!this.writable) throw new SystemError('open', EACCES, this.path);
    const bytes = Buffer.from(`${this.rest.length > 0 ? '\n' : ''}${JSON.stringify(entry)}\n`);
    try {
      writeSync(this.fd, bytes);
    } catch (error) {
      throw new SystemError('write', -((error as NodeJS.ErrnoException).errno ?? 0), this.path);
    }
    if (this.rest.length > 0 || fstatSync(this.fd).size !== this.offset + bytes.length) return false;
    this.offset += bytes.length;
    this.line++;
    return true;
  }

  close(): void {
    closeSync(this.fd);
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
      if (fstatSync(this.fd).size <= this.offset) return;
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
      throw new UsageError(`rtnl: ${this.path}, line ${this.line}: ${error.message}\n`, 1);
    }
  }
}

function open(path: string): readonly [fd: number, writable: boolean] {
  try {
    try {
      return [openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o666), true];
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EACCES' && code !== 'EROFS') throw error;
      return [openSync(path, constants.O_RDONLY), false];
    }
  } catch (error) {
    throw new UsageError(`rtnl: ${(error as Error).message}\n`, 1);
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
  if (header?.['rtnl-sim'] === undefined) throw new TypeError('this is not the state of a simulated kernel');
  const { 'rtnl-sim': version, kernel, seed, byteOrder, start } = header;
  if (version !== 1) throw new TypeError(`format ${version}, where 1 is known`);
  if (kernel !== '6.18') throw new TypeError(`kernel ${kernel}, where 6.18 is known`);
  if (!Number.isInteger(seed) || !Number.isFinite(start) || (byteOrder !== 'little' && byteOrder !== 'big')) throw new TypeError('the header is incomplete');
  return header as StateHeader;
}
