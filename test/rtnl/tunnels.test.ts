// Tunnels: options of the API beside the words that say the same, changes, refusals, and what is shown of attributes that iproute2
// 6.1.0 does not know.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, encodeDatagram } from '../../src/index.js';
import { Bytes, fromHex, toHex } from '../../src/netlink/bytes.js';
import { EncodeError } from '../../src/netlink/errors.js';
import { encoded } from '../../src/netlink/note.js';
import type { LinkKind } from '../../src/rtnl/kind.js';
import type { KindCommand } from '../../src/rtnl/kind-command.js';
import { addLinkRequest, setLinkRequest } from '../../src/rtnl/link-requests.js';
import { rows } from '../fixtures.js';
import { kindNamed, kinds, shown, wordsToHex } from './kinds-fixtures.js';

const test = suite('tunnels');

interface Case {
  readonly name: string;
  readonly exchange: readonly { readonly hex: string }[];
}

test('what was sent and received decodes and encodes to the same bytes, in either byte order', () => {
  for (const { name, exchange } of rows<Case>('vectors/tunnels.jsonl.gz')) {
    for (const { hex } of exchange) {
      const messages = decodeDatagram(fromHex(hex), { byteOrder: 'little' });
      // iproute2 sends a last message with zeros behind it.
      assert.is(hex.startsWith(toHex(encodeDatagram(messages, { byteOrder: 'little' }))), true, name);
      const big = encodeDatagram(messages, { byteOrder: 'big' });
      assert.is(toHex(encodeDatagram(decodeDatagram(big, { byteOrder: 'big' }), { byteOrder: 'big' })), toHex(big), name);
    }
  }
});

const data = (kind: string, options: object): string | undefined => {
  const { add, data: codec } = kindNamed(kind) as Required<LinkKind>;
  const value = add(options);
  return value === undefined ? undefined : toHex(encoded(codec, value, true));
};

const SAME: readonly (readonly [kind: string, options: object, words: string])[] = [
  ['vxlan', { id: 42, dev: 7, remote: '10.0.0.2', dstport: 4789 }, 'id 42 dev if7 remote 10.0.0.2 dstport 4789'],
  ['vxlan', { external: true, vnifilter: true, dstport: 4790 }, 'external vnifilter dstport 4790'],
  [
    'vxlan',
    { id: 44, udp6zerocsumtx: true, udpcsum: false, ttl: 'inherit', df: 'set', gbp: true, gpe: true, srcport: { min: 1000, max: 2000 }, local: '2001:db8::1', learning: false },
    'id 44 udp6zerocsumtx noudpcsum ttl inherit df set gbp gpe srcport 1000 2000 local 2001:db8::1 nolearning',
  ],
  [
    'vxlan',
    {
      id: 1,
      dev: 7,
      groupAddress: 'ff02::1',
      tos: 'inherit',
      ttl: 9,
      flowlabel: 5,
      ageing: 0,
      maxaddress: 7,
      proxy: true,
      rsc: false,
      l2miss: true,
      l3miss: true,
      remcsumtx: true,
      remcsumrx: true,
      udp6zerocsumrx: true,
    },
    'id 1 dev if7 group ff02::1 tos inherit ttl 9 flowlabel 5 ageing none maxaddress 7 proxy norsc l2miss l3miss remcsumtx remcsumrx udp6zerocsumrx dstport 0',
  ],
  ['geneve', { id: 5, remote: '10.0.0.2', ttl: 64, dstport: 6082, udpcsum: true }, 'id 5 remote 10.0.0.2 ttl 64 dstport 6082 udpcsum'],
  ['geneve', { external: true, innerprotoinherit: true, tos: 16 }, 'external innerprotoinherit tos 0x10'],
  [
    'geneve',
    { id: 5, remote: '::1', ttl: 'inherit', df: 'inherit', flowlabel: 0xfffff, udp6zerocsumtx: false, udp6zerocsumrx: true },
    'id 5 remote ::1 ttl inherit df inherit flowlabel 0xfffff noudp6zerocsumtx udp6zerocsumrx',
  ],
  ['gre', { remote: '10.0.0.2', local: '10.0.0.1', ttl: 64, key: 5, seq: true, ocsum: true }, 'remote 10.0.0.2 local 10.0.0.1 ttl 64 key 5 seq ocsum'],
  ['gre', { external: true }, 'external'],
  ['gre', { remote: '224.0.0.5', local: '10.0.0.1', dev: 7 }, 'remote 224.0.0.5 local 10.0.0.1 dev if7'],
  [
    'gretap',
    {
      remote: '10.0.0.2',
      ikey: '1.2.3.4',
      okey: 9,
      iseq: true,
      icsum: true,
      pmtudisc: false,
      ignoreDf: true,
      tos: 'inherit',
      fwmark: 7,
      encap: { type: 'fou', sport: 'auto', dport: 5555, csum: true, remcsum: true },
    },
    'remote 10.0.0.2 ikey 1.2.3.4 okey 9 iseq icsum nopmtudisc ignore-df tos inherit fwmark 7 encap fou encap-sport auto encap-dport 5555 encap-csum encap-remcsum',
  ],
  [
    'erspan',
    { local: '10.0.0.1', remote: '10.0.0.5', seq: true, key: 8, erspanVer: 2, erspanDir: 'egress', erspanHwid: 17 },
    'local 10.0.0.1 remote 10.0.0.5 seq key 8 erspan_ver 2 erspan_dir egress erspan_hwid 17',
  ],
  ['erspan', { remote: '10.0.0.5', erspan: 99 }, 'remote 10.0.0.5 erspan 99'],
  [
    'ip6gre',
    { local: '2001:db8::1', remote: '2001:db8::2', hoplimit: 9, encaplimit: 'none', tclass: 0x1f, flowlabel: 0xabcde },
    'local 2001:db8::1 remote 2001:db8::2 hoplimit 9 encaplimit none tclass 1f flowlabel abcde',
  ],
  [
    'ip6gretap',
    { remote: '2001:db8::2', tclass: 'inherit', flowlabel: 'inherit', dscp: 'inherit', fwmark: 'inherit', allowLocalremote: true },
    'remote 2001:db8::2 tclass inherit flowlabel inherit dscp inherit fwmark inherit allow-localremote',
  ],
  [
    'ip6erspan',
    { remote: '2001:db8::2', key: 3, erspanVer: 1, erspan: 9, encap: { type: 'gue', dport: 6, csum6: false } },
    'remote 2001:db8::2 key 3 erspan_ver 1 erspan 9 encap gue encap-dport 6 noencap-udp6-csum',
  ],
  ['ipip', { mode: 'mplsip', remote: '10.0.0.2', ttl: 'inherit', tos: 4, dev: 7 }, 'mode mplsip remote 10.0.0.2 ttl inherit tos 4 dev if7'],
  ['ipip', { mode: 'ipip', external: true }, 'mode ipip external'],
  [
    'sit',
    { local: '10.0.0.1', mode: 'ip6ip', isatap: true, sixrdPrefix: '2001:db8::/32', sixrdRelayPrefix: '10.0.0.0/8' },
    'local 10.0.0.1 mode ip6ip isatap 6rd-prefix 2001:db8::/32 6rd-relay_prefix 10.0.0.0/8',
  ],
  [
    'ip6tnl',
    { mode: 'ipip6', remote: '2001:db8::2', encaplimit: 7, hoplimit: 'inherit', fwmark: 5, encap: { type: 'fou', dport: 5555 } },
    'mode ipip6 remote 2001:db8::2 encaplimit 7 hoplimit inherit fwmark 5 encap fou encap-dport 5555',
  ],
  ['vti', { remote: '10.0.0.2', key: 77 }, 'remote 10.0.0.2 key 77'],
  ['vti6', { remote: '2001:db8::2', ikey: 1, okey: '0.0.0.2', fwmark: 4, dev: 7 }, 'remote 2001:db8::2 ikey 1 okey 2 fwmark 4 dev if7'],
  ['xfrm', { ifId: 42, dev: 7 }, 'if_id 42 dev if7'],
  ['xfrm', { external: true }, 'external'],
  ['bareudp', { dstport: 6635, ethertype: 'mpls_uc', srcportmin: 1000, multiproto: true }, 'dstport 6635 ethertype mpls_uc srcportmin 1000 multiproto'],
  ['bareudp', { dstport: 6635, ethertype: 0x800 }, 'dstport 6635 ethertype ipv4'],
  ['gtp', { role: 'sgsn' }, 'role sgsn'],
  ['gtp', { role: 'ggsn', restartCount: 5 }, 'role ggsn restart_count 5'],
  [
    'amt',
    { mode: 'gateway', local: '10.0.0.1', discovery: '10.0.0.2', dev: 7, gatewayPort: 2268, relayPort: 2269, maxTunnels: 9 },
    'mode gateway local 10.0.0.1 discovery 10.0.0.2 dev if7 gateway_port 2268 relay_port 2269 max_tunnels 9',
  ],
  ['macsec', { port: 11, encrypt: true, cipher: 'gcm-aes-256' }, 'port 11 encrypt on cipher gcm-aes-256'],
  [
    'macsec',
    { sci: '02000000000A0001', sendSci: true, protect: false, validate: 'check', offload: 'off', icvlen: 16, replay: { window: 32 }, encodingsa: 2 },
    'sci 02000000000a0001 send_sci on protect off validate check offload off icvlen 16 replay on window 32 encodingsa 2',
  ],
  ['macsec', { endStation: true, scb: false, replay: false }, 'end_station on scb off replay off'],
  ['netkit', { mode: 'l2', policy: 'blackhole', scrub: 'none', peer: { name: 'nk1' } }, 'mode l2 blackhole scrub none peer name nk1'],
  ['ovpn', { mode: 'mp' }, 'mode mp'],
];

for (const [kind, options, words] of SAME) {
  test(`${kind} ${JSON.stringify(options)} encodes to what ${words} gives`, async () => {
    assert.is(data(kind, options), await wordsToHex(kind, words.split(' ')));
  });
}

test('no options are no data, where the kernel takes none', () => {
  for (const kind of ['gre', 'gretap', 'ip6gre', 'ip6gretap', 'ipip', 'sit', 'ip6tnl', 'vti', 'vti6', 'macsec', 'netkit', 'ovpn', 'wireguard', 'pfcp']) {
    assert.is(kindNamed(kind).add?.({ kind, name: 'k0', mtu: 1400 }), undefined, kind);
  }
});

function decoded(kind: string, hex = ''): Readonly<Record<string, unknown>> {
  const bytes = fromHex(hex);
  return kindNamed(kind).data?.decode(new Bytes(bytes, true, true), 0, bytes.length);
}

test('a change of a tunnel keeps what the link has', () => {
  for (const [kind, options, change, key, value] of [
    ['gre', { remote: '10.0.0.2', key: 5, ignoreDf: true, encap: { type: 'fou', sport: 5555, dport: 5556, csum: true } }, { ttl: 9 }, 'ttl', 9],
    ['erspan', { remote: '10.0.0.2', erspanVer: 2, erspanHwid: 5 }, { erspanHwid: 6 }, 'erspanHwid', 6],
    ['ip6gre', { remote: '2001:db8::2', tclass: 5, flowlabel: 'inherit' }, { tclass: 7 }, 'flowinfo', 0x700000],
    ['ip6tnl', { remote: '2001:db8::2', mode: 'ipip6', encap: { type: 'fou', dport: 1 } }, { hoplimit: 9 }, 'ttl', 9],
    ['sit', { local: '10.0.0.1', isatap: true, sixrdPrefix: '2001:db8::/32' }, { isatap: false }, 'flags', []],
    ['ipip', { local: '10.0.0.1', mode: 'ipip' }, { tos: 4 }, 'tos', 4],
    ['vti', { remote: '10.0.0.2', key: 7 }, { okey: 8 }, 'okey', 8],
  ] as const) {
    const before = decoded(kind, data(kind, options));
    const changed = kindNamed(kind).change?.(change, before) as Readonly<Record<string, unknown>>;
    const codec = kindNamed(kind).data as NonNullable<LinkKind['data']>;
    assert.equal(decoded(kind, toHex(encoded(codec, changed, true))), { ...before, [key]: value }, kind);
    assert.is(kindNamed(kind).change?.({}, before), undefined);
  }
});

test('links.set hands over what the link has', () => {
  const current = { linkinfo: { kind: 'vti', vti: { ikey: 1, okey: 2, remote: '10.0.0.2' } } } as never;
  const { body } = setLinkRequest(kinds, 9, { kind: 'vti', fwmark: 5 }, current);
  assert.equal((body.linkinfo as Record<string, unknown>).vti, { ikey: 1, okey: 2, remote: '10.0.0.2', fwmark: 5 });
});

const refused = (why: RegExp) => (error: unknown) => error instanceof EncodeError && why.test(error.message);

test('what no kernel takes is refused', () => {
  for (const [kind, options, why] of [
    ['vxlan', {}, /needs an id/],
    ['vxlan', { id: 1 << 24 }, /id is a whole number from 0 to 16777215/],
    ['vxlan', { id: 1, external: true }, /external links have no id/],
    ['vxlan', { id: 1, vnifilter: true }, /vnifilter is for external links/],
    ['vxlan', { id: 1, groupAddress: '224.0.0.1' }, /a group needs dev/],
    ['vxlan', { id: 1, groupAddress: '10.0.0.1', dev: 7 }, /no multicast address/],
    ['vxlan', { id: 1, remote: '224.0.0.1' }, /is a multicast address/],
    ['vxlan', { id: 1, remote: '10.0.0.1', local: '::1' }, /of different families/],
    ['vxlan', { id: 1, groupAddress: '224.0.0.1', remote: '10.0.0.1', dev: 7 }, /cannot both be told/],
    ['vxlan', { id: 1, dev: 'eth0' }, /dev is an index here/],
    ['vxlan', { id: 1, tttl: 5 }, /links of kind vxlan have no option tttl/],
    ['geneve', { id: 1 }, /needs an id and a remote/],
    ['geneve', { id: 1, remote: 'ff02::1' }, /is a multicast address/],
    ['gre', { remote: '::1' }, /no IPv4 address/],
    ['gre', { remote: '224.0.0.1' }, /needs a local address/],
    ['gre', { key: '::1' }, /is no key/],
    ['gre', { ttl: 256 }, /ttl is a whole number from 0 to 255/],
    ['gre', { encap: { type: 'foo' } }, /none of fou, gue, none/],
    ['gre', { erspan: 5 }, /have no option erspan/],
    ['erspan', { erspanVer: 3 }, /erspanVer is a whole number from 0 to 2/],
    ['ip6gre', { local: '10.0.0.1' }, /no IPv6 address/],
    ['ip6tnl', { mode: 'ipip' }, /none of ip6ip6, ipip6, any/],
    ['ipip', { mode: 'ip6ip' }, /none of ipip, mplsip, any/],
    ['ipip', { ttl: 5, pmtudisc: false }, /discovers the MTU/],
    ['sit', { sixrdPrefix: '10.0.0.0/8' }, /no IPv6 prefix/],
    ['xfrm', {}, /needs an ifId/],
    ['xfrm', { ifId: 1, external: true }, /neither ifId nor dev/],
    ['bareudp', { dstport: 1, ethertype: 'foo' }, /no Ethernet protocol/],
    ['gtp', { role: 'x' }, /none of sgsn, ggsn/],
    ['gtp', { role: 'sgsn', hsize: 1 << 17 }, /hsize is a whole number/],
    ['amt', { mode: 'gateway', local: '10.0.0.1', dev: 7 }, /needs discovery/],
    ['macsec', { sci: '1', link: 1 }, /^/],
    ['macsec', { sci: '0200000000010001', port: 5 }, /part of the sci/],
    ['macsec', { sendSci: true, scb: true }, /do not go together/],
    ['macsec', { icvlen: 7 }, /icvlen is 8 to 16/],
    ['netkit', { peer: { foo: 1 } }, /no option foo/],
    ['wireguard', { port: 1 }, /have no option port/],
  ] as const) {
    assert.throws(() => toHex(encodeDatagram([addLinkRequest(kinds, { kind, name: 'k0', ...options } as never)])), refused(why), `${kind} ${JSON.stringify(options)}`);
  }
});

test('attributes of newer kernels are decoded, can be told, and are not shown', () => {
  const options = { id: 1, localbypass: false, labelPolicy: 'inherit', reservedBits: { flags: 0xff000000, vni: 0xff }, mcroute: true };
  const vxlan = decoded('vxlan', data('vxlan', options));
  assert.equal(vxlan, { localbypass: 0, labelPolicy: 'inherit', reservedBits: { flags: 0xff000000, vni: 0xff }, mcRoute: 1, id: 1, learning: 1 });
  assert.is(shown(kindNamed('vxlan').show as NonNullable<KindCommand['show']>, vxlan), 'id 1 ');
  const geneve = decoded('geneve', data('geneve', { id: 1, remote: '10.0.0.2', srcport: { min: 1, max: 2 }, groHint: true, local: '::1' }));
  assert.equal([geneve.portRange, geneve.groHint, geneve.local6], [{ low: 1, high: 2 }, true, '::1']);
  assert.is(shown(kindNamed('geneve').show as NonNullable<KindCommand['show']>, geneve), 'id 1 remote 10.0.0.2 ttl auto ');
});

test('netkit and ovpn are shown as the first iproute2 that knows them has it', () => {
  const netkit = kindNamed('netkit').show as NonNullable<KindCommand['show']>;
  const data = { mode: 'l3', primary: 1, policy: 'forward', peerPolicy: 'blackhole', scrub: 'default', peerScrub: 'none', headroom: 0 };
  assert.is(shown(netkit, data), 'mode l3 type primary policy forward peer policy blackhole scrub default peer scrub none ');
  assert.is(
    shown(netkit, { ...data, primary: 0, policy: 7 }, { json: true }),
    '{"mode":"l3","type":"peer","policy":"UNKNOWN","peer_policy":"blackhole","scrub":"default","peer_scrub":"none"}',
  );
  assert.is(shown(kindNamed('ovpn').show as NonNullable<KindCommand['show']>, { mode: 'mp' }), 'mode mp ');
});

test.run();
