// The socket against a running kernel, through every binding that this runtime has.

import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import * as assert from 'uvu/assert';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { openSocket } from '../../src/netlink/socket/socket.js';
import type { Transport } from '../../src/netlink/transport.js';
import {
  attribute,
  bindings,
  descriptors,
  drain,
  errnoOf,
  kernelSuite,
  linkRequest,
  mayListenToAll,
  messageTypes,
  NLM_F_ACK,
  NLM_F_CREATE,
  NLM_F_DUMP,
  RTM_DELLINK,
  RTM_GETLINK,
  RTM_NEWLINK,
  RTNLGRP_LINK,
} from './kernel.js';

const IFLA_IFNAME = 3;
const IFLA_LINKINFO = 18;
const IFLA_IFALIAS = 20;
const IFLA_INFO_KIND = 1;

const test = kernelSuite('socket');
const getLoopback = linkRequest(RTM_GETLINK, 0, { index: 1 });
const setLoopback = (up: boolean): Uint8Array => linkRequest(RTM_NEWLINK, NLM_F_ACK, { index: 1, up });
const newLink = (name: string, kind: string): Uint8Array =>
  linkRequest(RTM_NEWLINK, NLM_F_ACK | NLM_F_CREATE, {
    attributes: Buffer.concat([attribute(IFLA_IFNAME, name), attribute(IFLA_LINKINFO, attribute(IFLA_INFO_KIND, kind))]),
  });
const deleteLink = (name: string): Uint8Array => linkRequest(RTM_DELLINK, NLM_F_ACK, { attributes: attribute(IFLA_IFNAME, name) });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** With zeros for the port of each message. */
function withoutPorts(datagrams: readonly Uint8Array[]): Uint8Array[] {
  return datagrams.map((datagram) => {
    const bytes = datagram.slice();
    for (let at = 0; at < bytes.length; at += (new DataView(bytes.buffer).getUint32(at, endianness() === 'LE') + 3) & ~3) bytes.fill(0, at + 12, at + 16);
    return bytes;
  });
}

/** Resolves when the listener has been called, with what was read. Ends listening. */
const heard = (socket: Transport): Promise<readonly Uint8Array[]> =>
  new Promise((resolve) =>
    socket.listen(() => {
      socket.listen(undefined);
      resolve(drain(socket));
    }),
  );

for (const libc of bindings()) {
  const name = libc.binding;

  test(`${name}: reads a reply as soon as an inline send returns`, async () => {
    using netns = Namespace.create(libc);
    const socket = openSocket({ binding: libc, netns });
    assert.is(socket.send(getLoopback, false), undefined);
    const reply = socket.receive();
    assert.ok(reply);
    assert.equal(messageTypes(reply.bytes), [RTM_NEWLINK]);
    assert.is(reply.fullLength, reply.bytes.length);
    assert.is(reply.senderPortId, 0);
    assert.is(reply.nsid, undefined);
    assert.is(socket.receive(), undefined);
    await socket.close();
  });

  test(`${name}: reads many at once, short ones joined, nothing of them lost or out of order`, async () => {
    using netns = Namespace.create(libc);
    const change = linkRequest(RTM_NEWLINK, NLM_F_ACK, { index: 1 });
    const refused = linkRequest(RTM_NEWLINK, NLM_F_ACK, { index: 9999, attributes: attribute(IFLA_IFALIAS, 'x'.repeat(255)) });
    const few = Array.from({ length: 40 }, () => change);
    const requests = Buffer.concat([...few, refused, change, getLoopback, ...few, deleteLink('none'), ...few]);
    const answers = (together: boolean): Uint8Array[] => {
      const socket = openSocket({ binding: libc, netns });
      const all: Uint8Array[] = [];
      socket.send(requests, false);
      for (let next = socket.receive({ together }); next !== undefined; next = socket.receive({ together })) {
        assert.equal([next.fullLength, next.senderPortId], [next.bytes.length, 0]);
        all.push(next.bytes);
      }
      socket.close();
      return all;
    };
    const single = answers(false);
    const joined = answers(true);
    assert.is(single.length, 3 * 40 + 4);
    assert.ok(joined.length < 20, `${joined.length} reads`);
    assert.ok(joined.some(({ length }) => length > 1000) && joined.some(({ length }) => length === 32 * 36));
    assert.equal(Buffer.concat(withoutPorts(joined)), Buffer.concat(withoutPorts(single)));
  });

  test(`${name}: has the port that replies are addressed to`, async () => {
    using netns = Namespace.create(libc);
    const socket = openSocket({ binding: libc, netns });
    socket.send(getLoopback, false);
    const reply = socket.receive();
    assert.ok(reply);
    const view = new DataView(reply.bytes.buffer);
    assert.is(view.getUint32(12, socket.littleEndian), socket.portId);
    await socket.close();
  });

  test(`${name}: sends what may wait from another thread, in the order of the calls`, async () => {
    using netns = Namespace.create(libc);
    const socket = openSocket({ binding: libc, netns });
    const sends = [socket.send(setLoopback(true), true), socket.send(getLoopback, false), socket.send(deleteLink('none'), true)];
    assert.ok(sends.every((sent) => sent instanceof Promise));
    await Promise.all(sends);
    const [first, second, third] = drain(socket);
    assert.ok(first && second && third);
    assert.is(errnoOf(first), 0);
    assert.equal(messageTypes(second), [RTM_NEWLINK]);
    assert.is(errnoOf(third), 19);
    assert.is(socket.send(getLoopback, false), undefined, 'inline again, once the queue is empty');
    await socket.close();
  });

  test(`${name}: says what was wrong with a datagram that cannot be sent`, async () => {
    using netns = Namespace.create(libc);
    const socket = openSocket({ binding: libc, netns });
    const tooLong = new Uint8Array(64 * 1024 * 1024);
    assert.throws(() => socket.send(tooLong, false), failed('send', 'EMSGSIZE'));
    const late = socket.send(tooLong, true);
    const behind = socket.send(tooLong, false);
    const fine = socket.send(getLoopback, false);
    const outcomes = await Promise.allSettled([late, behind, fine]);
    assert.ok(outcomes[0]?.status === 'rejected' && failed('write', 'EMSGSIZE')(outcomes[0].reason));
    assert.ok(outcomes[1]?.status === 'rejected' && failed('send', 'EMSGSIZE')(outcomes[1].reason));
    assert.is(outcomes[2]?.status, 'fulfilled');
    assert.is(drain(socket).length, 1);
    await socket.close();
  });

  test(`${name}: tells of a datagram that was cut off, and makes room for the next`, async () => {
    using netns = Namespace.create(libc);
    const socket = openSocket({ binding: libc, netns, sendBuffer: 4 * 1024 * 1024 });
    // The kernel repeats a refused request in full: a reply of any length.
    const long = linkRequest(RTM_DELLINK, NLM_F_ACK, { attributes: attribute(IFLA_IFNAME, 'none') });
    const padded = new Uint8Array(200_000);
    padded.set(long);
    new DataView(padded.buffer).setUint32(0, padded.length, socket.littleEndian);
    socket.send(padded, false);
    const cut = socket.receive();
    assert.ok(cut);
    assert.is(cut.bytes.length, 64 * 1024);
    assert.ok(cut.fullLength > 200_000);
    socket.send(padded, false);
    const whole = socket.receive();
    assert.ok(whole);
    assert.is(whole.bytes.length, cut.fullLength);
    assert.is(whole.fullLength, cut.fullLength);
    await socket.close();
  });

  test(`${name}: hands out bytes that later reads leave alone`, async () => {
    using netns = Namespace.create(libc);
    const socket = openSocket({ binding: libc, netns });
    socket.send(getLoopback, false);
    const reply = socket.receive();
    assert.ok(reply);
    const before = reply.bytes.slice();
    socket.send(deleteLink('none'), false);
    socket.receive();
    assert.equal(reply.bytes, before);
    await socket.close();
  });

  test(`${name}: wakes a listener, and wakes it again while anything is left`, async () => {
    using netns = Namespace.create(libc);
    const socket = openSocket({ binding: libc, netns });
    let calls = 0;
    const read: Uint8Array[] = [];
    const done = new Promise<void>((resolve) => {
      socket.listen(() => {
        calls++;
        const next = socket.receive();
        if (next !== undefined) read.push(next.bytes);
        // Promises settled here continue.
        if (read.length === 3) Promise.resolve().then(resolve);
      });
    });
    for (let i = 0; i < 3; i++) socket.send(getLoopback, false);
    assert.is(calls, 0, 'never called from inside send');
    await done;
    assert.is(calls, 3);
    await socket.close();
  });

  test(`${name}: listens for the groups that were joined, until they are left`, async () => {
    using netns = Namespace.create(libc);
    const socket = openSocket({ binding: libc, netns });
    const other = openSocket({ binding: libc, netns });
    socket.join(RTNLGRP_LINK);
    const notified = heard(socket);
    await other.send(setLoopback(true), true);
    assert.equal(messageTypes((await notified)[0] ?? new Uint8Array()), [RTM_NEWLINK]);
    socket.leave(RTNLGRP_LINK);
    await other.send(setLoopback(false), true);
    assert.is(socket.receive(), undefined);
    assert.throws(() => socket.join(100_000), failed('setsockopt', 'EINVAL', 'multicast group 100000, which this kernel does not have'));
    await Promise.all([socket.close(), other.close()]);
  });

  test(`${name}: wakes a listener when notifications were lost, and goes on`, async () => {
    using netns = Namespace.create(libc);
    const socket = openSocket({ binding: libc, netns, receiveBuffer: 4096 });
    const other = openSocket({ binding: libc, netns });
    socket.join(RTNLGRP_LINK);
    for (let i = 0; i < 40; i++) other.send(setLoopback(i % 2 === 0), false);
    let lost = 0;
    let quiet: (() => void) | undefined;
    socket.listen(() => {
      try {
        drain(socket);
        quiet?.();
      } catch (error) {
        assert.ok(failed('recvmsg', 'ENOBUFS')(error));
        lost++;
      }
    });
    await new Promise<void>((resolve) => (quiet = resolve));
    assert.is(lost, 1);
    const next = new Promise<void>((resolve) => (quiet = resolve));
    other.send(setLoopback(true), false);
    await next;
    await Promise.all([socket.close(), other.close()]);
  });

  test(`${name}: costs no CPU while a listener waits`, async () => {
    using netns = Namespace.create(libc);
    const socket = openSocket({ binding: libc, netns });
    socket.listen(() => assert.unreachable());
    await turn();
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 200_000, `${user + system} us of CPU in 1 s`);
    await socket.close();
  });

  test(`${name}: leaves the event loop free while the kernel works on a change`, async () => {
    using netns = Namespace.create(libc);
    const socket = openSocket({ binding: libc, netns });
    await socket.send(newLink('slow', 'veth'), true);
    const [made] = drain(socket);
    assert.ok(made);
    assert.is(errnoOf(made), 0, 'this kernel has veth');
    let turns = 0;
    let counting = true;
    const count = (): void => {
      turns++;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    await socket.send(deleteLink('slow'), true);
    counting = false;
    // A send on this thread leaves room for two: the one that was due, and the one that settles the promise.
    assert.ok(turns > 5, `the loop turned ${turns} times`);
    await socket.close();
  });

  test(`${name}: waits for a send under way before it closes`, async () => {
    using netns = Namespace.create(libc);
    const before = descriptors().length;
    const socket = openSocket({ binding: libc, netns });
    const order: string[] = [];
    const sends = [socket.send(setLoopback(true), true)?.then(() => order.push('first')), socket.send(setLoopback(false), true)?.then(() => order.push('second'))];
    const closed = socket.close().then(() => order.push('closed'));
    assert.throws(() => socket.send(getLoopback, false), closedError);
    assert.throws(() => socket.receive(), closedError);
    assert.throws(() => socket.listen(() => {}), closedError);
    assert.throws(() => socket.join(1), closedError);
    socket.listen(undefined);
    await Promise.all([...sends, closed, socket.close()]);
    assert.equal(order, ['first', 'second', 'closed']);
    assert.is(descriptors().length, before);
  });

  test(`${name}: opens a sibling in the same namespace`, async () => {
    const netns = Namespace.create(libc);
    const before = descriptors().length;
    const socket = openSocket({ binding: libc, netns });
    // Below two lines of titles; some kernels put tunnels into every namespace.
    const inside =
      netns
        .run(() => readFileSync('/proc/thread-self/net/dev', 'utf8'))
        .trim()
        .split('\n').length - 2;
    netns.close();
    const sibling = socket.sibling({ receiveBuffer: 8192 });
    assert.ok(sibling);
    assert.is.not(sibling.portId, socket.portId);
    sibling.send(linkRequest(RTM_GETLINK, NLM_F_DUMP), false);
    const links = drain(sibling).flatMap(messageTypes);
    assert.is(links.filter((type) => type === RTM_NEWLINK).length, inside);
    const another = sibling.sibling();
    assert.ok(another);
    await Promise.all([socket.close(), sibling.close()]);
    another.send(getLoopback, false);
    assert.is(drain(another).length, 1);
    await another.close();
    assert.is(descriptors().length, before - 1);
  });

  test(`${name}: says which namespace a notification comes from`, async () => {
    using here = Namespace.create(libc);
    using there = Namespace.create(libc);
    const listening = () => openSocket({ binding: libc, netns: here, allNamespaces: true });
    if (!mayListenToAll()) return assert.throws(listening, failed('setsockopt', 'EPERM', 'CAP_NET_BROADCAST'));
    const socket = listening();
    const inside = openSocket({ binding: libc, netns: there });
    // RTM_NEWNSID gives `there` the id 7 in `here`.
    const RTM_NEWNSID = 88;
    const fd = new Uint8Array(Int32Array.of(there.fd).buffer);
    const body = Buffer.concat([new Uint8Array(4), attribute(1, new Uint8Array(Int32Array.of(7).buffer)), attribute(3, fd)]);
    const naming = new Uint8Array(16 + body.length);
    naming.set(linkRequest(RTM_NEWNSID, NLM_F_ACK).subarray(0, 16));
    new DataView(naming.buffer).setUint32(0, naming.length, socket.littleEndian);
    naming.set(body, 16);
    await socket.send(naming, true);
    const [named] = drain(socket);
    assert.ok(named);
    assert.is(errnoOf(named), 0);
    socket.join(RTNLGRP_LINK);
    await inside.send(setLoopback(true), true);
    const notification = socket.receive();
    assert.is(notification?.nsid, 7);
    await Promise.all([socket.close(), inside.close()]);
  });
}

function failed(syscall: string, code: string, detail = ''): (error: unknown) => boolean {
  return (error) => error instanceof Error && 'code' in error && error.code === code && 'syscall' in error && error.syscall === syscall && error.message.includes(detail);
}

function closedError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_NETLINK_CLOSED';
}

test.run();
