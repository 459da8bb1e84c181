// What kernel 6.18 answered to hand-made requests, right and wrong ones: errno, text, the attribute at fault by name,
// the policy it broke. The paths were read off the requests' bytes by hand: fixtures/vectors/kernel-replies-paths.json.

import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, encodeDatagram, route } from '../../src/index.js';
import { Bytes, fromHex, toHex } from '../../src/netlink/bytes.js';
import { NLM_F_ACK_TLVS, NLM_F_CAPPED } from '../../src/netlink/constants.js';
import { errnoName } from '../../src/netlink/errno.js';
import { DecodeError } from '../../src/netlink/errors.js';
import { nlmsgerrAttributes } from '../../src/netlink/extack.js';
import { toBytes } from '../../src/netlink/message.js';
import { attributePath } from '../../src/netlink/path.js';
import { only, rows, tally } from '../fixtures.js';

const test = suite('vectors');

interface Row {
  readonly name: string;
  readonly opts: Readonly<Record<string, number>>;
  readonly request: string;
  /** The reply; empty where none came. */
  readonly hex: string;
  readonly expect: {
    /** 0, or a negative errno. */
    readonly code?: number;
    /** Its name as Python's errno module has it, which calls EOPNOTSUPP by its other name. */
    readonly errno?: string | 0;
    readonly capped?: true;
    readonly msg?: string;
    readonly offs?: number;
    /** The payload of NLMSGERR_ATTR_POLICY. */
    readonly policy?: string;
    readonly timeout?: true;
  };
}

const replies = rows<Row>('vectors/kernel-replies.jsonl');
const paths = JSON.parse(readFileSync(new URL('../../fixtures/vectors/kernel-replies-paths.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, { readonly offset: number; readonly path: readonly string[] }>
>;

const little = { byteOrder: 'little' } as const;
const answered = replies.filter(({ hex }) => hex !== '');
const typeOf = ({ request }: Row): string => route.nameOf(new DataView(fromHex(request).buffer).getUint16(4, true));

/** The policy of an attribute in words of its own, from the payload that the kernel sent. */
function policyOf(payload: string): unknown {
  const bytes = fromHex(payload);
  const attribute = new Uint8Array(4 + bytes.length);
  new DataView(attribute.buffer).setUint16(0, attribute.length, true);
  attribute.set([4, 0x80], 2);
  attribute.set(bytes, 4);
  return nlmsgerrAttributes.decode(new Bytes(attribute, true), 0, attribute.length).policy;
}

test('has a reply to every request but one', () => {
  assert.is(replies.length, 119);
  assert.equal(
    replies.filter(({ hex }) => hex === '').map(({ name, expect }) => [name, expect.timeout]),
    [['unprivileged get ok', true]],
  );
});

test('has requests about links, addresses, routes, rules, neighbours, nexthops and namespaces, which decode and encode back but where an attribute overruns', () => {
  assert.equal(tally(replies.map(typeOf)), {
    RTM_NEWLINK: 74,
    RTM_DELLINK: 5,
    RTM_GETLINK: 7,
    RTM_NEWADDR: 4,
    RTM_DELADDR: 1,
    RTM_GETADDR: 1,
    RTM_NEWROUTE: 10,
    RTM_DELROUTE: 1,
    RTM_GETROUTE: 4,
    RTM_NEWNEIGH: 3,
    RTM_DELNEIGH: 1,
    RTM_NEWRULE: 2,
    RTM_GETRULE: 1,
    RTM_NEWNEXTHOP: 1,
    RTM_DELNEXTHOP: 1,
    RTM_NEWNSID: 1,
    // Types that nothing has.
    '#5': 1,
    '#250': 1,
  });
  const broken: string[] = [];
  for (const { name, request } of replies) {
    try {
      assert.is(toHex(encodeDatagram(decodeDatagram(fromHex(request), little), little)), request, name);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      broken.push(`${name}: ${error.message}`);
    }
  }
  // Made broken on purpose.
  assert.equal(broken, [
    'attr nla_len 0 in NEWLINK: RTM_NEWLINK: attribute claims 0 bytes, 4 are left at byte 32',
    'attr nla_len 3: RTM_NEWLINK: attribute claims 3 bytes, 4 are left at byte 32',
    'attr overrun: RTM_NEWLINK: attribute claims 64 bytes, 8 are left at byte 32',
    'trailing 2 bytes: RTM_NEWLINK: 2 bytes left over after the last attribute at byte 32',
  ]);
});

for (const row of answered) {
  const { name, request, hex, expect } = row;
  test(`decodes the reply to: ${name}`, () => {
    const message = only(decodeDatagram(fromHex(hex), { ...little, strict: true }));
    if (message.name !== 'NLMSG_ERROR' && message.name !== 'NLMSG_DONE') throw new Error(message.name);
    const { error = 0, extendedAck } = message.body;
    assert.is(error, expect.code);
    if (expect.errno !== 0) assert.is(errnoName(-error), expect.errno === 'ENOTSUP' ? 'EOPNOTSUPP' : expect.errno);
    assert.is((message.header.flags & NLM_F_CAPPED) !== 0, expect.capped ?? false);
    assert.is((message.header.flags & NLM_F_ACK_TLVS) !== 0, extendedAck !== undefined);
    assert.is(extendedAck?.message, expect.msg);
    assert.is(extendedAck?.offset, expect.offs);
    assert.equal(extendedAck?.policy, expect.policy === undefined ? undefined : policyOf(expect.policy));
    assert.is(toHex(encodeDatagram([message], little)), hex);
  });

  test(`tells which request was answered: ${name}`, () => {
    const { header, body } = only(decodeDatagram(fromHex(hex), little));
    const asked = fromHex(request);
    const view = new DataView(asked.buffer);
    assert.is(header.sequence, view.getUint32(8, true));
    if (!('request' in body)) return;
    assert.equal([body.request.length, body.request.type, body.request.flags], [asked.length, view.getUint16(4, true), view.getUint16(6, true)]);
    const echoed = expect.capped === true ? undefined : asked.subarray(16);
    assert.is(body.request.body && toHex(body.request.body), echoed && toHex(echoed));
  });
}

test('names the attribute at every offset that the kernel pointed at', () => {
  const pointed = answered.filter(({ expect }) => expect.offs !== undefined);
  assert.equal(Object.fromEntries(pointed.map(({ name, expect }) => [name, expect.offs])), Object.fromEntries(Object.entries(paths).map(([name, { offset }]) => [name, offset])));
  for (const { name, request, expect } of pointed) {
    assert.equal(attributePath(route, toBytes(fromHex(request), little), expect.offs ?? 0), paths[name]?.path, name);
  }
});

test('says what the kernel would have taken', () => {
  const policies = answered.flatMap(({ name, hex, expect }) => {
    const message = only(decodeDatagram(fromHex(hex), little));
    return message.name === 'NLMSG_ERROR' && expect.policy !== undefined ? [[name, message.body.extendedAck?.policy]] : [];
  });
  // enum netlink_attribute_type: 4 is U32, 10 BINARY, 11 STRING; the range is that of a u32, the lengths are the most.
  const u32 = { minValueU: 0n, maxValueU: 0xffffffffn, type: 4 };
  assert.equal(Object.fromEntries(policies), {
    'create: mode u16 length': u32,
    'create: macaddr length 33': { maxLength: 32, type: 10 },
    'create: bc_queue_len u16': u32,
    'create: name 16 chars': { maxLength: 15, type: 11 },
  });
});

test.run();
