// The bytes of the selected message, those of the selected node lit. A byte that is chosen selects the node it belongs to.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { byteAsHex } from '../netlink/bytes.js';
import type { CapturedMessage } from '../netlink/capture/entry.js';
import type { TreeNode } from './tree.js';
import type { Viewer } from './viewer.js';
import { VirtualList } from './virtual-list.js';

const LINE_HEIGHT = 22;
const WIDTH = 16;

const printable = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '\u00b7');

/** Which of the lit parts a byte is in: the payload, the header before it, or what is around both. */
function litOf(at: number, [node, around]: readonly (TreeNode | undefined)[]): string {
  const within = (one: TreeNode | undefined) => one !== undefined && at >= one.offset && at < one.offset + one.length;
  if (within(node)) return node?.depth === 0 ? ' around' : at < (node as TreeNode).payload ? ' lit header' : ' lit';
  return within(around) ? ' around' : '';
}

interface LineProps {
  readonly viewer: Viewer;
  readonly message: CapturedMessage;
  readonly line: number;
  readonly cursor: number;
  readonly choose: (offset: number) => void;
}

function HexLine({ viewer, message, line, cursor, choose }: LineProps) {
  const path = viewer.nodePath.value;
  const lit = [path.at(-1), path.length > 2 ? path.at(-2) : undefined];
  const bytes = message.bytes.subarray(line * WIDTH, (line + 1) * WIDTH);
  const start = message.offset + line * WIDTH;
  const cells = Array.from(bytes, (byte, i) => ({ byte, at: start + i, lit: `${litOf(start + i, lit)}${start + i === cursor ? ' cursor' : ''}` }));
  const click = (event: MouseEvent): void => {
    const { at } = (event.target as HTMLElement).dataset;
    if (at !== undefined) choose(Number(at));
  };
  return (
    <div role="row" class="line bytes" aria-rowindex={line + 1} onClick={click}>
      <span class="offset" role="rowheader">
        {start.toString(16).padStart(4, '0')}
      </span>
      <span class="hex" role="presentation">
        {cells.map(({ byte, at, lit }) => (
          <span
            key={at}
            id={`b${at}`}
            role="gridcell"
            data-at={at}
            class={`byte${lit}`}
            aria-label={at === cursor ? `byte ${at}, 0x${byteAsHex(byte)}, ${path.at(-1)?.name ?? ''}` : undefined}
          >
            {byteAsHex(byte)}
          </span>
        ))}
      </span>
      <span class="ascii" aria-hidden="true">
        {cells.map(({ byte, at, lit }) => (
          <span key={at} data-at={at} class={`byte${lit}`}>
            {printable(byte)}
          </span>
        ))}
      </span>
    </div>
  );
}

/** The bytes: arrows move a cursor, and the selection with it. */
export function HexPane({ viewer }: { readonly viewer: Viewer }) {
  const message = viewer.row.value?.message;
  const node = viewer.nodePath.value.at(-1);
  const cursor = useSignal(0);
  useEffect(() => {
    // The cursor goes where the tree went, but stays inside a node that it chose.
    if (node !== undefined && (cursor.peek() < node.offset || cursor.peek() >= node.offset + node.length)) cursor.value = node.offset;
  }, [node, message]);
  if (message === undefined) return <div class="scroller hexdump" />;
  const last = message.offset + message.bytes.length - 1;
  const choose = (offset: number): void => {
    const to = Math.max(message.offset, Math.min(last, offset));
    cursor.value = to;
    viewer.selectByte(to);
  };
  return (
    <VirtualList
      id="hex"
      class="hexdump"
      role="grid"
      label="Bytes of the message"
      rows={{ count: Math.ceil(message.bytes.length / WIDTH), rowHeight: LINE_HEIGHT }}
      at={Math.floor((cursor.value - message.offset) / WIDTH)}
      active={`b${cursor.value}`}
      onMove={(by) => choose(cursor.peek() + by * WIDTH)}
      onKey={(event) => {
        const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (by === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        choose(cursor.peek() + by);
      }}
      render={(line) => <HexLine key={line} viewer={viewer} message={message} line={line} cursor={cursor.value} choose={choose} />}
    />
  );
}
