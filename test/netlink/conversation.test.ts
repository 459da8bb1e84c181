import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EncodeError, KernelError, NetlinkError, SystemError } from '../../src/netlink/errors.js';
import { ack, done, getLink, indexes, link, listLinks, opened, part, refusal, setLink } from './conversation-replies.js';
import { outcome, PORT, rejection } from './fake-transport.js';

const test = suite('conversation');

for (const littleEndian of [true, false]) {
  test(`matches replies to requests by sequence, whatever the order, ${littleEndian ? 'little' : 'big'}-endian`, async () => {
    const { transport, client } = opened(littleEndian);
    const first = client.get(getLink(1));
    const second = client.get(getLink(2));
    const third = client.request(setLink(3));
    assert.equal(
      [0, 1, 2].map((n) => transport.sequence(n)),
      [1, 2, 3],
    );
    transport
      .put(transport.encode(ack(3)))
      .put(transport.encode(link(2, 2)))
      .put(transport.encode(link(1, 1)))
      .wake();
    assert.is(((await first).body as { index: number }).index, 1);
    assert.is(((await second).body as { index: number }).index, 2);
    assert.equal(await third, { replies: [] });
    assert.not.ok(transport.listening);
  });
}

test('has many requests under way at once', async () => {
  const { transport, client } = opened();
  const asked = Array.from({ length: 1000 }, (_, i) => client.get(getLink(i + 1)));
  for (let sequence = 1000; sequence > 0; sequence--) transport.put(transport.encode(link(sequence, sequence)));
  transport.wake();
  assert.equal(
    indexes(await Promise.all(asked)),
    asked.map((_, i) => i + 1),
  );
});

test('takes a reply that is there as soon as the request is sent, without listening', async () => {
  const { transport, client } = opened();
  transport.onSend = () => void transport.put(transport.encode(link(transport.sequence(-1), 7)));
  transport.onListen = () => assert.unreachable();
  assert.is(((await client.get(getLink(7))).body as { index: number }).index, 7);
});

test('sends what only asks at once, and what changes something where it may wait', () => {
  const { transport, client } = opened();
  for (const promise of [client.get(getLink(1)), client.dump(listLinks), client.request(setLink(1)), client.post([setLink(1)])]) promise.catch(() => undefined);
  assert.equal(
    transport.sent.map(({ mayWait }) => mayWait),
    [false, false, true, true],
  );
  assert.equal(
    [0, 1, 2, 3].map((n) => transport.messages(n)[0]?.header.flags),
    [0x1, 0x301, 0x5, 0x1],
  );
});

test('gives what NLM_F_ECHO brings before the acknowledgement', async () => {
  const { transport, client } = opened();
  const made = client.request({ name: 'RTM_NEWLINK', header: { flags: 0x608 }, body: {} });
  assert.is(transport.messages(0)[0]?.header.flags, 0x60d);
  transport
    .put(transport.encode(link(1, 9)))
    .put(transport.encode(ack(1)))
    .wake();
  assert.equal(indexes((await made).replies), [9]);
});

test('delivers a warning that comes with success', async () => {
  const { transport, client } = opened();
  const changed = client.request(setLink(1));
  transport.put(transport.encode(ack(1, 0, { message: 'bytes leftover after parsing attributes.' }))).wake();
  assert.equal(await changed, { replies: [], extendedAck: { message: 'bytes leftover after parsing attributes.' } });
});

test('rejects with what the kernel says and where, by name', async () => {
  const { transport, client } = opened();
  const body = { index: 3, linkinfo: { kind: 'macvlan', macvlan: { mode: 'bridge' as const } } };
  for (const form of ['whole', 'capped'] as const) {
    const request = client.request({ name: 'RTM_NEWLINK', header: {}, body }, { about: 'macvlan1' });
    const { bytes } = transport.sent.at(-1) as { bytes: Uint8Array };
    const sequence = transport.sequence(-1);
    // ifinfomsg ends at 32; IFLA_LINKINFO 4, IFLA_INFO_KIND 12, IFLA_INFO_DATA 4, then the mode.
    const extendedAck = { message: 'Attribute failed policy validation', offset: 52 };
    transport.put(transport.encode(form === 'whole' ? refusal(bytes, sequence, 34, extendedAck) : ack(sequence, 34, extendedAck))).wake();
    const error = (await rejection(request)) as KernelError;
    assert.instance(error, KernelError);
    assert.is(error.code, 'ERANGE');
    assert.is(error.errno, 34);
    assert.is(error.message, 'RTM_NEWLINK macvlan1: Attribute failed policy validation at RTM_NEWLINK > IFLA_LINKINFO > IFLA_INFO_DATA > IFLA_MACVLAN_MODE (ERANGE)');
    assert.equal(error.extendedAck, { ...extendedAck, path: ['RTM_NEWLINK', 'IFLA_LINKINFO', 'IFLA_INFO_DATA', 'IFLA_MACVLAN_MODE'] });
    assert.equal(error.request, { name: 'RTM_NEWLINK', type: 16, flags: 5, sequence, bytes, about: 'macvlan1' });
  }
});

test('names the attribute that is missing, in the message or in a nest of it', async () => {
  const { transport, client } = opened();
  const first = client.request(setLink(1));
  transport.put(transport.encode(ack(1, 22, { missingType: 5 }))).wake();
  assert.equal(((await rejection(first)) as KernelError).extendedAck, { missing: ['RTM_NEWLINK', 'IFLA_LINK'] });
  const second = client.request({ name: 'RTM_NEWLINK', header: {}, body: { linkinfo: { kind: 'macvlan' } } });
  transport.put(transport.encode(ack(2, 22, { missingType: 2, missingNest: 32 }))).wake();
  assert.equal(((await rejection(second)) as KernelError).extendedAck.missing, ['RTM_NEWLINK', 'IFLA_LINKINFO', 'IFLA_INFO_DATA']);
});

test('says what an errno means where the kernel says nothing', async () => {
  const { transport, client } = opened();
  const asked = client.get(getLink(9), { about: 'eth9' });
  transport.put(transport.encode(ack(1, 19))).wake();
  assert.is((await rejection(asked)).message, 'RTM_GETLINK eth9: No such device (ENODEV)');
});

test('drops what comes from another sender, for another port, or with a sequence it does not know', async () => {
  const { transport, client } = opened();
  const asked = client.get(getLink(1));
  const forged = transport.encode(link(1, 66));
  transport.put(forged, { senderPortId: 1000 });
  transport.put(transport.encode({ name: 'RTM_NEWLINK', header: { sequence: 1, portId: PORT + 1 }, body: { index: 67 } }));
  transport
    .put(transport.encode(link(0, 68)))
    .put(transport.encode(link(2, 69)))
    .wake();
  assert.is(await outcome(asked), 'open');
  transport.put(transport.encode(link(1, 1))).wake();
  assert.is(((await asked).body as { index: number }).index, 1);
});

test('passes over control messages without a meaning', async () => {
  const { transport, client } = opened();
  const asked = client.get(getLink(1));
  const noop = { name: '#1' as const, header: { length: 16, type: 1, flags: 0, sequence: 1, portId: PORT }, body: new Uint8Array() };
  transport.put(transport.encode(noop, { ...noop, name: '#4', header: { ...noop.header, type: 4 } }, link(1, 1))).wake();
  assert.is(((await asked).body as { index: number }).index, 1);
});

test('rejects a question that is answered with nothing but agreement', async () => {
  const { transport, client } = opened();
  const acknowledged = client.get(getLink(1));
  const ended = client.get(getLink(2));
  transport.put(transport.encode(ack(1), done(2))).wake();
  for (const error of [await rejection(acknowledged), await rejection(ended)]) assert.is(error.code, 'ERR_NETLINK_REPLY');
});

test('rejects what cannot be encoded, and sends nothing', async () => {
  const { transport, client } = opened();
  const bad = { name: 'RTM_NEWLINK', header: {}, body: { address: 'no address' } } as const;
  for (const refused of [client.request(bad), client.get(bad), client.dump(bad), client.post([setLink(1), bad])]) assert.instance(await rejection(refused), EncodeError);
  assert.is(transport.sent.length, 0);
  assert.not.ok(transport.listening);
  const after = client.dump(listLinks);
  transport.put(transport.encode(done(transport.sequence(-1)))).wake();
  assert.equal((await after).messages, []);
});

test('a send that fails rejects its own request and no other', async () => {
  for (const how of ['throws', 'rejects'] as const) {
    const { transport, client } = opened();
    const error = new SystemError('sendto', 90);
    transport.onSend = () => {
      if (how === 'throws') throw error;
      return Promise.reject(error);
    };
    const failing = [client.request(setLink(1)), client.get(getLink(1)), client.dump(listLinks), client.dump(listLinks), client.post([setLink(1), setLink(2)])];
    transport.onSend = () => undefined;
    const fine = client.get(getLink(2));
    const sequence = transport.sequence(-1);
    for (const promise of failing.slice(0, 3)) assert.is(await rejection(promise), error, how);
    assert.is(await rejection(failing[4] as Promise<unknown>), error, how);
    if (how === 'throws') assert.is(await rejection(failing[3] as Promise<unknown>), error);
    else {
      // The second dump waited for the first to be out of the way.
      transport.put(transport.encode(done(transport.sequence(-1)))).wake();
      await failing[3];
    }
    transport.put(transport.encode(link(sequence, 2))).wake();
    await fine;
    const list = client.dump(listLinks);
    transport.put(transport.encode(done(transport.sequence(-1)))).wake();
    await list;
    assert.not.ok(transport.listening, how);
  }
});

test('a send that resolves later is not listened for meanwhile, and read once it is out', async () => {
  const { transport, client } = opened();
  let gone!: () => void;
  transport.onSend = () => new Promise((resolve) => (gone = resolve));
  const changed = client.request(setLink(1));
  assert.not.ok(transport.listening);
  assert.is(transport.reads, 0);
  transport.put(transport.encode(ack(1)));
  gone();
  await changed;
  assert.not.ok(transport.listening);
});

test('what was asked before is listened for while a send is under way, whatever becomes of that', async () => {
  for (const outcome of ['sent', 'refused', 'given up', 'answered early']) {
    const { transport, client } = opened();
    const list = client.dump(listLinks);
    let gone!: () => void;
    let failed!: (error: unknown) => void;
    transport.onSend = () =>
      new Promise((resolve, reject) => {
        gone = resolve;
        failed = reject;
      });
    const abort = new AbortController();
    const changed = client.request(setLink(1), { signal: abort.signal });
    const settled = changed.then(
      () => 'done',
      () => 'failed',
    );
    assert.ok(transport.listening, outcome);
    if (outcome === 'refused') failed(new Error('no'));
    if (outcome === 'given up') abort.abort();
    if (outcome === 'answered early') transport.put(transport.encode(ack(2))).wake();
    else
      transport
        .put(transport.encode(link(1, 5)))
        .put(transport.encode(done(1)))
        .wake();
    if (outcome === 'answered early') {
      await changed;
      assert.ok(transport.listening, outcome);
      transport
        .put(transport.encode(link(1, 5)))
        .put(transport.encode(done(1)))
        .wake();
    }
    assert.is((await list).messages.length, 1, outcome);
    assert.not.ok(transport.listening, outcome);
    if (outcome === 'sent') transport.put(transport.encode(ack(2)));
    gone();
    assert.is(await settled, outcome === 'sent' || outcome === 'answered early' ? 'done' : 'failed', outcome);
    assert.not.ok(transport.listening, outcome);
  }
});

test('posts several changes in one datagram, and is through with them when the kernel is', async () => {
  const { transport, client } = opened();
  await client.post([]);
  assert.is(transport.sent.length, 0);
  const posted = client.post([setLink(1), setLink(2), setLink(3)]);
  await posted;
  assert.is(transport.sent.length, 1);
  assert.equal(indexes(transport.messages(0)), [1, 2, 3]);
  assert.equal(
    transport.messages(0).map(({ header }) => [header.flags, header.sequence]),
    [
      [1, 1],
      [1, 2],
      [1, 3],
    ],
  );
  transport.onSend = () => void transport.put(transport.encode(ack(5, 19))).put(transport.encode(ack(6, 22)));
  const error = (await rejection(client.post([setLink(1), setLink(2), setLink(3)]))) as KernelError;
  assert.is(error.code, 'ENODEV');
  assert.is(error.request.sequence, 5);
  assert.not.ok(transport.listening);
});

test('reads as much of a reply as is wanted, and all of what is refused', async () => {
  const { transport, client } = opened();
  const got = client.getStart(getLink(7), 16);
  transport.put(transport.encode(link(1, 7))).wake();
  const { name, header, body } = await got;
  assert.equal([name, Object.keys(body), (body as { index: number }).index], ['RTM_NEWLINK', ['family', 'type', 'index', 'flags', 'change'], 7]);
  assert.is(header.length, 32);
  const refused = client.getStart(getLink(8), 16);
  const request = transport.encode(transport.messages(1)[0] as never);
  transport.put(transport.encode(refusal(request, 2, 19, { message: 'there is none' }))).wake();
  assert.match((await rejection(refused)).message, 'there is none');
});

test('a post is not done while refusals may still be unread', async () => {
  const { transport, client } = opened();
  const asked = client.dump(listLinks);
  // More than one turn's worth of replies stands before the refusal.
  const bulk = transport.encode(...Array.from({ length: 800 }, (_, i) => part(1, i)));
  for (let bytes = 0; bytes < 600 << 10; bytes += bulk.length) transport.put(bulk);
  transport.put(transport.encode(ack(2, 19))).put(transport.encode(done(1)));
  const posted = client.post([setLink(1)]);
  assert.ok(transport.unread > 0);
  assert.is(await outcome(posted.catch((error) => error.code)), 'open');
  transport.wake();
  assert.is((await rejection(posted)).code, 'ENODEV');
  await asked;
});

test('a post is not done while refusals may still be on their way from another thread', async () => {
  const { transport, client } = opened();
  transport.reading = true;
  const [posted, refused] = [client.post([setLink(1)]), client.post([setLink(1)])];
  refused.catch(() => undefined);
  transport.wake();
  assert.is(await outcome(posted), 'open');
  assert.ok(transport.listening);
  transport.reading = false;
  transport.put(transport.encode(ack(2, 19))).wake();
  await posted;
  assert.is((await rejection(refused)).code, 'ENODEV');
});

test('a post is done where the turn ended with what there was to read', async () => {
  const { transport, client } = opened();
  const asked = client.dump(listLinks);
  const bulk = transport.encode(...Array.from({ length: 2000 }, (_, i) => part(1, i)));
  transport.put(bulk);
  const posted = client.post([setLink(1)]);
  assert.is(transport.unread, 0);
  await posted;
  transport.put(transport.encode(done(1))).wake();
  assert.is((await asked).messages.length, 2000);
});

test('close rejects all, once, and gives the transport back', async () => {
  const { transport, client } = opened();
  const all = [client.request(setLink(1)), client.get(getLink(1)), client.dump(listLinks), client.dump(listLinks)];
  let late!: (error: unknown) => void;
  transport.onSend = () => new Promise((_, reject) => (late = reject));
  all.push(client.post([setLink(1)]) as never);
  const closed = client.close();
  for (const promise of all) assert.is((await rejection(promise)).code, 'ERR_NETLINK_CLOSED');
  await closed;
  await client.close();
  assert.not.ok(transport.listening);
  late(new SystemError('write', 9));
  await outcome(Promise.resolve());
  const sent = transport.sent.length;
  for (const refused of [client.request(setLink(1)), client.get(getLink(1)), client.dump(listLinks), client.post([setLink(1)])]) {
    assert.is((await rejection(refused)).code, 'ERR_NETLINK_CLOSED');
  }
  assert.is(transport.sent.length, sent);
});

test('closes when it goes out of scope', async () => {
  const { transport, client } = opened();
  {
    await using scoped = client;
    assert.is(scoped.transport, transport);
  }
  assert.is(transport.closes, 1);
});

test('rejects everything where the transport cannot listen, instead of waiting for ever', async () => {
  const { transport, client } = opened();
  const error = new SystemError('eventfd', 24);
  transport.onListen = () => {
    throw error;
  };
  const all = [client.get(getLink(1)), client.dump(listLinks), client.dump(listLinks), client.request(setLink(1))];
  for (const promise of all) assert.is(await rejection(promise), error);
});

test('skips sequence 0 when the numbers come round, and those in use', async () => {
  const { transport, client } = opened();
  const waiting = client.get(getLink(1));
  (client as unknown as { outstanding: { sequence: number } }).outstanding.sequence = 0xfffffffe;
  const asked = [client.get(getLink(2)), client.get(getLink(3))];
  assert.equal(
    [1, 2].map((n) => transport.sequence(n)),
    [0xffffffff, 2],
  );
  transport.put(transport.encode(link(2, 3), link(0xffffffff, 2), link(1, 1))).wake();
  assert.equal(indexes([await waiting, ...(await Promise.all(asked))]), [1, 2, 3]);
});

test('numbers of a batch that is under way are not given again', async () => {
  const { transport, client } = opened();
  const batch = client.batch([setLink(1), setLink(2)]);
  (client as unknown as { outstanding: { sequence: number } }).outstanding.sequence = 0xffffffff;
  const asked = client.get(getLink(3));
  assert.is(transport.sequence(-1), 3);
  transport.put(transport.encode(ack(1), ack(2), link(3, 3))).wake();
  assert.equal(
    (await batch).map(({ status }) => status),
    ['fulfilled', 'fulfilled'],
  );
  assert.equal(indexes([await asked]), [3]);
});

test('is not bothered by what a caller does to the message afterwards', async () => {
  const { transport, client } = opened();
  const message = { name: 'RTM_GETLINK' as const, header: {}, body: { index: 1 } };
  const dump = client.dump(message);
  message.body.index = 99;
  transport.put(transport.encode(done(1, 0, undefined, 0x10)));
  transport.wake();
  assert.equal(indexes(transport.messages(1)), [1]);
  transport.put(transport.encode(done(2))).wake();
  await dump;
});

test('NetlinkError is what all of its own errors are', async () => {
  const { client } = opened();
  await client.close();
  assert.instance(await rejection(client.get(getLink(1))), NetlinkError);
});

test.run();
