// Who talked to whom: every socket is a line from its first message to its last, the kernel a line throughout. Sockets that are not there at
// the same time share a lane, so that a thousand short commands take no more room than those of them that ran side by side.

import type { Row } from './recording.js';

/** One who takes part. */
export interface Participant {
  readonly key: string;
  /** The socket's name in the recording, its port, or both. */
  readonly label: string;
  readonly lane: number;
  /** Places in what is shown. */
  readonly first: number;
  readonly last: number;
}

/** A message between two lanes. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
}

/** Who takes part in what is shown, and on which lanes: the listeners, where something went to them without their being named; the kernel; the sockets. */
export class Sequence {
  /** Undefined where there is none. */
  readonly listeners: number | undefined;
  readonly kernel: number;
  /** Those on each lane, in order; empty for the listeners and the kernel. */
  readonly lanes: readonly (readonly Participant[])[];
  private readonly byKey = new Map<string, Participant>();

  /** `rowAt` gives the rows that are shown, `count` of them. */
  constructor(
    private readonly rowAt: (place: number) => Row | undefined,
    readonly count: number,
  ) {
    const { spans, unnamed } = this.spans();
    this.listeners = unnamed ? 0 : undefined;
    this.kernel = unnamed ? 1 : 0;
    const before = this.kernel + 1;
    const lanes: Participant[][] = Array.from({ length: before }, () => []);
    // In the order of their first messages: the first lane that is free is taken.
    for (const [key, span] of spans) {
      let lane = before;
      while (lane < lanes.length && (lanes[lane]?.at(-1)?.last ?? -1) >= span.first) lane++;
      const participant = { key, ...span, lane };
      if (lane === lanes.length) lanes.push([]);
      lanes[lane]?.push(participant);
      this.byKey.set(key, participant);
    }
    this.lanes = lanes;
  }

  private spans(): { spans: Map<string, { label: string; first: number; last: number }>; unnamed: boolean } {
    const spans = new Map<string, { label: string; first: number; last: number }>();
    let unnamed = false;
    for (let place = 0; place < this.count; place++) {
      const row = this.rowAt(place);
      const key = row && keyOf(row);
      if (row === undefined || key === undefined) {
        unnamed = true;
        continue;
      }
      const span = spans.get(key);
      if (span === undefined) spans.set(key, { label: labelOf(row), first: place, last: place });
      else span.last = place;
    }
    return { spans, unnamed };
  }

  /** Who is on a lane at a place, or comes on it next; the last one, where no one does. */
  at(lane: number, place: number): Participant | undefined {
    const those = this.lanes[lane] ?? [];
    let low = 0;
    let high = those.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((those[middle] as Participant).last < place) low = middle + 1;
      else high = middle;
    }
    return those[low] ?? those.at(-1);
  }

  /** From whom to whom the message at a place goes. */
  arrow(place: number): Arrow | undefined {
    const row = this.rowAt(place);
    if (row === undefined) return undefined;
    const key = keyOf(row);
    const other = (key === undefined ? this.listeners : this.byKey.get(key)?.lane) ?? this.kernel;
    return row.message.direction === 'sent' ? { from: other, to: this.kernel } : { from: this.kernel, to: other };
  }
}

/** Undefined for what goes to whoever listens. */
function keyOf({ entry, message }: Row): string | undefined {
  const { family, socket } = message.datagram;
  if (entry.kind === 'notification' && socket === undefined) return undefined;
  const port = entry.kind === 'notification' ? undefined : entry.port;
  return socket === undefined && port === undefined ? undefined : socket === undefined ? `${family}:${port}` : `${family}:${socket}`;
}

function labelOf({ entry: { port }, message: { datagram } }: Row): string {
  const { socket } = datagram;
  // Other recordings than ours name sockets by more than a number.
  return socket === undefined ? String(port ?? '') : /^\d+$/.test(socket) ? `socket ${socket}` : socket;
}
