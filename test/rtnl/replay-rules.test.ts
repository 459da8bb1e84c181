import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kinds, route } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { Conversation } from '../../src/netlink/conversation.js';
import type { RecordedDatagram } from '../../src/netlink/exchange.js';
import { encodeMessages } from '../../src/netlink/message.js';
import { Replay } from '../../src/netlink/replay.js';
import { addLinkRequest, getLinkRequest, listLinksRequest } from '../../src/rtnl/link-requests.js';
import { replayRules } from '../../src/rtnl/replay-rules.js';
import { ack, done, indexes, link, part } from '../netlink/conversation-replies.js';
import { rejection } from '../netlink/fake-transport.js';

const test = suite('replay rules');
const rules = replayRules(route as never);

// What iproute2 6.1.0 sent on x86_64 and on s390x for `ip link add macvlan2 link eth0 type macvlan mode bridge`, and first of all.
const ADD =
  '540000001000050614c5046b000000000000000000000000000000000000000008000500030000000d0003006d6163766c616e32000000001c0012000b0001006d6163766c616e000c0002000800010004000000';
const PROBE = '2000000010000500000000000000000000000000000000000000000000000000';
const LIST = '280000001200010314c5046b000000001100000000000000000000000000000008001d0001000000';

const tx = (hex: string): RecordedDatagram => ({ dir: 'tx', sock: 0, hex });
const rx = (...messages: readonly object[]): RecordedDatagram => ({ dir: 'rx', sock: 0, hex: toHex(encodeMessages(route, messages as never, true)) });
const sequence = 0x6b04c514;
const opened = (exchange: readonly RecordedDatagram[]) => {
  const replay = new Replay(exchange, { rules });
  return { replay, client: new Conversation(replay, route) };
};
const macvlan2 = addLinkRequest(kinds, { kind: 'macvlan', name: 'macvlan2', link: 3, mode: 'bridge' } as never) as never;

test('the NUL of a kind is there or not, the probe sent or not', async () => {
  const { replay, client } = opened([tx(PROBE), rx(ack(0, 19)), tx(ADD), rx(ack(sequence))]);
  assert.equal(replay.unfinished().length, 1);
  await client.request(macvlan2);
  assert.equal(replay.unfinished(), []);
});

test('another mode, and another order, are another request', async () => {
  for (const change of [{ mode: 'vepa' }, { name: 'macvlan3' }, { link: 4 }]) {
    const { client } = opened([tx(ADD), rx(ack(sequence))]);
    const other = addLinkRequest(kinds, { kind: 'macvlan', name: 'macvlan2', link: 3, mode: 'bridge', ...change } as never) as never;
    const error = await rejection(client.request(other));
    assert.is(error.code, 'ERR_NETLINK_REPLAY');
    for (const name of ['RTM_NEWLINK', 'IFLA_INFO_KIND', 'IFLA_MACVLAN_MODE', 'flags 0x605']) assert.is(error.message.split(name).length, 3, name);
  }
});

test('a list without statistics is one with them', async () => {
  for (const statistics of [true, false]) {
    const { client } = opened([tx(LIST), rx(part(sequence, 1), part(sequence, 2), done(sequence))]);
    assert.equal(indexes((await client.dump(listLinksRequest({ statistics }) as never)).messages), [1, 2]);
  }
});

test('a look-up is answered from any link of the recording', async () => {
  const named = { ...link(sequence, 7), body: { index: 7, ifname: 'eth7', propList: ['uplink', 'a-name-of-more-than-15'] } };
  const { client } = opened([tx(LIST), rx({ ...named, header: { ...named.header, flags: 2 } }, done(sequence))]);
  for (const which of [7, 'eth7', 'uplink', 'a-name-of-more-than-15']) {
    const found = await client.get(getLinkRequest(which) as never);
    assert.equal(indexes([found]), [7]);
    assert.is(found.header.flags, 0, 'no part of a list');
  }
  assert.is((await rejection(client.get(getLinkRequest('eth8') as never))).code, 'ENODEV');
  assert.is((await rejection(client.get(getLinkRequest(8) as never))).code, 'ENODEV');
});

test('a list that was not recorded is not made up', async () => {
  const { client } = opened([tx(ADD), rx(ack(sequence))]);
  assert.is((await rejection(client.dump(listLinksRequest() as never))).code, 'ERR_NETLINK_REPLAY');
});

test('tells what asks from what changes', () => {
  const type = (number: number) => fromHex(PROBE).fill(number, 4, 5);
  const asks = (number: number) => rules.asks?.(type(number), true);
  // RTM_GETLINK, RTM_GETADDR, RTM_GETROUTE, RTM_GETLINKPROP; RTM_NEWLINK, RTM_DELLINK, RTM_SETLINK, RTM_NEWNSID.
  assert.equal([18, 22, 26, 110, 16, 17, 19, 88].map(asks), [true, true, true, true, false, false, false, false]);
});

test('leaves alone what it cannot read', () => {
  const broken = fromHex(ADD);
  broken.set([1, 0], 32);
  assert.equal(rules.normalise?.(broken, true), broken);
});

test.run();
