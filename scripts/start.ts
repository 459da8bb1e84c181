// `npm start`: the main job on real input. Reads a capture of `ip -d link` taken on a big-endian machine and prints what
// `ip` printed; then, where it may, rows 1-3, 6 and 7 of the macvlan recipe (addresses and links) on this machine's
// kernel, in network namespaces of its own. No program is started.

import { readFileSync } from 'node:fs';
import { main } from '../src/cli/main.js';
import { type Address, KernelError, kinds, type Link, Rtnl, SystemError } from '../src/index.js';
import { Namespace } from '../src/netlink/socket/namespace.js';
import { showLink } from '../src/rtnl/show/link.js';
import { linkNames } from '../src/rtnl/show/link-names.js';
import { printer } from '../src/rtnl/show/printer.js';

const FIXTURE = new URL('../fixtures/start/ip-d-link-s390x.jsonl', import.meta.url);

await decodeCapture();
await runRecipe();

async function decodeCapture(): Promise<void> {
  const { argv, stdout, kernel, arch } = JSON.parse(readFileSync(FIXTURE, 'utf8')) as { argv: string[]; stdout: string; kernel: string; arch: string };
  console.log(`What \`${argv.join(' ')}\` received on Linux ${kernel} (${arch}, big-endian), read from a capture:\n`);
  let text = '';
  const io = {
    stdout(more: string) {
      text += more;
    },
    stderr(more: string) {
      process.stderr.write(more);
    },
  };
  const code = await main(['--replay', FIXTURE.pathname, ...argv.slice(1)], io);
  console.log(text);
  if (code !== 0 || text !== stdout) throw new Error('this is not what ip printed');
  console.log(`These ${text.length} characters are those that ip printed.\n`);
}

async function runRecipe(): Promise<void> {
  const spaces: Namespace[] = [];
  const clients: Rtnl[] = [];
  try {
    for (let i = 0; i < 3; i++) spaces.push(Namespace.create());
    for (const netns of spaces) clients.push(await Rtnl.open({ netns }));
    console.log('The macvlan recipe on this kernel, in namespaces net1, net2 and switch of its own:\n');
    await recipe(clients[0] as Rtnl, clients[1] as Rtnl, clients[2] as Rtnl, spaces[0] as Namespace, spaces[1] as Namespace);
    console.log('\nDone: every step was seen. The namespaces are gone with this process.');
  } catch (error) {
    if (!(error instanceof SystemError) || (error.code !== 'EPERM' && error.code !== 'EACCES')) throw error;
    console.log(`The recipe itself needs a kernel to talk to: ${error.message}.`);
    console.log('Run it with `sudo npm start`, or without root in namespaces of your own: `unshare -Urn npm start`.');
  } finally {
    for (const client of clients) await client.close();
    for (const space of spaces) space.close();
  }
}

async function recipe(net1: Rtnl, net2: Rtnl, lan: Rtnl, space1: Namespace, space2: Namespace): Promise<void> {
  await step('0', 'veth pairs between each host and the bridges of a switch', async () => {
    for (const bridge of ['br10', 'br20']) await lan.links.add({ kind: 'bridge', name: bridge, up: true });
    for (const [host, space, number] of [
      [net1, space1, 1],
      [net2, space2, 2],
    ] as const) {
      for (const [eth, bridge] of [
        ['eth0', 'br10'],
        ['eth1', 'br20'],
      ] as const) {
        await lan.links.add({ kind: 'veth', name: `n${number}${eth}`, peer: { name: eth, netns: { fd: space.fd } } });
        await lan.links.set(`n${number}${eth}`, { master: bridge, up: true });
        await host.links.set(eth, { up: true });
      }
      await host.addresses.add({ dev: 'eth0', address: `172.16.10.${number + 1}/24`, broadcast: '+' });
    }
    await lan.addresses.add({ dev: 'br10', address: '172.16.10.1/24' });
    return [`switch: ${names(await lan.links.list())}`, `net1: ${names(await net1.links.list())}`, `net2: ${names(await net2.links.list())}`];
  });

  await step('1', 'net1: macvlan1 on eth0, no mode given; 172.16.10.5/24; up', () => addMacvlan(net1, 'macvlan1', 'eth0', '172.16.10.5/24'));
  await step('2', 'net1: macvlan2 on eth0; 172.16.10.6/24; up', () => addMacvlan(net1, 'macvlan2', 'eth0', '172.16.10.6/24'));
  await step('3', 'macvlan3 on net1 eth1, macvlan4 on net2 eth1: their parents have no address', async () => [
    ...(await addMacvlan(net1, 'macvlan3', 'eth1', '192.168.10.5/24')),
    ...(await addMacvlan(net2, 'macvlan4', 'eth1', '192.168.10.6/24')),
    expect(`addresses of eth1: ${(await net1.addresses.list({ dev: 'eth1', family: 'inet' })).length}`, 'addresses of eth1: 0'),
  ]);
  await step('6', 'net1: the parent is promiscuous while it has a child that is up', async () => {
    const before = await promiscuity(net1, 'eth0');
    for (const name of ['macvlan1', 'macvlan2']) await net1.links.set(name, { up: false });
    const after = await promiscuity(net1, 'eth0');
    for (const name of ['macvlan1', 'macvlan2']) await net1.links.set(name, { up: true });
    return [expect(`promiscuity of eth0: ${before}, with its children down ${after}`, 'promiscuity of eth0: 1, with its children down 0')];
  });
  await step('7', 'all four deleted; deleting one again is refused', async () => {
    for (const name of ['macvlan1', 'macvlan2', 'macvlan3']) await net1.links.delete(name);
    await net2.links.delete('macvlan4');
    const refusal: unknown = await net1.links.delete('macvlan1').catch((error: unknown) => error);
    if (!(refusal instanceof KernelError) || refusal.code !== 'ENODEV') throw new Error(`expected ENODEV, got ${String(refusal)}`);
    return [`net1: ${names(await net1.links.list())}`, refusal.message];
  });
}

async function addMacvlan(host: Rtnl, name: string, link: string, address: string): Promise<string[]> {
  const { index } = await host.links.add({ kind: 'macvlan', name, link });
  await host.addresses.add({ dev: index, address });
  await host.links.set(index, { up: true });
  const made = await host.links.get(index);
  expect(String(made.linkinfo?.macvlan?.mode), 'vepa');
  return [...show(made, await host.links.list()), ...(await host.addresses.list({ dev: index, family: 'inet' })).map(inet)];
}

/** What `ip -d link show` prints of it. */
function show(link: Link, all: readonly Link[]): string[] {
  const out = printer({ details: 1 });
  showLink(out, link, { names: linkNames(all), kinds, command: 'link' });
  return out.finish().trimEnd().split('\n');
}

function inet({ local, prefixlen, label }: Address): string {
  return `    inet ${local}/${prefixlen} ${label}`;
}

function names(links: readonly Link[]): string {
  return links.map(({ ifname, linkinfo }) => (linkinfo?.kind === undefined ? ifname : `${ifname} (${linkinfo.kind})`)).join(', ');
}

async function promiscuity(host: Rtnl, name: string): Promise<number | undefined> {
  return (await host.links.get(name)).promiscuity;
}

function expect(seen: string, wanted: string): string {
  if (seen !== wanted) throw new Error(`saw '${seen}', expected '${wanted}'`);
  return seen;
}

async function step(row: string, what: string, act: () => Promise<string[]>): Promise<void> {
  console.log(`${row.padStart(2)}  ${what}`);
  for (const line of await act()) console.log(`      ${line}`);
}
