// fixtures/requests.jsonl holds the request by which iproute2 6.1.0 did what each command says, on a little- and a
// big-endian machine, cut to its nlmsg_len. Ours for the same intent must have the same bytes.

import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kinds, route } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { NLM_F_ACK, NLM_F_DUMP, NLM_F_REQUEST } from '../../src/netlink/constants.js';
import { EncodeError } from '../../src/netlink/errors.js';
import { decodeMessages, type Encodable, encodeMessages, toBytes } from '../../src/netlink/message.js';
import {
  type AddressOptions,
  addAddressRequest,
  broadcastOf,
  changeAddressRequest,
  deleteAddressRequest,
  listAddressesRequest,
  removeAddressRequest,
  replaceAddressRequest,
} from '../../src/rtnl/address-requests.js';
import { linkFields } from '../../src/rtnl/link-options.js';
import {
  type AddLink,
  addLinkRequest,
  altnameRequest,
  deleteLinkGroupRequest,
  deleteLinkRequest,
  getLinkRequest,
  listLinksRequest,
  type SetLink,
  setLinkRequest,
} from '../../src/rtnl/link-requests.js';
import { parsePrefix } from '../../src/rtnl/prefix.js';

type Kinds = typeof kinds;

interface Recorded {
  readonly name: string;
  readonly argv: readonly string[];
  readonly kernel: string;
  readonly byteOrder: 'little' | 'big';
  readonly hex: string;
}

/** What of a recorded request belongs to the machine: indexes and descriptors. */
interface Local {
  readonly index: number;
  readonly link: number;
  readonly fd: number;
  readonly pid: number;
  readonly master: number;
}

type Make = (local: Local) => unknown;

const macs = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `02:00:00:00:${from.toString(16).padStart(2, '0')}:${(i + 1).toString(16).padStart(2, '0')}`);
const add =
  (spec: (local: Local) => Omit<AddLink<Kinds>, 'link'>): Make =>
  (local) =>
    addLinkRequest(kinds, { ...spec(local), link: local.link } as never);
const set =
  (spec: SetLink<Kinds> | ((local: Local) => SetLink<Kinds>)): Make =>
  (local) =>
    setLinkRequest<Kinds>(kinds, local.index, typeof spec === 'function' ? spec(local) : spec);
const address =
  (make: typeof addAddressRequest | typeof deleteAddressRequest | typeof changeAddressRequest | typeof replaceAddressRequest, spec: AddressOptions): Make =>
  ({ index }) =>
    make(index, spec);
const macvlan = (options: object) => ({ kind: 'macvlan', ...options }) as never;
const macvtap = (options: object) => ({ kind: 'macvtap', ...options }) as never;

const REQUESTS: Readonly<Record<string, Make>> = {
  'recipe-02-add-macvlan2': add(() => macvlan({ name: 'macvlan2', mode: 'bridge' })),
  'recipe-03-addr-add': address(addAddressRequest, { address: '172.16.10.5/24' }),
  'recipe-12-set-netns': set(({ fd }) => ({ netns: { fd } })),
  'recipe-15b-in-ns-del-macvlan1': ({ index }) => deleteLinkRequest(index),
  'recipe-16-add-into-netns': add(({ fd }) => macvlan({ name: 'macvlan3', netns: { fd }, mode: 'bridge' })),
  'recipe-16c-move-back-by-pid': set(({ pid }) => ({ netns: { pid } })),
  'recipe-17c-set-netns-macvlan2': set(({ fd }) => ({ netns: { fd } })),
  'recipe-21-del-macvlan1': ({ index }) => deleteLinkRequest(index),
  'recipe-21b-add-del-dev': add(() => macvlan({ name: 'macvlan1' })),
  'linkset-03-add-all-opts': add(() => macvlan({ name: 'mv2', address: '02:00:00:00:00:22', mtu: 1400, txqlen: 500, numTxQueues: 4, numRxQueues: 2, index: 77, mode: 'vepa' })),
  'linkset-04-add-up': add(() => macvlan({ name: 'mv3', up: true, mode: 'bridge' })),
  'linkset-05-add-noname': add(() => macvlan({ mode: 'bridge' })),
  'linkset-07-set-address': set({ address: '02:aa:bb:cc:dd:ee' }),
  'linkset-08-set-up': set({ up: true }),
  'linkset-10-promisc': set({ promisc: true }),
  'linkset-11-allmulti': set({ allmulticast: true }),
  'linkset-12-multicast-off': set({ multicast: false }),
  'linkset-15-alias': set({ alias: 'my uplink' }),
  'linkset-16-group': set({ group: 42 }),
  'linkset-17-addrgenmode': set({ addrGenMode: 'none' }),
  'linkset-18-rename': set({ name: 'uplink0' }),
  'linkset-21-broadcast': set({ broadcast: 'ff:ff:ff:ff:ff:fe' }),
  'linkset-22-alias-clear': set({ alias: '' }),
  'linkset-23-multi': set({ up: true, mtu: 1280, txqlen: 10, promisc: false }),
  'linkset-24-gso': set({ gsoMaxSize: 32768, gsoMaxSegs: 20 }),
  'linkset-25-protodown': set({ protoDown: true }),
  'linkset-25b-carrier': set({ carrier: false }),
  'linkset-27-del-group': () => deleteLinkGroupRequest(42),
  'linkset-28-threaded': set({ trailers: false }),
  'linkset-30-mode-dormant': set({ linkmode: 'dormant', operstate: 'up' }),
  'linkset-31-vrf': set({ addrGenMode: 'stable_secret' as never }),
  'modes-bcqueuelen-1-add': add(() => macvlan({ name: 'macvlan1', mode: 'bridge', bcQueueLen: 5000 })),
  'modes-change-to-bridge-1': set(macvlan({ mode: 'bridge' })),
  'modes-change-to-passthru-1': set(macvlan({ mode: 'passthru' })),
  'modes-change-to-private-1': set(macvlan({ mode: 'private' })),
  'modes-change-to-source-1': set(macvlan({ mode: 'source' })),
  'modes-flags-2-nodst': add(() => macvlan({ name: 'macvlan2', mode: 'source', nodst: true })),
  'modes-passthru-1-add': add(() => macvlan({ name: 'macvlan1', mode: 'passthru' })),
  'modes-passthru-nopromisc-1-add': add(() => macvlan({ name: 'macvlan1', mode: 'passthru', nopromisc: true })),
  'modes-private-1-add': add(() => macvlan({ name: 'macvlan1', mode: 'private' })),
  'modes-pt-1-add': add(() => macvlan({ name: 'pt', mode: 'passthru' })),
  'modes-pt-10-address': set({ address: '02:00:00:00:77:77' }),
  'modes-source-1-add': add(() => macvlan({ name: 'macvlan1', mode: 'source' })),
  'modes-vepa-1-add': add(() => macvlan({ name: 'macvlan1', mode: 'vepa' })),
  'macaddr-02-add': set(macvlan({ macaddrs: { add: '02:11:22:33:44:55' } })),
  'macaddr-05-del': set(macvlan({ macaddrs: { del: '02:11:22:33:44:55' } })),
  'macaddr-07-set': set(macvlan({ macaddrs: { set: macs(1, 4) } })),
  'macaddr-08-flush': set(macvlan({ macaddrs: { flush: true } })),
  'macaddr-09-set-empty': set(macvlan({ macaddrs: { set: [] } })),
  'macaddr-10-add-with-mode': add(() => macvlan({ name: 'ms2', mode: 'source', macaddrs: macs(2, 2) })),
  'macaddr-11c-set-and-mode': set(macvlan({ mode: 'source', macaddrs: { add: '02:00:00:00:03:02' } })),
  'macaddr-14-not-source': set(macvlan({ macaddrs: { add: '02:00:00:00:04:01' } })),
  'macaddr-19-set-40': set(macvlan({ macaddrs: { set: Array.from({ length: 40 }, (_, i) => `02:00:00:02:00:${i.toString(16).padStart(2, '0')}`) } })),
  'macvtap-10-default': add(() => macvtap({ name: 'macvtap0' })),
  'macvtap-11-change': set(macvtap({ mode: 'bridge' })),
  'macvtap-14-bcq': set(macvtap({ bcQueueLen: 333 })),
  'macvtap-16-kind-mismatch': set(macvlan({ mode: 'private' })),
  'macvtap-18-set-netns': set(({ fd }) => ({ netns: { fd } })),
  'macvtap-bridge-1-add': add(() => macvtap({ name: 'macvtap0', mode: 'bridge' })),
  'addr-01-add': address(addAddressRequest, { address: '172.16.10.5/24' }),
  'addr-02-noprefix': address(addAddressRequest, { address: '10.0.0.5' }),
  'addr-03-brd-plus': address(addAddressRequest, { address: '10.1.0.5/24', broadcast: '+' }),
  'addr-03b-brd-minus': address(addAddressRequest, { address: '10.1.1.5/24', broadcast: '-' }),
  'addr-03c-brd-explicit': address(addAddressRequest, { address: '10.1.2.5/24', broadcast: '10.1.2.255' }),
  'addr-04-peer': address(addAddressRequest, { address: '10.2.0.1', peer: '10.2.0.2/32' }),
  'addr-04b-peer-net': address(addAddressRequest, { address: '10.3.0.1', peer: '10.3.0.0/24' }),
  'addr-05-label': address(addAddressRequest, { address: '10.4.0.1/24', label: 'mv0:web' }),
  'addr-06b-scope-host': address(addAddressRequest, { address: '10.5.1.1/24', scope: 'host' }),
  'addr-06c-scope-num': address(addAddressRequest, { address: '10.5.2.1/24', scope: 100 }),
  'addr-08b-metric': address(addAddressRequest, { address: '10.8.0.1/24', metric: 77 }),
  'addr-09b-slash32': address(addAddressRequest, { address: '172.16.10.7/32' }),
  'addr-10-six': address(addAddressRequest, { address: '2001:db8:1::5/64' }),
  'addr-10b-six-nodad': address(addAddressRequest, { address: '2001:db8:2::5/64', nodad: true }),
  'addr-10j-six-metric': address(addAddressRequest, { address: '2001:db8:a::5/64', metric: 99, nodad: true }),
  'addr-13-change': address(changeAddressRequest, { address: '10.6.0.1/24', validLft: 100, preferredLft: 50 }),
  'addr-13b-replace': address(replaceAddressRequest, { address: '10.6.0.1/24', validLft: 0xffffffff, preferredLft: 0xffffffff }),
  'addr-13c-replace-new': address(replaceAddressRequest, { address: '10.20.0.1/24' }),
  'addr-14-del': address(deleteAddressRequest, { address: '172.16.10.5/24' }),
  'addr-15-del-peer': address(deleteAddressRequest, { address: '10.2.0.1', peer: '10.2.0.2/32' }),
  'addr-15c-del-noprefix': address(deleteAddressRequest, { address: '10.0.0.5' }),
  'addr-20-lo-up': set({ up: true }),
  'filters-01-type-macvlan': () => listLinksRequest({ kind: 'macvlan' }),
  'filters-03-master': ({ master }) => listLinksRequest({ master }),
  'filters-27-link-list': () => listLinksRequest(),
  'err-10c-altname-dup': ({ index }) => altnameRequest('add', index, ['eth0']),
  'err-10d-altname-del': ({ index }) => altnameRequest('delete', index, ['nosuchalt']),
};

/** Not a verb of the library as recorded: iproute2 adds a source at creation, we set the list. */
const LEFT_OUT = new Set(['macvtap-12-source']);

const recorded = readFileSync(new URL('../../fixtures/requests.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

/** Without sequence and port; IFLA_INFO_KIND with the NUL that iproute2 6.1 leaves out. */
function comparable(bytes: Uint8Array): string {
  const hex = toHex(bytes.slice().fill(0, 8, 16));
  return hex.replace(/0b000100(6d6163766c616e|6d616376746170)/, '0c000100$1').replace(/000b0001(6d6163766c616e|6d616376746170)/, '000c0001$1');
}

function ours(message: unknown, littleEndian: boolean): Uint8Array {
  const { name, header, body } = message as Encodable<(typeof route)['messages']>;
  const kind = name.startsWith('RTM_GET') ? NLM_F_DUMP : NLM_F_ACK;
  return encodeMessages(route, [{ name, header: { ...header, flags: (header.flags ?? 0) | NLM_F_REQUEST | kind }, body } as never], littleEndian);
}

const test = suite('requests');

for (const { name, argv, kernel, byteOrder, hex } of recorded) {
  if (LEFT_OUT.has(name)) continue;
  test(`${argv.join(' ').slice(0, 70)} (${name}, ${kernel})`, () => {
    const make = REQUESTS[name];
    assert.ok(make, 'there is a verb for it');
    const bytes = fromHex(hex);
    const [message] = decodeMessages(route, toBytes(bytes, { byteOrder }));
    const { index = 0, link = 0, netNsFd = 0, netNsPid = 0, master = 0 } = (message?.body ?? {}) as Record<string, number>;
    assert.is(toHex(ours(make?.({ index, link, fd: netNsFd, pid: netNsPid, master }), byteOrder === 'little').fill(0, 8, 16)), comparable(bytes));
  });
}

test('every request that is made here was recorded', () => {
  assert.equal(
    Object.keys(REQUESTS).filter((name) => !recorded.some((one) => one.name === name)),
    [],
  );
});

test('asks for a link by index, name or alternative name', () => {
  assert.equal(getLinkRequest(3).body, { index: 3, extMask: 1 });
  assert.equal(getLinkRequest('eth0', false).body, { index: 0, extMask: 9, ifname: 'eth0' });
  assert.equal(getLinkRequest('a-name-of-sixteen').body, { index: 0, extMask: 1, altIfname: 'a-name-of-sixteen' });
  // Bytes count, not characters.
  assert.equal(Object.keys(getLinkRequest('äöüäöüäö').body), ['index', 'extMask', 'altIfname']);
});

test('a name over 15 bytes goes out as an alternative name', () => {
  const { body } = addLinkRequest(kinds, { kind: 'macvlan', link: 1, name: 'exactly-15-byte' } as never);
  assert.is(body.ifname, 'exactly-15-byte');
  assert.is(addLinkRequest(kinds, { kind: 'macvlan', link: 1, name: 'sixteen-bytes-ab' } as never).body.altIfname, 'sixteen-bytes-ab');
  // In a change of a link that is told by its index the kernel passes over it.
  assert.throws(() => setLinkRequest<Kinds>(kinds, 1, { name: 'sixteen-bytes-ab' }), /15 bytes at most; longer ones are given by addAltname/);
});

test('misuse is refused before anything is sent', () => {
  const bad = (spec: object) => () => ours(addLinkRequest(kinds, { kind: 'macvlan', link: 1, ...spec } as never), true);
  const refused = (words: RegExp) => (error: unknown) => error instanceof EncodeError && words.test(error.message);
  assert.throws(bad({ kind: 'macvlam' }), refused(/no link kind is named macvlam/));
  assert.throws(bad({ kind: 'toString' }), refused(/no link kind/));
  assert.throws(bad({ name: '' }), refused(/cannot be empty/));
  assert.throws(bad({ link: 'eth0' }), refused(/index/));
  assert.throws(bad({ up: 1 }), refused(/up is true or false/));
  assert.throws(bad({ mode: 'brigde' }), refused(/mode 'brigde'/));
  assert.throws(bad({ address: '02:00' + ':zz' }), refused(/./));
  assert.throws(bad({ mtu: -1 }), refused(/./));
  assert.throws(() => setLinkRequest<Kinds>(kinds, 1, { mode: 'bridge' } as never), refused(/need the kind named/));
  assert.throws(() => setLinkRequest<Kinds>(kinds, 1, { constructor: true } as never), refused(/constructor/));
});

test('an option that links do not have is refused', () => {
  assert.throws(
    () => linkFields({ colour: 'red' } as never),
    (error: unknown) => error instanceof EncodeError && error.message === 'links have no option colour',
  );
});

test('options left undefined are not sent', () => {
  assert.equal(Object.keys(setLinkRequest<Kinds>(kinds, 1, { up: undefined, mtu: undefined } as never).body), ['index', 'flags', 'change']);
  assert.equal(addAddressRequest(1, { address: '10.0.0.1/8', label: undefined } as never).body, addAddressRequest(1, { address: '10.0.0.1/8' }).body);
});

test('a kind without options of its own is named and nothing else', () => {
  const none = { dummy: {} };
  assert.equal(addLinkRequest(none, { kind: 'dummy', name: 'd0' } as never).body.linkinfo, { kind: 'dummy' });
  assert.throws(
    () => addLinkRequest(none, { kind: 'dummy', mode: 'x' } as never),
    (error: unknown) => error instanceof EncodeError && /no option mode/.test(error.message),
  );
});

test('addresses of 127.0.0.0/8 have host scope, unless told or removed', () => {
  assert.is(addAddressRequest(1, { address: '127.0.0.2/8' }).body.scope, 254);
  assert.is(addAddressRequest(1, { address: '127.0.0.2/8', scope: 'link' }).body.scope, 253);
  assert.is(replaceAddressRequest(1, { address: '127.0.0.2/8' }).body.scope, 254);
  assert.is(changeAddressRequest(1, { address: '127.0.0.2/8' }).body.scope, 254);
  assert.is(deleteAddressRequest(1, { address: '127.0.0.2/8' }).body.scope, 0);
  assert.is(deleteAddressRequest(1, { address: '127.0.0.2/8', label: 'lo:2' }).body.scope, 0);
  assert.is(deleteAddressRequest(1, { address: '127.0.0.2/8', scope: 'link' }).body.scope, 253);
});

test('an IPv4 address without prefix length is removed whatever its own is, any other as it is told', () => {
  const prefix = (spec: AddressOptions) => deleteAddressRequest(1, spec).body.address;
  assert.is(prefix({ address: '10.0.0.1', label: 'mv0:web' }), undefined);
  assert.is(prefix({ address: '10.0.0.1/24', label: 'mv0:web' }), '10.0.0.1');
  assert.is(prefix({ address: '2001:db8::1' }), '2001:db8::1');
  assert.is(deleteAddressRequest(1, { address: '10.0.0.1/24', broadcast: '+' }).body.broadcast, undefined);
});

test('an anycast address, and lifetimes of which one is told', () => {
  const { label, ...body } = addAddressRequest(1, { address: '2001:db8::1/64', anycast: '2001:db8::', preferredLft: 50 }).body;
  assert.is(label, undefined);
  assert.is(body.anycast, '2001:db8::');
  assert.equal(body.cacheinfo, { preferred: 50, valid: 0xffffffff, cstamp: 0, tstamp: 0 });
});

test('flags beyond eight bits go out as IFA_FLAGS', () => {
  const { body } = addAddressRequest(1, { address: '2001:db8::1/64', nodad: true, noprefixroute: true });
  assert.is(body.flags8, 0);
  assert.is(body.flags, 0x202);
  const least = addAddressRequest(1, { address: '2001:db8::1/64', mngtmpaddr: true }).body;
  assert.equal([least.flags8, least.flags], [0, 0x100]);
  const small = addAddressRequest(1, { address: '2001:db8::1/64', nodad: true, home: false }).body;
  assert.is(small.flags8, 2);
  assert.is(small.flags, undefined);
});

test('computes broadcast addresses for whatever prefix leaves room', () => {
  assert.is(broadcastOf(parsePrefix('10.1.2.3/0'), '+'), '255.255.255.255');
  assert.is(broadcastOf(parsePrefix('10.1.2.3/0'), '-'), '0.0.0.0');
  assert.is(broadcastOf(parsePrefix('10.1.2.3/30'), '+'), '10.1.2.3');
  assert.is(broadcastOf(parsePrefix('10.1.2.3/31'), '+'), undefined);
  assert.throws(() => broadcastOf(parsePrefix('2001:db8::1/64'), '+'), /IPv4/);
});

test('a prefix length is digits, three at most, and no more than there are bits', () => {
  const length = (text: string) => parsePrefix(text).length;
  assert.equal(['10.0.0.0/0', '10.0.0.9/19', '10.0.0.0/32', '10.0.0.0/008', '2001:db8::/128', '::/0'].map(length), [0, 19, 32, 8, 128, 0]);
  assert.equal(
    [parsePrefix('10.0.0.1'), parsePrefix('::1')].map((prefix) => [prefix.length, prefix.explicit]),
    [
      [32, false],
      [128, false],
    ],
  );
  for (const wrong of ['10.0.0.1/', '10.0.0.1/33', '10.0.0.1/0008', '10.0.0.1/8 ', '10.0.0.1/8.', '10.0.0.1/8/8', '10.0.0.1/+8', '10.0.0.1/1:', '::/129', '::/0128'])
    assert.throws(() => parsePrefix(wrong), /the prefix length is a number from 0 to (32|128)$/, wrong);
  for (const wrong of ['/8', '', '/']) assert.throws(() => parsePrefix(wrong), /is no IP address/, wrong);
});

test('refuses addresses and lifetimes that make no sense', () => {
  const refused = (spec: AddressOptions, words: RegExp) =>
    assert.throws(
      () => addAddressRequest(1, spec),
      (error: unknown) => error instanceof EncodeError && words.test(error.message),
    );
  refused({ address: '10.0.0.1/33' }, /0 to 32/);
  refused({ address: '10.0.0.1/' }, /prefix length/);
  refused({ address: '10.0.0.1/a' }, /prefix length/);
  refused({ address: '2001:db8::/129' }, /0 to 128/);
  refused({ address: 'ten' }, /./);
  refused({ address: '10.0.0.1', peer: '2001:db8::1' }, /different families/);
  refused({ address: '10.0.0.1', validLft: 0 }, /zero/);
  refused({ address: '10.0.0.1', validLft: 5, preferredLft: 6 }, /greater/);
  refused({ address: '10.0.0.1', scope: 'galactic' as never }, /scope/);
  refused({ address: '10.0.0.1', scop: 'link' } as never, /no option scop/);
});

test('lists addresses of a family or of a link, and removes what was listed', () => {
  assert.equal(listAddressesRequest({ family: 'inet6', index: 4 }).body, { family: 10, index: 4 });
  assert.equal(listAddressesRequest().body, { family: 0, index: 0 });
  const listed = { family: 2, prefixlen: 24, flags8: 128, scope: 0, index: 4, address: '10.0.0.1', local: '10.0.0.1', label: 'mv0', flags: 128 };
  const { flags: _, ...removed } = listed;
  assert.equal(removeAddressRequest(listed as never).body, removed);
});

test.run();
