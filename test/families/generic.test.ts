// Generic netlink: numbers are learnt as the controller tells them, and messages of whoever was not heard of stay whole.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { GenericFamilies, genericProtocol, protocolOf } from '../../src/families/surface.js';
import { decodeDatagram, dissectDatagram, encodeDatagram } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { only } from '../fixtures.js';
import { bothOrders } from '../netlink/wire.js';
import { caseOf, recorded } from './recorded.js';

const test = suite('families: generic');

const orders = bothOrders.map((little) => (little ? 'little' : 'big'));

test('learns names, commands and groups from the list of all families', () => {
  const families = new GenericFamilies();
  const protocol = genericProtocol(families);
  assert.equal(
    [...families].map(({ id, name }) => [id, name]),
    [
      [16, 'nlctrl'],
      [17, 'VFS_DQUOT'],
      [18, 'pmcraid'],
    ],
  );
  for (const { hex } of caseOf('genl-ctrl-list')) decodeDatagram(fromHex(hex), { byteOrder: 'little', protocol });
  const ethtool = families.byName('ethtool');
  assert.is(ethtool?.version, 1);
  assert.is(families.byId(ethtool?.id as number), ethtool);
  assert.ok((ethtool?.operations.length ?? 0) > 20);
  assert.equal(ethtool?.operations[0]?.flags.includes('do'), true);
  assert.equal(
    ethtool?.groups.map(({ name }) => name),
    ['monitor'],
  );
  assert.equal(
    ['nlctrl', 'tcp_metrics', 'mptcp_pm', 'SEG6', 'IOAM6'].map((name) => families.byName(name)?.name),
    ['nlctrl', 'tcp_metrics', 'mptcp_pm', 'SEG6', 'IOAM6'],
  );
  assert.is(protocol.nameOf(ethtool?.id as number), 'ethtool');
});

test('names what it could not name before, once the controller has answered', () => {
  const protocol = genericProtocol();
  const macsec = recorded.find(({ where, byteOrder }) => where.includes('kinds_vm2') && where.includes('macsec') && byteOrder === 'little');
  const [, answer, request] = macsec?.datagrams ?? [];
  const decode = (hex: string) => only(decodeDatagram(fromHex(hex), { byteOrder: 'little', protocol }));
  const before = decode(request?.hex as string);
  assert.match(before.name, /^family\d+#4$/);
  assert.is((before.body as { cmd: number }).cmd, 4);
  decode(answer?.hex as string);
  const { name, header, body } = decode(request?.hex as string);
  assert.is(name, 'MACSEC_CMD_ADD_TXSA');
  assert.is((body as { saConfig: { pn: bigint } }).saConfig.pn, 1n);
  // Either name leads back to the same bytes, in a protocol that knows nothing as well.
  for (const message of [before, { name, header, body }]) {
    for (const knowing of [protocol, genericProtocol()]) assert.is(toHex(encodeDatagram([message], { byteOrder: 'little', protocol: knowing })), request?.hex);
  }
});

test('a dissection alone teaches the numbers too', () => {
  const families = new GenericFamilies();
  for (const { hex } of caseOf('genl-ctrl-get')) dissectDatagram(fromHex(hex), { byteOrder: 'little', protocol: genericProtocol(families) });
  assert.is(families.byName('ethtool')?.name, 'ethtool');
});

test('what the kernel announces is no answer, though both have the same number', () => {
  const families = new GenericFamilies();
  families.learn({ cmd: 1, familyId: 30, familyName: 'mptcp_pm' });
  const protocol = genericProtocol(families);
  const made = (name: string, header: object, body: object) => only(decodeDatagram(encodeDatagram([{ name, header, body }], { protocol }), { protocol }));
  const event = made('MPTCP_EVENT_ESTABLISHED', {}, { token: 7, family: 2, saddr4: '10.0.0.1', sport: 80 });
  assert.is(event.name, 'MPTCP_EVENT_ESTABLISHED');
  assert.equal(event.body, { cmd: 2, version: 1, reserved: 0, token: 7, family: 2, saddr4: '10.0.0.1', sport: 80 });
  assert.is(made('MPTCP_PM_CMD_DEL_ADDR', { flags: 5 }, { addr: { id: 1 } }).name, 'MPTCP_PM_CMD_DEL_ADDR');
  assert.is(made('MPTCP_PM_CMD_GET_ADDR', { sequence: 9, portId: 77 }, { addr: { id: 1 } }).name, 'MPTCP_PM_CMD_GET_ADDR');
});

test('passes over the header of a family it knows by size only', () => {
  for (const byteOrder of orders as ('little' | 'big')[]) {
    const families = new GenericFamilies();
    families.learn({ cmd: 1, familyId: 40, familyName: 'theirs', hdrsize: 6 });
    const protocol = genericProtocol(families);
    const header = { type: 40, flags: 1, sequence: 3 };
    const body = { cmd: 9, version: 2, reserved: 0, header: Uint8Array.of(1, 2, 3, 4, 5, 6, 0, 0), '#3': { flags: 0, payload: Uint8Array.of(7) } };
    const bytes = encodeDatagram([{ name: 'theirs#9', header, body }], { byteOrder, protocol });
    const message = only(decodeDatagram(bytes, { byteOrder, protocol }));
    assert.is(message.name, 'theirs#9');
    assert.equal(message.body, body);
    // Without the family's size the bytes are what they are, and come back.
    const ignorant = genericProtocol();
    const guess = decodeDatagram(encodeDatagram([message], { byteOrder, protocol: ignorant }), { byteOrder, protocol });
    assert.equal(only(guess).body, body);
  }
});

test('does not believe that the header of a family is longer than any', () => {
  for (const hdrsize of [257, 0x7fffffff, 0xabfd7a28]) {
    const families = new GenericFamilies();
    families.learn({ cmd: 1, familyId: 40, familyName: 'theirs', hdrsize });
    const protocol = genericProtocol(families);
    const body = { cmd: 9, version: 2, reserved: 0, '#3': { flags: 0, payload: Uint8Array.of(7) } };
    const bytes = encodeDatagram([{ name: 'theirs#9', header: { type: 40 }, body }], { protocol });
    assert.equal(only(decodeDatagram(bytes, { protocol })).body, body);
  }
});

test('forgets no family that went, and takes another that got its number', () => {
  const families = new GenericFamilies();
  families.learn({ cmd: 1, familyId: 50, familyName: 'one', mcastGroups: [{ id: 5, name: 'a' }] });
  families.learn({ cmd: 7, familyId: 50, mcastGroups: [{ id: 6, name: 'b' }] });
  assert.equal(families.byId(50)?.groups, [
    { id: 5, name: 'a' },
    { id: 6, name: 'b' },
  ]);
  families.learn({ cmd: 8, familyId: 50, mcastGroups: [{ id: 5, name: 'a' }] });
  families.learn({ cmd: 2, familyId: 50, familyName: 'one' });
  assert.equal(families.byId(50)?.groups, [{ id: 6, name: 'b' }]);
  families.learn({ cmd: 1, familyId: 50, familyName: 'two' });
  assert.is(families.byId(50)?.name, 'two');
  families.learn({ cmd: 1, familyName: 'without a number' });
  families.learn({ cmd: 7, familyId: 99, mcastGroups: [{ id: 1, name: 'of nobody' }] });
  assert.is(families.byId(99), undefined);
});

test('tells what the kernel accepts, attribute by attribute', () => {
  const protocol = protocolOf(16)!;
  const body = {
    familyId: 21,
    policy: [{ number: 2, value: [{ number: 1, value: { type: 3, maxValueU: 9n } }] }],
    opPolicy: [{ number: 4, value: { do: 2, dump: 2 } }],
  };
  for (const byteOrder of orders as ('little' | 'big')[]) {
    const bytes = encodeDatagram([{ name: 'CTRL_CMD_GETPOLICY', header: {}, body }], { byteOrder, protocol });
    assert.equal(only(decodeDatagram(bytes, { byteOrder, protocol })).body, { cmd: 10, version: 1, reserved: 0, ...body });
  }
  assert.throws(() => encodeDatagram([{ name: 'CTRL_CMD_GETPOLICY', header: {}, body: { policy: [1] } }], { protocol }), /the number of an element cannot hold undefined/);
});

test('refuses a name that is none, and one whose number nobody told', () => {
  const protocol = genericProtocol();
  assert.throws(() => encodeDatagram([{ name: 'NO_SUCH', header: {}, body: {} }], { protocol }), /no message is named NO_SUCH/);
  assert.throws(() => encodeDatagram([{ name: 'FOU_CMD_GET', header: {}, body: {} }], { protocol }), /no message is named FOU_CMD_GET/);
  assert.is(encodeDatagram([{ name: 'FOU_CMD_GET', header: { type: 33 }, body: {} }], { protocol, byteOrder: 'little' })[4], 33);
});

test.run();
