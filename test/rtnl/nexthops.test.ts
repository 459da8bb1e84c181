// Requests for nexthop objects: the bytes iproute2 sends; groups, weights, counters as they are on the wire.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, encodeDatagram } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import type { Nexthop } from '../../src/rtnl/nexthop.js';
import {
  addNexthopRequest,
  deleteNexthopRequest,
  getNexthopBucketRequest,
  getNexthopRequest,
  listNexthopBucketsRequest,
  listNexthopsRequest,
  replaceNexthopRequest,
} from '../../src/rtnl/nexthop-requests.js';
import { showNexthop } from '../../src/rtnl/show/nexthop.js';
import { printer } from '../../src/rtnl/show/printer.js';
import { only } from '../fixtures.js';
import { ACK, DUMP, expectBytes, expectSent, GET, sentIn } from './sent.js';

const test = suite('nexthops');

const host = 'host-6.18';
const big = 'vm-6.1-s390x';
const linkOf = (tree: string, name: string): number => (only(sentIn(tree, 'nexthop', name, 'RTM_NEWNEXTHOP')).message.body as Nexthop).oif as number;

test('adds and replaces what `ip nexthop` does, in either byte order', () => {
  for (const tree of [host, big]) {
    const expected = (name: string, request: Parameters<typeof expectSent>[3]) => expectSent(tree, 'nexthop', name, request, ACK);
    expected('nexthop-04-blackhole', addNexthopRequest({ id: 4, blackhole: true }));
    expected('nexthop-05-six', addNexthopRequest({ id: 5, via: '2001:db8::2', dev: linkOf(tree, 'nexthop-05-six') }));
    expected('nexthop-06-onlink', addNexthopRequest({ id: 6, via: '198.51.100.1', dev: linkOf(tree, 'nexthop-06-onlink'), onlink: true }));
    expected('nexthop-10-fdb', addNexthopRequest({ id: 20, via: '10.0.0.9', fdb: true }));
    expected('nexthop-11-auto-id', addNexthopRequest({ via: '10.0.0.3', dev: linkOf(tree, 'nexthop-11-auto-id') }));
    expected('nexthop-12-replace', replaceNexthopRequest({ id: 1, via: '10.0.0.7', dev: linkOf(tree, 'nexthop-12-replace') }));
  }
  const resilient = addNexthopRequest({ id: 102, group: [{ id: 1 }, { id: 2 }], type: 'resilient', buckets: 8, idleTimer: 60, unbalancedTimer: 300 });
  expectSent(host, 'nexthop', 'nexthop-09-resilient', resilient, ACK);
});

// What `ip nexthop` of iproute2 6.1.0 sent for these words.
test('says what `ip nexthop` says of one without a gateway, and of timers', () => {
  const add = (words: string, spec: Parameters<typeof addNexthopRequest>[0], rest: string) => expectBytes(ACK, words, addNexthopRequest(spec), '68000506', rest);
  add('id 5 dev v0 onlink', { id: 5, dev: 9, onlink: true }, '020000000400000008000100050000000800050009000000');
  add('blackhole', { blackhole: true }, '020000000000000004000400');
  add(
    'id 5 group 1/2 type resilient buckets 8 idle_timer 0 unbalanced_timer 600',
    { id: 5, group: [{ id: 1 }, { id: 2 }], type: 'resilient', buckets: 8, idleTimer: 0, unbalancedTimer: 600 },
    '0000000000000000080001000500000014000200010000000000000002000000000000001c000c80060001000800000008000200000000000800030060ea00000600030001000000',
  );
});

test('a type is told by its number as well', () => {
  assert.is(addNexthopRequest({ group: [{ id: 1 }], type: 1 }).body.groupType, 1);
});

test('counters are asked for, those of hardware too', () => {
  const asked = (statistics: boolean | 'hardware') => getNexthopRequest(5, { statistics }).body;
  assert.equal([asked(false), asked(true), asked('hardware')], [{ id: 5 }, { id: 5, opFlags: 1 }, { id: 5, opFlags: 3 }]);
});

test('deletes, asks and lists as `ip nexthop` does', () => {
  const [deleted] = sentIn(host, 'nexthop', 'nexthop-18-flush', 'RTM_DELNEXTHOP');
  assert.ok(deleted);
  expectSent(host, 'nexthop', 'nexthop-18-flush', deleteNexthopRequest((deleted.message.body as Nexthop).id as number), ACK);
  expectSent(host, 'nexthop', 'nexthop-14d-get', getNexthopRequest(101), GET);
  expectSent(host, 'nexthop', 'nexthop-14-show', listNexthopsRequest(), DUMP);
  expectSent(host, 'nexthop', 'nexthop-14h-fdb', listNexthopsRequest({ fdb: true }), DUMP);
  expectSent(big, 'nexthop', 'nexthop-15b-bucket-id', listNexthopBucketsRequest({ id: 102 }), DUMP);
  expectSent(host, 'nexthop', 'nexthop-15c-bucket-get', getNexthopBucketRequest(102, 0), GET);
});

test('an encapsulation goes before its type, timers are in hundredths', () => {
  const { body } = addNexthopRequest({ id: 7, encap: { type: 'mpls', labels: [100, 200] }, via: '10.0.0.9', dev: 3 });
  assert.equal(Object.keys(body), ['family', 'protocol', 'flags', 'id', 'mplsEncap', 'encapType', 'gateway', 'oif']);
  const group = addNexthopRequest({ group: [{ id: 1, weight: 1000 }], type: 'resilient', idleTimer: 0.5, protocol: 'bgp', hwStats: true });
  assert.equal(group.body, { family: 0, protocol: 186, flags: 0, group: [{ id: 1, weight: 1000 }], resGroup: { idleTimer: 50 }, groupType: 1, hwStatsEnable: 1 });
});

test('refuses what no kernel would take', () => {
  const refuses = (spec: object, why: RegExp) => assert.throws(() => addNexthopRequest(spec as never), why);
  refuses({ group: [] }, /at least one member/);
  refuses({ group: [{ id: 1 }], type: 'random' }, /type is a number or one of mpath, resilient/);
  refuses({ group: [{ id: 1 }], buckets: 4 }, /say type/);
  refuses({ via: '10.0.0.1/24' }, /without a prefix length/);
  refuses({ dev: 'eth0' }, /dev is an index here/);
  refuses({ gateway: '10.0.0.1' }, /nexthops have no option gateway/);
  refuses({ group: [{ id: 1 }], type: 'resilient', idleTimer: -1 }, /idleTimer is a number of seconds/);
  assert.throws(() => encodeDatagram([addNexthopRequest({ group: [{ id: 1, weight: 65537 }] })]), /weight cannot hold 65537/);
});

/** NHA_ID 100, NHA_GROUP { 1, weight 1000 }, as Linux 6.12 and later send it. */
const GROUP = '000000000000000008000100640000000c00020001000000e7030000';

test('weights of 16 bits, counters of any size, whole and again', () => {
  const message = (attributes: string) => {
    const length = (16 + attributes.length / 2).toString(16).padStart(2, '0');
    return fromHex(`${length}000000680000000000000000000000${attributes}`);
  };
  const bytes = message(GROUP);
  const decoded = only(decodeDatagram(bytes, { byteOrder: 'little' }));
  assert.equal((decoded.body as Nexthop).group, [{ id: 1, weight: 1000 }]);
  assert.is(toHex(encodeDatagram([decoded], { byteOrder: 'little' })), toHex(bytes));
  const out = printer();
  showNexthop(out, decoded.body as Nexthop, { names: { name: String, flags: () => undefined } });
  assert.is(out.finish(), 'id 100 group 1,232 ', 'iproute2 6.1 knows eight bits of a weight');
  const counted = { family: 0, id: 100, groupStats: [{ id: 1, packets: 5n, packetsHw: 0x100000000n }], hwStatsUsed: 1 };
  const encoded = encodeDatagram([{ name: 'RTM_NEWNEXTHOP', header: {}, body: counted }], { byteOrder: 'little' });
  assert.match(toHex(encoded), /08000200050000000c0003000000000001000000/);
  const again = only(decodeDatagram(encoded, { byteOrder: 'little' })).body as Nexthop;
  assert.equal([again.groupStats, again.hwStatsUsed], [counted.groupStats, 1]);
});

test.run();
