// Where each link of a topology is drawn: a box for each namespace, in it the layers that dagre makes of what hangs together, and below
// them the links that hang on nothing. Of many equal children of one link a pile is drawn: a thousand boxes in a row show less than one that says so.

import { Graph, layout } from '@dagrejs/dagre';
import { namespaceLabel, type Topology, type TopologyEdge, type TopologyNode } from './topology.js';

export const NODE_WIDTH = 150;
export const NODE_HEIGHT = 46;
const GAP = 22;
const PADDING = 18;
const TITLE = 26;
const TITLE_CHARACTER = 7;
/** Children from which on a pile is made of them. */
const PILE = 13;
/** Pixels beyond which what hangs together goes into another row. */
const WIDE = 1500;
/** Boxes in a row where they hang on nothing. */
const COLUMNS = Math.floor(WIDE / (NODE_WIDTH + GAP));
/** Boxes in a namespace beyond which layers take too long to order; they are put row by row. */
const MAX_LAYERED = 600;

/** A box: one link, or a pile of several. */
export interface PlacedNode {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly nodes: readonly TopologyNode[];
}

/** A line from one box to another. */
export interface PlacedEdge {
  readonly kind: TopologyEdge['kind'];
  readonly from: PlacedNode;
  readonly to: PlacedNode;
}

/** The frame around a namespace. */
export interface PlacedNamespace {
  readonly namespace: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A topology with its places, in pixels. */
export interface Layout {
  readonly namespaces: readonly PlacedNamespace[];
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly id: string;
  readonly nodes: readonly TopologyNode[];
}

interface Part {
  readonly nodes: readonly PlacedNode[];
  readonly width: number;
  readonly height: number;
}

/** Places everything; `open` are the piles whose links are wanted one by one. */
export function layoutOf(topology: Topology, open: ReadonlySet<string>): Layout {
  const { boxes, boxOf } = piled(topology, open);
  const edges = joined(topology.edges, boxOf);
  const tied = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const names = [...new Set(topology.nodes.map(({ namespace }) => namespace))].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const framed = names.map((namespace): [string, Part] => {
    const { nodes, width, height } = partOf(
      boxes.filter((box) => box.nodes[0]?.namespace === namespace),
      edges,
      tied,
    );
    return [
      namespace,
      {
        nodes: moved({ nodes, width, height }, PADDING, PADDING + TITLE),
        width: Math.max(width, namespaceLabel(namespace).length * TITLE_CHARACTER) + 2 * PADDING,
        height: height + 2 * PADDING + TITLE,
      },
    ];
  });
  const { nodes, width, height } = shelved(framed.map(([, part]) => part));
  const namespaces = framed.map(([namespace, part]) => frameOf(namespace, part, nodes));
  const places = new Map(nodes.map((node) => [node.id, node]));
  const lines = edges.flatMap((edge): PlacedEdge[] => {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ kind: edge.kind, from, to }];
  });
  return { namespaces, nodes, edges: lines, width, height };
}

/** Where a namespace came to stand is where its first box did. */
function frameOf(namespace: string, { nodes: [first], width, height }: Part, placed: readonly PlacedNode[]): PlacedNamespace {
  const now = placed.find(({ id }) => id === first?.id);
  return { namespace, x: (now?.x ?? 0) - (first?.x ?? 0), y: (now?.y ?? 0) - (first?.y ?? 0), width, height };
}

/** Leaves of one kind on the same link, where they are many, are one box. */
function piled({ nodes, edges }: Topology, open: ReadonlySet<string>): { boxes: Box[]; boxOf: Map<string, string> } {
  const ties = new Map<string, TopologyEdge[]>();
  for (const edge of edges) for (const end of [edge.from, edge.to]) gather(ties, end, edge);
  const piles = new Map<string, TopologyNode[]>();
  for (const node of nodes) {
    const [edge, more] = ties.get(node.id) ?? [];
    if (more !== undefined) continue;
    const other = edge === undefined ? '' : edge.from === node.id ? edge.to : edge.from;
    const key = `pile ${node.namespace} ${other} ${edge?.kind ?? ''} ${node.facts?.kind ?? ''}`;
    gather(piles, key, node);
  }
  const boxOf = new Map<string, string>();
  const boxes: Box[] = [];
  for (const [id, members] of piles) {
    if (members.length < PILE || open.has(id)) continue;
    boxes.push({ id, nodes: members });
    for (const member of members) boxOf.set(member.id, id);
  }
  for (const node of nodes) {
    if (boxOf.has(node.id)) continue;
    boxes.push({ id: node.id, nodes: [node] });
    boxOf.set(node.id, node.id);
  }
  return { boxes, boxOf };
}

function gather<T>(groups: Map<string, T[]>, key: string, one: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [one]);
  else group.push(one);
}

function joined(edges: readonly TopologyEdge[], boxOf: ReadonlyMap<string, string>): TopologyEdge[] {
  const out = new Map<string, TopologyEdge>();
  for (const { kind, from, to } of edges) {
    const edge = { kind, from: boxOf.get(from) ?? from, to: boxOf.get(to) ?? to };
    out.set(`${kind} ${edge.from} ${edge.to}`, edge);
  }
  return [...out.values()];
}

function partOf(boxes: readonly Box[], edges: readonly TopologyEdge[], tied: ReadonlySet<string>): Part {
  const inside = new Set(boxes.map(({ id }) => id));
  const within = edges.filter(({ from, to }) => inside.has(from) && inside.has(to));
  const layered = boxes.filter(({ id }) => tied.has(id));
  const upper = layered.length > MAX_LAYERED ? gridOf(layered) : shelved(componentsOf(layered, within).map(([some, ties]) => layersOf(some, ties)));
  const lone = boxes.filter(({ id }) => !tied.has(id));
  const lower = gridOf(lone, Math.max(COLUMNS, Math.floor((upper.width + GAP) / (NODE_WIDTH + GAP))));
  const shift = upper.height === 0 || lower.height === 0 ? 0 : upper.height + 2 * GAP;
  return {
    nodes: [...upper.nodes, ...moved(lower, 0, shift)],
    width: Math.max(upper.width, lower.width, NODE_WIDTH),
    height: lower.height === 0 ? upper.height : shift + lower.height,
  };
}

const moved = ({ nodes }: Part, x: number, y: number): PlacedNode[] => nodes.map((node) => ({ ...node, x: node.x + x, y: node.y + y }));

/** What hangs together, each with its edges; the largest first. */
function componentsOf(boxes: readonly Box[], edges: readonly TopologyEdge[]): (readonly [Box[], TopologyEdge[]])[] {
  const above = new Map(boxes.map(({ id }) => [id, id]));
  const rootOf = (id: string): string => {
    let root = id;
    for (let next = above.get(root); next !== undefined && next !== root; next = above.get(root)) root = next;
    above.set(id, root);
    return root;
  };
  for (const { from, to } of edges) above.set(rootOf(from), rootOf(to));
  const parts = new Map<string, readonly [Box[], TopologyEdge[]]>();
  for (const box of boxes) {
    const root = rootOf(box.id);
    const part = parts.get(root) ?? [[], []];
    part[0].push(box);
    parts.set(root, part);
  }
  for (const edge of edges) parts.get(rootOf(edge.from))?.[1].push(edge);
  return [...parts.values()].sort(([a], [b]) => b.length - a.length);
}

/** One beside the other, and in rows below each other where that gets too wide for a screen. */
function shelved(parts: readonly Part[]): Part {
  const limit = Math.max(WIDE, ...parts.map(({ width }) => width));
  const nodes: PlacedNode[] = [];
  let [x, y, row, width] = [0, 0, 0, 0];
  for (const part of parts) {
    if (x > 0 && x + part.width > limit) [x, y, row] = [0, y + row + 2 * GAP, 0];
    nodes.push(...moved(part, x, y));
    width = Math.max(width, x + part.width);
    x += part.width + 2 * GAP;
    row = Math.max(row, part.height);
  }
  return { nodes, width, height: y + row };
}

function layersOf(boxes: readonly Box[], edges: readonly TopologyEdge[]): Part {
  if (boxes.length === 0) return { nodes: [], width: 0, height: 0 };
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: GAP, ranksep: 2 * GAP, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of boxes) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const { kind, from, to } of edges) graph.setEdge(from, to, { weight: kind === 'peer' ? 1 : 3 }, kind);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    nodes: boxes.map(({ id, nodes }) => {
      const { x, y } = graph.node(id) as { readonly x: number; readonly y: number };
      return { id, nodes, x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 };
    }),
    width,
    height,
  };
}

function gridOf(boxes: readonly Box[], columns = COLUMNS): Part {
  const used = Math.min(columns, boxes.length);
  const rows = Math.ceil(boxes.length / columns);
  return {
    nodes: boxes.map((box, i) => ({ ...box, x: (i % columns) * (NODE_WIDTH + GAP), y: Math.floor(i / columns) * (NODE_HEIGHT + GAP) })),
    width: Math.max(0, used * (NODE_WIDTH + GAP) - GAP),
    height: Math.max(0, rows * (NODE_HEIGHT + GAP) - GAP),
  };
}
