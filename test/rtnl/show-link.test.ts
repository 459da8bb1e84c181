// Parts of a link that few machines have, made by hand: what iproute2 6.1 ip/ipaddress.c writes for them.

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CommandKinds } from '../../src/rtnl/kind-command.js';
import type { AnyLink } from '../../src/rtnl/link.js';
import { defaultNames } from '../../src/rtnl/name-tables.js';
import type { ShowContext } from '../../src/rtnl/show/context.js';
import { showInterface } from '../../src/rtnl/show/interface.js';
import { linkReferences, showLink } from '../../src/rtnl/show/link.js';
import { showLinkAddress } from '../../src/rtnl/show/link-address.js';
import { linkNames } from '../../src/rtnl/show/link-names.js';
import { ethernetProtocolName, groupName, linkTypeName, scopeName } from '../../src/rtnl/show/names.js';
import { type PrinterOptions, printer } from '../../src/rtnl/show/printer.js';

/** Without unknown attributes, whose index signature Partial would make undefined. */
type Some = { [K in keyof AnyLink as K extends `#${number}` ? never : K]?: AnyLink[K] };

const lower = { index: 2, flags: 0x1003, ifname: 'eth0' };
const names = linkNames([lower, { index: 5, flags: 0x1002, ifname: 'down0' }, { index: 7, flags: 0x1, ifname: 'br0' }], new Map([[3, 'blue']]));
const base: AnyLink = { family: 0, type: 1, index: 9, flags: 0x1003, change: 0, ifname: 'x0' };

const contextOf = (more: Partial<ShowContext> = {}): ShowContext => ({ names, kinds: {}, command: 'link', ...more });

function text(link: Some, options: PrinterOptions = {}, context: Partial<ShowContext> = {}): string {
  const out = printer(options);
  showLink(out, { ...base, ...link }, contextOf(context));
  return out.finish();
}

function json(link: Some, options: PrinterOptions = {}, context: Partial<ShowContext> = {}): Record<string, unknown> {
  const out = printer({ ...options, json: true });
  out.openObject();
  showLink(out, { ...base, ...link }, contextOf(context));
  out.closeObject();
  return (JSON.parse(out.finish()) as Record<string, unknown>[])[0] as Record<string, unknown>;
}

/** The first line, without index and name. */
const first = (written: string): string => (written.split('\n')[0] as string).replace('9: x0: ', '');

const Link = suite('show/link');

Link('names the lower link, or says what is known of it', () => {
  for (const [link, name, members] of [
    [{ link: 2 }, 'x0@eth0', { link: 'eth0', ifname: 'x0' }],
    [{ link: 6 }, 'x0@if6', { link: 'if6', ifname: 'x0' }],
    [{ link: 0 }, 'x0@NONE', { link: null, ifname: 'x0' }],
    [{ link: 2, linkNetnsid: 3 }, 'x0@if2', { link_index: 2, ifname: 'x0' }],
    [{ link: 0, linkNetnsid: 3 }, 'x0@NONE', { link: null, ifname: 'x0' }],
    [{}, 'x0', { ifname: 'x0' }],
  ] as const) {
    assert.is((text(link).split(': ')[1] as string).split(':')[0], name);
    const { link: shownLink, link_index, ifname } = json(link);
    assert.equal(JSON.parse(JSON.stringify({ link: shownLink, link_index, ifname })), members);
  }
});

Link('calls a link without a name by its index', () => {
  const { ifname: _, ...nameless } = base;
  const out = printer();
  showLink(out, nameless, contextOf());
  assert.ok(out.finish().startsWith('9: if9: <'));
});

Link('writes flags in the order of ip, the unknown ones as hex', () => {
  assert.is(
    first(text({ flags: 0x7ffff })),
    '<LOOPBACK,BROADCAST,POINTOPOINT,MULTICAST,NOARP,ALLMULTI,PROMISC,MASTER,SLAVE,DEBUG,DYNAMIC,AUTOMEDIA,PORTSEL,NOTRAILERS,UP,LOWER_UP,DORMANT,ECHO> ',
  );
  assert.is(first(text({ flags: 0x80080001 })), '<NO-CARRIER,UP,80080000> ');
  assert.equal(json({ flags: 0x80080001 }).flags, ['NO-CARRIER', 'UP', '80080000']);
  assert.is(first(text({ flags: 0 })), '<> ');
  assert.is(first(text({ flags: 0x40 })), '<> ');
});

Link('says M-DOWN of a link whose lower link in its own namespace is down', () => {
  assert.match(text({ link: 5, flags: 0 }), 'x0@down0: <,M-DOWN> ');
  assert.equal(json({ link: 5 }).flags, ['NO-CARRIER', 'BROADCAST', 'MULTICAST', 'UP', 'M-DOWN']);
  assert.not.match(text({ link: 5, linkNetnsid: 0 }), 'M-DOWN');
  assert.not.match(text({ link: 6 }), 'M-DOWN');
});

Link('tells every bit of the flags once', () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), (flags) => {
      const shown = json({ flags }).flags as string[];
      const rest = shown.filter((name) => /^[0-9a-f]+$/.test(name)).map((name) => Number.parseInt(name, 16));
      assert.is(rest[0] ?? 0, (flags & ~0x7ffff) >>> 0);
      assert.is(first(text({ flags })), `<${shown.join(',')}> `);
    }),
  );
});

Link('writes states and modes without a name as numbers', () => {
  assert.is(first(text({ flags: 0, operstate: 9, linkmode: 4 })), '<> state 0x9mode 4 ');
  assert.equal(json({ operstate: 9, linkmode: 4 }).operstate_index, 9);
  assert.equal(json({ operstate: 9, linkmode: 4 }).linkmode_index, 4);
  assert.is(first(text({ flags: 0, operstate: 'lowerlayerdown', linkmode: 1 })), '<> state LOWERLAYERDOWN mode DORMANT ');
  assert.is(first(text({ flags: 0, operstate: 6 })), '<> state UP ');
});

Link('leaves to ip link its mode, alias and counters', () => {
  const link = { linkmode: 'default', ifalias: 'uplink', txqlen: 10, group: 0 } as const;
  assert.is(text(link), '9: x0: <NO-CARRIER,BROADCAST,MULTICAST,UP> mode DEFAULT group default qlen 10\n    link/ether \n    alias uplink\n');
  assert.is(text(link, {}, { command: 'addr' }), '9: x0: <NO-CARRIER,BROADCAST,MULTICAST,UP> group default qlen 10\n    link/ether \n');
  assert.is(text(link, {}, { command: 'monitor' }), '9: x0: <NO-CARRIER,BROADCAST,MULTICAST,UP> group default \n    link/ether \n');
  assert.is(text(link, {}, { command: 'addr', family: 10 }), '9: x0: <NO-CARRIER,BROADCAST,MULTICAST,UP> group default qlen 10\n');
  assert.match(text(link, { details: 1 }, { command: 'addr', family: 10 }), '\n    link/ether \n    alias uplink\n');
});

Link('asks for the queue length where the message has none', () => {
  assert.is(first(text({ flags: 0 }, {}, { names: { ...names, queueLength: () => 500 } })), '<> qlen 500');
  assert.is(first(text({ flags: 0, txqlen: 0 }, {}, { names: { ...names, queueLength: () => 500 } })), '<> ');
});

Link('names the group, or numbers it', () => {
  assert.is(first(text({ flags: 0, group: 7 })), '<> group 7 ');
  assert.is(first(text({ flags: 0, group: 4294967295 })), '<> group -1 ');
  assert.is(first(text({ flags: 0, group: 7 }, {}, { tables: { ...defaultNames, groups: new Map([[7, 'lab']]) } })), '<> group lab ');
  assert.is(first(text({ flags: 0, group: 0 }, { numeric: true })), '<> group 0 ');
});

Link('says what event the message is about', () => {
  assert.is(first(text({ flags: 0, event: 0 })), '<> ');
  assert.is(first(text({ flags: 0, event: 4 })), '<> event NOTIFY PEERS ');
  assert.is(first(text({ flags: 0, event: 70 })), '<> event 70 ');
  assert.is(json({ event: 70 }).event, 70);
});

Link('writes the address of the other end of a point-to-point link as its peer', () => {
  const link = { type: 778, flags: 0x10, address: '0a:00:00:01', broadcast: '0a:00:00:02' };
  assert.is(text(link), '9: x0: <POINTOPOINT> \n    link/gre 10.0.0.1 peer 10.0.0.2\n');
  assert.is(json(link).link_pointtopoint, true);
});

Link('writes the permanent address where it is another', () => {
  const address = '02:00:00:00:00:01';
  assert.is(text({ flags: 0, address, permAddress: address }), '9: x0: <> \n    link/ether 02:00:00:00:00:01\n');
  assert.is(text({ flags: 0, address, permAddress: '02:00:00:00:00:02' }), '9: x0: <> \n    link/ether 02:00:00:00:00:01 permaddr 02:00:00:00:00:02\n');
  assert.is(json({ permAddress: address }).permaddr, address);
});

Link('names namespaces, or numbers them', () => {
  const line = (link: Some): string => (text({ ...link, flags: 0 }).split('\n')[1] as string).slice('    link/ether '.length);
  assert.is(line({ linkNetnsid: 3 }), ' link-netns blue');
  assert.is(line({ linkNetnsid: 4 }), ' link-netnsid 4');
  assert.is(line({ linkNetnsid: -1 }), ' link-netnsid unknown');
  assert.is(line({ newNetnsid: 3, newIfindex: 12 }), ' new-netns blue new-ifindex 12');
  assert.is(line({ newNetnsid: 4 }), ' new-netnsid 4');
  assert.is(json({ linkNetnsid: -1, newNetnsid: 4 }).link_netnsid, -1);
});

Link('tells reasons of protodown, of a link with a broadcast address', () => {
  const link = { flags: 0, broadcast: 'ff', protoDown: 1, protoDownReason: { value: 0x109 } };
  assert.is(text(link).split('\n')[1], '    link/ether  brd ff protodown on protodown_reason <0,3>');
  assert.equal(json(link).proto_down_reason, ['0', '3']);
  assert.equal(json(link, {}, { tables: { ...defaultNames, protoDownReasons: new Map([[3, 'bond']]) } }).proto_down_reason, ['0', 'bond']);
  assert.equal(json(link, { numeric: true }, { tables: { ...defaultNames, protoDownReasons: new Map([[3, 'bond']]) } }).proto_down_reason, ['0', '3']);
  assert.is(json({ ...link, protoDown: 0, protoDownReason: {} }).proto_down, undefined);
  const { broadcast: _, ...without } = link;
  assert.is(text(without).split('\n')[1], '    link/ether  protodown on ');
});

Link('adds details in the order of ip', () => {
  const link: Some = {
    flags: 0,
    promiscuity: 1,
    allmulti: 2,
    minMtu: 68,
    maxMtu: 9000,
    afSpec: { inet6: { addrGenMode: 'stable_secret' } },
    numTxQueues: 1,
    numRxQueues: 2,
    gsoMaxSize: 3,
    gsoMaxSegs: 4,
    tsoMaxSize: 5,
    tsoMaxSegs: 6,
    groMaxSize: 7,
    gsoIpv4MaxSize: 8,
    physPortName: 'p0',
    physPortId: Uint8Array.of(1, 0xab),
    physSwitchId: new Uint8Array(32),
    parentDevBusName: 'pci',
    parentDevName: '0000:00:01.0',
  };
  assert.is(
    text(link, { details: 1 }),
    `9: x0: <> \n    link/ether  promiscuity 1  allmulti 2 minmtu 68 maxmtu 9000 addrgenmode stable_secret numtxqueues 1 numrxqueues 2 gso_max_size 3 gso_max_segs 4 tso_max_size 5 tso_max_segs 6 gro_max_size 7 portname p0 portid 01ab switchid ${'00'.repeat(31)} parentbus pci parentdev 0000:00:01.0 \n`,
  );
  assert.not.match(text(link, { details: 1 }, { command: 'addr' }), 'addrgenmode');
  const modeOf = (addrGenMode: number): unknown => json({ afSpec: { inet6: { addrGenMode } } }, { details: 1 }).inet6_addr_gen_mode;
  assert.equal([modeOf(1), modeOf(4), modeOf(200)], ['none', '0x04', '0xc8']);
});

Link('gives the data of a kind to the kind, and none of kinds it does not know', () => {
  const kinds: CommandKinds = {
    a: { show: (out, { n }, known) => out.both('n', n, `n ${n} on ${known.name(2)} `), showSlave: (out, { port }) => out.both('port', port, `port ${port} `), usage: undefined },
    b: { usage: undefined },
  };
  const linkinfo = (info: Record<string, unknown>): Some => ({ flags: 0, linkinfo: info as never });
  const shown = (info: Record<string, unknown>): string => text(linkinfo(info), { details: 1 }, { kinds }).slice('9: x0: <> \n    link/ether '.length);
  const members = (info: Record<string, unknown>): unknown => json(linkinfo(info), { details: 1 }, { kinds }).linkinfo;
  assert.is(shown({ kind: 'a', a: { n: 1 }, slaveKind: 'a', a_slave: { port: 2 } }), '\n    a n 1 on eth0 \n    a_slave port 2 \n');
  assert.equal(members({ kind: 'a', a: { n: 1 }, slaveKind: 'a', a_slave: { port: 2 } }), {
    info_kind: 'a',
    info_data: { n: 1 },
    info_slave_kind: 'a',
    info_slave_data: { port: 2 },
  });
  assert.equal(members({ kind: 'a', slaveKind: 'a' }), { info_kind: 'a', info_data: {}, info_slave_kind: 'a', info_slave_data: {} });
  assert.equal(members({ kind: 'b', slaveKind: 'b' }), { info_kind: 'b', info_slave_kind: 'b' });
  assert.equal(members({ kind: 'toString', slaveKind: 'c' }), { info_kind: 'toString', info_slave_kind: 'c' });
  assert.is(shown({}), '\n');
});

Link('writes alternative names a line each', () => {
  assert.is(text({ flags: 0, propList: ['a-long-alternative-name', 'b'] }), '9: x0: <> \n    link/ether \n    altname a-long-alternative-name\n    altname b\n');
  assert.equal(json({ propList: ['a', 'b'] }).altnames, ['a', 'b']);
});

Link('is one line with -o', () => {
  assert.is(
    text({ flags: 0, ifalias: 'up', propList: ['b'], promiscuity: 0, linkinfo: { kind: 'dummy' } }, { oneline: true, details: 1 }),
    '9: x0: <> \\    link/ether  promiscuity 0 \\    dummy \\    alias up\\    altname b\n',
  );
});

Link('is name, state, address and flags with -br', () => {
  const link = { link: 2, operstate: 'up', address: '02:00:00:00:00:01', mtu: 1500 } as const;
  assert.is(text(link, { brief: true }), 'x0@eth0          UP             02:00:00:00:00:01 <NO-CARRIER,BROADCAST,MULTICAST,UP> \n');
  assert.is(text(link, { brief: true }, { command: 'addr' }), 'x0@eth0          UP             ');
  assert.is(text({ ifname: 'é', flags: 0 }, { brief: true }), `é${' '.repeat(15)}<> \n`);
  assert.equal(Object.keys(json(link, { brief: true })), ['link', 'ifname', 'operstate', 'address', 'flags']);
});

Link('says Deleted of one that is gone', () => {
  const out = printer();
  showLink(out, { ...base, flags: 0 }, contextOf({ command: 'monitor' }), true);
  assert.is(out.finish(), 'Deleted 9: x0: <> \n    link/ether \n');
});

Link('colours names, addresses and states', () => {
  const link = { flags: 0, operstate: 'up', address: '02', broadcast: 'ff' } as const;
  assert.is(text(link, { colour: 'light' }), '9: \x1b[36mx0: \x1b[0m<> state \x1b[32mUP \x1b[0m\n    link/ether \x1b[33m02\x1b[0m brd \x1b[33mff\x1b[0m\n');
  assert.match(text({ flags: 0, operstate: 'unknown' }, { colour: 'light' }), '<> state UNKNOWN \n');
});

Link('tells XDP programs by their ids', () => {
  const one = { flags: 0, xdp: { attached: 2, progId: 5, skbProgId: 5 } };
  assert.is(text(one), '9: x0: <> xdpgeneric \n    link/ether \n    prog/xdp id 5 \n');
  assert.is(text(one, {}, { command: 'addr' }), '9: x0: <> xdpgeneric/id:5 \n    link/ether \n');
  assert.equal(json(one).xdp, { mode: 2, prog: { id: 5 }, attached: [{ mode: 2, prog: { id: 5 } }] });
  const several = { flags: 0, xdp: { attached: 4, progId: 0, drvProgId: 6, hwProgId: 7 } };
  assert.is(text(several), '9: x0: <> xdpmulti \n    link/ether \n    prog/xdpdrv id 6 \n    prog/xdpoffload id 7 \n');
  assert.equal(json(several).xdp, {
    mode: 4,
    attached: [
      { mode: 1, prog: { id: 6 } },
      { mode: 3, prog: { id: 7 } },
    ],
  });
  assert.equal(json({ xdp: { attached: 1, progId: 8 } }).xdp, { mode: 1, prog: { id: 8 }, attached: [{ mode: 1, prog: { id: 8 } }] });
  assert.is(first(text({ flags: 0, xdp: { attached: 9 } })), '<> xdp[9] ');
  for (const xdp of [{ attached: 0 }, {}]) {
    assert.is(text({ flags: 0, xdp }), '9: x0: <> \n    link/ether \n');
    assert.is(json({ xdp }).xdp, undefined);
  }
});

Link('leaves an empty object in JSON for a link that filters refuse', () => {
  for (const [options, expected] of [
    [{ json: true }, '[{}]\n'],
    [{}, ''],
  ] as const) {
    const out = printer(options);
    showInterface(out, base, [], contextOf(), { show: 'none' });
    assert.is(out.finish(), expected);
  }
});

Link('knows which links it refers to', () => {
  assert.equal(linkReferences({ ...base, link: 2, master: 7 }), [2, 7]);
  assert.equal(linkReferences({ ...base, link: 2, linkNetnsid: 0, master: 0 }), []);
  assert.equal(linkReferences(base), []);
  assert.is(first(text({ flags: 0, master: 7 })), '<> master br0 ');
  assert.is(first(text({ flags: 0, master: 0 })), '<> master * ');
});

Link('writes link-layer addresses as their type has them', () => {
  assert.is(showLinkAddress('0a:00:00:01', 768), '10.0.0.1');
  assert.is(showLinkAddress('0a:00:00:01', 1), '0a:00:00:01');
  assert.is(showLinkAddress('20:01:0d:b8:00:00:00:00:00:00:00:00:00:00:00:01', 769), '2001:db8::1');
  assert.is(showLinkAddress('98:92:88:40:40:40:f4', 3), 'LID-10');
  assert.is(showLinkAddress('40:40:40:40:40:40:60', 0), '*');
  assert.is(showLinkAddress('01:23:45:67:89', 270), '0123456789');
  assert.is(showLinkAddress(Array(32).fill('00').join(':'), 32).length, 63);
  assert.is(showLinkAddress('', 65534), '');
});

Link('has names for numbers, but for -N', () => {
  assert.equal(
    [linkTypeName(1, { numeric: false }), linkTypeName(799, { numeric: false }), linkTypeName(1, { numeric: true }), linkTypeName(519, { numeric: false })],
    ['ether', 'fcfb12', '[1]', '[519]'],
  );
  assert.equal([scopeName(253, { numeric: false }), scopeName(100, { numeric: false }), scopeName(253, { numeric: true })], ['link', '100', '253']);
  assert.is(scopeName(100, { numeric: false }, { ...defaultNames, scopes: new Map([[100, 'lab']]) }), 'lab');
  assert.is(groupName(0, { numeric: false }), 'default');
  assert.equal(
    [ethernetProtocolName(0x88a8, { numeric: false }), ethernetProtocolName(0x88a8, { numeric: true }), ethernetProtocolName(2000, { numeric: false })],
    ['802.1ad', `[${0x88a8}]`, '[2000]'],
  );
});

Link.run();
