// The list of messages: when, which way, whose, what, and what came of it.

import { familyName } from '../cli/decode/families.js';
import type { Entry } from '../netlink/capture/entry.js';
import type { Recording, Row } from './recording.js';
import { clock, counted, dateAndClock, duration, elapsed } from './text.js';
import type { Viewer } from './viewer.js';
import { VirtualList } from './virtual-list.js';

const ROW_HEIGHT = 24;
const HEAD_HEIGHT = 26;

/** What a row is, for its colour and its sign. */
export type Role = 'request' | 'reply' | 'notification' | 'error' | 'damaged' | 'control';

export function roleOf({ message, entry }: Row): Role {
  if (message.header === undefined && message.errors.length > 0) return 'damaged';
  if (entry.kind === 'damaged') return 'damaged';
  if (entry.error !== undefined && (message.name === 'NLMSG_ERROR' || message.name === 'NLMSG_DONE')) return 'error';
  if (message === entry.request || message.direction === 'sent') return 'request';
  return entry.kind === 'notification' ? 'notification' : entry.kind === 'control' ? 'control' : 'reply';
}

const SIGNS: Readonly<Record<Role, readonly [sign: string, words: string]>> = {
  request: ['\u2192', 'to the kernel'],
  reply: ['\u2190', 'from the kernel'],
  notification: ['\u25c6', 'notification'],
  error: ['\u2715', 'refused'],
  damaged: ['!', 'damaged'],
  control: ['\u00b7', 'control'],
};

/** Whose message it is: the socket's name in the recording and its netlink port, as far as they are known. */
export function portText({ entry: { port, socket } }: Row): string {
  if (port === undefined) return socket ?? '';
  return socket === undefined ? String(port) : `${socket} \u00b7 ${port}`;
}

/** What became of a request, or what a reply answers. */
export function outcome(row: Row, recording: Recording): string {
  const { message, entry } = row;
  if (message === entry.request) return requestOutcome(entry);
  if (entry.kind === 'notification') return causeText(entry, recording);
  if (entry.kind === 'orphan') return 'request not recorded';
  const first = recording.firstOf(entry.id)?.message;
  if (first === undefined || first === message) return '';
  const [asked, answered] = [first.datagram.time, message.datagram.time];
  return `\u21b3 ${first.number}${asked === undefined || answered === undefined ? '' : ` \u00b7 ${duration(answered - asked)}`}`;
}

function causeText({ cause }: Entry, recording: Recording): string {
  if (cause === undefined) return '';
  const number = recording.firstOf(cause.entry)?.message.number;
  return number === undefined ? '' : `by ${number}${cause.by === 'time' ? '?' : ''}`;
}

function requestOutcome({ state, kind, error, replies, latency, duration: whole, interrupted }: Entry): string {
  const time = (kind === 'dump' ? whole : undefined) ?? latency;
  const tail = time === undefined ? '' : ` \u00b7 ${duration(time)}`;
  const taken = time === undefined ? '' : ` ${duration(time)}`;
  if (error !== undefined) return `\u2715 ${error.code}${tail}`;
  if (state === 'unanswered') return 'no answer seen';
  if (state === 'open') return '\u2026';
  if (kind === 'dump') return `\u2713 ${counted(replies, 'object')}${interrupted ? ', interrupted' : ''}${tail}`;
  return replies > 0 ? `\u2713 ${counted(replies, 'reply', 'replies')}${tail}` : `\u2713${taken}`;
}

interface RowProps {
  readonly viewer: Viewer;
  readonly place: number;
}

function MessageRow({ viewer, place }: RowProps) {
  const recording = viewer.recording.value;
  const number = viewer.rowAt(place);
  const row = recording?.rows[number];
  if (recording === undefined || row === undefined) return null;
  const { message, entry } = row;
  const role = roleOf(row);
  const selected = viewer.selected.value === number;
  const related = !selected && viewer.row.value?.entry === entry;
  const { time, family } = message.datagram;
  const start = recording.start;
  const [sign, words] = SIGNS[role];
  return (
    <div
      id={`m${number}`}
      role="row"
      aria-rowindex={place + 2}
      aria-selected={selected}
      class={`row message ${role}${selected ? ' selected' : ''}${related ? ' related' : ''}`}
      onClick={() => viewer.select(number)}
    >
      <span role="gridcell" class="number">
        {message.number}
      </span>
      <span role="gridcell" class="time" title={time === undefined ? undefined : dateAndClock(time)}>
        {time === undefined || start === undefined ? '' : viewer.wallClock.value ? clock(time) : elapsed(time - start)}
      </span>
      <span role="gridcell" class="sign" title={words} aria-label={words}>
        {sign}
      </span>
      <span role="gridcell" class="port" title={portText(row)}>
        {portText(row)}
      </span>
      <span role="gridcell" class="type">
        {family === 0 ? '' : <i class="family">{familyName(family)}</i>}
        {message.name}
      </span>
      <span role="gridcell" class="summary" title={viewer.line(number)}>
        {viewer.line(number)}
      </span>
      <span role="gridcell" class="outcome">
        {outcome(row, recording)}
      </span>
    </div>
  );
}

function Head({ viewer }: { readonly viewer: Viewer }) {
  return (
    <div class="row head" role="row" aria-rowindex={1}>
      <span role="columnheader" class="number">
        No.
      </span>
      <span role="columnheader" class="time">
        <button type="button" tabIndex={-1} title="Seconds since the first message, or time of day" onClick={() => (viewer.wallClock.value = !viewer.wallClock.value)}>
          {viewer.wallClock.value ? 'Time of day' : 'Seconds'}
        </button>
      </span>
      <span role="columnheader" class="sign" aria-label="Direction" />
      <span role="columnheader" class="port">
        Port
      </span>
      <span role="columnheader" class="type">
        Type
      </span>
      <span role="columnheader" class="summary">
        What it says
      </span>
      <span role="columnheader" class="outcome">
        Outcome
      </span>
    </div>
  );
}

/** The list. */
export function MessageGrid({ viewer }: { readonly viewer: Viewer }) {
  const { count } = viewer.shown.value;
  // Entries grow while the recording is read.
  viewer.progress.value;
  const selected = viewer.selected.value;
  const place = viewer.placeOf(selected);
  const visible = selected >= 0 && viewer.rowAt(place) === selected;
  return (
    <VirtualList
      id="messages"
      class={viewer.recording.value?.start === undefined ? 'messages untimed' : 'messages'}
      role="grid"
      label="Messages"
      columns={7}
      rows={{ count, rowHeight: ROW_HEIGHT }}
      at={visible ? place : -1}
      active={visible ? `m${selected}` : undefined}
      head={<Head viewer={viewer} />}
      headHeight={HEAD_HEIGHT}
      onMove={(by) => viewer.move(by)}
      onKey={(event) => {
        if (event.key === 'Enter') document.getElementById('tree')?.focus();
      }}
      render={(at) => <MessageRow key={at} viewer={viewer} place={at} />}
    />
  );
}
