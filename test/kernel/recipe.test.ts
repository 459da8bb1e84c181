// The rows of the macvlan recipe that links and addresses make: each host in a namespace of its own, wired to a switch.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as assert from 'uvu/assert';
import { Rtnl } from '../../src/index.js';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import { kernelSuite } from './kernel.js';
import { codeOf, macvlanOf } from './rtnl.js';

const test = kernelSuite('recipe');

/** node 20 does not take a worker's entry through the loader that reads TypeScript. */
const start = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./recipe-host.ts', import.meta.url).href)});
})`;

class Host {
  private orders = 0;
  private constructor(
    readonly netns: Namespace,
    readonly rtnl: Rtnl,
    private readonly worker: Worker,
  ) {}

  static async open(): Promise<Host> {
    const netns = Namespace.create();
    return new Host(netns, await Rtnl.open({ netns }), new Worker(start, { eval: true, workerData: { netns: netns.fd } }));
  }

  private async order(what: object): Promise<boolean> {
    const id = ++this.orders;
    this.worker.postMessage({ id, ...what });
    for (;;) {
      const [answer] = (await once(this.worker, 'message')) as [{ id: number; result: boolean }];
      if (answer.id === id) return answer.result;
    }
  }

  /** Answers what comes to this address of its own from now on. */
  echo = (address: string): Promise<boolean> => this.order({ echo: address });
  reaches = (address: string): Promise<boolean> => this.order({ reach: address, within: 3000 });
  cannotReach = async (address: string): Promise<boolean> => !(await this.order({ reach: address, within: 400 }));

  async close(): Promise<void> {
    await Promise.all([this.worker.terminate(), this.rtnl.close()]);
    this.netns.close();
  }
}

interface Topology {
  readonly net1: Host;
  readonly net2: Host;
  readonly wire: Host;
  /** Another host, not wired to anything yet. */
  another(): Promise<Host>;
}

function inTopology(body: (topology: Topology) => Promise<void>): () => Promise<void> {
  return async () => {
    const hosts: Host[] = [];
    const another = async (): Promise<Host> => {
      const host = await Host.open();
      hosts.push(host);
      return host;
    };
    try {
      const [net1, net2, wire] = [await another(), await another(), await another()];
      for (const bridge of ['br10', 'br20']) await wire.rtnl.links.add({ kind: 'bridge', name: bridge, up: true });
      for (const [n, host] of [net1, net2].entries()) {
        for (const [port, bridge] of [
          ['eth0', 'br10'],
          ['eth1', 'br20'],
        ] as const) {
          const name = `net${n + 1}${port}`;
          await wire.rtnl.links.add({ kind: 'veth', name, peer: { name: port, netns: { fd: host.netns.fd } } });
          await wire.rtnl.links.set(name, { master: bridge, up: true });
          await host.rtnl.links.set(port, { up: true });
        }
        await host.rtnl.addresses.add({ dev: 'eth0', address: `172.16.10.${2 + n}/24` });
      }
      await wire.rtnl.addresses.add({ dev: 'br10', address: '172.16.10.1/24' });
      await body({ net1, net2, wire, another });
    } finally {
      for (const host of hosts.reverse()) await host.close();
    }
  };
}

async function addMacvlan({ rtnl }: Host, name: string, link: string, address: string): Promise<number> {
  const { index } = await rtnl.links.add({ kind: 'macvlan', name, link });
  await rtnl.addresses.add({ dev: index, address });
  await rtnl.links.set(index, { up: true });
  return index;
}

test(
  'rows 1 and 2: two macvlans on one parent, each with its own MAC, in mode vepa, reached from the switch',
  inTopology(async ({ net1, wire }) => {
    for (const [name, last] of [
      ['macvlan1', 5],
      ['macvlan2', 6],
    ] as const) {
      await addMacvlan(net1, name, 'eth0', `172.16.10.${last}/24`);
      await net1.echo(`172.16.10.${last}`);
      assert.is((await macvlanOf(net1.rtnl, name)).mode, 'vepa');
    }
    await net1.echo('172.16.10.2');
    const addresses = await Promise.all(['eth0', 'macvlan1', 'macvlan2'].map(async (name) => (await net1.rtnl.links.get(name)).address));
    assert.is(new Set(addresses).size, 3);
    for (const last of [2, 5, 6]) assert.ok(await wire.reaches(`172.16.10.${last}`), `.${last}`);
  }),
);

test(
  'rows 3, 6 and 7: a parent without address; its promiscuity; what is left when all are deleted',
  inTopology(async ({ net1, net2 }) => {
    const promiscuity = async () => (await net1.rtnl.links.get('eth1')).promiscuity;
    assert.is(await promiscuity(), 0);
    await addMacvlan(net1, 'macvlan3', 'eth1', '192.168.10.5/24');
    await addMacvlan(net2, 'macvlan4', 'eth1', '192.168.10.6/24');
    assert.is(await promiscuity(), 1);
    await net2.echo('192.168.10.6');
    assert.ok(await net1.reaches('192.168.10.6'));
    await net1.rtnl.links.delete('macvlan3');
    assert.is(await promiscuity(), 0);
    const error = await net1.rtnl.links.delete('macvlan3').catch((thrown) => thrown);
    assert.is(error.code, 'ENODEV');
    assert.match(error.message, 'macvlan3');
  }),
);

test(
  'rows 8 and 11 to 14: siblings in namespaces of their own reach each other as their mode and the switch let them',
  inTopology(async ({ net1, wire, another }) => {
    const inside = [await another(), await another()] as const;
    await net1.echo('172.16.10.2');
    for (const [i, host] of inside.entries()) {
      const name = `macvlan${i + 1}`;
      await net1.rtnl.links.add({ kind: 'macvlan', name, link: 'eth0' });
      await net1.rtnl.links.set(name, { netns: host.netns });
      const link = await host.rtnl.links.get(name);
      assert.is(link.link, await net1.rtnl.links.index('eth0'));
      assert.type(link.linkNetnsid, 'number');
      await host.rtnl.addresses.add({ dev: name, address: `172.16.10.${5 + i}/24` });
      await host.rtnl.links.set(name, { up: true });
      await host.echo(`172.16.10.${5 + i}`);
    }
    const [first] = inside;
    const mode = async (of: 'vepa' | 'bridge' | 'private') => {
      for (const [i, { rtnl }] of inside.entries()) {
        // Down and up again, so that neighbours are looked for anew: those it knows a private link would still find.
        await rtnl.links.set(`macvlan${i + 1}`, { up: false });
        await rtnl.links.set(`macvlan${i + 1}`, { kind: 'macvlan', mode: of, up: true });
      }
    };
    const hairpin = async (on: boolean) => {
      const index = await wire.rtnl.links.index('net1eth0');
      await wire.rtnl.conversation.request({ name: 'RTM_NEWLINK', header: {}, body: { index, linkinfo: { slaveKind: 'bridge', bridge_slave: { mode: on ? 1 : 0 } } } } as never);
    };
    assert.ok(await wire.reaches('172.16.10.5'));
    assert.ok(await first.cannotReach('172.16.10.6'), 'vepa: the port does not hairpin');
    assert.ok(await first.cannotReach('172.16.10.2'));
    await hairpin(true);
    assert.ok(await first.reaches('172.16.10.6'), 'vepa, over the switch');
    assert.ok(await first.reaches('172.16.10.2'), 'the parent too');
    await mode('private');
    assert.ok(await first.cannotReach('172.16.10.6'), 'private, hairpin or not');
    await hairpin(false);
    assert.ok(await first.cannotReach('172.16.10.6'));
    await mode('bridge');
    assert.ok(await first.reaches('172.16.10.6'), 'bridge, without the switch');
    assert.ok(await first.cannotReach('172.16.10.2'), 'but not the parent');
  }),
);

test(
  "row 15: passthru has its parent's MAC, and is alone",
  inTopology(async ({ net1 }) => {
    await net1.rtnl.links.add({ kind: 'macvlan', name: 'pt', link: 'eth1', mode: 'passthru' });
    assert.is((await net1.rtnl.links.get('pt')).address, (await net1.rtnl.links.get('eth1')).address);
    assert.is(await codeOf(net1.rtnl.links.add({ kind: 'macvlan', name: 'pt2', link: 'eth1', mode: 'passthru' })), 'EINVAL');
  }),
);

test(
  'row 16: in mode source only those listed are received',
  inTopology(async ({ net1, net2, another }) => {
    const inside = await another();
    const { address } = await net2.rtnl.links.get('eth1');
    await net2.rtnl.addresses.add({ dev: 'eth1', address: '192.168.10.6/24' });
    await net1.rtnl.links.add({ kind: 'macvlan', name: 'src', link: 'eth1', mode: 'source' });
    await net1.rtnl.links.set('src', { netns: inside.netns });
    await inside.rtnl.addresses.add({ dev: 'src', address: '192.168.10.5/24' });
    await inside.rtnl.links.set('src', { up: true });
    await inside.echo('192.168.10.5');
    assert.ok(await net2.cannotReach('192.168.10.5'), 'not listed');
    await inside.rtnl.links.set('src', { kind: 'macvlan', macaddrs: { add: address as string } });
    assert.ok(await net2.reaches('192.168.10.5'), 'listed');
    await inside.rtnl.links.set('src', { kind: 'macvlan', macaddrs: { flush: true } });
    assert.ok(await net2.cannotReach('192.168.10.5'), 'no longer listed');
  }),
);

test.run();
