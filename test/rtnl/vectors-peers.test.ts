// Messages that netlink-packet-route and rtnetlink-go hold in their tests, and how pyroute2 decodes them: names and values
// of all attributes that it knows, the others by hand, and the same bytes when encoded again.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, dissectDatagram, encodeDatagram } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { only, rows, tally } from '../fixtures.js';
import { BY_HAND } from './by-hand.js';
import { judge, type Reason, silent, verdict } from './pyroute2.js';

const test = suite('vectors-peers');

interface Row {
  readonly name: string;
  /** `payload:ifinfomsg:type=16`. */
  readonly kind: string;
  /** With a header. */
  readonly nlmsg: string;
  /** The peer's own test re-encodes it. */
  readonly roundtrip: boolean;
  readonly pyroute2?: Readonly<Record<string, unknown>> & { readonly attrs: Parameters<typeof judge>[2] };
}

const little = { byteOrder: 'little' } as const;
const all = [...rows<Row>('vectors/netlink-packet-route.jsonl.gz'), ...rows<Row>('vectors/rtnetlink-go.jsonl')];

const RULE_OR_ROUTE = { family: 'family', dst_len: 'dstLen', src_len: 'srcLen', tos: 'tos', table: 'table8', flags: 'flags' };

/** How pyroute2 spells the fields of the messages' structs. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  RTM_NEWLINK: { family: 'family', ifi_type: 'type', index: 'index', flags: 'flags', change: 'change' },
  RTM_NEWADDR: { family: 'family', prefixlen: 'prefixlen', flags: 'flags8', scope: 'scope', index: 'index' },
  RTM_NEWROUTE: { ...RULE_OR_ROUTE, proto: 'protocol', scope: 'scope', type: 'type' },
  RTM_NEWNEIGH: { family: 'family', ifindex: 'index', flags: 'flags', ndm_type: 'type' },
  RTM_NEWRULE: { ...RULE_OR_ROUTE, res1: 'res1', res2: 'res2', action: 'action' },
  RTM_NEWQDISC: { family: 'family', index: 'index', handle: 'handle', parent: 'parent', info: 'info' },
  RTM_NEWNEIGHTBL: { family: 'family' },
  RTM_NEWNSID: { rtgen_family: 'family' },
  RTM_NEWSTATS: { family: 'family', ifindex: 'ifindex', filter_mask: 'filterMask' },
};

/** Padding is told by pyroute2, and read by nobody. */
const PADDING: readonly string[] = ['__pad', 'pad1', 'pad2'];

const told = all.filter((row): row is Row & { readonly pyroute2: NonNullable<Row['pyroute2']> } => row.pyroute2 != null);

test('has messages of nine kinds, all of which are decoded', () => {
  assert.is(all.length, 92);
  assert.equal(tally(all.map(({ nlmsg }) => only(decodeDatagram(fromHex(nlmsg), little)).name)), {
    RTM_NEWLINK: 48,
    RTM_NEWADDR: 5,
    RTM_NEWNEIGHTBL: 2,
    RTM_NEWNSID: 1,
    RTM_NEWROUTE: 10,
    RTM_NEWRULE: 10,
    RTM_NEWQDISC: 9,
    RTM_NEWNEIGH: 2,
    RTM_NEWSTATS: 5,
  });
  // The peer refuses what only the kind of its filter can tell to be wrong, and pyroute2 was not asked.
  assert.equal(
    all.filter(({ pyroute2 }) => pyroute2 == null).map(({ name }) => name),
    ['test_tcu32_selector_invalid_nkeys'],
  );
});

for (const { name, nlmsg, pyroute2 } of told) {
  test(`reads what pyroute2 reads: ${name}`, () => {
    const bytes = fromHex(nlmsg);
    const { body, ...message } = only(decodeDatagram(bytes, little));
    const { attrs, header, state: up, ...fields } = pyroute2;
    const spelled = FIELDS[message.name] ?? {};
    const read = body as Readonly<Record<string, unknown>>;
    for (const [field, value] of Object.entries(fields)) if (!PADDING.includes(field)) assert.is(read[spelled[field] ?? field], value, field);
    // A link's state is the lowest bit of its flags, a neighbour's a field.
    if (message.name === 'RTM_NEWLINK') assert.is(Number(read.flags) & 1, up === 'up' ? 1 : 0);
    else assert.is(read.state, up);
    const nodes = only(dissectDatagram(bytes, little)).children ?? [];
    assert.equal(judge(bytes, nodes, attrs).differ, []);
    assert.equal(silent(nodes, attrs), BY_HAND[name] ?? []);
  });
}

for (const { name, nlmsg, roundtrip } of all) {
  test(`gives back the bytes, which ${roundtrip ? 'the peer gives back as well' : 'the peer does not try'}: ${name}`, () => {
    assert.is(toHex(encodeDatagram(decodeDatagram(fromHex(nlmsg), little), little)), nlmsg);
  });
}

test('compares what there is to compare', () => {
  const all = verdict();
  for (const { nlmsg, pyroute2 } of told) judge(fromHex(nlmsg), only(dissectDatagram(fromHex(nlmsg), little)).children ?? [], pyroute2.attrs, all);
  const passedOver = (reason: Reason): Record<string, number> => tally(all.passedOver.filter(([why]) => why === reason).map(([, name]) => name));
  assert.equal(all.differ, []);
  assert.is(all.agreed.length, 615);
  assert.is(new Set(all.agreed).size, 242);
  // What is in them is judged by hand.
  assert.is(Object.values(passedOver('no name')).length, 37);
  assert.equal(passedOver('opaque to pyroute2'), {
    IFLA_INFO_DATA: 10,
    IFLA_INFO_SLAVE_DATA: 1,
    RTA_ENCAP: 1,
    TCA_XSTATS: 1,
    TCA_OPTIONS: 5,
    IFLA_STATS_LINK_OFFLOAD_XSTATS: 2,
    IFLA_STATS_AF_SPEC: 2,
  });
  // Of these the bytes that pyroute2 read are compared.
  assert.equal(passedOver('link address not of 6 bytes'), { IFLA_ADDRESS: 5, IFLA_BROADCAST: 6, NDA_LLADDR: 1 });
  assert.equal(passedOver('wrong length'), { IFA_CACHEINFO: 1, IFLA_MASTER: 1, FRA_UID_RANGE: 1, TCA_OPTIONS: 1 });
  assert.equal(passedOver('no value'), { '#0': 7, IFLA_XDP_ATTACHED: 4 });
  assert.equal(
    told.flatMap(({ name }) => (BY_HAND[name] === undefined ? [] : [name])),
    Object.keys(BY_HAND),
  );
});

test('keeps raw the one attribute that is malformed', () => {
  // The row is the inside of an IFLA_AF_SPEC, taken for a message.
  const errors = all.flatMap(({ name, nlmsg }) => (only(decodeDatagram(fromHex(nlmsg), little)).errors ?? []).map(({ message }) => `${name}: ${message}`));
  assert.equal(errors, ['test_link_loopback: RTM_NEWLINK > IFLA_MASTER: u32 of 272 bytes, expected 4 at byte 172']);
});

test('strict decoding takes all but what the peers made wrong', () => {
  const refused = all.flatMap(({ name, nlmsg }) => {
    try {
      decodeDatagram(fromHex(nlmsg), { ...little, strict: true });
      return [];
    } catch (error) {
      return [`${name}: ${(error as Error).message}`];
    }
  });
  assert.equal(refused, [
    'test_link_loopback: RTM_NEWLINK > IFLA_MASTER: u32 of 272 bytes, expected 4 at byte 172',
    'test_tcu32_selector_invalid_nkeys: RTM_NEWQDISC: tcmsg of 16 bytes, expected 20 at byte 16',
    'TestAddressMessageUnmarshalBinary/invalid attr: RTM_NEWADDR > IFA_CACHEINFO: struct ifa_cacheinfo of 4 bytes, expected 16 at byte 44',
    'TestRuleMessage@77: RTM_NEWRULE > FRA_UID_RANGE: struct fib_rule_uid_range of 4 bytes, expected 8 at byte 168',
  ]);
});

test.run();
