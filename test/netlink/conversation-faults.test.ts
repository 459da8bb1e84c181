import { getEventListeners } from 'node:events';
import FakeTimers from '@sinonjs/fake-timers';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DecodeError, SystemError } from '../../src/netlink/errors.js';
import { ack, done, getLink, indexes, link, listLinks, opened, part, setLink } from './conversation-replies.js';
import { outcome, PORT, rejection } from './fake-transport.js';

const test = suite('conversation: faults');

function withClock(run: (clock: ReturnType<typeof FakeTimers.install>) => Promise<void>): () => Promise<void> {
  return async () => {
    const clock = FakeTimers.install({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await run(clock);
      assert.is(clock.countTimers(), 0, 'no timer is left');
    } finally {
      clock.uninstall();
    }
  };
}

test(
  'rejects when the time is up, and not before',
  withClock(async (clock) => {
    const { transport, client } = opened();
    const asked = client.get(getLink(1), { timeout: 100 });
    clock.tick(99);
    assert.is(await outcome(asked), 'open');
    clock.tick(1);
    const error = await rejection(asked);
    assert.is(error.code, 'ERR_NETLINK_TIMEOUT');
    assert.is(error.message, 'RTM_GETLINK: no reply within 100 ms');
    assert.not.ok(transport.listening);
  }),
);

test(
  'a reply in time stops the clock',
  withClock(async (clock) => {
    const { transport, client } = opened();
    const asked = client.get(getLink(1), { timeout: 100 });
    transport.put(transport.encode(link(1, 1))).wake();
    await asked;
    assert.is(clock.countTimers(), 0);
  }),
);

test(
  'discards a reply that comes after its time',
  withClock(async (clock) => {
    const { transport, client } = opened();
    const late = client.get(getLink(1), { timeout: 1 });
    const next = client.get(getLink(2));
    clock.tick(1);
    await rejection(late);
    transport
      .put(transport.encode(link(1, 1)))
      .put(transport.encode(link(2, 2)))
      .wake();
    assert.equal(indexes([await next]), [2]);
  }),
);

test(
  'drains a dump whose time is up before it sends the next',
  withClock(async (clock) => {
    const { transport, client } = opened();
    const late = client.dump(listLinks, { timeout: 5 });
    const next = client.dump(listLinks);
    transport.put(transport.encode(part(1, 1))).wake();
    clock.tick(5);
    assert.is((await rejection(late)).code, 'ERR_NETLINK_TIMEOUT');
    assert.is(transport.sent.length, 1);
    assert.ok(transport.listening);
    // Interrupted as it is, nobody wants it again.
    transport.put(transport.encode(part(1, 2, 0x10))).wake();
    assert.is(transport.sent.length, 1);
    transport.put(transport.encode(done(1))).wake();
    assert.is(transport.sent.length, 2);
    transport.put(transport.encode(done(2))).wake();
    await next;
  }),
);

test(
  'never sends a dump whose time was up while it waited',
  withClock(async (clock) => {
    const { transport, client } = opened();
    const first = client.dump(listLinks);
    const late = client.dump(listLinks, { timeout: 5 });
    clock.tick(5);
    await rejection(late);
    transport.put(transport.encode(done(1))).wake();
    await first;
    assert.is(transport.sent.length, 1);
    assert.not.ok(transport.listening);
  }),
);

test(
  'counts a timeout from the call, over all attempts',
  withClock(async (clock) => {
    const { transport, client } = opened();
    const dump = client.dump(listLinks, { timeout: 10 });
    clock.tick(6);
    transport.put(transport.encode(done(1, 0, undefined, 0x10))).wake();
    clock.tick(4);
    await rejection(dump);
    transport.put(transport.encode(done(2))).wake();
  }),
);

test(
  'takes a timeout that no timer can count for none',
  withClock(async (clock) => {
    const { transport, client } = opened();
    const asked = client.get(getLink(1), { timeout: Number.POSITIVE_INFINITY });
    assert.is(clock.countTimers(), 0);
    transport.put(transport.encode(link(1, 1))).wake();
    await asked;
  }),
);

test('sends nothing for a signal that is aborted already', async () => {
  const { transport, client } = opened();
  const reason = new Error('enough');
  assert.is(await rejection(client.get(getLink(1), { signal: AbortSignal.abort(reason) })), reason);
  assert.is(transport.sent.length, 0);
});

test('rejects with the reason of a signal aborted on the way, and lets go of it', async () => {
  const { transport, client } = opened();
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = () => getEventListeners(signal, 'abort').length;
  const answered = client.get(getLink(1), { signal });
  transport.put(transport.encode(link(1, 1))).wake();
  await answered;
  assert.is(listeners(), 0);
  const all = [client.get(getLink(2), { signal }), client.request(setLink(2), { signal }), client.dump(listLinks, { signal }), client.dump(listLinks, { signal })];
  const reason = new Error('enough');
  controller.abort(reason);
  for (const promise of all) assert.is(await rejection(promise), reason);
  assert.is(listeners(), 0);
  // The dump that was begun is still read to its end.
  assert.ok(transport.listening);
  transport.put(transport.encode(done(transport.sequence(-1)))).wake();
  assert.not.ok(transport.listening);
});

test('a reply that cannot be decoded rejects its own request and no other', async () => {
  const { transport, client } = opened();
  const bad = client.get(getLink(1));
  const changed = client.request(setLink(1));
  const good = client.get(getLink(2));
  const broken = transport.encode(link(1, 1));
  broken.set([1, 0], 32);
  const short = transport.encode(ack(2)).slice(0, 24);
  short.set([24], 0);
  transport
    .put(broken)
    .put(short)
    .put(transport.encode(link(3, 2)))
    .wake();
  const error = (await rejection(bad)) as DecodeError;
  assert.instance(error, DecodeError);
  assert.equal(error.path, ['RTM_NEWLINK']);
  assert.instance(await rejection(changed), DecodeError);
  assert.equal(indexes([await good]), [2]);
});

test('errors tell where in the datagram they are, wherever in a buffer of several that stands', async () => {
  for (const begin of [0, 8, 3]) {
    const { transport, client } = opened();
    const shared = new Uint8Array(1024).fill(0xee);
    let used = begin;
    const put = (datagram: Uint8Array) => {
      shared.set(datagram, used);
      transport.put(shared.subarray(used, used + datagram.length)).wake();
      used += (datagram.length + 7) & ~7;
    };
    const plain = client.get(getLink(1));
    put(transport.encode(link(1, 1)));
    assert.equal(indexes([await plain]), [1]);

    const kept = client.get(getLink(2));
    put(transport.encode({ name: 'RTM_NEWLINK', header: { sequence: 2, portId: PORT }, body: { index: 2, '#4': { flags: 0, payload: Uint8Array.of(1, 2) } } }));
    const { errors } = await kept;
    assert.equal(
      errors?.map(({ path, offset }) => [path, offset]),
      [[['RTM_NEWLINK', 'IFLA_MTU'], 36]],
    );

    const bad = client.get(getLink(3));
    const broken = transport.encode(link(3, 3));
    broken.set([1, 0], 32);
    put(broken);
    assert.is(((await rejection(bad)) as DecodeError).offset, 32);

    const listed = client.dump(listLinks);
    const misframed = transport.encode(part(4, 1), part(4, 2));
    misframed.set([0xff, 0xff], misframed.length / 2);
    put(misframed);
    assert.is(((await rejection(listed)) as DecodeError).offset, misframed.length / 2);

    const last = client.get(getLink(5));
    put(transport.encode(link(5, 5)));
    assert.equal(await last, { ...(await plain), header: { ...(await plain).header, sequence: 5 }, body: { ...(await plain).body, index: 5, ifname: 'eth5' } });
  }
});

test('a datagram whose lengths are wrong rejects the request it is about', async () => {
  const { transport, client } = opened();
  const bad = client.dump(listLinks);
  const next = client.dump(listLinks);
  const good = client.get(getLink(2));
  const broken = transport.encode(part(1, 1), part(1, 2));
  broken.set([0xff, 0xff], broken.length / 2);
  transport
    .put(broken)
    .put(transport.encode(link(3, 2)))
    .wake();
  assert.instance(await rejection(bad), DecodeError);
  assert.equal(indexes([await good]), [2]);
  transport.put(transport.encode(done(transport.sequence(-1)))).wake();
  await next;
});

test('bytes left over behind a reply do not harm it, nor any other', async () => {
  const { transport, client } = opened();
  const asked = client.get(getLink(1));
  const other = client.get(getLink(2));
  const trailing = new Uint8Array([...transport.encode(link(1, 1)), 1, 2, 3, 4]);
  transport.put(trailing).wake();
  assert.equal(indexes([await asked]), [1]);
  assert.is(await outcome(other), 'open');
  transport.put(transport.encode(link(2, 2))).wake();
  await other;
});

test('what cannot be told apart rejects all, and the client goes on', async () => {
  const { transport, client } = opened();
  for (const garbage of [Uint8Array.of(1, 2, 3), new Uint8Array(40).fill(0xee)]) {
    const all = [client.get(getLink(1)), client.request(setLink(1)), client.dump(listLinks)];
    transport.put(garbage).wake();
    for (const promise of all) assert.instance(await rejection(promise), DecodeError);
  }
  const asked = client.get(getLink(3));
  transport.put(transport.encode(link(transport.sequence(-1), 3))).wake();
  await asked;
});

test('an empty datagram means nothing', async () => {
  const { transport, client } = opened();
  const asked = client.get(getLink(1));
  transport
    .put(new Uint8Array())
    .put(transport.encode(link(1, 1)))
    .wake();
  await asked;
});

test('asks once more for what only asks, when its reply was cut', async () => {
  const { transport, client } = opened();
  const asked = client.get(getLink(1));
  const whole = transport.encode(link(1, 1));
  transport.put(whole.slice(0, 34), { fullLength: whole.length }).wake();
  assert.is(transport.sent.length, 2);
  assert.is.not(transport.sequence(1), 1);
  transport.put(transport.encode(link(transport.sequence(1), 1))).wake();
  assert.equal(indexes([await asked]), [1]);

  const never = client.get(getLink(1));
  for (let i = 0; i < 2; i++) transport.put(transport.encode(link(transport.sequence(-1), 1)).slice(0, 34), { fullLength: 60 }).wake();
  assert.is((await rejection(never)).code, 'ERR_NETLINK_TRUNCATED');
  assert.is(transport.sent.length, 4);
});

test('an error of the wrong sign is one all the same, at the end of a list alone it is none', async () => {
  const { transport, client } = opened();
  const asked = [client.request(setLink(1)), client.get(getLink(1)), client.dump(listLinks), client.batch([setLink(1), setLink(2)])] as const;
  transport.put(transport.encode(ack(1, -17), ack(2, -17), ack(3, -17), ack(4, -17), ack(5))).wake();
  for (const refused of asked.slice(0, 3)) assert.is((await rejection(refused as Promise<unknown>)).code, 'EEXIST');
  const outcomes = await asked[3];
  assert.equal(
    outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : outcome.status)),
    ['EEXIST', 'fulfilled'],
  );
  const listed = client.dump(listLinks);
  transport.put(transport.encode(part(6, 1), done(6, -5))).wake();
  assert.equal(indexes((await listed).messages), [1]);
});

test('does not repeat a change because its reply was cut', async () => {
  const { transport, client } = opened();
  const changed = client.request(setLink(1));
  const other = client.get(getLink(1));
  transport.put(transport.encode(ack(1)).slice(0, 20), { fullLength: 36 }).wake();
  const error = await rejection(changed);
  assert.is(error.code, 'ERR_NETLINK_TRUNCATED');
  assert.is(error.message, 'RTM_NEWLINK: a reply of 36 bytes was cut to 20');
  assert.is(transport.sent.length, 2);
  transport.put(transport.encode(link(2, 1))).wake();
  await other;
});

test('a cut datagram that nobody waits for is nothing, one that cannot be told apart rejects all', async () => {
  const { transport, client } = opened();
  const asked = client.get(getLink(1));
  transport.put(transport.encode(ack(77)).slice(0, 20), { fullLength: 36 }).wake();
  assert.is(await outcome(asked), 'open');
  transport.put(transport.encode(ack(1)).slice(0, 8), { fullLength: 36 }).wake();
  assert.is((await rejection(asked)).code, 'ERR_NETLINK_TRUNCATED');
});

test('whatever comes, in whatever order, throws at nobody, and leaves every request settled once it is closed', async () => {
  const faults = fc.constantFrom('reply', 'part', 'done', 'interrupted', 'refusal', 'broken', 'cut', 'garbage', 'lost', 'failed', 'forged');
  const step = fc.record({ fault: faults, sequence: fc.integer({ min: 0, max: 12 }), noise: fc.uint8Array({ maxLength: 60 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { transport, client } = opened();
      const all: Promise<unknown>[] = [];
      for (const { fault, sequence, noise } of steps) {
        if (noise.length % 4 === 0) all.push(client.get(getLink(1)), client.request(setLink(1)), client.dump(listLinks));
        const whole = transport.encode(fault === 'part' ? part(sequence, 1) : link(sequence, 1));
        if (fault === 'reply' || fault === 'part') transport.put(whole);
        else if (fault === 'done') transport.put(transport.encode(part(sequence, 1), done(sequence)));
        else if (fault === 'interrupted') transport.put(transport.encode(done(sequence, 0, undefined, 0x10)));
        else if (fault === 'refusal') transport.put(transport.encode(ack(sequence, noise.length)));
        else if (fault === 'broken') transport.put(new Uint8Array([...whole.slice(0, 16), ...noise]));
        else if (fault === 'cut') transport.put(whole.slice(0, 16 + (noise.length % 8)), { fullLength: whole.length });
        else if (fault === 'garbage') transport.put(noise);
        else if (fault === 'forged') transport.put(whole, { senderPortId: 1 });
        else transport.put(new SystemError('recvmsg', fault === 'lost' ? 105 : 9));
        if (noise.length % 3 === 0) transport.wake();
      }
      const settled = Promise.allSettled(all);
      transport.wake();
      await client.close();
      assert.is((await settled).length, all.length);
    }),
    { numRuns: 300 },
  );
});

test.run();
