// Encapsulations: options of the API as attributes, there and back in either byte order, and as `ip` shows them.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCases } from '../../src/cli/recordings.js';
import { decodeDatagram, jsonReplacer } from '../../src/index.js';
import { attributes } from '../../src/netlink/attributes.js';
import { Bytes, fromHex, toHex } from '../../src/netlink/bytes.js';
import { EncodeError } from '../../src/netlink/errors.js';
import { type EncapAttributes, type EncapSpec, encapAttributes, nexthopEncapLines, routeEncapLines } from '../../src/rtnl/encap/encap.js';
import { tunnelOptions } from '../../src/rtnl/encap/ip-options.js';
import { showEncap } from '../../src/rtnl/encap/show.js';
import { linkNames } from '../../src/rtnl/show/link-names.js';
import { printer } from '../../src/rtnl/show/printer.js';
import { isLinear } from '../netlink/growth.js';
import { attribute, bothOrders, concat, decode, encode, hex } from '../netlink/wire.js';

const route = attributes(() => routeEncapLines);
const nexthop = attributes(() => nexthopEncapLines);

/** One of each, and what `ip` makes of it. */
const CASES: readonly (readonly [spec: EncapSpec, shown: string])[] = [
  [{ type: 'mpls', labels: [100, 200], ttl: 9 }, 'mpls  100/200 ttl 9 '],
  [{ type: 'ip', id: 100, src: '10.0.0.1', dst: '10.0.0.2', ttl: 5, tos: 16, key: true, seq: true }, 'ip id 100 src 10.0.0.1 dst 10.0.0.2 ttl 5 tos 16 key seq '],
  [{ type: 'ip6', id: 7n, dst: '2001:db8::2', hoplimit: 3, tc: 4, csum: true }, 'ip6 id 7 dst 2001:db8::2 hoplimit 3 tc 4 csum '],
  [
    {
      type: 'ip',
      dst: '10.0.0.2',
      opts: {
        geneve: [
          { class: 258, type: 3, data: hex('01020304') },
          { class: 5, type: 6, data: hex('0a0b0c0d') },
        ],
      },
    },
    'ip dst 10.0.0.2 \n\tgeneve_opts 258:3:01020304,5:6:0a0b0c0d ',
  ],
  [{ type: 'ip6', opts: { vxlan: { gbp: 300 } } }, 'ip6 \n\tvxlan_opts 300 '],
  [{ type: 'ip', opts: { erspan: { ver: 1, index: 123 } } }, 'ip \n\terspan_opts 1:123:0:0 '],
  [{ type: 'ip', opts: { erspan: { ver: 2, dir: 1, hwid: 4 } } }, 'ip \n\terspan_opts 2:0:1:4 '],
  [{ type: 'seg6', mode: 'encap', segments: ['2001:db8::1', '2001:db8::2'] }, 'seg6 mode encap segs 2 [ 2001:db8::1 2001:db8::2 ] '],
  [{ type: 'seg6', mode: 'inline', segments: ['2001:db8::1'], hmac: 0x1a }, 'seg6 mode inline segs 2 [ 2001:db8::1 :: ] hmac 1A '],
  [{ type: 'seg6', mode: 'encap', segments: ['2001:db8::1'], src: '2001:db8::7', table: 254 }, 'seg6 mode encap segs 1 [ 2001:db8::1 ] tunsrc 2001:db8::7 lookup main '],
  [{ type: 'seg6local', action: 'End' }, 'seg6local action End '],
  [{ type: 'seg6local', action: 'End.T', table: 254, count: true }, 'seg6local action End.T table main '],
  [{ type: 'seg6local', action: 'End.DT46', vrfTable: 100 }, 'seg6local action End.DT46 vrftable 100 '],
  [{ type: 'seg6local', action: 'End.X', nh6: '2001:db8::9', oif: 1 }, 'seg6local action End.X nh6 2001:db8::9 oif lo '],
  [{ type: 'seg6local', action: 'End.DX4', nh4: '10.0.0.9' }, 'seg6local action End.DX4 nh4 10.0.0.9 '],
  [{ type: 'seg6local', action: 'End.B6.Encaps', srh: { segments: ['2001:db8::1'], hmac: 1 } }, 'seg6local action End.B6.Encaps segs 1 [ 2001:db8::1 ] hmac 1 '],
  [{ type: 'seg6local', action: 'End.B6', srh: { segments: ['2001:db8::1'] } }, 'seg6local action End.B6 segs 2 [ 2001:db8::1 :: ] '],
  [{ type: 'seg6local', action: 'End.BPF', bpf: { fd: 5, name: 'prog' } }, 'seg6local action End.BPF endpoint prog '],
  [{ type: 'seg6local', action: 'End', flavors: ['psp', 'next-csid'], lcblockBits: 32, lcnodeFnBits: 16 }, 'seg6local action End flavors psp,next-csid lblen 32 nflen 16 '],
  [{ type: 'bpf', in: { fd: 3, name: 'one' }, xmit: { fd: 4, name: 'two' }, headroom: 20 }, 'bpf in one xmit two  20 '],
  [{ type: 'rpl', segments: ['2001:db8::1', '2001:db8::2'] }, 'rpl segs 2 [ 2001:db8::1 2001:db8::2 ] '],
  [
    { type: 'ila', locator: '2001:db8:0:1', csumMode: 'no-action', identType: 'luid', hookType: 'input' },
    'ila  2001:db8:0:1  csum-mode no-action  ident-type luid  hook-type input ',
  ],
  [{ type: 'ioam6', trace: { type: 0x800000, ns: 1, size: 12 } }, 'ioam6 freq 1/1 mode inline trace prealloc type 0x800000 ns 1 size 12 '],
  [
    { type: 'ioam6', mode: 'auto', tundst: '2001:db8::5', frequency: { k: 2, n: 10 }, trace: { type: 0xc0, ns: 2, size: 244 } },
    'ioam6 freq 2/10 mode auto tundst 2001:db8::5 trace prealloc type 0x0000c0 ns 2 size 244 ',
  ],
  [{ type: 'xfrm', ifId: 9, link: 1 }, 'xfrm if_id 9 link_dev lo '],
];

const context = { names: linkNames([{ index: 1, flags: 0, ifname: 'lo' }]) };

const test = suite('encap');

test('what is encoded decodes to the same, for routes and nexthops, in either byte order', () => {
  for (const [spec] of CASES) {
    for (const codec of [route, nexthop]) {
      for (const littleEndian of bothOrders) {
        const bytes = encode(codec, encapAttributes(spec) as never, littleEndian);
        const decoded = decode(codec, bytes, littleEndian, true);
        const again = encode(codec, decoded as never, littleEndian);
        assert.is(
          toHex(again),
          toHex(bytes),
          JSON.stringify(spec, (_, value) => String(value)),
        );
        assert.is(decoded.encapType, spec.type);
        // The selector may stand behind what it selects, or before it.
        const { encapType, ...rest } = decoded;
        assert.is(
          toHex(encode(codec, decode(codec, encode(codec, { encapType, ...rest } as never, littleEndian), littleEndian) as never, littleEndian)).length,
          toHex(bytes).length,
        );
      }
    }
  }
});

/** Words of iproute2, and what a user asks our library for to the same end. */
const SAME: readonly (readonly [words: string, spec: EncapSpec])[] = [
  ['mpls 100/200/300', { type: 'mpls', labels: [100, 200, 300] }],
  ['mpls 100 ttl 5', { type: 'mpls', labels: [100], ttl: 5 }],
  ['ip src 10.0.0.2 dst 10.0.0.1 tos 0x10 ttl 7 key', { type: 'ip', src: '10.0.0.2', dst: '10.0.0.1', tos: 16, ttl: 7, key: true }],
  ['ip dst 10.0.0.1 seq key csum', { type: 'ip', dst: '10.0.0.1', seq: true, key: true, csum: true }],
  ['ip erspan_opts 2:0:1:4', { type: 'ip', opts: { erspan: { ver: 2, index: 0, dir: 1, hwid: 4 } } }],
  ['ip vxlan_opts 300', { type: 'ip', opts: { vxlan: { gbp: 300 } } }],
  ['ip6 id 100 dst 2001:db8::9 hoplimit 5', { type: 'ip6', id: 100, dst: '2001:db8::9', hoplimit: 5 }],
  ['ip6 geneve_opts 1:2:01020304', { type: 'ip6', opts: { geneve: [{ class: 1, type: 2, data: hex('01020304') }] } }],
  ['seg6 mode inline segs 2001:db8::1', { type: 'seg6', mode: 'inline', segments: ['2001:db8::1'] }],
  ['seg6 mode encap segs 2001:db8::1,2001:db8::2,fc00::3 hmac 0x1a', { type: 'seg6', mode: 'encap', segments: ['2001:db8::1', '2001:db8::2', 'fc00::3'], hmac: 26 }],
  ['seg6local action End count', { type: 'seg6local', action: 'End', count: true }],
  ['seg6local action End.DT46 vrftable 100', { type: 'seg6local', action: 'End.DT46', vrfTable: 100 }],
  ['seg6local action End.B6.Encaps srh segs 2001:db8::1 hmac 5', { type: 'seg6local', action: 'End.B6.Encaps', srh: { segments: ['2001:db8::1'], hmac: 5 } }],
  ['seg6local action End flavors psp,usp,usd', { type: 'seg6local', action: 'End', flavors: ['psp', 'usp', 'usd'] }],
  ['rpl segs 2001:db8::1,2001:db8::2', { type: 'rpl', segments: ['2001:db8::1', '2001:db8::2'] }],
  ['ila 1:2:3:4 csum-mode neutral-map ident-type luid hook-type input', { type: 'ila', locator: '1:2:3:4', csumMode: 'neutral-map', identType: 'luid', hookType: 'input' }],
  [
    'ioam6 mode encap tundst 2001:db8::5 trace prealloc type 0x800000 ns 1 size 12',
    { type: 'ioam6', mode: 'encap', tundst: '2001:db8::5', trace: { type: 0x800000, ns: 1, size: 12 } },
  ],
  ['ioam6 freq 2/10 trace prealloc type 0x800000 ns 1 size 12', { type: 'ioam6', frequency: { k: 2, n: 10 }, trace: { type: 0x800000, ns: 1, size: 12 } }],
  ['xfrm if_id 5 link_dev lo', { type: 'xfrm', ifId: 5, link: 1 }],
];

test('options are sent as iproute2 sends the words for them', () => {
  const cases = readCases(new URL('../../fixtures/vectors/encap-words.jsonl.gz', import.meta.url).pathname);
  for (const [words, spec] of SAME) {
    const sent = cases.find(({ argv = [] }) => argv.join(' ').endsWith(` encap ${words} dev lo`))?.exchange?.filter(({ dir }) => dir === 'tx') ?? [];
    const [request] = sent.slice(-1).flatMap(({ hex }) => decodeDatagram(fromHex(hex), { byteOrder: 'little' }));
    const theirs = (request?.body ?? {}) as unknown as EncapAttributes;
    const ours = decode(route, encode(route, encapAttributes(spec) as never));
    // In the same order as well. Bytes that pad an attribute are whatever iproute2 finds there.
    const ordered = (value: unknown) => JSON.stringify(value, jsonReplacer);
    assert.is(ordered(ours), ordered({ [`${spec.type}Encap`]: theirs[`${spec.type}Encap`], encapType: theirs.encapType }), words);
  }
});

test('each is shown as by ip', () => {
  for (const [spec, shown] of CASES) {
    const out = printer();
    showEncap(out, decode(route, encode(route, encapAttributes(spec) as never)), context);
    assert.is(out.finish(), ` encap ${shown}`);
  }
});

test('a type that is not known keeps its bytes', () => {
  const bytes = concat(attribute(22, hex('01020304 05')), attribute(21, hex('6300')));
  const decoded = decode(route, bytes);
  assert.equal(decoded, { encap: hex('0102030405'), encapType: 99 });
  assert.is(toHex(encode(route, decoded)), toHex(bytes));
  const out = printer();
  showEncap(out, decoded, context);
  assert.is(out.finish(), ' encap unknown ');
});

test('the options of Geneve come in one nest from the kernel and go back in one', () => {
  const one = concat(attribute(1, hex('0102')), attribute(2, hex('03')), attribute(3, hex('01020304')));
  const two = concat(attribute(1, hex('0005')), attribute(2, hex('06')), attribute(3, hex('0a0b0c0d')));
  const bytes = concat(attribute(22, attribute(8, attribute(1, concat(one, two)))), attribute(21, hex('0200')));
  const decoded = decode(route, bytes);
  assert.equal(
    decoded.ipEncap?.opts?.geneve?.map((option) => option.class),
    [0x102, 5],
  );
  assert.is(toHex(encode(route, decoded)), toHex(bytes));
});

test('any number of options decodes in linear time', () => {
  const one = attribute(1, attribute(1, hex('0102')));
  const decoding = (count: number) => {
    const bytes = concat(...new Array<Uint8Array>(count).fill(one));
    return () => assert.is(tunnelOptions.decode(new Bytes(bytes, true), 0, bytes.length).geneve?.length, count);
  };
  return isLinear(8, decoding(1500), decoding(12_000));
});

test('what no header can hold is refused', () => {
  const refused = (spec: EncapSpec, why: RegExp) =>
    assert.throws(
      () => encode(route, encapAttributes(spec) as never),
      (error: unknown) => error instanceof EncodeError && why.test(error.message),
    );
  refused({ type: 'mpls', labels: [] }, /at least one/);
  refused({ type: 'mpls', labels: [0x100000] }, /MPLS label cannot hold/);
  refused({ type: 'seg6', mode: 'encap', segments: ['10.0.0.1'] }, /no IPv6 address/);
  refused({ type: 'seg6', mode: 'both' as 'encap', segments: ['::1'] }, /none of inline/);
  refused({ type: 'ioam6', trace: { type: 1, ns: 1, size: 6 } }, /multiple of 4/);
  refused({ type: 'ioam6', mode: 'encap', trace: { type: 1, ns: 1, size: 4 } }, /tundst/);
  refused({ type: 'ila', locator: '2001:db8::1' }, /four words/);
  refused({ type: 'gre' } as never, /none of mpls/);
});

test.run();
