// Options whose value is of another type than its own: what would be taken for something that nobody asked for, or match nothing.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeDatagram, EncodeError, Rtnl } from '../../src/index.js';
import { encapAttributes } from '../../src/rtnl/encap/encap.js';
import { addLinkRequest, setLinkRequest } from '../../src/rtnl/link-requests.js';
import { getRouteRequest, listRoutesRequest } from '../../src/rtnl/route-requests.js';
import { kinds } from './kinds-fixtures.js';
import { refused, type Untyped, withClient } from './refused.js';

const test = suite('wrong values');

const NO_BOOLEANS = ['yes', 'false', 1, 0, null, {}, []];

test('a filter of a list that is neither true nor false', () =>
  withClient(async (rtnl) => {
    for (const wrong of NO_BOOLEANS) {
      const lists: [object: string, key: string][] = [
        ['links', 'statistics'],
        ['routes', 'cloned'],
        ['neighbours', 'proxy'],
        ['nexthops', 'groups'],
        ['nexthops', 'fdb'],
        ['nexthops', 'statistics'],
      ];
      for (const [object, key] of lists) await refused(new RegExp(`${key} is true or false, not`), () => rtnl[object].list({ [key]: wrong }));
      await refused(/statistics is true or false, not/, () => rtnl.links.get('eth0', { statistics: wrong }));
      await refused(/statistics is true or false, not/, () => rtnl.nexthops.get(1, { statistics: wrong }));
      await refused(/fibmatch is true or false, not/, () => rtnl.routes.get({ to: '172.16.10.9', fibmatch: wrong }));
      await refused(/proxy is true or false, not/, () => rtnl.neighbours.get({ dev: 'eth0', dst: '172.16.10.9', proxy: wrong }));
      for (const key of ['self', 'master']) await refused(new RegExp(`${key} is true or false`), () => rtnl.fdb.get({ dev: 'eth0', lladdr: '02:00:00:00:00:01', [key]: wrong }));
      assert.throws(() => listRoutesRequest({ cloned: wrong } as Untyped), /cloned is true or false/);
      assert.throws(() => getRouteRequest({ to: '10.0.0.1', fibmatch: wrong } as Untyped), /fibmatch is true or false/);
      assert.throws(() => rtnl.monitor(['link'], { allNamespaces: wrong }), /allNamespaces is true or false/);
    }
  }));

test('a change that is neither on nor off', () =>
  withClient(async (rtnl) => {
    const lladdr = '02:00:00:00:00:01';
    for (const wrong of NO_BOOLEANS) {
      for (const key of ['router', 'proxy', 'externLearn', 'use', 'managed']) {
        await refused(new RegExp(`${key} is true or false`), () => rtnl.neighbours.add({ dev: 'eth0', dst: '172.16.10.9', lladdr, [key]: wrong }));
      }
      for (const key of ['self', 'master', 'router', 'use', 'externLearn', 'sticky'])
        await refused(new RegExp(`${key} is true or false`), () => rtnl.fdb.add({ dev: 'eth0', lladdr, [key]: wrong }));
      for (const key of ['self', 'master', 'permanent', 'static', 'dynamic', 'addedByUser', 'externLearn', 'sticky', 'offloaded']) {
        await refused(new RegExp(`${key} is true or false`), () => rtnl.fdb.flush('eth0', { [key]: wrong }));
      }
      for (const key of ['carrier', 'protoDown']) await refused(new RegExp(`${key} is true or false`), () => rtnl.links.set('eth0', { [key]: wrong }));
      await refused(/reason 5 is true or false/, () => rtnl.links.set('eth0', { protoDownReasons: { 5: wrong } }));
      await refused(/replace is true or false/, () => rtnl.links.set('eth0', { xdp: { fd: 5, replace: wrong } }));
      for (const key of ['spoofCheck', 'queryRss', 'trust']) await refused(new RegExp(`${key} is true or false`), () => rtnl.links.set('eth0', { vfs: [{ vf: 0, [key]: wrong }] }));
      await refused(/on is true or false/, () => rtnl.stats.setL3('eth0', wrong));
      for (const key of ['quickack', 'fastopenNoCookie']) {
        await refused(new RegExp(`${key} is true or false`), () => rtnl.routes.add({ dst: '10.0.0.0/8', dev: 'eth0', metrics: { [key]: wrong } }));
      }
    }
  }));

test('what is on or off of a kind of links', () => {
  const tunnel4 = { local: '10.0.0.1', remote: '10.0.0.2' };
  const tunnel6 = { local: '2001:db8::1', remote: '2001:db8::2' };
  const made: [kind: string, base: object, keys: string[]][] = [
    ['bridge', {}, ['noLinklocalLearn', 'mstEnable']],
    ['vlan', { link: 1, id: 5 }, ['reorderHdr', 'gvrp', 'mvrp', 'looseBinding', 'bridgeBinding']],
    ['macsec', { link: 1 }, ['encrypt', 'sendSci', 'endStation', 'scb', 'protect']],
    ['geneve', { id: 5, remote: '10.0.0.1' }, ['external', 'udpcsum', 'udp6zerocsumtx', 'udp6zerocsumrx', 'innerprotoinherit', 'groHint']],
    [
      'vxlan',
      { id: 5 },
      ['learning', 'proxy', 'rsc', 'l2miss', 'l3miss', 'udpcsum', 'remcsumtx', 'remcsumNopartial', 'external', 'gbp', 'gpe', 'vnifilter', 'localbypass', 'mcroute'],
    ],
    ['ipip', tunnel4, ['pmtudisc', 'external']],
    ['sit', tunnel4, ['isatap']],
    ['gre', tunnel4, ['seq', 'iseq', 'oseq', 'csum', 'icsum', 'ocsum', 'external', 'pmtudisc', 'ignoreDf']],
    ['ip6gre', tunnel6, ['seq', 'external', 'allowLocalremote']],
    ['ip6tnl', tunnel6, ['external', 'allowLocalremote']],
    ['xfrm', { ifId: 5 }, ['external']],
    ['bareudp', { dstport: 5, ethertype: 'ipv4' }, ['multiproto']],
  ];
  const changed: [kind: string, keys: string[]][] = [
    ['bridge_slave', ['hairpin', 'guard', 'learning', 'isolated', 'fdbFlush']],
    ['can', ['loopback', 'listenOnly', 'restart']],
  ];
  for (const wrong of NO_BOOLEANS) {
    const refuses = (key: string, ask: () => void) =>
      assert.throws(ask, (error: unknown) => error instanceof EncodeError && error.message.includes(`${key} is true or false, not `), `${key} ${String(wrong)}`);
    for (const [kind, base, keys] of made) for (const key of keys) refuses(key, () => addLinkRequest(kinds, { kind, name: 'x0', ...base, [key]: wrong } as Untyped));
    for (const [kind, keys] of changed) for (const key of keys) refuses(key, () => setLinkRequest(kinds, 1, { kind, [key]: wrong } as Untyped));
    for (const key of ['csum', 'csum6', 'remcsum']) {
      refuses(key, () => addLinkRequest(kinds, { kind: 'ipip', name: 'x0', ...tunnel4, encap: { type: 'fou', dport: 5, [key]: wrong } } as Untyped));
    }
    for (const key of ['key', 'csum', 'seq']) refuses(key, () => encapAttributes({ type: 'ip', [key]: wrong } as Untyped));
    refuses('count', () => encapAttributes({ type: 'seg6local', action: 'End', count: wrong } as Untyped));
  }
});

test('a filter that would match nothing, or everything', () =>
  withClient(async (rtnl) => {
    const numbers: [object: string, key: string][] = [
      ['addresses', 'scope'],
      ['routes', 'metric'],
      ['rules', 'priority'],
      ['rules', 'table'],
      ['rules', 'protocol'],
      ['fdb', 'vlan'],
      ['multicastRoutes', 'table'],
    ];
    for (const [object, key] of numbers) {
      for (const wrong of ['5', -1, 1.5, 2 ** 32, Number.NaN, null, true, [5], 5n])
        await refused(new RegExp(`${key} cannot hold .*, it takes whole numbers`), () => rtnl[object].list({ [key]: wrong }));
    }
    for (const wrong of [-1, 1.5, Number.NaN, 2 ** 32]) {
      for (const [object, key] of [...['table', 'scope', 'protocol'].map((name) => ['routes', name]), ['neighbours', 'protocol'], ['nexthops', 'protocol']] as [string, string][]) {
        await refused(new RegExp(`${key} cannot hold`), () => rtnl[object].list({ [key]: wrong }));
      }
      await refused(/state cannot hold/, () => rtnl.neighbours.list({ states: [wrong] }));
      for (const object of ['addresses', 'routes', 'neighbours', 'nexthops', 'fdb', 'netconf', 'neighbourTables'])
        await refused(/a link is told by/, () => rtnl[object].list({ dev: wrong === -1 ? -5 : wrong }));
    }
    for (const wrong of [null, true, {}, ['254'], '']) for (const key of ['table', 'scope']) await refused(/are numbers or/, () => rtnl.routes.list({ [key]: wrong }));
    for (const wrong of ['stale', 5, {}]) await refused(/states: expected an array/, () => rtnl.neighbours.list({ states: wrong }));
    for (const wrong of ['', 5, null, ['veth']]) {
      await refused(/kind is text, not/, () => rtnl.links.list({ kind: wrong }));
      await refused(/name is text, not/, () => rtnl.neighbourTables.list({ name: wrong }));
      await refused(/group is text, not/, () => rtnl.multicastRoutes.list({ group: wrong }));
    }
    await refused(/'10.0.0.999' is no IP address/, () => rtnl.multicastRoutes.list({ source: '10.0.0.999' }));
    await refused(/group: 'ff05::1' is no address of family inet/, () => rtnl.multicastRoutes.list({ group: 'ff05::1' }));
    await refused(/family is one of inet, inet6/, () => rtnl.multicastRoutes.list({ family: 'ipv6' }));
    // A kernel leaves an index of 0 aside.
    for (const wrong of [0, -1, 1.5, Number.NaN, null, true, [5], 5n]) await refused(/master cannot hold .*, it takes whole numbers/, () => rtnl.links.list({ master: wrong }));
    for (const key of ['dev', 'master']) for (const object of ['nexthops', 'neighbours']) await refused(new RegExp(`${key} cannot hold 0`), () => rtnl[object].list({ [key]: 0 }));
    for (const key of ['dev', 'bridge']) await refused(new RegExp(`${key} cannot hold 0`), () => rtnl.fdb.list({ [key]: 0 }));
  }));

test('a flush of nothing in particular, where a query was meant', () =>
  withClient(async (rtnl) => {
    for (const object of ['addresses', 'routes', 'rules', 'neighbours']) await refused(/expected an object of options, got undefined/, () => rtnl[object].flush(undefined));
  }));

test('options that are misspelt', () =>
  withClient(async (rtnl) => {
    for (const options of [{ timout: 5 }, { singal: AbortSignal.timeout(1) }]) {
      await refused(/requests have no option (timout|singal); known: signal, timeout, maxBytes, about/, () => rtnl.links.get('eth0', options));
      await refused(/requests have no option/, () => rtnl.routes.list({}, options));
      await refused(/requests have no option/, () => rtnl.batch([], options));
    }
    await refused(/maxBytes is a number of bytes/, () => rtnl.links.list({}, { maxBytes: '5' }));
    for (const about of [5, null, {}]) await refused(/about is text, not/, () => rtnl.links.list({}, { about }));
    assert.throws(() => rtnl.monitor(['link'], { famly: 'inet' }), /changes are not chosen by famly; known: signal/);
    assert.throws(() => rtnl.monitor(['link'], { dev: 'eth0' }), /dev cannot hold 'eth0'/);
    assert.throws(() => rtnl.watch(['link'], { signl: undefined, receiveBufer: 5 }), /not chosen by receiveBufer/);
    await refused(/clients are not chosen by netsn; known: netns/, () => Rtnl.open({ netsn: 'x' } as Untyped));
    await refused(/neighbours are told by dst, dev and proxy, not by dts/, () => rtnl.neighbours.get({ dev: 'eth0', dst: '10.0.0.1', dts: 1 }));
    await refused(/entries are not chosen by vlna/, () => rtnl.fdb.get({ dev: 'eth0', lladdr: '02:00:00:00:00:01', vlna: 1 }));
    await refused(/entries are not chosen by vlna/, () => rtnl.fdb.flush('eth0', { vlna: 1 }));
    await refused(/members of a group have no option wieght/, () => rtnl.nexthops.add({ group: [{ id: 1, wieght: 5 }] }));
    await refused(/labels of prefixes have no option lable/, () => rtnl.addressLabels.add({ prefix: '2001:db8::/32', label: 5, lable: 5 }));
    await refused(/alias: the kernel takes it of a link that is there, not of one to be made; set it afterwards/, () =>
      rtnl.links.add({ kind: 'bridge', name: 'br0', alias: 'x' } as Untyped),
    );
    await refused(/alias: .* not of the other end of one/, () => rtnl.links.add({ kind: 'veth', name: 'v0', peer: { alias: 'x' } } as Untyped));
    await refused(/a link is told by its index or its name/, () => rtnl.links.list({ master: '' }));
    await refused(/xdp has no option mod/, () => rtnl.links.set('eth0', { xdp: { fd: 5, mod: 'drv' } }));
    await refused(/encap has no option dprot/, () => rtnl.links.add({ kind: 'ipip', name: 'x0', encap: { type: 'fou', dprot: 5 } }));
    await refused(/encap ip has no option tttl; known: id, key/, () => rtnl.routes.add({ dst: '10.0.0.0/8', dev: 'eth0', encap: { type: 'ip', tttl: 5 } }));
  }));

test('how a list is handed out, and how bytes are read', () =>
  withClient(async (rtnl) => {
    for (const object of ['links', 'routes']) {
      await refused(/streams have no option singal; known: signal/, () => rtnl[object].stream({}, { singal: AbortSignal.timeout(1) }).next());
      await refused(/options of a stream: expected an object, got null/, () => rtnl[object].stream({}, null).next());
      await refused(/signal is an AbortSignal, not/, () => rtnl[object].stream({}, { signal: {} }).next());
    }
    const decode: Untyped = decodeDatagram;
    for (const byteOrder of ['BE', 'toString', 1, null]) assert.throws(() => decode(new Uint8Array(16), { byteOrder }), /byteOrder is little or big, not/);
    assert.throws(() => decode(new Uint8Array(16), { strict: 'no' }), /strict is true or false, not 'no'/);
  }));

test('what was left out of what packets get, or taken for something else', () =>
  withClient(async (rtnl) => {
    const route = (encap: object) => () => rtnl.routes.add({ dst: '10.0.0.0/8', dev: 'eth0', encap });
    await refused(/segments: expected an array, got undefined/, route({ type: 'seg6', mode: 'encap' }));
    await refused(/segments: expected an array, got '::1'/, route({ type: 'rpl', segments: '::1' }));
    await refused(/trace: expected an object of options, got undefined/, route({ type: 'ioam6' }));
    await refused(/srh.segments: expected an array/, route({ type: 'seg6local', action: 'End.B6', srh: {} }));
    await refused(/mtu cannot hold true/, () => rtnl.routes.add({ dst: '10.0.0.0/8', dev: 'eth0', metrics: { mtu: true } }));
    await refused(/mtu cannot hold 1400.5/, () => rtnl.routes.add({ dst: '10.0.0.0/8', dev: 'eth0', metrics: { mtu: 1400.5 } }));
    await refused(/realms are a number or text, not ''/, () => rtnl.routes.add({ dst: '10.0.0.0/8', dev: 'eth0', realms: '' }));
    await refused(/a link is told by/, () => rtnl.routes.get({ to: '10.0.0.1', dev: 'eth0', vrf: null }));
    for (const wrong of ['', 5, null]) await refused(/iif is the name of a link/, () => rtnl.rules.add({ iif: wrong }));
    await refused(/state is a number or one of .* not null/, () => rtnl.neighbours.add({ dev: 'eth0', dst: '10.0.0.1', state: null }));
    await refused(/family is one of/, () => rtnl.nexthops.add({ via: '10.0.0.1', dev: 'eth0', family: 'ipv4' }));
    await refused(/via and family are not of one family/, () => rtnl.nexthops.add({ via: '10.0.0.1', dev: 'eth0', family: 'inet6' }));
    await refused(/upper 64 bits are zero/, () => rtnl.tokens.set('eth0', '2001:db8::1'));
    await refused(/is not of IPv6/, () => rtnl.addressLabels.add({ prefix: '10.0.0.0/8', label: 5 }));
    for (const none of [null, 5, 'x', []]) {
      await refused(/label of a prefix: expected an object of options/, () => rtnl.addressLabels.add(none));
      await refused(/peer: expected an object of options/, () => rtnl.links.add({ kind: 'veth', name: 'v0', peer: none }));
      await refused(/encap: expected an object of options/, () => rtnl.links.add({ kind: 'ipip', name: 'x0', encap: none }));
      await refused(/protoDownReasons: expected an object of options/, () => rtnl.links.set('eth0', { protoDownReasons: none }));
      await refused(/virtual function: expected an object of options/, () => rtnl.links.set('eth0', { vfs: [none] }));
    }
    await refused(/vfs: expected an array/, () => rtnl.links.set('eth0', { vfs: { vf: 0 } }));
    await refused(/state of a virtual function is one of auto, enable, disable/, () => rtnl.links.set('eth0', { vfs: [{ vf: 0, state: 'on' }] }));
    await refused(/mode is one of generic, drv, offload, not 'native'/, () => rtnl.links.set('eth0', { xdp: { fd: 5, mode: 'native' } }));
    await refused(/ingressQos: expected an array/, () => rtnl.links.add({ kind: 'vlan', name: 'x0', link: 'eth0', id: 5, ingressQos: { from: 1, to: 2 } }));
    await refused(/erspanDir is one of ingress, egress/, () => rtnl.links.add({ kind: 'erspan', name: 'x0', erspanDir: 'both' }));
    await refused(/dscp is inherit, not/, () => rtnl.links.add({ kind: 'ip6tnl', name: 'x0', dscp: 'copy' }));
    await refused(/a prefix is text, not 5/, () => rtnl.links.add({ kind: 'sit', name: 'x0', sixrdPrefix: 5 }));
    await refused(/tdcMode is one of auto, manual, off/, () => rtnl.links.set('eth0', { kind: 'can', tdcMode: 'on' }));
  }));

test.run();
