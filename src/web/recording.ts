// A recording as the page holds it: every message in order, each with the entry it belongs to, and the links that were told of.

import type { CaptureFormat } from '../netlink/capture/captured.js';
import type { CapturedMessage, Entry, Step } from '../netlink/capture/entry.js';
import { GENL_ID_CTRL, NETLINK_GENERIC } from '../netlink/constants.js';
import { decoded, protocolsOfRecording } from './decode.js';
import { LinkHistory } from './link-history.js';

/** A message, and what it is part of. */
export interface Row {
  readonly message: CapturedMessage;
  readonly entry: Entry;
}

/** Why reading ended before the end. */
export interface Damage {
  readonly message: string;
  /** Bytes of the recording (unpacked, where it was compressed). */
  readonly offset?: number;
}

/** A recording that is being read, or was. */
export class Recording {
  readonly rows: Row[] = [];
  readonly protocols = protocolsOfRecording();
  readonly links = new LinkHistory(this.protocols);
  /** By entry id: where its first message stands in `rows`, and its last so far. */
  private readonly begins: number[] = [];
  private readonly lasts: number[] = [];
  /** By row: the rows of the same entry around it; -1 for none. */
  private readonly previous: number[] = [];
  private readonly next: number[] = [];
  bigEndian = false;
  format: CaptureFormat | undefined;
  compressed = false;
  /** Bytes read. */
  position = 0;
  finished = false;
  damage: Damage | undefined;
  /** Entries that were refused, and messages that did not decode. */
  failed = 0;

  constructor(readonly name: string) {}

  /** Takes a step of understanding in. */
  add(step: Step): void {
    const { entry, message, begins, ends } = step;
    this.links.learn(step);
    if (ends && entry.state === 'failed') this.failed++;
    if (message === undefined) return;
    // What the controller of generic netlink tells is needed for what comes after it; the rest waits until it is looked at.
    if (message.datagram.family === NETLINK_GENERIC && message.header?.type === GENL_ID_CTRL) decoded(message, this.protocols);
    const place = this.rows.length;
    if (begins) this.begins[entry.id] = place;
    const before = begins ? -1 : (this.lasts[entry.id] ?? -1);
    this.lasts[entry.id] = place;
    if (before >= 0) this.next[before] = place;
    this.previous.push(before);
    this.next.push(-1);
    this.rows.push({ message, entry });
    if (!message.datagram.littleEndian) this.bigEndian = true;
  }

  /** The first row of an entry. */
  firstOf(entryId: number): Row | undefined {
    const place = this.begins[entryId];
    return place === undefined ? undefined : this.rows[place];
  }

  /** The row of the same entry before this one, or after it. */
  neighbour(place: number, step: 1 | -1): number | undefined {
    const at = (step > 0 ? this.next : this.previous)[place];
    return at === undefined || at < 0 ? undefined : at;
  }

  /** The time that others are counted from. */
  get start(): bigint | undefined {
    return this.rows[0]?.message.datagram.time;
  }
}
