import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kinds, Rtnl, route } from '../../src/index.js';
import { SystemError } from '../../src/netlink/errors.js';
import type { Message } from '../../src/netlink/message.js';
import { Client } from '../../src/rtnl/client.js';
import type { AnyLink } from '../../src/rtnl/link.js';
import { ack, done, link, part, type Route, type RouteEncodable } from '../netlink/conversation-replies.js';
import { FakeTransport, PORT, rejection } from '../netlink/fake-transport.js';

const test = suite('client');

type Answer = (request: Message<Route>, sequence: number) => (RouteEncodable | Message<Route>)[];

/** A kernel that holds `eth0` with index 2, and acknowledges the rest. */
function opened(answer?: Answer) {
  const transport = new FakeTransport<Route>(route);
  transport.onSend = () => {
    for (const request of transport.messages(-1) as Message<Route>[]) {
      const { sequence } = request.header;
      const replies = answer?.(request, sequence) ?? [];
      if (replies.length > 0) transport.put(transport.encode(...replies));
      else if (request.name === 'RTM_GETLINK') transport.put(transport.encode(request.body.ifname === 'eth0' ? link(sequence, 2) : ack(sequence, 19)));
      else transport.put(transport.encode(ack(sequence)));
    }
    return undefined;
  };
  const names = () => transport.sent.map((_, i) => transport.messages(i)[0]?.name);
  return { transport, names, rtnl: new Client(transport, kinds) };
}

test('opens over a transport of the caller', async () => {
  const { transport } = opened();
  await using rtnl = await Rtnl.open({ transport });
  assert.is(await rtnl.links.index('eth0'), 2);
  assert.is(await rtnl.links.index(7), 7);
});

test('looks up names, and sends indexes', async () => {
  const { transport, names, rtnl } = opened();
  await rtnl.links.set('eth0', { up: true, master: 'eth0' });
  assert.equal(names(), ['RTM_GETLINK', 'RTM_GETLINK', 'RTM_NEWLINK']);
  const body = transport.messages(-1)[0]?.body as { index: number; master: number };
  assert.equal([body.index, body.master], [2, 2]);
  await rtnl.addresses.add({ dev: 9, address: '10.0.0.1/24' });
  assert.equal(names().slice(3), ['RTM_NEWADDR']);
});

test('is about what the caller named', async () => {
  const { rtnl } = opened(({ name }, sequence) => (name === 'RTM_GETLINK' ? [] : [ack(sequence, 1)]));
  const about = async (promise: Promise<unknown>) => ((await rejection(promise)) as { request?: { about?: string } }).request?.about;
  assert.is(await about(rtnl.links.set('eth0', { up: true })), 'eth0');
  assert.is(await about(rtnl.links.set(5, { up: true })), 'link 5');
  assert.is(await about(rtnl.links.delete('nope')), 'nope');
  assert.is(await about(rtnl.links.deleteGroup(9)), 'group 9');
  assert.is(await about(rtnl.links.add({ kind: 'macvlan', name: 'mv', link: 'eth0' })), 'mv');
  assert.is(await about(rtnl.links.add({ kind: 'macvlan', name: 'mv', link: 'nope' })), 'nope');
  assert.is(await about(rtnl.addresses.delete({ dev: 'eth0', address: '10.0.0.1/24' })), '10.0.0.1/24 on eth0');
  assert.is(await about(rtnl.links.addAltname('eth0', 'wan')), 'eth0');
});

test('a link that is made has the index its name leads to, or that the kernel tells', async () => {
  const named = opened(({ name, body }, sequence) => (name === 'RTM_GETLINK' && (body as { ifname?: string }).ifname === 'mv' ? [link(sequence, 8)] : []));
  assert.equal(await named.rtnl.links.add({ kind: 'macvlan', name: 'mv', link: 'eth0' }), { index: 8 });
  assert.equal(named.names(), ['RTM_GETLINK', 'RTM_NEWLINK', 'RTM_GETLINK']);
  assert.is(named.transport.messages(1)[0]?.header.flags, 0x605);

  const echoed = opened(({ name }, sequence) => (name === 'RTM_NEWLINK' ? [link(sequence, 9), ack(sequence)] : []));
  assert.equal(await echoed.rtnl.links.add({ kind: 'macvlan', link: 2 }), { index: 9 });
  assert.equal(echoed.names(), ['RTM_NEWLINK']);
  assert.is(echoed.transport.messages(0)[0]?.header.flags, 0x60d);
});

test('says 0 where the kernel does not tell the index of what it made', async () => {
  const { names, transport, rtnl } = opened();
  assert.equal(await rtnl.links.add({ kind: 'macvlan', link: 2 }), { index: 0 });
  assert.is(transport.messages(-1)[0]?.header.flags, 0x60d);
  assert.equal(await rtnl.links.add({ kind: 'macvlan', link: 2, name: 'mv', index: 77 }), { index: 77 });
  assert.equal(names(), ['RTM_NEWLINK', 'RTM_NEWLINK']);
});

test('asks in another namespace for the index of what it made there', async () => {
  const { names, transport, rtnl } = opened(({ name, body }, sequence) => {
    if (name === 'RTM_GETNSID') return [{ name: 'RTM_NEWNSID', header: { sequence, portId: PORT }, body: { nsid: 5 } }];
    return name === 'RTM_GETLINK' && (body as { targetNetnsid?: number }).targetNetnsid === 5 ? [link(sequence, 9)] : [];
  });
  assert.equal(await rtnl.links.add({ kind: 'macvlan', link: 2, name: 'mv', netns: { fd: 3 } }), { index: 9 });
  assert.is(transport.messages(0)[0]?.header.flags, 0x605);
  assert.equal(names(), ['RTM_NEWLINK', 'RTM_GETNSID', 'RTM_GETLINK']);
});

test('adds a name that is too long for a first one, whether or not the kernel tells the index of what it made', async () => {
  const { names, transport, rtnl } = opened(({ name }, sequence) => (name === 'RTM_GETLINK' ? [link(sequence, 9)] : []));
  assert.equal(await rtnl.links.add({ kind: 'macvlan', link: 2, name: 'a-name-of-sixteen', up: true }), { index: 9 });
  assert.equal(names(), ['RTM_NEWLINK', 'RTM_GETLINK', 'RTM_NEWLINK', 'RTM_NEWLINK', 'RTM_NEWLINKPROP']);
  const [made, found, renamed, up, named] = [0, 1, 2, 3, 4].map((i) => (transport.messages(i)[0] as { body: Partial<AnyLink> }).body);
  assert.equal([made?.flags, found?.ifname, renamed?.index, renamed?.ifname, up?.flags], [0, made?.ifname, 9, 'macvlan%d', 1]);
  assert.equal(named?.propList, ['a-name-of-sixteen']);
});

test('renames a link that is to go down once it is, where the kernel looks at the name first', async () => {
  const busy = (name: string, body: Partial<AnyLink>, asked: number): boolean => name === 'RTM_NEWLINK' && body.ifname === 'up0' && asked === 1;
  let asked = 0;
  const { names, transport, rtnl } = opened(({ name, body }, sequence) => [ack(sequence, busy(name, body as Partial<AnyLink>, ++asked) ? 16 : 0)]);
  await rtnl.links.set(2, { up: false, name: 'up0', mtu: 1400 });
  assert.equal(names(), ['RTM_NEWLINK', 'RTM_NEWLINK', 'RTM_NEWLINK']);
  const [first, down, again] = [0, 1, 2].map((i) => (transport.messages(i)[0] as { body: Partial<AnyLink> }).body);
  assert.equal([down?.ifname, down?.mtu, down?.flags, down?.change], [undefined, undefined, 0, 1]);
  assert.equal(again, first);
  asked = 0;
  assert.is(await rejection(rtnl.links.set(2, { name: 'up0' })).then(({ code }) => code), 'EBUSY');
});

test('delivers warnings', async () => {
  const warning = { message: 'mind' };
  const { rtnl } = opened(({ name, header }, sequence) =>
    name.startsWith('RTM_GET') ? ((header.flags & 0x300) === 0x300 ? [part(sequence, 1), done(sequence, 0, warning)] : []) : [ack(sequence, 0, warning)],
  );
  assert.equal(await rtnl.links.set(2, { up: true }), { warning });
  assert.equal(await rtnl.links.add({ kind: 'macvlan', link: 2, name: 'eth0' }), { index: 2, warning });
  assert.equal(await rtnl.addresses.add({ dev: 2, address: '10.0.0.1/8' }), { warning });
  const list = await rtnl.links.list();
  assert.is(list.length, 1);
  assert.equal([list.interrupted, list.warning], [false, warning]);
  assert.equal(Object.keys(list), ['0'], 'an array like any other');
});

test('filters addresses where the kernel does not', async () => {
  const address = (sequence: number, index: number, local: string, scope = 0): RouteEncodable => ({
    name: 'RTM_NEWADDR',
    header: { sequence, flags: 2, portId: PORT },
    body: { family: 2, prefixlen: 24, scope, index, local },
  });
  const { rtnl } = opened(({ name }, sequence) =>
    name === 'RTM_GETADDR' ? [address(sequence, 1, '127.0.0.1', 254), address(sequence, 2, '10.0.0.1'), address(sequence, 2, '10.0.0.2', 253), done(sequence)] : [],
  );
  const list = async (query: object) => (await rtnl.addresses.list(query)).map(({ local }) => local);
  assert.equal(await list({}), ['127.0.0.1', '10.0.0.1', '10.0.0.2']);
  assert.equal(await list({ dev: 'eth0' }), ['10.0.0.1', '10.0.0.2']);
  assert.equal(await list({ dev: 2, scope: 253 }), ['10.0.0.2']);
});

test('flushes until nothing is left, or the kernel objects', async () => {
  let left = 3;
  const one = (sequence: number, n: number): RouteEncodable => ({
    name: 'RTM_NEWADDR',
    header: { sequence, flags: 2, portId: PORT },
    body: { family: 2, prefixlen: 24, index: 2, local: `10.0.0.${n}` },
  });
  const kernel = opened(({ name }, sequence) => {
    if (name === 'RTM_GETADDR') return [...Array.from({ length: left }, (_, n) => one(sequence, n)), done(sequence)];
    // The last one is gone already: it went with the first.
    if (name === 'RTM_DELADDR') return [left-- > 1 ? ack(sequence) : ack(sequence, 99)];
    return [];
  });
  assert.is(await kernel.rtnl.addresses.flush({ dev: 2 }), 2);
  left = 2;
  const refusing = opened(({ name }, sequence) => (name === 'RTM_GETADDR' ? [one(sequence, 1), done(sequence)] : [ack(sequence, 1)]));
  assert.is((await rejection(refusing.rtnl.addresses.flush({ dev: 2 }))).code, 'EPERM');
  const endless = opened(({ name }, sequence) => (name === 'RTM_GETADDR' ? [one(sequence, 1), done(sequence)] : [ack(sequence)]));
  assert.is(await endless.rtnl.addresses.flush({ dev: 2 }), 10);
});

test('watches over a socket beside its own, in the groups of what is watched', async () => {
  const { transport, rtnl } = opened();
  assert.throws(
    () => rtnl.monitor(['link']),
    (error: Error & { code?: unknown }) => error.code === 'ERR_NETLINK_UNSUPPORTED',
  );
  transport.siblings = [];
  await using monitor = rtnl.monitor(['link', 'address']);
  assert.equal([...(transport.siblings[0]?.groups ?? [])], [1, 5, 9]);
  assert.is(transport.groups.size, 0);
  transport.siblings[0]?.put(new SystemError('recvmsg', 105)).wake();
  assert.is((await monitor.next()).value.kind, 'overrun');
});

test.run();
