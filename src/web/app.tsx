// The page as a whole: where things stand, what keys do wherever the focus is, and files that are dropped on it.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { HelpDialog, PasteDialog } from './dialogs.js';
import { EntryStrip } from './entry-strip.js';
import { HexPane } from './hex-pane.js';
import { MessageGrid } from './message-grid.js';
import { SequenceView } from './sequence-view.js';
import { openFile, openText } from './sources.js';
import { Splitter } from './splitter.js';
import { grouped } from './text.js';
import type { Themes } from './theme.js';
import { focusList, TopBar, VIEWS } from './top-bar.js';
import { TopologyView } from './topology-view.js';
import { TreePane } from './tree-pane.js';
import type { Viewer } from './viewer.js';
import { Welcome } from './welcome.js';

interface Props {
  readonly viewer: Viewer;
  readonly themes: Themes;
}

/** Why the recording ends where it does. */
function Damage({ viewer }: { readonly viewer: Viewer }) {
  const { damage, rows } = viewer.progress.value;
  if (damage === undefined) return null;
  return (
    <p class="complaint damage" role="alert">
      <b>Damaged</b> {damage.message}
      {damage.offset !== undefined && !damage.message.includes(String(damage.offset)) && ` at byte ${grouped(damage.offset)}`}
      {rows > 0 ? '. Everything before it is shown.' : ''}
    </p>
  );
}

function Panes({ viewer }: { readonly viewer: Viewer }) {
  const upper = useSignal(0.56);
  const left = useSignal(0.55);
  const view = viewer.view.value;
  return (
    <main class="panes">
      <div class="pane view" id="view" role="tabpanel" aria-labelledby={`tab-${view}`} style={{ flexBasis: `${upper.value * 100}%` }}>
        {view === 'messages' ? <MessageGrid viewer={viewer} /> : view === 'sequence' ? <SequenceView viewer={viewer} /> : <TopologyView viewer={viewer} />}
        <Damage viewer={viewer} />
      </div>
      <Splitter share={upper} direction="column" label="Height of the list" controls="view" />
      <div class="pane details" id="details">
        <EntryStrip viewer={viewer} />
        <div class="beside">
          <div class="pane" id="tree-pane" style={{ flexBasis: `${left.value * 100}%` }}>
            <TreePane viewer={viewer} />
          </div>
          <Splitter share={left} direction="row" label="Width of the tree" controls="tree-pane" />
          <div class="pane">
            <HexPane viewer={viewer} />
          </div>
        </div>
      </div>
    </main>
  );
}

const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'radio');

export function App({ viewer, themes }: Props) {
  const file = useRef<HTMLInputElement>(null);
  const filter = useRef<HTMLInputElement>(null);
  const paste = useRef<HTMLDialogElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  const dragging = useSignal(false);
  const choose = (): void => file.current?.click();

  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
      const view = VIEWS[Number(event.key) - 1];
      if (event.key === '?') help.current?.showModal();
      else if (event.key === 'o') choose();
      else if (event.key === 't') themes.turn();
      else if (viewer.recording.value === undefined) return;
      else if (event.key === '/') filter.current?.focus();
      else if (event.key === '[' || event.key === ']') viewer.moveInEntry(event.key === ']' ? 1 : -1);
      else if (event.key === 'e' || event.key === 'E') viewer.moveToError(event.key === 'e' ? 1 : -1);
      else if (view !== undefined) viewer.view.value = view[0];
      else return;
      event.preventDefault();
    };
    const pasted = (event: ClipboardEvent): void => {
      if (isTyping(event.target)) return;
      const [first] = event.clipboardData?.files ?? [];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (first !== undefined) void openFile(viewer, first);
      else if (text.trim() !== '') void openText(viewer, text);
    };
    document.addEventListener('keydown', key);
    document.addEventListener('paste', pasted);
    return () => {
      document.removeEventListener('keydown', key);
      document.removeEventListener('paste', pasted);
    };
  }, []);

  const open = viewer.recording.value !== undefined;
  useEffect(() => {
    if (open) focusList(viewer);
  }, [viewer.recording.value]);

  return (
    <div
      class={`app${dragging.value ? ' dragging' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        dragging.value = true;
      }}
      onDragLeave={(event) => {
        if (event.relatedTarget === null) dragging.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        dragging.value = false;
        const [dropped] = event.dataTransfer?.files ?? [];
        if (dropped !== undefined) void openFile(viewer, dropped);
      }}
    >
      <TopBar viewer={viewer} themes={themes} choose={choose} paste={() => paste.current?.showModal()} help={() => help.current?.showModal()} filter={filter} />
      {open ? <Panes viewer={viewer} /> : <Welcome viewer={viewer} choose={choose} paste={() => paste.current?.showModal()} />}
      <input
        ref={file}
        type="file"
        class="hidden"
        tabIndex={-1}
        aria-label="Recording"
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          if (chosen !== undefined) void openFile(viewer, chosen);
          event.currentTarget.value = '';
        }}
      />
      <PasteDialog viewer={viewer} dialog={paste} />
      <HelpDialog
        viewer={viewer}
        dialog={help}
        filterBy={(text) => {
          if (viewer.recording.value !== undefined) void viewer.setFilter(text);
        }}
      />
    </div>
  );
}
