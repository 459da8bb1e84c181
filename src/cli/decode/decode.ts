// `rtnl decode`: what was said in a recording. Runs anywhere: no socket is opened, and no native code loaded.

import { protocolsWith } from '../../families/families.js';
import type { CapturedDatagram } from '../../netlink/capture/captured.js';
import type { Step } from '../../netlink/capture/entry.js';
import { openCapture } from '../../netlink/capture/open.js';
import { Understanding } from '../../netlink/capture/understanding.js';
import { CaptureError, NetlinkError } from '../../netlink/errors.js';
import { defaultNames } from '../../rtnl/name-tables.js';
import { backgroundOf } from '../../rtnl/show/colour.js';
import { UsageError } from '../../rtnl/words.js';
import type { Composition } from '../conformance/recorded.js';
import { expectOtherFile, FileError } from '../files.js';
import type { FullIo } from '../session.js';
import { AsView } from './as.js';
import { hasColours, painter } from './colours.js';
import { JsonView } from './json.js';
import { RecordedNames } from './names.js';
import { type DecodeOptions, readDecodeOptions } from './options.js';
import { type Progress, progressOf } from './progress.js';
import { Selection } from './selection.js';
import { openFile, untilAborted } from './source.js';
import { StatsView } from './stats.js';
import { TextView } from './text.js';
import { TreeView } from './tree.js';
import type { Surroundings, View } from './view.js';
import { formatOf, WrittenFile } from './write.js';

/** Characters that are written at once. */
const CHUNK = 1 << 16;

/** Resolves to the exit code: 1 where the recording is damaged or cannot be read, after all that could be. */
export async function decode(argv: readonly string[], io: FullIo, composition: Composition): Promise<number> {
  try {
    const options = readDecodeOptions(argv);
    if (options.view === 'serve') {
      const { serveRecording } = await import('./serve-recording.js');
      return await serveRecording(options, io);
    }
    return await new Decoding(options, io, composition).run();
  } catch (error) {
    if (error instanceof UsageError) {
      io[error.toStdout ? 'stdout' : 'stderr'](error.message);
      return error.exitCode;
    }
    if (!(error instanceof FileError || error instanceof CaptureError || error instanceof NetlinkError)) throw error;
    io.stderr(`rtnl: ${error.message}\n`);
    return 1;
  }
}

class Decoding {
  private readonly names = new RecordedNames(() => defaultNames);
  private readonly surroundings: Surroundings;
  private readonly view: View | undefined;
  private readonly selection: Selection;
  private readonly understanding: Understanding;
  private pending = '';

  constructor(
    private readonly options: DecodeOptions,
    private readonly io: FullIo,
    composition: Composition,
  ) {
    const { colour, details, statistics, filters, view } = options;
    const colours = hasColours(colour, io.terminal, process.env);
    this.surroundings = {
      protocols: protocolsWith(composition.protocol),
      kinds: composition.kinds,
      names: this.names,
      tables: () => defaultNames,
      paint: painter(colours),
      background: colours ? backgroundOf(process.env.COLORFGBG) : undefined,
      details,
      statistics,
    };
    this.view = this.viewOf(composition);
    this.selection = new Selection(filters, this.names);
    this.understanding = new Understanding({ protocols: this.surroundings.protocols, keep: view === 'as' ? Number.POSITIVE_INFINITY : 1 });
  }

  private viewOf(composition: Composition): View | undefined {
    const { view, as, namespaces, details, statistics } = this.options;
    const { surroundings, io } = this;
    switch (view) {
      case 'text':
        return new TextView(surroundings);
      case 'tree':
        return new TreeView(surroundings);
      case 'json':
        return new JsonView(surroundings);
      case 'stats':
        return new StatsView(surroundings);
      case 'as': {
        const own = [...(details > 0 ? ['-d'] : []), ...(statistics > 0 ? ['-s'] : []), ...(surroundings.background === undefined ? [] : ['-color=always'])];
        return new AsView(surroundings, { io, composition, words: [...own, ...as], namespaces });
      }
      case 'serve':
      case 'none':
        return undefined;
    }
  }

  /** Rejects with FileError, CaptureError, UsageError. */
  async run(): Promise<number> {
    const { options, io } = this;
    const into = options.write === undefined ? undefined : { path: options.write, format: formatOf(options.write) };
    if (into !== undefined && options.file !== '-') expectOtherFile(options.file, into.path, '--write', 'rtnl decode');
    const { chunks, size } = await this.source();
    const { format, byteOrder } = options;
    const capture = await openCapture(chunks, { ...(format !== undefined && { format }), ...(byteOrder !== undefined && { byteOrder }) });
    // Not before there is a recording: a file of that name, and what is in it, stays where there is none.
    const written = into === undefined ? undefined : new WrittenFile(into.path, into.format);
    // Lines that go by would tear the bar apart.
    const quiet = !io.terminal || options.view === 'none' || options.view === 'stats' || options.view === 'as';
    const progress = await progressOf(size, io.errorTerminal === true && quiet && !options.follow);
    let failure: unknown;
    try {
      await this.read(capture, written, progress);
    } catch (error) {
      if (!(error instanceof CaptureError || error instanceof FileError)) throw error;
      failure = error;
    } finally {
      progress.end();
    }
    await this.tell(this.understanding.end(), written);
    this.write(await this.view?.end());
    this.flush();
    await written?.close();
    if (written !== undefined && options.view === 'none') io.stderr(`${written.count} datagrams written to ${options.write}\n`);
    if (failure !== undefined) {
      io.stderr(`rtnl: ${options.file === '-' ? 'standard input' : options.file}: ${(failure as Error).message}\n`);
      return 1;
    }
    const { signal } = io;
    if (options.follow && typeof signal?.reason === 'number') return signal.reason;
    return this.view instanceof AsView ? this.view.code : 0;
  }

  /** Rejects with FileError. */
  private async source(): Promise<{ chunks: AsyncIterable<Uint8Array>; size: number }> {
    const { io, options } = this;
    const signal = options.follow ? io.signal : undefined;
    if (options.file === '-') return { chunks: untilAborted(signal, io.input?.(signal) ?? [io.stdin() ?? new Uint8Array()]), size: 0 };
    const file = await openFile(options.file);
    return { chunks: file.chunks(options.follow, signal), size: file.size };
  }

  private async read(
    capture: { readonly position: number; batches(): AsyncIterable<readonly CapturedDatagram[]> },
    written: WrittenFile | undefined,
    progress: Progress,
  ): Promise<void> {
    for await (const batch of capture.batches()) {
      for (const datagram of batch) await this.tell(this.understanding.take(datagram), written);
      this.flush();
      progress.at(capture.position);
      if (this.io.closed === true) return;
    }
  }

  private async tell(steps: readonly Step[], written: WrittenFile | undefined): Promise<void> {
    for (const step of steps) {
      if (step.message !== undefined) this.names.learn(step.message);
      for (const one of this.selection.take(step)) {
        this.write(this.view?.step(one));
        if (written !== undefined && one.message !== undefined) await written.add(one.message.datagram);
      }
    }
  }

  private write(text: string | undefined): void {
    if (text === undefined) return;
    this.pending += text;
    if (this.pending.length >= CHUNK) this.flush();
  }

  private flush(): void {
    if (this.pending !== '') this.io.stdout(this.pending);
    this.pending = '';
  }
}
