// Forwarding entries of bridges, and the addresses that links receive beside their own. net/core/rtnetlink.c: rtnl_fdb_add(); net/bridge/br_fdb.c;
// drivers/net/macvlan.c: macvlan_fdb_add().

import { addFdbRequest, deleteFdbRequest, type FdbOptions, flushFdbRequest, getFdbRequest, listFdbRequest, replaceFdbRequest } from '../../src/rtnl/fdb-requests.js';
import { RTNLGRP_NEIGH } from '../../src/rtnl/groups.js';
import { type Asked, ask, change, type Definition, list, type SuiteDefinition } from './define.js';
import { add, mac, pair, quiet, remove, set } from './world.js';

const listen = [{ groups: [RTNLGRP_NEIGH] }];
/** v0 and v0p (40, 41), v0 a port of b0 (20); w0 and w0p (42, 43). All down: nothing is heard of anybody. */
const PORT = [
  pair(40, 'v0'),
  pair(42, 'w0'),
  add({ kind: 'bridge', name: 'b0', index: 20, address: mac(0x20) }),
  ...[40, 41, 42, 43, 20].map((index) => quiet(index)),
  set(40, { master: 20 }),
];
const MACVLAN = [...PORT, add({ kind: 'macvlan', name: 'm0', index: 30, link: 42, mode: 'passthru' }), quiet(30)];

const put = (index: number, lladdr: string, more: Partial<FdbOptions> = {}): Asked => change(addFdbRequest(index, { lladdr, ...more }));
const replace = (index: number, lladdr: string, more: Partial<FdbOptions> = {}): Asked => change(replaceFdbRequest(index, { lladdr, ...more }));
const drop = (index: number, lladdr: string, more: Partial<FdbOptions> = {}): Asked => change(deleteFdbRequest(index, { lladdr, ...more }));
const all = list(listFdbRequest());
const master = { master: true } as const;
const one = mac(0x51);
const two = mac(0x52);

const on = (setup: 'port' | 'macvlan', name: string, ...steps: readonly Asked[]): Definition => ({
  name,
  setup,
  listen,
  steps,
  ...(setup === 'macvlan' && { requires: { kinds: ['macvlan'] } }),
});

/** What makes or lists entries: with VLANs a bridge has each once more in every VLAN. */
const onVlanless = (setup: 'port' | 'macvlan', name: string, ...steps: readonly Asked[]): Definition => {
  const one = on(setup, name, ...steps);
  return { ...one, requires: { ...one.requires, features: ['vlanless'] } };
};

export const forwarding: SuiteDefinition = {
  suite: 'forwarding',
  description: 'Forwarding entries of bridges by request, and the addresses that other links receive; what is told of each, and what is refused.',
  requires: { kinds: ['veth', 'bridge'], capabilities: ['CAP_SYS_ADMIN', 'CAP_NET_ADMIN'] },
  setups: { port: PORT, macvlan: MACVLAN },
  cases: [
    onVlanless(
      'port',
      'bridge: what there is from the start',
      all,
      list(listFdbRequest({ index: 40 })),
      list(listFdbRequest({ bridge: 20 })),
      list(listFdbRequest({ bridge: 77 })),
    ),
    onVlanless('port', 'bridge: permanent and static', put(40, one, master), put(40, two, { ...master, state: 'static' }), put(40, one, master), all),
    on('port', 'bridge: a port that does not learn takes none that ages', put(40, one, { ...master, state: 'dynamic' })),
    onVlanless(
      'port',
      'bridge: replaced',
      put(40, one, master),
      replace(40, one, { ...master, state: 'static' }),
      replace(40, one, { ...master, state: 'static', sticky: true }),
      all,
    ),
    onVlanless('port', 'bridge: deleted', put(40, one, master), drop(40, one, master), drop(40, one, master), drop(20, mac(0x20), { self: true }), all),
    onVlanless('port', 'bridge: its own', put(20, one, { self: true }), put(20, two, { self: true, state: 'static' }), all, drop(40, one, master)),
    onVlanless(
      'port',
      'bridge: learnt by a program',
      put(40, one, { ...master, externLearn: true }),
      replace(40, one, { ...master, externLearn: true }),
      put(20, two, { self: true, externLearn: true, state: 'static' }),
      all,
    ),
    on(
      'port',
      'bridge: what is refused',
      put(40, one, { ...master, state: 0 }),
      put(40, '00:00:00:00:00:00', master),
      put(40, one, { ...master, vlan: 5 }),
      put(40, one, { ...master, sticky: true }),
      put(42, one, master),
      put(77, one, master),
      change({ name: 'RTM_NEWNEIGH', header: { flags: 0x600 }, body: { family: 7, index: 0, state: 0x80, lladdr: one } }),
      change({ name: 'RTM_NEWNEIGH', header: { flags: 0x600 }, body: { family: 7, index: 40, state: 0x80 } }),
      change({ name: 'RTM_NEWNEIGH', header: { flags: 0x600 }, body: { family: 7, index: 40, state: 0x80, flags: 4, lladdr: one, vlan: 4095 } }),
      change({ name: 'RTM_NEWNEIGH', header: { flags: 0x600 }, body: { family: 7, index: 40, state: 0x80, flags: 4, lladdr: one, flagsExt: 2 } }),
    ),
    onVlanless(
      'port',
      'bridge: looked up',
      put(40, one, master),
      ask(getFdbRequest({ bridge: 20 }, { lladdr: one })),
      ask(getFdbRequest({ index: 40 }, { lladdr: one, master: true })),
      ask(getFdbRequest({ index: 40 }, { lladdr: one, self: true })),
      ask(getFdbRequest({ index: 42 }, { lladdr: one, master: true })),
      ask(getFdbRequest({ index: 40, bridge: 20 }, { lladdr: one })),
      ask(getFdbRequest({ bridge: 20 }, { lladdr: two })),
      ask(getFdbRequest({ bridge: 77 }, { lladdr: one })),
      ask(getFdbRequest({ index: 77 }, { lladdr: one })),
      ask(getFdbRequest({}, { lladdr: one })),
      ask(getFdbRequest({ bridge: 42 }, { lladdr: one })),
    ),
    onVlanless(
      'port',
      'bridge: flushed',
      put(40, one, master),
      put(40, two, { ...master, state: 'static' }),
      change(flushFdbRequest(20, { permanent: false })),
      all,
      change(flushFdbRequest(20)),
      all,
    ),
    onVlanless(
      'port',
      'bridge: flushed by port',
      put(40, one, master),
      change(flushFdbRequest(20, { brport: 42 })),
      change(flushFdbRequest(40, { self: true })),
      change(flushFdbRequest(40, master)),
      all,
    ),
    onVlanless('port', 'bridge: a port takes its entries along', put(40, one, master), put(40, two, { ...master, state: 'static' }), remove(40), all),
    onVlanless(
      'port',
      'a link: an address it receives',
      put(42, one),
      put(42, one),
      put(42, two, { state: 'static' }),
      put(42, '01:00:5e:00:00:09'),
      put(42, two, { vlan: 5 }),
      all,
      drop(42, one),
      drop(42, one),
    ),
    onVlanless(
      'macvlan',
      'passthru: addresses pass through',
      put(30, one),
      put(30, '01:00:5e:00:00:09'),
      put(30, one),
      replace(30, two),
      set(30, { up: true }),
      all,
      drop(30, one),
      all,
      set(30, { up: false }),
      all,
    ),
    on(
      'macvlan',
      'bridge mode: groups alone',
      remove(30),
      add({ kind: 'macvlan', name: 'm1', index: 31, link: 42, mode: 'bridge', address: mac(0x31) }),
      put(31, one),
      put(31, '01:00:5e:00:00:09'),
      drop(31, one),
    ),
  ],
};
