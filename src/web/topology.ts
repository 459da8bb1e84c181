// The links that were there at some message, and how they hang together: parents below their children, masters above their ports, peers.

import { IFF_RUNNING, IFF_UP } from '../rtnl/constants.js';
import type { LinkFacts } from './link-facts.js';
import type { KnownLink, LinkHistory } from './link-history.js';

/** A link, or what is known of one by its index alone. */
export interface TopologyNode {
  readonly id: string;
  /** In which namespace: empty for the recording's own, `3` for that with this id, `3/0` for the one that this has under id 0. */
  readonly namespace: string;
  readonly index: number;
  readonly label: string;
  readonly state: 'up' | 'down' | 'waiting' | 'unknown';
  /** Undefined where nothing was told of it. */
  readonly facts: LinkFacts | undefined;
  readonly since: number | undefined;
}

/** `parent`: `from` lives on top of `to`. `master`: `from` is the master of `to`. `peer`: the two ends of a pair. */
export interface TopologyEdge {
  readonly kind: 'parent' | 'master' | 'peer';
  readonly from: string;
  readonly to: string;
}

/** What is drawn. */
export interface Topology {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
}

/** Kinds whose `link` is the other end of a pair and not what they live on. */
const PAIRS = new Set(['veth', 'vxcan', 'netkit']);

const idOf = (namespace: string, index: number): string => `${namespace}:${index}`;

/** As it was when message `at` had passed, in the namespaces of this group. */
export function topologyAt(history: LinkHistory, group: string, at: number): Topology {
  return topologyOf(history.linksAt(group, at));
}

/** Of these links. */
function topologyOf(links: readonly KnownLink[]): Topology {
  const nodes = new Map<string, TopologyNode>();
  for (const { scope, facts, since } of links) {
    const namespace = scope.nsid === undefined ? '' : String(scope.nsid);
    const id = idOf(namespace, facts.index);
    nodes.set(id, { id, namespace, index: facts.index, label: facts.name ?? `if${facts.index}`, state: stateOf(facts), facts, since });
  }
  const edges = new Map<string, TopologyEdge>();
  const known = [...nodes.values()];
  for (const node of known) {
    const { facts } = node;
    if (facts === undefined) continue;
    if (facts.master !== undefined && facts.master !== 0) {
      const to = node.id;
      add(edges, { kind: 'master', from: placeholder(nodes, node.namespace, facts.master), to });
    }
    // A tunnel tells itself, or 0, where it is bound to no link.
    const { link = 0 } = facts;
    if (link === 0 || (facts.linkNetnsid === undefined && link === facts.index)) continue;
    const other = otherEnd(nodes, known, node, facts, link);
    add(edges, { kind: isPair(facts, nodes.get(other)?.facts) ? 'peer' : 'parent', from: node.id, to: other });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

function isPair({ kind }: LinkFacts, other: LinkFacts | undefined): boolean {
  return PAIRS.has(kind ?? '') && (other?.kind === undefined || PAIRS.has(other.kind));
}

/** Each end of a pair tells of the other: one line is enough. */
function add(edges: Map<string, TopologyEdge>, edge: TopologyEdge): void {
  const ends = edge.kind === 'peer' ? [edge.from, edge.to].sort() : [edge.from, edge.to];
  const key = `${edge.kind} ${ends.join(' ')}`;
  if (!edges.has(key)) edges.set(key, edge);
}

function placeholder(nodes: Map<string, TopologyNode>, namespace: string, index: number): string {
  const id = idOf(namespace, index);
  if (!nodes.has(id)) nodes.set(id, { id, namespace, index, label: `if${index}`, state: 'unknown', facts: undefined, since: undefined });
  return id;
}

/**
 * The link that `link` means: in the namespace that `linkNetnsid` names. Ids of namespaces are each namespace's own, so what a link elsewhere
 * says of others is understood where it points back at one that points at it.
 */
function otherEnd(nodes: Map<string, TopologyNode>, known: readonly TopologyNode[], node: TopologyNode, facts: LinkFacts, link: number): string {
  const { linkNetnsid } = facts;
  if (linkNetnsid === undefined || linkNetnsid < 0) return placeholder(nodes, node.namespace, link);
  if (node.namespace === '') return placeholder(nodes, String(linkNetnsid), link);
  const back = known.find((other) => other.index === link && other.namespace !== node.namespace && other.facts?.link === node.index && other.facts.linkNetnsid !== undefined);
  return back?.id ?? placeholder(nodes, `${node.namespace}/${linkNetnsid}`, link);
}

/** What a namespace is called. */
export function namespaceLabel(namespace: string): string {
  const [id, within] = namespace.split('/').reverse();
  return id === '' ? 'this namespace' : within === undefined ? `namespace ${id}` : `namespace ${id} of namespace ${within}`;
}

function stateOf({ flags, operstate }: LinkFacts): TopologyNode['state'] {
  if ((flags & IFF_UP) === 0) return 'down';
  if ((flags & IFF_RUNNING) !== 0 || operstate === 'up' || operstate === 'unknown') return 'up';
  return 'waiting';
}
