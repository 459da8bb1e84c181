// Our own recordings: lines of JSON, a case or a datagram each, or one exchange alone. See fixtures/README.md and ../exchange.ts.

import { CaptureError } from '../errors.js';
import { isLittleEndianMachine } from '../exchange.js';
import { MAX_DATAGRAM } from '../message.js';
import { byteOrderOf } from './byte-order.js';
import type { CapturedDatagram } from './captured.js';
import { hexRun } from './hex-text.js';
import { type JsonListener, JsonScanner } from './json-scanner.js';
import type { Reader, Told } from './reader.js';

/** What is read of an object, and the bytes its text may take. */
const FIELDS: ReadonlyMap<string | undefined, number> = new Map([
  ['hex', 2 * MAX_DATAGRAM],
  ['dir', 16],
  ['sock', 64],
  ['family', 64],
  ['nsid', 64],
  ['nl_groups', 64],
  ['time', 64],
  ['length', 64],
  ['byteOrder', 64],
  ['name', 4096],
  ['arch', 64],
]);

/** An object as far as it was read. */
interface Fields {
  readonly offset: number;
  readonly texts: Map<string, string>;
  hex?: Uint8Array;
  /** Which exchange of the file it holds, counted from 1. */
  exchange: number;
}

const utf8 = new TextDecoder();

/** Reads exchange lines. Objects may stand within each other in any way: one with `hex` is a datagram, one with `exchange` a case. */
export class ExchangeReader implements Reader, JsonListener {
  readonly skipped = 0;
  private readonly scanner = new JsonScanner(this);
  private out: CapturedDatagram[] = [];
  /** The objects around here. */
  private readonly objects: Fields[] = [];
  private exchanges = 0;

  constructor(private readonly told: Told) {}

  push(piece: Uint8Array, out: CapturedDatagram[]): void {
    this.out = out;
    this.scanner.push(piece);
  }

  end(): void {
    this.scanner.end();
  }

  opened(kind: 'object' | 'array', depth: number, key: string | undefined, offset: number): void {
    if (kind === 'object') this.objects.push({ offset, texts: new Map(), exchange: 0 });
    else if (depth === 0) this.exchanges++;
    else if (key === 'exchange') {
      const around = this.objects.at(-1);
      if (around !== undefined) around.exchange = ++this.exchanges;
    }
  }

  closed(kind: 'object' | 'array', depth: number): void {
    if (kind === 'array') return;
    const object = this.objects.pop();
    if (object === undefined) return;
    if (object.hex !== undefined) this.out.push(this.datagram(object, object.hex));
    // What an exchange holds must be datagrams; beside it, a case may have what it likes.
    else if (object.exchange === 0 && (depth === 0 || this.objects.at(-1)?.exchange === this.exchanges)) {
      throw new CaptureError('ERR_CAPTURE_DAMAGED', 'an object that is no datagram and has no exchange', object.offset);
    }
  }

  wants(_: number, key: string | undefined): number {
    return FIELDS.get(key) ?? 0;
  }

  scalar(text: Uint8Array, isString: boolean, _: number, key: string | undefined, offset: number): void {
    const object = this.objects.at(-1);
    if (object === undefined || key === undefined) return;
    if (key === 'hex' && isString) object.hex = hexRun(text, offset);
    else object.texts.set(key, utf8.decode(text));
  }

  private datagram({ offset, texts }: Fields, bytes: Uint8Array): CapturedDatagram {
    const digits = (key: string): string | undefined => {
      const text = texts.get(key);
      if (text === undefined || /^-?\d{1,40}$/.test(text)) return text;
      throw new CaptureError('ERR_CAPTURE_DAMAGED', `${key} ${text} is no number`, offset);
    };
    const number = (key: string, least: number, most: number): number | undefined => {
      const text = digits(key);
      if (text === undefined) return undefined;
      const value = Number(text);
      if (value >= least && value <= most) return value;
      throw new CaptureError('ERR_CAPTURE_DAMAGED', `${key} ${text}, it takes numbers from ${least} to ${most}`, offset);
    };
    const around = this.objects.at(-1);
    const family = number('family', 0, 0xffff) ?? this.told.family;
    const dir = texts.get('dir');
    const nsid = number('nsid', -0x80000000, 0x7fffffff);
    const groups = number('nl_groups', 0, 0xffffffff);
    const sock = number('sock', 0, Number.MAX_SAFE_INTEGER);
    const time = digits('time');
    if (dir !== undefined && dir !== 'tx' && dir !== 'rx') throw new CaptureError('ERR_CAPTURE_DAMAGED', `dir ${dir} is neither tx nor rx`, offset);
    const fullLength = Math.max(number('length', 0, 0x7fffffff) ?? 0, bytes.length);
    return {
      bytes,
      littleEndian: byteOrderOf(bytes, fullLength, family, this.likelyOrder(texts.get('byteOrder'), around?.texts.get('arch'))),
      family,
      ...(dir !== undefined && { direction: dir === 'tx' ? 'sent' : 'received' }),
      ...(time !== undefined && { time: BigInt(time) }),
      ...(sock !== undefined && { socket: this.socket(around?.texts.get('name'), sock) }),
      ...(groups !== undefined && { groups }),
      ...(nsid !== undefined && { nsid }),
      offset,
      fullLength,
    };
  }

  private likelyOrder(byteOrder: string | undefined, machine: string | undefined): boolean {
    if (byteOrder !== undefined) return byteOrder !== 'big';
    return machine === undefined ? this.told.littleEndian : isLittleEndianMachine(machine);
  }

  /** Each exchange has sockets of its own: `NAME/0`, `#2/0` where it has no name. */
  private socket(name: string | undefined, sock: number): string {
    return name !== undefined ? `${name}/${sock}` : this.exchanges > 1 ? `#${this.exchanges}/${sock}` : `${sock}`;
  }
}
