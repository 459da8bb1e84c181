// Routes that were listed, and are told of then, of what was before as well: the mirror is right, or is known not to be.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_REPLACE } from '../../src/netlink/constants.js';
import { AF_INET, AF_INET6, AF_MPLS, RTM_F_CLONED } from '../../src/rtnl/constants.js';
import type { Route } from '../../src/rtnl/route.js';
import { RouteTable } from '../../src/rtnl/watch/route-table.js';
import { ADOPTED_AT_ONCE } from '../../src/rtnl/watch/table.js';

const test = suite('routes told of after they were listed');

const route = (gateway: string, third = 0): Route =>
  ({ family: AF_INET, dstLen: 24, srcLen: 0, tos: 0, table8: 254, protocol: 4, scope: 0, type: 1, flags: 0, dst: `10.9.${third}.0`, oif: 2, gateway }) as unknown as Route;
const added = (flags: number, body: Route) => ({ name: 'RTM_NEWROUTE', header: { flags }, body });
const removed = (body: Route) => ({ name: 'RTM_DELROUTE', header: { flags: 0 }, body });

const [A, B, C] = [route('10.0.0.1'), route('10.0.0.2'), route('10.0.0.3')];

/** A table that listed these; it takes what comes as told of before. */
function listed(...routes: readonly Route[]) {
  const table = new RouteTable();
  for (const _ of table.adopt(routes, true));
  return { table, has: () => [...table.entries.values()].map(({ gateway }) => gateway).sort() };
}

test('one that was replaced before the list is not kept unnoticed', () => {
  const { table } = listed(B, C);
  assert.is(table.apply(added(NLM_F_CREATE, A), true)?.length, 1);
  assert.is(table.apply(added(NLM_F_REPLACE, B), true), undefined);
});

test('one that stayed is not given up for one that replaced another and is gone', () => {
  const { table } = listed(B);
  assert.is(table.apply(added(NLM_F_REPLACE, A), true), undefined);
  assert.equal(table.apply(removed(A), true), []);
  assert.equal([...table.entries.values()], [B]);
});

test('one that goes the same way is not taken for one that is gone', () => {
  const { table, has } = listed({ ...A, protocol: 3 });
  assert.equal(table.apply(removed(A), true), []);
  assert.equal(has(), ['10.0.0.1']);
});

test('what came, went and came again is there once', () => {
  const { table, has } = listed(A);
  for (const one of [added(NLM_F_CREATE, A), removed(A), added(NLM_F_CREATE, B), added(NLM_F_APPEND, A), removed(B)]) assert.ok(table.apply(one, true));
  assert.equal(has(), ['10.0.0.1']);
});

test('later ones are taken at their word', () => {
  const { table, has } = listed(A);
  assert.is(table.apply(added(NLM_F_REPLACE, B), false)?.[0]?.kind, 'changed');
  assert.equal(has(), ['10.0.0.2']);
});

test('a route that goes another way is not taken for the one that is told as gone, one that goes the same way is', () => {
  const gone = { ...A, protocol: 9 };
  for (const other of [{ oif: 3 }, { gateway: '10.0.0.2' }, { type: 6 }, { nhId: 5 }, { multipath: [{ flags: 0, hops: 0, ifindex: 2 }] }]) {
    const { table, has } = listed(A);
    assert.is(table.apply(removed({ ...gone, ...other } as Route), false), undefined, JSON.stringify(other));
    assert.equal(has(), ['10.0.0.1']);
  }
  const { table, has } = listed(A);
  assert.equal(
    table.apply(removed(gone), false)?.map(({ kind }) => kind),
    ['removed'],
  );
  assert.equal(has(), []);
  assert.equal(table.apply(removed(A), false), []);
});

test('is called by what routes that stand for one another have in common', () => {
  const base = { ...A, gateway: undefined } as unknown as Route;
  const keyOf = (more: object) => [...listed({ ...base, ...more }).table.entries.keys()];
  assert.equal(keyOf({ dst: undefined, dstLen: 0 }), ['inet default/0 table 254 metric 0']);
  assert.equal(keyOf({ tos: 16, priority: 7 }), ['inet 10.9.0.0/24 table 254 metric 7 tos 16']);
  assert.equal(keyOf({ table8: 252, table: 1000 }), ['inet 10.9.0.0/24 table 1000 metric 0']);
  assert.equal(keyOf({ family: AF_INET6, dst: '2001:db8::', dstLen: 32, src: 'fd00::', srcLen: 8 }), ['inet6 2001:db8::/32 from fd00::/8 table 254 metric 0']);
  assert.equal(keyOf({ family: AF_MPLS, dst: undefined, dstLabels: [100], dstLen: 20 }), ['mpls 100 table 254 metric 0']);
  assert.equal([...listed(A, B).table.entries.keys()], ['inet 10.9.0.0/24 table 254 metric 0', 'inet 10.9.0.0/24 table 254 metric 0 (2)']);
});

test('multicast routes and those of the cache are none', () => {
  const others = [
    { ...A, family: 128 },
    { ...A, flags: RTM_F_CLONED },
  ];
  const { table, has } = listed(...others, B);
  for (const one of others) for (const announcement of [added(NLM_F_CREATE, one), removed(one)]) assert.equal(table.apply(announcement, false), []);
  assert.equal(has(), ['10.0.0.2']);
});

test('IPv6 joins what goes by gateways into one route, whose next hops have no order', () => {
  const six = { ...A, family: AF_INET6, dst: '2001:db8::', dstLen: 32 };
  const way = (ifindex: number) => ({ flags: 0, hops: 0, ifindex, gateway: `fe80::${ifindex}` });
  const joined = (...ways: number[]) => ({ ...six, oif: undefined, gateway: undefined, multipath: ways.map(way) }) as unknown as Route;
  const { table } = listed({ ...six, gateway: 'fe80::2' } as Route);
  const kinds = (body: object) => table.apply(added(NLM_F_CREATE | NLM_F_APPEND, body as Route), false)?.map(({ kind }) => kind);
  assert.equal(kinds(joined(2, 3)), ['changed']);
  assert.equal(kinds(joined(3, 2)), []);
  assert.equal(kinds(joined(3, 2, 4)), ['changed']);
  assert.equal(kinds(joined(3, 2, 2)), ['changed']);
  // One without a gateway, or by a nexthop object, stands beside it.
  assert.equal(kinds({ ...six, gateway: undefined, oif: 9 }), ['added']);
  assert.equal(kinds({ ...six, nhId: 5 }), ['added']);
  assert.is(table.entries.size, 3);
  assert.not.ok(table.same({ ...joined(2, 3), family: AF_INET }, { ...joined(3, 2), family: AF_INET }));
  assert.not.ok(table.same(joined(2), joined(2, 2)));
  assert.not.ok(table.same(A, { ...A, table8: 100 }));
});

test('a list that is not complete takes nothing away', () => {
  const { table, has } = listed(A, B, route('10.0.0.9', 1));
  const kinds = (complete: boolean, ...routes: Route[]) => [...table.adopt(routes, complete)].flatMap(({ changes }) => changes.map(({ kind }) => kind));
  assert.equal(kinds(false, C, A), ['added']);
  assert.equal(has(), ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.9']);
  assert.equal(kinds(true, A), ['removed', 'removed', 'removed']);
  assert.equal(has(), ['10.0.0.1']);
});

test('a long list is taken, and given up, in several steps', () => {
  const table = new RouteTable();
  const routes = Array.from({ length: 4 * ADOPTED_AT_ONCE }, (_, i) => route(`10.0.${i >> 8}.1`, i));
  for (const [list, kind] of [[routes, 'added'] as const, [[], 'removed'] as const]) {
    const steps = [...table.adopt(list, true)];
    assert.ok(steps.length > 4);
    assert.equal(
      steps.map(({ more }) => more),
      steps.map((_, i) => i < steps.length - 1),
    );
    const changes = steps.flatMap(({ changes }) => changes);
    assert.equal([changes.length, changes.every((change) => change.kind === kind)], [routes.length, true]);
    assert.ok(steps.every(({ changes }) => changes.length <= ADOPTED_AT_ONCE));
  }
});

test.run();
