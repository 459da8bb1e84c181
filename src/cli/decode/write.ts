// `--write FILE`: the datagrams of what was selected, as another recording.

import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import type { CapturedDatagram } from '../../netlink/capture/captured.js';
import { ExchangeWriter } from '../../netlink/capture/write-exchange.js';
import { PcapngWriter } from '../../netlink/capture/write-pcapng.js';
import { UsageError } from '../../rtnl/words.js';
import { because } from '../files.js';

/** How datagrams are told in a file. */
export interface Format {
  write(datagram: CapturedDatagram): Uint8Array | string;
  end(): Uint8Array | string;
}

function exchange(): Format {
  const writer = new ExchangeWriter();
  return { write: (datagram) => writer.write(datagram), end: () => '' };
}

/** By the end of the file's name. Throws UsageError. */
export function formatOf(path: string): Format {
  const name = path.replace(/\.gz$/, '');
  if (name.endsWith('.pcapng')) return new PcapngWriter();
  if (name.endsWith('.jsonl')) return exchange();
  throw new UsageError(`rtnl decode: --write makes .pcapng or .jsonl files, .gz behind either, not "${path}"\n`);
}

/** A recording that is being written. */
export class WrittenFile {
  private readonly file: WriteStream;
  private readonly into: WriteStream | Gzip;
  private failure: unknown;
  /** Whoever waits for room goes on. */
  private goOn: () => void = () => undefined;
  private last: CapturedDatagram | undefined;
  /** Datagrams so far. */
  count = 0;

  constructor(
    private readonly path: string,
    private readonly format: Format,
  ) {
    this.file = createWriteStream(path);
    this.into = path.endsWith('.gz') ? createGzip() : this.file;
    this.into.on('drain', () => this.goOn());
    this.file.on('error', (error) => {
      this.failure ??= error;
      this.goOn();
    });
    if (this.into !== this.file) this.into.pipe(this.file);
  }

  /** The datagram that a message is of, unless the one before it was of it too. Rejects with FileError. */
  async add(datagram: CapturedDatagram): Promise<void> {
    if (datagram === this.last) return;
    this.last = datagram;
    this.count++;
    const more = this.into.write(this.format.write(datagram));
    if (!more && this.failure === undefined) await new Promise<void>((resolve) => (this.goOn = resolve));
    this.check();
  }

  /** Rejects with FileError. */
  async close(): Promise<void> {
    this.into.end(this.format.end());
    await finished(this.file).catch(() => undefined);
    this.check();
  }

  private check(): void {
    if (this.failure !== undefined) throw because(this.path, this.failure);
  }
}
