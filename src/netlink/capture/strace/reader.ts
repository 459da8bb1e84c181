// Logs of strace as datagrams. What it printed as structs is put together again (assemble.ts); where it dumped the bytes (-e read=, -e write=),
// and in strings of -xx, they are taken as they are. What was only peeked at is left out: it is read again.

import { NETLINK_GENERIC } from '../../constants.js';
import { CaptureError } from '../../errors.js';
import { byteOrderOf, looksLikeMessages } from '../byte-order.js';
import type { Capture, CapturedDatagram } from '../captured.js';
import { Lines, MAX_LINE } from '../lines.js';
import type { Told as Hints, Reader } from '../reader.js';
import { assemble } from './assemble.js';
import { CARRIERS, isPeek, type Told } from './calls.js';
import { numberOf } from './constants.js';
import { Dump } from './dump.js';
import { type LogLine, LogTimes, logLine, nanoseconds } from './log-line.js';
import { LogNames } from './names.js';
import { type Socket, Sockets } from './sockets.js';
import { fieldOf, type Said, Syntax, SyntaxProblem, textOf } from './syntax.js';

const AF_NETLINK = 16;

/** Calls that were interrupted and not resumed, at most. */
const MAX_UNFINISHED = 10_000;

/** Libraries of big-endian machines: what a program loads tells what it runs on. */
const BIG_ENDIAN = /"\/(?:usr\/)?lib(?:64)?\/(?:s390x?|powerpc64|powerpc|mips64|mips|sparc64|hppa|m68k)-linux-gnu|\/ld64\.so\.1"/;
const LITTLE_ENDIAN = /"\/(?:usr\/)?lib(?:64)?\/(?:x86_64|i386|aarch64|arm|riscv64|powerpc64le|mips64el|mipsel|loongarch64)-linux-gnu/;

/** Where descriptors come and go. */
const OTHERS = new Set(['socket', 'bind', 'close', 'dup', 'dup2', 'dup3', 'fcntl', 'fcntl64', 'clone', 'clone3', 'fork', 'vfork', 'ioctl', 'open', 'openat', 'execve']);

/** A call from its arguments on. */
interface Call {
  readonly pid: string;
  readonly name: string;
  readonly text: string;
  readonly time: bigint | undefined;
  readonly offset: number;
  /** Its line has an end. */
  readonly whole: boolean;
}

const latin1 = new TextDecoder('latin1');

/** Reads a log of strace. */
export class StraceReader implements Reader {
  readonly skipped = 0;
  private readonly lines = new Lines((line, offset, whole) => this.line(line, offset, whole));
  private readonly sockets = new Sockets();
  private readonly names = new LogNames();
  private readonly times = new LogTimes();
  /** By process. */
  private readonly unfinished = new Map<string, Call>();
  private littleEndian: boolean;
  private orderIsKnown = false;
  private out: CapturedDatagram[] = [];
  /** The last call's datagrams, each in the parts that are told of it, until it is sure that no dump follows. */
  private waiting: CapturedDatagram[][] = [];
  private dump = new Dump();

  constructor(private readonly hints: Hints) {
    this.littleEndian = hints.littleEndian;
  }

  get timesFrom(): Capture['timesFrom'] {
    return this.times.from ?? 'epoch';
  }

  push(piece: Uint8Array, out: CapturedDatagram[]): void {
    this.out = out;
    this.lines.push(piece);
  }

  end(out: CapturedDatagram[]): void {
    this.out = out;
    try {
      this.lines.end();
    } finally {
      this.release();
    }
  }

  private line(line: Uint8Array, offset: number, whole: boolean): void {
    if (this.waiting.length > 0) {
      const space = line[0] === 0x20;
      if (space && line.length < 100 && this.dump.take(latin1.decode(line))) return;
      this.release();
    }
    const found = logLine(line);
    if (found === undefined) return;
    const time = found.time === undefined ? undefined : this.times.read(found.time);
    if (found.name === '') this.sockets.exit(found.pid);
    else if (CARRIERS.has(found.name) || OTHERS.has(found.name)) this.call(line, found, time, offset, whole);
  }

  private call(line: Uint8Array, { pid, name, resumed, at }: LogLine, time: bigint | undefined, offset: number, whole: boolean): void {
    const more = latin1.decode(line.subarray(at));
    const begun = this.unfinished.get(pid);
    if (resumed && begun?.name !== name) return;
    const { text, offset: start } = resumed && begun !== undefined ? begun : { text: '', offset };
    if (resumed) this.unfinished.delete(pid);
    if (text.length + more.length > MAX_LINE) throw new CaptureError('ERR_CAPTURE_LIMIT', `call of more than MAX_LINE bytes, which is ${MAX_LINE}`, start);
    // Looked for in what is new: all of it would be gone through again with each line.
    const broken = more.lastIndexOf('<unfinished ...>');
    if (broken >= 0 && broken + 20 > more.length) {
      if (this.unfinished.size >= MAX_UNFINISHED) this.unfinished.clear();
      this.unfinished.set(pid, { pid, name, text: text + more.slice(0, broken), time, offset: start, whole });
      return;
    }
    const call = { pid, name, text: text + more, time, offset: start, whole };
    if (CARRIERS.has(name)) this.carried(call);
    else this.other(call);
  }

  private other({ pid, name, text }: Call): void {
    if (name === 'open' || name === 'openat' || name === 'execve') {
      this.lookForMachine(text);
      if (name === 'execve') return;
    }
    const parsed = parse(text);
    if (parsed === undefined || parsed.result === undefined || parsed.result < 0) return;
    const { args, result, of } = parsed;
    const fd = intOf(args[0]) ?? -1;
    if (name === 'socket' && isNetlink(args[0])) this.sockets.open(pid, result, familyOf(args[2]) ?? this.hints.family);
    else if (name === 'socket' || name === 'open' || name === 'openat') this.sockets.openOther(pid, result);
    else if (name === 'close') this.sockets.close(pid, fd);
    else if (name.startsWith('dup')) this.sockets.duplicate(pid, fd, result);
    else if (name.startsWith('fcntl') && namesIn(args[1]).some((one) => one.startsWith('F_DUPFD'))) this.sockets.duplicate(pid, fd, result);
    else if (name === 'ioctl') this.learnIndex(args);
    else if (/^(clone3?|v?fork)$/.test(name)) this.sockets.fork(pid, `${result}`, text.includes('CLONE_FILES'));
    else if (name === 'bind' && isNetlink(fieldOf(args[1], 'sa_family'))) this.socket(pid, fd, of);
  }

  private lookForMachine(text: string): void {
    if (this.orderIsKnown) return;
    const big = BIG_ENDIAN.test(text);
    if (!big && !LITTLE_ENDIAN.test(text)) return;
    this.orderIsKnown = true;
    this.littleEndian = !big;
  }

  private learnIndex([, request, ifreq]: readonly Said[]): void {
    if (!namesIn(request).includes('SIOCGIFINDEX')) return;
    const name = fieldOf(ifreq, 'ifr_name');
    const index = intOf(fieldOf(ifreq, 'ifr_ifindex'));
    if (name?.kind === 'string' && index !== undefined) this.names.learnLink(textOf(name), index);
  }

  private carried(call: Call): void {
    const { pid, name, text } = call;
    const carrier = CARRIERS.get(name);
    const fd = Number(/^ *(\d+)/.exec(text)?.[1] ?? -1);
    if (carrier === undefined || fd < 0) return;
    const known = this.sockets.find(pid, fd);
    if (known === undefined && !/NETLINK|nlmsg_len=|\{\{len=|sa_family=0x10\b/.test(text)) return;
    const parsed = parse(text);
    if (parsed === undefined) {
      if (!call.whole) throw new CaptureError('ERR_CAPTURE_TRUNCATED', `the log ends inside a call of ${name}`, call.offset);
      if (known !== undefined) this.broken(call, known, carrier.direction);
      return;
    }
    const { args, result, took } = parsed;
    const of = args[0]?.kind === 'number' ? args[0].of : undefined;
    if (of !== undefined && /^[A-Z]/.test(of) && !of.startsWith('NETLINK')) return;
    if (result === undefined || result <= 0 || isPeek(carrier, args)) return;
    const socket = known ?? this.socket(pid, fd, of);
    const time = call.time !== undefined && carrier.direction === 'received' ? call.time + took : call.time;
    for (const told of carrier.datagrams(args, result)) {
      const parts = this.datagrams(told, { ...call, time }, socket, carrier.direction);
      // Any descriptor can be read and written, and the log may not show that one was closed and is something else by then.
      if (carrier.flags !== undefined || of !== undefined || parts.every(looksLikeMessages)) this.waiting.push(parts);
    }
  }

  /** A socket whose beginning is not in the log. */
  private socket(pid: string, fd: number, of: string | undefined): Socket {
    const known = this.sockets.find(pid, fd);
    if (known !== undefined) return known;
    const name = /^NETLINK:\[([A-Z_]+\d*[A-Z_]*)/.exec(of ?? '')?.[1];
    const family = name === undefined ? undefined : numberOf(`NETLINK_${name}`);
    return this.sockets.open(pid, fd, family ?? this.hints.family);
  }

  private datagrams(told: Told, { text, time, offset }: Call, { family, name }: Socket, direction: 'sent' | 'received'): CapturedDatagram[] {
    const groups = hexOf(fieldOf(told.address, 'nl_groups', 'groups'));
    const nsid = nsidOf(told.control, this.littleEndian);
    return assemble(told, text.length, this.littleEndian, this.names).map(({ bytes, fullLength, untold }) => {
      if (family === NETLINK_GENERIC) this.names.learnFamily(bytes, this.littleEndian);
      return {
        bytes,
        littleEndian: byteOrderOf(bytes, fullLength, family, this.littleEndian),
        family,
        direction,
        ...(time !== undefined && { time }),
        socket: name,
        ...(groups !== undefined && direction === 'received' && { groups }),
        ...(nsid !== undefined && { nsid }),
        offset,
        fullLength,
        ...(untold.length > 0 && { untold }),
      };
    });
  }

  /** A call that is not written as strace writes them: something else was printed in its midst. */
  private broken({ text, time, offset }: Call, { name, family }: Socket, direction: 'sent' | 'received'): void {
    const result = /\) += (\d{1,9})(?: <[\d.]+>)?$/.exec(text)?.[1];
    const datagram: CapturedDatagram = {
      bytes: new Uint8Array(0),
      littleEndian: this.littleEndian,
      family,
      direction,
      ...(time !== undefined && { time }),
      socket: name,
      offset,
      fullLength: Number(result ?? 0),
      untold: [{ offset: 0, length: 0, said: text.slice(0, 80) }],
    };
    this.waiting.push([datagram]);
  }

  /** Hands out what waited for a dump, with its bytes where there was one. */
  private release(): void {
    for (const [i, parts] of this.waiting.entries()) {
      const dumped = this.dump.messages[i] ?? [];
      const told = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
      const [first] = parts;
      if (first !== undefined && dumped.length > 0 && dumped.length >= told) this.out.push(this.exactly(first, dumped, parts));
      else for (const part of parts) this.out.push(part);
    }
    this.waiting = [];
    this.dump = new Dump();
  }

  private exactly({ untold: _, ...first }: CapturedDatagram, dumped: readonly number[], parts: readonly CapturedDatagram[]): CapturedDatagram {
    const fullLength = parts.reduce((sum, part) => sum + part.fullLength, 0);
    const bytes = Uint8Array.from(dumped.slice(0, fullLength));
    return { ...first, bytes, fullLength, littleEndian: byteOrderOf(bytes, fullLength, first.family, this.littleEndian) };
  }
}

interface Parsed {
  readonly args: readonly Said[];
  /** Undefined where a call had no end. */
  readonly result: number | undefined;
  /** What the descriptor is of that it returned. */
  readonly of: string | undefined;
  /** Nanoseconds in the call, where -T told. */
  readonly took: bigint;
}

const RESULT = /\s*= (?:(-?\d+|0x[0-9a-f]+)(?:<([^>]*)>)?|\?)?/y;
const TOOK = / <(\d+\.\d+)>$/;

/** Undefined where it is not written as a call is. */
function parse(text: string): Parsed | undefined {
  const syntax = new Syntax(text, 0);
  try {
    const args = syntax.args();
    const result = syntax.match(RESULT);
    if (result === undefined) return undefined;
    return { args, result: result[1] === undefined ? undefined : Number(result[1]), of: result[2], took: nanoseconds(TOOK.exec(text)?.[1] ?? '0') };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return undefined;
  }
}

const namesIn = (said: Said | undefined): readonly string[] => (said?.kind === 'names' ? said.names : said?.kind === 'number' ? [said.text] : []);

const intOf = (said: Said | undefined): number | undefined => (said?.kind === 'number' ? Number(said.value) : undefined);

const isNetlink = (said: Said | undefined): boolean => namesIn(said).some((name) => name === 'AF_NETLINK' || name === 'PF_NETLINK') || intOf(said) === AF_NETLINK;

function familyOf(said: Said | undefined): number | undefined {
  const [name = ''] = namesIn(said);
  return intOf(said) ?? numberOf(name);
}

/** Groups are printed in hexadecimal, without saying so. */
function hexOf(said: Said | undefined): number | undefined {
  const [text = ''] = namesIn(said);
  return /^(0x)?[0-9a-f]{1,8}$/.test(text) ? Number.parseInt(text, 16) : undefined;
}

/** NETLINK_LISTEN_ALL_NSID, among the control messages. */
function nsidOf(control: Said | undefined, littleEndian: boolean): number | undefined {
  if (control?.kind !== 'list') return undefined;
  const found = control.items.find((item) => namesIn(fieldOf(item, 'cmsg_type')).some((name) => name === 'NETLINK_LISTEN_ALL_NSID' || name === '0x8' || name === '8'));
  const data = fieldOf(found, 'cmsg_data');
  if (data?.kind === 'string' && data.bytes.length >= 4) return new DataView(data.bytes.buffer, data.bytes.byteOffset).getInt32(0, littleEndian);
  const [number] = data?.kind === 'list' ? data.items : [];
  return intOf(number);
}
