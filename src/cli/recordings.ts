// Recorded cases in files: a line of JSON each, or one exchange alone, plain or gzipped. See fixtures/README.md.

import { NetlinkError } from '../netlink/errors.js';
import type { Exchange, RecordedDatagram } from '../netlink/exchange.js';
import { MAX_EXCHANGE } from '../netlink/exchange.js';
import { printable, readBytes } from './files.js';

/** A command, what it said to the kernel, and what came out. */
export interface Case {
  readonly name: string;
  /** The program's name first. */
  readonly argv: readonly string[];
  /** The commands that made the state, in order. */
  readonly setup: readonly string[];
  readonly rc: number;
  readonly stdout: string;
  /** Instead of `stdout`, where it is no text. */
  readonly stdout_b64?: string;
  readonly stderr: string;
  readonly stdin?: string;
  /** What was done while the command ran, a line each. */
  readonly during?: string;
  /** Instead of `stdin`, where it is no text. */
  readonly stdin_b64?: string;
  /** `uname -m` of the machine. */
  readonly arch?: string;
  readonly exchange: Exchange;
}

/** Of an empty file one in which nothing passed. Throws NetlinkError ERR_NETLINK_REPLAY where a file holds neither, and what reading it throws. */
export function readCases(path: string): Partial<Case>[] {
  const lines = wholeOrLines(path, unpacked(path, readBytes(path)).toString('utf8'));
  if (lines.every(isDatagram)) return [{ exchange: bounded(path, lines) }];
  return lines.map((line) => {
    if (Array.isArray(line)) return { exchange: bounded(path, line as RecordedDatagram[]) };
    const { exchange } = line as Partial<Case>;
    if (!Array.isArray(exchange)) throw new NetlinkError('ERR_NETLINK_REPLAY', `${path}: a line without an exchange`);
    bounded(path, exchange);
    return line as Partial<Case>;
  });
}

function unpacked(path: string, file: Buffer): Buffer {
  if (file[0] !== 0x1f || file[1] !== 0x8b) return file;
  try {
    return process.getBuiltinModule('node:zlib').gunzipSync(file);
  } catch (error) {
    throw new NetlinkError('ERR_NETLINK_REPLAY', `${path}: ${(error as Error).message}`);
  }
}

function wholeOrLines(path: string, text: string): object[] {
  try {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    if (lines.length > 0 && !lines.every((line) => /^\s*[[{].*[\]}]\s*$/.test(line))) return [JSON.parse(text) as object];
    return lines.map((line) => JSON.parse(line) as object);
  } catch (error) {
    throw new NetlinkError('ERR_NETLINK_REPLAY', `${path}: ${printable((error as Error).message)}`);
  }
}

function isDatagram(line: object): line is RecordedDatagram {
  return 'dir' in line && 'hex' in line;
}

function bounded(path: string, exchange: Exchange): Exchange {
  if (exchange.length > MAX_EXCHANGE) throw new NetlinkError('ERR_NETLINK_LIMIT', `${path}: ${exchange.length} datagrams, MAX_EXCHANGE is ${MAX_EXCHANGE}`);
  return exchange;
}
