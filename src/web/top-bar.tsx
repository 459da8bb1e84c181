// The bar above everything: what is open, the filter, the views.

import type { RefObject } from 'preact';
import { FILTER_HELP } from './filter.js';
import { counted, grouped, size } from './text.js';
import type { Themes } from './theme.js';
import type { View, Viewer } from './viewer.js';

export const VIEWS: readonly (readonly [view: View, label: string])[] = [
  ['messages', 'Messages'],
  ['sequence', 'Sequence'],
  ['topology', 'Topology'],
];

interface Props {
  readonly viewer: Viewer;
  readonly themes: Themes;
  readonly choose: () => void;
  readonly paste: () => void;
  readonly help: () => void;
  readonly filter: RefObject<HTMLInputElement | null>;
}

function About({ viewer }: { readonly viewer: Viewer }) {
  const recording = viewer.recording.value;
  const { rows, position, finished } = viewer.progress.value;
  if (recording === undefined) return <span class="about-file">netlink recordings</span>;
  const { format, compressed, bigEndian, failed, name } = recording;
  const parts = [
    format === undefined ? undefined : `${format}${compressed ? ', gzip' : ''}`,
    bigEndian ? 'big-endian' : undefined,
    size(finished ? (viewer.total.value ?? position) : position),
    counted(rows, 'message'),
    failed > 0 ? counted(failed, 'error') : undefined,
  ];
  return (
    <span class="about-file">
      <b title={name}>{name}</b> {parts.filter((part) => part !== undefined).join(' \u00b7 ')}
    </span>
  );
}

function Reading({ viewer }: { readonly viewer: Viewer }) {
  const { position, finished } = viewer.progress.value;
  const total = viewer.total.value;
  if (finished) return null;
  return <progress class="reading" aria-label="Reading" max={total ?? 1} value={total === undefined ? undefined : Math.min(position, total)} />;
}

function Filter({ viewer, filter }: Pick<Props, 'viewer' | 'filter'>) {
  const { rows, count, complete } = viewer.shown.value;
  const all = viewer.progress.value.rows;
  return (
    <search class="filter">
      <input
        ref={filter}
        type="search"
        id="filter"
        value={viewer.filter.value}
        placeholder={'Filter: type:newlink link:eth0 error \u2026'}
        aria-label="Filter"
        aria-describedby="filter-help found"
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => void viewer.setFilter(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && viewer.filter.value !== '') {
            event.preventDefault();
            void viewer.setFilter('');
          } else if (event.key === 'Enter' || event.key === 'Escape') focusList(viewer);
        }}
      />
      <span id="filter-help" class="hidden">
        {FILTER_HELP.map(([example, means]) => `${example}: ${means}`).join(' ')}
      </span>
      <output id="found" class="found">
        {rows === undefined ? '' : `${grouped(count)} of ${grouped(all)}${complete ? '' : '\u2026'}`}
      </output>
    </search>
  );
}

/** Gives the keys to the list that is shown. */
export function focusList(viewer: Viewer): void {
  document.getElementById(viewer.view.value)?.focus();
}

export function TopBar({ viewer, themes, choose, paste, help, filter }: Props) {
  const open = viewer.recording.value !== undefined;
  const theme = themes.theme.value;
  return (
    <header>
      <div class="bar">
        <svg class="mark" viewBox="0 0 48 48" aria-hidden="true">
          <circle cx="10" cy="24" r="7" />
          <circle cx="38" cy="10" r="7" />
          <circle cx="38" cy="38" r="7" />
          <path d="M16 21 L32 13 M16 27 L32 35" />
        </svg>
        <About viewer={viewer} />
        <span class="actions">
          <button type="button" onClick={choose} title="Choose a file ( o )">
            Open
          </button>
          <button type="button" onClick={paste}>
            Paste
          </button>
          <button type="button" onClick={() => themes.turn()} title="Dark, light, or as the system has it ( t )" aria-label={`Theme: ${theme}`}>
            {theme === 'auto' ? '\u25d0 Auto' : theme === 'dark' ? '\u25cf Dark' : '\u25cb Light'}
          </button>
          <button type="button" onClick={help} title="Help ( ? )">
            Help
          </button>
        </span>
      </div>
      {open && (
        <div class="bar second">
          <div class="views" role="tablist" aria-label="Views">
            {VIEWS.map(([view, label], i) => (
              <button
                key={view}
                type="button"
                role="tab"
                id={`tab-${view}`}
                aria-selected={viewer.view.value === view}
                aria-controls="view"
                title={`${label} ( ${i + 1} )`}
                onClick={() => (viewer.view.value = view)}
              >
                {label}
              </button>
            ))}
          </div>
          <Filter viewer={viewer} filter={filter} />
        </div>
      )}
      <Reading viewer={viewer} />
    </header>
  );
}
