// How links hang together, and where each is drawn.

import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { namespaceLabel, type Topology, topologyAt } from '../../src/web/topology.js';
import { type Layout, layoutOf, NODE_HEIGHT, NODE_WIDTH } from '../../src/web/topology-layout.js';
import { exchange, type Line, link, notice, viewing } from './recordings.js';

const test = suite('topology');

const NONE: ReadonlySet<string> = new Set();

async function topologyOf(...lines: Line[]): Promise<Topology> {
  const { recording } = await viewing(exchange(lines));
  return topologyAt(recording.value?.links as NonNullable<typeof recording.value>['links'], '', lines.length);
}

const told = (index: number, name: string, more?: Readonly<Record<string, unknown>>, nsid?: number): Line =>
  notice('RTM_NEWLINK', link(index, name, more), nsid === undefined ? {} : { nsid });

const kind = (name: string) => ({ linkinfo: { kind: name } });
const edges = ({ edges, nodes }: Topology): string[] => {
  const name = (id: string): string | undefined => nodes.find((node) => node.id === id)?.label;
  return edges.map(({ kind, from, to }) => `${name(from)} ${kind} ${name(to)}`).sort();
};

test('parents, masters, peers', async () => {
  const topology = await topologyOf(
    told(1, 'lo', { type: 772 }),
    told(2, 'eth0'),
    told(3, 'macvlan1', { link: 2, ...kind('macvlan') }),
    told(4, 'veth1', { link: 5, master: 6, ...kind('veth') }),
    told(5, 'veth2', { link: 4, ...kind('veth') }),
    told(6, 'br0', kind('bridge')),
    told(7, 'vlan', { link: 6, ...kind('vlan') }),
  );
  assert.equal(edges(topology), ['br0 master veth1', 'macvlan1 parent eth0', 'veth1 peer veth2', 'vlan parent br0']);
  assert.is(topology.nodes.length, 7);
});

test('what is named by index alone is drawn as not told of', async () => {
  const topology = await topologyOf(told(3, 'macvlan1', { link: 2, ...kind('macvlan') }), told(4, 'port', { master: 9 }));
  assert.equal(edges(topology), ['if9 master port', 'macvlan1 parent if2']);
  assert.equal(
    topology.nodes.filter(({ state }) => state === 'unknown').map(({ label }) => label),
    ['if2', 'if9'],
  );
});

test('tunnels that tell themselves hang on nothing', async () => {
  assert.equal(edges(await topologyOf(told(3, 'tunl0', { link: 0, ...kind('ipip') }), told(4, 'gre0', { link: 4, ...kind('gre') }))), []);
});

test('the other end in another namespace', async () => {
  const one = told(3, 'inside', { link: 8, linkNetnsid: 2, ...kind('veth') });
  const alone = await topologyOf(one);
  assert.equal(edges(alone), ['inside peer if8']);
  assert.equal(
    alone.nodes.map(({ namespace }) => namespaceLabel(namespace)),
    ['this namespace', 'namespace 2'],
  );
  // Ids are each namespace's own: the pair is known by pointing at each other.
  const both = await topologyOf(one, told(8, 'outside', { link: 3, linkNetnsid: 0, ...kind('veth') }, 2));
  assert.equal(edges(both), ['inside peer outside']);
  const lost = await topologyOf(told(8, 'outside', { link: 77, linkNetnsid: 0, ...kind('macvlan') }, 2));
  assert.equal(
    lost.nodes.map(({ namespace }) => namespaceLabel(namespace)),
    ['namespace 2', 'namespace 0 of namespace 2'],
  );
});

test('up, down, and up without a carrier', async () => {
  const { nodes } = await topologyOf(told(1, 'a', { flags: 0x1002 }), told(2, 'b', { flags: 0x43 }), told(3, 'c', { flags: 0x3, operstate: 'lowerlayerdown' }));
  assert.equal(
    nodes.map(({ state }) => state),
    ['down', 'up', 'waiting'],
  );
});

test('many equal children of one link are one pile, until each is wanted', async () => {
  const children = Array.from({ length: 40 }, (_, i) => told(10 + i, `m${i}`, { link: 2, ...kind('macvlan') }));
  const topology = await topologyOf(told(2, 'eth0'), ...children);
  const layout = layoutOf(topology, NONE);
  assert.equal(
    layout.nodes.map(({ nodes }) => nodes.length),
    [40, 1],
  );
  assert.is(layout.edges.length, 1);
  const pile = layout.nodes.find(({ nodes }) => nodes.length > 1);
  const open = layoutOf(topology, new Set([pile?.id ?? '']));
  assert.is(open.nodes.length, 41);
  assert.is(open.edges.length, 40);
});

test('parents are drawn below their children, masters above their ports', async () => {
  const { nodes } = layoutOf(await topologyOf(told(2, 'eth0', { master: 4 }), told(3, 'vlan', { link: 2 }), told(4, 'br0', kind('bridge'))), NONE);
  const y = (label: string): number => nodes.find(({ nodes: [node] }) => node?.label === label)?.y ?? Number.NaN;
  assert.ok(y('vlan') < y('eth0'));
  assert.ok(y('br0') < y('eth0'));
});

function overlapping({ nodes }: Layout): boolean {
  return nodes.some((a, i) => nodes.some((b, j) => i < j && Math.abs(a.x - b.x) < NODE_WIDTH && Math.abs(a.y - b.y) < NODE_HEIGHT));
}

test('whatever hangs on whatever, every link is drawn once, apart from others, within its namespace', () => {
  const facts = fc.record({
    index: fc.integer({ min: 1, max: 30 }),
    link: fc.option(fc.integer({ min: 0, max: 32 }), { nil: undefined }),
    master: fc.option(fc.integer({ min: 0, max: 32 }), { nil: undefined }),
    kind: fc.constantFrom('veth', 'macvlan', 'bridge', undefined),
    nsid: fc.constantFrom(undefined, undefined, 1, 2),
    linkNetnsid: fc.constantFrom(undefined, undefined, 1, 2),
  });
  return fc.assert(
    fc.asyncProperty(fc.array(facts, { minLength: 1, maxLength: 30 }), async (links) => {
      const topology = await topologyOf(
        ...links.map(({ index, link: lower, master, kind: its, nsid, linkNetnsid }) =>
          told(
            index,
            `l${index}`,
            {
              ...(lower !== undefined && { link: lower }),
              ...(master !== undefined && { master }),
              ...(linkNetnsid !== undefined && { linkNetnsid }),
              ...(its !== undefined && kind(its)),
            },
            nsid,
          ),
        ),
      );
      const layout = layoutOf(topology, NONE);
      assert.equal(layout.nodes.flatMap(({ nodes }) => nodes.map(({ id }) => id)).sort(), topology.nodes.map(({ id }) => id).sort());
      assert.not.ok(overlapping(layout));
      for (const { x, y, nodes } of layout.nodes) {
        const around = layout.namespaces.find(({ namespace }) => namespace === nodes[0]?.namespace);
        assert.ok(around !== undefined && x >= around.x && y >= around.y && x + NODE_WIDTH <= around.x + around.width && y + NODE_HEIGHT <= around.y + around.height);
      }
    }),
    { numRuns: 60 },
  );
});

test.run();
