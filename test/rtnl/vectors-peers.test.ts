// Messages that netlink-packet-route and rtnetlink-go hold in their tests, and how pyroute2 decodes them: names and values
// of all attributes that it knows, and the same bytes when encoded again.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, dissectDatagram, encodeDatagram } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { only, rows, tally } from '../fixtures.js';
import { judge, type Reason, type Verdict } from './pyroute2.js';

const test = suite('vectors-peers');

interface Row {
  readonly name: string;
  /** `payload:ifinfomsg:type=16`. */
  readonly kind: string;
  /** With a header. */
  readonly nlmsg: string;
  /** The peer's own test re-encodes it. */
  readonly roundtrip: boolean;
  readonly pyroute2: (Readonly<Record<string, unknown>> & { readonly attrs: Parameters<typeof judge>[1] }) | null;
}

const little = { byteOrder: 'little' } as const;
const all = [...rows<Row>('vectors/netlink-packet-route.jsonl.gz'), ...rows<Row>('vectors/rtnetlink-go.jsonl')];
const typeOf = ({ kind }: Row): number => Number(/type=(\d+)$/.exec(kind)?.[1]);
/** RTM_NEWLINK, RTM_NEWADDR, RTM_NEWSTATS. */
const isOurs = (row: Row): boolean => [16, 20, 92].includes(typeOf(row));
const ours = all.filter(isOurs);

/** How pyroute2 spells the fields of the messages' structs. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  RTM_NEWLINK: { family: 'family', ifi_type: 'type', index: 'index', flags: 'flags', change: 'change' },
  RTM_NEWADDR: { family: 'family', prefixlen: 'prefixlen', flags: 'flags8', scope: 'scope', index: 'index' },
  RTM_NEWSTATS: { family: 'family', ifindex: 'ifindex', filter_mask: 'filterMask' },
};

test('has links, addresses and counters, and other objects, which are passed over', () => {
  assert.is(all.length, 92);
  assert.equal(tally(ours.map(({ kind }) => kind)), { 'payload:ifaddrmsg:type=20': 5, 'payload:ifinfomsg:type=16': 48, 'payload:if_stats_msg:type=92': 5 });
  assert.equal(tally(all.filter((row) => !isOurs(row)).map(({ kind }) => kind)), {
    'payload:ndtmsg:type=64': 2,
    'payload:rtgenmsg:type=88': 1,
    'payload:rtmsg:type=24': 10,
    'payload:fib_rule_hdr:type=32': 10,
    'payload:tcmsg:type=36': 9,
    'payload:ndmsg:type=28': 2,
  });
});

for (const { name, nlmsg, pyroute2 } of ours) {
  test(`reads what pyroute2 reads: ${name}`, () => {
    const { body, ...message } = only(decodeDatagram(fromHex(nlmsg), little));
    const fields = Object.entries(FIELDS[message.name] ?? {});
    assert.ok(fields.length > 0);
    for (const [theirs, key] of fields) assert.is((body as Readonly<Record<string, unknown>>)[key], pyroute2?.[theirs], key);
    const { differ } = judge(only(dissectDatagram(fromHex(nlmsg), little)).children ?? [], pyroute2?.attrs ?? []);
    assert.equal(differ, []);
  });
}

for (const { name, nlmsg, roundtrip } of all) {
  test(`gives back the bytes, which ${roundtrip ? 'the peer gives back as well' : 'the peer does not try'}: ${name}`, () => {
    assert.is(toHex(encodeDatagram(decodeDatagram(fromHex(nlmsg), little), little)), nlmsg);
  });
}

test('compares what there is to compare', () => {
  const verdict: Verdict = { agreed: [], differ: [], passedOver: [] };
  for (const { nlmsg, pyroute2 } of ours) judge(only(dissectDatagram(fromHex(nlmsg), little)).children ?? [], pyroute2?.attrs ?? [], verdict);
  const passedOver = (reason: Reason): Record<string, number> => tally(verdict.passedOver.filter(([why]) => why === reason).map(([, name]) => name));
  assert.is(verdict.agreed.length, 340);
  assert.is(new Set(verdict.agreed).size, 106);
  assert.equal(passedOver('no name'), {
    AF_MCTP: 2,
    IFLA_BR_FDB_MAX_LEARNED: 1,
    IFLA_BR_FDB_N_LEARNED: 1,
    IFLA_BR_MULTI_BOOLOPT: 1,
    IFLA_BR_VLAN_STATS_PER_PORT: 1,
    IFLA_DEVLINK_PORT: 3,
    IFLA_DPLL_PIN: 3,
    IFLA_GRO_IPV4_MAX_SIZE: 3,
    IFLA_GSO_IPV4_MAX_SIZE: 3,
    IFLA_HEADROOM: 3,
    IFLA_MACVLAN_BC_QUEUE_LEN: 1,
    IFLA_MACVLAN_BC_QUEUE_LEN_USED: 1,
    IFLA_MAX_PACING_OFFLOAD_HORIZON: 3,
    IFLA_NETNS_IMMUTABLE: 3,
    IFLA_TAILROOM: 3,
  });
  assert.equal(passedOver('no value'), { '#0': 6, IFLA_XDP_ATTACHED: 4 });
  assert.equal(passedOver('link address not of 6 bytes'), { IFLA_ADDRESS: 5, IFLA_BROADCAST: 6 });
  assert.equal(passedOver('opaque to pyroute2'), { IFLA_STATS_AF_SPEC: 2, IFLA_STATS_LINK_OFFLOAD_XSTATS: 2 });
  assert.equal(passedOver('wrong length'), { IFA_CACHEINFO: 1, IFLA_MASTER: 1 });
});

test('passes over the link kinds that are not decoded', () => {
  const kinds = ours.flatMap(({ nlmsg }) => {
    const message = only(decodeDatagram(fromHex(nlmsg), little));
    const info = message.name === 'RTM_NEWLINK' ? message.body.linkinfo : undefined;
    return [info?.data && `${info.kind}`, info?.slaveData && `${info.slaveKind}_slave`].filter((kind) => kind !== undefined);
  });
  assert.equal(tally(kinds), {
    amt: 2,
    bond_slave: 2,
    erspan: 1,
    geneve: 2,
    gre: 2,
    gretap: 1,
    gtp: 1,
    hsr: 1,
    ip6erspan: 1,
    ip6gre: 1,
    ip6tnl: 1,
    ipoib: 1,
    ipvlan: 2,
    macsec: 1,
    netkit: 1,
    rmnet: 1,
    vrf_slave: 1,
    vxlan: 1,
    wwan: 2,
    // Kinds made up by rtnetlink-go.
    data: 2,
    foo_slave: 2,
  });
});

test('keeps raw the one attribute that is malformed', () => {
  // The row is the inside of an IFLA_AF_SPEC, taken for a message.
  const errors = ours.flatMap(({ name, nlmsg }) => (only(decodeDatagram(fromHex(nlmsg), little)).errors ?? []).map(({ message }) => `${name}: ${message}`));
  assert.equal(errors, ['test_link_loopback: RTM_NEWLINK > IFLA_MASTER: u32 of 272 bytes, expected 4 at byte 172']);
});

test.run();
