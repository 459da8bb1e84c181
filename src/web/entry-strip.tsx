// Above the tree: what the selected message is part of, and the ways from it to the others.

import { familyName } from '../cli/decode/families.js';
import { outcome, portText, roleOf } from './message-grid.js';
import type { Recording, Row } from './recording.js';
import { counted, dateAndClock, duration, size } from './text.js';
import type { Viewer } from './viewer.js';

interface Props {
  readonly viewer: Viewer;
}

const KINDS = {
  request: 'Request',
  dump: 'List',
  notification: 'Notification',
  orphan: 'Reply without a request',
  control: 'Control message',
  damaged: 'Damaged',
} as const;

function facts({ message, entry }: Row): string[] {
  const { datagram } = message;
  return [
    `${familyName(datagram.family)}${datagram.nsid === undefined ? '' : `, namespace ${datagram.nsid}`}`,
    size(message.bytes.length),
    datagram.littleEndian ? 'little-endian' : 'big-endian',
    `at ${datagram.offset} in the file`,
    ...(datagram.time === undefined ? [] : [dateAndClock(datagram.time)]),
    ...(entry.count > 2 ? [`${counted(entry.count, 'message')} in all, ${size(entry.bytes)}`] : []),
    ...(entry.duration !== undefined && entry.count > 2 ? [`took ${duration(entry.duration)}`] : []),
  ];
}

/** The kernel's complaint; where it points into the request, a way there. */
function Complaint({ viewer, row, recording }: Props & { readonly row: Row; readonly recording: Recording }) {
  const { error, warning, request, id } = row.entry;
  const said = error?.extendedAck ?? warning;
  if (error === undefined && warning === undefined) return null;
  const path = said?.path ?? said?.missing;
  const go = (): void => {
    const first = recording.firstOf(id);
    if (first === undefined || request === undefined) return;
    viewer.select(request.number - 1);
    if (said?.offset !== undefined) viewer.selectByte(request.offset + said.offset);
  };
  return (
    <p class={error === undefined ? 'complaint warning' : 'complaint'}>
      <b>{error?.code ?? 'Warning'}</b> {error?.message ?? warning?.message}
      {path !== undefined && (
        <>
          {said?.path === undefined ? ', missing ' : ' at '}
          <button type="button" class="link" onClick={go}>
            {path.join(' \u203a ')}
          </button>
        </>
      )}
    </p>
  );
}

/** Errors of one message that are told here; the tree has them all. */
const MAX_ERRORS = 3;

/** What did not decode, and what the recording does not tell. */
function Remarks({ row: { message } }: { readonly row: Row }) {
  const { errors, truncated, datagram, offset, bytes } = message;
  const untold = (datagram.untold ?? []).filter((one) => one.offset >= offset && one.offset < offset + bytes.length);
  const remarks = [
    ...errors.slice(0, MAX_ERRORS).map((error) => error.message),
    ...(errors.length > MAX_ERRORS ? [`${counted(errors.length - MAX_ERRORS, 'more error')}, see the tree`] : []),
    ...(truncated ? ['The recording has no more of it.'] : []),
    ...untold.map((one) => `Bytes ${one.offset} to ${one.offset + one.length} stand for ${one.said}, which is all that the recording tells.`),
  ];
  return (
    <>
      {remarks.map((remark) => (
        <p key={remark} class="complaint warning">
          {remark}
        </p>
      ))}
    </>
  );
}

export function EntryStrip({ viewer }: Props) {
  const row = viewer.row.value;
  const recording = viewer.recording.value;
  viewer.progress.value;
  if (row === undefined || recording === undefined) return null;
  const { message, entry } = row;
  const place = viewer.selected.value;
  const cause = entry.cause === undefined ? undefined : recording.firstOf(entry.cause.entry);
  return (
    <section class="strip" aria-label="Exchange of the selected message">
      <p>
        <span class={`chip ${roleOf(row)}`}>{KINDS[entry.kind]}</span> <b>{message.name}</b> <span class="outcome">{outcome(row, recording)}</span>
        <span class="facts">{[portText(row), ...facts(row)].filter((fact) => fact !== '').join(' \u00b7 ')}</span>
        <span class="ways">
          {cause !== undefined && (
            <button type="button" onClick={() => viewer.select(cause.message.number - 1)}>
              Cause: {cause.message.number}
            </button>
          )}
          <button
            type="button"
            aria-label="Previous message of this exchange"
            title="Previous of this exchange ( [ )"
            disabled={recording.neighbour(place, -1) === undefined}
            onClick={() => viewer.moveInEntry(-1)}
          >
            {'\u2039'}
          </button>
          <button
            type="button"
            aria-label="Next message of this exchange"
            title="Next of this exchange ( ] )"
            disabled={recording.neighbour(place, 1) === undefined}
            onClick={() => viewer.moveInEntry(1)}
          >
            {'\u203a'}
          </button>
        </span>
      </p>
      <Complaint viewer={viewer} row={row} recording={recording} />
      <Remarks row={row} />
    </section>
  );
}
