// What callers without types hand over by mistake: an EncodeError says so where they wait, and nothing is sent, removed or left behind.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EncodeError, NetlinkError, Rtnl } from '../../src/index.js';
import { SimulatedKernel, VirtualClock } from '../../src/simkernel/surface.js';
import { refused, withClient } from './refused.js';

const test = suite('wrong input');

test('whatever should have been an object of options', () =>
  withClient(async (rtnl) => {
    for (const none of [null, undefined, 5, 'x', []]) {
      const verbs = {
        links: ['add', 'addByMoving'],
        addresses: ['add', 'replace', 'set', 'delete'],
        routes: ['add', 'replace', 'change', 'append', 'prepend', 'delete', 'get'],
        rules: ['add', 'delete'],
        nexthops: ['add'],
        neighbours: ['add', 'replace', 'change', 'delete', 'get'],
        fdb: ['add', 'append', 'replace', 'delete', 'get'],
        neighbourTables: ['set'],
      };
      for (const [object, names] of Object.entries(verbs)) for (const name of names) await refused(/expected an object of options, got/, () => rtnl[object][name](none));
      await refused(/expected an object of options/, () => rtnl.links.set('eth0', none));
    }
    for (const object of ['links', 'addresses', 'routes', 'rules', 'nexthops', 'neighbours', 'fdb', 'neighbourTables', 'netconf', 'multicastRoutes']) {
      for (const none of [null, 5, 'x', []]) await refused(/expected an object of options/, () => rtnl[object].list(none));
    }
  }));

test('a misspelt query finds nothing, and flushes nothing', () =>
  withClient(async (rtnl) => {
    for (const object of ['links', 'addresses', 'routes', 'rules', 'nexthops', 'neighbours', 'fdb', 'neighbourTables', 'netconf', 'multicastRoutes']) {
      await refused(/are not chosen by tabel; known: /, () => rtnl[object].list({ tabel: 100 }));
    }
    for (const object of ['addresses', 'routes', 'rules', 'nexthops', 'neighbours']) await refused(/not chosen by devv/, () => rtnl[object].flush({ devv: 'eth0' }));
    for (const object of ['addresses', 'routes', 'neighbours', 'nexthops']) {
      await refused(/family is one of inet, inet6.*, not 'ipv4'/, () => rtnl[object].list({ family: 'ipv4' }));
      await refused(/family is one of/, () => rtnl[object].flush({ family: 'toString' }));
    }
    await refused(/buckets are not chosen by groupp/, () => rtnl.nexthops.buckets({ groupp: 1 }));
    for (const object of ['links', 'routes']) await refused(/not chosen by bogus/, () => rtnl[object].stream({ bogus: 1 }).next());
    assert.is((await rtnl.addresses.list({ family: 'inet', dev: 'eth0', scope: undefined })).length, 1);
  }));

test('what is no link', () =>
  withClient(async (rtnl) => {
    for (const none of [undefined, null, {}, [], true, 5n, '']) {
      for (const verb of ['get', 'delete', 'index']) await refused(/a link is told by its index or its name, not by/, () => rtnl.links[verb](none));
      await refused(/a link is told by/, () => rtnl.links.set(none, { up: true }));
      if (none !== undefined) await refused(/a link is told by|link/, () => rtnl.links.add({ kind: 'macvlan', name: 'mv0', link: none }));
      await refused(/a link is told by/, () => rtnl.addresses.add({ dev: none, address: '10.0.0.1/8' }));
    }
    await refused(/deleteAll: expected an array, got 'eth0'/, () => rtnl.links.deleteAll('eth0'));
  }));

test('a macvlan that is not what was meant', () =>
  withClient(async (rtnl) => {
    const add = (options: object) => () => rtnl.links.add({ kind: 'macvlan', name: 'mv0', link: 'eth0', ...options });
    await refused(/links of kind macvlan have no option bcQueLen; known: mode, nopromisc, nodst, macaddrs, bcQueueLen, bcCutoff/, add({ bcQueLen: 5 }));
    await refused(/no option stp/, add({ stp: true }));
    await refused(/mode 'brdge' is none of private \(1\), vepa/, add({ mode: 'brdge' }));
    await refused(/nopromisc is true or false, not 'yes'/, add({ mode: 'passthru', nopromisc: 'yes' }));
    await refused(/nodst is true or false, not 'yes'/, add({ mode: 'source', nodst: 'yes' }));
    for (const wrong of ['02:00:00:00:00:01', null, { add: '02:00:00:00:00:01' }]) await refused(/macaddrs: expected an array/, add({ mode: 'source', macaddrs: wrong }));
    await refused(/5 is no MAC address/, add({ mode: 'source', macaddrs: [5] }));
    await refused(/kind is the name of a kind of links, such as macvlan, not undefined/, () => rtnl.links.add({ name: 'mv0', link: 'eth0' }));
    await refused(/kind is the name of a kind of links/, add({ kind: 5 }));
    const set = (options: object) => () => rtnl.links.set('eth0', { kind: 'macvlan', ...options });
    for (const macaddrs of [{}, { add: '02:00:00:00:00:01', del: '02:00:00:00:00:02' }, { remove: 1 }, ['02:00:00:00:00:01'], { flush: false }, null, 5, 'x']) {
      await refused(/macaddrs: expected one of add, del, set, flush: true/, set({ macaddrs }));
    }
    await refused(/macaddrs.set: expected an array, got '02:00:00:00:00:01'/, set({ macaddrs: { set: '02:00:00:00:00:01' } }));
    await refused(/no option upp/, set({ upp: true }));
  }));

test('what no link can be called', () =>
  withClient(async (rtnl) => {
    const add = (name: unknown) => () => rtnl.links.add({ kind: 'veth', name });
    for (const name of ['a b', 'a/b', 'a:b', '.', '..']) await refused(/holds no slash, colon or space/, add(name));
    for (const name of [5, null, {}]) await refused(/the name of a link is text, not/, add(name));
    await refused(/cannot be empty/, add(''));
    await refused(/a string cannot hold NUL/, add('a\0b'));
    await refused(/cannot be empty/, () => rtnl.links.set('eth0', { name: '' }));
    // The kernel would do nothing, and say that it is done.
    await refused(/15 bytes at most; longer ones are given by addAltname/, () => rtnl.links.set('eth0', { name: 'abcdefghijklmnop' }));
    for (const name of ['', 5, ['x'], 'a'.repeat(128)]) await refused(/an alternative name is text of 1 to 127 bytes/, () => rtnl.links.addAltname('eth0', name));
    await refused(/at least one name/, () => rtnl.links.addAltname('eth0'));
  }));

test('what is no namespace', () =>
  withClient(async (rtnl) => {
    const add = (netns: unknown) => () => rtnl.links.add({ kind: 'veth', name: 'v0', netns });
    for (const netns of [{}, null, -1, 1.5]) {
      let error: unknown;
      await add(netns)().catch((reason: unknown) => {
        error = reason;
      });
      assert.match(String((error as { code?: unknown }).code), /^(EINVAL|ERR_NETLINK_VALUE)$/, String(error));
    }
  }));

test('addresses of another kind', () =>
  withClient(async (rtnl) => {
    const add = (spec: object) => () => rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/24', ...spec });
    for (const address of [5, null, {}, ['10.0.0.1/8']]) await refused(/an address is text, not/, add({ address }));
    // Of an IPv6 address the kernel would take the first four bytes.
    await refused(/address and broadcast are of different families/, add({ broadcast: '2001:db8::1' }));
    await refused(/address and anycast are of different families/, add({ anycast: '2001:db8::1' }));
    await refused(/address and broadcast are of different families/, add({ address: '2001:db8::5/64', broadcast: '10.0.0.1' }));
    for (const key of ['broadcast', 'anycast']) for (const wrong of [5, null, {}]) await refused(new RegExp(`${key} is an address as text, not`), add({ [key]: wrong }));
    for (const wrong of ['', 5, null]) await refused(/label is text, not/, add({ label: wrong }));
    await refused(/label is text, not ''/, () => rtnl.addresses.delete({ dev: 'eth0', address: '172.16.10.5/24', label: '' }));
    await refused(/nodad is true or false, not 'yes'/, add({ nodad: 'yes' }));
    await refused(/validLft cannot hold '10', it takes whole numbers/, add({ validLft: '10' }));
    await refused(/validLft cannot hold -1/, add({ validLft: -1 }));
    for (const metric of ['5', -1, 2 ** 32, null]) await refused(/^metric cannot hold .*, it takes whole numbers/, add({ metric }));
    for (const dst of [5, null]) await refused(/an address is text, not/, () => rtnl.routes.add({ dst, dev: 'eth0' }));
    await refused(/nexthops: expected an array, got 'x'/, () => rtnl.routes.add({ dst: '10.0.0.0/8', nexthops: 'x' }));
  }));

test('yes and no as something else', () =>
  withClient(async (rtnl) => {
    for (const wrong of ['yes', 'false', 1]) {
      for (const key of ['onlink', 'ttlPropagate']) await refused(/ is true or false, not/, () => rtnl.routes.add({ dst: '10.0.0.0/8', dev: 'eth0', [key]: wrong }));
      await refused(/onlink is true or false/, () => rtnl.routes.add({ dst: '10.0.0.0/8', nexthops: [{ dev: 'eth0', onlink: wrong }] }));
      for (const key of ['not', 'l3mdev']) await refused(/ is true or false, not/, () => rtnl.rules.add({ [key]: wrong }));
      for (const key of ['onlink', 'blackhole', 'fdb', 'hwStats']) await refused(/ is true or false, not/, () => rtnl.nexthops.add({ dev: 'eth0', [key]: wrong }));
    }
  }));

test('parts of routes, rules and nexthops that are something else', () =>
  withClient(async (rtnl) => {
    const route = (options: object) => () => rtnl.routes.add({ dst: '10.0.0.0/8', dev: 'eth0', ...options });
    for (const none of [null, 5, 'x', []]) {
      await refused(/metrics: expected an object of options, got/, route({ metrics: none }));
      await refused(/encap: expected an object of options, got/, route({ encap: none }));
      await refused(/next hop: expected an object of options, got/, () => rtnl.routes.add({ dst: '10.0.0.0/8', nexthops: [none] }));
      await refused(/member of a group: expected an object of options, got/, () => rtnl.nexthops.add({ group: [none] }));
      await refused(/realms: expected an object of options, got/, () => rtnl.rules.add({ realms: none }));
    }
    for (const none of [null, 5, 'x', {}]) await refused(/group: expected an array, got/, () => rtnl.nexthops.add({ group: none }));
    for (const wrong of ['5', -1, null]) await refused(/^metric cannot hold/, route({ metric: wrong }));
    for (const [key, wrong] of [
      ['tos', /tos: u8 cannot hold null/],
      ['onlink', /onlink is true or false, not null/],
    ] as const)
      await refused(wrong, route({ [key]: null }));
    for (const wrong of [-1, 1.5, 2 ** 32]) await refused(/^table cannot hold/, () => rtnl.rules.add({ table: wrong }));
    await refused(/a group has at least one member/, () => rtnl.nexthops.add({ group: [] }));
    await refused(/idleTimer is a number of seconds/, () => rtnl.nexthops.add({ group: [{ id: 1 }], type: 'resilient', idleTimer: 5n }));
    await refused(/lock: expected an array, got 5/, route({ metrics: { mtu: 1400, lock: 5 } }));
    for (const none of [null, 5, []]) await refused(/via: expected an object of options, got/, route({ via: none }));
    for (const none of [null, 5, {}]) await refused(/an address is text, not/, route({ src: none }));
    for (const none of [null, 5]) await refused(/labels are text, not/, () => rtnl.routes.add({ family: 'mpls', dst: none, dev: 'eth0' }));
    for (const none of [null, {}]) await refused(/realms are a number or text, not/, route({ realms: none }));
    for (const key of ['uidRange', 'sport', 'dport']) {
      for (const none of [null, 'x', []]) await refused(/: expected an object of options, got/, () => rtnl.rules.add({ [key]: none }));
      for (const none of [{}, { start: 5 }, { start: '5', end: 6 }, { start: -1, end: 6 }]) await refused(/ cannot hold .* whole numbers/, () => rtnl.rules.add({ [key]: none }));
    }
    for (const none of [null, 'x', 1.5, {}]) {
      await refused(/cannot hold/, () => rtnl.rules.add({ tunId: none }));
      await refused(/cannot hold/, () => rtnl.neighbourTables.set({ name: 'arp_cache', gcInterval: none }));
    }
    await refused(/family is one of inet, inet6, ipmr, ip6mr, not 'x'/, () => rtnl.rules.list({ family: 'x' }));
  }));

test('counters and kernel parameters that are none', () =>
  withClient(async (rtnl) => {
    for (const none of [null, 5, 'link64', {}]) {
      await refused(/groups of counters: expected an array, got/, () => rtnl.stats.list(none));
      await refused(/groups of counters: expected an array, got/, () => rtnl.stats.get('eth0', none));
    }
    // It would ask for a group that nobody named.
    await refused(/a group of counters is one of link64, .*, not 'x'/, () => rtnl.stats.list(['x']));
    for (const none of [undefined, null, 5, {}, ['net', 5], [null]]) {
      await refused(/a kernel parameter is told by text/, () => rtnl.sysctl.read(none));
      await refused(/a kernel parameter is told by text/, () => rtnl.sysctl.write(none, 1));
    }
    for (const none of [undefined, null, [], {}]) await refused(/the value of a kernel parameter is/, () => rtnl.sysctl.write('net.ipv4.ip_forward', none));
  }));

test('what cannot be waited for', () =>
  withClient(async (rtnl) => {
    for (const timeout of ['5', -1, Number.NaN, null]) await refused(/timeout is a number of milliseconds from 0 on, not/, () => rtnl.links.get('eth0', { timeout }));
    for (const signal of [{}, new AbortController(), null]) {
      await refused(/signal is an AbortSignal, not/, () => rtnl.links.get('eth0', { signal }));
      await refused(/signal is an AbortSignal/, () => rtnl.batch([], { signal }));
    }
    await refused(/options of a request: expected an object, got null/, () => rtnl.addresses.list({}, null));
  }));

test('a batch that is no array ends at once', () =>
  withClient(async (rtnl) => {
    for (const none of [undefined, null, 5, 'x', {}, new Set()]) await refused(/batch: expected an array, got/, () => rtnl.batch(none));
    const outcomes = await rtnl.batch([null, 5, {}, { name: 'RTM_NEWLINK' }, { name: 'RTM_NOSUCH', header: {}, body: {} }]);
    for (const { status, reason } of outcomes) {
      assert.is(status, 'rejected');
      assert.instance(reason, EncodeError);
    }
  }));

test('what cannot be watched, with no socket left open', () =>
  withClient(async (rtnl, _, kernel) => {
    const sockets = () => kernel.init;
    assert.ok(sockets());
    for (const wrong of [undefined, null, 'link', {}]) {
      assert.throws(
        () => rtnl.monitor(wrong),
        (error: unknown) => error instanceof EncodeError && /expected an array/.test(error.message),
      );
      assert.throws(
        () => rtnl.watch(wrong),
        (error: unknown) => error instanceof EncodeError && /expected an array/.test(error.message),
      );
    }
    for (const wrong of ['lnik', 'toString', 5]) {
      assert.throws(
        () => rtnl.monitor([wrong]),
        (error: unknown) => error instanceof EncodeError && /monitor tells of link, address, route, .* or all, not of/.test(error.message),
      );
      assert.throws(
        () => rtnl.watch([wrong]),
        (error: unknown) => error instanceof EncodeError && /what can be watched is link, address, /.test(error.message),
      );
    }
    assert.throws(() => rtnl.monitor(['link'], { family: 'ipv4' }), /family is one of inet, inet6, mpls, not 'ipv4'/);
    assert.throws(() => rtnl.monitor(['link'], { signal: {} }), /signal is an AbortSignal/);
  }));

test('links of a kind that the kernel does not know are none', () =>
  withClient(async (rtnl) => {
    // A kernel lists all when it is asked for a kind it has not loaded.
    assert.equal(await rtnl.links.list({ kind: 'wireguard' }), []);
    for await (const link of rtnl.links.stream({ kind: 'wireguard' })) assert.unreachable(link.ifname);
    assert.is((await rtnl.links.list({ kind: 'veth' })).length, 2);
  }));

test('an index of 0 leaves it to the kernel, which tells it', async () => {
  const kernel = new SimulatedKernel({ clock: new VirtualClock() });
  const rtnl = await Rtnl.open({ transport: kernel.transport() });
  const { index } = await rtnl.links.add({ kind: 'dummy', name: 'd0', index: 0 });
  assert.is(index, (await rtnl.links.get('d0')).index);
  await rtnl.close();
  let error: unknown;
  await rtnl.links.get('d0').catch((reason: unknown) => {
    error = reason;
  });
  assert.instance(error, NetlinkError);
});

test.run();
