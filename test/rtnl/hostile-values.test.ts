// Values that no caller means to hand over, at every place of every verb: what comes of them is an error of ours, and never one from the inside.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DecodeError, decodeDatagram, dissectDatagram, EncodeError, encodeDatagram, KernelError, NetlinkError, Rtnl, SystemError } from '../../src/index.js';
import { addLinkRequest, addNexthopRequest } from '../../src/rtnl/surface.js';
import { SimulatedKernel, VirtualClock } from '../../src/simkernel/surface.js';
import { refused, type Untyped, withClient } from './refused.js';

const test = suite('hostile values');

const LONE = 'a\ud800';

const HOSTILE: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  symbol: () => Symbol('odd'),
  'object without prototype': () => Object.create(null),
  'array in itself': () => {
    const array: unknown[] = [];
    array.push(array);
    return array;
  },
  'object in itself': () => {
    const object: Record<string, unknown> = {};
    object.self = object;
    return object;
  },
  'key __proto__': () => JSON.parse('{"__proto__": {"family": "inet"}}'),
  'bytes that are gone': () => {
    const { buffer } = new Uint8Array(8);
    const view = new Uint8Array(buffer);
    structuredClone(buffer, { transfer: [buffer] });
    return view;
  },
  bigint: () => 1n << 70n,
  'half a pair': () => LONE,
  NaN: () => Number.NaN,
};

const VERBS: Readonly<Record<string, readonly (readonly [verb: string, ...args: unknown[]])[]>> = {
  links: [
    ['add', { kind: 'macvlan', name: 'm0', link: 'eth0', mode: 'source', macaddrs: ['02:00:00:00:00:01'], bcCutoff: 5 }],
    ['add', { kind: 'vlan', name: 'v0', link: 'eth0', id: 5, protocol: '802.1Q', ingressQos: [{ from: 1, to: 2 }] }],
    ['add', { kind: 'veth', name: 'v0', mtu: 1400, address: '02:00:00:00:00:01', group: 5, alias: 'x', peer: { name: 'v1' } }],
    ['set', 'eth0', { vfs: [{ vf: 0, mac: '02:00:00:00:00:01', nodeGuid: '00:11:22:33:44:55:66:77' }], xdp: { fd: 5, mode: 'drv' } }],
    ['list', { kind: 'veth', master: 1, statistics: true }],
    ['get', 'eth0', { statistics: true }],
    ['delete', 'eth0'],
    ['deleteGroup', 5],
    ['deleteAll', ['eth0'], {}],
    ['addAltname', 'eth0', 'other'],
  ],
  addresses: [
    ['add', { dev: 'eth0', address: '10.0.0.1/24', broadcast: '+', label: 'x', scope: 'global', metric: 5, validLft: 9, nodad: true }],
    ['list', { dev: 'eth0', family: 'inet', scope: 5 }],
    ['flush', { dev: 'eth0', family: 'inet' }],
  ],
  routes: [
    ['add', { dst: '10.0.0.0/8', dev: 'eth0', metric: 5, table: 9, protocol: 'static', scope: 'link', type: 'unicast', pref: 'low', metrics: { mtu: 5, lock: ['mtu'] } }],
    ['add', { dst: '2001:db8::/32', nexthops: [{ dev: 'eth0', weight: 5, encap: { type: 'seg6', mode: 'encap', segments: ['::1'] } }] }],
    ['add', { dst: '2001:db8::/32', dev: 'eth0', encap: { type: 'ila', locator: '1:2:3:4', csumMode: 'no-action', identType: 'luid', hookType: 'output' } }],
    ['get', { to: '10.0.0.1', dev: 'eth0', mark: 5 }],
    ['list', { table: 100, protocol: 'static', type: 'unicast', scope: 'link' }],
  ],
  rules: [
    ['add', { from: '10.0.0.0/8', table: 100, priority: 5, action: 'prohibit', iif: 'x', uidRange: { start: 0, end: 5 }, realms: { from: 1, to: 2 } }],
    ['delete', { priority: 5, family: 'inet' }],
    ['list', { family: 'inet', table: 100 }],
  ],
  nexthops: [
    ['add', { id: 5, via: '172.16.10.1', dev: 'eth0', protocol: 5, family: 'inet' }],
    ['add', { id: 6, group: [{ id: 5, weight: 2 }], type: 'resilient', buckets: 32, idleTimer: 5, unbalancedTimer: 5 }],
    ['get', 5, { statistics: true }],
    ['delete', 5],
    ['bucket', 5, 5],
    ['list', { dev: 'eth0', family: 'inet', groups: true }],
  ],
  neighbours: [
    ['add', { dev: 'eth0', dst: '172.16.10.9', lladdr: '02:00:00:00:00:09', state: 'permanent', protocol: 5 }],
    ['list', { dev: 'eth0', family: 'inet', states: ['stale'] }],
  ],
  fdb: [
    ['add', { dev: 'eth0', lladdr: '02:00:00:00:00:09', state: 'permanent', dst: '10.0.0.1', vni: 5 }],
    ['get', { dev: 'eth0', lladdr: '02:00:00:00:00:09', vlan: 5 }],
    ['flush', 'eth0', { vlan: 5 }],
  ],
  neighbourTables: [['set', { name: 'arp_cache', dev: 'eth0', gcInterval: 5n }]],
  netconf: [['get', { family: 'inet', dev: 'eth0' }]],
  addressLabels: [['add', { prefix: '2001:db8::/32', label: 5, dev: 'eth0' }]],
  tokens: [['set', 'eth0', '::1']],
  nsids: [
    ['set', { pid: 1 }, 5],
    ['get', { nsid: 5 }, { target: 5 }],
    ['list', { target: 5 }],
  ],
  stats: [['get', 'eth0', ['link64']]],
};

type Holder = Record<string | number, unknown>;

/** The same with one value in the place of each that stands in it, one after the other. */
function* replaced(value: unknown, by: () => unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  const copy = (): Holder => (Array.isArray(value) ? [...value] : { ...value }) as Holder;
  for (const key of Object.keys(value)) {
    const inner = (value as Holder)[key];
    for (const odd of [by(), ...replaced(inner, by)]) {
      const whole = copy();
      whole[key] = odd;
      yield whole;
    }
  }
}

const OURS = [EncodeError, DecodeError, KernelError, NetlinkError, SystemError];

test('anywhere in any verb they come to an error of ours, or to nothing', async () => {
  const kernel = new SimulatedKernel({ clock: new VirtualClock() });
  const rtnl: Untyped = await Rtnl.open({ transport: kernel.transport() });
  let calls = 0;
  let failed = 0;
  for (const [object, verbs] of Object.entries(VERBS)) {
    for (const [verb, ...args] of verbs) {
      for (const [name, by] of Object.entries(HOSTILE)) {
        // The options of the request are one more.
        for (const odd of replaced([...args, {}], by)) {
          if ((await rtnl.links.list()).length < 2) await rtnl.links.add({ kind: 'veth', name: 'eth0', peer: { name: 'peer0' } });
          calls++;
          try {
            await rtnl[object][verb](...(odd as unknown[]));
          } catch (error) {
            failed++;
            assert.ok(
              OURS.some((one) => error instanceof one),
              `${object}.${verb} with ${name}: ${(error as Error).stack}`,
            );
          }
        }
      }
    }
  }
  assert.ok(failed > 1000 && failed > calls / 2, `${failed} of ${calls}`);
  await rtnl.close();
});

test('a query that holds none of its own asks for nothing, and flushes nothing', () =>
  withClient(async (rtnl) => {
    // A promise: a query that was to be waited for.
    for (const none of [new Map([['dev', 'eth0']]), new Set(), Promise.resolve({ dev: 'eth0' }), new Date(), new Uint8Array(4), new Error('x')]) {
      for (const object of ['addresses', 'routes', 'rules', 'neighbours', 'nexthops']) {
        await refused(/expected an object of options, got one of type/, () => rtnl[object].flush(none));
        await refused(/expected an object of options, got one of type/, () => rtnl[object].list(none));
      }
      await refused(/expected an object of options, got one of type/, () => rtnl.rules.add(none));
    }
    const inherits = Object.create({ family: 'inet6' }) as object;
    for (const object of ['addresses', 'routes', 'neighbours']) await refused(/family is inherited/, () => rtnl[object].flush(inherits));
    await refused(/table is inherited/, () => rtnl.rules.add(Object.create({ table: 100 })));
    assert.is((await rtnl.addresses.list({ dev: 'eth0', family: 'inet' })).length, 1);
  }));

test('what stands where the options of a request belong, and would be forgotten', () =>
  withClient(async (rtnl) => {
    for (const wrong of [5000, 'x', true, null]) {
      await refused(/options of a request: expected an object/, () => rtnl.links.get('eth0', wrong));
      await refused(/options of a request: expected an object/, () => rtnl.addresses.add({ dev: 'eth0', address: '10.0.0.1/8' }, wrong));
      await refused(/options of a request: expected an object/, () => rtnl.nexthops.get(5, wrong));
      await refused(/options of a request: expected an object/, () => rtnl.nsids.list(wrong));
    }
    const { signal } = new AbortController();
    await refused(/requests have no option/, () => rtnl.links.get('eth0', signal));
    await refused(/requests have no option/, () => rtnl.rules.add({ table: 100 }, signal));
    await refused(/options of a request: expected an object of options, got one of type AbortSignal/, () => rtnl.nexthops.get(5, signal));
    await refused(/timeout is inherited/, () => rtnl.links.get('eth0', Object.create({ timeout: 5 })));
    for (const wrong of [5, { throwIfAborted() {} }]) await refused(/signal is an AbortSignal, not/, () => rtnl.links.deleteAll(['eth0'], { signal: wrong }));
    await refused(/post: expected an array/, () => rtnl.conversation.post({}));
    for (const transport of [undefined, null, 5, {}]) await refused(/transport is a Transport, not/, () => Rtnl.open({ transport } as Untyped));
  }));

test('names of what every object has are no options', () => {
  for (const key of ['constructor', 'toString', 'valueOf', 'hasOwnProperty']) {
    assert.throws(
      () => addNexthopRequest({ [key]: 5 } as Untyped),
      (error: unknown) => error instanceof EncodeError && /nexthops have no option/.test(error.message),
    );
  }
});

test('half of a surrogate pair is no text: it would come out as another', () =>
  withClient(async (rtnl) => {
    for (const text of [LONE, '\udc00', 'x\udc00\ud800']) {
      await refused(/half of a surrogate pair/, () => rtnl.links.add({ kind: 'veth', name: text }));
      await refused(/half of a surrogate pair/, () => rtnl.links.addAltname('eth0', text));
      await refused(/half of a surrogate pair/, () => rtnl.links.set('eth0', { alias: text }));
    }
    assert.is(addLinkRequest({ dummy: {} } as Untyped, { kind: 'dummy', name: '😀' } as Untyped).body.ifname, '😀');
  }));

test('what is no datagram, and how none is read', () => {
  const decode: Untyped = decodeDatagram;
  const encode: Untyped = encodeDatagram;
  const dissect: Untyped = dissectDatagram;
  const fails = (call: () => unknown, words: RegExp) =>
    assert.throws(call, (error: unknown) => {
      assert.instance(error, EncodeError, String(error));
      assert.match((error as Error).message, words);
      return true;
    });
  for (const none of ['10000000', 2 ** 31, -1, [16, 0, 0, 0], new Uint16Array(16), new DataView(new ArrayBuffer(16)), new ArrayBuffer(16), null, undefined]) {
    fails(() => decode(none), /a datagram is a Uint8Array, not/);
    fails(() => dissect(none), /a datagram is a Uint8Array, not/);
  }
  const bytes = new Uint8Array(0);
  for (const call of [(options: unknown) => decode(bytes, options), (options: unknown) => dissect(bytes, options), (options: unknown) => encode([], options)]) {
    fails(() => call({ byteorder: 'big' }), /datagrams are not chosen by byteorder; known: byteOrder/);
    fails(() => call({ byteOrder: 'LE' }), /byteOrder is little or big, not 'LE'/);
    for (const protocol of [12, 'netfilter', null, {}]) fails(() => call({ protocol }), /protocol is what protocolOf gives, not/);
    fails(() => call(null), /expected an object of options/);
  }
  assert.equal(decode(Buffer.alloc(0)), []);
});

test.run();
