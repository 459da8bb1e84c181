// Extended ACK as it stands in real messages: behind the whole request, behind its header alone, in NLMSG_DONE, and with a
// success, in either byte order. The layouts: net/netlink/af_netlink.c: netlink_ack(), netlink_dump_done().

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DecodeError, decodeDatagram, encodeDatagram, type RtnlMessage, route } from '../../src/index.js';
import type { ByteOrder } from '../../src/netlink/byte-order.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { NLM_F_ACK_TLVS, NLM_F_CAPPED } from '../../src/netlink/constants.js';
import { toBytes } from '../../src/netlink/message.js';
import { attributePath } from '../../src/netlink/path.js';
import { datagrams, only, rows, tally, trees } from '../fixtures.js';

const test = suite('extack');

type Control = Extract<RtnlMessage, { name: 'NLMSG_ERROR' | 'NLMSG_DONE' }>;
const isControl = (message: RtnlMessage): message is Control => message.name === 'NLMSG_ERROR' || message.name === 'NLMSG_DONE';

interface Reply {
  readonly name: string;
  readonly request: string;
  readonly hex: string;
}

const replies = new Map(rows<Reply>('vectors/kernel-replies.jsonl').map((row) => [row.name, row]));

/** The reply of kernel 6.18 to a request of that name in fixtures/vectors/kernel-replies.jsonl. */
function reply(name: string): Control {
  const { hex } = replies.get(name) as Reply;
  return control(hex, 'little');
}

function control(hex: string, byteOrder: ByteOrder): Control {
  const message = only(decodeDatagram(fromHex(hex), { byteOrder, strict: true }));
  if (!isControl(message)) throw new Error(message.name);
  assert.is(toHex(encodeDatagram([message], { byteOrder })), hex);
  return message;
}

/** The extended ACK's message in a recorded case of a tree. */
function recorded(tree: string, group: string, name: string): Control {
  const found: Control[] = [];
  for (const { where, dir, hex } of datagrams(`captures/${tree}/${group}.jsonl.gz`)) {
    if (dir !== 'rx' || where.split(' ')[1] !== name) continue;
    for (const message of decodeDatagram(fromHex(hex), { byteOrder: trees[tree] as ByteOrder })) {
      if (isControl(message) && message.body.extendedAck !== undefined) found.push(message);
    }
  }
  return only(found);
}

const requestBody = ({ body }: Control): Uint8Array | undefined => ('request' in body ? body.request.body : undefined);
const flagsOf = ({ header }: Control): number => header.flags & (NLM_F_CAPPED | NLM_F_ACK_TLVS);

test('stands behind the whole request of an error, little-endian', () => {
  const message = reply('create: name 16 chars');
  assert.is(flagsOf(message), NLM_F_ACK_TLVS);
  assert.is(message.body.error, -34);
  assert.is(requestBody(message)?.length, 0x5c - 16);
  assert.equal(message.body.extendedAck, { message: 'Attribute failed policy validation', offset: 40, policy: { maxLength: 15, type: 11 } });
});

test('stands behind the whole request of an error, big-endian', () => {
  const message = recorded('vm-6.1-s390x', 'errors', 'err-13c-br-in-br');
  assert.is(flagsOf(message), NLM_F_ACK_TLVS);
  assert.is(message.body.error, -40);
  assert.is(requestBody(message)?.length, 40 - 16);
  assert.equal(message.body.extendedAck, { message: 'Can not enslave a bridge to a bridge' });
});

test('has an offset and a policy in the byte order of the machine', () => {
  const offset = (tree: string) => recorded(tree, 'recipe', 'recipe-17-netns-set-nsid').body.extendedAck;
  const said = { message: 'Peer netns already has a nsid assigned', offset: 20 };
  assert.equal(offset('vm-6.1-s390x'), said);
  assert.equal(offset('host-6.18'), said);
  const long = { message: 'Attribute failed policy validation', offset: 40, policy: { maxLength: 15, type: 11 } };
  for (const tree of ['host-6.18', 'vm-6.1-x86_64']) assert.equal(recorded(tree, 'errors', 'err-07f-long-name').body.extendedAck, long);
});

test('keeps the padding between an echoed request of odd length and the attributes', () => {
  const { request } = replies.get('trailing 2 bytes') as Reply;
  // That reply is a success, and so capped: the error of the same request, laid out as netlink_ack() does.
  const message = control(`40000000020000020100000002000000eaffffff${request}00000800010062616400`, 'little');
  assert.is(toHex(requestBody(message) as Uint8Array), request.slice(32));
  assert.is(message.body.extendedAck?.message, 'bad');
});

test('is left out of an error without a text, and of one on a socket that did not ask', () => {
  for (const name of ['create: mode 0', 'error without EXT_ACK option']) {
    const message = reply(name);
    assert.is(flagsOf(message), 0);
    assert.is(message.body.error, -22);
    assert.is(message.body.extendedAck, undefined);
  }
});

test('ends with the header of the request where that is capped, little-endian', () => {
  for (const [name, error] of [
    ['error capped', -19],
    ['newroute: ok', 0],
  ] as const) {
    const message = reply(name);
    assert.is(flagsOf(message), NLM_F_CAPPED);
    assert.is(message.body.error, error);
    assert.is(requestBody(message), undefined);
  }
});

test('ends with the header of the request where that is capped, big-endian', () => {
  const counts = tally(
    [...datagrams('captures/vm-6.1-s390x/addr.jsonl.gz')].flatMap(({ dir, hex }) => {
      const [message] = dir === 'rx' ? decodeDatagram(fromHex(hex), { byteOrder: 'big' }) : [];
      if (message?.name !== 'NLMSG_ERROR' || message.body.error !== 0) return [];
      assert.is(flagsOf(message), NLM_F_CAPPED);
      assert.is(message.header.length, 36);
      assert.ok(message.body.request.length > 16);
      return [message.body.request.body === undefined ? 'capped' : 'whole'];
    }),
  );
  assert.equal(Object.keys(counts), ['capped']);
});

// No recording holds a capped error with a text in big-endian: the little-endian one, its numbers turned round.
test('stands behind the header of a capped error, in either byte order', () => {
  const body = { error: -22, request: { length: 76, type: 16, flags: 0x605, sequence: 7, portId: 0 }, extendedAck: { message: 'bad', offset: 68 } };
  for (const [hex, byteOrder] of [
    ['34000000020000030700000001000000eaffffff4c00000010000506070000000000000008000100626164000800020044000000', 'little'],
    ['00000034000203000000000700000001ffffffea0000004c00100605000000070000000000080001626164000008000200000044', 'big'],
  ] as const) {
    const message = control(hex, byteOrder);
    assert.is(flagsOf(message), NLM_F_CAPPED | NLM_F_ACK_TLVS);
    assert.equal(message.body, body);
  }
});

test('stands in NLMSG_DONE, behind the result of the dump', () => {
  const row = reply('dump rule strict: src_len');
  assert.equal([row.name, row.body], ['NLMSG_DONE', { error: -22, extendedAck: { message: 'Invalid values in header for fib rule dump request' } }]);
  for (const tree of Object.keys(trees)) {
    const message = recorded(tree, 'errors', 'err-06y-flush-none');
    assert.equal([message.name, message.body], ['NLMSG_DONE', { error: -2, extendedAck: { message: 'ipv4: FIB table does not exist' } }], tree);
  }
});

test('is left out of the end of a dump that went well, and of one that failed without a text', () => {
  assert.equal(reply('dump links strict: MASTER filter unknown').body, { error: 0 });
  assert.equal(reply('dump addr strict: ifindex unknown').body, { error: -19 });
});

test('comes as a warning with a success', () => {
  const message = reply('attr nla_len 3');
  assert.is(flagsOf(message), NLM_F_CAPPED | NLM_F_ACK_TLVS);
  assert.is(message.body.error, 0);
  assert.is(requestBody(message), undefined);
  assert.equal(message.body.extendedAck, { message: 'bytes leftover after parsing attributes' });
});

// The same reply with its numbers turned round: no recording in big-endian holds a warning.
test('comes as a warning with a success, big-endian', () => {
  const text = '6279746573206c6566746f7665722061667465722070617273696e67206174747269627574657300';
  const message = control(`0000005000020300000000b200005228000000000000002400100005000000b200000000002c0001${text}`, 'big');
  assert.equal([message.body.error, message.body.extendedAck], [0, { message: 'bytes leftover after parsing attributes' }]);
});

test('points at an attribute of the request that was sent', () => {
  for (const tree of ['host-6.18', 'vm-6.1-x86_64']) {
    const { body } = recorded(tree, 'errors', 'err-07f-long-name');
    if (!('request' in body) || body.request.body === undefined) throw new Error('no request');
    const sent = encodeDatagram([{ name: `#${body.request.type}`, header: body.request, body: body.request.body }], { byteOrder: 'little' });
    assert.equal(attributePath(route, toBytes(sent, { byteOrder: 'little' }), body.extendedAck?.offset ?? 0), ['RTM_NEWLINK', 'IFLA_IFNAME']);
  }
});

test('decodes or refuses a reply cut anywhere', () => {
  const { hex } = replies.get('create: name 16 chars') as Reply;
  const whole = fromHex(hex);
  let refused = 0;
  for (let length = 16; length < whole.length; length++) {
    const cut = whole.slice(0, length);
    new DataView(cut.buffer).setUint32(0, length, true);
    try {
      const message = only(decodeDatagram(cut, { byteOrder: 'little' }));
      assert.is(toHex(encodeDatagram([message], { byteOrder: 'little' })), toHex(cut));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      refused++;
    }
  }
  assert.ok(refused > 20, `${refused} refused`);
});

test.run();
