// Where each link of a topology is drawn: a box for each namespace, in it the layers that dagre makes of what hangs together, and below
// them the links that hang on nothing. Of many equal children of one link a pile is drawn: a thousand boxes in a row show less than one that says so.

import { Graph, layout } from '@dagrejs/dagre';
import type { Topology, TopologyEdge, TopologyNode } from './topology.js';

export const NODE_WIDTH = 150;
export const NODE_HEIGHT = 46;
const GAP = 22;
const PADDING = 18;
const TITLE = 26;
/** Children from which on a pile is made of them. */
const PILE = 13;
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
  const namespaces: PlacedNamespace[] = [];
  const nodes: PlacedNode[] = [];
  let x = 0;
  let height = 0;
  for (const namespace of names) {
    const inside = boxes.filter((box) => box.nodes[0]?.namespace === namespace);
    const part = partOf(inside, edges, tied);
    namespaces.push({ namespace, x, y: 0, width: part.width + 2 * PADDING, height: part.height + 2 * PADDING + TITLE });
    for (const node of part.nodes) nodes.push({ ...node, x: node.x + x + PADDING, y: node.y + PADDING + TITLE });
    x += part.width + 2 * PADDING + 2 * GAP;
    height = Math.max(height, part.height + 2 * PADDING + TITLE);
  }
  const places = new Map(nodes.map((node) => [node.id, node]));
  const lines = edges.flatMap((edge): PlacedEdge[] => {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ kind: edge.kind, from, to }];
  });
  return { namespaces, nodes, edges: lines, width: Math.max(0, x - 2 * GAP), height };
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
  const layered = boxes.filter(({ id }) => tied.has(id));
  const lone = boxes.filter(({ id }) => !tied.has(id));
  const upper =
    layered.length > MAX_LAYERED
      ? gridOf(layered)
      : layersOf(
          layered,
          edges.filter(({ from, to }) => inside.has(from) && inside.has(to)),
        );
  const lower = gridOf(lone, Math.max(4, Math.floor((upper.width + GAP) / (NODE_WIDTH + GAP))));
  const shift = upper.height === 0 || lower.height === 0 ? 0 : upper.height + 2 * GAP;
  return {
    nodes: [...upper.nodes, ...lower.nodes.map((node) => ({ ...node, y: node.y + shift }))],
    width: Math.max(upper.width, lower.width, NODE_WIDTH),
    height: lower.height === 0 ? upper.height : shift + lower.height,
  };
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

function gridOf(boxes: readonly Box[], columns = Math.max(4, Math.ceil(Math.sqrt(boxes.length)))): Part {
  const used = Math.min(columns, boxes.length);
  const rows = Math.ceil(boxes.length / columns);
  return {
    nodes: boxes.map((box, i) => ({ ...box, x: (i % columns) * (NODE_WIDTH + GAP), y: Math.floor(i / columns) * (NODE_HEIGHT + GAP) })),
    width: Math.max(0, used * (NODE_WIDTH + GAP) - GAP),
    height: Math.max(0, rows * (NODE_HEIGHT + GAP) - GAP),
  };
}
