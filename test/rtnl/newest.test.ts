// Attributes that kernels after 6.18 have, and nests that only these tests meet: whole and again, in either byte order.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteOrder, decodeDatagram, dissectDatagram, encodeDatagram, kinds } from '../../src/index.js';
import { fromHex, toHex } from '../../src/netlink/bytes.js';
import { addLinkRequest } from '../../src/rtnl/link-requests.js';
import { addRouteRequest } from '../../src/rtnl/route-requests.js';
import { only, rows } from '../fixtures.js';

const test = suite('newest');

/** Statistics of a discipline's own stand twice in a message: what TCA_XSTATS has is decoded, TCA_STATS_APP is bytes. */
const plain = (_: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  return (value as { name?: string } | null)?.name === 'TCA_STATS_APP' ? undefined : value;
};

/** Throws where a dissection has an attribute that has no name. */
function expectNamed(bytes: Uint8Array, byteOrder: ByteOrder = 'little'): void {
  const told = JSON.stringify(dissectDatagram(bytes, { byteOrder }), plain);
  assert.not.match(told, /"#\d+"/);
}

/** What comes out of the bytes, which encoding it gives again. */
function around(name: string, body: object, byteOrder: ByteOrder = 'little'): Record<string, never> {
  const bytes = encodeDatagram([{ name, header: { sequence: 1 }, body } as never], { byteOrder });
  const decoded = only(decodeDatagram(bytes, { byteOrder }));
  assert.is(decoded.errors, undefined);
  assert.is(toHex(encodeDatagram([decoded], { byteOrder })), toHex(bytes), name);
  expectNamed(bytes, byteOrder);
  return decoded.body as Record<string, never>;
}

const BODIES: readonly (readonly [name: string, body: object])[] = [
  ['RTM_NEWLINK', { index: 3, linkinfo: { kind: 'bridge', bridge: { stpMode: 'user' } } }],
  ['RTM_NEWLINK', { index: 3, linkinfo: { kind: 'bond', bond: { lacpStrict: 1 } } }],
  ['RTM_NEWLINK', { family: 7, index: 3, afSpecBridge: { mrp: { info: [{ ringId: 1, pIfindex: 4, prio: 0x8000, testInterval: 20000 }, { ringId: 2 }] } } }],
  ['RTM_SETLINK', { family: 7, index: 3, afSpecBridge: { flags: 2, mrp: { ringRole: { ringId: 1, role: 2 }, inRole: { inId: 7, iIfindex: 5 } } } }],
  [
    'RTM_NEWLINK',
    { family: 7, index: 3, afSpecBridge: { cfm: { mepCreateInfo: [{ instance: 1, ifindex: 4 }], mepConfigInfo: [{ unicastMac: '02:00:00:00:00:01', mdlevel: 7 }] } } },
  ],
  ['RTM_NEWLINK', { family: 128, afSpecIpmr: { id: 254, mrouteRegVifNum: -1, vifs: { vif: [{ ifindex: 3, vifId: 0, bytesIn: 5n, localAddr: '10.0.0.1' }] } } }],
  ['RTM_NEWVLAN', { family: 7, index: 3, entry: [{ info: { flags: 0, vid: 5 }, neighSuppress: 1, neighForwardGrat: 1 }] }],
  ['RTM_NEWVLAN', { family: 7, index: 3, globalOptions: [{ id: 5, mcastQuerierState: { ipAddress: '10.0.0.1', ipPort: 4 } }] }],
  ['RTM_NEWMULTICAST', { family: 2, index: 3, mcUsers: 2 }],
  ['RTM_DELROUTE', { family: 10, dst: 'fd00::', dstLen: 8, delReason: 'ra-withdrawn' }],
  ['RTM_NEWNEXTHOP', { family: 2, id: 5, gateway: '10.0.0.1', fdb: true, dstPort: 4789 }],
  ['RTM_NEWCACHEREPORT', { family: 128, msgtype: 1, srcAddr: '10.0.0.1', pkt: Uint8Array.of(0x45, 0), table: 254 }],
  ['RTM_NEWQDISC', { index: 3, kind: 'fq', fq: { weights: Int32Array.of(589824, 196608, 65536), offloadHorizon: 5 } }],
];

test('attributes are decoded by name, and given back', () => {
  for (const [name, body] of BODIES) {
    for (const byteOrder of ['little', 'big'] as const) {
      const decoded = around(name, body, byteOrder);
      for (const [key, value] of Object.entries(body)) assert.equal(decoded[key], value, `${name} ${key}`);
    }
  }
});

test('a spanning tree, a strict bond, and the source and the table of SRv6 are options', () => {
  const made = (spec: object) => around('RTM_NEWLINK', addLinkRequest(kinds, spec as never).body).linkinfo;
  assert.equal(made({ kind: 'bridge', name: 'br0', stpMode: 'kernel' }), { kind: 'bridge', bridge: { stpMode: 'kernel' } });
  assert.equal(made({ kind: 'bond', name: 'b0', lacpStrict: 1 }), { kind: 'bond', bond: { lacpStrict: 1 } });
  const encap = { type: 'seg6', mode: 'encap', segments: ['fd00::3'], src: 'fd00::7', table: 100 } as const;
  const { body } = addRouteRequest({ dst: 'fd01::/64', oif: 3, encap });
  assert.equal(around('RTM_NEWROUTE', body as object).seg6Encap, { srh: { mode: 'encap', segments: ['fd00::3'] }, src: 'fd00::7', table: 100 });
});

test('what Linux 7.3 tells is decoded to the last attribute, and given back', () => {
  const kindsMet = new Set<string>();
  for (const { name, hex } of rows<{ name: string; hex: string }>('vectors/linux-7.3.jsonl.gz')) {
    const bytes = fromHex(hex);
    const decoded = only(decodeDatagram(bytes));
    assert.is(decoded.name, name);
    assert.is(decoded.errors, undefined);
    assert.is(toHex(encodeDatagram([decoded])), hex, name);
    expectNamed(bytes);
    const { kind, linkinfo } = decoded.body as { kind?: string; linkinfo?: { kind?: string } };
    kindsMet.add(kind ?? linkinfo?.kind ?? name);
  }
  for (const kind of ['ovpn', 'netkit', 'hsr', 'macsec', 'batadv', 'mqprio', 'cake', 'RTM_NEWTUNNEL', 'RTM_NEWNEXTHOPBUCKET']) assert.ok(kindsMet.has(kind), kind);
});

test.run();
