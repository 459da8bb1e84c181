// Counters of links: RTM_NEWSTATS and RTM_GETSTATS as kernel 6.18 and iproute2 6.1.0 sent them, in either byte order.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, encodeDatagram, type RtnlMessage } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { bridgeXstatsCommand } from '../../src/rtnl/kinds/bridge-xstats-words.js';
import { linkNames } from '../../src/rtnl/show/link-names.js';
import { printer } from '../../src/rtnl/show/printer.js';
import { afStatsFamilies, showAfStats, showXstats } from '../../src/rtnl/show/stats.js';
import { type AnyLinkStats, statsRequest } from '../../src/rtnl/stats.js';
import { Words } from '../../src/rtnl/words.js';
import { rows } from '../fixtures.js';

const test = suite('stats');

interface Recorded {
  readonly name: string;
  readonly exchange: readonly { readonly dir: 'tx' | 'rx'; readonly hex: string }[];
}

const receivedIn = (file: string) =>
  rows<Recorded>(file).flatMap(({ exchange }) => exchange.filter(({ dir, hex }) => dir === 'rx' && hex.slice(8, 12) === '5c00').map(({ hex }) => hex));

const fromKernel = receivedIn('captures/host-6.18/stats.jsonl.gz');
/** Made by hand: with VLANs, every counter another number, and a struct that has grown. */
const made = receivedIn('vectors/stats-show.jsonl.gz');

function statsIn(messages: readonly RtnlMessage[]) {
  return messages.flatMap((message) => (message.name === 'RTM_NEWSTATS' ? [message.body] : []));
}

const link7 = linkNames([{ index: 7, flags: 0, ifname: 'veth7' }]);

test('what the kernel sent decodes strictly and encodes to the same bytes', () => {
  assert.ok(fromKernel.length > 50);
  for (const hex of fromKernel) {
    const messages = decodeDatagram(fromHex(hex), { byteOrder: 'little', strict: true });
    assert.is(toHex(encodeDatagram(messages, { byteOrder: 'little' })), hex);
  }
});

test('what was made by hand encodes to the same bytes', () => {
  for (const hex of made) assert.is(toHex(encodeDatagram(decodeDatagram(fromHex(hex), { byteOrder: 'little' }), { byteOrder: 'little' })), hex);
});

test('means the same in the other byte order', () => {
  for (const hex of [...fromKernel, ...made]) {
    const messages = decodeDatagram(fromHex(hex), { byteOrder: 'little' }).filter(({ name }) => name === 'RTM_NEWSTATS');
    // Of earlier VLANs the bytes are kept, which are in the order of the machine they came from.
    if (messages.some(({ body }) => JSON.stringify(body, (_, value) => (typeof value === 'bigint' ? `${value}` : value)).includes('"#'))) continue;
    const turned = encodeDatagram(messages, { byteOrder: 'big' });
    assert.equal(statsIn(decodeDatagram(turned, { byteOrder: 'big' })), statsIn(messages));
  }
});

/** `ip stats show dev mv0`: all groups of a macvlan. */
const ALL = `080100005c000000c5c0046b4821000000000000040000001f000000cc0001000000000000000000010000000000000000000000000000005a${'0'.repeat(350)}1c00040018000280140003800500010000000000050002000000000004000500`;

test('knows every group of counters', () => {
  const [stats] = statsIn(decodeDatagram(fromHex(ALL), { byteOrder: 'little', strict: true }));
  assert.equal([stats?.ifindex, stats?.filterMask, stats?.link64?.txPackets, stats?.link64?.txBytes], [4, 31, 1n, 90n]);
  assert.equal(stats?.linkOffloadXstats, { hwStatsInfo: { l3Stats: { request: 0, used: 0 } } });
  assert.equal(stats?.afSpec, {});
  assert.is(toHex(encodeDatagram(decodeDatagram(fromHex(ALL), { byteOrder: 'little' }), { byteOrder: 'little' })), ALL);
});

test('asks as ip does', () => {
  const hex = (...groups: Parameters<typeof statsRequest>) => toHex(encodeDatagram([statsRequest(...groups)], { byteOrder: 'big' })).slice(32);
  assert.is(hex(['linkXstats']), '000000000000000000000002');
  assert.is(hex(['linkXstatsSlave']), '000000000000000000000004');
  assert.is(hex(['afSpec']), '000000000000000000000010');
  assert.is(hex(['link64', 'linkXstats', 'linkXstatsSlave', 'linkOffloadXstats', 'afSpec'], 4), '00000000000000040000001f');
});

test('keeps the counters of each VLAN, and those of a kind it does not know', () => {
  const vlan = (vid: number) => ({ rxBytes: 1n, rxPackets: 2n, txBytes: 3n, txPackets: 4n, vid, flags: 2 });
  const raw = { flags: 0, payload: fromHex('00'.repeat(40)) };
  const bridge = { vlan: [vlan(6), vlan(7)] };
  const sent = encodeDatagram([{ name: 'RTM_NEWSTATS', header: {}, body: { ifindex: 7, linkXstats: { bridge, '#3': raw } } }]);
  const [stats] = statsIn(decodeDatagram(sent));
  assert.equal(stats?.linkXstats?.bridge, bridge);
  assert.equal(stats?.linkXstats?.['#3'], raw);
  const out = printer({ json: true });
  showXstats(out, stats as AnyLinkStats, link7, 'bridge', bridgeXstatsCommand);
  assert.is(out.finish(), '[{"ifname":"veth7"}]\n');
});

test('a name is as wide as its bytes', () => {
  const out = printer();
  showXstats(out, { ifindex: 7, linkXstats: { bridge: {} } } as never, linkNames([{ index: 7, flags: 0, ifname: 'brücke' }]), 'bridge', bridgeXstatsCommand);
  assert.is(out.finish(), 'brücke         \n');
});

test('shows the families asked for, and nothing of a link without any', () => {
  const stats = { ifindex: 7, afSpec: { '#7': { flags: 0, payload: new Uint8Array() }, mpls: {} } } as unknown as AnyLinkStats;
  assert.equal(afStatsFamilies(stats, 0), [7, 28]);
  assert.equal(afStatsFamilies(stats, 28), [28]);
  assert.equal(afStatsFamilies({} as AnyLinkStats, 0), []);
  const shown = (family?: number) => {
    const out = printer();
    showAfStats(out, stats, link7, family);
    return out.finish();
  };
  assert.equal([shown(), shown(28), shown(2)], ['7:veth7\n', '7:veth7\n', '']);
});

test('of the words of a bridge the last one counts', async () => {
  const read = (...words: string[]) => bridgeXstatsCommand.words(new Words(words), { kind: 'bridge', linkIndex: async (name) => Number(name.slice(1)) });
  assert.equal(await read(), { index: 0 });
  assert.equal(await read('igmp', 'dev', 'b1', 'stp', 'dev', 'b2'), { index: 2, only: 'stp' });
});

test.run();
