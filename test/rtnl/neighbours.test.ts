// Requests for neighbours and forwarding entries: the bytes iproute2 sends, and what is refused before anything is sent.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { NO_MASTER } from '../../src/rtnl/constants.js';
import {
  addNeighbourRequest,
  changeNeighbourRequest,
  deleteNeighbourRequest,
  getNeighbourRequest,
  listNeighboursRequest,
  type NeighbourOptions,
  replaceNeighbourRequest,
} from '../../src/rtnl/neighbour-requests.js';
import { setNeighbourTableRequest } from '../../src/rtnl/neighbour-table-requests.js';
import { only } from '../fixtures.js';
import { ACK, DUMP, expectBytes, expectSent, GET, sentIn } from './sent.js';

const test = suite('neighbours');

const host = 'host-6.18';
const mac = (last: string) => `02:00:00:00:00:${last}`;

/** The link each case is about. */
const indexIn = (name: string, type: string, tree = host) => (only(sentIn(tree, 'neigh', name, type)).message.body as { index: number }).index;

test('adds what `ip neigh add` does', () => {
  const cases: readonly (readonly [name: string, spec: NeighbourOptions])[] = [
    ['neigh-02-permanent', { dst: '172.16.10.10', lladdr: mac('10') }],
    ['neigh-03-stale', { dst: '172.16.10.11', lladdr: mac('11'), state: 'stale' }],
    ['neigh-03b-reachable', { dst: '172.16.10.12', lladdr: mac('12'), state: 'reachable' }],
    ['neigh-03c-noarp', { dst: '172.16.10.13', lladdr: mac('13'), state: 'noarp' }],
    ['neigh-03d-failed', { dst: '172.16.10.14', state: 0x20 }],
    ['neigh-03e-probe', { dst: '172.16.10.15', lladdr: mac('15'), state: 'probe' }],
    ['neigh-05-six', { dst: '2001:db8::9', lladdr: mac('99') }],
    ['neigh-06c-extern', { dst: '172.16.10.22', lladdr: mac('22'), externLearn: true }],
    ['neigh-06d-proto', { dst: '172.16.10.23', lladdr: mac('23'), protocol: 'static' }],
  ];
  for (const [name, spec] of cases) expectSent(host, 'neigh', name, addNeighbourRequest(indexIn(name, 'RTM_NEWNEIGH'), spec), ACK);
});

test('changes, replaces, deletes, asks and lists as `ip neigh` does, in either byte order', () => {
  const index = indexIn('neigh-07-change', 'RTM_NEWNEIGH');
  expectSent(host, 'neigh', 'neigh-07-change', changeNeighbourRequest(index, { dst: '172.16.10.9', lladdr: '02:00:00:00:99:09' }), ACK);
  expectSent(host, 'neigh', 'neigh-07b-replace', replaceNeighbourRequest(index, { dst: '172.16.10.30', lladdr: mac('30'), state: 'stale' }), ACK);
  expectSent(host, 'neigh', 'neigh-10-del', deleteNeighbourRequest(index, { dst: '172.16.10.9' }), ACK);
  expectSent(host, 'neigh', 'neigh-10b-del-proxy', deleteNeighbourRequest(index, { dst: '172.16.10.99', proxy: true }), ACK);
  expectSent(host, 'neigh', 'neigh-09-get', getNeighbourRequest(index, { dst: '172.16.10.10' }), GET);
  expectSent(host, 'neigh', 'neigh-08d-dev', listNeighboursRequest({ index }), DUMP);
  expectSent(host, 'neigh', 'neigh-08h-6', listNeighboursRequest({ family: 'inet6' }), DUMP);
  const big = 'vm-6.1-s390x';
  const there = indexIn('neigh-05-six', 'RTM_NEWNEIGH', big);
  expectSent(big, 'neigh', 'neigh-05-six', addNeighbourRequest(there, { dst: '2001:db8::9', lladdr: mac('99') }), ACK);
  expectSent(big, 'neigh', 'neigh-09b-get-proxy', getNeighbourRequest(there, { dst: '172.16.10.99', proxy: true }), GET);
  expectSent(big, 'neigh', 'neigh-08f-proxy', listNeighboursRequest({ proxy: true }), DUMP);
});

test('a managed one has no state of its own', () => {
  const { body } = addNeighbourRequest(7, { dst: '10.0.0.1', managed: true, use: true, router: true });
  assert.equal(body, { family: 2, index: 7, state: 0, flags: 0x81, dst: '10.0.0.1', flagsExt: 1 });
  assert.equal(listNeighboursRequest({ master: NO_MASTER }).body.master, 0xffffffff);
});

// What `ip ntable change` of iproute2 6.1.0 sent for these words, where v0 had index 9.
test('tables are changed as `ip ntable` does, for one link or for all', () => {
  const change = (words: string, request: ReturnType<typeof setNeighbourTableRequest>, rest: string) => expectBytes(ACK, words, request, '43000501', rest);
  const name = '0e0001006172705f63616368650000';
  const one = setNeighbourTableRequest({ name: 'arp_cache', baseReachable: 40000, queue: 5, locktime: undefined } as never, 9);
  change('name arp_cache dev v0 base_reachable 40000 queue 5', one, `00000000${name}002000060008000100090000000c000400409c0000000000000800080005000000`);
  const all = setNeighbourTableRequest({ name: 'arp_cache', thresh1: 5, thresh2: 6, thresh3: 7, gcInterval: 40000 });
  change('name arp_cache thresh1 5 thresh2 6 thresh3 7 gc_int 40000', all, `00000000${name}000800020005000000080003000600000008000400070000000c000800409c000000000000`);
  assert.is(setNeighbourTableRequest({ name: 'ndisc_cache', family: 'inet6', thresh1: 5 }).body.family, 10);
  assert.throws(() => setNeighbourTableRequest({ name: 'arp_cache', thresh4: 5 } as never), /no option thresh4/);
});

test('refuses what no kernel would take', () => {
  const refuses = (spec: object, why: RegExp) => assert.throws(() => addNeighbourRequest(1, spec as never), why);
  refuses({ dst: '10.0.0.1/24' }, /without a prefix length/);
  refuses({ dst: 'nonsense' }, /no IP address/);
  refuses({ dst: '10.0.0.1', state: 'fine' }, /state is a number or one of none, incomplete/);
  refuses({ dst: '10.0.0.1', protocol: 'nobody' }, /protocol is a number or one of/);
  refuses({ dst: '10.0.0.1', vlan: 3 }, /neighbours have no option vlan/);
});

test.run();
