import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { route } from '../../src/index.js';
import { toHex } from '../../src/netlink/bytes.js';
import { Conversation } from '../../src/netlink/conversation.js';
import { SystemError } from '../../src/netlink/errors.js';
import type { RecordedDatagram } from '../../src/netlink/exchange.js';
import { record } from '../../src/netlink/record.js';
import { Replay } from '../../src/netlink/replay.js';
import { ack, done, getLink, indexes, link, listLinks, part, type Route, setLink } from './conversation-replies.js';
import { FakeTransport, PORT, rejection } from './fake-transport.js';

const test = suite('record');

function recorded(littleEndian = true) {
  const inner = new FakeTransport(route, littleEndian);
  const exchange: RecordedDatagram[] = [];
  const transport = record(inner, (datagram) => exchange.push(datagram));
  return { inner, exchange, transport, client: new Conversation(transport, route) };
}

/** Answers what it is sent as a kernel would. */
function answer(inner: FakeTransport<Route>): undefined {
  const [request] = inner.messages(-1);
  const { sequence, flags } = request?.header ?? { sequence: 0, flags: 0 };
  if (request?.name === 'RTM_NEWLINK') inner.put(inner.encode(ack(sequence, request.body.index === 13 ? 19 : 0)));
  else if ((flags & 0x300) === 0x300) inner.put(inner.encode(part(sequence, 1), part(sequence, 2))).put(inner.encode(done(sequence)));
  else if (request?.name === 'RTM_GETLINK') inner.put(inner.encode(link(sequence, request.body.index)));
}

test('passes everything on', async () => {
  const { inner, transport } = recorded();
  assert.is(transport.portId, PORT);
  assert.is(transport.littleEndian, true);
  transport.join(5);
  assert.ok(inner.groups.has(5));
  transport.leave(5);
  assert.is(inner.groups.size, 0);
  transport.listen(() => undefined);
  assert.ok(inner.listening);
  assert.is(transport.receive(), undefined);
  assert.is(transport.sibling(), undefined);
  await transport.close();
  assert.is(inner.closes, 1);
});

test('notes what was sent and what the kernel answered, in order', () => {
  const { inner, exchange, transport } = recorded();
  const request = inner.encode(getLink(1));
  const reply = inner.encode(link(1, 1));
  transport.send(request, false);
  inner.put(reply, { nsid: 3 }).put(Uint8Array.of(6), { senderPortId: 99 });
  transport.receive();
  transport.receive();
  assert.equal(exchange, [
    { dir: 'tx', sock: 0, hex: toHex(request) },
    { dir: 'rx', sock: 0, hex: toHex(reply), nsid: 3 },
  ]);
});

test('does not note what could not be sent', async () => {
  const { inner, exchange, client } = recorded();
  inner.onSend = () => {
    throw new SystemError('sendto', 90);
  };
  await rejection(client.get(getLink(1)));
  assert.equal(exchange, []);
});

test('numbers the sockets that are opened beside the first', async () => {
  const { inner, exchange, transport } = recorded();
  inner.siblings = [];
  const first = transport.sibling();
  const second = transport.sibling();
  second?.send(Uint8Array.of(2), false);
  first?.send(Uint8Array.of(1), false);
  assert.equal(exchange, [
    { dir: 'tx', sock: 2, hex: '02' },
    { dir: 'tx', sock: 1, hex: '01' },
  ]);
});

for (const littleEndian of [true, false]) {
  test(`what was recorded replays, ${littleEndian ? 'little' : 'big'}-endian`, async () => {
    const { inner, exchange, client } = recorded(littleEndian);
    inner.onSend = () => answer(inner);
    const run = async (with_: Conversation<Route>) => {
      const listed = await with_.dump(listLinks);
      const { body } = await with_.get(getLink(5));
      const changed = await with_.request(setLink(2));
      const refused = await rejection(with_.request(setLink(13)));
      return { listed: indexes(listed.messages), body, changed, message: refused.message };
    };
    const first = await run(client);
    assert.equal(first.listed, [1, 2]);
    const replay = new Replay(exchange);
    assert.is(replay.littleEndian, littleEndian);
    assert.equal(await run(new Conversation(replay, route)), first);
  });
}

test.run();
