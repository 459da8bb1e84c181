// The selected message as a tree.

import type { TreeNode } from './tree.js';
import { linesOf } from './tree.js';
import type { Viewer } from './viewer.js';
import { VirtualList } from './virtual-list.js';

const LINE_HEIGHT = 22;
/** Pixels a level is indented. */
const INDENT = 16;

interface LineProps {
  readonly viewer: Viewer;
  readonly node: TreeNode;
}

function Line({ viewer, node }: LineProps) {
  const { id, depth, name, value, note, offset, length, error, children } = node;
  const selected = viewer.node.value === id;
  const open = viewer.open.value.has(id);
  return (
    <div
      id={`n${id}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={selected}
      aria-expanded={children.length > 0 ? open : undefined}
      class={`line${selected ? ' selected' : ''}${error === undefined ? '' : ' faulty'}`}
      style={{ paddingLeft: `${6 + depth * INDENT}px` }}
      onClick={() => viewer.selectNode(id)}
      onDblClick={() => children.length > 0 && viewer.toggle(id)}
    >
      <span
        class={`twisty${children.length > 0 ? (open ? ' open' : ' closed') : ''}`}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          if (children.length > 0) viewer.toggle(id);
        }}
      />
      <span class="name">{name}</span>
      {value !== '' && <span class="value">{value}</span>}
      {error !== undefined && <span class="fault">{error}</span>}
      <span class="note">
        {note !== undefined && `${note} \u00b7 `}
        <span title="Offset in the datagram, and length">
          {offset}+{length}
        </span>
      </span>
    </div>
  );
}

/** The tree: right opens and goes in, left closes and goes out, as in every tree. */
export function TreePane({ viewer }: { readonly viewer: Viewer }) {
  const tree = viewer.tree.value;
  if (tree === undefined) return <div class="scroller tree" />;
  const lines = linesOf(tree, viewer.open.value);
  const at = lines.findIndex(({ id }) => id === viewer.node.value);
  const go = (place: number): void => {
    const line = lines[Math.max(0, Math.min(lines.length - 1, place))];
    if (line !== undefined) viewer.selectNode(line.id);
  };
  const onKey = (event: KeyboardEvent): void => {
    const line = lines[at];
    if (line === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const open = viewer.open.value.has(line.id);
    if (event.key === 'ArrowRight' && line.children.length > 0) {
      if (open) go(at + 1);
      else viewer.toggle(line.id, true);
    } else if (event.key === 'ArrowLeft') {
      if (open && line.children.length > 0) viewer.toggle(line.id, false);
      else if (line.id.includes('.')) viewer.selectNode(line.id.replace(/\.\d+$/, ''));
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (line.children.length > 0) viewer.toggle(line.id);
    } else return;
    event.preventDefault();
  };
  return (
    <VirtualList
      id="tree"
      class="tree"
      role="tree"
      label="Message as a tree"
      rows={{ count: lines.length, rowHeight: LINE_HEIGHT }}
      at={at}
      active={`n${viewer.node.value}`}
      onMove={(by) => go(at + by)}
      onKey={onKey}
      render={(place) => {
        const node = lines[place];
        return node === undefined ? null : <Line key={node.id} viewer={viewer} node={node} />;
      }}
    />
  );
}
