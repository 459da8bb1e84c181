// The links as a picture. Boxes are reached with the arrow keys; Enter shows the messages about one.

import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { scopeOf } from './link-history.js';
import { counted, cut } from './text.js';
import { namespaceLabel, topologyAt } from './topology.js';
import { type Layout, layoutOf, NODE_HEIGHT, NODE_WIDTH, type PlacedEdge, type PlacedNode } from './topology-layout.js';
import type { Viewer } from './viewer.js';

const ZOOMS = [0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.25, 1.5, 2];
/** A picture is not made smaller than this to have all of it on the screen. */
const READABLE = 0.7;
const MARGIN = 16;

/** From the bottom of the upper box to the top of the lower, or from side to side. */
function pathOf({ from, to }: PlacedEdge): string {
  const [upper, lower] = from.y <= to.y ? [from, to] : [to, from];
  if (lower.y - upper.y > NODE_HEIGHT) {
    const [x1, y1, x2, y2] = [upper.x + NODE_WIDTH / 2, upper.y + NODE_HEIGHT, lower.x + NODE_WIDTH / 2, lower.y];
    const bend = (y2 - y1) / 2;
    return `M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
  }
  const [left, right] = from.x <= to.x ? [from, to] : [to, from];
  const [x1, y1, x2, y2] = [left.x + NODE_WIDTH, left.y + NODE_HEIGHT / 2, right.x, right.y + NODE_HEIGHT / 2];
  const bend = Math.max(12, (x2 - x1) / 3);
  return `M${x1} ${y1} C${x1 + bend} ${y1 - (x2 - x1 > NODE_WIDTH ? bend / 2 : 0)} ${x2 - bend} ${y2 - (x2 - x1 > NODE_WIDTH ? bend / 2 : 0)} ${x2} ${y2}`;
}

const STATES = { up: 'up', down: 'down', waiting: 'up, without a carrier', unknown: 'not told of' } as const;

/** What is said of a box to who cannot see its lines. */
function wordsFor({ nodes: [first, ...rest], id }: PlacedNode, { edges }: Layout): string {
  if (first === undefined) return '';
  if (rest.length > 0) return `${counted(rest.length + 1, 'link')} of kind ${first.facts?.kind ?? 'unknown'}`;
  const ties = edges.flatMap(({ kind, from, to }) => {
    if (from.id !== id && to.id !== id) return [];
    const other = from.id === id ? to : from;
    const name = other.nodes.length > 1 ? counted(other.nodes.length, 'link') : other.nodes[0]?.label;
    const what = kind === 'peer' ? 'peer' : kind === 'parent' ? (from.id === id ? 'on' : 'below') : from.id === id ? 'master of' : 'port of';
    return [`${what} ${name}`];
  });
  return [`${first.label}, index ${first.index}`, first.facts?.kind, STATES[first.state], ...ties, namespaceLabel(first.namespace)].filter((part) => part !== undefined).join(', ');
}

interface BoxProps {
  readonly placed: PlacedNode;
  readonly layout: Layout;
  readonly chosen: boolean;
  readonly near: boolean;
  readonly choose: () => void;
}

function Box({ placed, layout, chosen, near, choose }: BoxProps) {
  const { x, y, nodes, id } = placed;
  const [node] = nodes;
  if (node === undefined) return null;
  const pile = nodes.length > 1;
  const title = pile ? `${nodes.length} links` : node.label;
  const below = pile
    ? (node.facts?.kind ?? '')
    : `${node.index} \u00b7 ${node.facts?.kind ?? (node.facts === undefined ? 'not told of' : node.facts.type === 772 ? 'loopback' : 'device')}`;
  return (
    <g
      id={`t${id}`}
      role="option"
      aria-selected={chosen}
      aria-label={wordsFor(placed, layout)}
      class={`box ${node.state}${pile ? ' pile' : ''}${chosen ? ' chosen' : ''}${near ? ' near' : ''}`}
      transform={`translate(${x} ${y})`}
      onClick={choose}
    >
      {pile && <rect class="behind" x="5" y="5" width={NODE_WIDTH} height={NODE_HEIGHT} rx="7" />}
      <rect width={NODE_WIDTH} height={NODE_HEIGHT} rx="7" />
      <circle cx="14" cy="16" r="4" />
      <text x="25" y="20" class="name">
        {cut(title, 16)}
      </text>
      <text x="14" y="37" class="below">
        {cut(below, 20)}
      </text>
    </g>
  );
}

/** The nearest box in the direction of an arrow key. */
function nearest(nodes: readonly PlacedNode[], from: PlacedNode, key: string): PlacedNode | undefined {
  const vertical = key === 'ArrowUp' || key === 'ArrowDown';
  const sign = key === 'ArrowUp' || key === 'ArrowLeft' ? -1 : 1;
  let best: PlacedNode | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const one of nodes) {
    const along = (vertical ? one.y - from.y : one.x - from.x) * sign;
    if (one === from || along <= 0) continue;
    const aside = Math.abs(vertical ? one.x - from.x : one.y - from.y);
    const distance = along + 3 * aside;
    if (distance < least) [best, least] = [one, distance];
  }
  return best;
}

function Facts({ viewer, placed, spread }: { readonly viewer: Viewer; readonly placed: PlacedNode; readonly spread: () => void }) {
  const [node, ...rest] = placed.nodes;
  if (node === undefined) return null;
  if (rest.length > 0) {
    return (
      <>
        <b>{counted(placed.nodes.length, 'link')}</b> {cut(placed.nodes.map(({ label }) => label).join(', '), 120)}{' '}
        <button type="button" onClick={spread}>
          Show each
        </button>
      </>
    );
  }
  const { facts, label, index, since } = node;
  const parts = [`index ${index}`, facts?.kind, STATES[node.state], facts?.mtu === undefined ? undefined : `mtu ${facts.mtu}`, facts?.address, namespaceLabel(node.namespace)];
  return (
    <>
      <b>{label}</b> <span class="facts">{parts.filter((part) => part !== undefined).join(' \u00b7 ')}</span>{' '}
      <button type="button" onClick={() => showMessages(viewer, facts?.name ?? String(index))}>
        Its messages
      </button>{' '}
      {since !== undefined && (
        <button type="button" onClick={() => viewer.select(since - 1)}>
          Last told of by {since}
        </button>
      )}
    </>
  );
}

function showMessages(viewer: Viewer, name: string): void {
  viewer.view.value = 'messages';
  void viewer.setFilter(`link:${/[\s"]/.test(name) ? `"${name}"` : name}`);
}

/** The view: the links at the selected message, or at the end. */
export function TopologyView({ viewer }: { readonly viewer: Viewer }) {
  const zoom = useSignal(1);
  const chosen = useSignal<string | undefined>(undefined);
  const open = useSignal<ReadonlySet<string>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);
  const recording = viewer.recording.value;
  const drawn = useComputed(() => {
    viewer.progress.value;
    const row = viewer.row.value;
    const all = viewer.recording.value;
    if (all === undefined || row === undefined) return layoutOf({ nodes: [], edges: [] }, new Set());
    const at = viewer.atEnd.value ? all.rows.length : row.message.number;
    return layoutOf(topologyAt(all.links, scopeOf(row.message).group, at), open.value);
  });
  const layout = drawn.value;
  const placed = layout.nodes.find(({ id }) => id === chosen.value);
  const neighbours = new Set(placed === undefined ? [] : layout.edges.flatMap(({ from, to }) => (from.id === placed.id ? [to.id] : to.id === placed.id ? [from.id] : [])));

  const fit = (): void => {
    const element = scroller.current;
    if (element === null || layout.width === 0) return;
    const [wide, high] = [(element.clientWidth - 2 * MARGIN) / layout.width, (element.clientHeight - 2 * MARGIN) / layout.height];
    // What would get too small to read is scrolled over.
    zoom.value = Math.max(READABLE, Math.min(1, wide, high));
  };
  const step = (by: 1 | -1): void => {
    const next = by > 0 ? ZOOMS.find((one) => one > zoom.value + 0.01) : ZOOMS.findLast((one) => one < zoom.value - 0.01);
    if (next !== undefined) zoom.value = next;
  };
  useEffect(fit, [recording, layout.width === 0]);
  useEffect(() => {
    if (chosen.value !== undefined) document.getElementById(`t${chosen.value}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [chosen.value]);

  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key === '+' || key === '=') step(1);
    else if (key === '-') step(-1);
    else if (key === '0') fit();
    else if (key.startsWith('Arrow')) chosen.value = (placed === undefined ? layout.nodes[0] : (nearest(layout.nodes, placed, key) ?? placed))?.id;
    else if (key === 'Enter' && placed !== undefined) {
      if (placed.nodes.length > 1) spread(placed);
      else showMessages(viewer, placed.nodes[0]?.facts?.name ?? String(placed.nodes[0]?.index));
    } else if (key === ',' || key === '.') viewer.moveToLinkChange(key === '.' ? 1 : -1);
    else return;
    event.preventDefault();
  };
  const spread = ({ id }: PlacedNode): void => {
    open.value = new Set([...open.value, id]);
    chosen.value = undefined;
  };

  return (
    <div class="topology">
      <div class="tools" role="toolbar" aria-label="Topology">
        <fieldset>
          <legend class="hidden">Links as they were</legend>
          <label>
            <input type="radio" name="moment" checked={!viewer.atEnd.value} onChange={() => (viewer.atEnd.value = false)} /> at message {viewer.row.value?.message.number}
          </label>{' '}
          <label>
            <input type="radio" name="moment" checked={viewer.atEnd.value} onChange={() => (viewer.atEnd.value = true)} /> at the end
          </label>
        </fieldset>
        <button type="button" title="To the change of a link before this message ( , )" onClick={() => viewer.moveToLinkChange(-1)}>
          {'\u2039'} change
        </button>
        <button type="button" title="To the next change of a link ( . )" onClick={() => viewer.moveToLinkChange(1)}>
          change {'\u203a'}
        </button>
        <span class="legend" aria-hidden="true">
          <i class="parent" /> on <i class="master" /> master <i class="peer" /> peer
        </span>
        <span class="zoom">
          <button type="button" aria-label="Smaller" onClick={() => step(-1)}>
            {'\u2212'}
          </button>
          <button type="button" aria-label="Fit" onClick={fit}>
            {Math.round(zoom.value * 100)} %
          </button>
          <button type="button" aria-label="Larger" onClick={() => step(1)}>
            +
          </button>
        </span>
      </div>
      <div
        ref={scroller}
        class="scroller picture"
        id="topology"
        role="listbox"
        tabIndex={0}
        aria-label={`${counted(layout.nodes.length, 'link')} in ${counted(layout.namespaces.length, 'namespace')}`}
        aria-activedescendant={placed === undefined ? undefined : `t${placed.id}`}
        onKeyDown={onKey}
        onWheel={(event) => {
          if (!event.ctrlKey) return;
          event.preventDefault();
          step(event.deltaY < 0 ? 1 : -1);
        }}
      >
        {layout.nodes.length === 0 ? (
          <p class="nothing">No links were told of {viewer.atEnd.value ? 'in this recording' : 'up to this message'}.</p>
        ) : (
          <Picture layout={layout} zoom={zoom.value} chosen={placed?.id} neighbours={neighbours} choose={(id) => (chosen.value = id)} />
        )}
      </div>
      <p class="about" aria-live="polite">
        {placed === undefined ? 'Choose a link to see more of it.' : <Facts viewer={viewer} placed={placed} spread={() => spread(placed)} />}
      </p>
    </div>
  );
}

interface PictureProps {
  readonly layout: Layout;
  readonly zoom: number;
  readonly chosen: string | undefined;
  readonly neighbours: ReadonlySet<string>;
  readonly choose: (id: string) => void;
}

function Picture({ layout, zoom, chosen, neighbours, choose }: PictureProps) {
  const [width, height] = [layout.width + 2 * MARGIN, layout.height + 2 * MARGIN];
  return (
    <svg width={width * zoom} height={height * zoom} viewBox={`${-MARGIN} ${-MARGIN} ${width} ${height}`} role="presentation">
      {layout.namespaces.map(({ namespace, x, y, width, height }) => (
        <g key={namespace} class="namespace" role="presentation">
          <rect x={x} y={y} width={width} height={height} rx="10" />
          <text x={x + 14} y={y + 22}>
            {namespaceLabel(namespace)}
          </text>
        </g>
      ))}
      {layout.edges.map((edge) => (
        <path key={`${edge.kind} ${edge.from.id} ${edge.to.id}`} class={`edge ${edge.kind}${edge.from.id === chosen || edge.to.id === chosen ? ' near' : ''}`} d={pathOf(edge)} />
      ))}
      {layout.nodes.map((placed) => (
        <Box key={placed.id} placed={placed} layout={layout} chosen={placed.id === chosen} near={neighbours.has(placed.id)} choose={() => choose(placed.id)} />
      ))}
    </svg>
  );
}
