import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { KernelError, kinds, Rtnl } from '../../src/index.js';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { addLinkRequest } from '../../src/rtnl/link-requests.js';
import { isSince, kernelSuite } from './kernel.js';
import { codeOf, inNamespace, namesOf } from './rtnl.js';

const test = kernelSuite('links on a kernel');

test(
  'are made, changed, renamed and deleted',
  inNamespace(async ({ rtnl }) => {
    const { index } = await rtnl.links.add({ kind: 'bridge', name: 'd0', mtu: 1400, address: '02:00:00:00:00:07', txqlen: 77 });
    let link = await rtnl.links.get('d0');
    assert.equal([link.index, link.mtu, link.address, link.txqlen, link.flags & 1], [index, 1400, '02:00:00:00:00:07', 77, 0]);
    await rtnl.links.set('d0', { up: true, arp: false, promisc: true, allmulticast: true, multicast: false, group: 42, alias: 'my uplink' });
    link = await rtnl.links.get(index);
    assert.is(link.flags & 0x1381, 0x381);
    assert.equal([link.group, link.ifalias], [42, 'my uplink']);
    await rtnl.links.set(index, { up: false, name: 'd1', alias: '', addrGenMode: 'none' });
    link = await rtnl.links.get('d1');
    assert.is(link.ifalias, undefined);
    assert.is(link.afSpec?.inet6?.addrGenMode, 'none');
    await rtnl.links.delete('d1');
    assert.is(await codeOf(rtnl.links.get(index)), 'ENODEV');
  }),
);

test(
  'heed nothing, while they are made, of what is refused then',
  inNamespace(async ({ rtnl }) => {
    const make = (name: string, options: object) => {
      const { header, body } = addLinkRequest(kinds, { kind: 'bridge', name });
      return rtnl.conversation.request({ name: 'RTM_NEWLINK', header, body: { ...body, ...options } });
    };
    await make('br0', { ifalias: 'uplink', protoDown: 1, carrier: 0, newIfindex: 4711 });
    const { ifalias, protoDown, carrier, index } = await rtnl.links.get('br0');
    assert.equal([ifalias, protoDown, carrier, index === 4711], [undefined, 0, 1, false]);
    if (isSince('6.4')) assert.is(await codeOf(make('br1', { afSpec: { inet6: { addrGenMode: 'none' } } })), 'EAFNOSUPPORT');
    const pair = (peer: object) => rtnl.links.add({ kind: 'veth', name: 'v0', peer: { name: 'v1', ...peer } });
    assert.is(await codeOf(pair({ up: true })), 'ENOTCONN');
    assert.is(await codeOf(pair({ master: index })), 'ERR_NETLINK_VALUE');
  }),
);

test(
  'are listed by the name of their master',
  inNamespace(async ({ rtnl }) => {
    await rtnl.links.add({ kind: 'bridge', name: 'br0' });
    await rtnl.links.set('far0', { master: 'br0' });
    const names: (string | undefined)[] = (await rtnl.links.list({ master: 'br0' })).map(({ ifname }) => ifname);
    for await (const { ifname } of rtnl.links.stream({ kind: 'veth', master: 'br0' })) names.push(ifname);
    assert.equal(names, ['far0', 'far0']);
    assert.is(await codeOf(rtnl.links.list({ master: 'br1' })), 'ENODEV');
  }),
);

test(
  'tell their index however they are named',
  inNamespace(async ({ rtnl }) => {
    const specs: { readonly name?: string; readonly index?: number }[] = [{ name: 'mine' }, { index: 4321 }, { index: 4322, name: 'chosen' }];
    for (const spec of [...specs, ...(isSince('6.2') ? [{}, { name: 'mine%d' }] : []), { name: 'a name of more than fifteen bytes' }]) {
      const { index } = await rtnl.links.add({ kind: 'bridge', ...spec });
      const link = await rtnl.links.get(index);
      if (spec.index !== undefined) assert.is(index, spec.index);
      if (spec.name === 'mine%d') assert.is(link.ifname, 'mine0');
      else if (spec.name !== undefined) assert.ok([link.ifname, ...(link.propList ?? [])].includes(spec.name));
    }
  }),
);

test(
  'made straight into another namespace are there',
  inNamespace(async ({ rtnl }) => {
    using there = Namespace.create();
    await using inside = await Rtnl.open({ netns: there });
    const { index } = await rtnl.links.add({ kind: 'macvlan', name: 'macvlan1', link: 'eth0', netns: there });
    const link = await inside.links.get(index);
    assert.is(link.ifname, 'macvlan1');
    assert.is(link.link, await rtnl.links.index('eth0'));
    assert.type(link.linkNetnsid, 'number');
    await rtnl.links.add({ kind: 'macvlan', name: 'macvlan2', link: 'eth0' });
    await rtnl.links.set('macvlan2', { netns: there });
    assert.is(await codeOf(rtnl.links.get('macvlan2')), 'ENODEV');
    await inside.links.set('macvlan2', { netns: { pid: process.pid } });
    assert.is(await codeOf(inside.links.get('macvlan2')), 'ENODEV');
    // That is where this process is; it is taken away again.
    await using here = await Rtnl.open();
    await here.links.delete('macvlan2');
  }),
);

test(
  'have alternative names, by which they are found',
  inNamespace(async ({ rtnl }) => {
    const long = 'the-uplink-of-this-host-to-the-world';
    await rtnl.links.addAltname('eth0', long, 'wan');
    assert.equal((await rtnl.links.get('eth0')).propList, [long, 'wan']);
    for (const name of [long, 'wan']) assert.is((await rtnl.links.get(name)).ifname, 'eth0');
    assert.is(await codeOf(rtnl.links.addAltname('far0', 'wan')), 'EEXIST');
    await rtnl.links.deleteAltname(long, 'wan');
    assert.equal((await rtnl.links.get('eth0')).propList, [long]);
    assert.is(await codeOf(rtnl.links.deleteAltname('eth0', 'wan')), 'ENOENT');
    await rtnl.links.delete(long);
    assert.is(await codeOf(rtnl.links.get('eth0')), 'ENODEV');
  }),
);

test(
  'are listed by kind and by master, and with all statistics unless told',
  inNamespace(async ({ rtnl }) => {
    const { index: bridge } = await rtnl.links.add({ kind: 'bridge', name: 'br0', up: true });
    await rtnl.links.set('far0', { master: 'br0' });
    await rtnl.links.add({ kind: 'macvlan', name: 'd0', link: 'eth0', master: 'br0' });
    const names = async (...args: Parameters<typeof rtnl.links.list>) => namesOf(await rtnl.links.list(...args));
    assert.equal(await names({ kind: 'bridge' }), ['br0']);
    assert.equal(await names({ master: bridge }), ['far0', 'd0']);
    assert.equal(await names({ master: bridge, kind: 'veth' }), ['far0']);
    assert.equal((await names()).sort(), ['br0', 'd0', 'eth0', 'far0', 'lo']);
    // Those of IPv6 are left out; those of the link itself never are.
    const [bare] = await rtnl.links.list({ statistics: false });
    assert.is(bare?.afSpec?.inet6?.stats, undefined);
    const [full] = await rtnl.links.list();
    assert.ok(full?.afSpec?.inet6?.stats);
    assert.ok(full?.stats64);
    await rtnl.links.set('far0', { master: 0 });
    assert.equal(await names({ master: bridge }), ['d0']);
  }),
);

test(
  'of a group are deleted at once',
  inNamespace(async ({ rtnl }) => {
    for (let i = 0; i < 5; i++) await rtnl.links.add({ kind: 'bridge', name: `d${i}`, group: i < 3 ? 9 : 8 });
    await rtnl.links.deleteGroup(9);
    assert.equal(
      (await rtnl.links.list({ kind: 'bridge' })).map(({ ifname }) => ifname),
      ['d3', 'd4'],
    );
  }),
);

test(
  'errors say what, why, and where in the request',
  inNamespace(async ({ rtnl }) => {
    const thrown = async (promise: Promise<unknown>): Promise<KernelError> => {
      try {
        await promise;
      } catch (error) {
        assert.instance(error, KernelError);
        return error as KernelError;
      }
      return assert.unreachable() as never;
    };
    const missing = await thrown(rtnl.links.add({ kind: 'macvlan', name: 'mv', link: 'nope' }));
    assert.equal([missing.code, missing.request.about], ['ENODEV', 'nope']);
    await rtnl.links.add({ kind: 'bridge', name: 'd0' });
    const twice = await thrown(rtnl.links.add({ kind: 'bridge', name: 'd0' }));
    assert.equal([twice.code, twice.request.name, twice.request.about], ['EEXIST', 'RTM_NEWLINK', 'd0']);
    const unknown = await thrown(rtnl.conversation.request({ name: 'RTM_NEWLINK', header: { flags: 0x600 }, body: { linkinfo: { kind: 'nonsense' } } }));
    assert.equal([unknown.code, unknown.extendedAck.message], ['EOPNOTSUPP', 'Unknown device type']);
    // A mode of two bytes, where the policy wants four.
    const short = { kind: 'macvlan', data: Uint8Array.of(6, 0, 1, 0, 4, 0, 0, 0) };
    const index = await rtnl.links.index('eth0');
    const policy = await thrown(rtnl.conversation.request({ name: 'RTM_NEWLINK', header: { flags: 0x600 }, body: { link: index, linkinfo: short } }));
    assert.equal([policy.code, policy.extendedAck.message], ['ERANGE', 'Attribute failed policy validation']);
    assert.equal(policy.extendedAck.path, ['RTM_NEWLINK', 'IFLA_LINKINFO', 'IFLA_INFO_DATA', 'IFLA_MACVLAN_MODE']);
    assert.match(policy.message, 'IFLA_INFO_DATA > IFLA_MACVLAN_MODE');
    const mtu = await thrown(rtnl.links.set('eth0', { mtu: 20 }));
    assert.equal([mtu.code, mtu.extendedAck.message, mtu.request.about], ['EINVAL', 'mtu less than device minimum', 'eth0']);
  }),
);

test(
  'two hundred requests under way at once each get their own answer',
  inNamespace(async ({ rtnl }) => {
    await Promise.all(Array.from({ length: 100 }, (_, i) => rtnl.links.add({ kind: 'bridge', name: `d${i}`, mtu: 1000 + i })));
    const found = await Promise.all(Array.from({ length: 100 }, (_, i) => rtnl.links.get(`d${i}`)));
    assert.equal(
      found.map(({ mtu }) => mtu),
      found.map((_, i) => 1000 + i),
    );
    const mixed = await Promise.allSettled([
      ...found.map(({ index }) => rtnl.links.set(index, { mtu: 900 })),
      ...found.map((_, i) => rtnl.links.get(`none${i}`)),
      rtnl.links.list(),
      rtnl.addresses.list(),
    ]);
    assert.equal(
      mixed.map(({ status }) => status),
      [...Array(100).fill('fulfilled'), ...Array(100).fill('rejected'), 'fulfilled', 'fulfilled'],
    );
    assert.equal(
      (await rtnl.links.list({ kind: 'bridge' })).map(({ mtu }) => mtu),
      Array(100).fill(900),
    );
  }),
);

test(
  'a list taken while links come and go is complete, or says that it may not be',
  inNamespace(async ({ rtnl, netns }) => {
    await Promise.all(Array.from({ length: 60 }, (_, i) => rtnl.links.add({ kind: 'bridge', name: `keep${i}` })));
    await using other = await Rtnl.open({ netns });
    let churning = true;
    const churn = (async () => {
      for (let i = 0; churning; i++) {
        await other.links.add({ kind: 'bridge', name: `come${i}` });
        await other.links.delete(`come${i}`);
      }
    })();
    let interrupted = 0;
    for (let round = 0; round < 20; round++) {
      const links = await rtnl.links.list();
      const kept = new Set(links.flatMap(({ ifname }) => (ifname?.startsWith('keep') ? [ifname] : [])));
      if (links.interrupted) interrupted++;
      else assert.is(kept.size, 60);
      await new Promise((resolve) => setImmediate(resolve));
    }
    churning = false;
    await churn;
    assert.ok(interrupted <= 20);
  }),
);

test(
  'the event loop runs on while the kernel deletes',
  inNamespace(async ({ rtnl }) => {
    await Promise.all(Array.from({ length: 50 }, (_, i) => rtnl.links.add({ kind: 'bridge', name: `d${i}`, group: 9, up: true })));
    let turns = 0;
    let deleting = true;
    const count = (): void => {
      turns++;
      if (deleting) setImmediate(count);
    };
    setImmediate(count);
    await rtnl.links.deleteGroup(9);
    deleting = false;
    // The kernel waits for RCU, some 10 ms and more: a loop that is held up meanwhile turns once or twice, one that is free hundreds of times.
    assert.ok(turns > 10, `${turns} turns`);
  }),
);

test(
  'come one by one to who does not want them all',
  inNamespace(async ({ rtnl }) => {
    const made = await rtnl.batch(Array.from({ length: 300 }, (_, i) => addLinkRequest(rtnl.kinds, { kind: 'bridge', name: `br${i}` })));
    assert.ok(made.every(({ status }) => status === 'fulfilled'));
    const streamed: number[] = [];
    for await (const link of rtnl.links.stream()) streamed.push(link.index);
    assert.equal(
      streamed,
      (await rtnl.links.list()).map(({ index }) => index),
    );
    for await (const { linkinfo } of rtnl.links.stream({ kind: 'bridge' })) {
      assert.is(linkinfo?.kind, 'bridge');
      break;
    }
  }),
);

test('a client lets the process end once nothing is awaited', () => {
  const at = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
  const program = `
    const { Rtnl } = await import(${at('../../src/index.js')});
    const { Namespace } = await import(${at('../../src/netlink/socket/namespace.js')});
    const rtnl = await Rtnl.open({ netns: Namespace.create() });
    await rtnl.links.set('lo', { up: true });
    process.stdout.write((await rtnl.links.list())[0].ifname);`;
  // Far beyond what it takes: a new namespace waits seconds while another is taken down with hundreds of links.
  const options = { encoding: 'utf8', timeout: 120_000, cwd: fileURLToPath(new URL('../..', import.meta.url)) } as const;
  assert.is(execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], options), 'lo');
});

test('a client can be closed twice, and rejects what comes later', async () => {
  using netns = Namespace.create();
  const rtnl = await Rtnl.open({ netns });
  const late = codeOf(rtnl.links.set('lo', { up: true }));
  await Promise.all([rtnl.close(), rtnl.close()]);
  assert.is(await late, 'ERR_NETLINK_CLOSED');
  assert.is(await codeOf(rtnl.links.list()), 'ERR_NETLINK_CLOSED');
});

const macvlans = async (rtnl: Rtnl, count: number, group = 0): Promise<string[]> => {
  const link = await rtnl.links.index('eth0');
  const names = Array.from({ length: count }, (_, i) => `mv${i}`);
  const outcomes = await rtnl.batch(names.map((name) => addLinkRequest(rtnl.kinds, { kind: 'macvlan', name, link, ...(group !== 0 && { group }) }) as never));
  assert.ok(outcomes.every(({ status }) => status === 'fulfilled'));
  return names;
};
const outcomesOf = (outcomes: readonly PromiseSettledResult<unknown>[]) => outcomes.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code));

test(
  'are deleted by the hundred, with one wait for all, whatever they are called by',
  inNamespace(async ({ rtnl }) => {
    const names = await macvlans(rtnl, 400);
    await rtnl.links.add({ kind: 'veth', name: 'pair0', peer: { name: 'pair1' } });
    await rtnl.links.addAltname('mv0', 'the first of all these links');
    const first = await rtnl.links.index('mv1');
    const refs = ['the first of all these links', first, ...names.slice(2), 'pair0', 'pair1', 'mv2', 'no such link', 99_999];
    await using monitor = rtnl.monitor(['link']);
    const outcomes = outcomesOf(await rtnl.links.deleteAll(refs));
    assert.equal(outcomes, [...refs.slice(0, -2).map(() => 'done'), 'ENODEV', 'ENODEV']);
    assert.equal(namesOf(await rtnl.links.list()).sort(), ['eth0', 'far0', 'lo']);
    // All were in one group, which was nobody's before.
    const groups = new Set<number | undefined>();
    monitor.read();
    while (monitor.queued > 0) {
      const { value } = await monitor.next();
      if (value?.kind === 'message' && value.message.name === 'RTM_DELLINK') groups.add(value.message.body.group);
    }
    assert.is(groups.size, 1);
    assert.not.ok(groups.has(0));
  }),
);

test(
  'are back in their groups, and deleted one by one, where the kernel does not delete one of them',
  inNamespace(async ({ rtnl }) => {
    const names = await macvlans(rtnl, 9, 42);
    await rtnl.links.set('lo', { group: 43 });
    await using monitor = rtnl.monitor(['link']);
    assert.equal(outcomesOf(await rtnl.links.deleteAll([...names, 'lo'])), [...names.map(() => 'done'), 'EOPNOTSUPP']);
    assert.is((await rtnl.links.get('lo')).group, 43);
    const groups = new Set<number | undefined>();
    monitor.read();
    while (monitor.queued > 0) {
      const { value } = await monitor.next();
      if (value?.kind === 'message' && value.message.name === 'RTM_DELLINK') groups.add(value.message.body.group);
    }
    assert.equal([...groups], [42]);
  }),
);

test(
  'are left alone, in their groups, when it is called off',
  inNamespace(async ({ rtnl, netns }) => {
    const names = await macvlans(rtnl, 20, 42);
    const controller = new AbortController();
    await using monitor = rtnl.monitor(['link']);
    const deleting = rtnl.links.deleteAll(names, { signal: controller.signal }).catch((error: Error) => error.name);
    // The first that is told to change its group.
    await monitor.next();
    controller.abort();
    const result = await deleting;
    await using other = await Rtnl.open({ netns });
    const left = (await other.links.list()).filter(({ ifname }) => names.includes(ifname ?? ''));
    if (result === 'AbortError') assert.ok(left.every(({ group }) => group === 42));
    assert.is(await rtnl.links.deleteAll([], { signal: controller.signal }).catch((error: Error) => error.name), 'AbortError');
    assert.equal(await rtnl.links.deleteAll([]), []);
  }),
);

test.run();
