import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { NLM_F_DUMP_INTR } from '../../src/netlink/constants.js';
import { MAX_DUMP_ATTEMPTS } from '../../src/netlink/conversation.js';
import { DecodeError, type KernelError, SystemError } from '../../src/netlink/errors.js';
import type { AnyLink } from '../../src/rtnl/link.js';
import { ack, done, getLink, indexes, link, listLinks, opened, part, setLink } from './conversation-replies.js';
import { outcome, rejection } from './fake-transport.js';

const test = suite('conversation: dumps');
const ENOBUFS = () => new SystemError('recvmsg', 105);

test('puts the parts of a dump together', async () => {
  const { transport, client } = opened();
  const dump = client.dump(listLinks);
  transport
    .put(transport.encode(part(1, 1), part(1, 2)))
    .put(transport.encode(part(1, 3), done(1)))
    .wake();
  const { messages, interrupted } = await dump;
  assert.equal(indexes(messages), [1, 2, 3]);
  assert.is(interrupted, false);
});

test('holds what is picked of each message, and not that of which nothing is', async () => {
  const { transport, client } = opened();
  const dump = client.dump(listLinks, {}, (body) => ((body as AnyLink).index === 2 ? undefined : { index: (body as AnyLink).index }));
  transport.put(transport.encode(part(1, 1), part(1, 2), part(1, 3), done(1))).wake();
  assert.equal((await dump).messages, [{ index: 1 }, { index: 3 }]);
});

const BAD = 'bad';
/** What a datagram of a dump may hold: a link, by index; one whose attributes end behind it; what is not of the dump. */
const piece = fc.oneof({ arbitrary: fc.integer({ min: 1, max: 9 }), weight: 6 }, fc.constantFrom<number | string>(BAD, 'late', 'notified', 'interrupted', 'asked', 'strange'));

test('of which bodies alone are wanted comes to the same as one of messages', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(piece, { minLength: 1, maxLength: 6 }), { maxLength: 8 }),
      fc.constantFrom(300, 1000, undefined),
      fc.boolean(),
      async (datagrams, maxBytes, littleEndian) => {
        const told = async (pick?: (body: unknown) => unknown) => {
          const { transport, client } = opened(littleEndian);
          const dump = client.dump<unknown>(listLinks, maxBytes === undefined ? {} : { maxBytes }, pick);
          const asked = client.get(getLink(7)).catch(() => undefined);
          for (let sequence = 1; sequence <= MAX_DUMP_ATTEMPTS + 2; sequence++) {
            for (const pieces of datagrams) {
              const bytes = pieces.map((one) => {
                if (one === 'late') return transport.encode(part(77, 1));
                if (one === 'notified') return transport.encode(link(0, 2));
                if (one === 'asked') return transport.encode(link(2, 7));
                if (one === 'interrupted') return transport.encode(part(sequence, 3, NLM_F_DUMP_INTR));
                const encoded = transport.encode(part(sequence, Number(one) || 1));
                if (one === BAD) encoded.fill(0xff, 32, 34);
                if (one === 'strange') encoded.fill(0x11, 12, 16);
                return encoded;
              });
              transport.put(Buffer.concat(bytes));
            }
            transport.put(transport.encode(done(sequence)));
          }
          transport.wake();
          await asked;
          const [outcome] = await Promise.allSettled([dump]);
          await client.close();
          return outcome;
        };
        const messages = await told();
        const bodies = await told((body) => body);
        if (messages.status === 'fulfilled' && bodies.status === 'fulfilled') {
          assert.equal(
            bodies.value.messages,
            messages.value.messages.map((message) => (message as { body: unknown }).body),
          );
          assert.is(bodies.value.interrupted, messages.value.interrupted);
        } else {
          assert.ok(messages.status === 'rejected' && bodies.status === 'rejected');
          assert.is(String(bodies.reason), String(messages.reason));
        }
      },
    ),
    { numRuns: Number(process.env.FC_RUNS ?? 200) },
  );
});

test('what picking throws rejects the dump at its end, and the next one goes', async () => {
  const { transport, client } = opened();
  const dump = client.dump(listLinks, {}, () => {
    throw new RangeError('no');
  });
  const next = client.dump(listLinks);
  transport.put(transport.encode(part(1, 1), part(1, 2))).wake();
  assert.is(transport.sent.length, 1);
  transport.put(transport.encode(done(1))).wake();
  assert.instance(await rejection(dump), RangeError);
  transport.put(transport.encode(done(transport.sequence(1)))).wake();
  assert.equal((await next).messages, []);
});

test('has one dump under way at a time, the others in the order of the calls, and a get passes them', async () => {
  const { transport, client } = opened();
  const order: number[] = [];
  const dumps = [1, 2, 3].map((n) => client.dump(listLinks).then(() => order.push(n)));
  assert.is(transport.sent.length, 1);
  const asked = client.get(getLink(5));
  const changed = client.request(setLink(5));
  assert.is(transport.sent.length, 3);
  transport
    .put(transport.encode(part(1, 1)))
    .put(transport.encode(link(transport.sequence(1), 5)))
    .put(transport.encode(ack(transport.sequence(2))))
    .wake();
  await Promise.all([asked, changed]);
  assert.is(transport.sent.length, 3);
  for (let n = 0; n < 3; n++) {
    assert.is(transport.sent.length, n === 0 ? 3 : 3 + n);
    transport.put(transport.encode(done(transport.sequence(n === 0 ? 0 : -1)))).wake();
    await outcome(Promise.resolve());
  }
  await Promise.all(dumps);
  assert.equal(order, [1, 2, 3]);
});

test('asks again for a dump that was interrupted, under another sequence and before the next dump', async () => {
  const { transport, client } = opened();
  const dump = client.dump(listLinks);
  const next = client.dump(listLinks);
  transport.put(transport.encode(part(1, 1), part(1, 2, NLM_F_DUMP_INTR), done(1))).wake();
  assert.is(transport.sent.length, 2);
  const again = transport.sequence(1);
  assert.is.not(again, 1);
  transport.put(transport.encode(part(again, 3), done(again))).wake();
  assert.equal(indexes((await dump).messages), [3]);
  assert.is((await dump).interrupted, false);
  transport.put(transport.encode(done(transport.sequence(2)))).wake();
  await next;
});

test(`gives what there is, marked, after ${MAX_DUMP_ATTEMPTS} interrupted attempts`, async () => {
  const { transport, client } = opened();
  transport.onSend = () => {
    const sequence = transport.sequence(-1);
    transport.put(transport.encode(part(sequence, transport.sent.length))).put(transport.encode(done(sequence, 0, undefined, NLM_F_DUMP_INTR)));
    return undefined;
  };
  const { messages, interrupted } = await client.dump(listLinks);
  assert.is(transport.sent.length, MAX_DUMP_ATTEMPTS);
  assert.equal(indexes(messages), [MAX_DUMP_ATTEMPTS]);
  assert.is(interrupted, true);
});

test('an error at the end of a dump is an error, with the extended ACK that came with it', async () => {
  const { transport, client } = opened();
  const dump = client.dump({ name: 'RTM_GETLINK', header: {}, body: { extMask: 1 } });
  const next = client.dump(listLinks);
  transport.put(transport.encode(part(1, 1), done(1, 2, { message: 'Unsupported attribute in dump request', offset: 32 }))).wake();
  const error = (await rejection(dump)) as KernelError;
  assert.is(error.code, 'ENOENT');
  assert.equal(error.extendedAck, { message: 'Unsupported attribute in dump request', offset: 32, path: ['RTM_GETLINK', 'IFLA_EXT_MASK'] });
  transport.put(transport.encode(done(transport.sequence(1)))).wake();
  await next;
});

test('a refusal at the start of a dump lets the next one go', async () => {
  const { transport, client } = opened();
  const dump = client.dump(listLinks);
  const next = client.dump(listLinks);
  transport.put(transport.encode(ack(1, 16))).wake();
  assert.is((await rejection(dump)).code, 'EBUSY');
  transport.put(transport.encode(done(transport.sequence(1)))).wake();
  await next;
});

test('delivers a warning at the end of a dump', async () => {
  const { transport, client } = opened();
  const dump = client.dump(listLinks);
  transport.put(transport.encode(done(1, 0, { message: 'mind' }))).wake();
  assert.equal(await dump, { messages: [], interrupted: false, extendedAck: { message: 'mind' } });
});

test('a dump with a part that cannot be read rejects at its end, and is not asked for again', async () => {
  const { transport, client } = opened();
  const dump = client.dump(listLinks);
  const asked = client.get(getLink(1));
  const next = client.dump(listLinks);
  const broken = transport.encode(part(1, 2));
  broken.set([1, 0], 32); // the length of IFLA_IFNAME
  transport.put(broken).wake();
  assert.is(await outcome(dump), 'open');
  transport
    .put(transport.encode(part(1, 3), done(1)))
    .put(transport.encode(link(2, 1)))
    .wake();
  const error = await rejection(dump);
  assert.instance(error, DecodeError);
  assert.match(error.message, /RTM_NEWLINK/);
  await asked;
  assert.is(transport.sent.length, 3);
  transport.put(transport.encode(done(transport.sequence(2)))).wake();
  await next;
});

test('asks again for a dump of which a datagram was cut, even if the cut fell between two messages', async () => {
  for (const place of ['inside', 'between']) {
    const { transport, client } = opened();
    const dump = client.dump(listLinks);
    const whole = transport.encode(part(1, 1), part(1, 2));
    const first = transport.encode(part(1, 1)).length;
    transport
      .put(whole.slice(0, place === 'inside' ? first + 20 : first), { fullLength: whole.length })
      .put(transport.encode(part(1, 3), done(1)))
      .wake();
    assert.is(transport.sent.length, 2, place);
    transport.put(transport.encode(part(2, 1), part(2, 2), done(2))).wake();
    assert.equal(indexes((await dump).messages), [1, 2], place);
  }
});

test('does not wait for the end of a dump that was in the part cut off', async () => {
  const { transport, client } = opened();
  const dump = client.dump(listLinks);
  const next = client.dump(listLinks);
  const whole = transport.encode(part(1, 1), done(1));
  transport.put(whole.slice(0, 30), { fullLength: whole.length }).wake();
  assert.is(transport.sent.length, 2);
  const again = transport.sequence(1);
  transport.put(transport.encode(part(again, 1), done(again))).wake();
  assert.equal(indexes((await dump).messages), [1]);
  transport.put(transport.encode(done(transport.sequence(2)))).wake();
  await next;
});

test('a dump that is cut at every attempt rejects', async () => {
  const { transport, client } = opened();
  transport.onSend = () => {
    const sequence = transport.sequence(-1);
    transport.put(transport.encode(part(sequence, 1)).slice(0, 30), { fullLength: 999 }).put(transport.encode(done(sequence)));
    return undefined;
  };
  assert.is((await rejection(client.dump(listLinks))).code, 'ERR_NETLINK_TRUNCATED');
  assert.is(transport.sent.length, MAX_DUMP_ATTEMPTS);
});

test('a dump longer than the caller allows rejects, and is read to its end before the next', async () => {
  const { transport, client } = opened();
  const size = transport.encode(part(1, 1)).length;
  const fits = client.dump(listLinks, { maxBytes: 2 * size });
  const long = client.dump(listLinks, { maxBytes: 2 * size - 1 });
  const next = client.dump(listLinks);
  // An attempt that is repeated counts from the start.
  transport.put(transport.encode(part(1, 1), part(1, 2, NLM_F_DUMP_INTR), done(1))).wake();
  let sequence = transport.sequence(1);
  transport.put(transport.encode(part(sequence, 1), part(sequence, 2), done(sequence))).wake();
  assert.equal(indexes((await fits).messages), [1, 2]);
  sequence = transport.sequence(2);
  transport.put(transport.encode(part(sequence, 1), part(sequence, 2))).wake();
  assert.is((await rejection(long)).code, 'ERR_NETLINK_LIMIT');
  assert.is(transport.sent.length, 3);
  transport.put(transport.encode(part(sequence, 3), done(sequence))).wake();
  transport.put(transport.encode(done(transport.sequence(3)))).wake();
  await next;
});

test('ENOBUFS rejects all that is pending, and the client goes on', async () => {
  const { transport, client } = opened();
  const dump = client.dump(listLinks);
  const all = [client.request(setLink(1)), client.get(getLink(1)), dump];
  const next = client.dump(listLinks);
  transport.put(transport.encode(part(1, 1))).put(ENOBUFS());
  for (let i = 0; i < 3; i++) transport.put(transport.encode(part(1, 2)));
  const before = transport.sent.length;
  const { reads } = transport;
  // The kernel is still at its dump: the next one waits for its end.
  transport.wakeOnce();
  for (const promise of all) {
    const error = await rejection(promise);
    assert.is(error.code, 'ERR_NETLINK_OVERRUN');
    assert.is((error.cause as SystemError).code, 'ENOBUFS');
  }
  // All read, and nothing left to another thread: what is asked for before the queue is empty gets no reply. If there was an end, it was lost.
  assert.equal(transport.ahead.slice(reads), [true, true, false, false, false, false, true]);
  assert.is(transport.sent.length, before + 1);
  transport.put(transport.encode(part(transport.sequence(-1), 7), done(transport.sequence(-1)))).wake();
  assert.equal(indexes((await next).messages), [7]);
  assert.not.ok(transport.listening);
});

test('a socket that fails for good rejects all, those that wait included', async () => {
  const { transport, client } = opened();
  const all = [client.request(setLink(1)), client.dump(listLinks), client.dump(listLinks), client.dump(listLinks)];
  const error = new SystemError('recvmsg', 9);
  for (let i = 0; i < 10; i++) transport.put(error);
  transport.wake();
  for (const promise of all) assert.is(await rejection(promise), error);
});

test('a large dump gives way to the event loop', async () => {
  const { transport, client } = opened();
  const dump = client.dump(listLinks);
  const bulk = transport.encode(...Array.from({ length: 800 }, (_, i) => part(1, i)));
  const datagrams = Math.ceil((3 << 20) / bulk.length);
  for (let i = 0; i < datagrams; i++) transport.put(bulk);
  transport.put(transport.encode(done(1)));
  let turns = 0;
  let most = 0;
  while (transport.unread > 0) {
    const before = transport.unread;
    transport.wakeOnce();
    most = Math.max(most, before - transport.unread);
    turns++;
  }
  assert.ok(turns >= 6, `${turns} turns`);
  assert.ok(most * bulk.length <= (32 << 10) + bulk.length);
  assert.is((await dump).messages.length, datagrams * 800);
});

test('ten thousand dumps can wait', async () => {
  const { transport, client } = opened();
  const dumps = Array.from({ length: 10_000 }, () => client.dump(listLinks));
  // From here on each is answered as soon as it is sent.
  transport.onSend = () => void transport.put(transport.encode(done(transport.sequence(-1))));
  transport.put(transport.encode(done(1))).wake();
  assert.is((await Promise.all(dumps)).length, 10_000);
});

test('ten thousand dumps can fail to be sent', async () => {
  const { transport, client } = opened();
  const dumps = Array.from({ length: 10_000 }, () => client.dump(listLinks));
  const error = new SystemError('sendto', 9);
  transport.onSend = () => {
    throw error;
  };
  transport.put(transport.encode(done(1))).wake();
  const results = await Promise.allSettled(dumps);
  assert.is(results.filter((result) => result.status === 'rejected' && result.reason === error).length, 9_999);
});

test.run();
