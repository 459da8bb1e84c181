// Counters and virtual functions of a link, made by hand: iproute2 6.1 ip/ipaddress.c: print_stats64(), print_num(), print_vfinfo().

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Bytes } from '../../src/netlink/bytes.js';
import { AF_INET6 } from '../../src/rtnl/constants.js';
import type { AnyLink } from '../../src/rtnl/link.js';
import { rtnlLinkStats, rtnlLinkStats64 } from '../../src/rtnl/link-stats.js';
import { showInterface } from '../../src/rtnl/show/interface.js';
import { showLink } from '../../src/rtnl/show/link.js';
import { linkNames } from '../../src/rtnl/show/link-names.js';
import { showCount } from '../../src/rtnl/show/link-stats.js';
import { vfsTruncated } from '../../src/rtnl/show/link-vf.js';
import { type PrinterOptions, printer } from '../../src/rtnl/show/printer.js';

/** Without unknown attributes, whose index signature Partial would make undefined. */
type Some = { [K in keyof AnyLink as K extends `#${number}` ? never : K]?: AnyLink[K] };

type Stats = NonNullable<AnyLink['stats64']>;
type Vf = NonNullable<AnyLink['vfinfoList']>[number];

const zero = rtnlLinkStats64.read(new Bytes(new Uint8Array(200)), 0) as Stats;
const stats64 = (some: Partial<Stats>): { stats64: Stats } => ({ stats64: { ...zero, ...some } });
const base: AnyLink = { family: 0, type: 1, index: 9, flags: 0, change: 0, ifname: 'x0' };
const context = { names: linkNames([]), kinds: {}, command: 'link' } as const;
const HEAD = '9: x0: <> \n    link/ether ';

function text(link: Some, options: PrinterOptions): string {
  const out = printer(options);
  showLink(out, { ...base, ...link }, context);
  return out.finish();
}

function json(link: Some, options: PrinterOptions): Record<string, unknown> {
  const out = printer({ ...options, json: true });
  out.openObject();
  showLink(out, { ...base, ...link }, context);
  out.closeObject();
  return (JSON.parse(out.finish()) as Record<string, unknown>[])[0] as Record<string, unknown>;
}

const Stats = suite('show/link-stats');

Stats('writes counters in columns as wide as the widest', () => {
  assert.is(
    text(stats64({ rxBytes: 12345678901n, rxPackets: 5n, txBytes: 7n, rxMissedErrors: 3n }), { statistics: 1 }),
    `${HEAD}
    RX:   bytes packets errors dropped  missed   mcast           
    12345678901       5      0       0       3       0 
    TX:   bytes packets errors dropped carrier collsns           
              7       0      0       0       0       0 
`,
  );
});

Stats('writes errors with -s -s, and what has counted', () => {
  assert.is(
    text({ ...stats64({ rxNohandler: 12n, rxOtherhostDropped: 4n, rxCompressed: 1n, txAbortedErrors: 12345678n }), carrierChanges: 2 }, { statistics: 2 }),
    `${HEAD}
    RX:  bytes packets   errors dropped  missed   mcast compressed
             0       0        0       0       0       0          1 
    RX errors:  length      crc   frame    fifo overrun  nohandler otherhost
                     0        0       0       0       0         12         4 
    TX:  bytes packets   errors dropped carrier collsns           
             0       0        0       0       0       0 
    TX errors: aborted     fifo  window heartbt transns
               12345678        0       0       0       2 
`,
  );
  const plain = text(stats64({}), { statistics: 2 }).split('\n');
  assert.is(plain[4], '    RX errors:  length    crc   frame    fifo overrun');
  assert.is(plain[8], '    TX errors: aborted   fifo  window heartbt        ');
  assert.is(plain[9], '                     0      0       0       0 ');
});

Stats('keeps 64 bits in JSON', () => {
  const most = 18446744073709551615n;
  const out = printer({ json: true, statistics: 2 });
  out.openObject();
  showLink(out, { ...base, ...stats64({ rxBytes: most, txCompressed: 1n, rxCompressed: 2n, rxNohandler: 3n, rxOtherhostDropped: 4n }), carrierChanges: 5 }, context);
  out.closeObject();
  assert.is(
    out.finish(),
    '[{"ifindex":9,"ifname":"x0","flags":[],"link_type":"ether","stats64":{"rx":{"bytes":18446744073709551615,"packets":0,"errors":0,"dropped":0,"over_errors":0,"multicast":0,"compressed":2,"length_errors":0,"crc_errors":0,"frame_errors":0,"fifo_errors":0,"missed_errors":0,"nohandler":3,"otherhost":4},"tx":{"bytes":0,"packets":0,"errors":0,"dropped":0,"carrier_errors":0,"collisions":0,"compressed":1,"aborted_errors":0,"fifo_errors":0,"window_errors":0,"heartbeat_errors":0,"carrier_changes":5}}}]\n',
  );
});

Stats('takes the 32-bit counters where there are no others, then those of IPv6', () => {
  const stats = { ...rtnlLinkStats.read(new Bytes(new Uint8Array(96)), 0), rxBytes: 77 } as NonNullable<AnyLink['stats']>;
  assert.is((json({ stats }, { statistics: 1 }).stats as { rx: { bytes: number } }).rx.bytes, 77);
  assert.match(text({ stats }, { statistics: 1 }), ' 77 ');
  const mib = BigUint64Array.from({ length: 37 }, (_, i) => BigInt(100 + i));
  const inet6 = json({ family: AF_INET6, protinfoInet6: { stats: mib } }, { statistics: 2 }).stats64 as Record<'rx' | 'tx', Record<string, number>>;
  assert.equal(
    [inet6.rx.bytes, inet6.rx.packets, inet6.rx.errors, inet6.rx.multicast, inet6.rx.frame_errors, inet6.tx.bytes, inet6.tx.packets, inet6.tx.errors],
    [102, 101, 113, 123, 131, 106, 105, 114],
  );
  assert.is((json({ protinfoInet6: {} }, { statistics: 1 }).stats64 as { rx: { bytes: number } }).rx.bytes, 0);
  assert.is(text({}, { statistics: 1 }), `${HEAD}\n\n`);
});

Stats('come after the addresses in ip addr', () => {
  const out = printer({ statistics: 1 });
  const address = { family: 2, prefixlen: 24, flags8: 0x80, scope: 0, index: 9, local: '10.0.0.1', address: '10.0.0.1' };
  showInterface(out, { ...base, ...stats64({}) }, [address], { ...context, command: 'addr' });
  assert.is(
    out.finish(),
    `${HEAD}
    inet 10.0.0.1/24 scope global 
    RX:  bytes packets errors dropped  missed   mcast           
             0       0      0       0       0       0 
    TX:  bytes packets errors dropped carrier collsns           
             0       0      0       0       0       0 
`,
  );
});

Stats('shortens counts with -h as printf rounds', () => {
  const si = (count: bigint): string => showCount(count, 'si');
  assert.equal([0n, 999n, 1000n, 1234n, 12345n, 123456n, 1234567n].map(si), ['0', '999', '1.00k', '1.23k', '12.3k', '123k', '1.23M']);
  assert.equal([1125n, 1375n, 12250n, 12750n, 100500n, 101500n].map(si), ['1.12k', '1.38k', '12.2k', '12.8k', '100k', '102k']);
  assert.equal([10n ** 12n, 10n ** 18n, 18446744073709551615n].map(si), ['1.00T', '1.00E', '18.4E']);
  assert.equal(
    [1023n, 1024n, 1536n, 1n << 20n].map((count) => showCount(count, 'iec')),
    ['1023', '1.00ki', '1.50ki', '1.00Mi'],
  );
  const lines = text(stats64({ rxBytes: 123456789012n }), { statistics: 2, human: 'si' }).split('\n');
  assert.is(lines[3], '          123G       0      0       0       0       0 ');
});

const mac = Uint8Array.from({ length: 32 }, (_, i) => (i < 6 ? [2, 0, 0, 0, 0, 1][i] : 0) as number);
const vf: Vf = { mac: { vf: 0, mac }, vlan: { vf: 0, vlan: 0, qos: 0 }, txRate: { vf: 0, rate: 0 } };
const vfs = (...list: Vf[]): Some => ({ numVf: list.length, vfinfoList: list });
const vfLine = (one: Vf, link: Some = {}): string => text({ ...vfs(one), ...link }, {}).split('\n')[2] as string;
const vfJson = (one: Vf, options: PrinterOptions = {}): Record<string, unknown> => (json(vfs(one), options).vfinfo_list as Record<string, unknown>[])[0] as Record<string, unknown>;

Stats('writes virtual functions a line each', () => {
  assert.is(text(vfs(vf, { ...vf, mac: { vf: 1, mac } }), {}), `${HEAD}\n    vf 0     link/ether 02:00:00:00:00:01\n    vf 1     link/ether 02:00:00:00:00:01\n`);
  assert.equal(vfJson(vf), { vf: 0, link_type: 'ether', address: '02:00:00:00:00:01' });
  assert.is(text({ vfinfoList: [vf] }, {}), `${HEAD}\n`);
});

Stats('writes all settings of a virtual function', () => {
  const full: Vf = {
    ...vf,
    broadcast: new Uint8Array(32).fill(0xff),
    vlan: { vf: 0, vlan: 100, qos: 3 },
    txRate: { vf: 0, rate: 50 },
    rate: { vf: 0, minTxRate: 10, maxTxRate: 50 },
    spoofchk: { vf: 0, setting: 1 },
    ibNodeGuid: { vf: 0, guid: 0x0102030405060708n },
    ibPortGuid: { vf: 0, guid: 1n },
    linkState: { vf: 0, linkState: 0 },
    trust: { vf: 0, setting: 0 },
    rssQueryEn: { vf: 0, setting: 1 },
  };
  assert.is(
    vfLine(full),
    '    vf 0     link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff, vlan 100, qos 3, tx rate 50 (Mbps), max_tx_rate 50Mbps, min_tx_rate 10Mbps, spoof checking on, NODE_GUID 01:02:03:04:05:06:07:08, PORT_GUID 00:00:00:00:00:00:00:01, link-state auto, trust off, query_rss on',
  );
  assert.equal(vfJson(full), {
    vf: 0,
    link_type: 'ether',
    address: '02:00:00:00:00:01',
    broadcast: 'ff:ff:ff:ff:ff:ff',
    vlan: 100,
    qos: 3,
    tx_rate: 50,
    rate: { max_tx: 50, min_tx: 10 },
    spoofchk: true,
    'node guid': '01:02:03:04:05:06:07:08',
    'port guid': '00:00:00:00:00:00:00:01',
    link_state: 'auto',
    trust: false,
    query_rss_en: true,
  });
});

Stats('leaves out settings the driver does not have', () => {
  const none = { vf: 0, setting: 0xffffffff };
  assert.is(vfLine({ ...vf, spoofchk: none, trust: none, rssQueryEn: none, rate: { vf: 0, minTxRate: 0, maxTxRate: 0 } }), '    vf 0     link/ether 02:00:00:00:00:01');
  assert.is(vfLine({ ...vf, linkState: { vf: 0, linkState: 1 } }), '    vf 0     link/ether 02:00:00:00:00:01, link-state enable');
  assert.is(vfLine({ ...vf, linkState: { vf: 0, linkState: 2 } }), '    vf 0     link/ether 02:00:00:00:00:01, link-state disable');
});

Stats('writes a list of VLANs, naming the protocol of those that are not 802.1Q', () => {
  const vlanList = [
    { vf: 0, vlan: 5, qos: 0, vlanProto: 0x8100 },
    { vf: 0, vlan: 6, qos: 1, vlanProto: 0x88a8 },
  ];
  assert.is(vfLine({ ...vf, vlanList }), '    vf 0     link/ether 02:00:00:00:00:01, vlan 5, vlan 6, qos 1, vlan protocol 802.1ad');
  assert.equal(vfJson({ ...vf, vlanList }).vlan_list, [{ vlan: 5 }, { vlan: 6, qos: 1, protocol: '802.1ad' }]);
});

Stats('writes 20 bytes of an InfiniBand function, and its peer on a point-to-point link', () => {
  const line = vfLine({ ...vf, broadcast: new Uint8Array(32) }, { type: 32, flags: 0x10 });
  assert.is(line, `    vf 0     link/infiniband 02:00:00:00:00:01${':00'.repeat(14)} peer 00${':00'.repeat(19)}`);
});

Stats('counts what virtual functions sent and received', () => {
  const stats = { rxBytes: 10n, rxPackets: 2n, multicast: 3n, broadcast: 4n, txBytes: 5n, txPackets: 6n };
  assert.is(
    text({ ...vfs({ ...vf, stats: { ...stats, rxDropped: 7n, txDropped: 8n } }), ...stats64({}) }, { statistics: 1 })
      .split('\n')
      .slice(6)
      .join('\n'),
    `    vf 0     link/ether 02:00:00:00:00:01
    RX: bytes  packets  mcast   bcast   dropped 
            10        2       3       4        7 
    TX: bytes  packets   dropped 
             5        6        8 
`,
  );
  assert.match(
    text(vfs({ ...vf, stats }), { statistics: 1 }),
    '    RX: bytes  packets  mcast   bcast \n            10        2       3       4 \n    TX: bytes  packets \n             5        6 \n',
  );
  assert.equal(vfJson({ ...vf, stats }, { statistics: 1 }).stats, { rx: { bytes: 10, packets: 2, multicast: 3, broadcast: 4 }, tx: { tx_bytes: 5, tx_packets: 6 } });
  assert.equal(vfJson({ ...vf, stats: { rxDropped: 1n, txDropped: 2n } }, { statistics: 1 }).stats, {
    rx: { bytes: 0, packets: 0, multicast: 0, broadcast: 0, dropped: 1 },
    tx: { tx_bytes: 0, tx_packets: 0, dropped: 2 },
  });
  assert.is(vfLine({ ...vf, stats }), '    vf 0     link/ether 02:00:00:00:00:01');
});

Stats('makes do with what the kernel said of a virtual function', () => {
  assert.is(vfLine({}), '    vf 0     link/ether ');
});

Stats('knows when the kernel left virtual functions out', () => {
  assert.is(vfsTruncated({ ...base, ...vfs(vf) }), false);
  assert.is(vfsTruncated({ ...base, vfinfoList: [vf], numVf: 2 }), true);
  assert.is(vfsTruncated(base), false);
});

Stats.run();
