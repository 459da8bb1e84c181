// The state of the page: the recording, what the filter leaves of it, what is selected. Knows nothing of how it is drawn.

import { computed, signal } from '@preact/signals';
import type { Capture, CaptureSource } from '../netlink/capture/captured.js';
import { openCapture } from '../netlink/capture/open.js';
import { Understanding } from '../netlink/capture/understanding.js';
import { matches, parseFilter } from './filter.js';
import { type Damage, Recording, type Row } from './recording.js';
import { namesFor, summary } from './summary.js';
import { nodeAt, openAtFirst, pathTo, type TreeNode, treeOf } from './tree.js';
import { Turns } from './turns.js';

/** How the messages are shown. */
export type View = 'messages' | 'sequence' | 'topology';

/** Lines that are kept once they were made; others are made again when they are needed. */
const MAX_KEPT_LINES = 400_000;

/** The rows that the filter leaves: all, where there is none. */
export interface Shown {
  /** Undefined for all of them. */
  readonly rows: readonly number[] | undefined;
  readonly count: number;
  /** The filter has seen every row. */
  readonly complete: boolean;
}

/** What is known of the reading. */
export interface Progress {
  readonly rows: number;
  /** Bytes. */
  readonly position: number;
  readonly finished: boolean;
  readonly damage: Damage | undefined;
}

const NOTHING: Progress = { rows: 0, position: 0, finished: true, damage: undefined };
const ALL: Shown = { rows: undefined, count: 0, complete: true };

/** Everything that the page shows comes from here; reading it inside a component makes that follow it. */
export class Viewer {
  readonly recording = signal<Recording | undefined>(undefined);
  readonly progress = signal<Progress>(NOTHING);
  /** Bytes of the source, where that is known beforehand. */
  readonly total = signal<number | undefined>(undefined);
  readonly filter = signal('');
  readonly shown = signal<Shown>(ALL);
  /** A place in the recording's rows; -1 for none. */
  readonly selected = signal(-1);
  readonly view = signal<View>('messages');
  /** Times of day rather than seconds since the first message. */
  readonly wallClock = signal(false);
  /** The topology is that of the end rather than that of the selected message. */
  readonly atEnd = signal(true);
  /** Of the tree of the selected message. */
  readonly node = signal('0');
  readonly open = signal<ReadonlySet<string>>(new Set());
  /** What went wrong before anything could be shown. */
  readonly failure = signal<string | undefined>(undefined);

  readonly row = computed<Row | undefined>(() => this.recording.value?.rows[this.selected.value]);
  readonly tree = computed<TreeNode | undefined>(() => {
    const row = this.row.value;
    return row === undefined ? undefined : this.treeFor(row);
  });
  readonly nodePath = computed<readonly TreeNode[]>(() => (this.tree.value === undefined ? [] : pathTo(this.tree.value, this.node.value)));

  private readonly lines = new Map<number, string>();
  /** What is read and what is searched for: a later one ends the earlier. */
  private reading = 0;
  private searching = 0;
  private publishing = false;
  private terms: ReturnType<typeof parseFilter> = [];
  private found: number[] = [];
  /** Rows that the filter has looked at. */
  private searched = 0;
  private isSearching = false;

  /** `schedule` runs something with the next frame. */
  constructor(private readonly schedule: (work: () => void) => void) {}

  /** Reads a recording and shows it from its first rows on. */
  async read(name: string, source: CaptureSource, total?: number): Promise<void> {
    const turn = ++this.reading;
    const recording = new Recording(name);
    this.forget();
    this.total.value = total;
    this.recording.value = recording;
    this.progress.value = { ...NOTHING, finished: false };
    const understanding = new Understanding({ protocols: recording.protocols, keep: Number.POSITIVE_INFINITY });
    let capture: Capture | undefined;
    try {
      capture = await openCapture(source);
      recording.format = capture.format;
      recording.compressed = capture.compressed;
      const turns = new Turns();
      for await (const batch of capture.batches()) {
        for (const datagram of batch) {
          for (const step of understanding.take(datagram)) recording.add(step);
          if (turns.due) await turns.next();
          if (turn !== this.reading) return;
        }
        recording.position = capture.position;
        this.publishSoon(recording);
      }
    } catch (error) {
      if (turn !== this.reading) return;
      if (recording.rows.length === 0) return this.giveUp(name, error);
      recording.damage = damageOf(error);
    }
    if (turn !== this.reading) return;
    recording.position = capture?.position ?? 0;
    for (const step of understanding.end()) recording.add(step);
    recording.finished = true;
    // Entries know their outcome only now, and links their names.
    this.lines.clear();
    this.publish(recording);
    if (this.filter.value !== '') await this.search();
  }

  /** There is nothing to show. */
  private giveUp(name: string, error: unknown): void {
    this.recording.value = undefined;
    this.progress.value = NOTHING;
    this.failure.value = `${name}: ${damageOf(error).message}`;
  }

  /** With the next frame: what has come until then is shown at once. */
  private publishSoon(recording: Recording): void {
    if (this.publishing) return;
    this.publishing = true;
    this.schedule(() => {
      this.publishing = false;
      if (recording === this.recording.value && !recording.finished) this.publish(recording);
    });
  }

  private publish(recording: Recording): void {
    const { rows, finished, damage, position } = recording;
    this.progress.value = { rows: rows.length, position, finished, damage };
    if (this.shown.value.rows === undefined) this.shown.value = { rows: undefined, count: rows.length, complete: true };
    else if (!this.isSearching) void this.searchOn(this.searching);
    if (this.selected.value < 0) this.select(0);
  }

  private forget(): void {
    this.searching++;
    this.isSearching = false;
    this.lines.clear();
    this.failure.value = undefined;
    this.filter.value = '';
    this.selected.value = -1;
    this.shown.value = ALL;
  }

  /** The line of a row. */
  line(place: number): string {
    const kept = this.lines.get(place);
    if (kept !== undefined) return kept;
    const recording = this.recording.value;
    const row = recording?.rows[place];
    if (recording === undefined || row === undefined) return '';
    const line = summary(row, recording);
    if (this.lines.size < MAX_KEPT_LINES && recording.finished) this.lines.set(place, line);
    return line;
  }

  /** Sets the filter; what it leaves comes in as it is found. */
  setFilter(text: string): Promise<void> {
    this.filter.value = text;
    return this.search();
  }

  private search(): Promise<void> {
    const turn = ++this.searching;
    this.terms = parseFilter(this.filter.value);
    this.found = [];
    this.searched = 0;
    if (this.terms.length > 0) return this.searchOn(turn);
    this.isSearching = false;
    this.shown.value = { rows: undefined, count: this.recording.value?.rows.length ?? 0, complete: true };
    return Promise.resolve();
  }

  /** Through the rows that were not looked at yet. */
  private async searchOn(turn: number): Promise<void> {
    const recording = this.recording.value;
    if (recording === undefined) return;
    this.isSearching = true;
    const { terms, found } = this;
    const context = { recording, text: ({ message: { number, name } }: Row) => `${name} ${this.line(number - 1)}`.toLowerCase() };
    const turns = new Turns();
    for (; this.searched < recording.rows.length; this.searched++) {
      if (turns.due) {
        if (found.length > 0) this.shown.value = { rows: found, count: found.length, complete: false };
        await turns.next();
        if (turn !== this.searching) return;
      }
      if (matches(terms, recording.rows[this.searched] as Row, context)) found.push(this.searched);
    }
    this.isSearching = false;
    this.shown.value = { rows: found, count: found.length, complete: recording.finished };
  }

  /** The row at a place of what is shown. */
  rowAt(place: number): number {
    return this.shown.value.rows?.[place] ?? place;
  }

  /** Where a row stands in what is shown, or would stand. */
  placeOf(row: number): number {
    const { rows } = this.shown.value;
    if (rows === undefined) return row;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle] as number) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Selects a message, and of its tree the root. */
  select(row: number): void {
    const rows = this.recording.value?.rows.length ?? 0;
    if (row < 0 || row >= rows) return;
    this.selected.value = row;
    const tree = this.tree.value;
    this.open.value = tree === undefined ? new Set() : openAtFirst(tree);
    this.node.value = '0';
  }

  /** Selects among what is shown, so many places further. */
  move(by: number): void {
    const { count } = this.shown.value;
    if (count === 0) return;
    const now = this.placeOf(this.selected.value);
    const exact = this.rowAt(now) === this.selected.value;
    // From a row that the filter hides, one step down is the next one that it shows.
    const place = exact || by <= 0 ? now + by : now + by - 1;
    this.select(this.rowAt(Math.max(0, Math.min(count - 1, place))));
  }

  /** Selects the next message of the same exchange, or the one before. */
  moveInEntry(step: 1 | -1): void {
    const row = this.recording.value?.neighbour(this.selected.value, step);
    if (row !== undefined) this.select(row);
  }

  /** Selects the next message that changed a link, or the one before. */
  moveToLinkChange(step: 1 | -1): void {
    const changes = this.recording.value?.links.changes ?? [];
    const number = this.selected.value + 1;
    const to = step > 0 ? changes.find((at) => at > number) : changes.findLast((at) => at < number);
    if (to === undefined) return;
    this.atEnd.value = false;
    this.select(to - 1);
  }

  /** Selects the next message that was refused or does not decode, or the one before, among what is shown. */
  moveToError(step: 1 | -1): void {
    const { count } = this.shown.value;
    for (let place = this.placeOf(this.selected.value) + step; place >= 0 && place < count; place += step) {
      const row = this.recording.value?.rows[this.rowAt(place)];
      if (row === undefined || (row.entry.error === undefined && row.entry.kind !== 'damaged')) continue;
      if (row.message === row.entry.request) continue;
      return this.select(this.rowAt(place));
    }
  }

  /** Selects a node of the tree and opens what it stands in. */
  selectNode(id: string): void {
    const tree = this.tree.value;
    if (tree === undefined) return;
    const above = pathTo(tree, id).slice(0, -1);
    if (above.some((node) => !this.open.value.has(node.id))) this.open.value = new Set([...this.open.value, ...above.map((node) => node.id)]);
    this.node.value = id;
  }

  /** Selects the node that a byte of the datagram belongs to. */
  selectByte(offset: number): void {
    const tree = this.tree.value;
    if (tree !== undefined) this.selectNode(nodeAt(tree, offset).id);
  }

  /** Opens or closes a node of the tree. */
  toggle(id: string, open = !this.open.value.has(id)): void {
    const next = new Set(this.open.value);
    if (open) next.add(id);
    else next.delete(id);
    this.open.value = next;
  }

  private treeFor(row: Row): TreeNode {
    const { links } = this.recording.value as Recording;
    const names = namesFor(links, row);
    return treeOf(row.message, (attribute, value) => (LINKS.test(attribute) && typeof value === 'number' && names.flags(value) !== undefined ? names.name(value) : undefined));
  }
}

/** Attributes that hold the index of a link. */
const LINKS = /^(IFLA_LINK|IFLA_MASTER|IFLA_NEW_IFINDEX|RTA_OIF|RTA_IIF|NDA_IFINDEX|NDA_MASTER|NHA_OIF|NETCONFA_IFINDEX)$/;

function damageOf(error: unknown): Damage {
  const offset = (error as { readonly offset?: unknown }).offset;
  return { message: error instanceof Error ? error.message : String(error), ...(typeof offset === 'number' && { offset }) };
}
