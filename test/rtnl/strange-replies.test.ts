// A kernel that answers with a message of another type than was asked for: its body is not handed out for what was.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kinds, route } from '../../src/index.js';
import { NLM_F_MULTI } from '../../src/netlink/constants.js';
import { Client } from '../../src/rtnl/client.js';
import { done, type Route, type RouteEncodable } from '../netlink/conversation-replies.js';
import { FakeTransport, PORT, rejection } from '../netlink/fake-transport.js';

const test = suite('strange replies');

type Named = RouteEncodable['name'];

const BODIES: Partial<Record<Named, object>> = {
  RTM_NEWADDR: { family: 2, prefixlen: 24, flags8: 0, scope: 0, index: 1, local: '10.0.0.1', label: 'eth0' },
  RTM_GETMULTICAST: { family: 10, prefixlen: 128, flags8: 0, scope: 0, index: 1, multicast: 'ff02::1' },
  RTM_NEWROUTE: { family: 2, dstLen: 24, srcLen: 0, tos: 0, table8: 254, protocol: 3, scope: 0, type: 1, flags: 0, dst: '10.0.0.0' },
};

/** What answers whatever it is asked with this message, and closes lists. */
function answering(name: Named) {
  const transport = new FakeTransport<Route>(route);
  const answer = (its: FakeTransport<Route>) => () => {
    const [request] = its.messages(-1);
    const { sequence = 0, flags = 0 } = request?.header ?? {};
    const dump = (flags & 0x300) === 0x300;
    const reply = { name, header: { sequence, portId: PORT, flags: dump ? NLM_F_MULTI : 0 }, body: BODIES[name] ?? { family: 0, index: 1, ifname: 'eth0' } } as RouteEncodable;
    its.put(dump ? its.encode(reply, done(sequence)) : its.encode(reply));
    return undefined;
  };
  transport.onSend = answer(transport);
  const sibling = new FakeTransport<Route>(route);
  sibling.onSend = answer(sibling);
  transport.sibling = () => sibling;
  return { rtnl: new Client(transport, kinds), sibling };
}

async function expectStrange(promise: Promise<unknown>, asked: string, came: string) {
  const { name, code, message } = await rejection(promise);
  assert.equal([name, code, message], ['NetlinkError', 'ERR_NETLINK_REPLY', `${asked}: the kernel answered with ${came}`]);
}

for (const came of ['RTM_NEWADDR', 'RTM_NEWROUTE', 'RTM_DELLINK', 'RTM_GETLINK'] as const) {
  test(`${came} is no link`, async () => {
    const { rtnl } = answering(came);
    await expectStrange(rtnl.links.get('eth0'), 'RTM_GETLINK', came);
    await expectStrange(rtnl.links.index('eth0'), 'RTM_GETLINK', came);
    await expectStrange(rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24' }), 'RTM_GETLINK', came);
    await expectStrange(rtnl.links.list(), 'RTM_GETLINK', came);
    await expectStrange(rtnl.conversation.get({ name: 'RTM_GETLINK', header: {}, body: { index: 1 } }), 'RTM_GETLINK', came);
  });
}

test('nor is a link anything else', async () => {
  const { rtnl, sibling } = answering('RTM_NEWLINK');
  await expectStrange(rtnl.routes.get({ to: '10.1.2.3' }), 'RTM_GETROUTE', 'RTM_NEWLINK');
  await expectStrange(rtnl.nexthops.get(1), 'RTM_GETNEXTHOP', 'RTM_NEWLINK');
  await expectStrange(rtnl.neighbours.get({ dev: 1, dst: '10.0.0.1' }), 'RTM_GETNEIGH', 'RTM_NEWLINK');
  await expectStrange(rtnl.netconf.get({ dev: 1, family: 'inet' }), 'RTM_GETNETCONF', 'RTM_NEWLINK');
  await expectStrange(rtnl.addresses.list(), 'RTM_GETADDR', 'RTM_NEWLINK');
  await expectStrange(rtnl.rules.list(), 'RTM_GETRULE', 'RTM_NEWLINK');
  await expectStrange(rtnl.routes.stream().next(), 'RTM_GETROUTE', 'RTM_NEWLINK');
  assert.is(sibling.closes, 1);
});

test('the client goes on after it, and lists of messages have what came', async () => {
  const { rtnl } = answering('RTM_NEWADDR');
  await expectStrange(rtnl.links.list(), 'RTM_GETLINK', 'RTM_NEWADDR');
  assert.equal(
    (await rtnl.addresses.list()).map(({ local }) => local),
    ['10.0.0.1'],
  );
  const { messages } = await rtnl.conversation.dump({ name: 'RTM_GETLINK', header: {}, body: {} });
  assert.equal(
    messages.map(({ name }) => name),
    ['RTM_NEWADDR'],
  );
});

test('multicast groups come under the name they were asked for', async () => {
  const { rtnl } = answering('RTM_GETMULTICAST');
  const { messages } = await rtnl.conversation.dump({ name: 'RTM_GETMULTICAST', header: {}, body: { family: 10 } }, {}, (body) => body);
  assert.is(messages.length, 1);
});

test('what a change was answered with is whatever it was', async () => {
  const { rtnl } = answering('RTM_NEWLINK');
  assert.is((await rtnl.conversation.get({ name: 'RTM_NEWLINKPROP', header: {}, body: { index: 1 } })).name, 'RTM_NEWLINK');
});

test.run();
