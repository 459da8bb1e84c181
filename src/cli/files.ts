// Files that are named in a command line, and the one line that says what is wrong with one.

import type { Stats } from 'node:fs';
import { errnoText } from '../netlink/errno.js';
import { UsageError } from '../rtnl/words.js';

const { closeSync, constants, fstatSync, ftruncateSync, openSync, readFileSync, statSync, writeFileSync } = process.getBuiltinModule('node:fs');
const { constants: systemConstants } = process.getBuiltinModule('node:os');

/** A file could not be read or written. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** What the operating system has against a file; anything else as it is. */
export function because(path: string, error: unknown): unknown {
  const { errno } = error as NodeJS.ErrnoException;
  return errno === undefined || errno >= 0 ? error : new FileError(`${path === '' ? '""' : path}: ${errnoText(-errno)}`);
}

function saying<T>(path: string, section: () => T): T {
  try {
    return section();
  } catch (error) {
    throw because(path, error);
  }
}

/** Standard input where no path is given. Throws FileError. */
export const readBytes = (path?: string): Buffer => saying(path ?? 'standard input', () => readFileSync(path ?? 0));

/** Standard input as it comes. Throws FileError for a folder: Node would make a stream of it that holds nothing. */
export function inputStream(): NodeJS.ReadStream {
  if (fstatSync(0).isDirectory()) throw new FileError(`standard input: ${errnoText(systemConstants.errno.EISDIR)}`);
  return process.stdin;
}

/** Throws FileError. */
export const readText = (path: string): string => readBytes(path).toString('utf8');

/** A file that is written once all is known. It is opened before: what cannot be told afterwards is not begun. */
export class LateFile {
  private readonly fd: number;

  /** What it holds stays until it is written. Throws FileError. */
  constructor(private readonly path: string) {
    this.fd = saying(path, () => openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o666));
  }

  /** Once. Throws FileError. */
  write(text: string): void {
    saying(this.path, () => {
      try {
        if (fstatSync(this.fd).isFile()) ftruncateSync(this.fd);
        writeFileSync(this.fd, text);
      } finally {
        closeSync(this.fd);
      }
    });
  }
}

/** Throws UsageError where both names are of one file: what is to be read would be gone once the other is written. */
export function expectOtherFile(read: string, written: string, option: string, command = 'rtnl'): void {
  const [one, other] = [read, written].map(statOf);
  if (one?.isFile() && one.ino === other?.ino && one.dev === other.dev) throw new UsageError(`${command}: ${option} would put an end to ${read}, which is being read\n`);
}

/** Undefined where nobody may know: opening it says why. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** What an error quotes of a file may be anything: on one line, and nothing that moves a terminal. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, (found) => `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}`);
