// Routes that were announced before they were listed, and are told of after it: the mirror is right, or is known not to be.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_REPLACE } from '../../src/netlink/constants.js';
import { AF_INET } from '../../src/rtnl/constants.js';
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
