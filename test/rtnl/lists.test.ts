// Lists of a kernel that filters nothing (before 5.0 none did), or of what no kernel filters by: what comes out is what was asked for, and a flush removes no more.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kinds, route } from '../../src/index.js';
import { NLM_F_MULTI } from '../../src/netlink/constants.js';
import type { Message } from '../../src/netlink/message.js';
import { Client } from '../../src/rtnl/client.js';
import { ack, done, type Route, type RouteEncodable } from '../netlink/conversation-replies.js';
import { FakeTransport, PORT } from '../netlink/fake-transport.js';

const test = suite('lists');

/** A kernel that lists these, whatever it is asked, and takes every removal. */
function holding(name: string, bodies: readonly object[]) {
  const transport = new FakeTransport<Route>(route);
  const removed: object[] = [];
  transport.onSend = () => {
    for (const { name: asked, header, body } of transport.messages(-1) as Message<Route>[]) {
      const { sequence } = header;
      const told = bodies.map((one) => ({ name, header: { flags: NLM_F_MULTI, sequence, portId: PORT }, body: one }) as RouteEncodable);
      if (!asked.startsWith('RTM_GET')) removed.push(body);
      transport.put(asked.startsWith('RTM_GET') ? transport.encode(...told, done(sequence)) : transport.encode(ack(sequence)));
    }
    return undefined;
  };
  return { rtnl: new Client(transport, kinds), removed };
}

/** Of which of those that the kernel lists the query speaks. */
async function expectFound<Q>(
  list: (query: Q) => Promise<readonly object[]>,
  number: (one: never) => unknown,
  expected: readonly (readonly [query: Q, found: readonly unknown[]])[],
) {
  for (const [query, found] of expected)
    assert.equal(
      (await list(query)).map((one) => number(one as never)),
      found,
      JSON.stringify(query),
    );
}

test('routes', async () => {
  const base = { family: 2, dstLen: 32, srcLen: 0, tos: 0, table8: 254, protocol: 3, scope: 253, type: 1, flags: 0 };
  const { rtnl } = holding('RTM_NEWROUTE', [
    { ...base, dst: '10.0.0.0', oif: 1 },
    { ...base, dst: '10.0.0.1', table8: 100, oif: 1 },
    { ...base, dst: '10.0.0.2', table8: 252, table: 1000, oif: 2 },
    { ...base, dst: '10.0.0.3', protocol: 4, priority: 7, oif: 2 },
    { ...base, dst: '10.0.0.4', type: 6, scope: 0 },
    { ...base, dst: '10.0.0.5', multipath: [1, 3].map((ifindex) => ({ flags: 0, hops: 0, ifindex })) },
    { ...base, dst: '10.0.0.6', nhId: 5 },
    { ...base, dst: '10.0.0.7', flags: 0x200, oif: 1 },
  ]);
  await expectFound(
    (query: object) => rtnl.routes.list(query),
    ({ dst }: { dst: string }) => Number(dst.slice(7)),
    [
      [{}, [0, 3, 4, 5, 6]],
      [{ table: 'all' }, [0, 1, 2, 3, 4, 5, 6]],
      [{ table: 100 }, [1]],
      [{ table: 1000 }, [2]],
      [{ protocol: 'static' }, [3]],
      [{ type: 'blackhole' }, [4]],
      [{ scope: 'global' }, [4]],
      [{ metric: 7 }, [3]],
      [{ metric: 0 }, [0, 4, 5, 6]],
      // By a nexthop object, it may be any.
      [{ dev: 1 }, [0, 5, 6]],
      [{ dev: 2 }, [3, 6]],
      [{ cloned: true }, [7]],
    ],
  );
});

test('rules', async () => {
  const base = { family: 2, dstLen: 0, srcLen: 0, tos: 0, table8: 254, action: 1, flags: 0 };
  const { rtnl } = holding('RTM_NEWRULE', [
    { ...base, table8: 255 },
    { ...base, priority: 5 },
    { ...base, table8: 0, table: 1000, priority: 6, protocol: 4 },
  ]);
  await expectFound(
    (query: object) => rtnl.rules.list(query),
    ({ priority = 0 }: { priority?: number }) => priority,
    [
      [{}, [0, 5, 6]],
      [{ priority: 5 }, [5]],
      [{ priority: 0 }, [0]],
      [{ table: 1000 }, [6]],
      [{ table: 254, priority: 6 }, []],
      [{ protocol: 4 }, [6]],
      [{ protocol: 0 }, [0, 5]],
    ],
  );
});

test('a flush of rules removes those that were asked for, and none of priority 0', async () => {
  const base = { family: 2, dstLen: 0, srcLen: 0, tos: 0, table8: 254, action: 1, flags: 0 };
  for (const [query, gone] of [
    [{ priority: 5 }, [5]],
    [{}, [5, 6]],
  ] as const) {
    const { rtnl, removed } = holding('RTM_NEWRULE', [base, { ...base, priority: 5 }, { ...base, priority: 6 }]);
    assert.is(await rtnl.rules.flush(query), gone.length);
    assert.equal(
      removed.map((rule) => (rule as { priority?: number }).priority),
      gone,
    );
  }
});

test('neighbours', async () => {
  const base = { family: 2, index: 1, state: 2, flags: 0, type: 1 };
  const { rtnl } = holding('RTM_NEWNEIGH', [
    { ...base, dst: '10.0.0.0' },
    { ...base, dst: '10.0.0.1', index: 2, state: 4 },
    { ...base, dst: '10.0.0.2', state: 0, protocol: 4 },
    { ...base, dst: '10.0.0.3', state: 0x80, vlan: 5 },
  ]);
  await expectFound(
    (query: object) => rtnl.neighbours.list(query),
    ({ dst }: { dst: string }) => Number(dst.slice(7)),
    [
      [{}, [0, 1, 2, 3]],
      [{ dev: 2 }, [1]],
      [{ dev: 1, states: ['reachable', 'permanent'] }, [0, 3]],
      [{ states: ['none'] }, [2]],
      [{ protocol: 'static' }, [2]],
      [{ protocol: 0 }, [0, 1, 3]],
    ],
  );
  await expectFound(
    (query: object) => rtnl.fdb.list(query),
    ({ dst }: { dst: string }) => Number(dst.slice(7)),
    [
      [{ vlan: 5 }, [3]],
      [{}, [0, 1, 2, 3]],
    ],
  );
});

test.run();
