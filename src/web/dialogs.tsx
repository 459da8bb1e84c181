// The two dialogs: text to be pasted, and help.

import type { RefObject } from 'preact';
import { FILTER_HELP } from './filter.js';
import { openText } from './sources.js';
import type { Viewer } from './viewer.js';

interface Props {
  readonly viewer: Viewer;
  readonly dialog: RefObject<HTMLDialogElement | null>;
}

export function PasteDialog({ viewer, dialog }: Props) {
  const open = (event: SubmitEvent): void => {
    const text = new FormData(event.currentTarget as HTMLFormElement).get('text');
    if (typeof text === 'string' && text.trim() !== '') void openText(viewer, text);
  };
  return (
    <dialog ref={dialog} class="paste" aria-labelledby="paste-title">
      <form method="dialog" onSubmit={open}>
        <h2 id="paste-title">Paste hex, a strace log or exchange lines</h2>
        <textarea
          name="text"
          rows={14}
          spellcheck={false}
          autocomplete="off"
          aria-label="Text of the recording"
          placeholder={'34000000 12000103 …\nor\nsendto(3, [{nlmsg_len=52, …}], …) = 52'}
        />
        <p class="buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>{' '}
          <button type="submit" class="primary">
            Read it
          </button>
        </p>
      </form>
    </dialog>
  );
}

const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['/', 'to the filter; Escape empties it, Enter goes to the list'],
  ['\u2191 \u2193 Page Home End', 'move in the list, the tree or the bytes'],
  ['\u2190 \u2192', 'close and open in the tree; byte by byte in the bytes'],
  ['[ ]', 'the message before and after in the same exchange'],
  ['e E', 'next and previous error'],
  ['1 2 3', 'messages, sequence, topology'],
  [', .', 'the change of a link before and after, in the topology; + \u2212 0 make it larger, smaller, fit'],
  ['Enter', 'from the list to the tree; from a link to its messages'],
  ['Tab', 'from pane to pane; arrows move a border that has the focus'],
  ['o', 'choose a file; text can be pasted at any time'],
  ['t', 'dark, light, as the system has it'],
  ['?', 'this help'],
];

interface HelpProps extends Props {
  readonly filterBy: (text: string) => void;
}

export function HelpDialog({ dialog, filterBy }: HelpProps) {
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title">
      <form method="dialog">
        <h2 id="help-title">Filter</h2>
        <p>Words that must all hold, with a minus before one that must not.</p>
        <dl>
          {FILTER_HELP.map(([example, means]) => (
            <div key={example}>
              <dt>
                <button type="submit" class="link" onClick={() => filterBy(example)}>
                  <code>{example}</code>
                </button>
              </dt>
              <dd>{means}</dd>
            </div>
          ))}
        </dl>
        <h2>Keys</h2>
        <dl>
          {KEYS.map(([keys, does]) => (
            <div key={keys}>
              <dt>
                {keys.split(' ').map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <p class="buttons">
          <button type="submit" class="primary" autofocus>
            Close
          </button>
        </p>
      </form>
    </dialog>
  );
}
