// The sequence of messages as arrows between the kernel and the sockets.

import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { roleOf } from './message-grid.js';
import type { Row } from './recording.js';
import { Sequence } from './sequence.js';
import { elapsed } from './text.js';
import type { Viewer } from './viewer.js';
import { type Viewport, windowOf } from './virtual.js';
import { VirtualList } from './virtual-list.js';

const ROW_HEIGHT = 26;
const HEAD_HEIGHT = 34;
/** Pixels: the times before the first lane, and a lane. */
const GUTTER = 132;
const LANE = 148;
/** Room for the line of a message behind the lanes. */
const SUMMARY = 420;

const x = (lane: number): number => GUTTER + lane * LANE + LANE / 2;

/** The lanes that are on the screen. */
interface Lanes {
  readonly first: number;
  readonly end: number;
}

interface RowProps {
  readonly viewer: Viewer;
  readonly sequence: Sequence;
  readonly place: number;
  readonly shown: Lanes;
}

/** The line of whoever is on a lane when a message passes. */
function Life({ sequence, lane, place }: { readonly sequence: Sequence; readonly lane: number; readonly place: number }) {
  const style = { left: `${x(lane)}px` };
  if (lane === sequence.kernel) return <i class="life kernel" style={style} />;
  if (lane === sequence.listeners) return <i class="life listeners" style={style} />;
  const one = sequence.at(lane, place);
  if (one === undefined || one.first > place || one.last < place) return null;
  return (
    <i class={`life${one.first === place ? ' begins' : ''}${one.last === place ? ' ends' : ''}`} style={style}>
      {one.first === place && <b>{one.label}</b>}
    </i>
  );
}

function SequenceRow({ viewer, sequence, place, shown }: RowProps) {
  const recording = viewer.recording.value;
  const number = viewer.rowAt(place);
  const row = recording?.rows[number];
  const arrow = sequence.arrow(place);
  if (recording === undefined || row === undefined || arrow === undefined) return null;
  const { message, entry } = row;
  const selected = viewer.selected.value === number;
  const related = !selected && viewer.row.value?.entry === entry;
  const { time } = message.datagram;
  const { start } = recording;
  const right = arrow.to > arrow.from;
  const [left, end] = right ? [x(arrow.from), x(arrow.to)] : [x(arrow.to), x(arrow.from)];
  const line = viewer.line(number);
  return (
    <div
      id={`s${number}`}
      role="option"
      aria-selected={selected}
      aria-posinset={place + 1}
      aria-setsize={sequence.count}
      aria-label={`${message.number}: ${message.name} ${message.direction === 'sent' ? 'to' : 'from'} the kernel, ${line}`}
      class={`step ${roleOf(row)}${selected ? ' selected' : ''}${related ? ' related' : ''}`}
      onClick={() => viewer.select(number)}
    >
      <span class="number">{message.number}</span>
      <span class="time">{time === undefined || start === undefined ? '' : elapsed(time - start)}</span>
      {lanesIn(shown, sequence).map((lane) => (
        <Life key={lane} sequence={sequence} lane={lane} place={place} />
      ))}
      <span class={`arrow ${right ? 'right' : 'left'}`} style={{ left: `${left}px`, width: `${end - left}px` }}>
        <span class="label">{message.name}</span>
      </span>
      <span class="summary" style={{ left: `${x(sequence.lanes.length - 1) + LANE / 2 + 24}px` }}>
        {line}
      </span>
    </div>
  );
}

const lanesIn = ({ first, end }: Lanes, { lanes }: Sequence): number[] => Array.from({ length: Math.max(0, Math.min(end, lanes.length) - first) }, (_, i) => first + i);

interface HeadProps {
  readonly sequence: Sequence;
  readonly shown: Lanes;
  /** The first place on the screen. */
  readonly place: number;
}

/** Who is on each lane at the top of the screen, or comes on it next. */
function Head({ sequence, shown, place }: HeadProps) {
  const label = (lane: number): string => (lane === sequence.kernel ? 'kernel' : lane === sequence.listeners ? 'listeners' : (sequence.at(lane, place)?.label ?? ''));
  return (
    <div class="lanes" aria-hidden="true" style={{ minWidth: `${widthOf(sequence)}px` }}>
      {lanesIn(shown, sequence).map((lane) => (
        <span key={lane} class={lane === sequence.kernel ? 'lane kernel' : 'lane'} style={{ left: `${x(lane) - LANE / 2 + 4}px` }} title={label(lane)}>
          {label(lane)}
        </span>
      ))}
    </div>
  );
}

const widthOf = ({ lanes }: Sequence): number => GUTTER + lanes.length * LANE + SUMMARY;

/** The view. */
export function SequenceView({ viewer }: { readonly viewer: Viewer }) {
  const uppermost = useSignal(0);
  const shown = useSignal<Lanes>({ first: 0, end: 12 });
  const scroller = useRef<HTMLDivElement>(null);
  const sequence = useComputed(() => {
    viewer.progress.value;
    const { count } = viewer.shown.value;
    return new Sequence((place): Row | undefined => viewer.recording.value?.rows[viewer.rowAt(place)], count);
  }).value;
  const selected = viewer.selected.value;
  const place = viewer.placeOf(selected);
  const visible = selected >= 0 && viewer.rowAt(place) === selected;
  const rows = { count: sequence.count, rowHeight: ROW_HEIGHT };

  const look = (viewport: Viewport): void => {
    uppermost.value = windowOf(rows, viewport).uppermost;
    const { scrollLeft = 0, clientWidth = 0 } = scroller.current ?? {};
    const [first, end] = [Math.max(0, Math.floor((scrollLeft - GUTTER) / LANE)), Math.ceil((scrollLeft + clientWidth - GUTTER) / LANE) + 1];
    if (first !== shown.peek().first || end !== shown.peek().end) shown.value = { first, end };
  };
  useEffect(() => {
    // The lane of what is selected comes on the screen with it.
    const element = scroller.current;
    const arrow = visible ? sequence.arrow(place) : undefined;
    if (element === null || arrow === undefined) return;
    const [left, right] = [x(Math.min(arrow.from, arrow.to)) - LANE / 2, x(Math.max(arrow.from, arrow.to)) + LANE / 2];
    if (right > element.scrollLeft + element.clientWidth) element.scrollLeft = right - element.clientWidth;
    else if (left < element.scrollLeft + GUTTER) element.scrollLeft = Math.max(0, left - GUTTER);
  }, [selected, sequence]);

  return (
    <VirtualList
      id="sequence"
      class="sequence"
      role="listbox"
      label="Who talked to whom"
      rows={rows}
      at={visible ? place : -1}
      active={visible ? `s${selected}` : undefined}
      minWidth={widthOf(sequence)}
      head={<Head sequence={sequence} shown={shown.value} place={uppermost.value} />}
      headHeight={HEAD_HEIGHT}
      scroller={scroller}
      onScroll={look}
      onMove={(by) => viewer.move(by)}
      onKey={(event) => {
        if (event.key === 'Enter') document.getElementById('tree')?.focus();
      }}
      render={(at) => <SequenceRow key={at} viewer={viewer} sequence={sequence} place={at} shown={shown.value} />}
    />
  );
}
