// Rules: options of the API as requests, and there and back in either byte order.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCases } from '../../src/cli/recordings.js';
import { decodeDatagram, encodeDatagram } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { EncodeError } from '../../src/netlink/errors.js';
import { addRuleRequest, deleteRuleRequest, type RuleSpec } from '../../src/rtnl/rule-requests.js';
import { recordings } from '../cli/recordings.js';
import { orders } from '../netlink/wire.js';
import { ACK, expectBytes } from './sent.js';

const test = suite('rule');

/** The words of iproute2, and what a user asks our library for to the same end. */
const SAME: readonly (readonly [words: string, spec: RuleSpec])[] = [
  ['to 192.0.2.0/24 pref 200 table 200', { to: '192.0.2.0/24', priority: 200, table: 200 }],
  ['iif eth0 lookup main pref 301', { iif: 'eth0', table: 'main', priority: 301 }],
  ['ipproto tcp sport 1000-2000 dport 80 table 100 pref 304', { ipproto: 'tcp', sport: { start: 1000, end: 2000 }, dport: 80, table: 100, priority: 304 }],
  ['uidrange 1000-2000 table 100 pref 305', { uidRange: { start: 1000, end: 2000 }, table: 100, priority: 305 }],
  ['pref 310 goto 31000', { priority: 310, goto: 31000 }],
  ['pref 400 nop', { priority: 400, action: 'nop' }],
  ['blackhole from 203.0.113.0/24 pref 307', { action: 'blackhole', from: '203.0.113.0/24', priority: 307 }],
  ['l3mdev pref 1000', { l3mdev: true, priority: 1000 }],
  ['not from 10.0.0.0/8 table 100 pref 313', { not: true, from: '10.0.0.0/8', table: 100, priority: 313 }],
  ['from 2001:db8::/32 table 100 pref 316', { from: '2001:db8::/32', table: 100, priority: 316 }],
  ['tun_id 55 table 100 pref 317', { tunId: 55, table: 100, priority: 317 }],
];

test('options are sent as iproute2 sends the words for them', () => {
  const cases = readCases(recordings('host-6.18').rules as string);
  for (const [words, spec] of SAME) {
    const recorded = cases.find(({ argv = [] }) => argv.join(' ').endsWith(`rule add ${words}`));
    const sent = recorded?.exchange?.find(({ dir }) => dir === 'tx')?.hex;
    assert.ok(sent, words);
    const request = addRuleRequest(spec);
    const ours = encodeDatagram([{ ...request, header: { flags: request.header.flags | 5 } }] as never, { byteOrder: 'little' });
    assert.is(toHex(ours.fill(0, 8, 16)), toHex(fromHex(sent).subarray(0, ours.length).fill(0, 8, 16)), words);
  }
});

// What `ip rule` of iproute2 6.1.0 sent for these words.
test('says what `ip rule` says of tables, realms and ranges', () => {
  const add = (words: string, spec: RuleSpec, rest: string) => expectBytes(ACK, words, addRuleRequest(spec), '20000506', rest);
  const ten = '080002000a000000';
  add('from 10.0.0.0/8 tos 0x10 table 255', { from: '10.0.0.0/8', tos: 0x10, table: 255 }, `02000810ff00000100000000${ten}`);
  add(
    'oif v0 uidrange 5-6 sport 80 dport 443-444 tun_id 7 realms 6',
    { oif: 'v0', uidRange: { start: 5, end: 6 }, sport: 80, dport: { start: 443, end: 444 }, tunId: 7, realms: { to: 6 } },
    '02000000fe0000010000000007001100763000000c0014000500000006000000080017005000500008001800bb01bc010c000c00000000000000000708000b0006000000',
  );
  add('l3mdev', { l3mdev: true }, '0200000000000001000000000500130001000000');
  add('from 10.0.0.0/8 prohibit', { from: '10.0.0.0/8', action: 'prohibit' }, `020008000000000800000000${ten}`);
});

test('realms, groups and tables at their limits', () => {
  const { body } = addRuleRequest({ realms: { from: 5, to: 65535 }, suppressIfgroup: 5, table: 256 });
  assert.equal([body.flow, body.suppressIfgroup, body.table8, body.table], [0x5ffff, 5, 0, 256]);
});

test('a new rule leads to the main table where nothing is told; one to be deleted nowhere', () => {
  assert.equal(addRuleRequest({ priority: 5 }).body, { family: 2, table8: 254, action: 1, priority: 5 });
  assert.equal(deleteRuleRequest({ priority: 5 }).body, { family: 2, table8: 0, action: 0, priority: 5 });
  assert.equal(addRuleRequest({ family: 'ip6mr', table: 1000 }).body, { family: 129, table8: 0, action: 1, table: 1000 });
});

test('all that the kernel tells goes back as it came, in either byte order', () => {
  const rule = {
    ...addRuleRequest({ from: '10.0.0.0/8', to: '10.1.0.0/16', iif: 'lo', oif: 'eth0', tos: 4, fwmark: 1, fwmask: 255, tunId: 7n, uidRange: { start: 1, end: 2 } }).body,
    ...addRuleRequest({
      from: '10.0.0.0/8',
      ipproto: 6,
      sport: 1,
      dport: { start: 2, end: 3 },
      suppressPrefixLength: 0,
      suppressIfgroup: 5,
      realms: { from: 1, to: 2 },
      protocol: 'static',
    }).body,
    dscp: 5,
    flowlabel: 0x12345,
    flowlabelMask: 0xfffff,
    sportMask: 0xffff,
    dportMask: 0xff00,
    dscpMask: 63,
  };
  for (const byteOrder of orders) {
    const bytes = encodeDatagram([{ name: 'RTM_NEWRULE', header: {}, body: rule } as never], { byteOrder });
    const [decoded] = decodeDatagram(bytes, { byteOrder });
    assert.is(decoded?.name, 'RTM_NEWRULE');
    const body = { ...decoded?.body } as Record<string, unknown>;
    for (const [key, value] of Object.entries(rule)) assert.equal(body[key], value, key);
    assert.is(toHex(encodeDatagram([decoded] as never, { byteOrder })), toHex(bytes));
  }
});

test('what makes no sense is refused', () => {
  const refused = (spec: RuleSpec, why: RegExp) =>
    assert.throws(
      () => addRuleRequest(spec),
      (error: unknown) => error instanceof EncodeError && why.test(error.message),
    );
  refused({ from: '10.0.0.0/8', to: '2001:db8::/32' }, /one family/);
  refused({ family: 'inet6', from: '10.0.0.0/8' }, /one family/);
  refused({ family: 'link' as 'inet' }, /none of inet/);
  refused({ l3mdev: true, table: 5 }, /no table/);
  refused({ table: 'nosuch' }, /'nosuch': tables are numbers or /);
  refused({ ipproto: 'nosuch' }, /has no number/);
  refused({ protocol: 'nosuch' }, /protocol is a number/);
  refused({ action: 'drop' as 'nop' }, /none of/);
  for (const to of [65536, -1, 1.5]) refused({ realms: { to } }, /realms are 0 to 65535/);
  refused({ action: 'toString' as 'nop' }, /none of/);
  refused({ oif: '' }, /oif is the name of a link/);
  refused({ uidRange: { start: 0, end: 2 ** 32 } }, /uidRange cannot hold 4294967296/);
  refused({ frm: '10.0.0.0/8' } as never, /no option frm/);
});

test.run();
