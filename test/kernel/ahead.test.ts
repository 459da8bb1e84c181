// Long lists of a kernel of which parts are read on another thread: the same as those that are not, whatever else is asked meanwhile and however it ends.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as assert from 'uvu/assert';
import { Rtnl } from '../../src/index.js';
import { loadKoffi } from '../../src/netlink/socket/koffi.js';
import type { Libc } from '../../src/netlink/socket/libc.js';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { Pool, pool } from '../../src/netlink/socket/pool.js';
import { openSocket } from '../../src/netlink/socket/socket.js';
import type { Transport } from '../../src/netlink/transport.js';
import { addRouteRequest } from '../../src/rtnl/surface.js';
import { bundled } from '../bundled.js';
import { attribute, bindings, descriptors, drain, kernelSuite, linkRequest, messageTypes, NLM_F_DUMP, NLM_F_REQUEST, RTM_NEWLINK, RTNLGRP_LINK } from './kernel.js';
import { codeOf } from './rtnl.js';

const test = kernelSuite('reading ahead on a kernel');

const RTM_GETROUTE = 26;
const AF_INET = 2;
const IFLA_IFALIAS = 20;
const NLMSG_DONE = 3;
/** Some 70 datagrams of them. */
const ROUTES = 40_000;

const route = (i: number) => addRouteRequest({ dst: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`, oif: 1 });

/** Asks for all IPv4 routes: nlmsghdr and rtmsg. */
function listRoutes(): Uint8Array {
  const bytes = new Uint8Array(28);
  new Uint32Array(bytes.buffer, 0, 1)[0] = bytes.length;
  new Uint16Array(bytes.buffer, 4, 2).set([RTM_GETROUTE, NLM_F_REQUEST | NLM_F_DUMP]);
  bytes[16] = AF_INET;
  return bytes;
}

/** More threads than libuv's pool has wait for a pipe, until what this returns is called. */
function occupied(): () => void {
  const { bind, bindLater } = loadKoffi();
  const ends = new Int32Array(2);
  bind('pipe', 'int', ['pointer'])(new Uint8Array(ends.buffer));
  const [from, to] = ends as unknown as [number, number];
  const threads = Number(process.env.UV_THREADPOOL_SIZE ?? 4) + 1;
  let left = threads;
  const close = bind('close', 'int', ['int']);
  for (let i = 0; i < threads; i++) {
    bindLater?.('read', 'ssize', ['int', 'pointer', 'size'])(() => void (--left === 0 && close(from)), from, new Uint8Array(new ArrayBuffer(8)), 8n);
  }
  return () => void close(to);
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The binding, counting what is read on another thread, which may be so many turns of the event loop later. */
function counting(libc: Libc, turns = 0): { readonly libc: Libc; calls: number } {
  const counted = {
    calls: 0,
    libc: {
      ...libc,
      recvmmsgLater: async (...all: Parameters<NonNullable<Libc['recvmmsgLater']>>) => {
        counted.calls++;
        for (let i = 0; i < turns; i++) await turn();
        libc.recvmmsgLater?.(...all);
      },
    },
  };
  return counted;
}

/** The transport, of which everything is read on the calling thread. */
function here(inner: Transport): Transport {
  return {
    littleEndian: inner.littleEndian,
    portId: inner.portId,
    send: (datagram, mayWait) => inner.send(datagram, mayWait),
    receive: ({ together = false, lent = false } = {}) => inner.receive({ together, lent }),
    listen: (listener) => inner.listen(listener),
    join: (group) => inner.join(group),
    leave: (group) => inner.leave(group),
    sibling: (options) => inner.sibling(options),
    close: () => inner.close(),
  };
}

const open = (binding: Libc, netns: Namespace): Promise<Rtnl> => Rtnl.open({ transport: openSocket({ netns, binding }) });

// However busy this machine is.
Object.assign(pool, { isWorthwhile: () => pool.isFree, came: () => true });
const heeded = { sign: false };
Object.defineProperty(pool, 'answers', { get: () => !heeded.sign || Reflect.get(Pool.prototype, 'answers', pool) });

/** A namespace with thousands of routes. */
async function filled(libc: Libc): Promise<Namespace> {
  const netns = Namespace.create(libc);
  await using rtnl = await open(libc, netns);
  await rtnl.links.set('lo', { up: true });
  await rtnl.batch(Array.from({ length: ROUTES }, (_, i) => route(i)));
  return netns;
}

for (const binding of bindings().filter(({ recvmmsgLater }) => recvmmsgLater !== undefined)) {
  const name = binding.binding;
  let netns: Namespace;
  test.before(async () => {
    netns = await filled(binding);
  });
  test.after(() => netns.close());

  test(`${name}: a list is the same, and mostly read on another thread`, async () => {
    const counted = counting(binding);
    await using rtnl = await open(counted.libc, netns);
    await using plain = await Rtnl.open({ transport: here(openSocket({ netns, binding: counted.libc })) });
    const expected = await plain.routes.list({ family: 'inet' });
    assert.is(counted.calls, 0);
    assert.ok(expected.length >= ROUTES);
    assert.equal(await rtnl.routes.list({ family: 'inet' }), expected);
    assert.ok(counted.calls > 3, `${counted.calls} calls`);
    const before = counted.calls;
    assert.ok((await rtnl.links.list()).length < 20);
    assert.is(counted.calls, before, 'a short list');
    const streamed: unknown[] = [];
    for await (const one of rtnl.routes.stream({ family: 'inet' })) streamed.push(one);
    assert.equal(streamed, expected);
    assert.ok(counted.calls > before + 3, `${counted.calls - before} calls of a stream`);
  });

  test(`${name}: gets, changes, batches and lists at the same time all get their replies`, async () => {
    const counted = counting(binding);
    await using rtnl = await open(counted.libc, netns);
    const expected = (await rtnl.routes.list({ family: 'inet' })).length;
    for (let round = 0; round < 5; round++) {
      const lists = [rtnl.routes.list({ family: 'inet' }), rtnl.routes.list({ family: 'inet' })];
      const others: Promise<unknown>[] = [];
      for (let i = 0; i < 20; i++) {
        await turn();
        others.push(rtnl.links.get(1), rtnl.links.set(1, { group: i }), codeOf(rtnl.links.get(4711)));
      }
      others.push(rtnl.batch(Array.from({ length: 50 }, (_, i) => route(i))));
      for (const list of await Promise.all(lists)) assert.is(list.length, expected);
      const replies = await Promise.all(others);
      assert.equal(
        replies.filter((_, i) => i % 3 === 2 && i < 60),
        Array.from({ length: 20 }, () => 'ENODEV'),
      );
      assert.ok(
        (replies.at(-1) as readonly { readonly status: string; readonly reason: { readonly code: string } }[]).every(
          ({ status, reason }) => status === 'rejected' && reason.code === 'EEXIST',
        ),
      );
    }
    assert.ok(counted.calls > 3, `${counted.calls} calls`);
  });

  test(`${name}: a list that is called off leaves the next one whole`, async () => {
    const counted = counting(binding);
    await using rtnl = await open(counted.libc, netns);
    for (let turns = 0; turns < 12; turns += 3) {
      const controller = new AbortController();
      const aborted = rtnl.routes.list({ family: 'inet' }, { signal: controller.signal }).catch(({ name }: Error) => name);
      for (let i = 0; i < turns; i++) await turn();
      controller.abort();
      assert.is(await aborted, 'AbortError');
      assert.ok((await rtnl.routes.list({ family: 'inet' })).length >= ROUTES);
    }
    assert.ok(counted.calls > 3, `${counted.calls} calls`);
  });

  test(`${name}: closing while another thread reads waits for it, and leaves nothing open`, async () => {
    const counted = counting(binding);
    const before = descriptors();
    for (let calls = 1; calls < 5; calls++) {
      counted.calls = 0;
      const rtnl = await open(counted.libc, netns);
      const list = codeOf(rtnl.routes.list({ family: 'inet' }));
      while (counted.calls < calls) await turn();
      const closed = rtnl.close();
      assert.is(await list, 'ERR_NETLINK_CLOSED');
      await closed;
      assert.equal(descriptors(), before);
    }
  });

  test(`${name}: a reader who takes his time has little read ahead, and one who listens is woken`, async () => {
    const counted = counting(binding);
    const socket = openSocket({ netns, binding: counted.libc });
    const request = listRoutes();
    const next = async (): Promise<Uint8Array> => {
      for (;;) {
        const datagram = socket.receive({ ahead: true });
        if (datagram !== undefined) return datagram.bytes;
        assert.ok(socket.reading);
        await new Promise<void>((resolve) =>
          socket.listen(() => {
            socket.listen(undefined);
            resolve();
          }),
        );
      }
    };
    let datagrams = 0;
    // The first list makes the kernel fill datagrams of 32 KiB.
    for (let list = 0; list < 2; list++) {
      socket.send(request, false);
      for (let done = false; !done; datagrams++) done = messageTypes(await next()).includes(NLMSG_DONE);
    }
    assert.ok(counted.calls > 3, `${counted.calls} calls of ${datagrams} datagrams`);
    counted.calls = 0;
    socket.send(request, false);
    while (counted.calls === 0) await next();
    while (socket.reading) await turn();
    // One datagram is there to be taken, a set behind it.
    assert.is(counted.calls, 1);
    await next();
    while (socket.reading) await turn();
    // One set is, the other one behind it.
    assert.is(counted.calls, 2);
    // Without anything new to be read.
    let calls = 0;
    await new Promise<void>((resolve) =>
      socket.listen(() => {
        calls++;
        resolve();
      }),
    );
    assert.is(calls, 1);
    socket.listen(undefined);
    for (let done = false; !done; ) done = messageTypes(await next()).includes(NLMSG_DONE);
    await socket.close();
  });

  test(`${name}: a listener is called when something came, not while it comes`, async () => {
    const counted = counting(binding, 20);
    const socket = openSocket({ netns, binding: counted.libc });
    let calls = 0;
    let done = false;
    await new Promise<void>((resolve) => {
      socket.listen(() => {
        calls++;
        for (let next = socket.receive({ ahead: true }); next !== undefined; next = socket.receive({ ahead: true })) done ||= messageTypes(next.bytes).includes(NLMSG_DONE);
        if (done) resolve();
      });
      socket.send(listRoutes(), false);
    });
    assert.ok(counted.calls > 3);
    assert.ok(calls <= counted.calls + 3, `${calls} calls of the listener, ${counted.calls} of recvmmsg`);
    await socket.close();
  });

  test(`${name}: lost notifications are told, and what is left of the list comes behind`, async () => {
    const counted = counting(binding);
    const socket = openSocket({ netns, binding: counted.libc, receiveBuffer: 1 << 20 });
    const flood = openSocket({ netns, binding });
    socket.join(RTNLGRP_LINK);
    // Until the kernel knows that there is room for datagrams of 32 KiB.
    socket.send(listRoutes(), false);
    drain(socket);
    socket.send(listRoutes(), false);
    const types: number[] = [];
    const errors: unknown[] = [];
    let flooded = false;
    while (!types.includes(NLMSG_DONE)) {
      try {
        const datagram = socket.receive({ ahead: true });
        if (datagram !== undefined) types.push(...messageTypes(datagram.bytes));
        else if (socket.reading) await turn();
        else break;
      } catch (error) {
        errors.push((error as { code?: string }).code);
      }
      if (counted.calls === 0 || flooded) continue;
      flooded = true;
      for (let i = 0; i < 2000; i++) flood.send(linkRequest(RTM_NEWLINK, 0, { index: 1, attributes: attribute(IFLA_IFALIAS, `${i}`) }), false);
      drain(flood);
    }
    assert.equal(errors, ['ENOBUFS']);
    assert.ok(types.includes(RTM_NEWLINK));
    assert.ok(counted.calls > 0);
    // The socket goes on.
    drain(socket);
    socket.send(listRoutes(), false);
    assert.ok(drain(socket).some((bytes) => messageTypes(bytes).includes(NLMSG_DONE)));
    await Promise.all([socket.close(), flood.close()]);
  });

  test(`${name}: a list waits for nobody who keeps the pool of threads busy`, async () => {
    await using rtnl = await open(binding, netns);
    heeded.sign = true;
    const release = occupied();
    let listed: number | undefined;
    const list = rtnl.routes.list({ family: 'inet' }).then(({ length }) => {
      listed = length;
    });
    for (let i = 0; i < 10_000 && listed === undefined; i++) await turn();
    try {
      assert.ok(((listed as number | undefined) ?? 0) >= ROUTES, `${listed}`);
    } finally {
      release();
      await list;
      heeded.sign = false;
    }
  });

  for (const ending of ['exit', 'terminate'] as const) {
    test(`${name}: a worker may ${ending} while another thread reads for it`, async () => {
      const before = descriptors();
      for (let i = 0; i < 5; i++) {
        const worker = new Worker(bundled(new URL('ahead-worker.ts', import.meta.url)), { workerData: { binding: name, netns: `/proc/self/fd/${netns.fd}`, ending } });
        const gone = new Promise((resolve) => worker.once('exit', resolve));
        await once(worker, 'message');
        if (ending === 'terminate') await worker.terminate();
        assert.is(await gone, ending === 'terminate' ? 1 : 0);
        assert.equal(descriptors(), before);
      }
    });
  }
}

test.run();
